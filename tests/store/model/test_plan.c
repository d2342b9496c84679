/*
 * test_plan.c - the shipped period and a small one: read, and asked.
 */
#include <check.h>
#include <stdio.h>

#include "store/model/bundle.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *
small_plan(void)
{
	struct buf text = source_file("tests/store/model/small.json");
	struct plan *p = plan_of(&text);

	buf_free(&text);
	return p;
}

static int64_t
unit_max(const struct plan *p, unsigned unit)
{
	int64_t sum = 0;
	unsigned l;

	for (l = 0; l < p->n_leaves; l++)
		if (plan_applies(p, unit, l) == APPLIES)
			sum += plan_max(p, unit, l).millionths;
	return sum;
}

static int
unit_at(const struct plan *p, const char *id)
{
	struct unit_id u;

	ck_assert_err(unit_id_read(slice_text(id), &u), OK);
	return plan_unit(p, u);
}

START_TEST(the_shipped_period_has_18_departments_and_12_districts)
{
	struct plan *p = shipped_plan();
	unsigned by_block[2] = { 0 }, i;

	ck_assert_uint_eq(p->n_blocks, 2);
	ck_assert_uint_eq(p->n_units, 30);
	for (i = 0; i < p->n_units; i++)
		by_block[p->units[i].block]++;
	ck_assert_uint_eq(by_block[0], 18);
	ck_assert_uint_eq(by_block[1], 12);
	ck_assert_int_eq(p->year, 2022);
	ck_assert_str_eq(p->period.text, "2022");
	plan_free(&p);
}
END_TEST

START_TEST(the_shipped_set_has_51_leaves_by_evidence_and_12_by_survey)
{
	struct plan *p = shipped_plan();
	unsigned by_mode[3] = { 0 }, assessed[2] = { 0 }, i, b;

	for (i = 0; i < p->n_leaves; i++) {
		by_mode[p->leaves[i].mode]++;
		for (b = 0; b < 2 && p->leaves[i].mode != LEAF_SURVEY; b++)
			assessed[b] += p->leaves[i].max[b].millionths > 0;
		ck_assert(p->leaves[i].assumed);
		ck_assert_str_ne(p->leaves[i].source, "");
	}
	ck_assert_uint_eq(p->n_leaves, 63);
	ck_assert_uint_eq(by_mode[LEAF_EVIDENCE] + by_mode[LEAF_SYSTEM], 51);
	ck_assert_uint_eq(by_mode[LEAF_SYSTEM], 1);
	ck_assert_uint_eq(by_mode[LEAF_SURVEY], 12);
	ck_assert_uint_eq(assessed[0], 46);
	ck_assert_uint_eq(assessed[1], 51);
	plan_free(&p);
}
END_TEST

/* domain.md 1.3, in tenths of a point */
START_TEST(the_shipped_fields_add_up_to_the_reports_weights)
{
	static const int64_t weights[10][2] = {
		{ 145, 155 },
		{ 100, 55 },
		{ 160, 155 },
		{ 65, 85 },
		{ 95, 115 },
		{ 60, 70 },
		{ 90, 90 },
		{ 0, 65 },
		{ 185, 110 },
		{ 100, 100 },
	};
	struct plan *p = shipped_plan();
	int64_t sum;
	unsigned f, b, l;

	ck_assert_uint_eq(p->n_fields, 10);
	for (f = 0; f < 10; f++)
		for (b = 0; b < 2; b++) {
			for (sum = 0, l = 0; l < p->n_leaves; l++)
				if (p->leaves[l].field == f)
					sum += p->leaves[l].max[b].millionths;
			ck_assert_int_eq(sum, weights[f][b] * POINTS_ONE / 10);
		}
	ck_assert(!p->fields[7].survey);
	ck_assert(p->fields[8].survey && p->fields[9].survey);
	plan_free(&p);
}
END_TEST

START_TEST(only_the_office_and_the_inspectorate_are_assessed_on_70_5_points)
{
	struct plan *p = shipped_plan();
	int office, inspectorate;
	unsigned u;

	office = unit_at(p, "D04");
	inspectorate = unit_at(p, "D11");
	for (u = 0; u < p->n_units; u++)
		ck_assert_int_eq(unit_max(p, u),
		    (int)u == office || (int)u == inspectorate
			? 705 * POINTS_ONE / 10
			: 100 * POINTS_ONE);
	plan_free(&p);
}
END_TEST

