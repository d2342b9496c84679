/*
 * test_life.c - the life of a sheet: every step in every state, role and
 * window that is not listed is refused.
 */
#include "store/model/life.h"
#include "tests/kit/suite.h"

/*
 * The table, written a second time, one row a state and a role. Windows: e
 * evidence, a appraisal, x explanation, r round 2, * any time. Terms: 1 one
 * round, 2 two rounds, n no confirmation asked, '-' always.
 */
static const char *const listed[] = {
	"submit draft unit * - draft",
	"submit draft dms * - draft",
	"submit appraised unit * n appraised",
	"submit appraised dms * n appraised",
	"submit explained unit * n explained",
	"submit explained dms * n explained",
	"submit reappraised unit * n reappraised",
	"submit reappraised dms * n reappraised",
	"cure draft unit * - draft",
	"cure draft dms * - draft",
	"cure locked unit * - locked",
	"cure locked dms * - locked",
	"cure confirmed unit * - confirmed",
	"cure confirmed dms * - confirmed",
	"cure appraised unit * - appraised",
	"cure appraised dms * - appraised",
	"cure explained unit * - explained",
	"cure explained dms * - explained",
	"cure reappraised unit * - reappraised",
	"cure reappraised dms * - reappraised",
	"score-self draft unit e - draft",
	"lock draft unit e - locked",
	"lock draft leader e - locked",
	"unlock locked unit e - draft",
	"unlock locked leader e - draft",
	"confirm locked unit ea - confirmed",
	"confirm locked leader ea - confirmed",
	"confirm locked dms ea - confirmed",
	"reopen locked lead e - draft",
	"reopen confirmed lead e - draft",
	"take draft lead a - confirmed",
	"take locked lead a - confirmed",
	"score-round1 confirmed appraiser a - confirmed",
	"score-round1 confirmed lead a - confirmed",
	"score-round1 draft appraiser a n draft",
	"score-round1 draft lead a n draft",
	"score-round1 locked appraiser a n locked",
	"score-round1 locked lead a n locked",
	"request-explanation confirmed appraiser a - confirmed",
	"request-explanation confirmed lead a - confirmed",
	"request-explanation draft appraiser a n draft",
	"request-explanation draft lead a n draft",
	"request-explanation locked appraiser a n locked",
	"request-explanation locked lead a n locked",
	"end-round1 confirmed lead a - appraised",
	"end-round1 draft lead a n appraised",
	"end-round1 locked lead a n appraised",
	"explain draft unit ex - draft",
	"explain locked unit x - locked",
	"explain confirmed unit x - confirmed",
	"explain appraised unit x - appraised",
	"supplement draft unit x - draft",
	"supplement draft dms x - draft",
	"supplement locked unit x - locked",
	"supplement locked dms x - locked",
	"supplement confirmed unit x - confirmed",
	"supplement confirmed dms x - confirmed",
	"supplement appraised unit x - appraised",
	"supplement appraised dms x - appraised",
	"end-explanation appraised unit x 2 explained",
	"end-explanation appraised leader x 2 explained",
	"score-round2 appraised appraiser r 2 appraised",
	"score-round2 appraised lead r 2 appraised",
	"score-round2 explained appraiser r 2 explained",
	"score-round2 explained lead r 2 explained",
	"end-round2 appraised lead r 2 reappraised",
	"end-round2 explained lead r 2 reappraised",
	"score-council appraised council * 1 appraised",
	"score-council reappraised council * 2 reappraised",
	"decide appraised council * 1 decided",
	"decide reappraised council * 2 decided",
	"resume decided council * 1 appraised",
	"resume decided council * 2 reappraised",
	"finish decided council * - final",
};
#define LISTED (sizeof listed / sizeof *listed)

static const char stage_letters[STAGES] = { 'e', 'a', 's', 'x', 'r' };

static struct slice
word(struct slice *rest)
{
	const uint8_t *end = memchr(rest->p, ' ', rest->n);
	struct slice w = *rest;

	if (end == NULL) {
		*rest = SLICE_NONE;
		return w;
	}
	w.n = (size_t)(end - w.p);
	*rest = slice_of(end + 1, rest->n - w.n - 1);
	return w;
}

static bool
terms_hold(struct slice terms, const struct life_now *now)
{
	switch (terms.p[0]) {
	case '1':
		return !now->two_rounds;
	case '2':
		return now->two_rounds;
	case 'n':
		return !now->confirmation;
	default:
		return true;
	}
}

static bool
window_open(struct slice windows, const struct life_now *now)
{
	if (windows.p[0] == '*')
		return true;
	for (unsigned s = 0; s < STAGES; s++)
		if (now->open[s] &&
		    memchr(windows.p, stage_letters[s], windows.n) != NULL)
			return true;
	return false;
}

/* What the list says: the name of the next state, or nothing. */
static struct slice
expected(enum life_step step, const struct life_now *now)
{
	for (size_t i = 0; i < LISTED; i++) {
		struct slice rest = slice_text(listed[i]);

		if (slice_is(word(&rest), life_step_name(step)) &&
		    slice_is(word(&rest), life_state_name(now->state)) &&
		    slice_is(word(&rest), role_name(now->role)) &&
		    window_open(word(&rest), now) &&
		    terms_hold(word(&rest), now))
			return rest;
	}
	return SLICE_NONE;
}

