/*
 * test_commitments.c - commitments in order and at their bounds, what a
 * submission keeps of the one it completes, and which submissions wait for
 * outside times around one.
 */
#include "store/base/encode.h"
#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/commitments.h"
#include "store/table/schema.h"
#include "store/table/submission_rec.h"
#include "store/table/unfit.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"
#include "tests/kit/tables.h"

static const struct period_id p2022 = { "2022" }, p2023 = { "2023" };
static const struct unit_id d01 = { "D01" }, d010 = { "D010" };

static struct commitment
commitment(struct period_id period, struct unit_id unit, uint8_t id)
{
	return (struct commitment){ .id = { { id } },
		.period = period,
		.unit = unit,
		.leaf = { { "1.1.1" } },
		.n_leaves = 1,
		.document = { { { { 2 } }, 5 } },
		.n_documents = 1,
		.source = TIME_FRONT,
		.verdict = VERDICT_ON_TIME,
		.entry = id };
}

static enum err
put_four(struct txn *t, void *arg)
{
	struct commitment list[] = { commitment(p2022, d01, 2),
		commitment(p2022, d01, 1), commitment(p2022, d010, 3),
		commitment(p2023, d01, 4) };

	(void)arg;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		commitments_add(t, &list[i]);
	return t->err;
}

struct seen {
	char ids[16];
	size_t n, most;
};

static bool
see(void *self, const struct commitment *c)
{
	struct seen *s = self;

	s->ids[s->n++] = (char)('0' + c->id.b[0]);
	s->ids[s->n] = 0;
	return s->n < s->most;
}

START_TEST(a_units_come_oldest_first_and_no_others)
{
	static const struct {
		struct period_id period;
		struct unit_id unit;
		size_t most;
		const char *want;
	} rows[] = {
		{ { "2022" }, { "D01" }, 9, "12" },
		{ { "2022" }, { "D01" }, 1, "1" },
		{ { "2022" }, { "D010" }, 9, "3" },
		{ { "2022" }, { "" }, 9, "123" },
		{ { "2023" }, { "D01" }, 9, "4" },
		{ { "202" }, { "" }, 9, "" },
		{ { "2022" }, { "D0" }, 9, "" },
	};
	struct tables b;
	struct txn t;

	tables_open(&b);
	tables_change(&b, put_four, NULL);
	txn_read(&t, b.env);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct seen s = { .most = rows[i].most };

		commitments_each(&t, rows[i].period, rows[i].unit, see, &s);
		ck_assert_str_eq(s.ids, rows[i].want);
	}
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
}
END_TEST

START_TEST(a_walk_in_pages_meets_each_once)
{
	struct commitment_key at = { .id = { { 0 } } }, page[3];
	struct tables b;
	struct txn t;

	tables_open(&b);
	tables_change(&b, put_four, NULL);
	txn_read(&t, b.env);
	ck_assert_uint_eq(commitments_after(&t, &at, page, 3), 3);
	ck_assert_uint_eq(page[0].id.b[0], 1);
	ck_assert_str_eq(page[2].unit.text, "D010");
	ck_assert_uint_eq(commitments_after(&t, &page[2], page, 3), 1);
	ck_assert_str_eq(page[0].period.text, "2023");
	ck_assert_uint_eq(commitments_after(&t, &page[0], page, 3), 0);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
}
END_TEST

static enum err
put_largest(struct txn *t, void *arg)
{
	struct commitment *c = arg;

	commitments_add(t, c);
	return t->err;
}

