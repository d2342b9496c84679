/*
 * hold.c - a legal hold is placed or ended, under a decision.
 *
 * Knows what a hold may be over. Touches holds, mandates and the ledger.
 */
#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/documents.h"
#include "store/table/holds.h"

struct holding {
	struct store *store;
	struct mandated mandated;
	struct hold asked; /* as it came: the act may run again */
	struct hold *out;
	bool ends;
	struct reading now;
	struct fault *why;
};

static enum err
log_it(struct holding *w, struct txn *t, uint64_t *entry, struct moment *time)
{
	const struct hold *h = w->out;
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "number", (int64_t)h->n);
	entry_str(&body, "action", w->ends ? "ended" : "placed");
	if (h->period.text[0] != 0)
		entry_str(&body, "period", h->period.text);
	if (h->unit.text[0] != 0)
		entry_digest(&body, "unit",
		    entry_salted_unit(w->mandated.salt, h->unit.text));
	if (h->has_document)
		entry_digest(&body, "document", h->document);
	e = part_mandate(w->store, t, &w->mandated, ENTRY_HOLD, &body, &w->now,
	    entry, time);
	buf_free(&body);
	return e;
}

/* What it is over must exist. */
static enum err
check_scope(const struct holding *w, struct txn *t)
{
	const struct hold *h = w->out;
	struct document doc;
	struct period period;

	if (h->period.text[0] != 0 && !periods_get(t, h->period, &period))
		return fault_set(w->why, ERR_UNKNOWN_PERIOD, "/period",
		    "There is no period \"%s\".", h->period.text);
	if (h->has_document && !documents_get(t, h->document, &doc))
		return fault_set(w->why, ERR_NOT_FOUND, "/document",
		    "There is no such document.");
	return t->err;
}

static enum err
run(struct txn *t, void *arg)
{
	struct holding *w = arg;
	enum err e;

	*w->out = w->asked;
	if (w->ends && !holds_get(t, w->out))
		return fault_set(w->why, ERR_NOT_FOUND, "",
		    "There is no hold %llu.", (unsigned long long)w->asked.n);
	if (w->ends && w->out->ended != 0)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "Hold %llu has ended already.",
		    (unsigned long long)w->asked.n);
	if (!w->ends) {
		if ((e = check_scope(w, t)) != OK)
			return e;
		w->out->n = holds_next(t);
	}
	e = w->ends ? log_it(w, t, &w->out->ended, &w->out->end)
		    : log_it(w, t, &w->out->entry, &w->out->time);
	if (e == OK)
		holds_put(t, w->out);
	return e != OK ? e : t->err;
}

static enum err
hold(struct holding *w, const struct who *who, const struct mandate *mandate)
{
	static const struct period_id all;
	static const struct unit_id nobody;
	enum err e;

	if ((e = part_may(who, MAY_DESTROY, all, nobody, w->why)) != OK ||
	    (e = mandate_check(mandate, w->why)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK ||
	    (e = random_bytes(w->mandated.salt, sizeof w->mandated.salt)) != OK)
		return e;
	w->mandated.mandate = *mandate;
	w->mandated.by = who->token;
	return env_change(w->store->env, run, w, 1024);
}

enum err
act_place_hold(struct store *s, const struct who *who, struct hold *h,
    const struct mandate *mandate, struct fault *why)
{
	struct holding w = { .store = s, .asked = *h, .out = h, .why = why };

	if (h->unit.text[0] != 0 && h->period.text[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/period",
		    "A hold over a unit names the period: units change.");
	return hold(&w, who, mandate);
}

enum err
act_end_hold(struct store *s, const struct who *who, struct hold *h,
    const struct mandate *mandate, struct fault *why)
{
	struct holding w = { .store = s,
		.asked = *h,
		.out = h,
		.ends = true,
		.why = why };

	return hold(&w, who, mandate);
}

/* ---- asked by acts that destroy ---- */

struct over {
	const struct submission *use;
	struct period_id period;
	struct hold *found;
};

static bool
is_over_use(void *self, const struct hold *h)
{
	struct over *x = self;

	if (!hold_covers(h, x->use))
		return true;
	*x->found = *h;
	return false;
}

bool
part_hold_over(struct txn *t, const struct submission *use, struct hold *found)
{
	struct over x = { .use = use, .found = found };

	found->n = 0;
	holds_each(t, is_over_use, &x);
	return found->n != 0;
}

static bool
is_over_period(void *self, const struct hold *h)
{
	struct over *x = self;

	if (!hold_touches(h, x->period))
		return true;
	*x->found = *h;
	return false;
}

bool
part_hold_in(struct txn *t, struct period_id period, struct hold *found)
{
	struct over x = { .period = period, .found = found };

	found->n = 0;
	holds_each(t, is_over_period, &x);
	return found->n != 0;
}
