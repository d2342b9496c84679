/*
 * period.c - a period's data is loaded, and opened.
 *
 * Knows that an open period is frozen. Touches periods, bundles, ledger, feed
 * and, through part.c, outbox.
 */
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/events.h"

/* ---- load ---- */

struct loading {
	struct slice bundle;
	struct digest digest;
	struct reading now;
	struct period *out;
	struct period_id id;
	struct fault *why;
};

static enum err
run_load(struct txn *t, void *arg)
{
	struct loading *w = arg;

	if (periods_get(t, w->id, w->out) && w->out->state != PERIOD_LOADED)
		return fault_set(w->why, ERR_WRONG_STATE, "/period/period",
		    "Period %s is open (version %u): only an amendment under a "
		    "decision changes its data.",
		    w->id.text, w->out->version);
	w->out->state = PERIOD_LOADED;
	w->out->version++;
	w->out->bundle = w->digest;
	w->out->loaded = w->now.wall;
	periods_put(t, w->out);
	bundles_put(t, w->id, w->out->version, w->bundle);
	return t->err;
}

enum err
act_load_period(struct store *s, const struct who *who, struct slice bundle,
    struct period *out, struct fault *why)
{
	struct loading w = { .bundle = bundle, .out = out, .why = why };
	struct faults fs = { 0 };
	struct plan *plan = NULL;
	enum err e;

	if ((e = part_operator(who, why)) != OK)
		return e;
	if ((plan = plan_read(bundle, 1, &fs)) == NULL) {
		e = fs.n == 0 ? ERR_NO_MEMORY : fs.list[0].err;
		if (why != NULL && fs.n != 0)
			*why = fs.list[0];
		goto out;
	}
	w.id = plan->period;
	w.digest = digest_of(bundle);
	if ((e = store_now(s, &w.now)) == OK)
		e = env_change(s->env, run_load, &w, bundle.n);
out:
	plan_free(&plan);
	faults_free(&fs);
	return e;
}

/* ---- open ---- */

struct opening {
	struct store *store;
	const struct plan *plan;
	struct reading now;
	struct fault *why;
};

static enum err
log_rules(struct opening *w, struct txn *t, struct period *p,
    struct moment *time)
{
	bool more = part_rules_more(w->plan);
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", p->id.text);
	entry_int(&body, "version", p->version);
	part_rules_lines(&body, w->plan, p->bundle);
	if (more)
		part_rules_more_lines(&body, w->plan);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t,
		    more ? ENTRY_OPENING : ENTRY_RULES, &w->now, buf_all(&body),
		    &p->entry, time);
	p->rules = p->entry;
	buf_free(&body);
	return e;
}

static enum err
run_open(struct txn *t, void *arg)
{
	struct opening *w = arg;
	struct moment time;
	struct event event;
	struct period p;
	enum err e;

	if (!periods_get(t, w->plan->period, &p))
		return ERR_UNKNOWN_PERIOD;
	if (p.state != PERIOD_LOADED)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "Period %s is open already.", p.id.text);
	if (p.version != w->plan->version)
		return ERR_BUSY;
	if ((e = log_rules(w, t, &p, &time)) != OK ||
	    (e = part_commitment_rule(w->store, t, w->plan, &w->now)) != OK)
		return e;
	p.state = PERIOD_OPEN;
	p.opened = w->now.wall;
	periods_put(t, &p);
	event = (struct event){ .kind = EVENT_PERIOD_OPENED,
		.time = time,
		.period = p.id,
		.entry = p.entry };
	events_add(t, &event);
	part_rescore(t, w->plan, p.entry);
	return t->err;
}

enum err
act_open_period(struct store *s, const struct who *who, struct period_id id,
    struct fault *why)
{
	struct opening w = { .store = s, .why = why };
	struct period p;
	enum err e;

	if ((e = part_operator(who, why)) != OK)
		return e;
	if ((e = store_plan(s, id, &w.plan, &p)) != OK)
		return fault_set(why, e, "",
		    "There is no period \"%s\" that "
		    "could be opened.",
		    id.text);
	if ((e = store_now(s, &w.now)) != OK)
		return e;
	return env_change(s->env, run_open, &w, 4096);
}

/* ---- everything once more ---- */

static enum err
run_rescore(struct txn *t, void *arg)
{
	const struct opening *w = arg;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	part_rescore(t, w->plan, 0);
	return t->err;
}

enum err
act_rescore(struct store *s, const struct who *who, struct period_id period)
{
	struct opening w = { .store = s };
	enum err e;

	if ((e = part_operator(who, NULL)) != OK ||
	    (e = part_plan(s, period, &w.plan, NULL)) != OK)
		return e;
	return env_change(s->env, run_rescore, &w, 4096);
}
