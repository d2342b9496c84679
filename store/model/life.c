/*
 * life.c - the life of a sheet.
 *
 * Knows the one table; what is not listed in it is refused. Touches nothing
 * but its arguments.
 */
#include "store/model/life.h"

#include <assert.h>

static const char *const state_names[] = {
	[LIFE_DRAFT] = "draft",
	[LIFE_LOCKED] = "locked",
	[LIFE_CONFIRMED] = "confirmed",
	[LIFE_APPRAISED] = "appraised",
	[LIFE_EXPLAINED] = "explained",
	[LIFE_REAPPRAISED] = "reappraised",
	[LIFE_DECIDED] = "decided",
	[LIFE_FINAL] = "final",
};
static_assert(sizeof state_names / sizeof *state_names == LIFE_STATES,
    "all named");

static const char *const step_names[] = {
	[STEP_SUBMIT] = "submit",
	[STEP_CURE] = "cure",
	[STEP_SCORE_SELF] = "score-self",
	[STEP_LOCK] = "lock",
	[STEP_UNLOCK] = "unlock",
	[STEP_CONFIRM] = "confirm",
	[STEP_REOPEN] = "reopen",
	[STEP_TAKE] = "take",
	[STEP_SCORE_ROUND1] = "score-round1",
	[STEP_REQUEST] = "request-explanation",
	[STEP_END_ROUND1] = "end-round1",
	[STEP_EXPLAIN] = "explain",
	[STEP_SUPPLEMENT] = "supplement",
	[STEP_END_EXPLANATION] = "end-explanation",
	[STEP_SCORE_ROUND2] = "score-round2",
	[STEP_END_ROUND2] = "end-round2",
	[STEP_SCORE_COUNCIL] = "score-council",
	[STEP_DECIDE] = "decide",
	[STEP_RESUME] = "resume",
	[STEP_FINISH] = "finish",
};
static_assert(sizeof step_names / sizeof *step_names == LIFE_STEPS,
    "all named");

/* A row's sets of states, roles and windows. Any window: whenever the state
 * allows it (the act itself asks the windows of evidence, which say what is
 * late, and the council has none). */
#define S(state) (1u << LIFE_##state)
#define R(role) (1u << ROLE_##role)
#define W(stage) (1u << STAGE_##stage)
#define ANY_WINDOW 0u
#define STAYS LIFE_STATES

/* On what terms of the period a row is there. */
enum terms {
	ALWAYS,
	ONE_ROUND,
	TWO_ROUNDS,
	UNCONFIRMED, /* where the period asks for no confirmation */
};

