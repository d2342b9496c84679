/*
 * tiles.h - the log as the files of C2SP tlog-tiles (v0.1.0, height 8): tiles
 * of hashes and bundles of entries, named by their paths.
 *
 * Below the log's prefix:
 *     tile/<L>/<N>[.p/<W>]         hashes of level L: 32 bytes each
 *     tile/entries/<N>[.p/<W>]     entries: length (2, big-endian) | bytes
 * N counts tiles, in groups of three digits of which all but the last begin
 * with "x": 1234067 is x001/x234/067. A tile of W < 256 hashes is partial.
 */
#ifndef STORE_LEDGER_TILES_H
#define STORE_LEDGER_TILES_H

#include "store/ledger/ledger.h"

#define TILE_HEIGHT 8
#define TILE_WIDTH 256
#define TILE_LEVELS 8 /* 0..7 are all that 2^64 entries need */

struct tile {
	bool entries;   /* a bundle; its level is 0 */
	unsigned level; /* 0..63 */
	uint64_t n;
	unsigned width; /* 1..255: partial; 256 */
};

/* The path behind "tile/": ERR_MALFORMED for any but the one way of writing
 * it. */
enum err tile_path_read(struct slice path, struct tile *out);
void tile_path_put(const struct tile *tile, struct buf *to);

/* How many hashes (entries) of tile `n` at `level` a tree of `size` has:
 * 0..256. */
unsigned tile_width(uint64_t size, unsigned level, uint64_t n);

/* Takes the next entry off a bundle. False: it ends before, or within it. */
bool bundle_take(struct slice *rest, struct slice *entry);

/*
 * Appends the tile's bytes. Any width up to what is sealed is served, so that
 * those of every checkpoint ever published are. ERR_NOT_FOUND beyond it.
 */
enum err ledger_tile(struct ledger *l, struct txn *t, const struct tile *tile,
    struct buf *to);

#endif
