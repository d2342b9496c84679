/*
 * rule_lists.c - the kinds of rules that list parts: steps, penalties, items,
 * cases, answers; as cases in the formula language
 * (docs/criteria-format.md, "Rules").
 *
 * Knows their members, nothing of evaluation.
 */
#include "store/model/rule_read.h"

#define PARTS_MOST 16 /* steps, items, penalties, cases */

/* ---- STEP ---- */

static void
step_case(struct compile *c, const struct jv *step, const char *value)
{
	static const char *const known[] = { ">=", ">", "<=", "<", "share",
		NULL };
	const char *sign = NULL;
	unsigned bounds = 0;
	struct jv at;

	if (!object_open(&c->r, step, known))
		return;
	for (unsigned i = 0; i < 4; i++) {
		at = jv_get(step, known[i]);
		if (jv_kind(&at) == JSON_NONE)
			continue;
		sign = known[i];
		bounds++;
	}
	if (bounds != 1)
		fault_at(&c->r, step, ERR_MALFORMED,
		    "A step has one of >=, >, <=, <.");
	else
		add_case(c, step,
		    say(c, "%s %s %s", value, sign,
			decimal_of(c, step, sign, 1000000000)),
		    NULL, share_of(c, step, "share", NULL));
}

void
step_cases(struct compile *c)
{
	struct jv var = jv_get(c->json, "var"), list, step;
	const char *value, *den;
	unsigned n;
	void *room;

	if (jv_kind(&var) != JSON_NONE) {
		value = key_of(c, c->json, "var", KEY_NUMBER);
	} else {
		value = key_of(c, c->json, "num", KEY_NUMBER);
		den = key_of(c, c->json, "den", KEY_NUMBER);
		add_when_zero(c, den);
		value = say(c, "%s / %s", value, den);
	}
	n = member_list(&c->r, c->json, "steps", 1, PARTS_MOST, 1, &list,
	    &room);
	for (unsigned i = 0; i < n; i++) {
		step = jv_at(&list, i);
		step_case(c, &step, value);
	}
	add_case(c, c->json, NULL, value,
	    share_of(c, c->json, "otherwise", "0"));
}

/* ---- DEDUCT, CHECKLIST ---- */

/* What one item is worth: its `points`, or its `share` of the maximum. */
static const char *
worth_of(struct compile *c, const struct jv *item)
{
	struct jv points = jv_get(item, "points"),
		  share = jv_get(item, "share");

	if ((jv_kind(&points) == JSON_NONE) == (jv_kind(&share) == JSON_NONE)) {
		fault_at(&c->r, item, ERR_MALFORMED,
		    "Say either \"points\" or \"share\".");
		return "0";
	}
	if (jv_kind(&points) != JSON_NONE)
		return decimal_of(c, item, "points", POINTS_MOST);
	return share_of(c, item, "share", NULL);
}

static void
put_penalty(struct compile *c, const struct jv *item, struct buf *formula)
{
	static const char *const known[] = { "var", "points", "share", NULL };
	const char *key;

	if (!object_open(&c->r, item, known))
		return;
	key = key_of(c, item, "var", KEY_COUNT);
	buf_print(formula, " - %s * %s", key, worth_of(c, item));
}

void
deduct_cases(struct compile *c)
{
	const char *zero = key_maybe(c, c->json, "zero_if", KEY_FLAG);
	struct buf formula = { 0 };
	struct jv list, item;
	unsigned n;
	void *room;

	buf_text(&formula, "max");
	n = member_list(&c->r, c->json, "deduct", 1, PARTS_MOST, 1, &list,
	    &room);
	for (unsigned i = 0; i < n; i++) {
		item = jv_at(&list, i);
		put_penalty(c, &item, &formula);
	}
	if (zero[0] != 0)
		add(c, zero, "0");
	add(c, NULL, buf_cstr(&formula));
	buf_free(&formula);
}

/* Is the item done? A flag, or a count that reaches `at_least`. */
static const char *
item_done(struct compile *c, const struct jv *item)
{
	const char *key = key_of(c, item, "var", KEY_FLAG | KEY_COUNT);
	const struct var *v = var_of_key(c, key);
	struct jv least = jv_get(item, "at_least");

	if (v == NULL)
		return "";
	if (v->type == VAR_COUNT)
		return say(c, "%s >= %lld", key,
		    (long long)member_int(&c->r, item, "at_least", 1,
			1000000000));
	if (jv_kind(&least) != JSON_NONE)
		fault_at(&c->r, &least, ERR_UNKNOWN_FIELD,
		    "A flag has no \"at_least\".");
	return key;
}

