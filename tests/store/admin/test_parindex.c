/*
 * test_parindex.c - the operator's command, run as a program on a store of
 * its own.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kit/operator.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static unsigned
lines_with(struct buf *text, const char *what)
{
	unsigned n = 0;
	const char *at;

	for (at = buf_cstr(text); (at = strstr(at, what)) != NULL; at++)
		n++;
	return n;
}

/* ---- words ---- */

START_TEST(a_word_that_is_no_command_is_a_usage_error)
{
	static const struct {
		const char *words[3];
		const char *says;
	} rows[] = {
		{ { NULL }, "a command is missing" },
		{ { "dance" }, "no command \"dance\"" },
		{ { "period" }, "goes with one of: check, load, open" },
		{ { "period", "burn" }, "\"period burn\" is no command" },
		{ { "period", "open" }, "too few arguments" },
		{ { "log", "key", "2022" }, "one argument too many" },
		{ { "results", "--colour" }, "unrecognized option" },
		{ { "init", "--start", "2022-12-25T00:00:00Z" },
		    "--start goes with --simulated" },
	};
	struct desk d = desk_make(PARINDEX);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect(&d, 2, rows[i].says, rows[i].words[0], rows[i].words[1],
		    rows[i].words[2]);
	desk_remove(&d);
}
END_TEST

START_TEST(every_command_of_the_help_has_a_help_of_its_own)
{
	struct desk d = desk_make(PARINDEX);
	struct ran help = operate(&d, "--help", NULL);
	char noun[32], verb[32], *line, *rest;
	unsigned n = 0;

	ck_assert_int_eq(help.status, 0);
	line = strstr(buf_cstr(&help.out), "Commands:");
	ck_assert_ptr_nonnull(line);
	for (line = strtok_r(line, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (line[0] != ' ')
			continue;
		verb[0] = 0;
		ck_assert_int_ge(sscanf(line, "  %31[a-z] %31[a-z-] ", noun,
				     verb),
		    1);
		n++;
		expect(&d, 0, "Usage: parindex", noun,
		    verb[0] == 0 ? "--help" : verb, "--help");
	}
	ck_assert_uint_ge(n, 24);
	expect(&d, 0, "parindex " PARINDEX_VERSION, "--version");
	expect(&d, 0, "parindex log rotate", "log", "--help");
	expect(&d, 0, "parindex clock set", "clock", "-?");
	expect(&d, 2, "There is no command \"moon\"", "moon", "--help");
	ran_free(&help);
	desk_remove(&d);
}
END_TEST

/* ---- a store is made ---- */

START_TEST(init_makes_a_store_once_and_never_over_another)
{
	struct desk d = desk_make(PARINDEX);

	expect(&d, 1, d.store, "log", "key");
	expect(&d, 0, "log key: a.example/log+", "init", "--origin",
	    "a.example/log");
	expect(&d, 1, NULL, "init");
	expect(&d, 0, "a.example/log+", "log", "key");
	expect(&d, 0, "1 entries, sound", "log", "verify");
	desk_remove(&d);
}
END_TEST

START_TEST(a_real_stores_clock_cannot_be_set)
{
	struct desk d = desk_make(PARINDEX);

	expect(&d, 0, NULL, "init");
	expect(&d, 1, "init --simulated", "clock", "set",
	    "2030-01-01T00:00:00Z");
	desk_remove(&d);
}
END_TEST

START_TEST(a_simulated_clock_moves_forwards_only)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "2022-12-25T00:00:00.000000+07:00 +- 0 us (simulated)",
	    "clock", "show");
	expect(&d, 0, "2023-01-10T23:59:59.999999+07:00 +- 1000 us", "clock",
	    "set", "2023-01-10T23:59:59.999999+07:00", "--bound-us", "1000");
	expect(&d, 1, "forwards only", "clock", "set",
	    "2023-01-10T23:59:59.999998+07:00");
	expect(&d, 1, "between 0 and 16 s", "clock", "set",
	    "2023-01-11T00:00:00+07:00", "--bound-us", "16000001");
	expect(&d, 2, "RFC 3339", "clock", "set", "tomorrow");
	expect(&d, 0, "2023-01-10T23:59:59.999999+07:00 +- 1000 us", "clock",
	    "show");
	desk_remove(&d);
}
END_TEST

