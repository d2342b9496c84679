/*
 * cmd_audit.c - the auditor's report, as lines or as the API's JSON.
 *
 * Touches the store through a look.
 */
#include <stdio.h>

#include "store/admin/commands.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_JSON = 256,
	OPT_SEVERITY,
};

const struct argp_option audit_options[] = {
	{ "json", OPT_JSON, NULL, 0, "As the API gives it", 0 },
	{ "severity", OPT_SEVERITY, "LEAST", 0,
	    "From info (default), low, medium or high on", 0 },
	{ 0 },
};

static enum err
show_json(struct period_id period, const struct findings *fs,
    enum severity least)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	enum err e;

	view_findings(&j, period, fs, least);
	if ((e = text.err) == OK)
		(void)printf("%s\n", buf_cstr(&text));
	buf_free(&text);
	return e;
}

static void
show_finding(const struct finding *f)
{
	char id[UUID_TEXT] = "-";

	if (f->has_submission)
		submission_id_text(f->submission, id);
	(void)printf("%-6s %-21s entry %llu, submission %s\n       %s\n"
		     "       %s\n",
	    severity_name(finding_severity(f->code)), finding_name(f->code),
	    (unsigned long long)f->place, id, f->en, f->vi);
}

/* How many there are of each kind, then each that is listed. */
static void
show_lines(const struct findings *fs, enum severity least)
{
	if (fs->simulated)
		(void)puts("SIMULATED: a simulated store, its times prove "
			   "nothing");
	for (size_t i = 0; i < fs->n; i++)
		if (finding_severity(fs->list[i].code) >= least)
			show_finding(&fs->list[i]);
	for (enum finding_code c = 0; c < FINDING_CODES; c++)
		if (fs->count[c] > 0 && finding_severity(c) >= least)
			(void)printf("%llu %s%s: %s / %s\n",
			    (unsigned long long)fs->count[c], finding_name(c),
			    fs->kept[c] < fs->count[c] ? " (list cut)" : "",
			    finding_about_en(c), finding_about_vi(c));
	if (fs->papers_cut)
		(void)puts("Not all submissions could be compared for the "
			   "same file and the same paper.");
	(void)printf("looked at the log up to entry %llu\n",
	    (unsigned long long)fs->last);
}

enum ending
cmd_audit(struct admin *a, const struct call *c)
{
	const char *weight = call_option(c, OPT_SEVERITY);
	enum severity least = SEVERITY_INFO;
	struct period_id period;
	struct findings fs;
	enum err e;

	if (weight != NULL && !severity_read(slice_text(weight), &least))
		return admin_usage("--severity is info, low, medium or high.");
	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = look_audit(a->store, &a->who, period, &fs, &a->why);
	if (e != OK)
		return admin_end(a, e);
	if (call_option(c, OPT_JSON) != NULL)
		e = show_json(period, &fs, least);
	else
		show_lines(&fs, least);
	findings_free(&fs);
	return admin_end(a, e);
}
