/*
 * test_ruling.c - what an unfit clock took in, as its unit sees it, and a
 * ruling on when it came, over HTTP.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define DEADLINE INT64_C(1673370000000000)
#define MINUTE INT64_C(60000000)
#define RULING(verdict)                                                           \
	"{\"verdict\":\"" verdict "\",\"decision\":{\"number\":\"20/QĐ-HĐ\","   \
	"\"date\":\"2023-01-12\",\"reason\":\"máy chủ khởi động lại\"," \
	"\"person\":\"Lê Thị C\"}}"

static struct gate g;
static struct stopped machine;
static struct submission s;
static char at[64], path[128];

static void
stamp(int64_t time)
{
	struct stamping in = { .by = "vgca",
		.request = slice_text("request"),
		.response = slice_text("response"),
		.token = { .time = { DEADLINE + time },
		    .policy = "1.2",
		    .serial = "0a" } };
	struct buf note = { 0 };
	uint64_t size;

	ck_assert_err(look_checkpoint(g.w.store, &note, &size), OK);
	in.note = buf_all(&note);
	ck_assert_err(act_stamped(g.w.store, &in), OK);
	ck_assert_err(act_tick(g.w.store), OK);
	buf_free(&note);
}

/* A document of D01 that came in before the deadline, by a clock that nobody
 * vouches for. */
static void
one_by_no_fit_clock(void)
{
	char id[UUID_TEXT];

	gate_open(&g);
	machine = (struct stopped){
		.reading = { .wall = { DEADLINE - 10 * MINUTE },
		    .bound = { 16000000 },
		    .status = CLOCK_UNSYNCHRONISED,
		    .boottime_us = DEADLINE,
		    .boot_id = { 1 } },
	};
	g.w.store->clocks = clocks_stopped(&machine);
	stamp(-20 * MINUTE);
	s = world_upload(&g.w, "D01", "1.1.2", "in time");
	submission_id_text(s.id, id);
	(void)snprintf(at, sizeof at, "/v1/submissions/%s", id);
	(void)snprintf(path, sizeof path, "%s/ruling", at);
}

START_TEST(the_unit_sees_the_clock_and_the_outside_times)
{
	struct sent q = { .method = "GET", .target = at, .as = "D01" };
	struct heard a = { 0 };

	one_by_no_fit_clock();
	(void)gate_token(&g, "D01");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"clock\":{\"state\":\"unknown\"}"));
	stamp(-5 * MINUTE);
	gate_ask(&g, &q, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"clock\":{\"state\":\"unknown\",\"after\":{\"time\":\""
	    "2023-01-10T23:39:59.000000+07:00\",\"log_index\":2},"
	    "\"before\":{\"time\":\"2023-01-10T23:55:01.000000+07:00\","
	    "\"log_index\":"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(council_and_operator_rule_under_a_decision_and_nobody_else)
{
	static const struct {
		const char *as, *body;
		int status;
		const char *type, *word;
	} rows[] = {
		{ "council", "{}", 400, "missing-field", "number" },
		{ "council", RULING("cured"), 422, "range", "on-time" },
		{ "council", RULING(""), 422, "range", "on-time" },
		{ "council", "{\"x\":1}", 400, "unknown-field",
		    "no such field" },
		{ "H01", RULING("late"), 404, "not-found", "no" },
		{ "D01", RULING("late"), 403, "forbidden", "unit" },
		{ "appraiser", RULING("late"), 403, "forbidden", "appraiser" },
	};
	struct sent q = { .method = "POST",
		.target = path,
		.type = "application/json" };
	struct heard a = { 0 };
	struct digest before;

	one_by_no_fit_clock();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		(void)gate_token(&g, rows[i].as);
	(void)gate_token(&g, "operator");
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		q.as = rows[i].as;
		q.text = rows[i].body;
		gate_ask(&g, &q, &a);
		heard_problem(&a, rows[i].body, rows[i].status, rows[i].type,
		    rows[i].word);
	}
	ck_assert_dump(&g.w, before);
	q.as = "council";
	q.text = RULING("late");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"verdict\":\"late\""));
	ck_assert_ptr_nonnull(strstr(heard_text(&a),
	    "\"ruling\":{\"verdict\":\"late\",\"window\":1,\"log_index\":"));
	gate_ask(&g, &q, &a);
	heard_problem(&a, "again", 409, "wrong-state", "already");
	q.as = "operator";
	q.text = RULING("on-time");
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(
	    strstr(heard_text(&a), "\"verdict\":\"on-time\""));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_unit_sees_the_clock_and_the_outside_times,
		council_and_operator_rule_under_a_decision_and_nobody_else,
		NULL,
	};

	return suite_run("ruling", tests);
}
