/*
 * imports.c - a file of survey forms: begun, staged, counted or dropped.
 *
 * Staged forms stand where all forms stand, under the number of their import,
 * and count for nothing until one last act marks that as counted and adds its
 * sums: so the last act is as small as a survey, not as large as a file.
 *
 * Touches forms, staged sums, counts, imports, ledger, feed and outbox.
 */
#include <string.h>

#include "store/act/acts.h"
#include "store/act/survey_part.h"

#define DROP_LOOK 2000 /* forms looked at in one commit */

struct importing {
	struct surveying v;
	uint64_t number, skipped;
	struct digest file;
	const struct form *forms;
	unsigned n;
	enum form_found *found;
	struct form_sums sums;
	struct import *out;
	const struct import_drop *drop;
	struct import_drop *dropped;
};

/* The import as it stands, which must be staging. */
static enum err
staging(const struct importing *w, struct txn *t, struct import *row)
{
	if (!imports_get(t, w->v.period, w->v.id, w->number, row))
		return t->err != OK
			   ? t->err
			   : fault_set(w->v.why, ERR_NOT_FOUND, "",
				 "Survey %s has no import %llu.", w->v.id.text,
				 (unsigned long long)w->number);
	if (row->state == IMPORT_STAGING)
		return OK;
	return fault_set(w->v.why, ERR_WRONG_STATE, "",
	    "Import %llu of survey %s is %s.", (unsigned long long)w->number,
	    w->v.id.text, import_state_name(row->state));
}

/* ---- begun ---- */

static enum err
run_begin(struct txn *t, void *arg)
{
	struct importing *w = arg;
	struct import last = { 0 };
	enum err e = store_plan_holds(t, w->v.plan);
	bool any;

	if (e != OK || (e = survey_admits(&w->v, t, NULL)) != OK)
		return e;
	any = imports_last(t, w->v.period, w->v.id, &last);
	if (any && last.state == IMPORT_STAGING) {
		*w->out = last;
		if (digest_eq(last.file, w->file))
			return t->err;
		return fault_set(w->v.why, ERR_CONFLICT, "",
		    "Import %llu of another file into survey %s is not "
		    "finished: import that file again, or drop it "
		    "(parindex survey drop %s %s).",
		    (unsigned long long)last.number, w->v.id.text,
		    w->v.period.text, w->v.id.text);
	}
	*w->out = (struct import){ .number = any ? last.number + 1 : 1,
		.state = IMPORT_STAGING,
		.file = w->file,
		.by = w->v.who->token.n,
		.begun = w->v.now.wall };
	imports_put(t, w->v.period, w->v.id, w->out);
	return t->err;
}

enum err
act_begin_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct digest file,
    struct import *out, struct fault *why)
{
	struct importing w = { .v = survey_asked(s, who, period, survey, why) };
	enum err e;

	w.file = file;
	w.out = out;
	if ((e = survey_begin(&w.v, MAY_ENTER_FORMS)) != OK ||
	    (e = survey_window(&w.v)) != OK)
		return e;
	return env_change(s->env, run_begin, &w, 1024);
}

/* ---- staged ---- */

static enum err
stage_all(struct importing *w, struct txn *t, struct import *row)
{
	const struct form_facts facts = { .version = 1,
		.import = w->number,
		.by = w->v.who->token.n };
	uint64_t import;
	enum err e = OK;

	for (unsigned i = 0; i < w->n && e == OK; i++) {
		w->found[i] = forms_add(t, w->v.plan, w->v.index, &w->forms[i],
		    &facts, &import);
		if (t->err != OK)
			return t->err;
		if (w->found[i] != FORM_NEW)
			continue;
		row->forms++;
		e = form_sums_add(&w->sums, &w->forms[i], 1);
	}
	return e;
}

static enum err
run_stage(struct txn *t, void *arg)
{
	struct importing *w = arg;
	struct import row;
	uint64_t before;
	enum err e = store_plan_holds(t, w->v.plan);

	form_sums_clear(&w->sums);
	if (e != OK || (e = staging(w, t, &row)) != OK)
		return e;
	before = row.forms;
	if ((e = stage_all(w, t, &row)) != OK || row.forms == before)
		return e;
	staged_apply(t, w->number, &w->sums);
	imports_put(t, w->v.period, w->v.id, &row);
	return t->err;
}

