/*
 * test_change.c - `parindex period amend` and `extend`, beside a process that
 * has the store open.
 */
#include <stdio.h>
#include <string.h>

#include "store/base/draft.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define DECISION                                                               \
	"--decision", "15/QĐ-UBND", "--date", "2023-01-11", "--reason",        \
	    "mất điện toàn tỉnh", "--person", "Trần Văn B"

static struct world w;
static struct desk d;

/* The world keeps no mark of its log; the command asks for one. */
static void
make_mark(void)
{
	char file[FOLDER_ROOM + 32];
	struct buf note = { 0 };
	uint64_t size;
	FILE *to;

	(void)snprintf(file, sizeof file, "%s/checkpoint", d.folder.path);
	ck_assert_err(look_checkpoint(w.store, &note, &size), OK);
	ck_assert_ptr_nonnull(to = fopen(file, "wb"));
	ck_assert_uint_eq(fwrite(note.p, 1, note.n, to), note.n);
	ck_assert_int_eq(fclose(to), 0);
	buf_free(&note);
	expect(&d, 0, NULL, "log", "resume", "--checkpoint", file);
}

/* The desk works on the world's own store. */
static void
open_both(const char *const *patches)
{
	world_open_with(&w, patches);
	d = desk_make(PARINDEX);
	(void)snprintf(d.store, sizeof d.store, "%s", w.store_path);
	(void)snprintf(d.key, sizeof d.key, "%s", w.key_path);
	make_mark();
}

static void
close_both(void)
{
	desk_remove(&d);
	world_close(&w);
}

static struct submission
one_late_document(void)
{
	struct submission s;

	world_clock(&w, WORLD_UNTIL);
	s = world_upload(&w, "D01", "1.1.2", "late");
	(void)world_settle(&w);
	return s;
}

START_TEST(amending_shows_first_and_other_processes_follow)
{
	char file[FOLDER_ROOM + 32];
	struct digest before;

	open_both((const char *const[]){ NULL });
	desk_write_changed(&d, "period.json", "\"year\": 2022",
	    "\"year\": 2021");
	(void)snprintf(file, sizeof file, "%s/period.json", d.folder.path);
	before = world_dump(&w, 0);
	expect(&d, 0, "0 verdicts would change\n0 units would have", "period",
	    "amend", file, "--preview");
	ck_assert_dump(&w, before);
	expect(&d, 0, "period 2022 is at version 2", "period", "amend", file,
	    DECISION);
	ck_assert_int_eq(world_plan(&w)->year, 2021);
	expect(&d, 0,
	    "decision 15/QĐ-UBND of 2023-01-11, Trần Văn B: mất "
	    "điện toàn tỉnh",
	    "period", "show", "2022");
	expect(&d, 0, "version 1 from ", "period", "show", "2022", "--version",
	    "1");
	expect(&d, 1, "Version 3 of period 2022 was never in force", "period",
	    "show", "2022", "--version", "3");
	world_rechecked(&w);
	close_both();
}
END_TEST

START_TEST(without_its_decision_nothing_is_saved)
{
	char file[FOLDER_ROOM + 32];
	struct digest before;

	open_both((const char *const[]){ NULL });
	desk_write_changed(&d, "period.json", "\"year\": 2022",
	    "\"year\": 2021");
	(void)snprintf(file, sizeof file, "%s/period.json", d.folder.path);
	before = world_dump(&w, 0);
	expect(&d, 1, "its number is missing", "period", "amend", file);
	expect(&d, 1, "its person is missing", "period", "extend", "2022",
	    "--until", "2023-01-12T24:00:00+07:00", "--decision", "1", "--date",
	    "2023-01-09", "--reason", "x");
	ck_assert_dump(&w, before);
	close_both();
}
END_TEST