START_TEST(every_field_comes_back_from_its_bounds)
{
	struct commitment c, is;
	struct tables b;
	struct txn t;

	memset(&c, 0xff, sizeof c);
	c.period = p2022;
	c.unit = d01;
	c.n_leaves = SUBMISSION_LEAVES;
	for (unsigned i = 0; i < SUBMISSION_LEAVES; i++)
		c.leaf[i] = (struct leaf_id){ "abcdefghijklmnopqrstuvw" };
	c.n_documents = COMMITMENT_DOCUMENTS;
	c.received = (struct interval){ { INT64_MIN }, { INT64_MAX } };
	c.source = TIME_SIMULATED;
	c.trust = TRUSTS - 1;
	c.verdict = VERDICTS - 1;
	c.supplement = c.by_dms = true;
	c.person = (struct person_id){ "abcdefghijklmnopqrstuvw" };
	tables_open(&b);
	tables_change(&b, put_largest, &c);
	txn_read(&t, b.env);
	ck_assert(commitments_get(&t, p2022, d01, c.id, &is));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_mem_eq(is.leaf, c.leaf, sizeof is.leaf);
	ck_assert_uint_eq(is.n_documents, COMMITMENT_DOCUMENTS);
	ck_assert_mem_eq(is.document, c.document, sizeof is.document);
	ck_assert_int_eq(is.received.earliest.us, INT64_MIN);
	ck_assert_int_eq(is.received.latest.us, INT64_MAX);
	ck_assert_uint_eq(is.window_version, UINT32_MAX);
	ck_assert_uint_eq(is.after_by, UINT64_MAX);
	ck_assert_uint_eq(is.by.n, UINT64_MAX);
	ck_assert_uint_eq(is.entry, UINT64_MAX);
	ck_assert_int_eq(is.time.us, -1);
	ck_assert_mem_eq(is.salt, c.salt, sizeof is.salt);
	ck_assert(is.supplement && is.by_dms);
	tables_close(&b);
}
END_TEST

START_TEST(a_row_with_more_than_there_may_be_is_broken)
{
	struct commitment c = commitment(p2022, d01, 1);
	struct buf value = { 0 };
	struct key k = key_of_text("2022");
	struct tables b;
	struct txn t;

	key_text(&k, "D01");
	key_bytes(&k, c.id.b, sizeof c.id.b);
	for (unsigned i = 0; i <= COMMITMENT_DOCUMENTS; i++)
		rec_bytes(&value, 2, slice_of(k.b, 40));
	tables_open(&b);
	tables_put(&b, T_COMMITMENTS, key_all(&k), buf_all(&value));
	txn_read(&t, b.env);
	ck_assert(!commitments_get(&t, p2022, d01, c.id, &c));
	ck_assert_err(txn_end(&t), ERR_BROKEN);
	buf_free(&value);
	tables_close(&b);
}
END_TEST

/* ---- what a submission keeps of it ---- */

static struct submission
submission(void)
{
	return (struct submission){ .id = { { 1 } },
		.period = p2022,
		.unit = d01,
		.leaf = { { "1.1.2" } },
		.n_leaves = 1,
		.document = { { 2 } },
		.size = 5,
		.facts = { .file_name = "a.pdf" },
		.verdict = VERDICT_ON_TIME,
		.by = { 7 },
		.entry = 300,
		.completes = { .id = { { 9 } },
		    .received = { { 1673369000000000 }, { 1673369000002000 } },
		    .trust = TRUST_UNFIT,
		    .entry = 12,
		    .after_by = 7 } };
}

START_TEST(the_bytes_of_a_record_that_completes_one_are_frozen)
{
	struct buf want = source_file("tests/golden/submission-completes.hex");
	struct buf bytes = { 0 }, hex = { 0 };
	struct submission s = submission(), is;

	submission_pack(&bytes, &s);
	hex_put(&hex, buf_all(&bytes));
	buf_byte(&hex, '\n');
	ck_assert_msg(slice_eq(buf_all(&hex), buf_all(&want)), "it is now\n%s",
	    buf_cstr(&hex));
	ck_assert_err(submission_unpack(buf_all(&bytes), s.id, &is), OK);
	ck_assert(commitment_id_eq(is.completes.id, s.completes.id));
	ck_assert_int_eq(is.completes.received.latest.us, 1673369000002000);
	ck_assert_int_eq(is.completes.trust, TRUST_UNFIT);
	ck_assert_uint_eq(is.completes.entry, 12);
	ck_assert_uint_eq(is.completes.after_by, 7);
	buf_free(&want);
	buf_free(&bytes);
	buf_free(&hex);
}
END_TEST

