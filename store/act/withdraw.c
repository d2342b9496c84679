/*
 * withdraw.c - a unit takes a document back: a new record, nothing deleted.
 *
 * Knows when that is allowed. Touches submissions, ledger, feed and outbox.
 */
#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"

struct withdrawing {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	const char *reason;
	struct submission_id id;
	struct reading now;
	struct submission *out;
	struct fault *why;
};

static enum err
log_it(struct withdrawing *w, struct txn *t, uint64_t *entry,
    struct moment *time)
{
	char id[UUID_TEXT];
	struct buf body = { 0 };
	enum err e;

	submission_id_text(w->id, id);
	entry_str(&body, "id", id);
	entry_int(&body, "about", (int64_t)w->out->entry);
	entry_digest(&body, "reason",
	    part_salted(w->out->salt, slice_text(w->reason)));
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_WITHDRAWAL, &w->now,
		    buf_all(&body), entry, time);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct withdrawing *w = arg;
	struct leaf_id leaf;
	struct life life;
	enum life_state next;
	struct moment time;
	uint64_t entry;
	enum err e;
	int unit;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (!submissions_get(t, w->id, w->out))
		return ERR_NOT_FOUND;
	if (w->out->status == SUBMISSION_WITHDRAWN ||
	    w->out->status == SUBMISSION_SUPERSEDED)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The submission is %s already.",
		    submission_status_name(w->out->status));
	if ((unit = plan_unit(w->plan, w->out->unit)) < 0)
		return ERR_BROKEN;
	if ((e = part_life(t, w->plan, (unsigned)unit, STEP_SUBMIT, w->who,
		 &w->now, &life, &next, w->why)) != OK)
		return e;
	if ((e = log_it(w, t, &entry, &time)) != OK)
		return e;
	leaf = w->out->leaf[0];
	submissions_move(t, w->out, SUBMISSION_WITHDRAWN, w->reason);
	part_event(t, EVENT_SUBMISSION_WITHDRAWN, w->plan, (unsigned)unit,
	    w->id, leaf, time, entry);
	outbox_raise(t, JOB_SCORE_UNIT, w->out->period, w->out->unit, entry);
	return t->err;
}

enum err
act_withdraw(struct store *s, const struct who *who, struct submission_id id,
    const char *reason, struct submission *out, struct fault *why)
{
	struct withdrawing w = { .store = s,
		.who = who,
		.reason = reason,
		.id = id,
		.out = out,
		.why = why };
	struct txn t;
	enum err e;
	int unit;

	txn_read(&t, s->env);
	if (!submissions_get(&t, id, out))
		txn_require(&t, ERR_NOT_FOUND);
	if ((e = txn_end(&t)) != OK)
		return e;
	if (!who_may_in(who, MAY_READ_SHEET, out->period, out->unit))
		return ERR_NOT_FOUND;
	if ((e = part_may(who, MAY_WITHDRAW, out->period, out->unit, why)) !=
		OK ||
	    (e = part_plan(s, out->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	if ((unit = part_unit(w.plan, out->unit, why)) < 0)
		return ERR_UNKNOWN_UNIT;
	if (reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "A withdrawal needs a reason.");
	if ((e = part_unit_window(w.plan, (unsigned)unit, STAGE_EVIDENCE,
		 &w.now, why)) != OK)
		return e;
	return env_change(s->env, run, &w, 1024);
}
