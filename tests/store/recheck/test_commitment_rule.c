/*
 * test_commitment_rule.c - the announcement that commitments count, and every
 * place and word by which it would be none.
 */
#include <stdio.h>
#include <string.h>

#include "store/recheck/recheck.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define RULES(version)                                                         \
	"period 2022\nversion " version "\nbundle " HASH                       \
	"\nwindow department evidence 1 1673280000000000 1673370000000000 "    \
	"1673888400000000\ndoubt unit\nlate mark\n"
#define RULE(period, version, within)                                          \
	"period " period "\nversion " version "\nwithin " within "\n"
#define HALF_A_DAY "43200000000"

struct line {
	enum entry_type type;
	const char *body;
};

struct heard {
	unsigned n;
	char last[64];
};

static void
hear(void *self, const struct objection *o)
{
	struct heard *h = self;

	if (o->gravity != GRAVE_ERROR)
		return;
	h->n++;
	(void)snprintf(h->last, sizeof h->last, "%s", o->code);
}

static struct heard
told(const struct line *lines)
{
	struct heard h = { 0 };
	struct recheck *r = recheck_new((struct recheck_to){ hear, NULL, &h });
	struct reading clock = { .wall = { INT64_C(1673280000000000) },
		.status = CLOCK_SIMULATED };
	struct buf entry = { 0 };

	for (; lines->body != NULL; lines++) {
		clock.wall.us++;
		buf_clear(&entry);
		entry_write(&entry, lines->type, clock.wall, &clock,
		    slice_text(lines->body));
		ck_assert_err(entry.err, OK);
		ck_assert_err(recheck_entry(r, buf_all(&entry)), OK);
	}
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	buf_free(&entry);
	return h;
}

/* A log of these entries. */
#define LOG(...)                                                               \
	told((const struct line[]){ __VA_ARGS__, { ENTRY_TYPES, NULL } })

START_TEST(announced_right_behind_the_rules_it_is_heard)
{
	struct heard h = LOG({ ENTRY_RULES, RULES("3") },
	    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", HALF_A_DAY) });

	ck_assert_msg(h.n == 0, "%s", h.last);
	h = LOG({ ENTRY_RULES, RULES("3") },
	    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", "3600000000") });
	ck_assert_uint_eq(h.n, 0);
	h = LOG({ ENTRY_RULES, RULES("3") },
	    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", "604800000000") });
	ck_assert_uint_eq(h.n, 0);
}
END_TEST

START_TEST(announced_later_again_or_of_other_rules_it_is_an_error)
{
	const struct heard rows[] = {
		/* before there are rules; of another period */
		LOG({ ENTRY_COMMITMENT_RULE, RULE("2022", "3", HALF_A_DAY) }),
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE, RULE("2021", "3", HALF_A_DAY) }),
		/* something stands between */
		LOG({ ENTRY_RULES, RULES("3") }, { ENTRY_CLOCK, "" },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", HALF_A_DAY) }),
		/* twice; behind a change of the rules */
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", HALF_A_DAY) },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", HALF_A_DAY) }),
		LOG({ ENTRY_RULES, RULES("3") }, { ENTRY_RULES, RULES("4") },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "4", HALF_A_DAY) }),
		/* another version; too short, too long, no number */
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "4", HALF_A_DAY) }),
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", "3599999999") }),
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE,
			RULE("2022", "3", "604800000001") }),
		LOG({ ENTRY_RULES, RULES("3") },
		    { ENTRY_COMMITMENT_RULE, RULE("2022", "3", "soon") }),
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(rows[i].n == 1 &&
				  strcmp(rows[i].last, "commitment-rule") == 0,
		    "row %zu: %u %s", i, rows[i].n, rows[i].last);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		announced_right_behind_the_rules_it_is_heard,
		announced_later_again_or_of_other_rules_it_is_an_error,
		NULL,
	};

	return suite_run("commitment_rule", tests);
}
