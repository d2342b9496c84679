/*
 * cmd_seal.c - sealed packages of forms, and how far a survey has come.
 *
 * Touches the store; the file it is given.
 */
#include <stdio.h>
#include <string.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/base/draft.h"
#include "store/look/surveys.h"

#define RECORD_MOST ((size_t)64 * 1024)

enum {
	OPT_PERSON = 256,
	OPT_BROKEN,
	OPT_NOTE,
	OPT_SEAL,
};

const struct argp_option survey_open_options[] = {
	{ "person", OPT_PERSON, "NAME", 0,
	    "Who opens it, by name and position; twice", 0 },
	{ "seal", OPT_SEAL, "NUMBER", 0,
	    "A number that is on a package; once for each", 0 },
	{ "broken", OPT_BROKEN, NULL, 0, "The seals were not intact", 0 },
	{ "note", OPT_NOTE, "TEXT", 0, "What was found", 0 },
	{ 0 },
};

static enum err
read_text(const char *path, struct buf *out, struct fault *why)
{
	enum err e = file_read(path, RECORD_MOST, out);

	return e == OK ? OK
		       : fault_set(why, e, "", "%s cannot be read: %s.", path,
			     err_words(e));
}

enum ending
cmd_survey_handover(struct admin *a, const struct call *c)
{
	struct handover h;
	struct survey_call s;
	struct buf text = { 0 };
	struct json *doc = NULL;
	struct jv root;
	enum err e = survey_of_call(a, c, &s);

	if (e == OK)
		e = read_text(c->arg[2], &text, &a->why);
	if (e == OK)
		e = json_parse(buf_all(&text), RECORD_MOST, &doc, &a->why);
	if (e == OK) {
		root = json_root(doc);
		e = handover_read(&root, &h, &a->why);
	}
	if (e == OK)
		e = act_hand_over(a->store, &a->who, s.period, s.survey, &h,
		    &a->why);
	if (e == OK)
		(void)printf("handover %llu recorded, entry %llu\n",
		    (unsigned long long)h.number, (unsigned long long)h.entry);
	json_free(&doc);
	buf_free(&text);
	return admin_end(a, e);
}

/* The two --person in their order. */
static bool
read_persons(const struct call *c, struct handover *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->n_options; i++) {
		if (c->option[i].key != OPT_PERSON)
			continue;
		if (n < 2)
			(void)snprintf(out->person[n], HANDOVER_TEXT, "%s",
			    c->option[i].value);
		n++;
	}
	return n == 2;
}

/* Every --seal, a line each. */
static bool
read_found(const struct call *c, struct handover *out)
{
	size_t n = 0, room = sizeof out->found;

	for (unsigned i = 0; i < c->n_options && n < room; i++)
		if (c->option[i].key == OPT_SEAL)
			n += (size_t)snprintf(out->found + n, room - n, "%s\n",
			    c->option[i].value);
	return n < room;
}

enum ending
cmd_survey_open(struct admin *a, const struct call *c)
{
	const char *note = call_option(c, OPT_NOTE);
	struct handover h = { .intact = call_option(c, OPT_BROKEN) == NULL },
			is;
	struct survey_call s;
	uint64_t number;
	enum err e;

	if (!read_persons(c, &h))
		return admin_usage("--person is given twice: a seal is opened "
				   "by two.");
	if (!read_found(c, &h))
		return admin_usage("The numbers of the seals are too long "
				   "together.");
	if (!arg_number(c->arg[2], "NUMBER", &number))
		return END_USAGE;
	(void)snprintf(h.note, sizeof h.note, "%s", note == NULL ? "" : note);
	if ((e = survey_of_call(a, c, &s)) == OK)
		e = act_open_seal(a->store, &a->who, s.period, s.survey, number,
		    &h, &is, &a->why);
	if (e == OK)
		(void)printf("handover %llu opened, entry %llu: %llu valid "
			     "forms may be entered\n",
		    (unsigned long long)number,
		    (unsigned long long)is.opened_entry,
		    (unsigned long long)is.valid);
	return admin_end(a, e);
}

static void
print_handover(void *self, const struct handover *h)
{
	char when[MOMENT_TEXT];

	(void)self;
	moment_text(h->time, when);
	(void)printf("%llu  %s  %s -> %s\n"
		     "   minutes %s; %llu packages; issued %llu, collected "
		     "%llu, valid %llu, invalid %llu\n",
	    (unsigned long long)h->number, when, h->from, h->to, h->minutes,
	    (unsigned long long)h->packages, (unsigned long long)h->issued,
	    (unsigned long long)h->collected, (unsigned long long)h->valid,
	    (unsigned long long)h->invalid);
	if (!h->opened) {
		(void)printf("   sealed\n");
		return;
	}
	moment_text(h->opened_at, when);
	(void)printf("   opened %s by %s and %s, seals %s%s%s\n", when,
	    h->person[0], h->person[1], h->intact ? "intact" : "broken",
	    h->note[0] == '\0' ? "" : ": ", h->note);
	if (!handover_same_seals(h->seals, h->found))
		(void)printf("   the seals found are not those handed over\n");
}

