/*
 * lives.c - how far each sheet has come, and what was said on the way.
 *
 * lives        key    period, zero | unit, zero
 *              value  record 1 state, 2 steps taken, 3 SHA-256 of the locked
 *                     sheet (32), 4 the step whose signed report is in force,
 *                     5 the step that locked it
 * locked-sheets   key    as life-steps: the step that locked it
 *                 value  the sheet's text (store/sheet_text.h)
 * leaf-talks   key    period, zero | unit, zero | leaf, zero
 *              value  record 1 the step that asked for an explanation last,
 *                     2 the one that explained last
 * What is zero is left out.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/lives.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

static struct key
sheet_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	key_text(&k, unit.text);
	return k;
}

/* ---- the state ---- */

void
lives_get(struct txn *t, struct life *life)
{
	struct key k = sheet_key(life->period, life->unit);
	struct slice value;
	struct rec r;

	*life = (struct life){ .period = life->period, .unit = life->unit };
	if (!txn_get(t, T_LIVES, key_all(&k), &value))
		return;
	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			life->state = (enum life_state)rec_get_uint(&r);
			break;
		case 2:
			life->steps = rec_get_uint(&r);
			break;
		case 3:
			rec_get_bytes(&r, life->sheet.b, DIGEST_BYTES);
			break;
		case 4:
			life->report = rec_get_uint(&r);
			break;
		case 5:
			life->lock = rec_get_uint(&r);
			break;
		}
	}
	txn_require(t, r.err);
	txn_require(t, life->state < LIFE_STATES ? OK : ERR_BROKEN);
}

void
lives_put(struct txn *t, const struct life *life)
{
	struct key k = sheet_key(life->period, life->unit);
	struct buf value = { 0 };

	rec_uint(&value, 1, life->state);
	rec_uint(&value, 2, life->steps);
	if (life->lock != 0)
		rec_bytes(&value, 3, slice_of(life->sheet.b, DIGEST_BYTES));
	if (life->report != 0)
		rec_uint(&value, 4, life->report);
	if (life->lock != 0)
		rec_uint(&value, 5, life->lock);
	txn_put_buf(t, T_LIVES, key_all(&k), &value);
}

/* ---- what was locked ---- */

bool
locked_sheets_get(struct txn *t, struct period_id period, struct unit_id unit,
    uint64_t number, struct slice *text)
{
	struct key k = sheet_key(period, unit);

	key_u64(&k, number);
	return txn_get(t, T_LOCKED_SHEETS, key_all(&k), text);
}

void
locked_sheets_put(struct txn *t, struct period_id period, struct unit_id unit,
    uint64_t number, struct slice text)
{
	struct key k = sheet_key(period, unit);

	key_u64(&k, number);
	txn_put(t, T_LOCKED_SHEETS, key_all(&k), text);
}

/* ---- what was asked and said about a leaf ---- */

static struct key
talk_key(struct period_id period, struct unit_id unit, struct leaf_id leaf)
{
	struct key k = sheet_key(period, unit);

	key_text(&k, leaf.text);
	return k;
}

void
leaf_talk_get(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, struct leaf_talk *out)
{
	struct key k = talk_key(period, unit, leaf);
	struct slice value;
	struct rec r;

	*out = (struct leaf_talk){ 0 };
	if (!txn_get(t, T_LEAF_TALKS, key_all(&k), &value))
		return;
	for (r = rec_open(value); rec_on(&r);) {
		if (r.tag == 1)
			out->asked = rec_get_uint(&r);
		else if (r.tag == 2)
			out->explained = rec_get_uint(&r);
	}
	txn_require(t, r.err);
}

void
leaf_talk_put(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, const struct leaf_talk *talk)
{
	struct key k = talk_key(period, unit, leaf);
	struct buf value = { 0 };

	if (talk->asked != 0)
		rec_uint(&value, 1, talk->asked);
	if (talk->explained != 0)
		rec_uint(&value, 2, talk->explained);
	txn_put_buf(t, T_LEAF_TALKS, key_all(&k), &value);
}
