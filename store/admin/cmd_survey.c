/*
 * cmd_survey.c - survey forms from files, and how a survey stands.
 *
 * Touches the store; the files it is given.
 */
#include <stdio.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/admin/forms_file.h"
#include "store/admin/grid.h"
#include "store/admin/survey_import.h"
#include "store/look/surveys.h"

enum {
	OPT_SKIP_BAD = 256,
	OPT_SHEET,
	OPT_REASON,
	OPT_VERSION,
};

const struct argp_option survey_import_options[] = {
	{ "skip-bad", OPT_SKIP_BAD, NULL, 0,
	    "Leave faulty forms out and count the others", 0 },
	{ "sheet", OPT_SHEET, "NAME", 0, "of a workbook; its first", 0 },
	{ 0 },
};
const struct argp_option survey_sheet_options[] = {
	{ "sheet", OPT_SHEET, "NAME", 0, "of a workbook; its first", 0 },
	{ 0 },
};
const struct argp_option survey_correct_options[] = {
	{ "reason", OPT_REASON, "TEXT", 0, "Why; goes into the record", 0 },
	{ "sheet", OPT_SHEET, "NAME", 0, "of a workbook; its first", 0 },
	{ 0 },
};
const struct argp_option survey_reason_options[] = {
	{ "reason", OPT_REASON, "TEXT", 0, "Why; goes into the record", 0 },
	{ 0 },
};
const struct argp_option survey_form_options[] = {
	{ "version", OPT_VERSION, "N", 0, "an older one; the newest", 0 },
	{ 0 },
};

enum err
survey_of_call(struct admin *a, const struct call *c, struct survey_call *out)
{
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &out->plan, &row)) != OK)
		return e;
	out->period = row.id;
	if (survey_id_read(slice_text(c->arg[1]), &out->survey) != OK ||
	    plan_survey(out->plan, out->survey) < 0)
		return fault_set(&a->why, ERR_NOT_FOUND, "",
		    "Period %s has no survey \"%s\".", c->arg[0], c->arg[1]);
	out->index = (unsigned)plan_survey(out->plan, out->survey);
	return OK;
}

/* ---- import ---- */

enum ending
cmd_survey_import(struct admin *a, const struct call *c)
{
	struct survey_import w = { .path = c->arg[2],
		.sheet = call_option(c, OPT_SHEET),
		.skip_bad = call_option(c, OPT_SKIP_BAD) != NULL };
	struct survey_call s;
	enum err e = survey_of_call(a, c, &s);

	if (e != OK)
		return admin_end(a, e);
	w.period = s.period;
	w.survey = s.survey;
	w.index = s.index;
	w.plan = s.plan;
	if ((e = survey_import(a, &w)) == OK)
		(void)printf("import %llu: %llu forms count now, %llu were "
			     "known, %llu faulty ones left out\n",
		    (unsigned long long)w.done.number,
		    (unsigned long long)w.done.forms,
		    (unsigned long long)w.known, (unsigned long long)w.bad);
	return admin_end(a, e);
}

enum ending
cmd_survey_drop(struct admin *a, const struct call *c)
{
	struct import_drop at = { .more = true };
	struct survey_progress p;
	struct survey_call s;
	enum err e = survey_of_call(a, c, &s);

	if (e == OK)
		e = look_survey(a->store, &a->who, s.period, s.survey, &p,
		    &a->why);
	if (e != OK)
		return admin_end(a, e);
	if (!p.importing)
		e = fault_set(&a->why, ERR_NOT_FOUND, "",
		    "No import into survey %s is under way.", s.survey.text);
	while (e == OK && at.more)
		e = act_drop_import(a->store, &a->who, s.period, s.survey,
		    p.import.number, &at, &a->why);
	if (e == OK)
		(void)printf("import %llu dropped\n",
		    (unsigned long long)p.import.number);
	look_survey_free(&p);
	return admin_end(a, e);
}

/* ---- second entries and corrections, from files ---- */

struct taking {
	struct admin *a;
	struct survey_call s;
	const char *reason; /* NULL: second entries */
	struct digest file;
	unsigned compared, differ, corrected;
};

static enum err
take_one(struct taking *w, const struct form *form)
{
	struct seconds_entered done;
	struct form_facts facts;
	struct pool pool = { 0 };
	struct form old;
	uint32_t version;
	enum err e;

	if (w->reason == NULL) {
		e = act_enter_seconds(w->a->store, &w->a->who, w->s.period,
		    w->s.survey, form, 1, w->file, &done, &w->a->why);
		w->compared += e == OK;
		w->differ += e == OK && done.differ > 0;
		return e;
	}
	e = look_form(w->a->store, &w->a->who, w->s.period, w->s.survey,
	    form->number, 0, &pool, &old, &facts, &w->a->why);
	if (e == OK)
		e = act_correct_form(w->a->store, &w->a->who, w->s.period,
		    w->s.survey, form, w->reason, facts.version, &version,
		    &w->a->why);
	w->corrected += e == OK;
	pool_free(&pool);
	return e;
}

