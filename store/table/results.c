/*
 * results.c - results of units and ranks of blocks.
 *
 * results   key    period, zero | unit, zero
 *           value  record
 *                  1 per leaf of the plan, in its order, six numbers:
 *                    status, points, max, by self, by round 1, clause
 *                  2 per field, two numbers: points, max
 *                  3 points, max, group, class, rule gap (0/1)
 *                  4 self-review: a bit a field
 *                  5 log index it rests on, 6 that entry's time (us)
 *                  7 per leaf that somebody wrote in round 2 or the council
 *                    has, three numbers: place in the plan, by round 2, by
 *                    the council
 *                  8 1: the unit submitted nothing; left out otherwise
 * ranks     key    period, zero | block, zero
 *           value  record 1 repeated, best first: unit, zero, points (8),
 *                  max (8), rank (8)
 *
 * Points are millionths. A row is written only when its bytes change.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/results.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

#define LEAF_NUMBERS 6
#define LATER_NUMBERS 3

static struct key
result_key(const struct plan *plan, unsigned unit)
{
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->units[unit].id.text);
	return k;
}

/* Puts unless the same bytes are there; returns whether it wrote. */
static bool
put_changed(struct txn *t, unsigned table, struct slice key, struct buf *value)
{
	struct slice kept;
	bool same = value->err == OK && txn_get(t, table, key, &kept) &&
		    slice_eq(kept, buf_all(value));

	txn_require(t, value->err);
	if (!same)
		txn_put(t, table, key, buf_all(value));
	buf_free(value);
	return !same;
}

static void
pack_score(struct buf *to, const struct plan *plan, const struct unit_score *s)
{
	uint64_t review = 0;

	for (unsigned i = 0; i < plan->n_leaves; i++) {
		const struct leaf_score *l = &s->leaf[i];
		int64_t numbers[LEAF_NUMBERS] = { l->status,
			l->points.millionths, l->max.millionths,
			l->by_column[COLUMN_SELF].millionths,
			l->by_column[COLUMN_ROUND1].millionths, l->clause };

		rec_ints(to, 1, numbers, LEAF_NUMBERS);
	}
	for (unsigned i = 0; i < plan->n_fields; i++) {
		int64_t numbers[] = { s->field[i].points.millionths,
			s->field[i].max.millionths };

		rec_ints(to, 2, numbers, 2);
		review |= (uint64_t)s->review[i] << i;
	}
	int64_t whole[] = { s->points.millionths, s->max.millionths, s->group,
		s->class, s->rule_gap };

	rec_ints(to, 3, whole, 5);
	rec_uint(to, 4, review);
}

/* What later columns give, where they give anything: a period of one round
 * has none of it. */
static void
pack_later(struct buf *to, const struct plan *plan, const struct unit_score *s)
{
	for (unsigned i = 0; i < plan->n_leaves; i++) {
		const struct points *by = s->leaf[i].by_column;
		int64_t numbers[LATER_NUMBERS] = { i,
			by[COLUMN_ROUND2].millionths,
			by[COLUMN_COUNCIL].millionths };

		if (numbers[1] != 0 || numbers[2] != 0)
			rec_ints(to, 7, numbers, LATER_NUMBERS);
	}
}

static void
pack_nothing(struct buf *to, const struct unit_score *s)
{
	if (s->nothing)
		rec_uint(to, 8, 1);
}

bool
results_same(const struct plan *plan, const struct result *a,
    const struct result *b)
{
	struct buf left = { 0 }, right = { 0 };
	bool same;

	pack_score(&left, plan, &a->score);
	pack_later(&left, plan, &a->score);
	pack_nothing(&left, &a->score);
	pack_score(&right, plan, &b->score);
	pack_later(&right, plan, &b->score);
	pack_nothing(&right, &b->score);
	same = left.err == OK && right.err == OK &&
	       slice_eq(buf_all(&left), buf_all(&right));
	buf_free(&left);
	buf_free(&right);
	return same;
}

bool
results_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct result *r)
{
	struct key k = result_key(plan, unit);
	struct buf value = { 0 };

	pack_score(&value, plan, &r->score);
	rec_uint(&value, 5, r->rests_on);
	rec_int(&value, 6, r->as_of.us);
	pack_later(&value, plan, &r->score);
	pack_nothing(&value, &r->score);
	return put_changed(t, T_RESULTS, key_all(&k), &value);
}

static void
read_leaf(struct rec *r, struct leaf_score *l)
{
	int64_t n[LEAF_NUMBERS] = { 0 };

	(void)rec_get_ints(r, n, LEAF_NUMBERS);
	if (n[0] < 0 || n[0] >= LEAF_STATUSES) {
		r->err = ERR_BROKEN;
		return;
	}
	l->status = (enum leaf_status)n[0];
	l->points.millionths = n[1];
	l->max.millionths = n[2];
	l->by_column[COLUMN_SELF].millionths = n[3];
	l->by_column[COLUMN_ROUND1].millionths = n[4];
	l->clause = (int)n[5];
}

