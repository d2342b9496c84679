/*
 * outage.c - the outage for which an announced rule moves a deadline.
 *
 * Knows where the log tells of outages. Touches it, for reading, a page at a
 * time from its newest entry back.
 */
#include "store/model/outage.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"

#define PAGE 4096

struct searching {
	struct store *store;
	const struct plan *plan;
	uint64_t place, first; /* looked at down to `first` */
	bool found;
	struct interval outage;
};

static bool
moves_any(const struct plan *p, const struct interval *outage)
{
	struct moment moved;

	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i];

		if (w->stage == STAGE_EVIDENCE && plan_window_in_force(p, w) &&
		    outage_moves(&p->outage, w->on_time_until, outage->earliest,
			outage->latest, &moved))
			return true;
	}
	return false;
}

static enum err
search_page(struct searching *x)
{
	struct slice bytes;
	struct entry e;
	struct txn t;

	txn_read(&t, x->store->env);
	for (unsigned i = 0; i < PAGE && x->place > x->first; i++) {
		if (!ledger_entry(x->store->ledger, &t, --x->place, &bytes))
			continue; /* between two logs */
		if (entry_read(bytes, &e) != OK) {
			txn_require(&t, ERR_BROKEN);
			break;
		}
		x->found =
		    e.type == ENTRY_OUTAGE &&
		    entry_number(e.body, "from", &x->outage.earliest.us) &&
		    entry_number(e.body, "until", &x->outage.latest.us) &&
		    moves_any(x->plan, &x->outage);
		if (x->found)
			break;
	}
	return txn_end(&t);
}

enum err
look_outage(struct store *s, struct period_id period, uint64_t *entry,
    struct interval *out)
{
	struct searching x = { .store = s };
	struct period row;
	struct txn t;
	enum err e;

	if ((e = store_plan(s, period, &x.plan, &row)) != OK)
		return e;
	txn_read(&t, s->env);
	x.place = ledger_next(s->ledger, &t);
	if ((e = txn_end(&t)) != OK)
		return e;
	/* of this log: a successor's entries begin with its own */
	x.first = PLACE_LOG(row.entry) == PLACE_LOG(x.place)
		      ? row.entry
		      : PLACE(PLACE_LOG(x.place), 0);
	while (e == OK && !x.found && x.place > x.first)
		e = search_page(&x);
	if (e != OK || !x.found)
		return e != OK ? e : ERR_NOT_FOUND;
	*entry = x.place;
	*out = x.outage;
	return OK;
}
