/*
 * reminders.c - which reminders have been said.
 *
 * reminders   key    period id, zero | block id, zero | kind (1) |
 *                    stage (1) | since when it was due, us (8) |
 *                    unit id, zero (empty: about the window itself;
 *                    "=" before it: about a window of that unit alone)
 *             value  record 1 when it was said (us), 2 number of its event
 *                    in the feed (0: there was nothing to say)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/reminders.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

static struct key
reminder_key(const struct plan *plan, const struct reminder *r,
    const struct unit_id *unit)
{
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->blocks[r->window->block].id.text);
	key_u8(&k, (uint8_t)r->kind);
	key_u8(&k, (uint8_t)r->window->stage);
	key_u64(&k, (uint64_t)r->due.us);
	if (unit == NULL && r->window->unit != WINDOW_FOR_ALL) {
		key_u8(&k, '=');
		unit = &plan->units[r->window->unit].id;
	}
	key_text(&k, unit == NULL ? "" : unit->text);
	return k;
}

bool
reminders_said(struct txn *t, const struct plan *plan, const struct reminder *r,
    const struct unit_id *unit)
{
	struct key k = reminder_key(plan, r, unit);
	struct slice value;

	return txn_get(t, T_REMINDERS, key_all(&k), &value);
}

void
reminders_put(struct txn *t, const struct plan *plan, const struct reminder *r,
    const struct unit_id *unit, struct moment now, uint64_t number)
{
	struct key k = reminder_key(plan, r, unit);
	struct buf value = { 0 };

	rec_int(&value, 1, now.us);
	rec_uint(&value, 2, number);
	txn_put_buf(t, T_REMINDERS, key_all(&k), &value);
}
