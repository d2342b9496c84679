/* Events as other systems hear them. */
#include <check.h>

#include "store/base/json_in.h"
#include "tests/kit/suite.h"
#include "worker/publish/tail.h"

START_TEST(an_event_is_a_cloudevent)
{
	const struct event e = { .number = 42,
		.kind = EVENT_RESULT_CHANGED,
		.time = { INT64_C(1673370000000000) },
		.period = { "2022" },
		.block = { "department" },
		.unit = { "D16" },
		.entry = UINT64_MAX };
	const char *const rows[][2] = {
		{ "specversion", "1.0" },
		{ "id", "feed-42" },
		{ "source", "parindex.test/simulated" },
		{ "type", "parindex.result-changed" },
		{ "subject", "2022/department/D16" },
		{ "time", "2023-01-11T00:00:00.000000+07:00" },
		{ "datacontenttype", "application/json" },
	};
	struct buf b = { 0 };
	struct json *doc;
	struct jv root, data, value;
	struct slice text;

	tail_event(&b, &e, "parindex.test/simulated", "feed");
	ck_assert_err(json_parse(buf_all(&b), b.n, &doc, NULL), OK);
	root = json_root(doc);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		value = jv_get(&root, rows[i][0]);
		ck_assert(jv_text(&value, &text));
		ck_assert_msg(slice_is(text, rows[i][1]), "%s is %.*s",
		    rows[i][0], (int)text.n, (const char *)text.p);
	}
	ck_assert_uint_eq(jv_count(&root), 8);
	data = jv_get(&root, "data");
	value = jv_get(&data, "unit");
	ck_assert(jv_text(&value, &text));
	ck_assert(slice_is(text, "D16"));
	json_free(&doc);
	buf_free(&b);
}
END_TEST

START_TEST(an_event_of_no_unit_has_a_shorter_subject_and_of_no_period_none)
{
	struct event e = { .kind = EVENT_PERIOD_OPENED,
		.period = { "2022" },
		.entry = 7 };
	struct buf b = { 0 };

	tail_event(&b, &e, "x", "f");
	ck_assert_ptr_nonnull(strstr(buf_cstr(&b), "\"subject\":\"2022\""));
	e.period = (struct period_id){ "" };
	buf_clear(&b);
	tail_event(&b, &e, "x", "f");
	ck_assert_ptr_null(strstr(buf_cstr(&b), "subject"));
	buf_free(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_event_is_a_cloudevent,
		an_event_of_no_unit_has_a_shorter_subject_and_of_no_period_none,
		NULL,
	};

	return suite_run("tail", tests);
}
