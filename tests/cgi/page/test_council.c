/*
 * test_council.c - the council's values and decisions over HTTP: foreseen,
 * written all or none, and resting on a record.
 */
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define PERIOD "/v1/periods/2022"
#define COUNCIL PERIOD "/council"
#define SHEET PERIOD "/units/D01/sheet"
#define JSON "application/json"
#define LIST(more, b)                                                          \
	"{\"decision\":1,\"reason\":\"Họp ngày 20/02\"" more ",\"values\":[{"  \
	"\"unit\":\"D01\",\"leaf\":\"1.1.2\",\"inputs\":{\"a\":10,\"b\":" b    \
	"}}]}"
#define POST(who, where, said)                                                 \
	{                                                                      \
		.as = who, .method = "POST", .target = where, .type = JSON,    \
		.text = said                                                   \
	}

static struct gate g;
static struct heard a;

static int
ask(struct sent q)
{
	gate_ask(&g, &q, &a);
	return a.status;
}

static bool
says(const char *text)
{
	return strstr(heard_text(&a), text) != NULL;
}

/* D01 is appraised, the minutes are record 1. */
static void
open_gate(void)
{
	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	world_clock(&g.w, "2023-01-12T08:00:00+07:00");
	ck_assert_int_eq(ask((struct sent){ .as = "appraiser",
			     .method = "PUT",
			     .target = SHEET "/1.1.2/round1",
			     .type = JSON,
			     .text = "{\"inputs\":{\"a\":10,\"b\":9}}",
			     .headers = { { "If-Match", "\"v0\"" } } }),
	    200);
	ck_assert_int_eq(ask((struct sent)POST("lead", SHEET "/end-round1",
			     "{}")),
	    200);
	world_clock(&g.w, "2023-02-20T08:00:00+07:00");
	ck_assert_int_eq(ask((struct sent){ .as = "council",
			     .method = "POST",
			     .target = PERIOD "/decisions?kind=minutes&number="
					      "12%2FBB&date=2023-02-20&file="
					      "a.pdf",
			     .type = "application/pdf",
			     .text = "%PDF-1.7 signed" }),
	    201);
	(void)world_settle(&g.w);
}

static void
close_gate(void)
{
	heard_free(&a);
	gate_close(&g);
}

START_TEST(values_are_foreseen_and_then_written)
{
	struct digest before;

	open_gate();
	before = world_dump(&g.w, 0);
	ck_assert_int_eq(ask((struct sent)POST("council", COUNCIL,
			     LIST(",\"preview\":true", "8"))),
	    200);
	ck_assert(says("{\"preview\":true,\"units\":[{\"unit\":\"D01\""));
	ck_assert(says("\"now\":{\"points\":\"1.80\",\"max\":\"100.00\","
		       "\"index\":\"1.80\"},\"would\":{\"points\":\"1.60\""));
	ck_assert(says("\"values\":[{\"leaf\":\"1.1.2\",\"now\":\"1.80\","
		       "\"would\":\"1.60\",\"max\":\"2.00\",\"status\":"
		       "\"scored\"}]}],\"seen\":"));
	ck_assert_dump(&g.w, before);
	ck_assert_int_eq(ask((struct sent)POST("council", COUNCIL,
			     LIST("", "8"))),
	    200);
	ck_assert_str_eq(heard_text(&a), "{\"written\":1}");
	ck_assert_int_eq(ask((struct sent){ .as = "D01",
			     .method = "GET",
			     .target = SHEET "/1.1.2" }),
	    200);
	ck_assert(says("\"council\":{\"version\":1,\"inputs\":{\"a\":10,"
		       "\"b\":8}"));
	ck_assert(says("\"decision\":1,\"by\":"));
	close_gate();
}
END_TEST

START_TEST(what_is_wrong_with_a_list_is_told_and_nothing_is_written)
{
	struct digest before;

	open_gate();
	(void)gate_token(&g, "operator");
	before = world_dump(&g.w, 0);
	ck_assert_int_eq(ask((struct sent)POST("lead", COUNCIL, LIST("", "8"))),
	    403);
	ck_assert_int_eq(ask((struct sent)POST("operator", COUNCIL,
			     LIST("", "8"))),
	    403);
	ck_assert_int_eq(ask((struct sent)POST("council", COUNCIL,
			     LIST("", "11"))),
	    422);
	ck_assert(says("\"pointer\":\"/values/0/inputs/b\",\"detail\":\"D01, "
		       "1.1.2: "));
	ck_assert_int_eq(ask((struct sent)POST("council", COUNCIL,
			     LIST(",\"preview\":7", "8"))),
	    400);
	ck_assert(says("/preview"));
	ck_assert_int_eq(ask((struct sent)POST("council",
			     "/v1/periods/1999/council", LIST("", "8"))),
	    404);
	ck_assert_dump(&g.w, before);
	close_gate();
}
END_TEST

START_TEST(one_value_and_the_decision_name_their_record)
{
	struct sent put = { .as = "council",
		.method = "PUT",
		.target = SHEET "/1.1.2/council",
		.type = JSON,
		.text = "{\"inputs\":{\"a\":10,\"b\":9},\"reason\":\"x\","
			"\"decision\":9}",
		.headers = { { "If-Match", "\"v0\"" } } };

	open_gate();
	ck_assert_int_eq(ask(put), 404);
	put.text = "{\"inputs\":{\"a\":10,\"b\":9},\"reason\":\"x\","
		   "\"decision\":1}";
	ck_assert_int_eq(ask(put), 200);
	ck_assert(says("\"decision\":1"));
	ck_assert_int_eq(ask((struct sent)POST("council", SHEET "/decide",
			     "{\"decision\":4}")),
	    404);
	ck_assert_int_eq(ask((struct sent)POST("council", SHEET "/decide",
			     "{\"decision\":\"x\"}")),
	    400);
	ck_assert_int_eq(ask((struct sent)POST("council", SHEET "/decide",
			     "{\"decision\":1}")),
	    200);
	ck_assert(says("\"signed_number\":\"12/BB\",\"signed_date\":"
		       "\"2023-02-20\",\"decision\":1"));
	close_gate();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_are_foreseen_and_then_written,
		what_is_wrong_with_a_list_is_told_and_nothing_is_written,
		one_value_and_the_decision_name_their_record,
		NULL,
	};

	return suite_run("council", tests);
}
