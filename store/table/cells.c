/*
 * cells.c - what persons wrote on the score sheets.
 *
 * cells   key    period, zero | unit, zero | leaf, zero | column (1)
 *         value  record 1 version, 2 which inputs are given (bit mask),
 *                3 the given values in order (numbers), 4 not applicable
 *                (0/1), 5 reason, 6 token number, 7 time (us), 8 log index,
 *                9 salt of the log entry (32), 10 role, 11 via (a role),
 *                12 person, 13 repeated: why points were lost,
 *                14 council record
 * cell-versions  key    as of cells | version (8)
 *                value  as of cells: what stood there until it was written over
 * Tags from 10 on are left out when they say nothing.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/cells.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
sheet_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	key_text(&k, unit.text);
	return k;
}

static struct key
cell_key(const struct cell *cell)
{
	struct key k = sheet_key(cell->period, cell->unit);

	key_text(&k, cell->leaf.text);
	key_u8(&k, (uint8_t)cell->column);
	return k;
}

static struct key
version_key(const struct cell *cell, uint64_t version)
{
	struct key k = cell_key(cell);

	key_u64(&k, version);
	return k;
}

static void
read_inputs(uint64_t given, const int64_t *values, size_t n, struct inputs *out)
{
	size_t at = 0;

	for (unsigned i = 0; i < VARS_MOST; i++) {
		out->given[i] = (given >> i & 1) != 0 && at < n;
		if (out->given[i])
			out->value[i] = values[at++];
	}
}

/* Who wrote it, on what, and why points were lost: tags 10 and up. */
static void
read_who(struct rec *r, struct cell *cell)
{
	switch (r->tag) {
	case 10:
		cell->role = (enum role)rec_get_uint(r);
		break;
	case 11:
		cell->via = (enum role)rec_get_uint(r);
		break;
	case 12:
		rec_get_text(r, cell->person.text, NAME_ROOM);
		break;
	case 13:
		if (cell->n_lost == CELL_LOSSES)
			r->err = ERR_BROKEN;
		else
			rec_get_text(r, cell->lost[cell->n_lost++], NAME_ROOM);
		break;
	case 14:
		cell->record = rec_get_uint(r);
		break;
	}
	if (cell->role >= ROLES || cell->via >= ROLES)
		r->err = ERR_BROKEN;
}

static void
put_who(struct buf *to, const struct cell *cell)
{
	if (cell->role != ROLE_NOBODY)
		rec_uint(to, 10, cell->role);
	if (cell->via != ROLE_NOBODY)
		rec_uint(to, 11, cell->via);
	if (cell->person.text[0] != 0)
		rec_text(to, 12, cell->person.text);
	for (unsigned i = 0; i < cell->n_lost; i++)
		rec_text(to, 13, cell->lost[i]);
	if (cell->record != 0)
		rec_uint(to, 14, cell->record);
}

static void
read_cell(struct txn *t, struct slice value, struct cell *cell)
{
	int64_t values[VARS_MOST];
	uint64_t given = 0;
	size_t n = 0;
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			cell->version = rec_get_uint(&r);
			break;
		case 2:
			given = rec_get_uint(&r);
			break;
		case 3:
			n = rec_get_ints(&r, values, VARS_MOST);
			break;
		case 4:
			cell->inputs.not_applicable = rec_get_uint(&r) != 0;
			break;
		case 5:
			rec_get_text(&r, cell->reason, sizeof cell->reason);
			break;
		case 6:
			cell->by.n = rec_get_uint(&r);
			break;
		case 7:
			cell->time.us = rec_get_int(&r);
			break;
		case 8:
			cell->entry = rec_get_uint(&r);
			break;
		case 9:
			rec_get_bytes(&r, cell->salt, sizeof cell->salt);
			break;
		default:
			read_who(&r, cell);
			break;
		}
	}
	txn_require(t, r.err);
	read_inputs(given, values, n, &cell->inputs);
}

static bool
get_cell(struct txn *t, enum table table, const struct key *k,
    struct cell *cell)
{
	struct slice value;

	if (!txn_get(t, table, key_all(k), &value))
		return false;
	*cell = (struct cell){ .period = cell->period,
		.unit = cell->unit,
		.leaf = cell->leaf,
		.column = cell->column };
	read_cell(t, value, cell);
	return t->err == OK;
}

bool
cells_get(struct txn *t, struct cell *cell)
{
	struct key k = cell_key(cell);

	return get_cell(t, T_CELLS, &k, cell);
}

bool
cell_versions_get(struct txn *t, struct cell *cell)
{
	struct key k = version_key(cell, cell->version);

	return get_cell(t, T_CELL_VERSIONS, &k, cell);
}

/* What stands there is put aside as it is, byte for byte. */
static void
keep_version(struct txn *t, const struct cell *cell)
{
	struct key k = cell_key(cell);
	struct cell was = *cell;
	struct buf kept = { 0 };
	struct slice value;

	if (!txn_get(t, T_CELLS, key_all(&k), &value))
		return;
	was.version = 0;
	was.n_lost = 0;
	read_cell(t, value, &was);
	buf_slice(&kept, value); /* a put may move its page */
	k = version_key(cell, was.version);
	txn_put_buf(t, T_CELL_VERSIONS, key_all(&k), &kept);
}

void
cells_put(struct txn *t, const struct cell *cell)
{
	int64_t values[VARS_MOST];
	struct key k = cell_key(cell);
	struct buf value = { 0 };
	uint64_t given = 0;
	size_t n = 0;

	for (unsigned i = 0; i < VARS_MOST; i++) {
		if (!cell->inputs.given[i])
			continue;
		given |= UINT64_C(1) << i;
		values[n++] = cell->inputs.value[i];
	}
	rec_uint(&value, 1, cell->version);
	rec_uint(&value, 2, given);
	rec_ints(&value, 3, values, n);
	rec_uint(&value, 4, cell->inputs.not_applicable);
	rec_text(&value, 5, cell->reason);
	rec_uint(&value, 6, cell->by.n);
	rec_int(&value, 7, cell->time.us);
	rec_uint(&value, 8, cell->entry);
	rec_bytes(&value, 9, slice_of(cell->salt, sizeof cell->salt));
	put_who(&value, cell);
	keep_version(t, cell);
	txn_put_buf(t, T_CELLS, key_all(&k), &value);
}

/* Leaf and column from what follows the sheet's part of a key. */
static bool
read_tail(struct slice tail, struct cell *cell)
{
	if (tail.n < 3 || tail.p[tail.n - 2] != 0 ||
	    tail.p[tail.n - 1] >= COLUMNS)
		return false;
	cell->column = (enum column)tail.p[tail.n - 1];
	return leaf_id_read(slice_of(tail.p, tail.n - 2), &cell->leaf) == OK;
}

void
cells_of_unit(struct txn *t, struct period_id period, struct unit_id unit,
    void (*each)(void *self, const struct cell *cell), void *self)
{
	struct key k = sheet_key(period, unit);
	struct cell cell;
	struct walk w;

	for (walk_start(&w, t, T_CELLS, key_all(&k)); walk_on(&w);) {
		cell = (struct cell){ .period = period, .unit = unit };
		txn_require(t,
		    read_tail(slice_of(w.key.p + k.n, w.key.n - k.n), &cell)
			? OK
			: ERR_BROKEN);
		read_cell(t, w.value, &cell);
		if (t->err == OK)
			each(self, &cell);
	}
	walk_end(&w);
}
