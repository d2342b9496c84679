/*
 * amend.c - the data of an open period changes, under a decision.
 *
 * Knows what must stand or fall together: version, decision, log entry, event
 * and the promised jobs. Touches periods, bundles, amendments, mandates,
 * ledger, feed and outbox.
 */
#include "store/model/amend.h"

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/amendments.h"
#include "store/table/events.h"
#include "store/table/outbox.h"

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

/* Asks for what the change may have changed. */
static void
promise(const struct amending *w, struct txn *t, uint64_t entry)
{
	const struct plan *is = w->is;
	bool cure = w->was->cure.us != is->cure.us;

	for (unsigned i = 0; i < is->n_units; i++)
		if (cure ||
		    amend_moves(w->was, is, is->units[i].id, STAGE_EVIDENCE))
			outbox_raise(t, JOB_REJUDGE_UNIT, is->period,
			    is->units[i].id, entry);
	part_rescore(t, is, entry);
}

static enum err
run(struct txn *t, void *arg)
{
	struct amending *w = arg;
	struct amendment_row row = { .outage = w->in->outage };
	struct period p;
	struct event event;
	enum err e;

	if ((e = store_plan_holds(t, w->was)) != OK)
		return e;
	(void)periods_get(t, w->was->period, &p);
	row.before = p.version;
	row.version = p.version + 1;
	if ((e = log_amendment(w, t, &row)) != OK)
		return e;
	p.version = row.version;
	p.bundle = w->digest;
	p.loaded = w->now.wall;
	p.rules = row.entry;
	periods_put(t, &p);
	bundles_put(t, p.id, p.version, w->in->bundle);
	amendments_put(t, p.id, &row);
	event = (struct event){ .kind = EVENT_PERIOD_AMENDED,
		.time = row.time,
		.period = p.id,
		.entry = row.entry };
	events_add(t, &event);
	promise(w, t, row.entry);
	*w->out = p;
	return t->err;
}

enum err
act_amend_period(struct store *s, const struct who *who,
    struct period_id period, const struct amendment *in, struct period *out,
    struct fault *why)
{
	struct amending w = { .store = s, .in = in, .out = out, .why = why };
	enum err e;

	if ((e = part_operator(who, why)) != OK ||
	    (e = mandate_check(&in->mandate, why)) != OK ||
	    (e = part_plan(s, period, &w.was, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK ||
	    (e = amended_plan(s, w.was, in, &w.now, &w.is, why)) != OK)
		return e;
	w.digest = digest_of(in->bundle);
	w.mandated.mandate = in->mandate;
	w.mandated.by = who->token;
	e = random_bytes(w.mandated.salt, sizeof w.mandated.salt);
	if (e == OK)
		e = env_change(s->env, run, &w, in->bundle.n + 4096);
	plan_free(&w.is);
	return e == ERR_BUSY
		   ? fault_set(why, e, "",
			 "Period %s was changed by somebody else meanwhile.",
			 period.text)
		   : e;
}
