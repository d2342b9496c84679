/*
 * forms.c - survey forms and running tallies.
 *
 * forms     key    period, zero | survey, zero | 'f' | number, zero
 *           value  record 1 respondent group, 2 log index,
 *                  3 per unit judged: unit, zero, one byte an answer
 *           key    period, zero | survey, zero | 'n'
 *           value  record 1 how many forms are kept
 * tallies   key    period, zero | unit, zero
 *           value  record 1 repeated: leaf, zero, five counts (8 each)
 *
 * Answers stand in the order of the survey's questions, which are frozen with
 * the period. A tally changes in the transaction that keeps its form, so one
 * more form costs the same at the first and at the millionth.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/forms.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

static struct key
survey_key(struct period_id period, struct survey_id survey, uint8_t kind)
{
	struct key k;

	key_start(&k);
	key_text(&k, period.text);
	key_text(&k, survey.text);
	key_u8(&k, kind);
	return k;
}

static void
pack_rows(struct buf *to, const struct plan *plan, unsigned survey,
    const struct form *form)
{
	unsigned questions = plan->surveys[survey].n_questions;
	const struct form_row *row;
	struct key k;

	for (unsigned i = 0; i < form->n_rows; i++) {
		row = &form->rows[i];
		key_start(&k);
		key_text(&k, plan->units[row->unit].id.text);
		key_bytes(&k, row->answer, questions);
		rec_bytes(to, 3, key_all(&k));
	}
}

/* Whether a kept form says the same: all but where it stands in the log. */
static bool
same_form(struct txn *t, struct slice kept, struct slice come)
{
	struct rec a = rec_open(kept), b = rec_open(come);
	bool more_a, more_b;

	for (;;) {
		more_a = rec_on(&a);
		more_b = rec_on(&b);
		if (!more_a || !more_b)
			break;
		if (a.tag != b.tag ||
		    (a.tag != 2 && !slice_eq(a.value, b.value)))
			return false;
	}
	txn_require(t, a.err);
	return more_a == more_b;
}

uint64_t
forms_count(struct txn *t, struct period_id period, struct survey_id survey)
{
	struct key k = survey_key(period, survey, 'n');
	struct slice value;
	uint64_t n = 0;
	struct rec r;

	if (!txn_get(t, T_FORMS, key_all(&k), &value))
		return 0;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			n = rec_get_uint(&r);
	txn_require(t, r.err);
	return n;
}

static void
count_one(struct txn *t, struct period_id period, struct survey_id survey)
{
	struct key k = survey_key(period, survey, 'n');
	struct buf value = { 0 };

	rec_uint(&value, 1, forms_count(t, period, survey) + 1);
	txn_require(t, value.err);
	txn_put(t, T_FORMS, key_all(&k), buf_all(&value));
	buf_free(&value);
}

/* A form's key and value as they are kept. */
static struct key
pack_form(struct buf *value, const struct plan *plan, unsigned index,
    const struct form *form, uint64_t entry)
{
	struct key k = survey_key(plan->period, plan->surveys[index].id, 'f');

	key_text(&k, form->number);
	buf_clear(value);
	rec_text(value, 1, form->group);
	rec_uint(value, 2, entry);
	pack_rows(value, plan, index, form);
	return k;
}

bool
forms_put_new(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, uint64_t entry, bool *same)
{
	struct buf value = { 0 };
	struct key k = pack_form(&value, plan, index, form, entry);
	struct slice kept;
	bool new;

	txn_require(t, value.err);
	new = txn_put_new(t, T_FORMS, key_all(&k), buf_all(&value));
	if (new)
		count_one(t, plan->period, plan->surveys[index].id);
	else if (txn_get(t, T_FORMS, key_all(&k), &kept))
		*same = same_form(t, kept, buf_all(&value));
	buf_free(&value);
	return new;
}

bool
forms_known(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *forms, unsigned n)
{
	struct buf value = { 0 };
	bool known = true;
	struct slice kept;
	struct key k;

	for (unsigned i = 0; i < n && known; i++) {
		k = pack_form(&value, plan, index, &forms[i], 0);
		txn_require(t, value.err);
		known = txn_get(t, T_FORMS, key_all(&k), &kept) &&
			same_form(t, kept, buf_all(&value));
	}
	buf_free(&value);
	return known;
}

static struct key
tally_key(const struct plan *plan, unsigned unit)
{
	struct key k;

	key_start(&k);
	key_text(&k, plan->period.text);
	key_text(&k, plan->units[unit].id.text);
	return k;
}

static void
read_tally(struct txn *t, const struct plan *plan, struct slice value,
    struct tally *by_leaf)
{
	const uint8_t *end = value.n == 0 ? NULL : memchr(value.p, 0, value.n);
	struct leaf_id id;
	size_t name_n;
	int leaf;

	if (end == NULL) {
		txn_require(t, ERR_BROKEN);
		return;
	}
	name_n = (size_t)(end - value.p);
	if (leaf_id_read(slice_of(value.p, name_n), &id) != OK ||
	    (leaf = plan_leaf(plan, id)) < 0 || value.n != name_n + 1 + 5 * 8) {
		txn_require(t, ERR_BROKEN);
		return;
	}
	for (unsigned i = 0; i < 5; i++)
		by_leaf[leaf].count[i] = key_get_u64(end + 1 + i * 8);
}

void
tallies_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf)
{
	struct key k = tally_key(plan, unit);
	struct slice value;
	struct rec r;

	memset(by_leaf, 0, plan->n_leaves * sizeof *by_leaf);
	if (!txn_get(t, T_TALLIES, key_all(&k), &value))
		return;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			read_tally(t, plan, r.value, by_leaf);
	txn_require(t, r.err);
}

void
tallies_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct tally *by_leaf)
{
	static const struct tally none;
	struct key k = tally_key(plan, unit), row;
	struct buf value = { 0 };

	for (unsigned leaf = 0; leaf < plan->n_leaves; leaf++) {
		if (memcmp(&by_leaf[leaf], &none, sizeof none) == 0)
			continue;
		key_start(&row);
		key_text(&row, plan->leaves[leaf].id.text);
		for (unsigned i = 0; i < 5; i++)
			key_u64(&row, by_leaf[leaf].count[i]);
		rec_bytes(&value, 1, key_all(&row));
	}
	txn_require(t, value.err);
	txn_put(t, T_TALLIES, key_all(&k), buf_all(&value));
	buf_free(&value);
}