START_TEST(another_logs_key_is_refused)
{
	struct desk d = desk_make(PARINDEX), other = desk_make(PARINDEX);

	desk_open_2022(&d);
	desk_open_2022(&other);
	expect(&d, 1, "is not the key of the log", "token", "add", "auditor",
	    "--key", other.key);
	desk_remove(&d);
	desk_remove(&other);
}
END_TEST

/* ---- periods ---- */

START_TEST(a_period_is_loaded_opened_once_and_then_frozen)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "is open already", "period", "open", "2022");
	expect(&d, 1, "only an amendment under a decision", "period", "load",
	    TEST_SOURCE_DIR "/../store/data/hai-duong-2022/period.json");
	expect(&d, 0, "2022    open", "period", "show");
	expect(&d, 0, "log entry 1\n", "period", "show", "2022");
	expect(&d, 1, "There is no period \"2023\"", "period", "show", "2023");
	expect(&d, 1, "no period \"2023\"", "period", "open", "2023");
	expect(&d, 0, "30 units wait", "period", "rescore", "2022");
	desk_remove(&d);
}
END_TEST

START_TEST(units_are_listed_in_the_decisions_order)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_open_2022(&d);
	r = operate(&d, "unit", "list", "2022", "--block", "district", NULL);
	ck_assert_int_eq(r.status, 0);
	ck_assert_uint_eq(lines_with(&r.out, "\n"), 13);
	ck_assert(strstr(buf_cstr(&r.out), "H01 ") <
		  strstr(buf_cstr(&r.out), "H12 "));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out),
	    "H06   UBND huyện Tứ Kỳ          district  H23.24    Chủ tịch "
	    "UBND huyện\n"));
	ran_free(&r);
	expect(&d, 1, "no block \"ward\"", "unit", "list", "2022", "--block",
	    "ward");
	desk_remove(&d);
}
END_TEST

START_TEST(results_before_any_evidence_list_all_30_units_with_0)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_open_2022(&d);
	r = operate(&d, "results", "2022", NULL);
	ck_assert_int_eq(r.status, 0);
	ck_assert_uint_eq(lines_with(&r.out, "\n"), 33);
	ck_assert_uint_eq(lines_with(&r.out, "SIMULATED"), 1);
	ck_assert_uint_eq(lines_with(&r.out, " 0.00 "), 3 * 30);
	ran_free(&r);
	r = operate(&d, "results", "2022", "--block", "district", NULL);
	ck_assert_uint_eq(lines_with(&r.out, "\n"), 15);
	ran_free(&r);
	expect(&d, 0,
	    "{\"period\":\"2022\",\"status\":\"provisional\","
	    "\"simulated\":true",
	    "results", "2022", "--json");
	expect(&d, 1, "no period \"2021\"", "results", "2021");
	expect(&d, 2, "every block", "results", "2022", "--json", "--block",
	    "district");
	desk_remove(&d);
}
END_TEST

/* ---- tokens ---- */

START_TEST(a_token_stands_alone_on_stdout_and_is_shown_once)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_open_2022(&d);
	r = operate(&d, "token", "add", "unit", "--unit", "D16", "--label",
	    "Văn thư", NULL);
	ck_assert_int_eq(r.status, 0);
	ck_assert_uint_eq(r.out.n, 4 + 43 + 1);
	ck_assert_int_eq(strncmp(buf_cstr(&r.out), "par_", 4), 0);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.err), "Token 1"));
	ck_assert_ptr_null(strstr(buf_cstr(&r.err), "par_"));
	ran_free(&r);
	expect(&d, 0, "    1  unit  D16", "token", "list");
	expect(&d, 0, "Văn thư\n", "token", "list");
	expect(&d, 0, "token 1 is revoked", "token", "revoke", "1");
	expect(&d, 1, "no token number 2", "token", "revoke", "2");
	expect(&d, 2, "whole number", "token", "revoke", "one");
	desk_remove(&d);
}
END_TEST

START_TEST(a_token_needs_a_role_and_only_a_units_token_a_unit)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 2, "no role \"king\"", "token", "add", "king");
	expect(&d, 2, "needs --unit", "token", "add", "unit");
	expect(&d, 2, "needs --unit", "token", "add", "auditor", "--unit",
	    "D01");
	expect(&d, 1, "No loaded period has a unit \"D99\"", "token", "add",
	    "unit", "--unit", "D99");
	desk_remove(&d);
}
END_TEST

/* ---- jobs ---- */

