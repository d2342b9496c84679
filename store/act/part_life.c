/*
 * part_life.c - the sheet's life, as acts ask it.
 *
 * Knows how its refusals are said. Touches lives, for reading.
 */
#include "store/act/part.h"

/* Which of the unit's windows `now` is on time in. */
static void
open_windows(const struct plan *plan, unsigned unit, const struct reading *now,
    bool open[STAGES])
{
	struct interval when = { { now->wall.us - now->bound.us },
		{ now->wall.us + now->bound.us } };

	for (unsigned s = 0; s < STAGES; s++) {
		const struct window *w =
		    plan_unit_window(plan, unit, (enum stage)s);

		open[s] = w != NULL &&
			  verdict_counts(verdict_of(when, w, plan->doubt));
	}
}

static enum err
wrong_state(enum life_step step, const struct life_now *now,
    struct unit_id unit, struct fault *why)
{
	struct buf states = { 0 };
	enum err e;

	life_states_of(step, now, &states);
	if (states.n == 0)
		e = fault_set(why, ERR_WRONG_STATE, "",
		    "There is no step \"%s\" in this period.",
		    life_step_name(step));
	else
		e = fault_set(why, ERR_WRONG_STATE, "",
		    "The sheet of unit %s is %s; \"%s\" is for one that is "
		    "%s.",
		    unit.text, life_state_name(now->state),
		    life_step_name(step), buf_cstr(&states));
	buf_free(&states);
	return e;
}

enum err
part_life(struct txn *t, const struct plan *plan, unsigned unit,
    enum life_step step, const struct who *who, const struct reading *now,
    struct life *life, enum life_state *next, struct fault *why)
{
	struct life_now is = { .role = who->role,
		.two_rounds =
		    plan_unit_window(plan, unit, STAGE_ROUND2) != NULL,
		.confirmation = plan->life.confirmation };
	enum stage window = STAGE_EVIDENCE;

	*life = (struct life){ .period = plan->period,
		.unit = plan->units[unit].id };
	lives_get(t, life);
	if (t->err != OK)
		return t->err;
	is.state = life->state;
	open_windows(plan, unit, now, is.open);
	switch (life_ask(step, &is, next, &window)) {
	case LIFE_MAY:
		return OK;
	case LIFE_NOT_ROLE:
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" does not take the step \"%s\".",
		    role_name(who->role), life_step_name(step));
	case LIFE_NOT_STATE:
		return wrong_state(step, &is, life->unit, why);
	default:
		return part_unit_window(plan, unit, window, now, why);
	}
}

#define NAMED_MOST 5

enum err
part_sheets_final(struct txn *t, const struct plan *plan, struct fault *why)
{
	struct buf named = { 0 };
	unsigned n = 0;
	enum err e = OK;

	for (unsigned i = 0; plan->life.said && i < plan->n_units; i++) {
		struct life life = { .period = plan->period,
			.unit = plan->units[i].id };

		lives_get(t, &life);
		if (life.state != LIFE_FINAL && n++ < NAMED_MOST)
			buf_print(&named, "%s%s (%s)", n == 1 ? "" : ", ",
			    life.unit.text, life_state_name(life.state));
	}
	if (t->err == OK && n > 0)
		e = fault_set(why, ERR_WRONG_STATE, "/period",
		    "Period %s: %u sheets are not final yet: %s%s.",
		    plan->period.text, n, buf_cstr(&named),
		    n > NAMED_MOST ? ", and others" : "");
	buf_free(&named);
	return t->err != OK ? t->err : e;
}
