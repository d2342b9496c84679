/*
 * findings.c - the auditor's report, as JSON.
 *
 * Knows its shape. Touches nothing but its arguments.
 */
#include "store/view/views.h"

static void
both(struct jout *j, const char *key, const char *en, const char *vi)
{
	jout_key(j, key);
	jout_object(j);
	jout_kstr(j, "en", en);
	jout_kstr(j, "vi", vi);
	jout_object_end(j);
}

static void
put_kinds(struct jout *j, const struct findings *fs, enum severity least)
{
	jout_key(j, "kinds");
	jout_array(j);
	for (enum finding_code c = 0; c < FINDING_CODES; c++) {
		if (finding_severity(c) < least)
			continue;
		jout_object(j);
		jout_kstr(j, "code", finding_name(c));
		jout_kstr(j, "severity", severity_name(finding_severity(c)));
		jout_kuint(j, "count", fs->count[c]);
		jout_kuint(j, "listed", fs->kept[c]);
		both(j, "about", finding_about_en(c), finding_about_vi(c));
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_finding(struct jout *j, const struct finding *f)
{
	char id[UUID_TEXT], hex[DIGEST_TEXT];

	jout_object(j);
	jout_kstr(j, "code", finding_name(f->code));
	jout_kstr(j, "severity", severity_name(finding_severity(f->code)));
	jout_kuint(j, "log_index", f->place);
	if (f->time.us != 0)
		jout_kmoment(j, "time", f->time);
	if (f->has_submission) {
		submission_id_text(f->submission, id);
		digest_text(f->document, hex);
		jout_kstr(j, "unit", f->unit.text);
		jout_kstr(j, "submission", id);
		jout_kstr(j, "document", hex);
	}
	both(j, "text", f->en, f->vi);
	jout_object_end(j);
}

static bool
is_cut(const struct findings *fs)
{
	for (enum finding_code c = 0; c < FINDING_CODES; c++)
		if (fs->kept[c] < fs->count[c])
			return true;
	return fs->papers_cut;
}

void
view_findings(struct jout *j, struct period_id period,
    const struct findings *fs, enum severity least)
{
	jout_object(j);
	jout_kstr(j, "period", period.text);
	jout_kbool(j, "simulated", fs->simulated);
	jout_kuint(j, "last_log_index", fs->last);
	jout_kbool(j, "cut", is_cut(fs));
	put_kinds(j, fs, least);
	jout_key(j, "findings");
	jout_array(j);
	for (size_t i = 0; i < fs->n; i++)
		if (finding_severity(fs->list[i].code) >= least)
			put_finding(j, &fs->list[i]);
	jout_array_end(j);
	jout_object_end(j);
}
