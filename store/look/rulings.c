/*
 * rulings.c - on which submissions a person ruled, or may.
 *
 * Knows what is left for a person (bounds.h). Touches submissions, for
 * reading.
 */
#include "store/judge.h"
#include "store/look/looks.h"
#include "store/table/submissions.h"

struct listing {
	const struct plan *plan;
	unsigned unit;
	void (*each)(void *self, const struct submission *s, bool open);
	void *self;
};

static bool
take(void *self, const struct submission *s)
{
	const struct listing *l = self;
	const struct window *w =
	    plan_unit_window(l->plan, l->unit, judge_stage(s));
	struct interval when;
	enum bounded how = submission_when(s, l->plan->commitment, &when);
	bool open = w != NULL && s->status != SUBMISSION_WITHDRAWN &&
		    ruling_may(how, verdict_of(when, w, l->plan->doubt));

	if (s->ruling.entry != 0 || open)
		l->each(l->self, s,
		    open && (s->ruling.entry == 0 ||
				s->ruling.window != w->version));
	return true;
}

enum err
look_rulings(struct store *s, const struct who *who, struct period_id period,
    void (*each)(void *self, const struct submission *s, bool open), void *self,
    struct fault *why)
{
	static const struct unit_id all;
	struct listing l = { .each = each, .self = self };
	struct period row;
	struct txn t;
	enum err e;

	if (!who_may_in(who, MAY_READ_AUDIT, period, all))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not see what is ruled on.",
		    role_name(who->role));
	if ((e = store_plan(s, period, &l.plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	txn_read(&t, s->env);
	for (l.unit = 0; l.unit < l.plan->n_units; l.unit++)
		submissions_of_unit(&t, period, l.plan->units[l.unit].id, take,
		    &l);
	return txn_end(&t);
}
