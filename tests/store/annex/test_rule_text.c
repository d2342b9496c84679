/*
 * test_rule_text.c - rules as an official reads them, and back.
 */
#include <check.h>
#include <string.h>

#include "store/annex/rule_text.h"
#include "store/base/lay.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

/* clang-format off */
static const struct {
	const char *json, *text;
} worded[] = {
{ "{\"type\":\"BOOL\",\"var\":\"within_quota\"}",
  "Có within_quota: điểm tối đa; không có: 0 điểm" },
{ "{\"type\":\"DEADLINE\",\"var\":\"issued\",\"by\":\"2022-03-31\",\"late\":\"0.5\",\"none\":\"0.1\",\"not_obliged\":\"free\"}",
  "Ban hành issued chậm nhất ngày 31/03/2022: điểm tối đa\n"
  "Ban hành muộn hơn: 0.5 × điểm tối đa\n"
  "Không ban hành: 0.1 × điểm tối đa\n"
  "Không phải thực hiện khi free: điểm tối đa" },
{ "{\"type\":\"RATIO\",\"num\":\"b\",\"den\":\"a\",\"floor\":\"0.80\",\"when_zero\":\"max\"}",
  "Tỷ lệ b / a, nhân điểm tối đa\nDưới 0.80: 0 điểm\nMẫu số bằng 0: max" },
{ "{\"type\":\"STEP\",\"num\":\"cut\",\"den\":\"all\",\"steps\":[{\">=\":\"0.30\",\"share\":\"1\"},{\">\":\"0\",\"share\":\"1/3\"}],\"otherwise\":\"0.1\"}",
  "Theo bậc của tỷ lệ cut / all\nTừ 0.30 trở lên: 1 × điểm tối đa\n"
  "Trên 0: 1/3 × điểm tối đa\nCòn lại: 0.1 × điểm tối đa" },
{ "{\"type\":\"STEP\",\"var\":\"n\",\"steps\":[{\"<=\":\"2\",\"share\":\"1\"},{\"<\":\"5\",\"share\":\"0.5\"}]}",
  "Theo bậc của n\nĐến 2: 1 × điểm tối đa\nDưới 5: 0.5 × điểm tối đa" },
{ "{\"type\":\"LEVEL\",\"var\":\"how\",\"shares\":{\"full\":\"1\",\"một phần\":\"0.5\"}}",
  "Theo mức của how\nMức \"full\": 1 × điểm tối đa\n"
  "Mức \"một phần\": 0.5 × điểm tối đa" },
{ "{\"type\":\"DEDUCT\",\"deduct\":[{\"var\":\"late\",\"points\":\"0.25\"},{\"var\":\"n\",\"share\":\"0.5\"}],\"zero_if\":\"leader\"}",
  "Điểm tối đa, trừ dần\nBằng 0 khi leader\nMỗi late: trừ 0.25 điểm\n"
  "Mỗi n: trừ 0.5 × điểm tối đa" },
{ "{\"type\":\"COUNT\",\"var\":\"n\",\"per\":\"0.5\"}",
  "Cứ mỗi n được 0.5 điểm" },
{ "{\"type\":\"CHECKLIST\",\"items\":[{\"var\":\"plan\",\"points\":\"0.5\"},{\"var\":\"news\",\"at_least\":12,\"share\":\"1/2\"}]}",
  "Cộng các nội dung đạt được\nCó plan: 0.5 điểm\n"
  "Số news từ 12: 1/2 × điểm tối đa" },
{ "{\"type\":\"CHECKLIST\",\"equal\":true,\"items\":[{\"var\":\"plan\"},{\"var\":\"news\",\"at_least\":3}]}",
  "Chia đều cho các nội dung đạt được\nCó plan\nSố news từ 3" },
{ "{\"type\":\"RELATIVE\",\"now\":\"this_year\",\"before\":\"last_year\",\"floor\":\"0.70\"}",
  "Năm nay this_year so với năm trước last_year, nhân điểm tối đa\n"
  "Dưới 0.70: 0 điểm" },
{ "{\"type\":\"JUDGED\",\"var\":\"points\",\"step\":\"0.25\"}",
  "Chấm trực tiếp points, bước 0.25 điểm" },
{ "{\"type\":\"CASES\",\"na_if\":\"all = 0\",\"cases\":[{\"when\":\"undone = 0 and how = \\\"full\\\"\",\"points\":\"max\"},{\"when\":\"total = 0\",\"not_applicable\":true}],\"otherwise\":\"max * on_time / total - 0.5\"}",
  "Theo trường hợp, lấy trường hợp đúng đầu tiên\n"
  "Nếu undone = 0 and how = \"full\" thì max\n"
  "Nếu total = 0 thì không áp dụng\n"
  "Còn lại max * on_time / total - 0.5\nKhông áp dụng nếu all = 0" },
{ "{\"type\":\"SURVEY\",\"percents\":[\"100\",\"60\",\"20\",\"0\"]}",
  "Điều tra xã hội học: trung bình các phương án 100; 60; 20; 0 (%)" },
{ "{\"type\":\"SIPAS\",\"satisfied\":[4,5]}",
  "Mức độ hài lòng: tỷ lệ câu trả lời mức 4; 5" },
};
/* clang-format on */

