/*
 * rule_time.c - a person rules on when a submission came, under a decision.
 *
 * Knows what is left for a person to rule on. Touches submissions, mandates,
 * ledger, feed and outbox.
 */
#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/judge.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"
#include "store/table/unfit.h"

struct ruling_on {
	struct store *store;
	const struct plan *plan;
	struct mandated mandated;
	struct submission_id id;
	enum verdict verdict;
	struct reading now;
	struct submission *out;
	struct fault *why;
};

/* A verdict by other windows, or by outside times that have just come, is
 * waited for. */
static bool
is_under_way(const struct ruling_on *w, struct txn *t,
    const struct submission *s, const struct window *window)
{
	struct job row = { .kind = JOB_REJUDGE_UNIT,
		.period = s->period,
		.unit = s->unit };
	struct basis basis = submission_basis(s, w->plan->commitment);
	struct unfit wants = { .entry = basis.place };
	struct bounds bounds;

	return window == NULL || window->version != s->window_version ||
	       outbox_get(t, &row) ||
	       (basis.trust != TRUST_FIT && s->bounds.before_by == 0 &&
		   part_bounds(w->store, t, &wants, &bounds));
}

/* Is there anything for a person? */
static bool
is_open(const struct ruling_on *w, const struct submission *s,
    const struct window *window)
{
	struct interval when;
	enum bounded how = submission_when(s, w->plan->commitment, &when);

	return ruling_may(how, verdict_of(when, window, w->plan->doubt));
}

static enum err
check(const struct ruling_on *w, struct txn *t, const struct submission *s,
    const struct window *window)
{
	struct submission ruled = *s;

	if (is_under_way(w, t, s, window))
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "A new verdict on the submission is under way: ask again "
		    "in a moment.");
	if (!is_open(w, s, window))
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The submission is %s beyond doubt: there is nothing to "
		    "rule on.",
		    verdict_name(s->verdict));
	if (s->ruling.entry != 0 && s->ruling.window == window->version &&
	    s->ruling.verdict == w->verdict)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The submission was ruled to be %s already.",
		    verdict_name(w->verdict));
	ruled.ruling =
	    (struct ruling){ UINT64_MAX, w->verdict, window->version };
	if (judge(t, w->plan, &ruled, window) != w->verdict)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "By the log the submission cannot be %s: it came behind "
		    "the window's closing, or replaces a rejected one in time.",
		    verdict_name(w->verdict));
	return OK;
}

static enum err
log_it(struct ruling_on *w, struct txn *t, const struct window *window,
    struct moment *time)
{
	struct submission *s = w->out;
	struct buf body = { 0 };
	struct period p;
	enum err e;

	(void)periods_get(t, s->period, &p);
	entry_int(&body, "about", (int64_t)s->entry);
	entry_int(&body, "rules", (int64_t)p.rules);
	part_window_line(&body, window);
	entry_str(&body, "was", verdict_name(s->verdict));
	entry_str(&body, "verdict", verdict_name(w->verdict));
	e = part_mandate(w->store, t, &w->mandated, ENTRY_RULING, &body,
	    &w->now, &s->ruling.entry, time);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct ruling_on *w = arg;
	struct submission *s = w->out;
	const struct window *window;
	char reason[sizeof s->reason];
	struct moment time;
	enum err e;
	int unit;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (!submissions_get(t, w->id, s))
		return ERR_NOT_FOUND;
	if ((unit = plan_unit(w->plan, s->unit)) < 0)
		return ERR_BROKEN;
	window = plan_unit_window(w->plan, (unsigned)unit, judge_stage(s));
	if ((e = check(w, t, s, window)) != OK ||
	    (e = log_it(w, t, window, &time)) != OK)
		return e;
	s->ruling.verdict = s->verdict = w->verdict;
	s->ruling.window = window->version;
	memcpy(reason, s->reason, sizeof reason);
	submissions_move(t, s, submission_restated(s), reason);
	part_event(t, EVENT_SUBMISSION_RULED, w->plan, (unsigned)unit, s->id,
	    s->leaf[0], time, s->ruling.entry);
	outbox_raise(t, JOB_SCORE_UNIT, s->period, s->unit, s->ruling.entry);
	return t->err;
}

enum err
act_rule_time(struct store *s, const struct who *who, struct submission_id id,
    enum verdict verdict, const struct mandate *mandate, struct submission *out,
    struct fault *why)
{
	struct ruling_on w = { .store = s,
		.id = id,
		.verdict = verdict,
		.out = out,
		.why = why };
	struct txn t;
	enum err e;

	if (verdict != VERDICT_ON_TIME && verdict != VERDICT_LATE)
		return fault_set(why, ERR_RANGE, "/verdict",
		    "A ruling is \"on-time\" or \"late\".");
	txn_read(&t, s->env);
	if (!submissions_get(&t, id, out))
		txn_require(&t, ERR_NOT_FOUND);
	if ((e = txn_end(&t)) != OK)
		return e;
	if (!who_may_in(who, MAY_READ_SHEET, out->period, out->unit))
		return ERR_NOT_FOUND;
	if ((e = part_may(who, MAY_RULE_TIME, out->period, out->unit, why)) !=
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
