/*
 * test_publication.c - decisions on file, publication and revisions over HTTP.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define PERIOD "/v1/periods/2022"
#define DECISIONS PERIOD "/decisions"
#define JSON "application/json"
#define PDF "application/pdf"
#define SCAN "%PDF-1.7 signed"
#define MINUTES                                                                \
	DECISIONS "?kind=minutes&number=12/BB&date=2023-02-20&file=bb.pdf"
#define DECISION                                                               \
	DECISIONS                                                              \
	"?kind=decision&number=336/Q%C4%90-UBND&date=2023-02-20"               \
	"&signer=Ch%E1%BB%A7%20t%E1%BB%8Bch&file=qd.pdf"

static struct gate g;
static struct heard a;

/* A world whose appraisal has closed and whose jobs are done. */
static void
open_gate(void)
{
	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	world_clock(&g.w, "2023-02-20T08:00:00+07:00");
	ck_assert_err(act_tick(g.w.store), OK);
	(void)world_settle(&g.w);
}

static void
close_gate(void)
{
	heard_free(&a);
	gate_close(&g);
}

static int
ask(const char *as, const char *method, const char *target, const char *type,
    const char *text)
{
	const struct sent q = { .as = as,
		.method = method,
		.target = target,
		.type = type,
		.text = text };

	gate_ask(&g, &q, &a);
	return a.status;
}

static int
get(const char *as, const char *target)
{
	return ask(as, "GET", target, NULL, NULL);
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

static void
make_final(void)
{
	ck_assert_int_eq(ask("council", "POST", MINUTES, PDF, SCAN), 201);
	ck_assert_int_eq(ask("council", "POST", DECISION, PDF, SCAN), 201);
}

START_TEST(a_decision_is_put_on_file_and_read_back)
{
	open_gate();
	ck_assert_int_eq(ask("council", "POST", DECISION, PDF, SCAN), 201);
	ck_assert_str_eq(heard_header(&a, "Location"),
	    GATE_PATH DECISIONS "/1");
	ck_assert(says("\"number\":\"336/QĐ-UBND\""));
	ck_assert(says("\"signer\":\"Chủ tịch\""));
	ck_assert_int_eq(get("council", DECISIONS), 200);
	ck_assert(says("\"decision\":1"));
	ck_assert_int_eq(get("council", DECISIONS "/1/document"), 200);
	ck_assert_str_eq(heard_text(&a), SCAN);
	ck_assert_int_eq(get("council", DECISIONS "/2"), 404);
	ck_assert_int_eq(get("council", DECISIONS "/0"), 404);
	ck_assert_int_eq(get("council", DECISIONS "/x"), 404);
	/* nothing is published: nobody else sees it */
	ck_assert_int_eq(get("D01", DECISIONS), 403);
	ck_assert_int_eq(get("D01", DECISIONS "/1/document"), 403);
	ck_assert_int_eq(get("auditor", DECISIONS), 200);
	close_gate();
}
END_TEST

/* clang-format off */
static const struct {
	const char *name, *as, *target, *type, *text;
	int status;
	const char *problem, *word;
} bad[] = {
	{ "a unit", "D01", DECISION, PDF, SCAN, 403, "forbidden", "unit" },
	{ "an auditor", "auditor", DECISION, PDF, SCAN, 403, "forbidden", "auditor" },
	{ "no number", "council", DECISIONS "?kind=decision&date=2023-02-20&file=a.pdf", PDF, SCAN, 400, "missing-field", "number" },
	{ "no such kind", "council", DECISIONS "?kind=letter&number=1&date=2023-02-20&file=a.pdf", PDF, SCAN, 422, "range", "minutes" },
	{ "no day", "council", DECISIONS "?kind=decision&number=1&date=2023-02-30&file=a.pdf", PDF, SCAN, 422, "range", "day" },
	{ "a day to come", "council", DECISIONS "?kind=decision&number=1&date=2023-02-21&file=a.pdf", PDF, SCAN, 422, "range", "future" },
	{ "no file", "council", DECISIONS "?kind=decision&number=1&date=2023-02-20", PDF, SCAN, 400, "missing-field", "file" },
	{ "a program", "council", DECISIONS "?kind=decision&number=1&date=2023-02-20&file=a.exe", PDF, SCAN, 415, "media-type", "pdf" },
	{ "no PDF", "council", DECISIONS "?kind=decision&number=1&date=2023-02-20&file=a.pdf", PDF, "<html>", 422, "disguised", "begin" },
	{ "nothing", "council", DECISIONS "?kind=decision&number=1&date=2023-02-20&file=a.pdf", PDF, "", 422, "empty", "empty" },
	{ "another word", "council", DECISION "&note=x", PDF, SCAN, 400, "unknown-field", "note" },
	{ "a form", "council", DECISION, "multipart/form-data; boundary=x", SCAN, 415, "media-type", "query" },
	{ "another period", "council", "/v1/periods/1999/decisions?kind=decision&number=1&date=2023-02-20&file=a.pdf", PDF, SCAN, 404, "unknown-period", "1999" },
	{ "no decision", "council", PERIOD "/publication", JSON, "{}", 400, "missing-field", "decision" },
	{ "a reason not asked for", "council", PERIOD "/publication", JSON, "{\"decision\":1,\"reason\":\"x\"}", 400, "unknown-field", "reason" },
	{ "a text for a number", "council", PERIOD "/publication", JSON, "{\"decision\":\"1\"}", 400, "missing-field", "number" },
	{ "too early", "council", PERIOD "/publication", JSON, "{\"decision\":1}", 409, "wrong-state", "minutes" },
	{ "a unit publishes", "D01", PERIOD "/publication", JSON, "{\"decision\":1}", 403, "forbidden", "unit" },
	{ "nothing to correct", "council", PERIOD "/correction", JSON, "{\"decision\":1,\"reason\":\"x\"}", 409, "wrong-state", "corrected" },
	{ "no reason", "council", PERIOD "/correction", JSON, "{\"decision\":1}", 400, "missing-field", "reason" },
};
/* clang-format on */

START_TEST(what_is_wrong_is_refused_by_name)
{
	open_gate();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		(void)ask(bad[i].as, "POST", bad[i].target, bad[i].type,
		    bad[i].text);
		heard_problem(&a, bad[i].name, bad[i].status, bad[i].problem,
		    bad[i].word);
	}
	ck_assert_uint_eq(world_rows(&g.w, T_RECORDS), 0);
	close_gate();
}
END_TEST

