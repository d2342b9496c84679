/*
 * council.c - the council's values, many at once: foreseen and decided.
 *
 * Touches the store through acts.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/view/views.h"

static void
put_leaf(struct jout *j, const struct council_unit *u, unsigned leaf)
{
	const struct leaf_score *now = &u->now->leaf[leaf];
	const struct leaf_score *would = &u->would->leaf[leaf];

	jout_object(j);
	jout_kstr(j, "leaf", u->plan->leaves[leaf].id.text);
	view_kpoints(j, "now", u->plan, now->points);
	view_kpoints(j, "would", u->plan, would->points);
	view_kpoints(j, "max", u->plan, would->max);
	jout_kstr(j, "status", leaf_status_name(would->status));
	jout_object_end(j);
}

static void
put_side(struct jout *j, const char *key, const struct plan *p,
    const struct unit_score *s)
{
	jout_key(j, key);
	jout_object(j);
	view_kpoints(j, "points", p, s->points);
	view_kpoints(j, "max", p, s->max);
	view_kpercent(j, "index", p, s->points, s->max);
	jout_object_end(j);
}

static void
put_unit(void *self, const struct council_unit *u)
{
	struct jout *j = self;

	jout_object(j);
	jout_kstr(j, "unit", u->plan->units[u->unit].id.text);
	jout_kstr(j, "name", u->plan->units[u->unit].name_vi);
	put_side(j, "now", u->plan, u->now);
	put_side(j, "would", u->plan, u->would);
	jout_key(j, "values");
	jout_array(j);
	for (unsigned i = 0; i < u->n; i++)
		put_leaf(j, u, u->leaf[i]);
	jout_array_end(j);
	jout_object_end(j);
}

static enum err
foresee(struct visit *v, struct period_id period, const struct jv *root,
    struct jout *j, struct faults *fs)
{
	struct council_look look = { .each = put_unit, .self = j };
	enum err e;

	jout_object(j);
	jout_kbool(j, "preview", true);
	jout_key(j, "units");
	jout_array(j);
	e = act_council_foresee(v->door->store, &v->who, period, root, &look,
	    fs);
	jout_array_end(j);
	jout_kuint(j, "seen", look.seen);
	jout_object_end(j);
	return e;
}

static enum err
decide(struct visit *v, struct period_id period, const struct jv *root,
    struct jout *j, struct faults *fs)
{
	unsigned n;
	enum err e = act_council(v->door->store, &v->who, period, root, &n, fs);

	jout_object(j);
	jout_kuint(j, "written", n);
	jout_object_end(j);
	return e;
}

void
council_post(void *self, struct ask *a, struct reply *r)
{
	struct faults all = { 0 };
	struct period_id period;
	struct jv root, preview;
	bool only = false;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !body_json(a, r, COUNCIL_TEXT, &root))
		return;
	preview = jv_get(&root, "preview");
	j = jout_start(reply_json(r, 200));
	if (jv_kind(&preview) != JSON_NONE && !jv_bool(&preview, &only))
		e = faults_add(&all, ERR_MALFORMED, "/preview",
		    "\"preview\" is true or false.");
	else if (only)
		e = foresee(self, period, &root, &j, &all);
	else
		e = decide(self, period, &root, &j, &all);
	if (e != OK)
		problem_reply_all(r, e, &all);
	faults_free(&all);
}