START_TEST(an_extension_names_what_it_cannot_do)
{
	struct digest before;

	open_both((const char *const[]){ NULL });
	world_clock(&w, "2023-01-11T08:00:00+07:00");
	before = world_dump(&w, 0);
	expect(&d, 1, "says when, or \"outage\" takes it", "period", "extend",
	    "2022", DECISION);
	expect(&d, 1, "no stage \"lunch\"", "period", "extend", "2022",
	    "--stage", "lunch", "--until", WORLD_CLOSES, DECISION);
	expect(&d, 1, "no unit \"D99\"", "period", "extend", "2022", "--unit",
	    "D99", "--until", WORLD_CLOSES, DECISION);
	expect(&d, 1, "no block \"ward\"", "period", "extend", "2022",
	    "--block", "ward", "--until", WORLD_CLOSES, DECISION);
	expect(&d, 1, "for a unit or for a block", "period", "extend", "2022",
	    "--block", "district", "--unit", "D01", "--until", WORLD_CLOSES,
	    DECISION);
	expect(&d, 1, "into the past", "period", "extend", "2022", "--until",
	    "2023-01-11T07:59:59+07:00", DECISION);
	expect(&d, 1, "This is no extension", "period", "extend", "2022",
	    "--until", WORLD_UNTIL, DECISION);
	expect(&d, 1, "is not a time like", "period", "extend", "2022",
	    "--until", "tomorrow", DECISION);
	expect(&d, 1, "announced no rule for outages", "period", "extend",
	    "2022", "--outage", DECISION);
	expect(&d, 1, "no period \"2023\"", "period", "extend", "2023",
	    "--until", WORLD_CLOSES, DECISION);
	ck_assert_dump(&w, before);
	close_both();
}
END_TEST

/* A pack has every version that was in force, and under which decision. */
static void
holds_versions(const char *file)
{
	static const char *const parts[] = { "rules/000001.json",
		"rules/000002.decision.json", "rules/000002.json",
		"rules/000003.decision.json", "rules/000003.json" };
	struct buf bytes = { 0 };

	ck_assert_err(file_read(file, 1 << 26, &bytes), OK);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		ck_assert_msg(memmem(bytes.p, bytes.n, parts[i],
				  strlen(parts[i]) + 1) != NULL,
		    "%s is not in the pack", parts[i]);
	ck_assert_ptr_nonnull(memmem(bytes.p, bytes.n,
	    "\"number\":\"15/QĐ-UBND\"", strlen("\"number\":\"15/QĐ-UBND\"")));
	ck_assert_ptr_null(
	    memmem(bytes.p, bytes.n, "rules/000001.decision", 21));
	buf_free(&bytes);
}

