/*
 * cmd_assign.c - who appraises which field of which unit.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

enum {
	OPT_UNIT = 256,
	OPT_BLOCK,
	OPT_FIELD,
	OPT_OPEN,
};

const struct argp_option assign_options[] = {
	{ "unit", OPT_UNIT, "UNIT", 0, "A unit; may be given again", 0 },
	{ "block", OPT_BLOCK, "BLOCK", 0, "Every unit of a block", 0 },
	{ "field", OPT_FIELD, "FIELD", 0, "A field; may be given again (all)",
	    0 },
	{ 0 },
};
const struct argp_option assigned_options[] = {
	{ "open", OPT_OPEN, NULL, 0, "Only what nobody appraises", 0 },
	{ 0 },
};

struct pairs {
	unsigned unit[UNITS_MOST], field[FIELDS_MOST];
	struct assigning_asked in;
};

static void
add_unit(struct pairs *p, unsigned unit)
{
	for (unsigned i = 0; i < p->in.n_units; i++)
		if (p->unit[i] == unit)
			return;
	p->unit[p->in.n_units++] = unit;
}

static enum err
read_unit(struct admin *a, const struct plan *plan, const char *said,
    struct pairs *p)
{
	int unit = plan_unit_named(plan, slice_text(said));
	struct unit_id id;

	if (unit_id_read(slice_text(said), &id) == OK &&
	    plan_unit(plan, id) >= 0)
		unit = plan_unit(plan, id);
	if (unit < 0)
		return fault_set(&a->why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", plan->period.text, said);
	add_unit(p, (unsigned)unit);
	return OK;
}

static enum err
read_block(struct admin *a, const struct plan *plan, const char *said,
    struct pairs *p)
{
	int block;
	enum err e = admin_block(a, plan, said, &block);

	for (unsigned u = 0; e == OK && u < plan->n_units; u++)
		if (plan->units[u].block == (unsigned)block)
			add_unit(p, u);
	return e;
}

static enum err
read_field(struct admin *a, const struct plan *plan, const char *said,
    struct pairs *p)
{
	struct field_id id;
	int field = field_id_read(slice_text(said), &id) == OK
			? plan_field(plan, id)
			: -1;

	if (field < 0)
		return fault_set(&a->why, ERR_NOT_FOUND, "",
		    "Period %s has no field \"%s\".", plan->period.text, said);
	for (unsigned i = 0; i < p->in.n_fields; i++)
		if (p->field[i] == (unsigned)field)
			return OK;
	p->field[p->in.n_fields++] = (unsigned)field;
	return OK;
}

static enum err
read_pairs(struct admin *a, const struct call *c, const struct plan *plan,
    struct pairs *p)
{
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < c->n_options; i++) {
		const char *said = c->option[i].value;

		switch (c->option[i].key) {
		case OPT_UNIT:
			e = read_unit(a, plan, said, p);
			break;
		case OPT_BLOCK:
			e = read_block(a, plan, said, p);
			break;
		case OPT_FIELD:
			e = read_field(a, plan, said, p);
			break;
		}
	}
	if (p->in.n_fields == 0)
		for (; p->in.n_fields < plan->n_fields; p->in.n_fields++)
			p->field[p->in.n_fields] = p->in.n_fields;
	p->in.unit = p->unit;
	p->in.field = p->field;
	return e;
}

static enum ending
assign(struct admin *a, const struct call *c, bool release)
{
	static struct pairs p;
	static struct assigned out;
	const struct plan *plan;
	struct period row;
	enum err e;

	p = (struct pairs){ .in = { .release = release } };
	if (person_id_read(slice_text(c->arg[1]), &p.in.person) != OK)
		return admin_usage("\"%s\" cannot be a person's id.",
		    c->arg[1]);
	if ((e = admin_plan(a, c->arg[0], &plan, &row)) != OK ||
	    (e = read_pairs(a, c, plan, &p)) != OK)
		return admin_end(a, e);
	p.in.period = plan->period;
	e = act_assign(a->store, &a->who, &p.in, &out, &a->why);
	if (e != OK)
		return admin_end(a, e);
	(void)printf("%llu changed\n", (unsigned long long)out.pairs);
	for (unsigned i = 0; i < p.in.n_units; i++)
		if (out.own[i])
			(void)printf("%s skipped: the person's own unit; its "
				     "fields stay open\n",
			    plan->units[p.unit[i]].id.text);
	return END_OK;
}

enum ending
cmd_assign_add(struct admin *a, const struct call *c)
{
	return assign(a, c, false);
}

enum ending
cmd_assign_remove(struct admin *a, const struct call *c)
{
	return assign(a, c, true);
}

static void
add_row(struct grid *g, const struct plan *plan,
    const struct assignment_look *l)
{
	struct buf persons = { 0 };

	for (unsigned i = 0; i < l->n; i++)
		buf_print(&persons, "%s%s", i == 0 ? "" : " ",
		    l->person[i].text);
	grid_cell(g, plan->units[l->unit].id.text);
	grid_cell(g, plan->fields[l->field].id.text);
	grid_cell(g, l->n == 0 ? "open" : buf_cstr(&persons));
	buf_free(&persons);
}

enum ending
cmd_assign_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "unit", GRID_LEFT },
		{ "field", GRID_LEFT },
		{ "appraised by", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 3);
	struct assignments_look l = { .n = 0 };
	struct period_id period;
	enum err shown, e;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = look_assignments(a->store, &a->who, period, &l, &a->why);
	for (size_t i = 0; i < l.n; i++)
		if (l.list[i].n == 0 || call_option(c, OPT_OPEN) == NULL)
			add_row(&g, l.plan, &l.list[i]);
	shown = grid_show(&g, stdout);
	look_assignments_free(&l);
	return admin_end(a, e != OK ? e : shown);
}