/* clang-format off */
static const struct row {
	enum life_step step;
	unsigned states, roles, windows;
	enum terms terms;
	enum life_state next;
} table[] = {
	/* the unit's own, in the evidence window */
	{ STEP_SUBMIT,       S(DRAFT),                   R(UNIT)|R(DMS),            ANY_WINDOW,  ALWAYS,      STAYS },
	{ STEP_SUBMIT,       S(APPRAISED)|S(EXPLAINED)|S(REAPPRAISED),
	                                                 R(UNIT)|R(DMS),            ANY_WINDOW,  UNCONFIRMED, STAYS },
	{ STEP_CURE,         S(DRAFT)|S(LOCKED)|S(CONFIRMED)|S(APPRAISED)|S(EXPLAINED)|S(REAPPRAISED),
	                                                 R(UNIT)|R(DMS),            ANY_WINDOW,  ALWAYS,      STAYS },
	{ STEP_SCORE_SELF,   S(DRAFT),                   R(UNIT),                   W(EVIDENCE), ALWAYS,      STAYS },
	{ STEP_LOCK,         S(DRAFT),                   R(UNIT)|R(LEADER),         W(EVIDENCE), ALWAYS,      LIFE_LOCKED },
	{ STEP_UNLOCK,       S(LOCKED),                  R(UNIT)|R(LEADER),         W(EVIDENCE), ALWAYS,      LIFE_DRAFT },
	/* who locked in time may have it signed the day after */
	{ STEP_CONFIRM,      S(LOCKED),                  R(UNIT)|R(LEADER)|R(DMS),  W(EVIDENCE)|W(APPRAISAL), ALWAYS, LIFE_CONFIRMED },
	{ STEP_REOPEN,       S(LOCKED)|S(CONFIRMED),     R(LEAD),                   W(EVIDENCE), ALWAYS,      LIFE_DRAFT },
	/* round 1 */
	{ STEP_TAKE,         S(DRAFT)|S(LOCKED),         R(LEAD),                   W(APPRAISAL), ALWAYS,     LIFE_CONFIRMED },
	{ STEP_SCORE_ROUND1, S(CONFIRMED),               R(APPRAISER)|R(LEAD),      W(APPRAISAL), ALWAYS,     STAYS },
	{ STEP_SCORE_ROUND1, S(DRAFT)|S(LOCKED),         R(APPRAISER)|R(LEAD),      W(APPRAISAL), UNCONFIRMED, STAYS },
	{ STEP_REQUEST,      S(CONFIRMED),               R(APPRAISER)|R(LEAD),      W(APPRAISAL), ALWAYS,     STAYS },
	{ STEP_REQUEST,      S(DRAFT)|S(LOCKED),         R(APPRAISER)|R(LEAD),      W(APPRAISAL), UNCONFIRMED, STAYS },
	{ STEP_END_ROUND1,   S(CONFIRMED),               R(LEAD),                   W(APPRAISAL), ALWAYS,     LIFE_APPRAISED },
	{ STEP_END_ROUND1,   S(DRAFT)|S(LOCKED),         R(LEAD),                   W(APPRAISAL), UNCONFIRMED, LIFE_APPRAISED },
	/* explanations: of what is missing while the sheet is filled, and of
	 * what was asked in a window of their own, whether or not the lead has
	 * ended the round */
	{ STEP_EXPLAIN,      S(DRAFT),                   R(UNIT),                   W(EVIDENCE)|W(EXPLANATION), ALWAYS, STAYS },
	{ STEP_EXPLAIN,      S(LOCKED)|S(CONFIRMED)|S(APPRAISED), R(UNIT),          W(EXPLANATION), ALWAYS,   STAYS },
	{ STEP_SUPPLEMENT,   S(DRAFT)|S(LOCKED)|S(CONFIRMED)|S(APPRAISED), R(UNIT)|R(DMS), W(EXPLANATION), ALWAYS, STAYS },
	{ STEP_END_EXPLANATION, S(APPRAISED),            R(UNIT)|R(LEADER),         W(EXPLANATION), TWO_ROUNDS, LIFE_EXPLAINED },
	/* round 2 */
	{ STEP_SCORE_ROUND2, S(APPRAISED)|S(EXPLAINED),  R(APPRAISER)|R(LEAD),      W(ROUND2),   TWO_ROUNDS,  STAYS },
	{ STEP_END_ROUND2,   S(APPRAISED)|S(EXPLAINED),  R(LEAD),                   W(ROUND2),   TWO_ROUNDS,  LIFE_REAPPRAISED },
	/* the council, on a sheet whose last round is over */
	{ STEP_SCORE_COUNCIL, S(APPRAISED),              R(COUNCIL),                ANY_WINDOW,  ONE_ROUND,   STAYS },
	{ STEP_SCORE_COUNCIL, S(REAPPRAISED),            R(COUNCIL),                ANY_WINDOW,  TWO_ROUNDS,  STAYS },
	{ STEP_DECIDE,       S(APPRAISED),               R(COUNCIL),                ANY_WINDOW,  ONE_ROUND,   LIFE_DECIDED },
	{ STEP_DECIDE,       S(REAPPRAISED),             R(COUNCIL),                ANY_WINDOW,  TWO_ROUNDS,  LIFE_DECIDED },
	{ STEP_RESUME,       S(DECIDED),                 R(COUNCIL),                ANY_WINDOW,  ONE_ROUND,   LIFE_APPRAISED },
	{ STEP_RESUME,       S(DECIDED),                 R(COUNCIL),                ANY_WINDOW,  TWO_ROUNDS,  LIFE_REAPPRAISED },
	{ STEP_FINISH,       S(DECIDED),                 R(COUNCIL),                ANY_WINDOW,  ALWAYS,      LIFE_FINAL },
};
/* clang-format on */
#define ROWS (sizeof table / sizeof *table)