static void
read_later(struct rec *r, const struct plan *plan, struct unit_score *s)
{
	int64_t n[LATER_NUMBERS] = { 0 };

	(void)rec_get_ints(r, n, LATER_NUMBERS);
	if (n[0] < 0 || n[0] >= plan->n_leaves) {
		r->err = ERR_BROKEN;
		return;
	}
	s->leaf[n[0]].by_column[COLUMN_ROUND2].millionths = n[1];
	s->leaf[n[0]].by_column[COLUMN_COUNCIL].millionths = n[2];
}

static void
read_whole(struct rec *r, const struct plan *plan, struct unit_score *s)
{
	int64_t n[5] = { 0 };

	(void)rec_get_ints(r, n, 5);
	s->points.millionths = n[0];
	s->max.millionths = n[1];
	/* of an older version of the rules, until it is scored again */
	s->group = n[2] < plan->n_groups ? (int)n[2] : -1;
	s->class = n[3] < plan->n_classes ? (int)n[3] : -1;
	s->rule_gap = n[4] != 0;
}

static void
read_field(struct rec *r, struct unit_score *s, unsigned field)
{
	int64_t n[2] = { 0 };

	(void)rec_get_ints(r, n, 2);
	s->field[field].points.millionths = n[0];
	s->field[field].max.millionths = n[1];
}

static void
read_result(struct rec *r, const struct plan *plan, struct result *out)
{
	unsigned leaf = 0, field = 0;
	uint64_t review;

	while (rec_on(r)) {
		switch (r->tag) {
		case 1:
			if (leaf < plan->n_leaves)
				read_leaf(r, &out->score.leaf[leaf++]);
			break;
		case 2:
			if (field < plan->n_fields)
				read_field(r, &out->score, field++);
			break;
		case 3:
			read_whole(r, plan, &out->score);
			break;
		case 4:
			review = rec_get_uint(r);
			for (unsigned i = 0; i < plan->n_fields; i++)
				out->score.review[i] = (review >> i & 1) != 0;
			break;
		case 5:
			out->rests_on = rec_get_uint(r);
			break;
		case 6:
			out->as_of.us = rec_get_int(r);
			break;
		case 7:
			read_later(r, plan, &out->score);
			break;
		case 8:
			out->score.nothing = rec_get_uint(r) != 0;
			break;
		}
	}
}

bool
results_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct result *out)
{
	struct key k = result_key(plan, unit);
	struct slice value;
	struct rec r;

	*out = (struct result){ 0 };
	if (!txn_get(t, T_RESULTS, key_all(&k), &value))
		return false;
	r = rec_open(value);
	read_result(&r, plan, out);
	return txn_require(t, r.err) == OK;
}

static struct key
rank_key(const struct plan *plan, unsigned block)
{
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->blocks[block].id.text);
	return k;
}

static bool
read_standing(const struct plan *plan, struct slice value, struct standing *s)
{
	const uint8_t *end = value.n == 0 ? NULL : memchr(value.p, 0, value.n);
	struct unit_id id;
	int unit;

	if (end == NULL || value.n != (size_t)(end - value.p) + 1 + 3 * 8 ||
	    unit_id_read(slice_of(value.p, (size_t)(end - value.p)), &id) !=
		OK ||
	    (unit = plan_unit(plan, id)) < 0)
		return false;
	s->unit = (unsigned)unit;
	s->points.millionths = (int64_t)key_get_u64(end + 1);
	s->max.millionths = (int64_t)key_get_u64(end + 9);
	s->rank = (unsigned)key_get_u64(end + 17);
	return true;
}

size_t
ranks_get(struct txn *t, const struct plan *plan, unsigned block,
    struct standing *list)
{
	struct key k = rank_key(plan, block);
	struct slice value;
	size_t n = 0;
	struct rec r;

	if (!txn_get(t, T_RANKS, key_all(&k), &value))
		return 0;
	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag != 1)
			continue;
		if (n == plan->n_units ||
		    !read_standing(plan, r.value, &list[n])) {
			txn_require(t, ERR_BROKEN);
			return 0;
		}
		n++;
	}
	return txn_require(t, r.err) == OK ? n : 0;
}

bool
ranks_put(struct txn *t, const struct plan *plan, unsigned block,
    const struct standing *list, size_t n)
{
	struct key k = rank_key(plan, block), row;
	struct buf value = { 0 };

	for (size_t i = 0; i < n; i++) {
		key_start(&row);
		key_text(&row, plan->units[list[i].unit].id.text);
		key_u64(&row, (uint64_t)list[i].points.millionths);
		key_u64(&row, (uint64_t)list[i].max.millionths);
		key_u64(&row, list[i].rank);
		rec_bytes(&value, 1, key_all(&row));
	}
	return put_changed(t, T_RANKS, key_all(&k), &value);
}
