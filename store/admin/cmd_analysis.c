/*
 * cmd_analysis.c - where points were lost, who sent what in time, averages.
 *
 * Touches the store through a look.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_JSON = 256,
	OPT_PART,
	OPT_REVISION,
};

const struct argp_option analysis_options[] = {
	{ "json", OPT_JSON, NULL, 0, "All of it, as the API gives it", 0 },
	{ "part", OPT_PART, "PART", 0,
	    "averages, losses, units or matrix (default: the first three)", 0 },
	{ "revision", OPT_REVISION, "N", 0,
	    "A published revision, or \"working\"", 0 },
	{ 0 },
};

static void
cell_points(struct grid *g, struct points points, unsigned decimals)
{
	struct buf text = { 0 };

	points_put(&text, points, decimals);
	grid_cell(g, buf_cstr(&text));
	buf_free(&text);
}

static void
show_averages(const struct analysis *a)
{
	static const struct grid_column columns[] = {
		{ "block", GRID_LEFT },
		{ "field", GRID_LEFT },
		{ "units", GRID_RIGHT },
		{ "average %", GRID_RIGHT },
		{ "name", GRID_LEFT },
	};
	const struct plan *p = a->results.plan;
	struct grid g = grid_start(columns, 5);

	for (unsigned b = 0; b < p->n_blocks; b++)
		for (unsigned f = 0; f <= p->n_fields; f++) {
			const struct mean *m = f == p->n_fields
						   ? &a->block[b].index
						   : &a->block[b].field[f];

			if (m->n == 0)
				continue;
			grid_cell(&g, p->blocks[b].id.text);
			grid_cell(&g,
			    f == p->n_fields ? "-" : p->fields[f].id.text);
			grid_print(&g, "%u", m->n);
			cell_points(&g, m->percent, p->index_decimals);
			grid_cell(&g, f == p->n_fields ? p->blocks[b].name_vi
						       : p->fields[f].name_vi);
		}
	(void)grid_show(&g, stdout);
}

static void
cell_reasons(struct grid *g, const struct plan *p,
    const struct leaf_analysis *l)
{
	struct buf text = { 0 };

	for (unsigned i = 0; i < p->life.n_reasons; i++)
		if (l->reason[i] != 0)
			buf_print(&text, "%s%s:%u", text.n == 0 ? "" : " ",
			    p->life.reasons[i].id, l->reason[i]);
	grid_cell(g, text.n == 0 ? "-" : buf_cstr(&text));
	buf_free(&text);
}

/* A bonus is won, nothing else is. */
static void
cell_won(struct grid *g, const struct plan *p, unsigned leaf,
    const struct leaf_analysis *l)
{
	if (p->fields[p->leaves[leaf].field].kind == FIELD_BONUS)
		cell_points(g, l->won, p->leaf_decimals);
	else
		grid_cell(g, "-");
}

static void
show_losses(const struct analysis *a)
{
	static const struct grid_column columns[] = {
		{ "block", GRID_LEFT },
		{ "leaf", GRID_LEFT },
		{ "lost", GRID_RIGHT },
		{ "won", GRID_RIGHT },
		{ "of", GRID_RIGHT },
		{ "losing", GRID_RIGHT },
		{ "units", GRID_RIGHT },
		{ "no evidence", GRID_RIGHT },
		{ "no inputs", GRID_RIGHT },
		{ "reasons", GRID_LEFT },
		{ "name", GRID_LEFT },
	};
	const struct plan *p = a->results.plan;
	struct grid g = grid_start(columns, 11);
	unsigned list[LEAVES_MOST], n;

	for (unsigned b = 0; b < p->n_blocks; b++) {
		n = analysis_losses(a, b, list);
		for (unsigned i = 0; i < n; i++) {
			const struct leaf_analysis *l =
			    &a->leaf[b * p->n_leaves + list[i]];

			grid_cell(&g, p->blocks[b].id.text);
			grid_cell(&g, p->leaves[list[i]].id.text);
			cell_points(&g, l->lost, p->leaf_decimals);
			cell_won(&g, p, list[i], l);
			cell_points(&g, l->of, p->leaf_decimals);
			grid_print(&g, "%u", l->losing);
			grid_print(&g, "%u", l->units);
			grid_print(&g, "%u", l->status[LEAF_NO_EVIDENCE]);
			grid_print(&g, "%u", l->status[LEAF_NO_INPUTS]);
			cell_reasons(&g, p, l);
			grid_cell(&g, p->leaves[list[i]].name_vi);
		}
	}
	(void)grid_show(&g, stdout);
}

