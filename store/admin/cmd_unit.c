/*
 * cmd_unit.c - the units of a period, as its decision lists them.
 *
 * Touches the store through looks.
 */
#include <stdio.h>

#include "store/admin/commands.h"
#include "store/admin/grid.h"

enum {
	OPT_BLOCK = 256
};

const struct argp_option unit_options[] = {
	{ "block", OPT_BLOCK, "BLOCK", 0, "Only the units of this block", 0 },
	{ 0 },
};

static const struct grid_column columns[] = {
	{ "unit", GRID_LEFT },
	{ "name", GRID_LEFT },
	{ "block", GRID_LEFT },
	{ "org code", GRID_LEFT },
	{ "head", GRID_LEFT },
};

enum ending
cmd_unit_list(struct admin *a, const struct call *c)
{
	struct grid g = grid_start(columns, 5);
	const struct plan *plan;
	const struct unit *u;
	struct period row;
	int block;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) != OK ||
	    (e = admin_block(a, plan, call_option(c, OPT_BLOCK), &block)) != OK)
		return admin_end(a, e);
	for (u = plan->units; u < plan->units + plan->n_units; u++) {
		if (block >= 0 && u->block != (unsigned)block)
			continue;
		grid_cell(&g, u->id.text);
		grid_cell(&g, u->name_vi);
		grid_cell(&g, plan->blocks[u->block].id.text);
		grid_cell(&g, u->org_code[0] == 0 ? "-" : u->org_code);
		grid_cell(&g, u->head_title[0] == 0 ? "-" : u->head_title);
	}
	return admin_end(a, grid_show(&g, stdout));
}
