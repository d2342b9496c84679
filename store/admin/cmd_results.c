/*
 * cmd_results.c - the index of every unit, as a table or as the API's JSON.
 *
 * Touches the store through a look.
 */
#include <stdio.h>

#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_BLOCK = 256,
	OPT_JSON,
	OPT_REVISION,
};

const struct argp_option results_options[] = {
	{ "block", OPT_BLOCK, "BLOCK", 0, "Only the units of this block", 0 },
	{ "json", OPT_JSON, NULL, 0, "As the API gives it", 0 },
	{ "revision", OPT_REVISION, "N", 0,
	    "A published revision, or \"working\" (default: the newest "
	    "published, if any)",
	    0 },
	{ 0 },
};

static const struct grid_column columns[] = {
	/* clang-format off */
	{ "block", GRID_LEFT }, { "rank", GRID_RIGHT },
	{ "+/-", GRID_RIGHT }, { "unit", GRID_LEFT },
	{ "name", GRID_LEFT }, { "points", GRID_RIGHT }, { "max", GRID_RIGHT },
	{ "index %", GRID_RIGHT }, { "group", GRID_LEFT },
	{ "class", GRID_LEFT }, { "self-review", GRID_LEFT },
	{ "flags", GRID_LEFT },
	/* clang-format on */
};

static void
cell_points(struct grid *g, const struct plan *p, struct points points)
{
	struct buf text = { 0 };

	points_put(&text, points, p->leaf_decimals);
	grid_cell(g, buf_cstr(&text));
	buf_free(&text);
}

static void
cell_index(struct grid *g, const struct plan *p, const struct unit_score *s)
{
	struct buf text = { 0 };

	percent_put(&text, s->points, s->max, p->index_decimals);
	grid_cell(g, buf_cstr(&text));
	buf_free(&text);
}

/* "F3 F7!", the fields in which a self-review is due, and ! where it was in
 * the year before too. */
static void
cell_reviews(struct grid *g, const struct plan *p, const struct unit_score *s,
    const struct change *change)
{
	struct buf text = { 0 };

	for (unsigned f = 0; f < p->n_fields; f++)
		if (s->review[f])
			buf_print(&text, "%s%s%s", text.n == 0 ? "" : " ",
			    p->fields[f].id.text, change->again[f] ? "!" : "");
	grid_cell(g, text.n == 0 ? "-" : buf_cstr(&text));
	buf_free(&text);
}

static void
cell_flags(struct grid *g, const struct unit_score *s, bool scored)
{
	bool nothing = scored && s->nothing, gap = scored && s->rule_gap;

	if (scored && !nothing && !gap)
		grid_cell(g, "-");
	else
		grid_print(g, "%s%s%s%s", scored ? "" : "not_scored",
		    nothing ? "nothing_submitted" : "",
		    nothing && gap ? " " : "", gap ? "rule_gap" : "");
}

static void
add_unit(struct grid *g, const struct results *r, unsigned unit, unsigned rank)
{
	const struct unit_score *s = &r->unit[unit].score;
	const struct plan *p = r->plan;
	const struct unit *u = &p->units[unit];
	const struct standing now = { unit, s->points, s->max, rank };
	bool scored = r->scored[unit];
	struct change change;

	change_of(r->previous, p, &now, s->review, &change);
	grid_cell(g, p->blocks[u->block].id.text);
	if (rank == 0)
		grid_cell(g, "-");
	else
		grid_print(g, "%u", rank);
	if (change.has_rank)
		grid_print(g, "%+d", change.rank);
	else
		grid_cell(g, "-");
	grid_cell(g, u->id.text);
	grid_cell(g, u->name_vi);
	cell_points(g, p, s->points);
	cell_points(g, p, s->max);
	cell_index(g, p, s);
	grid_cell(g, scored && s->group >= 0 ? p->groups[s->group].id : "-");
	grid_cell(g,
	    scored && s->class >= 0 ? p->classes[s->class].name_vi : "-");
	cell_reviews(g, p, s, &change);
	cell_flags(g, s, scored);
}

/* The ranked units of a block, then those that were never ranked. */
static void
add_block(struct grid *g, const struct results *r, unsigned block)
{
	bool ranked[UNITS_MOST] = { false };

	for (size_t i = 0; i < r->n_ranked; i++) {
		if (r->plan->units[r->ranked[i].unit].block != block)
			continue;
		ranked[r->ranked[i].unit] = true;
		add_unit(g, r, r->ranked[i].unit, r->ranked[i].rank);
	}
	for (unsigned u = 0; u < r->plan->n_units; u++)
		if (r->plan->units[u].block == block && !ranked[u])
			add_unit(g, r, u, 0);
}

static enum err
show_table(const struct results *r, int block)
{
	struct grid g = grid_start(columns, sizeof columns / sizeof *columns);

	(void)printf("%s", results_status_name(r->status));
	if (r->published.n != 0)
		(void)printf(": revision %llu, %s",
		    (unsigned long long)r->published.n, r->decision.number);
	(void)putchar('\n');
	if (r->simulated)
		(void)puts("SIMULATED: a simulated store, its times prove "
			   "nothing");
	for (unsigned b = 0; b < r->plan->n_blocks; b++)
		if (block < 0 || (unsigned)block == b)
			add_block(&g, r, b);
	return grid_show(&g, stdout);
}

static enum err
show_json(const struct results *r)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	enum err e;

	view_results(&j, r);
	if ((e = text.err) == OK)
		(void)printf("%s\n", buf_cstr(&text));
	buf_free(&text);
	return e;
}

enum ending
cmd_results(struct admin *a, const struct call *c)
{
	bool json = call_option(c, OPT_JSON) != NULL;
	const char *only = call_option(c, OPT_BLOCK);
	struct results r;
	struct period_id id;
	uint64_t which;
	int block;
	enum err e;

	if (json && only != NULL)
		return admin_usage("--json shows every block.");
	if (!arg_period(c->arg[0], &id) ||
	    !arg_revision(call_option(c, OPT_REVISION), &which))
		return END_USAGE;
	if ((e = look_results_of(a->store, &a->who, id, which, &r, &a->why)) !=
	    OK)
		return admin_end(a, e);
	if ((e = admin_block(a, r.plan, only, &block)) == OK)
		e = json ? show_json(&r) : show_table(&r, block);
	look_results_free(&r);
	return admin_end(a, e);
}
