/*
 * figures.c - figures supplied for all units of a leaf.
 *
 * figures   key    period, zero | leaf, zero | unit, zero
 *           value  record 1 which inputs are given (bit mask), 2 the given
 *                  values in order (numbers), 3 last year's percentage
 *                  (millionths; left out: not known), 4 source, 5 extracted
 *                  (us), 6 version of the leaf's imports, 7 token number,
 *                  8 time (us), 9 log index
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/figures.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/model/carry.h"
#include "store/table/schema.h"

static struct key
leaf_key(struct period_id period, struct leaf_id leaf)
{
	struct key k = key_of_text(period.text);

	key_text(&k, leaf.text);
	return k;
}

static void
read_field(struct rec *r, struct figure_row *out, uint64_t *given,
    int64_t *values, size_t *n)
{
	switch (r->tag) {
	case 1:
		*given = rec_get_uint(r);
		break;
	case 2:
		*n = rec_get_ints(r, values, VARS_MOST);
		break;
	case 3:
		out->has_previous = true;
		out->previous.millionths = rec_get_int(r);
		break;
	case 4:
		rec_get_text(r, out->source, sizeof out->source);
		break;
	case 5:
		out->extracted.us = rec_get_int(r);
		break;
	case 6:
		out->version = rec_get_uint(r);
		break;
	case 7:
		out->by.n = rec_get_uint(r);
		break;
	case 8:
		out->time.us = rec_get_int(r);
		break;
	case 9:
		out->entry = rec_get_uint(r);
		break;
	}
}

static bool
read_row(struct txn *t, struct slice value, struct figure_row *out)
{
	int64_t values[VARS_MOST];
	struct rec r = rec_open(value);
	uint64_t given = 0;
	size_t n = 0, at = 0;

	*out = (struct figure_row){ .version = 0 };
	while (rec_on(&r))
		read_field(&r, out, &given, values, &n);
	for (unsigned i = 0; i < VARS_MOST; i++) {
		out->inputs.given[i] = (given >> i & 1) != 0 && at < n;
		if (out->inputs.given[i])
			out->inputs.value[i] = values[at++];
	}
	return txn_require(t, r.err) == OK;
}

bool
figures_get(struct txn *t, struct period_id period, struct leaf_id leaf,
    struct unit_id unit, struct figure_row *out)
{
	struct key k = leaf_key(period, leaf);
	struct slice value;

	key_text(&k, unit.text);
	*out = (struct figure_row){ .version = 0 };
	return txn_get(t, T_FIGURES, key_all(&k), &value) &&
	       read_row(t, value, out);
}

bool
figures_carried(struct txn *t, const struct plan *plan, unsigned leaf,
    struct unit_id unit, struct figure_row *out)
{
	if (!figures_get(t, plan->period, plan->leaves[leaf].id, unit, out))
		return false;
	inputs_carry(plan, leaf, out->entry, &out->inputs);
	return true;
}

void
figures_put(struct txn *t, struct period_id period, struct leaf_id leaf,
    struct unit_id unit, const struct figure_row *row)
{
	struct key k = leaf_key(period, leaf);
	int64_t values[VARS_MOST];
	struct buf value = { 0 };
	uint64_t given = 0;
	size_t n = 0;

	key_text(&k, unit.text);
	for (unsigned i = 0; i < VARS_MOST; i++) {
		if (!row->inputs.given[i])
			continue;
		given |= UINT64_C(1) << i;
		values[n++] = row->inputs.value[i];
	}
	rec_uint(&value, 1, given);
	rec_ints(&value, 2, values, n);
	if (row->has_previous)
		rec_int(&value, 3, row->previous.millionths);
	rec_text(&value, 4, row->source);
	rec_int(&value, 5, row->extracted.us);
	rec_uint(&value, 6, row->version);
	rec_uint(&value, 7, row->by.n);
	rec_int(&value, 8, row->time.us);
	rec_uint(&value, 9, row->entry);
	txn_put_buf(t, T_FIGURES, key_all(&k), &value);
}

uint64_t
figures_clear(struct txn *t, struct period_id period, struct leaf_id leaf)
{
	struct key k = leaf_key(period, leaf);
	struct figure_row row;
	uint64_t newest = 0;
	struct walk w;

	for (walk_start(&w, t, T_FIGURES, key_all(&k)); walk_on(&w);) {
		if (!read_row(t, w.value, &row))
			break;
		if (row.version > newest)
			newest = row.version;
		walk_drop(&w);
	}
	walk_end(&w);
	return newest;
}
