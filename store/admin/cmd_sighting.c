/*
 * cmd_sighting.c - secret documents that were seen in person.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

enum {
	OPT_NUMBER = 256,
	OPT_SYMBOL,
	OPT_ISSUER,
	OPT_ISSUED,
	OPT_PERSON,
	OPT_SEEN,
	OPT_REASON,
};

const struct argp_option sighting_options[] = {
	{ "number", OPT_NUMBER, "NUMBER", 0, "The document's number", 0 },
	{ "symbol", OPT_SYMBOL, "SYMBOL", 0, "Its symbol (ký hiệu)", 0 },
	{ "issuer", OPT_ISSUER, "NAME", 0, "Who issued it", 0 },
	{ "issued", OPT_ISSUED, "DAY", 0, "When, YYYY-MM-DD", 0 },
	{ "person", OPT_PERSON, "NAME", 0, "Who saw it", 0 },
	{ "seen", OPT_SEEN, "TIME", 0, "When it was seen", 0 },
	{ 0 },
};

const struct argp_option unsee_options[] = {
	{ "reason", OPT_REASON, "TEXT", 0, "Why (required)", 0 },
	{ 0 },
};

static const struct {
	int option;
	const char *name;
} texts[] = {
	{ OPT_NUMBER, "number" },
	{ OPT_SYMBOL, "symbol" },
	{ OPT_ISSUER, "issuer" },
	{ OPT_ISSUED, "issued" },
	{ OPT_PERSON, "person" },
};

/* PERIOD UNIT LEAF... and the options; what is missing the act will say. */
static enum ending
read_sighting(struct admin *a, const struct call *c, struct sighting *out)
{
	const char *said = call_option(c, OPT_SEEN);

	if (!arg_period(c->arg[0], &out->period) ||
	    !arg_unit(c->arg[1], &out->unit))
		return END_USAGE;
	for (unsigned i = 2; i < c->n_args; i++)
		if (leaf_id_read(slice_text(c->arg[i]),
			&out->leaf[out->n_leaves++]) != OK)
			return admin_usage("There is no criterion \"%s\".",
			    c->arg[i]);
	if (said != NULL && !arg_moment(said, &out->seen))
		return END_USAGE;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		said = call_option(c, texts[i].option);
		if (said != NULL && sighting_text(out, texts[i].name,
					slice_text(said), &a->why) != OK)
			return admin_end(a, a->why.err);
	}
	return END_OK;
}

enum ending
cmd_sighting_add(struct admin *a, const struct call *c)
{
	struct sighting s = { .n = 0 };
	enum ending end;
	enum err e;

	if ((end = read_sighting(a, c, &s)) != END_OK)
		return end;
	e = act_see_document(a->store, &a->who, &s, &a->why);
	if (e == OK)
		(void)printf("document %s is registered as seen by %s: "
			     "number %llu of unit %s\n",
		    s.number, s.person, (unsigned long long)s.n, s.unit.text);
	return admin_end(a, e);
}

enum ending
cmd_sighting_withdraw(struct admin *a, const struct call *c)
{
	const char *reason = call_option(c, OPT_REASON);
	struct sighting s = { .n = 0 };
	enum err e;

	if (reason == NULL)
		return admin_usage("--reason says why it is taken back.");
	if (!arg_period(c->arg[0], &s.period) ||
	    !arg_unit(c->arg[1], &s.unit) ||
	    !arg_number(c->arg[2], "number", &s.n))
		return END_USAGE;
	e = act_unsee_document(a->store, &a->who, &s, reason, &a->why);
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&a->why, e, "",
		    "Unit %s has no document %llu that was seen.", s.unit.text,
		    (unsigned long long)s.n);
	if (e == OK)
		(void)printf("number %llu of unit %s is taken back\n",
		    (unsigned long long)s.n, s.unit.text);
	return admin_end(a, e);
}

static bool
add_row(void *self, const struct sighting *s)
{
	struct grid *g = self;

	grid_cell(g, s->unit.text);
	grid_print(g, "%llu", (unsigned long long)s->n);
	grid_cell(g, s->number);
	grid_cell(g, s->symbol[0] == 0 ? "-" : s->symbol);
	grid_cell(g, s->person);
	grid_moment(g, s->seen);
	grid_cell(g, s->leaf[0].text);
	grid_cell(g, s->withdrawn == 0 ? "stands" : s->reason);
	return true;
}

enum ending
cmd_sighting_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "unit", GRID_LEFT },
		{ "n", GRID_RIGHT },
		{ "number", GRID_LEFT },
		{ "symbol", GRID_LEFT },
		{ "seen by", GRID_LEFT },
		{ "seen", GRID_LEFT },
		{ "first leaf", GRID_LEFT },
		{ "state", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 8);
	struct unit_id unit = { "" };
	struct period_id period;
	enum err e, shown;

	if (!arg_period(c->arg[0], &period) ||
	    (c->n_args > 1 && !arg_unit(c->arg[1], &unit)))
		return END_USAGE;
	e = look_sightings(a->store, &a->who, period, unit, add_row, &g,
	    &a->why);
	shown = grid_show(&g, stdout);
	return admin_end(a, e == OK ? shown : e);
}
