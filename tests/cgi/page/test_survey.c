/*
 * test_survey.c - surveys over HTTP: batches in three shapes, seals,
 * corrections, second entries, progress and answers.
 */
#include <stdio.h>

#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define SURVEY "/v1/periods/2022/surveys/org-department"
#define FORMS SURVEY "/forms"
#define JSON "application/json"
#define ANSWERS                                                                \
	"{\"q1\":1,\"q2\":2,\"q3\":3,\"q4\":4,\"q5\":1,\"q6\":1,\"q7\":1}"
#define OTHERS                                                                 \
	"{\"q1\":4,\"q2\":2,\"q3\":3,\"q4\":4,\"q5\":1,\"q6\":1,\"q7\":1}"
#define FORM_OF(number, group, answers)                                        \
	"{\"number\":\"" number "\",\"group\":\"" group                        \
	"\",\"units\":{\"D01\":" answers "}}"
#define HEAD "number;group;unit;q1;q2;q3;q4;q5;q6;q7\n"
#define HANDOVER(valid)                                                          \
	"{\"packages\":1,\"seals\":[\"0123\"],\"from\":\"Bưu điện tỉnh\"," \
	"\"to\":\"Sở Nội vụ\",\"minutes\":\"01/BB\",\"issued\":130,"       \
	"\"collected\":" valid ",\"valid\":" valid ",\"invalid\":0}"
#define OPENING                                                                 \
	"{\"persons\":[\"A, tổ trưởng\",\"B, thư ký\"],\"intact\":true," \
	"\"seals\":[\"0123\"]}"

static struct gate g;
static struct heard a;

static int
post(const char *as, const char *target, const char *type, const char *text)
{
	const struct sent q = { .as = as,
		.method = "POST",
		.target = target,
		.type = type,
		.text = text };

	gate_ask(&g, &q, &a);
	return a.status;
}

static const char *
get(const char *as, const char *target, int status)
{
	const struct sent q = { .as = as, .method = "GET", .target = target };

	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, status);
	return heard_text(&a);
}

static bool
says(const char *what)
{
	return strstr(heard_text(&a), what) != NULL;
}

static void
done(void)
{
	heard_free(&a);
	gate_close(&g);
}

START_TEST(a_batch_comes_as_json_lines_or_a_table)
{
	gate_open(&g);
	ck_assert_int_eq(post("survey", FORMS, "application/x-ndjson",
			     FORM_OF("P1", "hdnd", ANSWERS) "\n\n" FORM_OF("P2",
				 "hdnd", ANSWERS) "\r\n"),
	    200);
	ck_assert(says("{\"taken\":2,\"known\":0,\"entry\":"));
	ck_assert_int_eq(post("survey", FORMS, "text/csv; charset=utf-8",
			     "\xef\xbb\xbf" HEAD "P2;hdnd;D01;1;2;3;4;1;1;1\n"
			     "P3;mttq;D01;1\nP3;mttq;D02;2\n"),
	    200);
	ck_assert(says("{\"taken\":1,\"known\":1,\"entry\":"));
	/* what is known as it is gets no entry */
	ck_assert_int_eq(post("survey", FORMS, "text/csv",
			     HEAD "P2;hdnd;D01;1;2;3;4;1;1;1\n"),
	    200);
	ck_assert_str_eq(heard_text(&a), "{\"taken\":0,\"known\":1}");
	done();
}
END_TEST

START_TEST(every_faulty_line_of_a_batch_is_named)
{
	struct digest before;

	gate_open(&g);
	(void)gate_token(&g, "survey");
	before = world_dump(&g.w, 0);
	(void)post("survey", FORMS, "text/csv",
	    HEAD "P1;hdnd;D01;9\nP2;hdnd;D01;1\nP3;x;D01;1\nP4;hdnd;D01;=1\n");
	heard_problem(&a, "a table", 422, "range", "no answer");
	ck_assert(says("line:2") && says("line:4") && says("line:5"));
	ck_assert(!says("line:3"));
	(void)post("survey", FORMS, "application/x-ndjson",
	    FORM_OF("P1", "x", ANSWERS) "\n{\n" FORM_OF("P2", "hdnd", "3"));
	heard_problem(&a, "lines", 404, "not-found", "group");
	ck_assert(says("line:1/group") && says("line:2") && says("line:3/"));
	(void)post("survey", FORMS, "text/csv", "\xff\xfe");
	heard_problem(&a, "UTF-16", 400, "encoding", "UTF-16");
	(void)post("survey", FORMS, "text/csv", "PK\003\004");
	heard_problem(&a, "a workbook", 415, "media-type", "workbook");
	(void)post("survey", FORMS, "text/plain", "x");
	heard_problem(&a, "text", 415, "media-type", "text/csv");
	(void)post("survey", FORMS, "text/csv", "");
	heard_problem(&a, "nothing", 422, "empty", "empty");
	ck_assert_dump(&g.w, before);
	done();
}
END_TEST

