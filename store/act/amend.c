/*
 * amend.c - the data of an open period changes, under a decision.
 *
 * Knows what must stand or fall together: version, decision, log entry, event,
 * what is kept by place, and the promised jobs. Touches periods, bundles,
 * amendments, mandates, results, ranks, tallies, ledger, feed and outbox.
 */
#include "store/model/amend.h"

#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/model/carry.h"
#include "store/table/amendments.h"
#include "store/table/counts.h"
#include "store/table/events.h"
#include "store/table/forms.h"
#include "store/table/outbox.h"
#include "store/table/results.h"

struct amending {
	struct store *store;
	const struct amendment *in;
	const struct plan *was;
	struct plan *is;
	struct digest digest;
	struct mandated mandated;
	struct reading now;
	struct period *out;
	struct fault *why;
	struct amend_kept kept;     /* by which it was allowed */
	struct result *room;        /* two; they are large */
	struct standing *standings; /* [n_units] */
};

static enum err
log_amendment(struct amending *w, struct txn *t, struct amendment_row *row)
{
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", w->is->period.text);
	entry_int(&body, "version", row->version);
	entry_int(&body, "before", row->before);
	part_rules_lines(&body, w->is, w->digest);
	part_rules_more_lines(&body, w->is);
	if (row->outage != 0)
		entry_int(&body, "outage", (int64_t)row->outage);
	e = part_mandate(w->store, t, &w->mandated, ENTRY_AMENDMENT, &body,
	    &w->now, &row->entry, &row->time);
	buf_free(&body);
	return e;
}

/* ---- what is kept by place finds its place in the new data ---- */

/* Every unit's result as it was, until it is scored again. */
static void
carry_results(const struct amending *w, struct txn *t)
{
	struct result *from = &w->room[0], *to = &w->room[1];
	int old;

	for (unsigned i = 0; i < w->is->n_units; i++) {
		old = plan_unit(w->was, w->is->units[i].id);
		if (old < 0 || !results_get(t, w->was, (unsigned)old, from))
			continue;
		result_carry(w->was, w->is, from, to);
		(void)results_put(t, w->is, i, to);
	}
}

/* Who came into a block stands in it, and who left it does not. */
static void
carry_ranks(const struct amending *w, struct txn *t, uint64_t entry,
    struct moment time)
{
	struct event e = { .kind = EVENT_RANKS_CHANGED,
		.time = time,
		.period = w->is->period,
		.entry = entry };
	size_t n;

	for (unsigned b = 0; b < w->is->n_blocks; b++) {
		if (ranks_get(t, w->is, b, w->standings) == 0)
			continue; /* not ranked yet */
		n = part_standings(t, w->is, b, w->room, w->standings);
		rank_units(w->is, w->standings, n);
		if (!ranks_put(t, w->is, b, w->standings, n))
			continue;
		e.block = w->is->blocks[b].id;
		events_add(t, &e);
	}
}

/* Questions may feed other leaves. */
static void
carry_tallies(const struct amending *w, struct txn *t)
{
	static const struct tally none;
	struct tally was[LEAVES_MOST], is[LEAVES_MOST];
	bool any;

	for (unsigned u = 0; u < w->is->n_units; u++) {
		tallies_get(t, w->is, u, was);
		counts_tally(t, w->is, u, is);
		any = false;
		for (unsigned l = 0; l < w->is->n_leaves; l++)
			any = any || memcmp(&is[l], &none, sizeof none) != 0;
		if (any || memcmp(was, is, w->is->n_leaves * sizeof *is) != 0)
			tallies_put(t, w->is, u, is);
	}
}

/* Asks for what the change may have changed. */
static void
promise(const struct amending *w, struct txn *t, uint64_t entry)
{
	const struct plan *is = w->is;

	for (unsigned i = 0; i < is->n_units; i++)
		if (amend_rejudges(w->was, is, is->units[i].id))
			outbox_raise(t, JOB_REJUDGE_UNIT, is->period,
			    is->units[i].id, entry);
	part_rescore(t, is, entry);
}

/* The period as it was when the change was allowed, to the first form. */
static enum err
still_so(const struct amending *w, struct txn *t)
{
	struct amend_kept kept;
	enum err e = store_plan_holds(t, w->was);

	if (e != OK)
		return e;
	amended_kept(t, w->was, &kept);
	return memcmp(&kept, &w->kept, sizeof kept) == 0 ? t->err : ERR_BUSY;
}

static void
keep(const struct amending *w, struct txn *t, const struct amendment_row *row,
    struct period *p)
{
	p->version = row->version;
	p->bundle = w->digest;
	p->loaded = w->now.wall;
	p->rules = row->entry;
	periods_put(t, p);
	bundles_put(t, p->id, p->version, w->in->bundle);
	amendments_put(t, p->id, row);
}

static enum err
run(struct txn *t, void *arg)
{
	struct amending *w = arg;
	struct amendment_row row = { .outage = w->in->outage };
	struct period p;
	struct event event;
	enum err e;

	if ((e = still_so(w, t)) != OK)
		return e;
	(void)periods_get(t, w->was->period, &p);
	row.before = p.version;
	row.version = p.version + 1;
	if ((e = log_amendment(w, t, &row)) != OK)
		return e;
	keep(w, t, &row, &p);
	event = (struct event){ .kind = EVENT_PERIOD_AMENDED,
		.time = row.time,
		.period = p.id,
		.entry = row.entry };
	events_add(t, &event);
	carry_results(w, t);
	carry_ranks(w, t, row.entry, row.time);
	carry_tallies(w, t);
	promise(w, t, row.entry);
	*w->out = p;
	return t->err;
}

static enum err
amend(struct amending *w)
{
	size_t units = w->is->n_units;
	enum err e = ERR_NO_MEMORY;

	w->room = calloc(2, sizeof *w->room);
	w->standings = calloc(units, sizeof *w->standings);
	if (w->room != NULL && w->standings != NULL)
		e = env_change(w->store->env, run, w,
		    w->in->bundle.n + units * 8192);
	free(w->room);
	free(w->standings);
	return e;
}

enum err
act_amend_period(struct store *s, const struct who *who,
    struct period_id period, const struct amendment *in, struct period *out,
    struct fault *why)
{
	static const struct unit_id nobody;
	struct amending w = { .store = s, .in = in, .out = out, .why = why };
	enum err e;

	if ((e = part_may(who, MAY_AMEND, period, nobody, why)) != OK ||
	    (e = mandate_check(&in->mandate, why)) != OK ||
	    (e = part_plan(s, period, &w.was, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK ||
	    (e = amended_plan(s, w.was, in, &w.now, &w.is, &w.kept, NULL,
		 why)) != OK)
		return e;
	w.digest = digest_of(in->bundle);
	w.mandated.mandate = in->mandate;
	w.mandated.by = who->token;
	e = random_bytes(w.mandated.salt, sizeof w.mandated.salt);
	if (e == OK)
		e = amend(&w);
	plan_free(&w.is);
	return e == ERR_BUSY
		   ? fault_set(why, e, "",
			 "Period %s was changed by somebody else meanwhile.",
			 period.text)
		   : e;
}
