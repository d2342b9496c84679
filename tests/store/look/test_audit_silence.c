/*
 * test_audit_silence.c - the auditor is told of a silence in the window that a
 * unit alone was given, as in its block's.
 */
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

#define EXTENDED                                                               \
	"\"windows\": [{\"block\":\"department\",\"unit\":\"D01\",\"stage\":"  \
	"\"evidence\",\"version\":2,\"opens\":\"" WORLD_OPENS "\","            \
	"\"on_time_until\":\"2023-01-13T00:00:00+07:00\","                     \
	"\"closes\":\"2023-01-13T00:00:00+07:00\"},"

static struct world w;

static void
silent_from(const char *from, int64_t us)
{
	audit_put(&w, ENTRY_HEARTBEAT, audit_fit(from, 0), "size 1\nfree 1\n",
	    NULL);
	audit_put(&w, ENTRY_HEARTBEAT, audit_fit(from, us), "size 1\nfree 1\n",
	    NULL);
}

START_TEST(a_silence_within_a_units_extension_is_found)
{
	static const struct {
		const char *from;
		int64_t us;
		unsigned n;
	} rows[] = {
		{ "2023-01-12T09:00:00+07:00", 181 * S, 1 },
		{ "2023-01-12T09:00:00+07:00", 179 * S, 0 },
		{ "2023-01-12T23:10:00+07:00", 31 * S, 1 },
		{ "2023-01-12T23:10:00+07:00", 29 * S, 0 },
		{ "2023-01-13T00:00:00+07:00", 3600 * S, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct findings fs;

		world_open_with(&w, WORLD_PATCHES("\"windows\": [", EXTENDED));
		silent_from(rows[i].from, rows[i].us);
		fs = audit_of(&w);
		ck_assert_msg(fs.count[FINDING_SILENCE] == rows[i].n, "row %zu",
		    i);
		for (size_t f = 0; f < fs.n; f++)
			if (fs.list[f].code == FINDING_SILENCE) {
				ck_assert_ptr_nonnull(
				    strstr(fs.list[f].vi, "đơn vị D01"));
				ck_assert_ptr_nonnull(
				    strstr(fs.list[f].en, "unit D01"));
			}
		findings_free(&fs);
		world_close(&w);
	}
}
END_TEST

START_TEST(without_it_that_time_is_nobodys_window)
{
	struct findings fs;

	world_open(&w);
	silent_from("2023-01-12T09:00:00+07:00", 181 * S);
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_SILENCE], 0);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

/* A deadline whose place another took is in force for nobody. */
START_TEST(a_version_that_was_replaced_is_no_window)
{
	struct findings fs;

	world_open_with(&w,
	    WORLD_PATCHES("\"windows\": [", EXTENDED
		"{\"block\":\"department\",\"unit\":\"D01\",\"stage\":"
		"\"evidence\",\"version\":3,\"opens\":\"" WORLD_OPENS "\","
		"\"on_time_until\":\"2023-01-11T00:00:00+07:00\","
		"\"closes\":\"2023-01-11T00:00:00+07:00\"},"));
	silent_from("2023-01-12T09:00:00+07:00", 181 * S);
	fs = audit_of(&w);
	ck_assert_uint_eq(fs.count[FINDING_SILENCE], 0);
	findings_free(&fs);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_silence_within_a_units_extension_is_found,
		without_it_that_time_is_nobodys_window,
		a_version_that_was_replaced_is_no_window,
		NULL,
	};

	return suite_run("audit silence", tests);
}
