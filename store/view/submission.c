/*
 * submission.c - a submission and an event, as JSON.
 *
 * Knows their shapes. Touches nothing but its arguments.
 */
#include "store/base/encode.h"
#include "store/view/views.h"

static void
kstr_if(struct jout *j, const char *key, const char *text)
{
	if (*text != 0)
		jout_kstr(j, key, text);
}

void
view_received(struct jout *j, struct interval received, enum time_source source)
{
	jout_key(j, "received");
	jout_object(j);
	jout_kmoment(j, "earliest", received.earliest);
	jout_kmoment(j, "latest", received.latest);
	jout_kstr(j, "source", time_source_name(source));
	jout_object_end(j);
}

void
view_leaves(struct jout *j, const struct leaf_id *leaf, unsigned n)
{
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < n; i++)
		jout_str(j, leaf[i].text);
	jout_array_end(j);
}

/* An outside time, and the entry of the token that gives it. */
static void
put_bound(struct jout *j, const char *key, struct moment at, uint64_t by)
{
	if (by == 0)
		return;
	jout_key(j, key);
	jout_object(j);
	jout_kmoment(j, "time", at);
	jout_kuint(j, "log_index", by);
	jout_object_end(j);
}

/* Of a clock that was not fit: what it was, and the outside times around what
 * it took in, be that the commitment; and what a person ruled. */
static void
put_time(struct jout *j, const struct submission *s, struct span within)
{
	enum trust trust = submission_basis(s, within).trust;

	if (trust != TRUST_FIT) {
		jout_key(j, "clock");
		jout_object(j);
		jout_kstr(j, "state", trust_name(trust));
		put_bound(j, "after", s->bounds.after, s->bounds.after_by);
		put_bound(j, "before", s->bounds.before, s->bounds.before_by);
		jout_object_end(j);
	}
	if (s->ruling.entry == 0)
		return;
	jout_key(j, "ruling");
	jout_object(j);
	jout_kstr(j, "verdict", verdict_name(s->ruling.verdict));
	jout_kuint(j, "window", s->ruling.window);
	jout_kuint(j, "log_index", s->ruling.entry);
	jout_object_end(j);
}

static void
put_document(struct jout *j, const struct submission *s)
{
	const struct document_facts *f = &s->facts;
	char hex[DIGEST_TEXT];

	digest_text(s->document, hex);
	jout_key(j, "document");
	jout_object(j);
	jout_kstr(j, "sha256", hex);
	jout_kuint(j, "size", s->size);
	jout_kstr(j, "type", f->media_type);
	jout_kstr(j, "file", f->file_name);
	kstr_if(j, "original_file", f->original_name);
	kstr_if(j, "number", f->number);
	kstr_if(j, "symbol", f->symbol);
	kstr_if(j, "issued", f->issued);
	kstr_if(j, "issuer", f->issuer);
	kstr_if(j, "section", f->section);
	kstr_if(j, "page", f->page);
	kstr_if(j, "note", f->note);
	jout_object_end(j);
}

void
view_log(struct jout *j, uint64_t entry, struct moment time,
    const uint8_t salt[32])
{
	struct buf hex = { 0 };

	hex_put(&hex, slice_of(salt, 32));
	jout_key(j, "log");
	jout_object(j);
	jout_kuint(j, "index", entry);
	jout_kmoment(j, "time", time);
	jout_ktext(j, "salt", buf_all(&hex));
	jout_object_end(j);
	buf_free(&hex);
}

/* Which submission this replaces, and which replaces this. */
static void
put_chain(struct jout *j, const struct submission *s)
{
	static const struct submission_id none;
	char id[UUID_TEXT];

	jout_kuint(j, "version", submission_version(s));
	if (memcmp(s->replaces.b, none.b, sizeof none.b) != 0) {
		submission_id_text(s->replaces, id);
		jout_kstr(j, "replaces", id);
	}
	if (s->person.text[0] != 0)
		jout_kstr(j, "person", s->person.text);
	if (s->by_dms)
		jout_kstr(j, "via", "dms");
	if (memcmp(s->replaced_by.b, none.b, sizeof none.b) != 0) {
		submission_id_text(s->replaced_by, id);
		jout_kstr(j, "replaced_by", id);
	}
}

