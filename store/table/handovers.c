/*
 * handovers.c - sealed packages that changed hands.
 *
 * handovers   key    period, zero | survey, zero | number (8)
 *             value  record 1 packages, 2 seal numbers (a line each), 3 from,
 *                    4 to, 5 minutes, 6 SHA-256 of their scan, 7 issued,
 *                    8 collected, 9 valid, 10 invalid, 11 when (us), 12 token,
 *                    13 log index, 14 salt;
 *                    once opened 20 and 21 by whom, 22 intact (1) or not (0),
 *                    23 note, 24 when (us), 25 token, 26 log index, 27 the
 *                    seal numbers that were found (a line each), where said
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/handovers.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
survey_key(struct period_id period, struct survey_id survey)
{
	struct key k = key_of_text(period.text);

	key_text(&k, survey.text);
	return k;
}

static void
pack_opening(struct buf *value, const struct handover *h)
{
	rec_text(value, 20, h->person[0]);
	rec_text(value, 21, h->person[1]);
	rec_uint(value, 22, h->intact);
	rec_text(value, 23, h->note);
	rec_int(value, 24, h->opened_at.us);
	rec_uint(value, 25, h->opened_by);
	rec_uint(value, 26, h->opened_entry);
	if (h->found[0] != '\0')
		rec_text(value, 27, h->found);
}

void
handovers_put(struct txn *t, struct period_id period, struct survey_id survey,
    const struct handover *h)
{
	struct key k = survey_key(period, survey);
	struct buf value = { 0 };

	key_u64(&k, h->number);
	rec_uint(&value, 1, h->packages);
	rec_text(&value, 2, h->seals);
	rec_text(&value, 3, h->from);
	rec_text(&value, 4, h->to);
	rec_text(&value, 5, h->minutes);
	rec_bytes(&value, 6, slice_of(h->scan.b, sizeof h->scan.b));
	rec_uint(&value, 7, h->issued);
	rec_uint(&value, 8, h->collected);
	rec_uint(&value, 9, h->valid);
	rec_uint(&value, 10, h->invalid);
	rec_int(&value, 11, h->time.us);
	rec_uint(&value, 12, h->by);
	rec_uint(&value, 13, h->entry);
	rec_bytes(&value, 14, slice_of(h->salt, sizeof h->salt));
	if (h->opened)
		pack_opening(&value, h);
	txn_put_buf(t, T_HANDOVERS, key_all(&k), &value);
}

/* Fields that are numbers: where each goes. */
static void
read_number(struct rec *r, struct handover *h)
{
	uint64_t *const at[27] = {
		[1] = &h->packages,
		[7] = &h->issued,
		[8] = &h->collected,
		[9] = &h->valid,
		[10] = &h->invalid,
		[12] = &h->by,
		[13] = &h->entry,
		[25] = &h->opened_by,
		[26] = &h->opened_entry,
	};

	if (r->tag < sizeof at / sizeof *at && at[r->tag] != NULL)
		*at[r->tag] = rec_get_uint(r);
	else if (r->tag == 11)
		h->time.us = rec_get_int(r);
	else if (r->tag == 24)
		h->opened_at.us = rec_get_int(r);
	else if (r->tag == 22)
		h->intact = rec_get_uint(r) != 0;
}

static void
read_field(struct rec *r, struct handover *h)
{
	switch (r->tag) {
	case 2:
		rec_get_text(r, h->seals, sizeof h->seals);
		break;
	case 3:
		rec_get_text(r, h->from, sizeof h->from);
		break;
	case 4:
		rec_get_text(r, h->to, sizeof h->to);
		break;
	case 5:
		rec_get_text(r, h->minutes, sizeof h->minutes);
		break;
	case 6:
		rec_get_bytes(r, h->scan.b, sizeof h->scan.b);
		break;
	case 14:
		rec_get_bytes(r, h->salt, sizeof h->salt);
		break;
	case 20:
	case 21:
		h->opened = true;
		rec_get_text(r, h->person[r->tag - 20], HANDOVER_TEXT);
		break;
	case 27:
		rec_get_text(r, h->found, sizeof h->found);
		break;
	case 23:
		rec_get_text(r, h->note, sizeof h->note);
		break;
	default:
		read_number(r, h);
	}
}

static void
read_handover(struct txn *t, uint64_t number, struct slice value,
    struct handover *out)
{
	struct rec r;

	*out = (struct handover){ .number = number };
	for (r = rec_open(value); rec_on(&r);)
		read_field(&r, out);
	txn_require(t, r.err);
}

bool
handovers_get(struct txn *t, struct period_id period, struct survey_id survey,
    uint64_t number, struct handover *out)
{
	struct key k = survey_key(period, survey);
	struct slice value;

	key_u64(&k, number);
	if (!txn_get(t, T_HANDOVERS, key_all(&k), &value))
		return false;
	read_handover(t, number, value, out);
	return t->err == OK;
}

void
handovers_each(struct txn *t, struct period_id period, struct survey_id survey,
    void (*each)(void *self, const struct handover *h), void *self)
{
	struct key k = survey_key(period, survey);
	struct handover one;
	struct walk w;
	uint64_t n;

	walk_start(&w, t, T_HANDOVERS, key_all(&k));
	while (walk_numbered(&w, &n)) {
		read_handover(t, n, w.value, &one);
		if (t->err == OK)
			each(self, &one);
	}
	walk_end(&w);
}

static void
add_one(void *self, const struct handover *h)
{
	struct handover_sums *sums = self;

	sums->all++;
	sums->opened += h->opened;
	sums->valid += h->opened ? h->valid : 0;
}

struct handover_sums
handovers_sum(struct txn *t, struct period_id period, struct survey_id survey)
{
	struct handover_sums sums = { 0 };

	handovers_each(t, period, survey, add_one, &sums);
	return sums;
}