START_TEST(an_extension_for_a_unit_is_shown_and_then_made)
{
	char file[FOLDER_ROOM + 32], key[256];
	struct submission late;
	struct digest before;

	open_both((const char *const[]){ NULL });
	late = one_late_document();
	before = world_dump(&w, 0);
	expect(&d, 0, "1 verdicts would change", "period", "extend", "2022",
	    "--unit", "D01", "--until", "2023-01-12T24:00:00+07:00",
	    "--preview");
	expect(&d, 0,
	    "warning: The evidence window of unit D01 overlaps its "
	    "appraisal",
	    "period", "extend", "2022", "--unit", "D01", "--until",
	    "2023-01-12T24:00:00+07:00", "--preview");
	expect(&d, 0, "late     on-time", "period", "extend", "2022", "--unit",
	    "D01", "--until", "2023-01-12T24:00:00+07:00", "--preview");
	expect(&d, 0, "0 verdicts would change", "period", "extend", "2022",
	    "--unit", "D02", "--until", "2023-01-12T24:00:00+07:00",
	    "--preview");
	ck_assert_dump(&w, before);
	expect(&d, 0, "period 2022 is at version 2", "period", "extend", "2022",
	    "--unit", "D01", "--until", "2023-01-12T24:00:00+07:00", DECISION);
	expect(&d, 0, "department D01  evidence 2", "period", "show", "2022");
	/* the process beside it follows */
	ck_assert_uint_eq(world_plan(&w)->version, 2);
	ck_assert_uint_eq(plan_unit_window(world_plan(&w), 0, STAGE_EVIDENCE)
			      ->version,
	    2);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, late.id).verdict,
	    VERDICT_ON_TIME);
	/* for all, less far: the unit keeps what it was granted */
	expect(&d, 0, "unit D01 evidence, version 4", "period", "extend",
	    "2022", "--until", "2023-01-11T24:00:00+07:00", DECISION);
	(void)world_settle(&w);
	ck_assert_int_eq(plan_unit_window(world_plan(&w), 0, STAGE_EVIDENCE)
			     ->on_time_until.us,
	    world_plan(&w)->windows[6].on_time_until.us);
	ck_assert_int_eq(world_submission(&w, late.id).verdict,
	    VERDICT_ON_TIME);
	expect(&d, 0, NULL, "log", "verify");
	expect(&d, 0, NULL, "store", "check");
	expect(&d, 0, "all as their records give them", "period", "recompute",
	    "2022");
	expect(&d, 0, "rejudged", "audit", "2022");
	(void)snprintf(file, sizeof file, "%s/pack.tar", d.folder.path);
	(void)snprintf(key, sizeof key, "%s", w.store->meta.vkey);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", file);
	expect(&d, 0, NULL, "audit", "check", file, "--log-key", key);
	holds_versions(file);
	world_rechecked(&w);
	close_both();
}
END_TEST

START_TEST(a_late_document_is_listed_and_admitted_under_a_decision)
{
	struct submission late;
	char id[UUID_TEXT];

	open_both(WORLD_PATCHES("\"late_policy\": \"mark\"",
	    "\"late_policy\": \"council\""));
	late = one_late_document();
	submission_id_text(late.id, id);
	expect(&d, 0, id, "late", "list", "2022");
	expect(&d, 0, "waits", "late", "list", "2022");
	expect(&d, 1, "its number is missing", "late", "admit", id);
	expect(&d, 2, "no submission's id", "late", "admit", "7", DECISION);
	expect(&d, 1, "There is no submission", "late", "admit",
	    "01890000-0000-7000-8000-000000000000", DECISION);
	expect(&d, 0,
	    "1.1.2 of unit D01 counts by decision 15/QĐ-UBND; its "
	    "verdict stays late",
	    "late", "admit", id, DECISION);
	expect(&d, 0, "counts by decision", "late", "list", "2022");
	expect(&d, 1, "counts by a decision already", "late", "admit", id,
	    DECISION);
	ck_assert_int_eq(world_submission(&w, late.id).status,
	    SUBMISSION_ACCEPTED);
	world_rechecked(&w);
	close_both();
}
END_TEST

START_TEST(a_window_that_ends_on_a_day_off_is_warned_of)
{
	char file[FOLDER_ROOM + 32];

	d = desk_make(PARINDEX);
	(void)snprintf(file, sizeof file, "%s/period.json", d.folder.path);
	desk_write_changed(&d, "period.json", "\"groups\": [",
	    "\"holidays\": [{\"date\":\"2023-01-10\",\"name_vi\":\"Ngày "
	    "truyền thống\"}],\n\"groups\": [");
	expect(&d, 0,
	    "on_time_until: warning: The evidence window of block "
	    "department (on time) ends on a day off, 2023-01-10 "
	    "(Ngày truyền thống).",
	    "period", "check", file);
	/* 14/01/2023 is a Saturday; the next day's midnight is what is said */
	desk_write_changed(&d, "period.json", "2023-01-11T00:00:00+07:00",
	    "2023-01-14T24:00:00+07:00");
	expect(&d, 1, "overlaps the evidence window", "period", "check", file);
	desk_write_changed(&d, "period.json", "2023-01-17T00:00:00+07:00",
	    "2023-01-14T24:00:00+07:00");
	expect(&d, 0,
	    "closes: warning: The evidence window of block "
	    "department (open) ends on a day off, 2023-01-14 "
	    "(weekend).",
	    "period", "check", file);
	desk_remove(&d);
}
END_TEST

