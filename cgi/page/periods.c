/*
 * periods.c - periods and their data, asked for.
 *
 * Knows the answers of /v1/periods. Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

struct listing {
	const struct who *who;
	struct jout *j;
};

static void
put_one(void *self, const struct period *p)
{
	const struct listing *l = self;
	struct jout *j = l->j;

	if (!who_reaches(l->who, p->id))
		return;
	jout_object(j);
	jout_kstr(j, "id", p->id.text);
	jout_kstr(j, "state", period_state_name(p->state));
	jout_kuint(j, "version", p->version);
	jout_object_end(j);
}

void
periods_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct jout j = jout_start(reply_json(r, 200));
	struct listing l = { &v->who, &j };
	enum err e;

	(void)a;
	jout_object(&j);
	jout_key(&j, "periods");
	jout_array(&j);
	e = look_periods(v->door->store, put_one, &l);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e != OK)
		problem_reply(r, e, NULL);
}

void
period_get(void *self, struct ask *a, struct reply *r)
{
	static const struct unit_id nobody;
	struct visit *v = self;
	const struct plan *plan;
	struct fault why = { 0 };
	struct period_id id;
	struct period p = { .version = 0 };
	uint32_t version;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &id) || !arg_version(a, r, &version))
		return;
	if (!who_may_in(&v->who, MAY_READ_PLAN, id, nobody))
		e = fault_set(&why, ERR_FORBIDDEN, "",
		    "This token does not reach period %s.", id.text);
	else if ((e = store_plan(v->door->store, id, &plan, &p)) != OK)
		(void)fault_set(&why, e, "", "There is no period \"%s\".",
		    id.text);
	else if (version != 0 && (e = look_plan_version(v->door->store, id,
				      version, &plan)) != OK)
		(void)fault_set(&why, e, "query:version",
		    "Version %u of period %s was never in force.", version,
		    id.text);
	if (answer_json(r, 200, e, &why, &j))
		view_plan(&j, plan, period_state_name(p.state));
}

static void
put_version(void *self, const struct version_look *v)
{
	struct jout *j = self;

	jout_object(j);
	jout_kuint(j, "version", v->version);
	jout_kmoment(j, "from", v->time);
	jout_kuint(j, "log_index", v->entry);
	if (v->outage != 0)
		jout_kuint(j, "outage", v->outage);
	if (v->has_mandate) {
		jout_key(j, "decision");
		jout_object(j);
		jout_kstr(j, "number", v->mandate.number);
		jout_kstr(j, "date", v->mandate.date);
		jout_kstr(j, "reason", v->mandate.reason);
		jout_kstr(j, "person", v->mandate.person);
		jout_object_end(j);
	}
	jout_object_end(j);
}

void
period_versions_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct period_id id;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &id))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "versions");
	jout_array(&j);
	e = look_versions(v->door->store, &v->who, id, put_version, &j);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e != OK) {
		(void)fault_set(&why, e, "", "There is no period \"%s\".",
		    id.text);
		problem_reply(r, e, &why);
	}
}
