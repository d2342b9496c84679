/*
 * cmd_extend.c - a deadline is extended: for all, a block or a unit.
 *
 * Knows the command's words. Makes further windows of the bundle in force, and
 * leaves the rest to change.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/look/looks.h"
#include "store/model/bundle_windows.h"
#include "store/model/extend.h"
#include "store/model/plan_warn.h"

enum {
	OPT_STAGE = OPT_CHANGE_MORE,
	OPT_UNTIL,
	OPT_CLOSES,
	OPT_UNIT,
	OPT_BLOCK,
	OPT_OUTAGE
};

const struct argp_option extend_options[] = {
	{ "stage", OPT_STAGE, "STAGE", 0, "Which window (evidence)", 0 },
	{ "until", OPT_UNTIL, "TIME", 0, "On time before this (RFC 3339)", 0 },
	{ "closes", OPT_CLOSES, "TIME", 0,
	    "Late documents are taken before this", 0 },
	{ "unit", OPT_UNIT, "UNIT", 0, "For this unit alone", 0 },
	{ "block", OPT_BLOCK, "BLOCK", 0, "For this block alone", 0 },
	{ "outage", OPT_OUTAGE, NULL, 0,
	    "By the announced rule, for the newest outage in the log", 0 },
	DECISION_OPTIONS,
	PREVIEW_OPTION,
	{ 0 },
};

static enum err
read_stage(struct admin *a, const char *name, enum stage *out)
{
	*out = STAGE_EVIDENCE;
	if (name == NULL)
		return OK;
	for (unsigned s = 0; s < STAGES; s++)
		if (strcmp(name, stage_name((enum stage)s)) == 0) {
			*out = (enum stage)s;
			return OK;
		}
	return fault_set(&a->why, ERR_NOT_FOUND, "",
	    "There is no stage \"%s\".", name);
}

static enum err
read_whom(struct admin *a, const struct call *c, const struct plan *plan,
    struct extension *x)
{
	const char *unit = call_option(c, OPT_UNIT);
	const char *block = call_option(c, OPT_BLOCK);
	struct unit_id id;

	x->unit = EXTEND_ALL;
	if (unit != NULL && block != NULL)
		return fault_set(&a->why, ERR_CONFLICT, "",
		    "It is for a unit or for a block, not for both.");
	if (unit != NULL && (unit_id_read(slice_text(unit), &id) != OK ||
				(x->unit = plan_unit(plan, id)) < 0))
		return fault_set(&a->why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", plan->period.text, unit);
	return admin_block(a, plan, block, &x->block);
}

static enum err
read_moment(struct admin *a, const char *text, struct moment *out)
{
	if (text == NULL || moment_read(slice_text(text), out) == OK)
		return OK;
	return fault_set(&a->why, ERR_MALFORMED, "",
	    "\"%s\" is not a time like 2023-01-12T24:00:00+07:00 (RFC 3339).",
	    text);
}

/* Until when: as it was said, or as the announced rule says. */
static enum err
read_until(struct admin *a, const struct call *c, const struct plan *plan,
    struct extension *x, struct amendment *in)
{
	const char *until = call_option(c, OPT_UNTIL);
	const char *closes = call_option(c, OPT_CLOSES);
	struct interval outage;
	enum err e;

	x->by_outage = call_option(c, OPT_OUTAGE) != NULL;
	if (x->by_outage == (until != NULL || closes != NULL))
		return fault_set(&a->why, ERR_MISSING_FIELD, "",
		    "Either --until says when, or --outage takes it from the "
		    "log.");
	if (!x->by_outage)
		return (e = read_moment(a, until, &x->until)) != OK
			   ? e
			   : read_moment(a, closes, &x->closes);
	if (x->stage != STAGE_EVIDENCE)
		return fault_set(&a->why, ERR_CONFLICT, "",
		    "An outage moves evidence windows only.");
	e = look_outage(a->store, plan->period, &in->outage, &outage);
	if (e == ERR_NOT_FOUND)
		return fault_set(&a->why, e, "",
		    plan->outage.least.us == 0
			? "Period %s announced no rule for outages "
			  "(\"outage\")."
			: "The log tells of no outage that moves a deadline "
			  "of period %s.",
		    plan->period.text);
	x->from = outage.earliest;
	x->to = outage.latest;
	return e;
}

static void
show_rows(const struct plan *p, const struct extension_rows *rows)
{
	char was[MOMENT_TEXT], is[MOMENT_TEXT];

	for (unsigned i = 0; i < rows->n; i++) {
		const struct window *w = &rows->list[i];
		const struct window *old =
		    w->unit == WINDOW_FOR_ALL
			? plan_window(p, w->block, w->stage)
			: plan_unit_window(p, (unsigned)w->unit, w->stage);

		moment_text(old->on_time_until, was);
		moment_text(w->on_time_until, is);
		(void)printf("%s %s %s, version %u: until %s, was %s\n",
		    w->unit == WINDOW_FOR_ALL ? "block" : "unit",
		    w->unit == WINDOW_FOR_ALL ? p->blocks[w->block].id.text
					      : p->units[w->unit].id.text,
		    stage_name(w->stage), w->version, is, was);
	}
}

/* What is worth a second look in the plan that comes of it. */
static void
show_warnings(struct slice bundle)
{
	struct faults faults = { 0 }, warnings = { 0 };
	struct plan *p = plan_read(bundle, 1, &faults);

	if (p != NULL)
		plan_warn(p, &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		(void)printf("warning: %s\n", warnings.list[i].detail);
	plan_free(&p);
	faults_free(&faults);
	faults_free(&warnings);
}

static enum err
make_bundle(struct admin *a, const struct plan *plan, const struct extension *x,
    struct buf *out)
{
	struct extension_rows rows;
	struct buf bundle = { 0 };
	enum err e = extend_rows(plan, x, &rows, &a->why);

	if (e == OK) {
		show_rows(plan, &rows);
		e = look_bundle(a->store, plan->period, &bundle);
	}
	if (e == OK)
		e = bundle_add_windows(buf_all(&bundle), plan, rows.list,
		    rows.n, out);
	if (e == OK)
		show_warnings(buf_all(out));
	free(rows.list);
	buf_free(&bundle);
	return e;
}

enum ending
cmd_period_extend(struct admin *a, const struct call *c)
{
	struct extension x = { .block = EXTEND_ALL };
	struct amendment in = { .from = 0 };
	const struct plan *plan;
	struct buf bundle = { 0 };
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) == OK &&
	    (e = read_stage(a, call_option(c, OPT_STAGE), &x.stage)) == OK &&
	    (e = read_whom(a, c, plan, &x)) == OK &&
	    (e = read_until(a, c, plan, &x, &in)) == OK)
		e = make_bundle(a, plan, &x, &bundle);
	in.from = row.version;
	in.bundle = buf_all(&bundle);
	if (e == OK)
		e = change_period(a, c, row.id, &in);
	buf_free(&bundle);
	return admin_end(a, e);
}