static struct points
max_of(const char *unit)
{
	struct results r;
	struct points max;
	struct who auditor = world_who(ROLE_AUDITOR, "");

	ck_assert_err(look_results(w.store, &auditor, w.period, &r, NULL), OK);
	max = r.unit[plan_unit(r.plan, unit_named(unit))].score.max;
	look_results_free(&r);
	return max;
}

START_TEST(what_is_not_applicable_leaves_points_and_total)
{
	struct digest before;

	open_both((const char *const[]){ NULL });
	world_earn(&w, "D01");
	(void)world_settle(&w);
	before = world_dump(&w, 0);
	ck_assert_int_eq(max_of("D01").millionths, 100000000);
	expect(&d, 0, "D01   2.00/100.00  2.00/99.00", "period",
	    "not-applicable", "2022", "D01", "1.1.1", "--preview", "--reason",
	    "Không thực hiện");
	expect(&d, 0, "0.00/100.00  0.00/99.00", "period", "not-applicable",
	    "2022", "D02", "1.1.1", "--preview", "--reason", "x");
	ck_assert_dump(&w, before);
	expect(&d, 0, "period 2022 is at version 2", "period", "not-applicable",
	    "2022", "D01", "1.1.2", DECISION);
	(void)world_settle(&w);
	ck_assert_int_eq(max_of("D01").millionths, 98000000);
	ck_assert_int_eq(max_of("D02").millionths, 100000000);
	ck_assert_str_eq(plan_not_because(world_plan(&w), 0,
			     (unsigned)plan_leaf(world_plan(&w),
				 leaf_named("1.1.2"))),
	    "mất điện toàn tỉnh");
	/* a whole field */
	expect(&d, 0, "period 2022 is at version 3", "period", "not-applicable",
	    "2022", "D01", "F1", DECISION);
	(void)world_settle(&w);
	ck_assert_int_lt(max_of("D01").millionths, 98000000);
	world_rechecked(&w);
	close_both();
}
END_TEST

START_TEST(what_cannot_be_taken_out_is_said)
{
	struct digest before;

	open_both((const char *const[]){ NULL });
	before = world_dump(&w, 0);
	expect(&d, 1, "A reason says why", "period", "not-applicable", "2022",
	    "D01", "1.1.1", "--preview");
	expect(&d, 1, "its number is missing", "period", "not-applicable",
	    "2022", "D01", "1.1.1", "--reason", "x");
	expect(&d, 1, "no unit \"D99\"", "period", "not-applicable", "2022",
	    "D99", "1.1.1", DECISION);
	expect(&d, 1, "no criterion and no field \"9.9\"", "period",
	    "not-applicable", "2022", "D01", "9.9", DECISION);
	expect(&d, 1, "not in the set of unit D01's block", "period",
	    "not-applicable", "2022", "D01", "4.3.2", DECISION);
	expect(&d, 1, "not applicable to unit D04 already", "period",
	    "not-applicable", "2022", "D04", "7.3.1", DECISION);
	expect(&d, 1, "Nothing of field F3 applies", "period", "not-applicable",
	    "2022", "D04", "F3", DECISION);
	ck_assert_dump(&w, before);
	close_both();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		amending_shows_first_and_other_processes_follow,
		without_its_decision_nothing_is_saved,
		an_extension_names_what_it_cannot_do,
		an_extension_for_a_unit_is_shown_and_then_made,
		a_late_document_is_listed_and_admitted_under_a_decision,
		a_window_that_ends_on_a_day_off_is_warned_of,
		what_is_not_applicable_leaves_points_and_total,
		what_cannot_be_taken_out_is_said,
		NULL,
	};

	return suite_run("change", tests);
}
