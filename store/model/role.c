/*
 * role.c - who may do what to whose things.
 *
 * Knows the one table; every pair not listed in it is refused. Touches
 * nothing but its arguments.
 */
#include "store/model/role.h"

#include <assert.h>

static const char *const role_names[] = {
	[ROLE_NOBODY] = "nobody",
	[ROLE_UNIT] = "unit",
	[ROLE_APPRAISER] = "appraiser",
	[ROLE_COUNCIL] = "council",
	[ROLE_SURVEY] = "survey",
	[ROLE_OPERATOR] = "operator",
	[ROLE_AUDITOR] = "auditor",
	[ROLE_DMS] = "dms",
	[ROLE_LEADER] = "leader",
	[ROLE_LEAD] = "lead",
};
static_assert(sizeof role_names / sizeof *role_names == ROLES, "all named");

static const char *const may_names[] = {
	[MAY_SUBMIT] = "submit",
	[MAY_WITHDRAW] = "withdraw",
	[MAY_SCORE_SELF] = "score-self",
	[MAY_SCORE_ROUND1] = "score-round1",
	[MAY_ENTER_FORMS] = "enter-forms",
	[MAY_READ_SHEET] = "read-sheet",
	[MAY_READ_SURVEY_POINTS] = "read-survey-points",
	[MAY_READ_RESULTS] = "read-results",
	[MAY_READ_OWN_RESULT] = "read-own-result",
	[MAY_READ_PLAN] = "read-plan",
	[MAY_READ_FEED] = "read-feed",
	[MAY_READ_LOG] = "read-log",
	[MAY_READ_AUDIT] = "read-audit",
	[MAY_SCORE_ROUND2] = "score-round2",
	[MAY_SCORE_COUNCIL] = "score-council",
	[MAY_STEP] = "step",
	[MAY_ASSIGN] = "assign",
	[MAY_READ_PEOPLE] = "read-people",
	[MAY_KEEP_RECORDS] = "keep-records",
	[MAY_PUBLISH] = "publish",
	[MAY_READ_RECORDS] = "read-records",
	[MAY_READ_REMARKS] = "read-remarks",
	[MAY_CORRECT_FORMS] = "correct-forms",
	[MAY_HAND_OVER] = "hand-over",
	[MAY_OPEN_SEAL] = "open-seal",
	[MAY_READ_SURVEYS] = "read-surveys",
	[MAY_ADMIT_LATE] = "admit-late",
	[MAY_REGISTER_SEEN] = "register-seen",
	[MAY_DESTROY] = "destroy",
	[MAY_READ_DESTROYED] = "read-destroyed",
	[MAY_SUPPLY_FIGURES] = "supply-figures",
	[MAY_AMEND] = "amend",
	[MAY_RULE_TIME] = "rule-time",
};
static_assert(sizeof may_names / sizeof *may_names == MAYS, "all named");

/* Whose things: nobody's (not listed), the officer's own unit's, or all. */
enum reach {
	NONE,
	OWN,
	ALL
};

/*
 * Domain.md 1.6: the unit proves and scores itself, its leader confirms, the
 * secretariat appraises under its lead, the survey operator enters forms, the
 * council sees everything and decides. Appraisers
 * and units see no survey points and no ranks before publication; a unit sees
 * its own sheet and points. The log holds no names and is for everyone who may
 * read at all.
 */