START_TEST(the_shipped_windows_are_the_reports)
{
	struct plan *p = shipped_plan();
	const struct window *w;
	unsigned b;

	for (b = 0; b < 2; b++) {
		w = plan_window(p, b, STAGE_EVIDENCE);
		ck_assert_int_eq(w->opens.us, 1671901200LL * 1000000);
		ck_assert_int_eq(w->on_time_until.us, 1673370000LL * 1000000);
		ck_assert_int_eq(w->closes.us, 1673888400LL * 1000000);
		w = plan_window(p, b, STAGE_APPRAISAL);
		ck_assert_int_eq(w->opens.us, 1673370000LL * 1000000);
		ck_assert_int_eq(w->closes.us, 1673888400LL * 1000000);
		ck_assert_ptr_nonnull(plan_window(p, b, STAGE_SURVEY));
	}
	ck_assert_int_eq(p->late, LATE_MARK);
	ck_assert_int_eq(p->doubt, DOUBT_UNIT);
	plan_free(&p);
}
END_TEST

START_TEST(the_shipped_surveys_expect_the_reports_2476_forms)
{
	static const uint64_t expected[] = { 120, 96, 640, 1620 };
	static const unsigned questions[] = { 7, 7, 16, 16 };
	struct plan *p = shipped_plan();
	unsigned i;

	ck_assert_uint_eq(p->n_surveys, 4);
	for (i = 0; i < 4; i++) {
		ck_assert_uint_eq(p->surveys[i].expected, expected[i]);
		ck_assert_uint_eq(p->surveys[i].n_questions, questions[i]);
	}
	ck_assert_uint_eq(p->surveys[0].n_respondents, 3);
	ck_assert_uint_eq(p->surveys[0].respondents[2].expected, 96);
	plan_free(&p);
}
END_TEST

START_TEST(the_shipped_classes_and_reviews_are_the_reports)
{
	struct plan *p = shipped_plan();
	unsigned f;

	ck_assert_uint_eq(p->n_classes, 4);
	ck_assert_str_eq(p->classes[0].id, "excellent");
	ck_assert_str_eq(p->classes[3].id, "not_completed");
	ck_assert_int_eq(p->classes[2].from.millionths, 65 * POINTS_ONE);
	ck_assert_int_eq(p->classes[2].fields_from.millionths, 50 * POINTS_ONE);
	for (f = 0; f < p->n_fields; f++) {
		ck_assert_int_eq(p->class_field[f], f < 7);
		ck_assert_int_eq(p->review_field[f], f == 2 || f == 6);
	}
	ck_assert_int_eq(p->review_below.millionths, 75 * POINTS_ONE);
	ck_assert_uint_eq(p->n_groups, 7);
	plan_free(&p);
}
END_TEST

START_TEST(a_unit_is_found_by_any_of_its_names_in_any_case_and_form)
{
	static const struct {
		const char *name, *id;
	} rows[] = {
		{ "Sở Khoa học & Công nghệ", "D03" },
		{ "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "D03" },
		{ "ban quản lý các kcn", "D16" },
		{ "Sở Công thương", "D07" },
		{ "Sở Văn hóa - Thể thao và Du lịch", "D08" },
		{ "Giáo dục", NULL },
		{ "tứ kỳ", "H06" },
		/* "Sở Y tế" in NFD */
		{ "So\xcc\x9b\xcc\x89 Y te\xcc\x82\xcc\x81", "D18" },
		{ "UBND thành phố Hải Dương", "H03" },
		{ "", NULL },
		{ "\xff", NULL },
	};
	struct plan *p = shipped_plan();
	unsigned i;
	int at;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		at = plan_unit_named(p, slice_text(rows[i].name));
		ck_assert_msg(at == (rows[i].id == NULL
					    ? -1
					    : unit_at(p, rows[i].id)),
		    "%s is %d", rows[i].name, at);
	}
	plan_free(&p);
}
END_TEST