enum err
act_stage_forms(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, uint64_t import, const struct form *forms,
    unsigned n, enum form_found *found, struct fault *why)
{
	struct importing w = { .v = survey_asked(s, who, period, survey, why) };
	enum err e;

	w.number = import;
	w.forms = forms;
	w.n = n;
	w.found = found;
	if ((e = survey_begin_batch(&w.v, n)) != OK)
		return e;
	if ((e = form_sums_make(&w.sums, w.v.plan, w.v.index)) == OK)
		e = env_change(s->env, run_stage, &w, (size_t)n * 128);
	form_sums_free(&w.sums);
	return e;
}

/* ---- counted ---- */

static enum err
log_import(struct importing *w, struct txn *t, struct import *row)
{
	struct buf body = { 0 };

	survey_lines(&body, &w->v);
	entry_digest(&body, "batch", row->file);
	entry_int(&body, "forms", (int64_t)row->forms);
	entry_int(&body, "skipped", (int64_t)w->skipped);
	return survey_log(&w->v, t, ENTRY_FORMS_IMPORT, &body, &row->entry,
	    &row->ended);
}

static enum err
run_count(struct txn *t, void *arg)
{
	struct importing *w = arg;
	struct import row;
	enum err e = store_plan_holds(t, w->v.plan);

	form_sums_clear(&w->sums);
	if (e != OK || (e = staging(w, t, &row)) != OK ||
	    (e = staged_read(t, w->number, &w->sums)) != OK ||
	    (e = survey_admits(&w->v, t, &w->sums)) != OK ||
	    (e = log_import(w, t, &row)) != OK)
		return e;
	row.state = IMPORT_COUNTED;
	row.skipped = w->skipped;
	imports_put(t, w->v.period, w->v.id, &row);
	staged_drop(t, w->v.period, w->v.id, w->number);
	counts_apply(t, &w->sums);
	survey_counted(&w->v, t, &w->sums, row.ended, row.entry);
	*w->out = row;
	return t->err;
}

enum err
act_count_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    uint64_t skipped, struct import *out, struct fault *why)
{
	struct importing w = { .v = survey_asked(s, who, period, survey, why) };
	enum err e;

	w.number = import;
	w.skipped = skipped;
	w.out = out;
	if ((e = survey_begin(&w.v, MAY_ENTER_FORMS)) != OK ||
	    (e = survey_window(&w.v)) != OK)
		return e;
	if ((e = form_sums_make(&w.sums, w.v.plan, w.v.index)) == OK)
		e = env_change(s->env, run_count, &w, 65536);
	form_sums_free(&w.sums);
	return e;
}

/* ---- dropped ---- */

static enum err
run_drop(struct txn *t, void *arg)
{
	struct importing *w = arg;
	char from[FORM_NUMBER_ROOM];
	struct import row;
	enum err e = OK;

	if (!imports_get(t, w->v.period, w->v.id, w->number, &row) ||
	    row.state != IMPORT_DROPPED)
		e = staging(w, t, &row);
	if (e != OK)
		return e;
	if (row.state == IMPORT_STAGING) {
		row.state = IMPORT_DROPPED;
		row.ended = w->v.now.wall;
		imports_put(t, w->v.period, w->v.id, &row);
		staged_drop(t, w->v.period, w->v.id, w->number);
	}
	memcpy(from, w->drop->from, sizeof from);
	(void)forms_drop_import(t, w->v.period, w->v.id, w->number, DROP_LOOK,
	    from);
	w->dropped->more = from[0] != '\0';
	memcpy(w->dropped->from, from, sizeof from);
	return t->err;
}

enum err
act_drop_import(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, uint64_t import, struct import_drop *at,
    struct fault *why)
{
	struct importing w = { .v = survey_asked(s, who, period, survey, why) };
	struct import_drop now;
	enum err e;

	w.number = import;
	w.drop = at;
	w.dropped = &now;
	if ((e = survey_begin(&w.v, MAY_ENTER_FORMS)) != OK)
		return e;
	e = env_change(s->env, run_drop, &w, 65536);
	if (e == OK)
		*at = now;
	return e;
}