static struct jv
parsed(const char *text, struct json **doc)
{
	struct fault why = { 0 };

	ck_assert_msg(json_parse(slice_text(text), 1 << 20, doc, &why) == OK,
	    "%s: %s", text, why.detail);
	return json_root(*doc);
}

static void
expect_rule(const char *text, const struct jv *rule)
{
	struct buf json = { 0 };
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct jv back;

	ck_assert_msg(rule_text_read(slice_text(text), &json, &why) == OK,
	    "%s: %s", text, why.detail);
	back = parsed(buf_cstr(&json), &doc);
	ck_assert_msg(json_same(rule, &back), "%s is read as %s", text,
	    buf_cstr(&json));
	json_free(&doc);
	buf_free(&json);
}

START_TEST(each_kind_of_rule_is_worded_and_read_back)
{
	struct buf text = { 0 };
	struct json *doc = NULL;
	struct jv rule = parsed(worded[_i].json, &doc);

	ck_assert(rule_text_put(&rule, &text));
	ck_assert_str_eq(buf_cstr(&text), worded[_i].text);
	expect_rule(worded[_i].text, &rule);
	json_free(&doc);
	buf_free(&text);
}
END_TEST

START_TEST(every_shipped_rule_is_worded)
{
	static const char *const files[] = {
		"store/data/hai-duong-2022/criteria.json",
		"store/data/two-tier-2025/criteria.json"
	};
	struct buf file = source_file(files[_i]), text = { 0 };
	struct json *doc = NULL;
	struct jv root = parsed(buf_cstr(&file), &doc);
	struct jv leaves = jv_get(&root, "leaves"), leaf, rule;

	for (size_t i = 0; i < jv_count(&leaves); i++) {
		leaf = jv_at(&leaves, i);
		rule = jv_get(&leaf, "rule");
		buf_clear(&text);
		ck_assert(rule_text_put(&rule, &text));
		expect_rule(buf_cstr(&text), &rule);
	}
	ck_assert_uint_gt(jv_count(&leaves), 40);
	json_free(&doc);
	buf_free(&file);
	buf_free(&text);
}
END_TEST

START_TEST(a_rule_that_no_clause_can_say_stands_as_its_json)
{
	static const char odd[] =
	    "{\"type\":\"BOOL\",\"var\":\"a\",\"source\":\"điều 3\"}";
	struct buf text = { 0 };
	struct json *doc = NULL;
	struct jv rule = parsed(odd, &doc);

	ck_assert(!rule_text_put(&rule, &text));
	ck_assert_uint_eq(text.n, 0);
	rule_text_put_any(&rule, &text);
	ck_assert_str_eq(buf_cstr(&text), odd);
	expect_rule(odd, &rule);
	json_free(&doc);
	buf_free(&text);
}
END_TEST

START_TEST(blanks_and_empty_lines_do_not_matter)
{
	struct json *doc = NULL;
	struct jv rule = parsed("{\"type\":\"RATIO\",\"num\":\"b\","
				"\"den\":\"a\",\"floor\":\"0.8\"}",
	    &doc);

	expect_rule("\n  Tỷ lệ b / a, nhân điểm tối đa \r\n\n"
		    " Dưới  0.8 : 0 điểm \n",
	    &rule);
	json_free(&doc);
}
END_TEST

START_TEST(a_line_that_is_no_clause_is_named)
{
	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "", "any rule" },
		{ "Cho điểm", "\"Cho điểm\" is no clause of any rule" },
		{ "Tỷ lệ b / a, nhân điểm tối đa\nTrên 0.8: 0 điểm",
		    "\"Trên 0.8: 0 điểm\" is no clause of RATIO" },
		{ "Ban hành issued chậm nhất ngày mai: điểm tối đa",
		    "is no clause of DEADLINE" },
		{ "Mức độ hài lòng: tỷ lệ câu trả lời mức 4; năm",
		    "is no clause of SIPAS" },
	};
	struct buf json = { 0 };
	struct fault why = { 0 };

	ck_assert_int_ne(rule_text_read(slice_text(bad[_i].text), &json, &why),
	    OK);
	ck_assert_msg(strstr(why.detail, bad[_i].says) != NULL, "%s",
	    why.detail);
	buf_free(&json);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rule text");
	TCase *cases = tcase_create("rule text");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, each_kind_of_rule_is_worded_and_read_back, 0,
	    sizeof worded / sizeof *worded);
	tcase_add_loop_test(cases, every_shipped_rule_is_worded, 0, 2);
	tcase_add_test(cases, a_rule_that_no_clause_can_say_stands_as_its_json);
	tcase_add_test(cases, blanks_and_empty_lines_do_not_matter);
	tcase_add_loop_test(cases, a_line_that_is_no_clause_is_named, 0, 5);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