enum ending
cmd_survey_handovers(struct admin *a, const struct call *c)
{
	struct survey_call s;
	enum err e = survey_of_call(a, c, &s);

	if (e == OK)
		e = look_handovers(a->store, &a->who, s.period, s.survey,
		    print_handover, NULL, &a->why);
	return admin_end(a, e);
}

/* ---- progress ---- */

static void
print_rest(const struct survey_progress *p)
{
	const struct survey *s = &p->plan->surveys[p->survey];

	if (s->sealed || p->handovers.all > 0)
		(void)printf("handovers: %llu, %llu opened with %llu valid "
			     "forms\n",
		    (unsigned long long)p->handovers.all,
		    (unsigned long long)p->handovers.opened,
		    (unsigned long long)p->handovers.valid);
	if (s->second.millionths > 0 || p->seconds > 0)
		(void)printf("second entries: %llu, %s%llu drawn, %llu differ, "
			     "%llu not explained\n",
		    (unsigned long long)p->seconds,
		    p->drawn_counted ? "" : "about ",
		    (unsigned long long)p->second_due,
		    (unsigned long long)p->differ,
		    (unsigned long long)p->unexplained);
	if (p->missing > 0)
		(void)printf("drawn and not entered again: %llu\n",
		    (unsigned long long)p->missing);
	if (p->importing)
		(void)printf("import %llu is under way: %llu forms staged\n",
		    (unsigned long long)p->import.number,
		    (unsigned long long)p->import.forms);
}

static void
print_channels(const struct survey_progress *p)
{
	const struct survey *s = &p->plan->surveys[p->survey];

	for (unsigned i = 0; i < s->n_channels; i++)
		(void)printf("by %s (%s): %llu forms\n", s->channels[i].id,
		    s->channels[i].name_vi, (unsigned long long)p->channel[i]);
}

static enum err
print_groups(const struct survey_progress *p)
{
	static const struct grid_column columns[] = { { "group", GRID_LEFT },
		{ "forms", GRID_RIGHT }, { "planned", GRID_RIGHT },
		{ "missing", GRID_RIGHT }, { "name", GRID_LEFT } };
	const struct survey *s = &p->plan->surveys[p->survey];
	struct grid g = grid_start(columns, 5);

	for (unsigned i = 0; i < s->n_respondents; i++) {
		const struct respondents *r = &s->respondents[i];
		uint64_t n = p->group[i];

		grid_cell(&g, r->id);
		grid_print(&g, "%llu", (unsigned long long)n);
		grid_print(&g, "%llu", (unsigned long long)r->expected);
		grid_print(&g, "%llu",
		    (unsigned long long)(n < r->expected ? r->expected - n
							 : 0));
		grid_print(&g, "%s%s%s", r->name_vi,
		    r->eligible_vi[0] == '\0' ? "" : ": ", r->eligible_vi);
	}
	return grid_show(&g, stdout);
}

static enum err
print_units(const struct survey_progress *p)
{
	static const struct grid_column columns[] = { { "unit", GRID_LEFT },
		{ "forms", GRID_RIGHT }, { "planned", GRID_RIGHT },
		{ "name", GRID_LEFT } };
	const struct survey *s = &p->plan->surveys[p->survey];
	struct grid g = grid_start(columns, 4);

	for (unsigned i = 0; i < p->n_units; i++) {
		const struct unit_progress *u = &p->unit[i];
		uint64_t n = 0, planned = 0;

		for (unsigned k = 0; k < s->n_respondents; k++) {
			n += u->forms[k];
			planned += s->respondents[k].per_unit;
		}
		grid_cell(&g, p->plan->units[u->unit].id.text);
		grid_print(&g, "%llu", (unsigned long long)n);
		if (!u->eligible)
			grid_cell(&g, "not judged");
		else if (planned == 0)
			grid_cell(&g, "-");
		else
			grid_print(&g, "%llu", (unsigned long long)planned);
		grid_cell(&g, p->plan->units[u->unit].name_vi);
	}
	return grid_show(&g, stdout);
}

static enum err
print_progress(struct admin *a, const struct survey_call *s, bool units)
{
	const struct survey *of = &s->plan->surveys[s->index];
	struct survey_progress p;
	enum err e;

	e = look_survey(a->store, &a->who, s->period, s->survey, &p, &a->why);
	if (e != OK)
		return e;
	(void)printf("%s: %llu of %llu forms. %s\n", s->survey.text,
	    (unsigned long long)p.forms, (unsigned long long)of->expected,
	    of->name_vi);
	e = print_groups(&p);
	print_channels(&p);
	print_rest(&p);
	if (e == OK && units)
		e = print_units(&p);
	look_survey_free(&p);
	return e;
}

enum ending
cmd_survey_progress(struct admin *a, const struct call *c)
{
	struct survey_call s = { 0 };
	struct period row;
	enum err e;

	if (c->n_args == 2) {
		e = survey_of_call(a, c, &s);
		return admin_end(a, e == OK ? print_progress(a, &s, true) : e);
	}
	e = admin_plan(a, c->arg[0], &s.plan, &row);
	s.period = row.id;
	for (s.index = 0; e == OK && s.index < s.plan->n_surveys; s.index++) {
		s.survey = s.plan->surveys[s.index].id;
		if (s.index > 0)
			(void)printf("\n");
		e = print_progress(a, &s, false);
	}
	return admin_end(a, e);
}