START_TEST(a_small_period_keeps_what_it_says)
{
	struct plan *p = small_plan();
	const struct unit *u = p->units;

	ck_assert_str_eq(p->name_vi, "Kỳ thử");
	ck_assert_uint_eq(p->version, 1);
	ck_assert_uint_eq(p->leaf_decimals, 2);
	ck_assert_uint_eq(p->index_decimals, 1);
	ck_assert_int_eq(p->doubt, DOUBT_STRICT);
	ck_assert_int_eq(p->late, LATE_REFUSE);
	ck_assert_int_eq(p->tie, TIE_DENSE);
	ck_assert_int_eq(p->classify_on, CLASSIFY_PRINTED);
	ck_assert_str_eq(u[0].org_code, "H23.1");
	ck_assert_uint_eq(u[0].n_aliases, 2);
	ck_assert_str_eq(u[0].aliases[1], "Đông");
	ck_assert_int_eq(u[1].valid_to, INT64_MAX);
	ck_assert_uint_eq(u[1].n_successors, 2);
	ck_assert_str_eq(u[1].successors[1].text, "X9");
	ck_assert_int_lt(u[2].valid_from, u[2].valid_to);
	ck_assert_uint_eq(p->n_names, 6);
	ck_assert_str_eq(p->leaves[0].evidence, "Kế hoạch năm");
	ck_assert(p->leaves[0].na_allowed && !p->leaves[1].na_allowed);
	ck_assert_int_eq(p->surveys[1].kind, SURVEY_CITIZEN);
	plan_free(&p);
	plan_free(&p);
}
END_TEST

START_TEST(a_leaf_applies_unless_the_block_or_a_decision_says_no)
{
	static const enum applies rows[3][5] = {
		{ APPLIES, APPLIES, APPLIES, APPLIES, APPLIES },
		{ APPLIES, APPLIES, APPLIES, APPLIES_NOT, APPLIES_NOT },
		{ APPLIES_NOT, APPLIES, APPLIES_NOT_IN_BLOCK,
		    APPLIES_NOT_IN_BLOCK, APPLIES_NOT_IN_BLOCK },
	};
	struct plan *p = small_plan();
	unsigned u, l;

	for (u = 0; u < 3; u++)
		for (l = 0; l < 5; l++)
			ck_assert_int_eq(plan_applies(p, u, l), rows[u][l]);
	plan_free(&p);
}
END_TEST

START_TEST(the_newest_version_of_a_window_counts_and_older_ones_are_kept)
{
	struct plan *p = small_plan();

	ck_assert_uint_eq(plan_window(p, 0, STAGE_EVIDENCE)->version, 1);
	ck_assert_uint_eq(plan_window(p, 1, STAGE_EVIDENCE)->version, 2);
	ck_assert_ptr_eq(plan_window_version(p, 1, STAGE_EVIDENCE, 1),
	    p->windows + 3);
	ck_assert_ptr_null(plan_window_version(p, 1, STAGE_EVIDENCE, 3));
	ck_assert_ptr_null(plan_window(p, 1, STAGE_SURVEY));
	plan_free(&p);
}
END_TEST

START_TEST(what_is_not_there_is_minus_one)
{
	struct plan *p = small_plan();

	ck_assert_int_eq(plan_block(p, (struct block_id){ "town" }), 1);
	ck_assert_int_eq(plan_block(p, (struct block_id){ "city" }), -1);
	ck_assert_int_eq(plan_unit(p, (struct unit_id){ "T1" }), 2);
	ck_assert_int_eq(plan_unit(p, (struct unit_id){ "T2" }), -1);
	ck_assert_int_eq(plan_leaf(p, (struct leaf_id){ "S1.2" }), 4);
	ck_assert_int_eq(plan_leaf(p, (struct leaf_id){ "S1.3" }), -1);
	ck_assert_int_eq(plan_survey(p, (struct survey_id){ "citizen" }), 1);
	ck_assert_int_eq(plan_survey(p, (struct survey_id){ "" }), -1);
	plan_free(&p);
}
END_TEST