static void
check_one(enum life_step step, const struct life_now *now, unsigned windows)
{
	struct slice want = expected(step, now);
	enum life_state next = LIFE_STATES;
	enum stage window = STAGES;
	enum life_answer answer = life_ask(step, now, &next, &window);

	ck_assert_msg((answer == LIFE_MAY) == (want.n > 0),
	    "%s in %s by %s, windows %x, %s, %s", life_step_name(step),
	    life_state_name(now->state), role_name(now->role), windows,
	    now->two_rounds ? "two rounds" : "one round",
	    now->confirmation ? "confirmed" : "unconfirmed");
	if (answer == LIFE_MAY)
		ck_assert(slice_is(want, life_state_name(next)));
	if (answer == LIFE_NOT_WINDOW)
		ck_assert_uint_lt(window, STAGES);
}

START_TEST(every_step_in_every_state_role_and_window_not_listed_is_refused)
{
	for (unsigned step = 0; step < LIFE_STEPS; step++)
		for (unsigned state = 0; state < LIFE_STATES; state++)
			for (unsigned role = 0; role < ROLES; role++)
				for (unsigned windows = 0;
				     windows < 1u << STAGES; windows++)
					for (unsigned terms = 0; terms < 4;
					     terms++) {
						struct life_now now = {
							.state =
							    (enum life_state)
								state,
							.role = (enum role)role,
							.two_rounds =
							    (terms & 1) != 0,
							.confirmation =
							    (terms & 2) != 0
						};

						for (unsigned s = 0; s < STAGES;
						     s++)
							now.open[s] =
							    (windows >> s &
								1) != 0;
						check_one((enum life_step)step,
						    &now, windows);
					}
}
END_TEST

START_TEST(a_final_sheet_takes_no_step_at_all)
{
	struct life_now now = { .state = LIFE_FINAL };
	enum life_state next;
	enum stage window;

	memset(now.open, true, sizeof now.open);
	for (unsigned step = 0; step < LIFE_STEPS; step++)
		for (unsigned role = 0; role < ROLES; role++) {
			now.role = (enum role)role;
			ck_assert_int_ne(life_ask((enum life_step)step, &now,
					     &next, &window),
			    LIFE_MAY);
		}
}
END_TEST

START_TEST(a_refusal_says_whether_role_state_or_window_is_wrong)
{
	struct life_now now = { .role = ROLE_APPRAISER };
	struct buf states = { 0 };
	enum life_state next;
	enum stage window;

	ck_assert_int_eq(life_ask(STEP_LOCK, &now, &next, &window),
	    LIFE_NOT_ROLE);
	now.role = ROLE_UNIT;
	ck_assert_int_eq(life_ask(STEP_UNLOCK, &now, &next, &window),
	    LIFE_NOT_STATE);
	ck_assert_int_eq(life_ask(STEP_LOCK, &now, &next, &window),
	    LIFE_NOT_WINDOW);
	ck_assert_int_eq(window, STAGE_EVIDENCE);
	life_states_of(STEP_REOPEN, &now, &states);
	ck_assert_str_eq(buf_cstr(&states), "locked or confirmed");
	buf_free(&states);
	/* only what is there on the period's terms */
	life_states_of(STEP_DECIDE, &now, &states);
	ck_assert_str_eq(buf_cstr(&states), "appraised");
	buf_free(&states);
	now.two_rounds = true;
	life_states_of(STEP_DECIDE, &now, &states);
	ck_assert_str_eq(buf_cstr(&states), "reappraised");
	buf_free(&states);
}
END_TEST

START_TEST(states_and_steps_are_read_by_their_names)
{
	for (unsigned step = 0; step < LIFE_STEPS; step++)
		ck_assert_int_eq(life_step_read(slice_text(
				     life_step_name((enum life_step)step))),
		    step);
	ck_assert_int_eq(life_step_read(slice_text("fly")), LIFE_STEPS);
	ck_assert_str_eq(life_state_name(LIFE_REAPPRAISED), "reappraised");
}
END_TEST

/* Does the printed table have this line? */
static void
ck_line(struct buf *table, const char *line)
{
	ck_assert_msg(strstr(buf_cstr(table), line) != NULL, "%s is not in\n%s",
	    line, buf_cstr(table));
}

START_TEST(the_table_is_printed_with_its_windows_terms_and_states)
{
	struct buf table = { 0 };
	unsigned lines = 0;

	life_describe(&table);
	ck_line(&table,
	    "| step | in state | by | in window | only where | leads to |\n");
	ck_line(&table, "\n| submit | draft | unit, dms | any time |  | the "
			"same |\n");
	ck_line(&table, "\n| confirm | locked | unit, dms, leader | evidence, "
			"appraisal |  | confirmed |\n");
	ck_line(&table,
	    "\n| end-round1 | draft, locked | lead | appraisal | no "
	    "confirmation asked | appraised |\n");
	ck_line(&table,
	    "\n| decide | appraised | council | any time | one round "
	    "| decided |\n");
	ck_line(&table,
	    "\n| resume | decided | council | any time | two rounds "
	    "| reappraised |\n");
	for (size_t i = 0; i < table.n; i++)
		lines += table.p[i] == '\n';
	ck_assert_uint_eq(lines, 2 + 28);
	buf_free(&table);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_step_in_every_state_role_and_window_not_listed_is_refused,
		a_final_sheet_takes_no_step_at_all,
		a_refusal_says_whether_role_state_or_window_is_wrong,
		states_and_steps_are_read_by_their_names,
		the_table_is_printed_with_its_windows_terms_and_states,
		NULL,
	};

	return suite_run("life", tests);
}