static void
put_item(struct compile *c, const struct jv *item, const char *equal,
    struct buf *formula)
{
	static const char *const own[] = { "var", "at_least", "points", "share",
		NULL };
	static const char *const same[] = { "var", "at_least", NULL };
	const char *done;

	if (!object_open(&c->r, item, equal != NULL ? same : own))
		return;
	done = item_done(c, item);
	if (formula->n > 0)
		buf_text(formula, " + ");
	buf_print(formula, "if(%s, %s, 0)", done,
	    equal != NULL ? equal : worth_of(c, item));
}

void
checklist_cases(struct compile *c)
{
	struct buf formula = { 0 };
	const char *equal = NULL;
	struct jv list, item;
	unsigned n;
	void *room;

	n = member_list(&c->r, c->json, "items", 1, PARTS_MOST, 1, &list,
	    &room);
	if (member_bool(&c->r, c->json, "equal", false))
		equal = say(c, "max / %u", n);
	for (unsigned i = 0; i < n; i++) {
		item = jv_at(&list, i);
		put_item(c, &item, equal, &formula);
	}
	add(c, NULL, buf_cstr(&formula));
	buf_free(&formula);
}

/* ---- CASES ---- */

static void
one_case(struct compile *c, const struct jv *json)
{
	static const char *const known[] = { "when", "points", "not_applicable",
		NULL };
	const char *when, *points = NULL;
	struct jv at = jv_get(json, "points");
	bool away;

	if (!object_open(&c->r, json, known))
		return;
	when = member_formula(c, json, "when");
	away = member_bool(&c->r, json, "not_applicable", false);
	if (away && jv_kind(&at) != JSON_NONE)
		fault_at(&c->r, &at, ERR_MALFORMED,
		    "What does not apply has no points.");
	else if (!away)
		points = member_formula(c, json, "points");
	add_case(c, json, when, NULL, points);
}

void
cases_cases(struct compile *c)
{
	struct jv list, item, at = jv_get(c->json, "otherwise");
	unsigned n;
	void *room;

	n = member_list(&c->r, c->json, "cases", 1, PARTS_MOST, 1, &list,
	    &room);
	for (unsigned i = 0; i < n; i++) {
		item = jv_at(&list, i);
		one_case(c, &item);
	}
	if (jv_kind(&at) == JSON_NONE)
		add(c, NULL, "0");
	else
		add_case(c, &at, NULL, NULL,
		    member_formula(c, c->json, "otherwise"));
}

/* ---- surveys ---- */

void
survey_cases(struct compile *c)
{
	struct buf formula = { 0 };
	struct points percent;
	struct jv list, at;
	struct slice text;
	unsigned n;
	void *room;

	n = member_list(&c->r, c->json, "percents", 2, TALLY_VARS - 1, 1, &list,
	    &room);
	for (unsigned i = 0; i < n; i++) {
		at = jv_at(&list, i);
		if (!points_of(&c->r, &at, PERCENT_MOST, &percent))
			continue;
		(void)jv_text(&at, &text);
		buf_print(&formula, "%s%.*s * c%u", i == 0 ? "max * (" : " + ",
		    (int)text.n, (const char *)text.p, i + 1);
	}
	buf_text(&formula, ") / (100 * n)");
	add(c, "n = 0", "0");
	add(c, NULL, buf_cstr(&formula));
	buf_free(&formula);
}

void
sipas_cases(struct compile *c)
{
	struct buf formula = { 0 };
	bool seen[TALLY_VARS] = { false };
	struct jv list, at;
	int64_t level;
	unsigned n;
	void *room;

	n = member_list(&c->r, c->json, "satisfied", 1, TALLY_VARS - 1, 1,
	    &list, &room);
	for (unsigned i = 0; i < n; i++) {
		at = jv_at(&list, i);
		if (!jv_int(&at, &level) || level < 1 || level >= TALLY_VARS ||
		    seen[level]) {
			fault_at(&c->r, &at, ERR_RANGE,
			    "Satisfied levels are different numbers from 1 to "
			    "5.");
			continue;
		}
		seen[level] = true;
		buf_print(&formula, "%sc%d", i == 0 ? "max * (" : " + ",
		    (int)level);
	}
	buf_text(&formula, ") / n");
	add(c, "n = 0", "0");
	add(c, NULL, buf_cstr(&formula));
	buf_free(&formula);
}