/* The small period with `put` where `find` first stands. */
static struct plan *
plan_with(const char *find, const char *put)
{
	struct buf good = source_file("tests/store/model/small.json");
	const char *text = buf_cstr(&good), *at = strstr(text, find);
	struct buf made = { 0 };
	struct plan *p;

	ck_assert_ptr_nonnull(at);
	buf_bytes(&made, text, (size_t)(at - text));
	buf_text(&made, put);
	buf_text(&made, at + strlen(find));
	p = plan_of(&made);
	buf_free(&made);
	buf_free(&good);
	return p;
}

static const char *
head_on(const struct plan *p, const char *unit, const char *day)
{
	const struct head *h;
	int64_t at;

	ck_assert_err(date_read(slice_text(day), &at), OK);
	h = plan_head(p, (unsigned)unit_at(p, unit), at);
	return h == NULL ? "nobody" : h->name;
}

START_TEST(a_unit_is_headed_from_the_first_day_until_the_day_of_leaving)
{
	struct plan *p = plan_with("\"head_title\":\"Chủ tịch\"",
	    "\"head_title\":\"Chủ tịch\",\"heads\":["
	    "{\"title\":\"GĐ\",\"name\":\"An\",\"from\":\"2030-01-01\","
	    "\"to\":\"2030-06-01\"},"
	    "{\"title\":\"GĐ\",\"name\":\"Bình\","
	    "\"from\":\"2030-07-01\"}]");

	ck_assert_str_eq(head_on(p, "W1", "2029-12-31"), "nobody");
	ck_assert_str_eq(head_on(p, "W1", "2030-01-01"), "An");
	ck_assert_str_eq(head_on(p, "W1", "2030-05-31"), "An");
	ck_assert_str_eq(head_on(p, "W1", "2030-06-01"), "nobody");
	ck_assert_str_eq(head_on(p, "W1", "2030-07-01"), "Bình");
	ck_assert_str_eq(head_on(p, "W1", "2999-01-01"), "Bình");
	ck_assert_str_eq(head_on(p, "W2", "2030-01-01"), "nobody");
	plan_free(&p);
}
END_TEST

START_TEST(a_reason_of_loss_is_found_by_its_id)
{
	struct plan *p = plan_with("\"classify_on\":",
	    "\"life\":{\"loss_reasons\":["
	    "{\"id\":\"late\",\"name_vi\":\"Chậm\"},"
	    "{\"id\":\"none\",\"name_vi\":\"Thiếu\"}]},"
	    "\"classify_on\":");

	ck_assert_int_eq(plan_reason(p, "late"), 0);
	ck_assert_int_eq(plan_reason(p, "none"), 1);
	ck_assert_int_eq(plan_reason(p, "lat"), -1);
	plan_free(&p);
	p = small_plan();
	ck_assert_int_eq(plan_reason(p, "late"), -1);
	plan_free(&p);
}
END_TEST

START_TEST(stages_have_names)
{
	ck_assert_str_eq(stage_name(STAGE_EVIDENCE), "evidence");
	ck_assert_str_eq(stage_name(STAGE_APPRAISAL), "appraisal");
	ck_assert_str_eq(stage_name(STAGE_SURVEY), "survey");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_shipped_period_has_18_departments_and_12_districts,
		the_shipped_set_has_51_leaves_by_evidence_and_12_by_survey,
		the_shipped_fields_add_up_to_the_reports_weights,
		only_the_office_and_the_inspectorate_are_assessed_on_70_5_points,
		the_shipped_windows_are_the_reports,
		the_shipped_surveys_expect_the_reports_2476_forms,
		the_shipped_classes_and_reviews_are_the_reports,
		a_unit_is_found_by_any_of_its_names_in_any_case_and_form,
		a_small_period_keeps_what_it_says,
		a_leaf_applies_unless_the_block_or_a_decision_says_no,
		the_newest_version_of_a_window_counts_and_older_ones_are_kept,
		what_is_not_there_is_minus_one,
		a_unit_is_headed_from_the_first_day_until_the_day_of_leaving,
		a_reason_of_loss_is_found_by_its_id,
		stages_have_names,
		NULL,
	};

	return suite_run("plan", tests);
}
