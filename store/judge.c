/*
 * judge.c - the verdict on a submission.
 *
 * Knows which tables hold what the laws of verdict.h, bounds.h and commitment.h
 * ask for. Touches them, for reading.
 */
#include "store/judge.h"

#include "store/table/closings.h"
#include "store/table/submissions.h"

static bool
has_leaf(const struct submission *s, struct leaf_id leaf)
{
	for (unsigned i = 0; i < s->n_leaves; i++)
		if (leaf_id_eq(s->leaf[i], leaf))
			return true;
	return false;
}

/* Until when may `s` stand in for a rejected one? */
static bool
cure_until(struct txn *t, const struct plan *plan, const struct submission *s,
    struct moment *until)
{
	static const struct submission_id none;
	struct submission old;

	if (plan->cure.us == 0 ||
	    memcmp(s->replaces.b, none.b, sizeof none.b) == 0 ||
	    !submissions_get(t, s->replaces, &old) || old.rejected.us == 0 ||
	    !unit_id_eq(old.unit, s->unit) || !verdict_in_time(old.verdict))
		return false;
	for (unsigned i = 0; i < s->n_leaves; i++)
		if (!has_leaf(&old, s->leaf[i]))
			return false;
	*until = moment_plus(old.rejected, plan->cure);
	return true;
}

enum stage
judge_stage(const struct submission *s)
{
	return s->supplement ? STAGE_EXPLANATION : STAGE_EVIDENCE;
}

enum verdict
judge(struct txn *t, const struct plan *plan, const struct submission *s,
    const struct window *w)
{
	struct basis basis = submission_basis(s, plan->commitment);
	struct interval when;
	enum bounded how = submission_when(s, plan->commitment, &when);
	enum verdict v = verdict_ruled(verdict_of(when, w, plan->doubt), how,
	    &s->ruling, w->version);
	struct closing closing;
	struct moment until;

	closings_get(t, plan->period, w, &closing);
	v = verdict_fenced(v, closing.closed && basis.place > closing.entry);
	if (v != VERDICT_NOT_OPEN && !verdict_in_time(v) &&
	    cure_until(t, plan, s, &until))
		v = verdict_cured(v, when, until, plan->doubt);
	return v;
}

enum verdict
judge_then(struct txn *t, const struct plan *plan, const struct submission *s,
    const struct window **w)
{
	const struct plan *then =
	    plan_at(plan, s->rejudged != 0 ? s->rejudged : s->entry);
	int unit = plan_unit(then, s->unit);

	*w = NULL;
	if (unit < 0 || (*w = plan_window_version(then, then->units[unit].block,
			     judge_stage(s), s->window_version)) == NULL)
		return VERDICT_NONE;
	return judge(t, then, s, *w);
}

enum verdict
judge_now(struct txn *t, const struct plan *plan, const struct submission *s,
    const struct window **w)
{
	int unit = plan_unit(plan, s->unit);

	*w = NULL;
	if (unit < 0 || (*w = plan_unit_window(plan, (unsigned)unit,
			     judge_stage(s))) == NULL)
		return VERDICT_NONE;
	return judge(t, plan, s, *w);
}
