/*
 * people.c - who one is here, and who appraises whom.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"

#define ASSIGNMENT_BODY 65536

/* ---- me ---- */

static void
put_day(struct jout *j, const char *key, int64_t day)
{
	char text[DATE_TEXT];

	jout_key(j, key);
	if (day == DUTY_NO_END) {
		jout_null(j);
		return;
	}
	date_text(day, text);
	jout_str(j, text);
}

static void
put_duty(struct jout *j, const struct duty *d)
{
	jout_object(j);
	jout_kuint(j, "duty", d->number);
	jout_kstr(j, "role", role_name(d->role));
	if (d->unit.text[0] != 0)
		jout_kstr(j, "unit", d->unit.text);
	jout_kstr(j, "kind", duty_kind_name(d->kind));
	put_day(j, "from", d->from);
	put_day(j, "until", d->until);
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned i = 0; i < d->n_fields; i++)
		jout_str(j, d->field[i].text);
	jout_array_end(j);
	jout_key(j, "blocks");
	jout_array(j);
	for (unsigned i = 0; i < d->n_blocks; i++)
		jout_str(j, d->block[i].text);
	jout_array_end(j);
	jout_object_end(j);
}

/* Whose rounds the token is bound to, and which those are. */
static void
put_rounds(struct jout *j, const struct who *who)
{
	jout_kstr(j, "owner", who->owner.text);
	jout_key(j, "rounds");
	jout_array(j);
	for (unsigned i = 0; i < who->n_rounds; i++)
		jout_str(j, who->round[i].text);
	jout_array_end(j);
}

void
me_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct me_look *me = pool_take(&a->pool, sizeof *me);
	struct jout j;
	enum err e =
	    me == NULL ? ERR_NO_MEMORY : look_me(v->door->store, &v->who, me);

	if (!answer_json(r, 200, e, NULL, &j))
		return;
	jout_object(&j);
	jout_kstr(&j, "role", role_name(v->who.role));
	if (v->who.unit.text[0] != 0)
		jout_kstr(&j, "unit", v->who.unit.text);
	if (v->who.via != ROLE_NOBODY)
		jout_kstr(&j, "via", role_name(v->who.via));
	if (v->who.owner.text[0] != 0)
		put_rounds(&j, &v->who);
	if (v->who.person.text[0] != 0) {
		jout_kstr(&j, "person", v->who.person.text);
		jout_kstr(&j, "name", me->person.name);
		jout_kstr(&j, "position", me->person.position);
		jout_key(&j, "duties");
		jout_array(&j);
		for (unsigned i = 0; i < me->n; i++)
			put_duty(&j, &me->duty[i]);
		jout_array_end(&j);
	}
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "private, no-store");
}

/* ---- assignments ---- */

static void
put_assignment(struct jout *j, const struct plan *p,
    const struct assignment_look *l)
{
	jout_object(j);
	jout_kstr(j, "unit", p->units[l->unit].id.text);
	jout_kstr(j, "field", p->fields[l->field].id.text);
	jout_kbool(j, "open", l->n == 0);
	jout_key(j, "persons");
	jout_array(j);
	for (unsigned i = 0; i < l->n; i++)
		jout_str(j, l->person[i].text);
	jout_array_end(j);
	jout_object_end(j);
}

/* "?open=true": only those that nobody appraises. */
static enum err
read_open(struct ask *a, bool *open, struct fault *why)
{
	static const char *const known[] = { "open", NULL };
	struct slice text;
	struct query q;
	enum err e;

	*open = false;
	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_maybe(&q, "open", &text, why)) != OK)
		return e;
	if (text.p == NULL || slice_is(text, "false"))
		return OK;
	*open = slice_is(text, "true");
	return *open ? OK
		     : fault_set(why, ERR_MALFORMED, "query:open",
			   "Parameter \"open\" is true or false.");
}

void
assignments_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct assignments_look l = { .n = 0 };
	struct fault why = { 0 };
	struct period_id period;
	struct jout j;
	bool open;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	if ((e = read_open(a, &open, &why)) != OK ||
	    (e = look_assignments(v->door->store, &v->who, period, &l, &why)) !=
		OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_kstr(&j, "period", period.text);
	jout_key(&j, "assignments");
	jout_array(&j);
	for (size_t i = 0; i < l.n; i++)
		if (!open || l.list[i].n == 0)
			put_assignment(&j, l.plan, &l.list[i]);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "private, no-store");
	look_assignments_free(&l);
}

