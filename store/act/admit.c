/*
 * admit.c - the council lets a late document count, under a decision.
 *
 * Knows when there is such a thing to decide. Touches submissions, mandates,
 * ledger, feed and outbox.
 */
#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"

struct admitting {
	struct store *store;
	const struct plan *plan;
	struct mandated mandated;
	struct submission_id id;
	struct reading now;
	struct submission *out;
	struct fault *why;
};

/* Only what is kept and does not count, where the period leaves it open. */
static enum err
check(const struct admitting *w, const struct submission *s)
{
	if (w->plan->late != LATE_COUNCIL)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "In period %s late documents are not for the council to "
		    "decide (\"late_policy\" is \"%s\").",
		    s->period.text, late_policy_name(w->plan->late));
	if (s->admitted != 0)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The submission counts by a decision already.");
	if (s->status != SUBMISSION_LATE)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The submission is %s, not late.",
		    submission_status_name(s->status));
	return OK;
}

static enum err
run(struct txn *t, void *arg)
{
	struct admitting *w = arg;
	struct submission *s = w->out;
	struct buf body = { 0 };
	struct moment time;
	enum err e;
	int unit;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (!submissions_get(t, w->id, s))
		return ERR_NOT_FOUND;
	if ((e = check(w, s)) != OK)
		return e;
	if ((unit = plan_unit(w->plan, s->unit)) < 0)
		return ERR_BROKEN;
	entry_int(&body, "about", (int64_t)s->entry);
	e = part_mandate(w->store, t, &w->mandated, ENTRY_ADMISSION, &body,
	    &w->now, &s->admitted, &time);
	buf_free(&body);
	if (e != OK)
		return e;
	submissions_move(t, s, SUBMISSION_ACCEPTED, "");
	part_event(t, EVENT_SUBMISSION_ADMITTED, w->plan, (unsigned)unit, s->id,
	    s->leaf[0], time, s->admitted);
	outbox_raise(t, JOB_SCORE_UNIT, s->period, s->unit, s->admitted);
	return t->err;
}

enum err
act_admit_late(struct store *s, const struct who *who, struct submission_id id,
    const struct mandate *mandate, struct submission *out, struct fault *why)
{
	struct admitting w = { .store = s, .id = id, .out = out, .why = why };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	if (!submissions_get(&t, id, out))
		txn_require(&t, ERR_NOT_FOUND);
	if ((e = txn_end(&t)) != OK)
		return e;
	if (!who_may_in(who, MAY_READ_SHEET, out->period, out->unit))
		return ERR_NOT_FOUND;
	if ((e = part_may(who, MAY_ADMIT_LATE, out->period, out->unit, why)) !=
		OK ||
	    (e = mandate_check(mandate, why)) != OK ||
	    (e = part_plan(s, out->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	w.mandated.mandate = *mandate;
	w.mandated.by = who->token;
	e = random_bytes(w.mandated.salt, sizeof w.mandated.salt);
	return e != OK ? e : env_change(s->env, run, &w, 1024);
}