START_TEST(published_results_are_read_by_their_revision)
{
	open_gate();
	make_final();
	ck_assert_int_eq(get("D01", PERIOD "/publication"), 200);
	ck_assert(says("\"working\":\"final\",\"published\":null"));
	ck_assert_int_eq(get("D01", PERIOD "/results?revision=1"), 404);
	ck_assert_int_eq(ask("council", "POST", PERIOD "/publication", JSON,
			     "{\"decision\":2}"),
	    201);
	ck_assert(says("\"revision\":1"));
	ck_assert_int_eq(get("D01", PERIOD "/results"), 200);
	ck_assert(says("\"status\":\"published\""));
	ck_assert(says("\"number\":\"336/QĐ-UBND\",\"date\":\"2023-02-20\""));
	ck_assert(says("\"unit\":\"H12\""));
	ck_assert(says("\"rank\":1,"));
	ck_assert_int_eq(get("D01", PERIOD "/results/H12?revision=1"), 200);
	ck_assert_int_eq(get("D01", PERIOD "/results?revision=working"), 200);
	ck_assert(says("\"status\":\"final\""));
	ck_assert(!says("\"unit\":\"H12\""));
	ck_assert(!says("\"rank\":1"));
	ck_assert_int_eq(get("D01", PERIOD "/results?revision=2"), 404);
	ck_assert_int_eq(get("D01", PERIOD "/results?revision=last"), 422);
	ck_assert_int_eq(get("D01", PERIOD "/results?x=1"), 400);
	ck_assert_int_eq(get("D01", DECISIONS "/2/document"), 200);
	ck_assert_int_eq(get("D01", PERIOD "/units/D01/sheet/S1.1?revision=1"),
	    200);
	ck_assert(!says("hidden"));
	ck_assert_int_eq(get("D01", PERIOD "/units/D01/sheet/S1.1"), 200);
	ck_assert(says("hidden"));
	ck_assert_int_eq(get("D01", PERIOD "/units/D02/sheet?revision=1"), 403);
	close_gate();
}
END_TEST

#define RANKING                                                                \
	"{\"year\":2021,\"units\":[{\"unit\":\"D01\",\"block\":"               \
	"\"department\","                                                      \
	"\"rank\":3,\"index\":\"1.00\",\"self_review\":[\"F3\"]}]}"

START_TEST(ranks_are_compared_with_last_years_and_stay_so)
{
	open_gate();
	ck_assert_int_eq(ask("D01", "PUT", PERIOD "/previous", JSON, RANKING),
	    403);
	ck_assert_int_eq(ask("council", "PUT", PERIOD "/previous", JSON,
			     "{\"year\":2022,\"units\":[{\"unit\":\"D01\"}]}"),
	    422);
	ck_assert_int_eq(ask("council", "PUT", PERIOD "/previous", JSON,
			     "{\"year\":2021,\"units\":[{\"unit\":\"X\"}]}"),
	    404);
	ck_assert_int_eq(get("council", PERIOD "/analysis"), 200);
	ck_assert(says("\"1.1.2\":\"accepted\""));
	ck_assert(says("\"on_time_percent\":\"100.00\""));
	ck_assert_int_eq(get("D01", PERIOD "/analysis"), 403);
	ck_assert_int_eq(get("council", PERIOD "/results/D01"), 200);
	ck_assert(says("\"rank_change\":null,\"index_change\":null"));
	ck_assert_int_eq(ask("council", "PUT", PERIOD "/previous", JSON,
			     RANKING),
	    200);
	ck_assert(says("{\"units\":1}"));
	ck_assert_int_eq(get("council", PERIOD "/results/D01"), 200);
	ck_assert(says("\"rank_change\":2,\"index_change\":\"1.50\""));
	ck_assert(says("\"self_review_again:F3\""));
	ck_assert_int_eq(get("D01", PERIOD "/results/D01"), 200);
	ck_assert(says("\"rank_change\":null,\"index_change\":null"));
	make_final();
	ck_assert_int_eq(ask("council", "POST", PERIOD "/publication", JSON,
			     "{\"decision\":2}"),
	    201);
	ck_assert_int_eq(ask("council", "PUT", PERIOD "/previous", JSON,
			     "{\"year\":2021,\"units\":[{\"unit\":\"D01\","
			     "\"rank\":9}]}"),
	    200);
	ck_assert_int_eq(get("D01", PERIOD "/results/D01"), 200);
	ck_assert(says("\"rank_change\":2,\"index_change\":\"1.50\""));
	ck_assert_int_eq(get("council", PERIOD "/results/D01?revision=working"),
	    200);
	ck_assert(says("\"rank_change\":8,\"index_change\":null"));
	close_gate();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_decision_is_put_on_file_and_read_back,
		what_is_wrong_is_refused_by_name,
		published_results_are_read_by_their_revision,
		ranks_are_compared_with_last_years_and_stay_so,
		NULL,
	};

	return suite_run("publication", tests);
}
