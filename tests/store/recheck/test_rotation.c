/*
 * test_rotation.c - a log whose key was rotated, and the one that goes on from
 * it: the two ends must name each other.
 */
#include <stdio.h>
#include <string.h>

#include "store/ledger/ledger.h"
#include "store/recheck/recheck.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ROTATION "next log/2\nvkey log/2+00000000+AA==\nreason yearly\nby 0\n"
#define FIRST(origin, vkey, size)                                              \
	"origin " origin "\nstore real\nvkey " vkey "\nbefore log\nsize " size \
	"\nroot " HASH "\nreason yearly\n"
#define GOOD FIRST("log/2", "log/2+00000000+AA==", "2")

static char told[256];

static void
tell(void *self, const struct objection *o)
{
	size_t n = strlen(told);

	(void)self;
	if (o->gravity != GRAVE_NOTE)
		(void)snprintf(told + n, sizeof told - n, "%s%s@%u/%llu",
		    n == 0 ? "" : " ", o->code, o->log,
		    (unsigned long long)o->index);
}

/* Two logs; the second has no entry when `type` is none. */
static const char *
said(const char *rotation, bool behind, enum entry_type type, const char *first)
{
	struct recheck *r =
	    recheck_new((struct recheck_to){ tell, NULL, NULL });
	const struct {
		enum entry_type type;
		const char *body;
	} lines[] = {
		{ ENTRY_GENESIS,
		    "origin log\nstore real\nvkey log+00000000+AA==\n" },
		{ ENTRY_ROTATION, rotation },
		{ ENTRY_CLOCK, "" },
		{ type, first },
	};
	struct reading clock = { .bound = { 1000 } };
	struct buf bytes = { 0 };

	told[0] = 0;
	for (unsigned i = 0; i < 4; i++) {
		if ((i == 2 && !behind) || (i == 3 && first == NULL))
			continue;
		if (i == 3)
			recheck_next_log(r);
		clock.wall.us = clock.boottime_us = (i + 1) * 1000000;
		buf_clear(&bytes);
		entry_write(&bytes, lines[i].type, clock.wall, &clock,
		    slice_text(lines[i].body));
		ck_assert_err(bytes.err, OK);
		ck_assert_err(recheck_entry(r, buf_all(&bytes)), OK);
	}
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	buf_free(&bytes);
	return told;
}

START_TEST(both_ends_name_each_other)
{
	ck_assert_str_eq(said(ROTATION, false, ENTRY_SUCCESSION, GOOD), "");
	ck_assert_str_eq(said(ROTATION, false, ENTRY_SUCCESSION,
			     FIRST("log/3", "log/2+00000000+AA==", "2")),
	    "rotation@1/0");
	ck_assert_str_eq(said(ROTATION, false, ENTRY_SUCCESSION,
			     FIRST("log/2", "log/2+00000000+AB==", "2")),
	    "rotation@1/0");
	ck_assert_str_eq(said(ROTATION, false, ENTRY_SUCCESSION,
			     FIRST("log/2", "log/2+00000000+AA==", "1")),
	    "rotation@1/0");
	ck_assert_str_eq(said(ROTATION, false, ENTRY_CLOCK, ""),
	    "rotation@1/0");
}
END_TEST

START_TEST(nothing_comes_behind_a_rotation_but_its_log)
{
	ck_assert_str_eq(said(ROTATION, true, ENTRY_SUCCESSION, GOOD),
	    "rotation@0/2");
	/* alone it is half of the story */
	ck_assert_str_eq(said(ROTATION, false, ENTRY_CLOCK, NULL),
	    "rotation@0/1");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		both_ends_name_each_other,
		nothing_comes_behind_a_rotation_but_its_log,
		NULL,
	};

	return suite_run("rotation", tests);
}