START_TEST(a_seal_is_recorded_and_opened_over_http)
{
	gate_open_with(&g, WORLD_PATCHES("\"id\": \"org-department\"",
			       "\"id\": \"org-department\",\"sealed\":true"));
	ck_assert_int_eq(post("survey", FORMS, JSON,
			     "{\"forms\":[" FORM_OF("P1", "hdnd",
				 ANSWERS) "]}"),
	    409);
	(void)post("D01", SURVEY "/handovers", JSON, "{}");
	heard_problem(&a, "a unit", 403, "forbidden", "unit");
	(void)post("survey", SURVEY "/handovers", JSON, "{}");
	heard_problem(&a, "nothing", 400, "missing-field", "missing");
	ck_assert_int_eq(post("survey", SURVEY "/handovers", JSON,
			     HANDOVER("1")),
	    201);
	ck_assert(says("\"opened\":false"));
	(void)post("survey", SURVEY "/handovers/1/opening", JSON,
	    "{\"persons\":[\"A\"],\"intact\":true}");
	heard_problem(&a, "one person", 400, "missing-field", "two persons");
	(void)post("survey", SURVEY "/handovers/1/opening", JSON,
	    "{\"persons\":[\"A\",\"B\"],\"intact\":true,\"seals\":[\"9\"]}");
	heard_problem(&a, "other seals", 400, "missing-field", "that needs a");
	(void)post("survey", SURVEY "/handovers/2/opening", JSON, OPENING);
	heard_problem(&a, "another", 404, "not-found", "no handover 2");
	ck_assert_int_eq(post("survey", SURVEY "/handovers/1/opening", JSON,
			     OPENING),
	    200);
	ck_assert(says("\"opened\":true"));
	ck_assert_int_eq(post("survey", FORMS, JSON,
			     "{\"forms\":[" FORM_OF("P1", "hdnd",
				 ANSWERS) "]}"),
	    200);
	(void)get("auditor", SURVEY "/handovers", 200);
	ck_assert(says("B, thư ký"));
	ck_assert(says("\"found\":\"0123\\n\""));
	(void)get("D01", SURVEY "/handovers", 403);
	done();
}
END_TEST

START_TEST(a_form_is_corrected_and_a_difference_explained)
{
	gate_open(&g);
	(void)post("survey", FORMS, JSON,
	    "{\"forms\":[" FORM_OF("P1", "hdnd", ANSWERS) "]}");
	(void)post("survey", SURVEY "/second-entries", JSON,
	    "{\"forms\":[" FORM_OF("P1", "hdnd", OTHERS) "]}");
	heard_problem(&a, "the same clerk", 409, "conflict", "same token");
	ck_assert_int_eq(post("operator", SURVEY "/second-entries", JSON,
			     "{\"forms\":[" FORM_OF("P1", "hdnd", OTHERS) "]}"),
	    200);
	ck_assert_str_eq(heard_text(&a), "{\"compared\":1,\"differ\":1}");
	(void)get("auditor", SURVEY "/second-entries", 200);
	ck_assert(says("\"question\":\"q1\",\"first\":1,\"second\":4"));
	ck_assert_int_eq(post("survey", SURVEY "/second-entries/P1/explanation",
			     JSON, "{\"reason\":\"đọc nhầm\"}"),
	    204);
	(void)post("survey", FORMS "/P1/corrections", JSON,
	    "{\"form\":" FORM_OF("P1", "hdnd", OTHERS) ",\"version\":1}");
	heard_problem(&a, "no reason", 400, "missing-field", "reason");
	(void)post("survey", FORMS "/P2/corrections", JSON,
	    "{\"form\":" FORM_OF("P1", "hdnd", OTHERS) ",\"version\":1}");
	heard_problem(&a, "another number", 409, "conflict", "path");
	ck_assert_int_eq(post("survey", FORMS "/P1/corrections", JSON,
			     "{\"form\":" FORM_OF("P1", "hdnd",
				 OTHERS) ",\"version\":1,\"reason\":\"đọc "
					 "nhầm\"}"),
	    200);
	ck_assert_str_eq(heard_text(&a), "{\"number\":\"P1\",\"version\":2}");
	done();
}
END_TEST