const char *
life_state_name(enum life_state s)
{
	assert(s < LIFE_STATES);
	return state_names[s];
}

const char *
life_step_name(enum life_step s)
{
	assert(s < LIFE_STEPS);
	return step_names[s];
}

enum life_step
life_step_read(struct slice name)
{
	for (unsigned s = 0; s < LIFE_STEPS; s++)
		if (slice_is(name, step_names[s]))
			return (enum life_step)s;
	return LIFE_STEPS;
}

static bool
in_terms(const struct row *r, const struct life_now *now)
{
	switch (r->terms) {
	case ONE_ROUND:
		return !now->two_rounds;
	case TWO_ROUNDS:
		return now->two_rounds;
	case UNCONFIRMED:
		return !now->confirmation;
	default:
		return true;
	}
}

/* Is one of the row's windows open? If not, *missing is its last one. */
static bool
is_open(const struct row *r, const struct life_now *now, enum stage *missing)
{
	for (unsigned s = 0; s < STAGES; s++) {
		if ((r->windows >> s & 1) == 0)
			continue;
		if (now->open[s])
			return true;
		*missing = (enum stage)s;
	}
	return r->windows == ANY_WINDOW;
}

enum life_answer
life_ask(enum life_step step, const struct life_now *now, enum life_state *next,
    enum stage *window)
{
	enum life_answer answer = LIFE_NOT_ROLE;

	assert(step < LIFE_STEPS && now->state < LIFE_STATES);
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *r = &table[i];

		if (r->step != step || (r->roles >> now->role & 1) == 0)
			continue;
		if (answer == LIFE_NOT_ROLE)
			answer = LIFE_NOT_STATE;
		if ((r->states >> now->state & 1) == 0 || !in_terms(r, now))
			continue;
		if (!is_open(r, now, window)) {
			answer = LIFE_NOT_WINDOW;
			continue;
		}
		*next = r->next == STAYS ? now->state : r->next;
		return LIFE_MAY;
	}
	return answer;
}

void
life_states_of(enum life_step step, const struct life_now *now, struct buf *to)
{
	unsigned states = 0;
	const char *between = "";

	for (size_t i = 0; i < ROWS; i++)
		if (table[i].step == step && in_terms(&table[i], now))
			states |= table[i].states;
	for (unsigned s = 0; s < LIFE_STATES; s++) {
		if ((states >> s & 1) == 0)
			continue;
		buf_print(to, "%s%s", between, state_names[s]);
		between = " or ";
	}
}

static void
describe_set(struct buf *to, unsigned set, unsigned most,
    const char *(*name)(unsigned), const char *none)
{
	const char *between = "";

	if (set == 0)
		buf_text(to, none);
	for (unsigned i = 0; i < most; i++) {
		if ((set >> i & 1) == 0)
			continue;
		buf_print(to, "%s%s", between, name(i));
		between = ", ";
	}
}

static const char *
state_at(unsigned i)
{
	return life_state_name((enum life_state)i);
}

static const char *
role_at(unsigned i)
{
	return role_name((enum role)i);
}

static const char *
stage_at(unsigned i)
{
	return stage_name((enum stage)i);
}

void
life_describe(struct buf *to)
{
	static const char *const terms[] = { [ALWAYS] = "",
		[ONE_ROUND] = "one round",
		[TWO_ROUNDS] = "two rounds",
		[UNCONFIRMED] = "no confirmation asked" };

	buf_text(to, "| step | in state | by | in window | only where | leads "
		     "to |\n|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *r = &table[i];

		buf_print(to, "| %s | ", step_names[r->step]);
		describe_set(to, r->states, LIFE_STATES, state_at, "");
		buf_text(to, " | ");
		describe_set(to, r->roles, ROLES, role_at, "");
		buf_text(to, " | ");
		describe_set(to, r->windows, STAGES, stage_at, "any time");
		buf_print(to, " | %s | %s |\n", terms[r->terms],
		    r->next == STAYS ? "the same" : state_names[r->next]);
	}
}