START_TEST(a_record_that_completes_none_is_what_it_was)
{
	struct buf with = { 0 }, without = { 0 };
	struct submission s = submission(), is;

	submission_pack(&with, &s);
	s.completes.id = (struct commitment_id){ { 0 } };
	submission_pack(&without, &s);
	ck_assert_uint_lt(without.n, with.n);
	ck_assert_mem_eq(with.p, without.p, without.n);
	ck_assert_err(submission_unpack(buf_all(&without), s.id, &is), OK);
	ck_assert(!commitment_id_is(is.completes.id));
	ck_assert_uint_eq(is.completes.entry, 0);
	buf_free(&with);
	buf_free(&without);
}
END_TEST

/* ---- waiting for outside times ---- */

static const struct unfit own = { .what = UNFIT_ONE,
	.entry = 9,
	.id = { { 1 } },
	.after_by = 7 };
static const struct unfit first = { .what = UNFIT_COMMITMENT,
	.entry = 5,
	.id = { { 2 } },
	.after_by = 3 };
static const struct unfit second = { .what = UNFIT_COMMITMENT,
	.entry = 5,
	.id = { { 3 } } };
static const struct unfit onward = { .what = UNFIT_ONWARD,
	.entry = 12,
	.after_by = 11 };
static const struct unfit later = { .what = UNFIT_ONWARD, .entry = 20 };

static enum err
put_waiting(struct txn *t, void *arg)
{
	(void)arg;
	unfit_put(t, &own);
	unfit_put(t, &second);
	unfit_put(t, &first);
	unfit_put(t, &later);
	unfit_put(t, &onward);
	return t->err;
}

static enum err
drop_first(struct txn *t, void *arg)
{
	struct unfit of_nobody = { .what = UNFIT_COMMITMENT, .entry = 5 };

	(void)arg;
	ck_assert(unfit_drop(t, &first));
	ck_assert(!unfit_drop(t, &first));
	ck_assert(!unfit_drop(t, &of_nobody));
	return t->err;
}

START_TEST(several_may_wait_for_the_times_around_one_commitment)
{
	struct unfit list[8];
	struct tables b;
	struct txn t;

	tables_open(&b);
	tables_change(&b, put_waiting, NULL);
	txn_read(&t, b.env);
	ck_assert_uint_eq(unfit_oldest(&t, list, 8), 5);
	ck_assert_uint_eq(list[0].entry, 5);
	ck_assert_int_eq(list[0].what, UNFIT_COMMITMENT);
	ck_assert_uint_eq(list[0].id.b[0], 2);
	ck_assert_uint_eq(list[0].after_by, 3);
	ck_assert_uint_eq(list[1].id.b[0], 3);
	ck_assert_uint_eq(list[2].entry, 9);
	ck_assert_int_eq(list[2].what, UNFIT_ONE);
	ck_assert_uint_eq(list[2].after_by, 7);
	ck_assert_err(txn_end(&t), OK);
	tables_change(&b, drop_first, NULL);
	txn_read(&t, b.env);
	ck_assert_uint_eq(unfit_oldest(&t, list, 8), 4);
	ck_assert_uint_eq(list[0].id.b[0], 3);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
}
END_TEST

START_TEST(one_row_stands_for_all_from_its_place_to_the_next)
{
	struct unfit is;
	struct tables b;
	struct txn t;

	tables_open(&b);
	txn_read(&t, b.env);
	ck_assert(!unfit_newest(&t, &is));
	ck_assert_uint_eq(unfit_next(&t, 0), UINT64_MAX);
	ck_assert_err(txn_end(&t), OK);
	tables_change(&b, put_waiting, NULL);
	txn_read(&t, b.env);
	ck_assert(unfit_newest(&t, &is));
	ck_assert_uint_eq(is.entry, 20);
	ck_assert_uint_eq(is.after_by, 0);
	ck_assert_uint_eq(unfit_next(&t, 0), 12);
	ck_assert_uint_eq(unfit_next(&t, 12), 20);
	ck_assert_uint_eq(unfit_next(&t, 20), UINT64_MAX);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_units_come_oldest_first_and_no_others,
		a_walk_in_pages_meets_each_once,
		every_field_comes_back_from_its_bounds,
		a_row_with_more_than_there_may_be_is_broken,
		the_bytes_of_a_record_that_completes_one_are_frozen,
		a_record_that_completes_none_is_what_it_was,
		several_may_wait_for_the_times_around_one_commitment,
		one_row_stands_for_all_from_its_place_to_the_next,
		NULL,
	};

	return suite_run("commitments", tests);
}
