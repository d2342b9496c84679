/*
 * publication.c - the council's records and the published revisions, as JSON.
 *
 * Knows their shapes. Touches nothing but its arguments.
 */
#include "store/view/views.h"

static void
kdigest(struct jout *j, const char *key, struct digest d)
{
	char hex[DIGEST_TEXT];

	digest_text(d, hex);
	jout_kstr(j, key, hex);
}

static void
kdate(struct jout *j, const char *key, int64_t days)
{
	char day[DATE_TEXT];

	date_text(days, day);
	jout_kstr(j, key, day);
}

void
view_record(struct jout *j, const struct record *r)
{
	jout_object(j);
	jout_kuint(j, "decision", r->n);
	jout_kstr(j, "kind", record_kind_name(r->kind));
	jout_kstr(j, "number", r->number);
	kdate(j, "date", r->date);
	if (r->signer[0] != 0)
		jout_kstr(j, "signer", r->signer);
	jout_kstr(j, "file", r->file_name);
	kdigest(j, "sha256", r->document);
	jout_kuint(j, "size", r->size);
	jout_kuint(j, "by", r->by.n);
	jout_kmoment(j, "time", r->time);
	jout_kuint(j, "log_index", r->entry);
	jout_object_end(j);
}

void
view_revision(struct jout *j, const struct revision *r)
{
	jout_object(j);
	jout_kuint(j, "revision", r->n);
	jout_kuint(j, "decision", r->record);
	jout_kuint(j, "rules", r->version);
	kdigest(j, "bundle", r->bundle);
	kdigest(j, "rows", r->rows);
	jout_kmoment(j, "as_of", r->as_of);
	jout_kmoment(j, "time", r->time);
	jout_kuint(j, "log_index", r->entry);
	if (r->reason[0] != 0) {
		jout_kuint(j, "corrects", r->n - 1);
		jout_kstr(j, "reason", r->reason);
	}
	jout_object_end(j);
}

void
view_publication(struct jout *j, const struct publication *p)
{
	jout_object(j);
	jout_kstr(j, "period", p->period.text);
	jout_kstr(j, "working", results_status_name(p->working));
	jout_key(j, "published");
	if (p->n_revisions == 0)
		jout_null(j);
	else
		jout_uint(j, p->n_revisions);
	jout_key(j, "revisions");
	jout_array(j);
	for (uint64_t i = 0; i < p->n_revisions && i < REVISIONS_SHOWN; i++)
		view_revision(j, &p->revision[i]);
	jout_array_end(j);
	jout_key(j, "correction_due");
	jout_array(j);
	for (unsigned i = 0; i < p->n_due; i++)
		jout_str(j, p->due[i].text);
	jout_array_end(j);
	jout_object_end(j);
}