static void
show_units(const struct analysis *a)
{
	static const struct grid_column columns[] = {
		{ "unit", GRID_LEFT },
		{ "on time %", GRID_RIGHT },
		{ "documents", GRID_RIGHT },
		{ "late", GRID_RIGHT },
		{ "rejected", GRID_RIGHT },
		{ "missing", GRID_RIGHT },
		{ "lost", GRID_RIGHT },
		{ "self", GRID_RIGHT },
		{ "appraised", GRID_RIGHT },
		{ "name", GRID_LEFT },
	};
	const struct plan *p = a->results.plan;
	struct grid g = grid_start(columns, 10);
	struct points percent;

	for (unsigned i = 0; i < p->n_units; i++) {
		const struct unit_analysis *u = &a->unit[i];

		grid_cell(&g, p->units[i].id.text);
		if (analysis_on_time(a, i, &percent))
			cell_points(&g, percent, p->index_decimals);
		else
			grid_cell(&g, "-");
		grid_print(&g, "%u", u->proofs[PROOF_ACCEPTED]);
		grid_print(&g, "%u", u->proofs[PROOF_LATE]);
		grid_print(&g, "%u", u->proofs[PROOF_REJECTED]);
		grid_print(&g, "%u", u->leaves[PROOF_MISSING]);
		cell_points(&g, u->lost, p->leaf_decimals);
		cell_points(&g, u->self, p->leaf_decimals);
		cell_points(&g, u->appraised, p->leaf_decimals);
		grid_cell(&g, p->units[i].name_vi);
	}
	(void)grid_show(&g, stdout);
}

/* A line a unit, a sign a leaf: + accepted, ? waiting, ! late, x rejected,
 * . missing, blank where nothing is asked. */
static void
show_matrix(const struct analysis *a)
{
	static const char signs[PROOFS] = {
		[PROOF_NOT_ASKED] = ' ',
		[PROOF_MISSING] = '.',
		[PROOF_REJECTED] = 'x',
		[PROOF_LATE] = '!',
		[PROOF_WAITING] = '?',
		[PROOF_ACCEPTED] = '+',
	};
	const struct plan *p = a->results.plan;

	(void)puts("+ accepted  ? waiting  ! late  x rejected  . missing");
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].mode == LEAF_EVIDENCE)
			(void)printf("%s ", p->leaves[i].id.text);
	(void)putchar('\n');
	for (unsigned u = 0; u < p->n_units; u++) {
		(void)printf("%-8s ", p->units[u].id.text);
		for (unsigned i = 0; i < p->n_leaves; i++)
			if (p->leaves[i].mode == LEAF_EVIDENCE)
				(void)putchar(
				    signs[a->proof[u * p->n_leaves + i]]);
		(void)putchar('\n');
	}
}

static const struct {
	const char *name;
	void (*show)(const struct analysis *a);
} parts[] = {
	{ "averages", show_averages },
	{ "losses", show_losses },
	{ "units", show_units },
	{ "matrix", show_matrix },
};
#define PARTS (sizeof parts / sizeof *parts)

static int
read_part(const struct call *c)
{
	const char *text = call_option(c, OPT_PART);

	for (size_t i = 0; text != NULL && i < PARTS; i++)
		if (strcmp(text, parts[i].name) == 0)
			return (int)i;
	return text == NULL ? -1 : (int)PARTS;
}

static void
show(const struct analysis *a, int part)
{
	for (int i = 0; i < (int)PARTS; i++) {
		if (part < 0 ? i == (int)PARTS - 1 : i != part)
			continue;
		if (part < 0 && i > 0)
			(void)putchar('\n');
		parts[i].show(a);
	}
}

static enum err
show_json(const struct analysis *a)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	enum err e;

	view_analysis(&j, a);
	if ((e = text.err) == OK)
		(void)printf("%s\n", buf_cstr(&text));
	buf_free(&text);
	return e;
}

enum ending
cmd_analysis(struct admin *a, const struct call *c)
{
	struct analysis *all = calloc(1, sizeof *all);
	int part = read_part(c);
	struct period_id period;
	uint64_t which;
	enum err e;

	if (part == (int)PARTS || !arg_period(c->arg[0], &period) ||
	    !arg_revision(call_option(c, OPT_REVISION), &which)) {
		free(all);
		return part == (int)PARTS
			   ? admin_usage("--part is averages, losses, units or "
					 "matrix.")
			   : END_USAGE;
	}
	e = all == NULL
		? ERR_NO_MEMORY
		: look_analysis(a->store, &a->who, period, which, all, &a->why);
	if (e == OK && call_option(c, OPT_JSON) != NULL)
		e = show_json(all);
	else if (e == OK)
		show(all, part);
	if (all != NULL)
		look_analysis_free(all);
	free(all);
	return admin_end(a, e);
}