START_TEST(progress_is_for_the_surveys_people_and_answers_for_the_council)
{
	char batch[8192] = "{\"forms\":[";
	size_t n = strlen(batch);

	for (unsigned i = 0; i < 9; i++)
		n += (size_t)snprintf(batch + n, sizeof batch - n,
		    "%s{\"number\":\"P%u\",\"group\":\"%s\",\"units\":"
		    "{\"D01\":" ANSWERS "}}",
		    i == 0 ? "" : ",", i, i < 4 ? "mttq" : "hdnd");
	(void)snprintf(batch + n, sizeof batch - n, "]}");
	gate_open(&g);
	ck_assert_int_eq(post("survey", FORMS, JSON, batch), 200);
	(void)get("survey", SURVEY, 200);
	ck_assert(says("\"forms\":9"));
	ck_assert(says("\"expected\":4,\"forms\":4"));
	ck_assert(says("\"unit\":\"D01\",\"eligible\":true,\"forms\":9"));
	(void)get("D01", SURVEY, 403);
	(void)get("council", "/v1/periods/2022/surveys/none", 404);
	/* four answers are never shown alone, nor by what the others leave */
	(void)get("council", SURVEY "/units/D01/answers", 200);
	ck_assert(says("{\"id\":\"q1\",\"parts\":[{\"groups\":[\"hdnd\","
		       "\"mttq\"],\"answers\":[9,0,0,0]}]}"));
	(void)get("survey", SURVEY "/units/D01/answers", 403);
	(void)get("appraiser", SURVEY "/units/D01/answers", 403);
	(void)get("council", SURVEY "/units/H01/answers", 404);
	done();
}
END_TEST

START_TEST(the_sample_for_second_entry_is_listed_with_what_draws_it)
{
	gate_open_with(&g,
	    WORLD_PATCHES("\"id\": \"org-department\"",
		"\"id\": \"org-department\",\"second_entry\":\"100\""));
	ck_assert_int_eq(post("survey", FORMS, JSON,
			     "{\"forms\":[" FORM_OF("P1", "hdnd",
				 ANSWERS) "," FORM_OF("P2", "hdnd",
				 ANSWERS) "]}"),
	    200);
	(void)get("survey", SURVEY "/sample", 200);
	ck_assert(says("{\"forms\":[{\"number\":\"P1\",\"entry\":"));
	ck_assert(says("\"entered\":false}],\"next\":null}"));
	(void)get("survey", SURVEY, 200);
	ck_assert(says("{\"due\":2,\"missing\":2,\"entered\":0,"));
	(void)get("auditor", SURVEY "/sample?after=P1", 200);
	ck_assert(says("{\"forms\":[{\"number\":\"P2\""));
	(void)get("survey", SURVEY "/sample?after=P2", 200);
	ck_assert(says("{\"forms\":[],\"next\":null}"));
	(void)get("survey", SURVEY "/sample?before=P2", 400);
	(void)get("D01", SURVEY "/sample", 403);
	done();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_batch_comes_as_json_lines_or_a_table,
		every_faulty_line_of_a_batch_is_named,
		a_seal_is_recorded_and_opened_over_http,
		a_form_is_corrected_and_a_difference_explained,
		progress_is_for_the_surveys_people_and_answers_for_the_council,
		the_sample_for_second_entry_is_listed_with_what_draws_it,
		NULL };

	return suite_run("survey pages", tests);
}
