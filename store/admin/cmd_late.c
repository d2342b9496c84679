/*
 * cmd_late.c - late documents that wait for the council, and its decision.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

const struct argp_option admit_options[] = { DECISION_OPTIONS, { 0 } };

static bool
add_late(void *self, const struct submission *s,
    const struct remarks_look *remarks)
{
	struct grid *g = self;
	char id[UUID_TEXT];

	(void)remarks;
	if (s->status != SUBMISSION_LATE && s->admitted == 0)
		return true;
	submission_id_text(s->id, id);
	grid_cell(g, s->unit.text);
	grid_cell(g, s->leaf[0].text);
	grid_cell(g, id);
	grid_moment(g, s->received.latest);
	grid_cell(g, verdict_name(s->verdict));
	grid_cell(g, s->admitted != 0 ? "counts by decision" : "waits");
	return true;
}

enum ending
cmd_late_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "unit", GRID_LEFT },
		{ "leaf", GRID_LEFT },
		{ "submission", GRID_LEFT },
		{ "received", GRID_LEFT },
		{ "verdict", GRID_LEFT },
		{ "state", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 6);
	const struct plan *plan;
	struct period row;
	enum err shown, e = admin_plan(a, c->arg[0], &plan, &row);

	if (e == OK && plan->late != LATE_COUNCIL)
		(void)printf("late_policy is \"%s\": nothing waits for the "
			     "council\n",
		    late_policy_name(plan->late));
	for (unsigned u = 0; e == OK && u < plan->n_units; u++)
		e = look_submissions(a->store, &a->who, row.id,
		    plan->units[u].id, add_late, &g);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

enum ending
cmd_late_admit(struct admin *a, const struct call *c)
{
	struct mandate mandate;
	struct submission_id id;
	struct submission s = { .entry = 0 };
	enum err e;

	if (submission_id_read(slice_text(c->arg[0]), &id) != OK)
		return admin_usage("\"%s\" is no submission's id; see parindex "
				   "late list.",
		    c->arg[0]);
	if ((e = change_mandate(a, c, &mandate)) == OK)
		e = act_admit_late(a->store, &a->who, id, &mandate, &s,
		    &a->why);
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&a->why, e, "", "There is no submission %s.",
		    c->arg[0]);
	if (e == OK)
		(void)printf("%s of unit %s counts by decision %s; its verdict "
			     "stays %s; log entry %llu\n",
		    s.leaf[0].text, s.unit.text, mandate.number,
		    verdict_name(s.verdict), (unsigned long long)s.admitted);
	return admin_end(a, e);
}
