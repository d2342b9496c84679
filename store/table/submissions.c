/*
 * submissions.c - evidence submissions and their indexes.
 *
 * submissions        key    submission id (16)
 *                    value  record, tags in the list below
 * unit-submissions   key    period, zero | unit, zero | submission id (16)
 * leaf-documents     key    period, zero | unit, zero | status (1) |
 *                           leaf, zero | submission id (16)
 *
 * The indexes' values are empty. Submission ids are UUIDv7, so their order is
 * that of their making.
 *
 * Knows these keys. Touches the transaction it is given.
 */
#include "store/table/submissions.h"

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/table/schema.h"
#include "store/table/submission_rec.h"

static struct slice
id_key(const struct submission_id *id)
{
	return slice_of(id->b, sizeof id->b);
}

static struct key
unit_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	key_text(&k, unit.text);
	return k;
}

static struct key
unit_id_key(const struct submission *s)
{
	struct key k = unit_key(s->period, s->unit);

	key_bytes(&k, s->id.b, sizeof s->id.b);
	return k;
}

static struct key
status_key(struct period_id period, struct unit_id unit,
    enum submission_status status)
{
	struct key k = unit_key(period, unit);

	key_u8(&k, (uint8_t)status);
	return k;
}

static struct key
leaf_status_key(struct period_id period, struct unit_id unit,
    struct leaf_id leaf, enum submission_status status)
{
	struct key k = status_key(period, unit, status);

	key_text(&k, leaf.text);
	return k;
}

bool
submissions_get(struct txn *t, struct submission_id id, struct submission *out)
{
	struct slice value;

	if (!txn_get(t, T_SUBMISSIONS, id_key(&id), &value))
		return false;
	return txn_require(t, submission_unpack(value, id, out)) == OK;
}

static void
put(struct txn *t, const struct submission *s)
{
	struct buf value = { 0 };

	submission_pack(&value, s);
	txn_put_buf(t, T_SUBMISSIONS, id_key(&s->id), &value);
}

/* Lists the submission under each of its leaves by its present status. */
static void
list_by_leaf(struct txn *t, const struct submission *s)
{
	struct key k;

	for (unsigned i = 0; i < s->n_leaves; i++) {
		k = leaf_status_key(s->period, s->unit, s->leaf[i], s->status);
		key_bytes(&k, s->id.b, sizeof s->id.b);
		txn_put(t, T_LEAF_DOCUMENTS, key_all(&k), SLICE_NONE);
	}
}

static void
unlist_by_leaf(struct txn *t, const struct submission *s)
{
	struct key k;

	for (unsigned i = 0; i < s->n_leaves; i++) {
		k = leaf_status_key(s->period, s->unit, s->leaf[i], s->status);
		key_bytes(&k, s->id.b, sizeof s->id.b);
		txn_drop(t, T_LEAF_DOCUMENTS, key_all(&k));
	}
}

void
submissions_add(struct txn *t, const struct submission *s)
{
	struct key k = unit_id_key(s);

	put(t, s);
	txn_put(t, T_UNIT_SUBMISSIONS, key_all(&k), SLICE_NONE);
	list_by_leaf(t, s);
}

void
submissions_move(struct txn *t, struct submission *s, enum submission_status to,
    const char *reason)
{
	unlist_by_leaf(t, s);
	s->status = to;
	(void)strncpy(s->reason, reason, sizeof s->reason - 1);
	list_by_leaf(t, s);
	put(t, s);
}

/* The submission id that ends a key. */
static bool
key_tail(struct txn *t, struct slice key, struct submission_id *id)
{
	if (txn_require(t, key.n >= sizeof id->b ? OK : ERR_BROKEN) != OK)
		return false;
	memcpy(id->b, key.p + key.n - sizeof id->b, sizeof id->b);
	return true;
}

void
submissions_of_unit(struct txn *t, struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct submission *s), void *self)
{
	struct key k = unit_key(period, unit);
	struct submission_id id;
	struct submission s;
	struct walk w;

	walk_start(&w, t, T_UNIT_SUBMISSIONS, key_all(&k));
	while (walk_on(&w))
		if (!key_tail(t, w.key, &id) || !submissions_get(t, id, &s) ||
		    !each(self, &s))
			break;
	walk_end(&w);
}

/* Is the one behind the list in it already, by another of its leaves? */
static bool
listed(const struct submission_id *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memcmp(list[i].b, list[n].b, sizeof list[n].b) == 0)
			return true;
	return false;
}

size_t
submissions_unchecked(struct txn *t, struct period_id period,
    struct unit_id unit, struct submission_id *list, size_t room)
{
	struct key k = status_key(period, unit, SUBMISSION_QUEUED);
	struct walk w;
	size_t n = 0;

	walk_start(&w, t, T_LEAF_DOCUMENTS, key_all(&k));
	while (n < room && walk_on(&w))
		if (key_tail(t, w.key, &list[n]) && !listed(list, n))
			n++;
	walk_end(&w);
	return n;
}

bool
leaf_has(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, enum submission_status status)
{
	struct key k = leaf_status_key(period, unit, leaf, status);
	struct walk w;
	bool has;

	walk_start(&w, t, T_LEAF_DOCUMENTS, key_all(&k));
	has = walk_on(&w);
	walk_end(&w);
	return has;
}

void
leaf_each(struct txn *t, struct period_id period, struct unit_id unit,
    struct leaf_id leaf, enum submission_status status,
    bool (*each)(void *self, struct submission_id id), void *self)
{
	struct key k = leaf_status_key(period, unit, leaf, status);
	struct submission_id id;
	struct walk w;

	walk_start(&w, t, T_LEAF_DOCUMENTS, key_all(&k));
	while (walk_on(&w))
		if (!key_tail(t, w.key, &id) || !each(self, id))
			break;
	walk_end(&w);
}

void
leaf_documents_each(struct txn *t, struct period_id period, struct unit_id unit,
    void (
	*each)(void *self, struct leaf_id leaf, enum submission_status status),
    void *self)
{
	struct key k = unit_key(period, unit);
	const uint8_t *leaf, *end;
	struct leaf_id id;
	struct walk w;

	walk_start(&w, t, T_LEAF_DOCUMENTS, key_all(&k));
	while (walk_on(&w)) {
		leaf = w.key.p + k.n + 1;
		end = w.key.n < k.n + 2 ? NULL
					: memchr(leaf, 0, w.key.n - k.n - 1);
		if (end == NULL ||
		    leaf_id_read(slice_of(leaf, (size_t)(end - leaf)), &id) !=
			OK ||
		    (size_t)(end - w.key.p) + 1 + 16 != w.key.n ||
		    leaf[-1] >= SUBMISSION_STATUSES) {
			txn_require(t, ERR_BROKEN);
			break;
		}
		each(self, id, (enum submission_status)leaf[-1]);
	}
	walk_end(&w);
}

size_t
submissions_after(struct txn *t, struct submission_id after,
    struct submission_id *list, size_t room)
{
	struct slice from = id_key(&after);
	struct walk w;
	size_t n = 0;

	walk_from(&w, t, T_SUBMISSIONS, SLICE_NONE, from);
	while (n < room && walk_on(&w)) {
		if (slice_eq(w.key, from))
			continue;
		if (txn_require(t,
			w.key.n == sizeof after.b ? OK : ERR_BROKEN) != OK)
			break;
		memcpy(list[n++].b, w.key.p, sizeof after.b);
	}
	walk_end(&w);
	return n;
}
