/*
 * cmd_people.c - persons and their duties.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>
#include <string.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/base/text.h"
#include "store/look/looks.h"

enum {
	OPT_NAME = 256,
	OPT_POSITION,
	OPT_UNIT,
	OPT_FIELD,
	OPT_BLOCK,
	OPT_FROM,
	OPT_UNTIL,
	OPT_KIND,
	OPT_OF,
	OPT_ON,
	OPT_DECISION,
	OPT_DATE,
	OPT_REASON,
};

#define DECISION_OPTIONS                                                       \
	{ "decision", OPT_DECISION, "NUMBER", 0, "The decision's number", 0 }, \
	    { "date", OPT_DATE, "DAY", 0, "The decision's date", 0 },          \
	    { "reason", OPT_REASON, "TEXT", 0, "What it is for", 0 },          \
	{                                                                      \
		0                                                              \
	}

const struct argp_option person_options[] = {
	{ "name", OPT_NAME, "TEXT", 0, "The person's name", 0 },
	{ "position", OPT_POSITION, "TEXT", 0, "The person's position", 0 },
	{ "unit", OPT_UNIT, "UNIT", 0,
	    "Where the person works, and whom they never appraise", 0 },
	{ 0 },
};
const struct argp_option duty_options[] = {
	{ "unit", OPT_UNIT, "UNIT", 0, "Of role unit or leader", 0 },
	{ "field", OPT_FIELD, "FIELD", 0,
	    "An appraiser's field; may be given again", 0 },
	{ "block", OPT_BLOCK, "BLOCK", 0,
	    "An appraiser's block; may be given again", 0 },
	{ "from", OPT_FROM, "DAY", 0, "The first day (today)", 0 },
	{ "until", OPT_UNTIL, "DAY", 0, "The first day after the last", 0 },
	{ "kind", OPT_KIND, "KIND", 0, "regular, substitute or external", 0 },
	{ "of", OPT_OF, "NUMBER", 0, "The duty a substitute stands for", 0 },
	DECISION_OPTIONS,
};
const struct argp_option duty_end_options[] = {
	{ "on", OPT_ON, "DAY", 0, "The first day without it (today)", 0 },
	DECISION_OPTIONS,
};

/* ---- what is written ---- */

static bool
take_text(const struct call *c, int key, const char *what, char *out,
    size_t room)
{
	const char *said = call_option(c, key);
	struct buf text = { 0 };
	bool fits = true;

	out[0] = 0;
	if (said == NULL)
		return true;
	if (text_normalise(slice_text(said), &text) != OK || text.n >= room) {
		(void)admin_usage("%s is text of at most %zu bytes.", what,
		    room - 1);
		fits = false;
	} else {
		memcpy(out, buf_cstr(&text), text.n + 1);
	}
	buf_free(&text);
	return fits;
}

static bool
take_day(const struct call *c, int key, const char *what, int64_t otherwise,
    int64_t *out)
{
	const char *said = call_option(c, key);

	*out = otherwise;
	if (said == NULL || date_read(slice_text(said), out) == OK)
		return true;
	(void)admin_usage("%s is a day, YYYY-MM-DD.", what);
	return false;
}

static bool
take_decision(const struct call *c, struct decision *out)
{
	return take_text(c, OPT_DECISION, "--decision", out->number,
		   sizeof out->number) &&
	       take_text(c, OPT_DATE, "--date", out->date, sizeof out->date) &&
	       take_text(c, OPT_REASON, "--reason", out->reason,
		   sizeof out->reason);
}

static bool
take_person(const char *said, struct person_id *out)
{
	if (person_id_read(slice_text(said), out) == OK)
		return true;
	(void)admin_usage("\"%s\" cannot be a person's id: 1 to 23 of "
			  "[0-9A-Za-z._-].",
	    said);
	return false;
}

/* Every value given for an option, as names. */
static bool
take_names(const struct call *c, int key, char (*out)[NAME_ROOM], unsigned *n)
{
	*n = 0;
	for (unsigned i = 0; i < c->n_options; i++) {
		if (c->option[i].key != key)
			continue;
		if (*n == DUTY_REACH ||
		    name_read(slice_text(c->option[i].value), out[*n]) != OK) {
			(void)admin_usage("\"%s\": at most %d names of fields "
					  "and of blocks.",
			    c->option[i].value, DUTY_REACH);
			return false;
		}
		++*n;
	}
	return true;
}

/* ---- persons ---- */

enum ending
cmd_person_add(struct admin *a, const struct call *c)
{
	const char *home = call_option(c, OPT_UNIT);
	struct person p = { .home = { "" } };
	enum err e;

	if (!take_person(c->arg[0], &p.id) ||
	    !take_text(c, OPT_NAME, "--name", p.name, sizeof p.name) ||
	    !take_text(c, OPT_POSITION, "--position", p.position,
		sizeof p.position) ||
	    (home != NULL && !arg_unit(home, &p.home)))
		return END_USAGE;
	e = act_put_person(a->store, &a->who, &p, &a->why);
	if (e == OK)
		(void)printf("person %s: %s\n", p.id.text, p.name);
	return admin_end(a, e);
}

static const char *
or_dash(const char *text)
{
	return text[0] == 0 ? "-" : text;
}

static void
add_person(void *self, const struct person_row *p)
{
	struct grid *g = self;

	grid_cell(g, p->person.id.text);
	grid_cell(g, p->person.name);
	grid_cell(g, or_dash(p->person.position));
	grid_cell(g, or_dash(p->person.home.text));
	grid_moment(g, p->noted.time);
}

enum ending
cmd_person_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "person", GRID_LEFT },
		{ "name", GRID_LEFT },
		{ "position", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "entered", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 5);
	enum err shown, e;

	(void)c;
	e = look_persons(a->store, &a->who, add_person, &g);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

