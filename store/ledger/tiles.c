/*
 * tiles.c - paths of tiles, and their bytes out of the log's tables.
 *
 * Knows tlog-tiles. Touches the log's tables, reading.
 */
#include "store/ledger/tiles.h"

#include <assert.h>

#include "store/ledger/lines.h"
#include "store/ledger/rows.h"

#define GROUP 1000 /* three digits of N */

/* Takes what stands before the next '/' off; all that is left when none is. */
static struct slice
part_take(struct slice *rest)
{
	const uint8_t *at = rest->n == 0 ? NULL : memchr(rest->p, '/', rest->n);
	size_t n = at == NULL ? rest->n : (size_t)(at - rest->p);
	struct slice part = slice_of(rest->p, n);

	*rest = at == NULL ? SLICE_NONE
			   : slice_of(rest->p + n + 1, rest->n - n - 1);
	return part;
}

/* Three digits onto `*n`; false for anything else, and beyond 64 bits. */
static bool
group_read(struct slice digits, uint64_t *n)
{
	uint64_t group = 0;

	if (digits.n != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		group = group * 10 + (digits.p[i] - '0');
	}
	return !__builtin_mul_overflow(*n, (uint64_t)GROUP, n) &&
	       !__builtin_add_overflow(*n, group, n);
}

/* N, and whether ".p" follows it. The first group of several is not 000. */
static bool
number_take(struct slice *path, uint64_t *n, bool *partial)
{
	struct slice part = part_take(path), dot_p = slice_text(".p");

	for (*n = 0; part.n == 4 && part.p[0] == 'x'; part = part_take(path))
		if (!group_read(slice_of(part.p + 1, 3), n) || *n == 0)
			return false;
	*partial = part.n == 5 && slice_eq(slice_of(part.p + 3, 2), dot_p);
	if (*partial)
		part.n = 3;
	return group_read(part, n);
}

enum err
tile_path_read(struct slice path, struct tile *out)
{
	struct slice level = part_take(&path);
	uint64_t number = 0, width = TILE_WIDTH;
	bool partial;

	out->entries = slice_is(level, "entries");
	if (!out->entries && (number_read(level, &number) != OK || number > 63))
		return ERR_MALFORMED;
	out->level = (unsigned)number;
	if (!number_take(&path, &out->n, &partial))
		return ERR_MALFORMED;
	if (partial && (number_read(path, &width) != OK || width < 1 ||
			   width >= TILE_WIDTH))
		return ERR_MALFORMED;
	if (!partial && path.p != NULL)
		return ERR_MALFORMED;
	out->width = (unsigned)width;
	return OK;
}

void
tile_path_put(const struct tile *tile, struct buf *to)
{
	uint64_t above = 1;

	assert(tile->width >= 1 && tile->width <= TILE_WIDTH);
	if (tile->entries)
		buf_text(to, "entries/");
	else
		buf_print(to, "%u/", tile->level);
	while (tile->n / above >= GROUP)
		above *= GROUP;
	for (; above > 1; above /= GROUP)
		buf_print(to, "x%03u/", (unsigned)(tile->n / above % GROUP));
	buf_print(to, "%03u", (unsigned)(tile->n % GROUP));
	if (tile->width < TILE_WIDTH)
		buf_print(to, ".p/%u", tile->width);
}

bool
bundle_take(struct slice *rest, struct slice *entry)
{
	size_t n = rest->n < 2 ? 0 : (size_t)rest->p[0] << 8 | rest->p[1];

	if (rest->n < 2 || n > rest->n - 2)
		return false;
	*entry = slice_of(rest->p + 2, n);
	*rest = slice_of(rest->p + 2 + n, rest->n - 2 - n);
	return true;
}

unsigned
tile_width(uint64_t size, unsigned level, uint64_t n)
{
	unsigned shift = TILE_HEIGHT * level;
	uint64_t hashes = shift >= 64 ? 0 : size >> shift;

	if (n > hashes / TILE_WIDTH)
		return 0;
	hashes -= n * TILE_WIDTH;
	return hashes > TILE_WIDTH ? TILE_WIDTH : (unsigned)hashes;
}

static enum err
put_entry(struct ledger *l, struct txn *t, uint64_t index, struct buf *to)
{
	struct slice bytes;

	if (!entry_get(l, t, index, &bytes) || bytes.n > ENTRY_MOST)
		return ERR_BROKEN;
	buf_byte(to, (uint8_t)(bytes.n >> 8));
	buf_byte(to, (uint8_t)bytes.n);
	buf_slice(to, bytes);
	return to->err;
}

static enum err
put_hash(struct tree_nodes nodes, unsigned level, uint64_t index,
    struct buf *to)
{
	struct digest hash;
	enum err e = nodes.get(nodes.self, level, index, &hash);

	if (e != OK)
		return e;
	buf_bytes(to, hash.b, sizeof hash.b);
	return to->err;
}

enum err
ledger_tile(struct ledger *l, struct txn *t, const struct tile *tile,
    struct buf *to)
{
	struct ledger_nodes store = { l, t };
	uint64_t first, size = ledger_size(l, t);
	enum err e = t->err;

	if (e == OK && tile_width(size, tile->level, tile->n) < tile->width)
		e = ERR_NOT_FOUND;
	first = tile->n * TILE_WIDTH;
	for (unsigned i = 0; e == OK && i < tile->width; i++)
		e = tile->entries
			? put_entry(l, t, first + i, to)
			: put_hash(ledger_tree(&store),
			      TILE_HEIGHT * tile->level, first + i, to);
	return t->err != OK ? t->err : e;
}
