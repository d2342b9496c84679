/*
 * cmd_indicator.c - figures of an indicator, from a file, and shown.
 *
 * Knows the columns of such a table: the leaf's own variables. Touches the
 * store through an act and a look; the file it is given.
 */
#include <stdio.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/admin/inputs_text.h"
#include "store/admin/table_json.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_SOURCE = 256,
	OPT_EXTRACTED,
	OPT_JSON,
};

const struct argp_option supply_options[] = {
	{ "source", OPT_SOURCE, "TEXT", 0, "Where a table comes from", 0 },
	{ "extracted", OPT_EXTRACTED, "TIME", 0,
	    "When its figures were taken (RFC 3339)", 0 },
	{ 0 },
};

const struct argp_option indicator_options[] = {
	{ "json", OPT_JSON, NULL, 0, "As the API gives it", 0 },
	{ 0 },
};

/* ---- supplied ---- */

static enum err
read_table(struct admin *a, const struct call *c, const struct leaf *l, int fd,
    struct buf *text)
{
	struct table_column columns[VARS_MOST + 2] = {
		{ "unit", "Mã đơn vị", CELL_TEXT, true, false },
		{ "previous", "Năm trước", CELL_DECIMAL, false, false },
	};
	const char *source = call_option(c, OPT_SOURCE);
	const char *extracted = call_option(c, OPT_EXTRACTED);
	struct jout j = jout_start(text);
	enum err e;

	if (source == NULL || extracted == NULL)
		return fault_set(&a->why, ERR_MISSING_FIELD, "",
		    "--source and --extracted say where and when the "
		    "figures were taken.");
	for (unsigned i = 0; i < l->n_vars; i++)
		columns[2 + i] = var_column(&l->vars[i]);
	jout_object(&j);
	jout_kstr(&j, "source", source);
	jout_kstr(&j, "extracted", extracted);
	jout_key(&j, "units");
	jout_array(&j);
	e = table_json(fd, columns, 2 + l->n_vars, &j, &a->why);
	jout_array_end(&j);
	jout_object_end(&j);
	return e == OK ? text->err : e;
}

static enum err
supply(struct admin *a, struct period_id period, struct leaf_id leaf,
    struct slice text)
{
	struct json *doc = NULL;
	unsigned units = 0;
	struct jv root;
	enum err e = json_parse(text, INDICATOR_MOST, &doc, &a->why);

	if (e == OK) {
		root = json_root(doc);
		e = act_supply_figures(a->store, &a->who, period, leaf, &root,
		    text, &units, &a->why);
	}
	if (e == OK)
		(void)printf("figures of %u units for criterion %s\n", units,
		    leaf.text);
	json_free(&doc);
	return e;
}

enum ending
cmd_indicator_supply(struct admin *a, const struct call *c)
{
	const struct plan *plan;
	struct buf text = { 0 };
	struct period row;
	struct leaf_id id;
	bool is_json = false;
	int fd = -1, leaf = -1;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) != OK)
		return admin_end(a, e);
	if (leaf_id_read(slice_text(c->arg[1]), &id) == OK)
		leaf = plan_leaf(plan, id);
	if (leaf < 0)
		return admin_fail("Period %s has no criterion \"%s\".",
		    row.id.text, c->arg[1]);
	e = table_or_json(c->arg[2], &text, &is_json, &fd, &a->why);
	if (e == OK && !is_json)
		e = read_table(a, c, &plan->leaves[leaf], fd, &text);
	if (e == OK)
		e = supply(a, row.id, id, buf_all(&text));
	if (fd >= 0)
		(void)close(fd);
	buf_free(&text);
	return admin_end(a, e);
}

/* ---- shown ---- */

static void
cell_percent(struct grid *g, const struct plan *p, bool known,
    struct points percent)
{
	struct buf text = { 0 };

	points_put(&text, percent, p->index_decimals);
	grid_cell(g, known ? buf_cstr(&text) : "-");
	buf_free(&text);
}

static void
add_value(struct grid *g, const struct indicators *all, unsigned nth,
    unsigned unit)
{
	const struct plan *p = all->plan;
	const struct indicator *i = &p->indicators[nth];
	const struct indicator_value *v =
	    &all->value[(size_t)nth * p->n_units + unit];
	struct points mean = { 0 };
	bool any = indicator_average(all, nth, p->units[unit].block, &mean);

	grid_cell(g, p->leaves[i->leaf].id.text);
	grid_cell(g, p->units[unit].id.text);
	cell_percent(g, p, v->has_value, v->value);
	cell_percent(g, p, i->has_target, i->target);
	grid_cell(g, !v->has_value || !i->has_target ? "-"
		     : indicator_meets(i, v->value)  ? "met"
						     : "missed");
	cell_percent(g, p, any, mean);
	cell_percent(g, p, v->has_previous, v->previous);
	grid_cell(g, v->differs ? "differs" : "-");
}

static void
show_table(const struct indicators *all)
{
	static const struct grid_column columns[] = {
		{ "leaf", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "value %", GRID_RIGHT },
		{ "target", GRID_RIGHT },
		{ "target is", GRID_LEFT },
		{ "average", GRID_RIGHT },
		{ "last year", GRID_RIGHT },
		{ "own figures", GRID_LEFT },
	};
	const struct plan *p = all->plan;
	struct grid g = grid_start(columns, 8);

	for (unsigned n = 0; n < p->n_indicators; n++)
		for (unsigned u = 0; u < p->n_units; u++)
			if (plan_applies(p, u, p->indicators[n].leaf) ==
			    APPLIES)
				add_value(&g, all, n, u);
	(void)grid_show(&g, stdout);
}

enum ending
cmd_indicator_list(struct admin *a, const struct call *c)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct period_id period;
	struct indicators all;
	enum err e;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = look_indicators(a->store, &a->who, period, REVISION_WORKING, &all,
	    &a->why);
	if (e != OK)
		return admin_end(a, e);
	if (call_option(c, OPT_JSON) != NULL) {
		view_indicators(&j, &all);
		(void)printf("%s\n", buf_cstr(&text));
	} else {
		show_table(&all);
	}
	e = text.err;
	buf_free(&text);
	look_indicators_free(&all);
	return admin_end(a, e);
}