/* clang-format off */
static const enum reach table[ROLES][MAYS] = {
	[ROLE_UNIT] = {
		[MAY_SUPPLY_FIGURES] = OWN,
		[MAY_SUBMIT] = OWN, [MAY_WITHDRAW] = OWN,
		[MAY_SCORE_SELF] = OWN, [MAY_STEP] = OWN,
		[MAY_READ_SHEET] = OWN, [MAY_READ_OWN_RESULT] = OWN,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL },
	[ROLE_LEADER] = {
		[MAY_STEP] = OWN,
		[MAY_READ_SHEET] = OWN, [MAY_READ_OWN_RESULT] = OWN,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL },
	[ROLE_APPRAISER] = {
		[MAY_REGISTER_SEEN] = ALL,
		[MAY_READ_REMARKS] = ALL,
		[MAY_SCORE_ROUND1] = ALL, [MAY_SCORE_ROUND2] = ALL,
		[MAY_STEP] = ALL,
		[MAY_READ_SHEET] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL },
	[ROLE_LEAD] = {
		[MAY_SUPPLY_FIGURES] = ALL,
		[MAY_REGISTER_SEEN] = ALL,
		[MAY_READ_REMARKS] = ALL,
		[MAY_SCORE_ROUND1] = ALL, [MAY_SCORE_ROUND2] = ALL,
		[MAY_STEP] = ALL, [MAY_ASSIGN] = ALL,
		[MAY_READ_PEOPLE] = ALL, [MAY_READ_SHEET] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL },
	[ROLE_COUNCIL] = {
		[MAY_AMEND] = ALL,
		[MAY_READ_DESTROYED] = ALL,
		[MAY_SUPPLY_FIGURES] = ALL,
		[MAY_READ_REMARKS] = ALL,
		[MAY_READ_SURVEYS] = ALL,
		[MAY_SCORE_COUNCIL] = ALL, [MAY_STEP] = ALL,
		[MAY_ADMIT_LATE] = ALL, [MAY_RULE_TIME] = ALL,
		[MAY_READ_PEOPLE] = ALL,
		[MAY_READ_SHEET] = ALL, [MAY_READ_SURVEY_POINTS] = ALL,
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL, [MAY_READ_AUDIT] = ALL,
		[MAY_KEEP_RECORDS] = ALL, [MAY_PUBLISH] = ALL,
		[MAY_READ_RECORDS] = ALL },
	[ROLE_SURVEY] = {
		[MAY_ENTER_FORMS] = ALL, [MAY_CORRECT_FORMS] = ALL,
		[MAY_HAND_OVER] = ALL, [MAY_OPEN_SEAL] = ALL,
		[MAY_READ_SURVEYS] = ALL,
		[MAY_READ_PLAN] = ALL },
	[ROLE_OPERATOR] = {
		[MAY_AMEND] = ALL, [MAY_ADMIT_LATE] = ALL,
		[MAY_RULE_TIME] = ALL,
		[MAY_DESTROY] = ALL,
		[MAY_READ_DESTROYED] = ALL,
		[MAY_SUPPLY_FIGURES] = ALL,
		[MAY_REGISTER_SEEN] = ALL,
		[MAY_READ_REMARKS] = ALL,
		[MAY_ENTER_FORMS] = ALL, [MAY_CORRECT_FORMS] = ALL,
		[MAY_HAND_OVER] = ALL, [MAY_OPEN_SEAL] = ALL,
		[MAY_READ_SURVEYS] = ALL,
		[MAY_READ_PEOPLE] = ALL, [MAY_ASSIGN] = ALL,
		[MAY_READ_SHEET] = ALL, [MAY_READ_SURVEY_POINTS] = ALL,
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL, [MAY_READ_AUDIT] = ALL,
		[MAY_KEEP_RECORDS] = ALL, [MAY_PUBLISH] = ALL,
		[MAY_READ_RECORDS] = ALL },
	[ROLE_AUDITOR] = {
		[MAY_READ_DESTROYED] = ALL,
		[MAY_READ_REMARKS] = ALL,
		[MAY_READ_SURVEYS] = ALL,
		[MAY_READ_PEOPLE] = ALL,
		[MAY_READ_SHEET] = ALL, [MAY_READ_SURVEY_POINTS] = ALL,
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL, [MAY_READ_AUDIT] = ALL,
		[MAY_READ_RECORDS] = ALL },
	[ROLE_DMS] = {
		[MAY_SUBMIT] = ALL, [MAY_WITHDRAW] = ALL,
		[MAY_STEP] = ALL,
		[MAY_READ_SHEET] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_PLAN] = ALL, [MAY_READ_FEED] = ALL,
		[MAY_READ_LOG] = ALL },
};

/* What is added once it is about a published revision: every index and rank,
 * the survey's part of it, and the records it rests on. Sheets stay their
 * unit's. */
static const enum reach published[ROLES][MAYS] = {
	[ROLE_UNIT] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
	[ROLE_APPRAISER] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
	[ROLE_LEADER] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
	[ROLE_LEAD] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
	[ROLE_SURVEY] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
	[ROLE_DMS] = {
		[MAY_READ_RESULTS] = ALL, [MAY_READ_OWN_RESULT] = ALL,
		[MAY_READ_SURVEY_POINTS] = ALL, [MAY_READ_RECORDS] = ALL },
};
/* clang-format on */

const char *
role_name(enum role r)
{
	assert(r < ROLES);
	return role_names[r];
}

enum role
role_read(struct slice name)
{
	for (unsigned r = 0; r < ROLES; r++)
		if (slice_is(name, role_names[r]))
			return (enum role)r;
	return ROLE_NOBODY;
}

const char *
may_name(enum may m)
{
	assert(m < MAYS);
	return may_names[m];
}

static bool
reaches(const struct who *who, enum reach reach, struct unit_id unit)
{
	switch (reach) {
	case ALL:
		return true;
	case OWN:
		return who->unit.text[0] != 0 && unit_id_eq(who->unit, unit);
	default:
		return false;
	}
}

bool
role_has_unit(enum role r)
{
	return r == ROLE_UNIT || r == ROLE_LEADER;
}

/* What a bound token may without naming a period: each thing it then gets is
 * asked for by its own. */
static const bool anywhere[MAYS] = {
	[MAY_READ_PLAN] = true,
	[MAY_READ_FEED] = true,
	[MAY_READ_LOG] = true,
};

static bool
in_table(const struct who *who, enum may m, struct unit_id unit)
{
	assert(who->role < ROLES && m < MAYS);
	return reaches(who, table[who->role][m], unit);
}

bool
who_reaches(const struct who *who, struct period_id period)
{
	if (who->owner.text[0] == 0)
		return true;
	for (unsigned i = 0; i < who->n_rounds; i++)
		if (period_id_eq(who->round[i], period))
			return true;
	return false;
}

bool
who_may(const struct who *who, enum may m, struct unit_id unit)
{
	return (who->owner.text[0] == 0 || anywhere[m]) &&
	       in_table(who, m, unit);
}

bool
who_may_in(const struct who *who, enum may m, struct period_id period,
    struct unit_id unit)
{
	return who_reaches(who, period) && in_table(who, m, unit);
}

bool
who_may_published(const struct who *who, enum may m, struct period_id period,
    struct unit_id unit)
{
	return who_reaches(who, period) &&
	       (in_table(who, m, unit) ||
		   reaches(who, published[who->role][m], unit));
}
