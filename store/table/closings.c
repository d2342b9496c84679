/*
 * closings.c - what came in for a window, and whether it is closed.
 *
 * closings   key    period id, zero | stage (1) | version (8) |
 *                   on time until, us (8)
 *            value  record 1 on time, 2 doubt, 3 late, 4 refused,
 *                   5 closed (0/1), 6 entry
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/closings.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

static struct key
closing_key(struct period_id period, const struct window *window)
{
	struct key k = key_of_text(period.text);

	key_u8(&k, (uint8_t)window->stage);
	key_u64(&k, window->version);
	key_u64(&k, (uint64_t)window->on_time_until.us);
	return k;
}

void
closings_get(struct txn *t, struct period_id period,
    const struct window *window, struct closing *out)
{
	struct key k = closing_key(period, window);
	struct slice value;
	struct rec r;

	*out = (struct closing){ 0 };
	if (!txn_get(t, T_CLOSINGS, key_all(&k), &value))
		return;
	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			out->on_time = rec_get_uint(&r);
			break;
		case 2:
			out->doubt = rec_get_uint(&r);
			break;
		case 3:
			out->late = rec_get_uint(&r);
			break;
		case 4:
			out->refused = rec_get_uint(&r);
			break;
		case 5:
			out->closed = rec_get_uint(&r) != 0;
			break;
		case 6:
			out->entry = rec_get_uint(&r);
			break;
		}
	}
	txn_require(t, r.err);
}

void
closings_put(struct txn *t, struct period_id period,
    const struct window *window, const struct closing *c)
{
	struct key k = closing_key(period, window);
	struct buf value = { 0 };

	rec_uint(&value, 1, c->on_time);
	rec_uint(&value, 2, c->doubt);
	rec_uint(&value, 3, c->late);
	rec_uint(&value, 4, c->refused);
	rec_uint(&value, 5, c->closed);
	rec_uint(&value, 6, c->entry);
	txn_put_buf(t, T_CLOSINGS, key_all(&k), &value);
}
