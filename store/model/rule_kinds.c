/*
 * rule_kinds.c - what each kind of rule means, as cases in the formula
 * language (docs/criteria-format.md, "Rules").
 *
 * Knows the thirteen kinds and their members, nothing of evaluation.
 */
#include <assert.h>

#include "store/model/rule_read.h"

static void
bool_cases(struct compile *c)
{
	const char *v = key_of(c, c->json, "var", KEY_FLAG);

	add(c, v, "max");
	add(c, say(c, "not %s", v), "0");
}

static void
deadline_cases(struct compile *c)
{
	const char *d = key_of(c, c->json, "var", KEY_DATE);
	const char *duty = key_maybe(c, c->json, "not_obliged", KEY_FLAG);
	const char *late = share_of(c, c->json, "late", "0");
	const char *none = share_of(c, c->json, "none", "0");
	char by[DATE_TEXT] = "";
	int64_t day;

	if (member_date(&c->r, c->json, "by", &day))
		date_text(day, by);
	if (duty[0] != 0)
		add(c, duty, "max");
	add(c, say(c, "not given(%s)", d), none);
	add(c, say(c, "%s <= %s", d, by), "max");
	add(c, say(c, "%s > %s", d, by), late);
}

void
add_when_zero(struct compile *c, const char *den)
{
	static const char *const words[] = { "max", "na", "0" };
	static const char *const gives[] = { "max", NULL, "0" };
	struct jv at = jv_get(c->json, "when_zero");
	int word;

	if (jv_kind(&at) == JSON_NONE)
		return;
	word = member_word(&c->r, c->json, "when_zero", words, 3);
	if (word >= 0)
		add(c, say(c, "%s = 0", den), gives[word]);
}

/* From a floor on in proportion, below it nothing. */
static void
add_proportion(struct compile *c, const char *num, const char *den)
{
	struct jv at = jv_get(c->json, "floor");
	const char *floor = jv_kind(&at) == JSON_NONE
				? "0"
				: decimal_of(c, c->json, "floor", 1);

	add(c, say(c, "%s / %s >= %s", num, den, floor),
	    say(c, "max * %s / %s", num, den));
	add(c, say(c, "%s / %s < %s", num, den, floor), "0");
}

static void
ratio_cases(struct compile *c)
{
	const char *num = key_of(c, c->json, "num", KEY_NUMBER);
	const char *den = key_of(c, c->json, "den", KEY_NUMBER);

	add_when_zero(c, den);
	add(c, say(c, "%s / %s > 1", num, den), "max");
	add_proportion(c, num, den);
}

static void
relative_cases(struct compile *c)
{
	const char *now = key_of(c, c->json, "now", KEY_NUMBER);
	const char *before = key_of(c, c->json, "before", KEY_NUMBER);

	add(c, say(c, "%s >= %s", now, before), "max");
	add_proportion(c, now, before);
}

static void
level_cases(struct compile *c)
{
	const char *key = key_of(c, c->json, "var", KEY_LEVEL);
	const struct var *v = var_of_key(c, key);
	struct jv shares;

	if (v == NULL ||
	    !member_of(&c->r, c->json, "shares", JSON_IS_OBJECT, &shares) ||
	    !object_open(&c->r, &shares, v->levels))
		return;
	for (unsigned i = 0; i < v->n_levels; i++)
		add(c, say(c, "%s = \"%s\"", key, v->levels[i]),
		    share_of(c, &shares, v->levels[i], NULL));
}

static void
count_cases(struct compile *c)
{
	const char *n = key_of(c, c->json, "var", KEY_COUNT);

	add(c, NULL,
	    say(c, "min(max, %s * %s)", n,
		decimal_of(c, c->json, "per", POINTS_MOST)));
}

static void
judged_cases(struct compile *c)
{
	const char *v = key_of(c, c->json, "var", 1u << VAR_DECIMAL);
	struct jv at = jv_get(c->json, "step");

	if (member_points(&c->r, c->json, "step", POINTS_MOST,
		&c->rule->step) &&
	    c->rule->step.millionths == 0)
		fault_at(&c->r, &at, ERR_RANGE, "A step of 0 leads nowhere.");
	add(c, NULL, v);
}

/* clang-format off */
#define KNOWS(...) (const char *const[]){ __VA_ARGS__, NULL }
const struct rule_shape rule_shapes[RULE_KINDS] = {
	[RULE_BOOL] =      { KNOWS("var"), bool_cases },
	[RULE_DEADLINE] =  { KNOWS("var", "by", "late", "none",
				"not_obliged"), deadline_cases },
	[RULE_RATIO] =     { KNOWS("num", "den", "floor", "when_zero"),
				ratio_cases },
	[RULE_STEP] =      { KNOWS("var", "num", "den", "when_zero", "steps",
				"otherwise"), step_cases },
	[RULE_LEVEL] =     { KNOWS("var", "shares"), level_cases },
	[RULE_DEDUCT] =    { KNOWS("deduct", "zero_if"), deduct_cases },
	[RULE_COUNT] =     { KNOWS("var", "per"), count_cases },
	[RULE_CHECKLIST] = { KNOWS("items", "equal"), checklist_cases },
	[RULE_RELATIVE] =  { KNOWS("now", "before", "floor"), relative_cases },
	[RULE_JUDGED] =    { KNOWS("var", "step"), judged_cases },
	[RULE_CASES] =     { KNOWS("cases", "otherwise"), cases_cases },
	[RULE_SURVEY] =    { KNOWS("percents"), survey_cases },
	[RULE_SIPAS] =     { KNOWS("satisfied"), sipas_cases },
};
/* clang-format on */