/* ---- duties ---- */

static enum err
today(struct admin *a, int64_t *day)
{
	struct reading now;
	enum err e = store_now(a->store, &now);

	*day = e == OK ? moment_day(now.wall) : 0;
	return e;
}

static bool
read_duty(const struct call *c, int64_t day, struct duty *d)
{
	const char *unit = call_option(c, OPT_UNIT);
	const char *kind = call_option(c, OPT_KIND);
	const char *of = call_option(c, OPT_OF);

	d->kind =
	    kind == NULL ? DUTY_REGULAR : duty_kind_read(slice_text(kind));
	if (d->kind == DUTY_KINDS || d->kind == DUTY_HANDOVER) {
		(void)admin_usage("--kind is regular, substitute or external; "
				  "`duty transfer` hands a duty over.");
		return false;
	}
	if ((d->role = role_read(slice_text(c->arg[1]))) == ROLE_NOBODY) {
		(void)admin_usage("There is no role \"%s\".", c->arg[1]);
		return false;
	}
	return take_person(c->arg[0], &d->person) &&
	       (unit == NULL || arg_unit(unit, &d->unit)) &&
	       (of == NULL || arg_number(of, "A duty's number", &d->of)) &&
	       take_names(c, OPT_FIELD, (char(*)[NAME_ROOM])d->field,
		   &d->n_fields) &&
	       take_names(c, OPT_BLOCK, (char(*)[NAME_ROOM])d->block,
		   &d->n_blocks) &&
	       take_day(c, OPT_FROM, "--from", day, &d->from) &&
	       take_day(c, OPT_UNTIL, "--until", DUTY_NO_END, &d->until) &&
	       take_decision(c, &d->decision);
}

static enum ending
say_given(struct admin *a, enum err e, uint64_t number)
{
	if (e == OK)
		(void)printf("duty %llu\n", (unsigned long long)number);
	return admin_end(a, e);
}

enum ending
cmd_duty_add(struct admin *a, const struct call *c)
{
	struct duty d = { .n_fields = 0 };
	uint64_t number = 0;
	int64_t day;
	enum err e;

	if ((e = today(a, &day)) != OK)
		return admin_end(a, e);
	if (!read_duty(c, day, &d))
		return END_USAGE;
	e = act_give_duty(a->store, &a->who, &d, &number, &a->why);
	return say_given(a, e, number);
}

/* The options of a duty's end and its handing over. */
static enum ending
read_end(struct admin *a, const struct call *c, uint64_t *number, int64_t *on,
    struct decision *decision)
{
	int64_t day;
	enum err e;

	if ((e = today(a, &day)) != OK)
		return admin_end(a, e);
	return arg_number(c->arg[0], "A duty's number", number) &&
		       take_day(c, OPT_ON, "--on", day, on) &&
		       take_decision(c, decision)
		   ? END_OK
		   : END_USAGE;
}

enum ending
cmd_duty_end(struct admin *a, const struct call *c)
{
	struct decision decision;
	uint64_t number = 0;
	int64_t on = 0;
	enum ending end;
	enum err e;

	if ((end = read_end(a, c, &number, &on, &decision)) != END_OK)
		return end;
	e = act_end_duty(a->store, &a->who, number, on, &decision, &a->why);
	if (e == OK)
		(void)printf("duty %llu ends\n", (unsigned long long)number);
	return admin_end(a, e);
}

enum ending
cmd_duty_transfer(struct admin *a, const struct call *c)
{
	struct decision decision;
	struct person_id to;
	uint64_t number = 0, new = 0;
	int64_t on = 0;
	enum ending end;
	enum err e;

	if (!take_person(c->arg[1], &to))
		return END_USAGE;
	if ((end = read_end(a, c, &number, &on, &decision)) != END_OK)
		return end;
	e = act_transfer_duty(a->store, &a->who, number, to, on, &decision,
	    &new, &a->why);
	return say_given(a, e, new);
}

static void
add_day(struct grid *g, int64_t day)
{
	char text[DATE_TEXT];

	if (day == DUTY_NO_END) {
		grid_cell(g, "-");
		return;
	}
	date_text(day, text);
	grid_cell(g, text);
}

static void
add_names(struct grid *g, const void *list, unsigned n)
{
	const char(*name)[NAME_ROOM] = list;
	struct buf text = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_print(&text, "%s%s", i == 0 ? "" : " ", name[i]);
	grid_cell(g, n == 0 ? "-" : buf_cstr(&text));
	buf_free(&text);
}

static void
add_duty(void *self, const struct duty_row *row)
{
	const struct duty *d = &row->duty;
	struct grid *g = self;

	grid_print(g, "%llu", (unsigned long long)d->number);
	grid_cell(g, d->person.text);
	grid_cell(g, role_name(d->role));
	grid_cell(g, or_dash(d->unit.text));
	add_names(g, d->field, d->n_fields);
	add_names(g, d->block, d->n_blocks);
	add_day(g, d->from);
	add_day(g, d->until);
	grid_cell(g, duty_kind_name(d->kind));
	grid_cell(g, or_dash(d->decision.number));
}

enum ending
cmd_duty_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "duty", GRID_RIGHT },
		{ "person", GRID_LEFT },
		{ "role", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "fields", GRID_LEFT },
		{ "blocks", GRID_LEFT },
		{ "from", GRID_LEFT },
		{ "until", GRID_LEFT },
		{ "kind", GRID_LEFT },
		{ "decision", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 10);
	struct person_id person;
	enum err shown, e;

	if (c->n_args > 0 && !take_person(c->arg[0], &person))
		return END_USAGE;
	e = look_duties(a->store, &a->who, c->n_args > 0 ? &person : NULL,
	    add_duty, &g);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}