static int
unit_at(const struct plan *p, struct slice name)
{
	struct unit_id id;

	return unit_id_read(name, &id) == OK ? plan_unit(p, id) : -1;
}

static int
field_at(const struct plan *p, struct slice name)
{
	struct field_id id;

	return field_id_read(name, &id) == OK ? plan_field(p, id) : -1;
}

/* A list of names of units or fields as their indices. */
static enum err
read_list(const struct jv *body, const char *key, const struct plan *p,
    int (*at)(const struct plan *, struct slice), unsigned *out, unsigned most,
    unsigned *n, struct fault *why)
{
	struct jv list = jv_get(body, key), one;
	struct slice name;
	char pointer[48];
	int place;

	*n = 0;
	if (jv_kind(&list) != JSON_IS_ARRAY || jv_count(&list) > most)
		return fault_set(why, ERR_MALFORMED,
		    at == unit_at ? "/units" : "/fields",
		    "\"%s\" is a list of at most %u names.", key, most);
	for (size_t i = 0; i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		(void)snprintf(pointer, sizeof pointer, "/%s/%zu", key, i);
		if (!jv_text(&one, &name))
			return fault_set(why, ERR_MALFORMED, pointer,
			    "This is no name.");
		if ((place = at(p, name)) < 0)
			return fault_set(why, ERR_NOT_FOUND, pointer,
			    "Period %s has no \"%.*s\".", p->period.text,
			    (int)(name.n < 40 ? name.n : 40),
			    (const char *)name.p);
		out[(*n)++] = (unsigned)place;
	}
	return OK;
}

/* What is asked, and the room for its lists. */
struct asked {
	struct assigning_asked in;
	unsigned unit[UNITS_MOST], field[FIELDS_MOST];
	struct assigned out;
};

static enum err
read_body(const struct jv *root, const struct plan *p, struct asked *to,
    struct fault *why)
{
	static const char *const known[] = { "person", "units", "fields",
		"release", NULL };
	struct jv v = jv_unknown(root, known);
	struct slice person;
	enum err e;

	if (jv_kind(&v) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "Known are \"person\", \"units\", \"fields\", "
		    "\"release\".");
	v = jv_get(root, "person");
	if (!jv_text(&v, &person) ||
	    person_id_read(person, &to->in.person) != OK)
		return fault_set(why, ERR_MALFORMED, "/person",
		    "\"person\" is a person's id.");
	v = jv_get(root, "release");
	if (jv_kind(&v) != JSON_NONE && !jv_bool(&v, &to->in.release))
		return fault_set(why, ERR_MALFORMED, "/release",
		    "\"release\" is true or false.");
	if ((e = read_list(root, "units", p, unit_at, to->unit, UNITS_MOST,
		 &to->in.n_units, why)) != OK)
		return e;
	to->in.unit = to->unit;
	to->in.field = to->field;
	return read_list(root, "fields", p, field_at, to->field, FIELDS_MOST,
	    &to->in.n_fields, why);
}

static enum err
assign(struct visit *v, const struct jv *root, struct asked *to,
    const struct plan **plan, struct fault *why)
{
	struct period row;
	enum err e = store_plan(v->door->store, to->in.period, plan, &row);

	if (e != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    to->in.period.text);
	if ((e = read_body(root, *plan, to, why)) != OK)
		return e;
	return act_assign(v->door->store, &v->who, &to->in, &to->out, why);
}

void
assignments_post(void *self, struct ask *a, struct reply *r)
{
	struct asked *to = pool_take(&a->pool, sizeof *to);
	const struct plan *plan;
	struct fault why = { 0 };
	struct jv root;
	struct jout j;
	enum err e;

	if (to == NULL) {
		problem_reply(r, ERR_NO_MEMORY, NULL);
		return;
	}
	*to = (struct asked){ .in = { .n_units = 0 } };
	if (!arg_period(a, r, &to->in.period) ||
	    !body_json(a, r, ASSIGNMENT_BODY, &root))
		return;
	e = assign(self, &root, to, &plan, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_kuint(&j, "changed", to->out.pairs);
	jout_key(&j, "own_units");
	jout_array(&j);
	for (unsigned i = 0; i < to->in.n_units; i++)
		if (to->out.own[i])
			jout_str(&j, plan->units[to->unit[i]].id.text);
	jout_array_end(&j);
	jout_object_end(&j);
}
