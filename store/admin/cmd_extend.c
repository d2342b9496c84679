/*
 * cmd_extend.c - a deadline is extended: for all, a block or a unit.
 *
 * Knows the command's words. Shows the windows that are added, and leaves the
 * rest to change.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"
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

static struct slice
word(const struct call *c, int option)
{
	const char *text = call_option(c, option);

	return text == NULL ? SLICE_NONE : slice_text(text);
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

enum ending
cmd_period_extend(struct admin *a, const struct call *c)
{
	const struct extension_words words = {
		.stage = word(c, OPT_STAGE),
		.until = word(c, OPT_UNTIL),
		.closes = word(c, OPT_CLOSES),
		.unit = word(c, OPT_UNIT),
		.block = word(c, OPT_BLOCK),
		.outage = call_option(c, OPT_OUTAGE) != NULL,
	};
	struct extension_rows rows = { .list = NULL };
	struct amendment in = { .from = 0 };
	const struct plan *plan;
	struct buf bundle = { 0 };
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) == OK &&
	    (e = look_extension(a->store, plan, &words, &rows, &bundle,
		 &in.outage, &a->why)) == OK) {
		show_rows(plan, &rows);
		show_warnings(buf_all(&bundle));
		in.from = plan->version;
		in.bundle = buf_all(&bundle);
		e = change_period(a, c, row.id, &in, NULL);
	}
	free(rows.list);
	buf_free(&bundle);
	return admin_end(a, e);
}