static void
put_remarks(struct jout *j, const struct remark *list, unsigned n)
{
	char id[UUID_TEXT];

	jout_key(j, "warnings");
	jout_array(j);
	for (unsigned i = 0; i < n; i++) {
		jout_object(j);
		jout_kstr(j, "warning", remark_policies[list[i].kind].name);
		submission_id_text(list[i].other, id);
		jout_kstr(j, "submission", id);
		jout_kstr(j, "unit", list[i].unit.text);
		jout_kmoment(j, "noticed", list[i].noticed);
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* The commitment that it completes, and whether that is what counts. */
static void
put_completes(struct jout *j, const struct submission *s, struct span within)
{
	char id[UUID_TEXT];

	if (!commitment_id_is(s->completes.id))
		return;
	commitment_id_text(s->completes.id, id);
	jout_key(j, "commitment");
	jout_object(j);
	jout_kstr(j, "id", id);
	jout_key(j, "received");
	jout_object(j);
	jout_kmoment(j, "earliest", s->completes.received.earliest);
	jout_kmoment(j, "latest", s->completes.received.latest);
	jout_object_end(j);
	jout_kuint(j, "log_index", s->completes.entry);
	jout_kbool(j, "counts", submission_basis(s, within).commitment);
	jout_object_end(j);
}

void
view_submission(struct jout *j, const struct submission *s,
    const struct submission_beside *beside)
{
	char id[UUID_TEXT];

	jout_object(j);
	submission_id_text(s->id, id);
	jout_kstr(j, "id", id);
	jout_kstr(j, "status", submission_status_name(s->status));
	kstr_if(j, "reason", s->reason);
	view_received(j, s->received, s->source);
	put_completes(j, s, beside->within);
	jout_kstr(j, "verdict", verdict_name(s->verdict));
	jout_kuint(j, "window", s->window_version);
	if (s->supplement)
		jout_kbool(j, "supplement", true);
	put_time(j, s, beside->within);
	if (s->rejected.us != 0)
		jout_kmoment(j, "rejected", s->rejected);
	if (s->rejudged != 0)
		jout_kuint(j, "rejudged", s->rejudged);
	if (s->admitted != 0)
		jout_kuint(j, "admitted", s->admitted);
	jout_kstr(j, "period", s->period.text);
	jout_kstr(j, "unit", s->unit.text);
	view_leaves(j, s->leaf, s->n_leaves);
	put_document(j, s);
	put_chain(j, s);
	if (beside->n != 0)
		put_remarks(j, beside->remarks, beside->n);
	view_log(j, s->entry, s->time, s->salt);
	if (beside->receipt.p != NULL)
		jout_ktext(j, "receipt", beside->receipt);
	jout_object_end(j);
}

static void
put_window(struct jout *j, const struct event *e)
{
	jout_kstr(j, "stage", stage_name(e->stage));
	jout_kuint(j, "window", e->window);
	jout_kmoment(j, "until", e->until);
	if (e->days != 0)
		jout_kuint(j, "days", e->days);
	if (e->missing != 0)
		jout_kuint(j, "missing", e->missing);
}

void
view_event(struct jout *j, const struct event *e)
{
	static const struct submission_id none;
	char id[UUID_TEXT];

	jout_object(j);
	jout_kuint(j, "number", e->number);
	jout_kstr(j, "event", event_policies[e->kind].name);
	jout_kmoment(j, "time", e->time);
	kstr_if(j, "period", e->period.text);
	kstr_if(j, "block", e->block.text);
	kstr_if(j, "unit", e->unit.text);
	kstr_if(j, "leaf", e->leaf.text);
	if (memcmp(e->submission.b, none.b, sizeof none.b) != 0) {
		submission_id_text(e->submission, id);
		jout_kstr(j, "submission", id);
	}
	if (e->window != 0)
		put_window(j, e);
	if (e->entry != UINT64_MAX)
		jout_kuint(j, "log_index", e->entry);
	jout_object_end(j);
}
