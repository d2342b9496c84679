/*
 * cmd_ruling.c - a person rules on when a submission came, and what there is to
 * rule on.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

const struct argp_option ruling_options[] = {
	DECISION_OPTIONS,
	{ 0 },
};

static enum verdict
verdict_read(const char *word)
{
	for (enum verdict v = 0; v < VERDICTS; v++)
		if (strcmp(word, verdict_name(v)) == 0)
			return v;
	return VERDICT_NONE;
}

enum ending
cmd_ruling_add(struct admin *a, const struct call *c)
{
	struct submission_id id;
	struct mandate mandate;
	struct submission s = { .entry = 0 };
	enum err e;

	if (submission_id_read(slice_text(c->arg[0]), &id) != OK)
		return admin_usage("\"%s\" is no submission's id.", c->arg[0]);
	if ((e = change_mandate(a, c, &mandate)) == OK)
		e = act_rule_time(a->store, &a->who, id,
		    verdict_read(c->arg[1]), &mandate, &s, &a->why);
	if (e == OK)
		(void)printf("submission %s of unit %s is %s; log entry %llu\n",
		    c->arg[0], s.unit.text, verdict_name(s.verdict),
		    (unsigned long long)s.ruling.entry);
	return admin_end(a, e);
}

static void
add_row(void *self, const struct submission *s, bool open)
{
	struct grid *g = self;
	char id[UUID_TEXT];

	submission_id_text(s->id, id);
	grid_cell(g, id);
	grid_cell(g, s->unit.text);
	grid_moment(g, s->received.earliest);
	grid_moment(g, s->received.latest);
	grid_cell(g, trust_name(s->trust));
	grid_cell(g, verdict_name(s->verdict));
	grid_cell(g, open ? "open" : "ruled");
}

enum ending
cmd_ruling_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "submission", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "earliest", GRID_LEFT },
		{ "latest", GRID_LEFT },
		{ "clock", GRID_LEFT },
		{ "verdict", GRID_LEFT },
		{ "ruling", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 7);
	struct period_id period;
	enum err e, shown;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = look_rulings(a->store, &a->who, period, add_row, &g, &a->why);
	shown = grid_show(&g, stdout);
	return admin_end(a, e == OK ? shown : e);
}