START_TEST(a_buried_job_comes_back_by_name_or_with_all)
{
	struct desk d = desk_make(PARINDEX);
	const char *const kind = "score-unit";

	desk_open_2022(&d);
	expect(&d, 0, "score-unit  2022    D01   due", "job", "list");
	expect(&d, 2, "--reason", "job", "bury", kind, "2022", "D01");
	expect(&d, 0, "is buried", "job", "bury", kind, "2022", "D01",
	    "--reason", "tệp hỏng");
	expect(&d, 0, "tệp hỏng\n", "job", "list");
	expect(&d, 1, "its job is buried", "store", "check");
	expect(&d, 0, "due again", "job", "retry", kind, "2022", "D01");
	expect(&d, 0, "due again: 0\n", "job", "retry", "--all");
	expect(&d, 0, NULL, "job", "bury", kind, "2022", "D02", "--reason",
	    "?");
	expect(&d, 0, "due again: 1\n", "job", "retry", "--all");
	expect(&d, 1, "no job score-unit 2022 D77", "job", "retry", kind,
	    "2022", "D77");
	expect(&d, 2, "no kind of job \"sing\"", "job", "retry", "sing", "2022",
	    "D01");
	expect(&d, 2, "--all", "job", "retry", kind);
	desk_remove(&d);
}
END_TEST

/* ---- the log and the whole ---- */

/* Flips one bit after every place where `what` stands in the data file. */
static unsigned
flip_after(const struct desk *d, const char *what)
{
	char path[512];
	uint8_t *bytes;
	size_t n, length = strlen(what);
	unsigned flipped = 0;
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/data.mdb", d->store);
	ck_assert_ptr_nonnull(f = fopen(path, "r+b"));
	ck_assert_int_eq(fseek(f, 0, SEEK_END), 0);
	n = (size_t)ftell(f);
	rewind(f);
	ck_assert_ptr_nonnull(bytes = malloc(n));
	ck_assert_uint_eq(fread(bytes, 1, n, f), n);
	for (size_t i = 0; i + length < n; i++) {
		if (memcmp(bytes + i, what, length) != 0)
			continue;
		bytes[i + length] ^= 1;
		flipped++;
	}
	rewind(f);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
	free(bytes);
	return flipped;
}

START_TEST(one_flipped_bit_in_an_entry_is_found_and_named)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "2 entries, sound", "log", "verify");
	ck_assert_uint_ge(flip_after(&d, "type rules\ntime 167190120000"), 1);
	expect(&d, 1, "is damaged", "log", "verify");
	expect(&d, 1, "is damaged", "store", "check");
	desk_remove(&d);
}
END_TEST

START_TEST(the_newest_checkpoint_is_a_signed_note_of_the_whole_log)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "test.example/log/simulated\n2\n", "log", "checkpoint");
	expect(&d, 0, "log entries    2\n", "store", "usage");
	desk_remove(&d);
}
END_TEST

START_TEST(a_copy_opens_and_verifies_without_the_key)
{
	struct desk d = desk_make(PARINDEX);
	char copy[FOLDER_ROOM + 16];

	desk_open_2022(&d);
	(void)snprintf(copy, sizeof copy, "%s/copy", d.folder.path);
	expect(&d, 0, "is not in the copy", "store", "copy", copy);
	expect(&d, 0, "2 entries, sound", "log", "verify", "--store", copy);
	expect(&d, 0, "the store is sound", "store", "check", "--store", copy);
	expect(&d, 1, "is not empty", "store", "copy", copy);
	expect(&d, 0, "0 files that nobody recorded are gone", "store",
	    "sweep");
	expect(&d, 2, "an argument is empty", "log", "export", "");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_word_that_is_no_command_is_a_usage_error,
		every_command_of_the_help_has_a_help_of_its_own,
		init_makes_a_store_once_and_never_over_another,
		a_real_stores_clock_cannot_be_set,
		a_simulated_clock_moves_forwards_only,
		another_logs_key_is_refused,
		a_period_is_loaded_opened_once_and_then_frozen,
		units_are_listed_in_the_decisions_order,
		results_before_any_evidence_list_all_30_units_with_0,
		a_token_stands_alone_on_stdout_and_is_shown_once,
		a_token_needs_a_role_and_only_a_units_token_a_unit,
		a_buried_job_comes_back_by_name_or_with_all,
		one_flipped_bit_in_an_entry_is_found_and_named,
		the_newest_checkpoint_is_a_signed_note_of_the_whole_log,
		a_copy_opens_and_verifies_without_the_key,
		NULL,
	};

	return suite_run("parindex", tests);
}
