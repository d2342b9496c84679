/*
 * figures.c - an agency supplies the figures of a leaf for all units.
 *
 * Knows who may. Touches figures, ledger and feed.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/events.h"
#include "store/table/figures.h"

struct supplying {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	const struct figures *in;
	struct digest batch;
	struct reading now;
};

static enum err
log_it(struct supplying *w, struct txn *t, struct figure_row *row)
{
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", w->plan->period.text);
	entry_str(&body, "leaf", w->plan->leaves[w->in->leaf].id.text);
	entry_int(&body, "version", (int64_t)row->version);
	entry_digest(&body, "batch", w->batch);
	entry_int(&body, "units", w->in->n);
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_FIGURES, &w->now,
		    buf_all(&body), &row->entry, &row->time);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct supplying *w = arg;
	const struct figures *in = w->in;
	struct leaf_id leaf = w->plan->leaves[in->leaf].id;
	struct figure_row row = { .extracted = in->extracted,
		.by = w->who->token };
	struct event event;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	row.version = figures_clear(t, w->plan->period, leaf) + 1;
	if ((e = log_it(w, t, &row)) != OK)
		return e;
	(void)snprintf(row.source, sizeof row.source, "%s", in->source);
	for (unsigned i = 0; i < in->n; i++) {
		row.inputs = in->list[i].inputs;
		row.has_previous = in->list[i].has_previous;
		row.previous = in->list[i].previous;
		figures_put(t, w->plan->period, leaf,
		    w->plan->units[in->list[i].unit].id, &row);
	}
	event = (struct event){ .kind = EVENT_FIGURES_SUPPLIED,
		.time = row.time,
		.period = w->plan->period,
		.leaf = leaf,
		.entry = row.entry };
	events_add(t, &event);
	return t->err;
}

/* The agency's own officer, or who may for any. */
static enum err
admit(struct supplying *w, struct leaf_id id, int *leaf, struct fault *why)
{
	const struct indicator *i;
	struct unit_id agency = { "" };

	if ((*leaf = plan_leaf(w->plan, id)) < 0)
		return fault_set(why, ERR_UNKNOWN_LEAF, "/leaf",
		    "Period %s has no criterion \"%s\".", w->plan->period.text,
		    id.text);
	i = plan_indicator(w->plan, (unsigned)*leaf);
	if (i != NULL && i->agency >= 0)
		agency = w->plan->units[i->agency].id;
	if (!who_may_in(w->who, MAY_SUPPLY_FIGURES, w->plan->period, agency))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not supply the figures of criterion %s.",
		    role_name(w->who->role), id.text);
	if (i == NULL)
		return fault_set(why, ERR_LEAF_NOT_YOURS, "/leaf",
		    "Criterion %s is not among the period's indicators.",
		    id.text);
	return OK;
}

enum err
act_supply_figures(struct store *s, const struct who *who,
    struct period_id period, struct leaf_id leaf, const struct jv *root,
    struct slice text, unsigned *units, struct fault *why)
{
	struct supplying w = { .store = s,
		.who = who,
		.batch = digest_of(text) };
	struct pool pool = { 0 };
	struct figures in;
	int index;
	enum err e;

	*units = 0;
	if ((e = part_plan(s, period, &w.plan, why)) != OK ||
	    (e = admit(&w, leaf, &index, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK ||
	    (e = figures_read(w.plan, (unsigned)index, root, &pool, &in,
		 why)) != OK)
		goto out;
	w.in = &in;
	if (in.extracted.us > w.now.wall.us + w.now.bound.us)
		e = fault_set(why, ERR_RANGE, "/extracted",
		    "The figures cannot have been taken in the future.");
	else
		e = env_change(s->env, run, &w, (size_t)in.n * 512 + 1024);
	if (e == OK)
		*units = in.n;
out:
	pool_free(&pool);
	return e;
}