static enum err
take_file(struct taking *w, const struct call *c)
{
	struct forms_file file = { .fd = -1 };
	struct form_taken taken;
	struct pool pool = { 0 };
	enum err e;

	e = forms_file_open(&file, c->arg[2], call_option(c, OPT_SHEET),
	    w->s.plan, w->s.index, &w->a->why);
	if (e == OK)
		e = forms_file_digest(&file, &w->file, &w->a->why);
	while (e == OK && forms_file_next(&file, &pool, &taken)) {
		if (taken.bad)
			continue;
		if (take_one(w, &taken.form) != OK)
			forms_file_blame(&file, "Line %llu: %s",
			    (unsigned long long)taken.line, w->a->why.detail);
		w->a->why = (struct fault){ 0 };
	}
	if (e == OK)
		e = forms_file_failed(&file, &w->a->why);
	if (e == OK && file.faults > 0)
		e = fault_set(&w->a->why, ERR_MALFORMED, "",
		    "%llu lines of %s were not taken.",
		    (unsigned long long)file.faults, c->arg[2]);
	forms_file_close(&file);
	pool_free(&pool);
	return e;
}

enum ending
cmd_survey_second(struct admin *a, const struct call *c)
{
	struct taking w = { .a = a };
	enum err e = survey_of_call(a, c, &w.s);

	if (e == OK)
		e = take_file(&w, c);
	(void)printf("%u forms compared, %u differ\n", w.compared, w.differ);
	return admin_end(a, e);
}

enum ending
cmd_survey_correct(struct admin *a, const struct call *c)
{
	struct taking w = { .a = a, .reason = call_option(c, OPT_REASON) };
	enum err e;

	if (w.reason == NULL)
		return admin_usage("--reason says why the forms were wrong.");
	if ((e = survey_of_call(a, c, &w.s)) == OK)
		e = take_file(&w, c);
	(void)printf("%u forms corrected\n", w.corrected);
	return admin_end(a, e);
}

enum ending
cmd_survey_explain(struct admin *a, const struct call *c)
{
	const char *reason = call_option(c, OPT_REASON);
	struct survey_call s;
	enum err e;

	if (reason == NULL)
		return admin_usage("--reason says why the entries differ.");
	if ((e = survey_of_call(a, c, &s)) == OK)
		e = act_explain_difference(a->store, &a->who, s.period,
		    s.survey, c->arg[2], reason, &a->why);
	return admin_end(a, e);
}

/* ---- single forms ---- */

enum ending
cmd_survey_form(struct admin *a, const struct call *c)
{
	const char *text = call_option(c, OPT_VERSION);
	struct form_facts facts = { 0 };
	struct pool pool = { 0 };
	struct survey_call s;
	struct buf shown = { 0 };
	struct form form;
	uint64_t version = 0;
	enum err e;

	if (text != NULL && !arg_number(text, "--version", &version))
		return END_USAGE;
	if ((e = survey_of_call(a, c, &s)) == OK)
		e = look_form(a->store, &a->who, s.period, s.survey, c->arg[2],
		    (uint32_t)version, &pool, &form, &facts, &a->why);
	if (e == OK) {
		form_put(&shown, s.plan, s.index, &form);
		e = shown.err;
	}
	if (e == OK)
		(void)printf("version %u, entry %llu%s%s\n%s\n", facts.version,
		    (unsigned long long)facts.entry,
		    facts.reason[0] == '\0' ? "" : ": ", facts.reason,
		    buf_cstr(&shown));
	buf_free(&shown);
	pool_free(&pool);
	return admin_end(a, e);
}

static bool
print_drawn(void *self, const struct drawn_form *f)
{
	char root[DIGEST_TEXT];

	(void)self;
	digest_text(f->root, root);
	(void)printf("%s\t%llu\t%s%s\n", f->number,
	    (unsigned long long)f->entry, root, f->entered ? "\tentered" : "");
	return true;
}

enum ending
cmd_survey_sample(struct admin *a, const struct call *c)
{
	struct survey_call s;
	enum err e = survey_of_call(a, c, &s);

	if (e == OK)
		e = look_sample(a->store, &a->who, s.period, s.survey, "",
		    print_drawn, NULL, &a->why);
	return admin_end(a, e);
}

static void
print_second(void *self, const struct plan *plan, unsigned survey,
    const char *number, const struct second *s)
{
	(void)self;
	(void)plan;
	(void)survey;
	(void)printf("%s: %llu differ%s%s\n", number,
	    (unsigned long long)s->differs,
	    s->reason[0] == '\0' ? ", not explained" : ": ", s->reason);
}

static void
print_answer(void *self, const struct plan *plan, unsigned survey,
    const struct form_difference *d)
{
	(void)self;
	if (d->question < 0)
		(void)printf("  group\n");
	else
		(void)printf("  %s %s: %u, then %u\n",
		    plan->units[d->unit].id.text,
		    plan->surveys[survey].questions[d->question].id, d->first,
		    d->second);
}

enum ending
cmd_survey_differences(struct admin *a, const struct call *c)
{
	const struct differences each = { print_second, print_answer, NULL };
	struct survey_call s;
	enum err e = survey_of_call(a, c, &s);

	if (e == OK)
		e = look_differences(a->store, &a->who, s.period, s.survey,
		    &each, &a->why);
	return admin_end(a, e);
}
