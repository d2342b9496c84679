/*
 * dispose.c - what is over its years is destroyed: documents here.
 *
 * Knows when that is, and that what something else still needs stays. Touches
 * what act_expunge touches.
 */
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/expunge.h"
#include "store/model/hold.h"
#include "store/model/retention.h"
#include "store/table/submissions.h"

struct disposing {
	struct expunging each;
	const struct plan *plan;
	enum retained kind;
	struct expunged one; /* the newest that went */
	struct digest *list;
	size_t n, room;
	enum err err;
};

static bool
may_go(void *self, const struct submission *use)
{
	const struct disposing *w = self;

	return period_id_eq(use->period, w->plan->period) &&
	       retained_of(use->status) == w->kind;
}

static bool
take_document(void *self, const struct submission *s)
{
	struct disposing *w = self;
	struct digest *grown;

	if (retained_of(s->status) != w->kind)
		return true;
	if (w->n == w->room) {
		w->room = w->room == 0 ? 256 : w->room * 2;
		grown = realloc(w->list, w->room * sizeof *grown);
		if (grown == NULL) {
			w->err = ERR_NO_MEMORY;
			return false;
		}
		w->list = grown;
	}
	w->list[w->n++] = s->document;
	return true;
}

static enum err
check_due(struct disposing *w)
{
	const struct plan *p = w->plan;
	char text[DATE_TEXT];
	struct hold hold;
	struct txn t;
	int64_t day;
	bool held;
	enum err e;

	if (!retention_ends(p, w->kind, &day))
		return fault_set(w->each.why, ERR_WRONG_STATE, "",
		    "Period %s keeps records of kind \"%s\" for ever.",
		    p->period.text, retained_name(w->kind));
	date_text(day, text);
	if (w->each.now.wall.us < date_start(day).us)
		return fault_set(w->each.why, ERR_WRONG_STATE, "",
		    "Records of kind \"%s\" of period %s are kept until %s.",
		    retained_name(w->kind), p->period.text, text);
	txn_read(&t, w->each.store->env);
	held = part_hold_in(&t, p->period, &hold);
	if ((e = txn_end(&t)) != OK || !held)
		return e;
	return fault_set(w->each.why, ERR_CONFLICT, "",
	    "Legal hold %llu lies on records of period %s.",
	    (unsigned long long)hold.n, p->period.text);
}

/* Every document of the kind in the period; those that something else still
 * needs stay. */
static enum err
dispose(struct disposing *w, uint64_t *n)
{
	const struct plan *p = w->plan;
	enum err e = OK;
	struct txn t;

	txn_read(&t, w->each.store->env);
	for (unsigned u = 0; u < p->n_units && w->err == OK; u++)
		submissions_of_unit(&t, p->period, p->units[u].id,
		    take_document, w);
	if ((e = txn_end(&t)) == OK)
		e = w->err;
	w->each.out = &w->one;
	for (size_t i = 0; e == OK && i < w->n; i++) {
		w->each.digest = w->list[i];
		e = env_change(w->each.store->env, expunge_run, &w->each, 4096);
		*n += e == OK && !w->each.stays;
		if (e == ERR_WRONG_STATE) /* the same bytes once more */
			e = OK;
	}
	return e;
}

enum err
act_dispose(struct store *s, const struct who *who, struct period_id period,
    enum retained kind, const struct mandate *mandate, uint64_t *n,
    struct fault *why)
{
	struct disposing w = { .each = { .store = s,
				   .disposal = true,
				   .may_go = may_go,
				   .why = why },
		.kind = kind };
	enum err e, done;

	*n = 0;
	w.each.self = &w;
	if ((e = expunge_begin(&w.each, who, mandate)) != OK ||
	    (e = part_plan(s, period, &w.plan, why)) != OK ||
	    (e = check_due(&w)) != OK)
		return e;
	if (!retained_documents(kind))
		return dispose_rows(&w.each, w.plan, kind, n);
	e = dispose(&w, n);
	done = part_carry_out(s);
	free(w.list);
	if (e == OK && done == OK && why != NULL)
		*why = (struct fault){ .err = OK };
	return e != OK ? e : done;
}
