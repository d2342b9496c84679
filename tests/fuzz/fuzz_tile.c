/*
 * fuzz_tile.c - paths of tiles as a browser may ask for them.
 */
#include <assert.h>

#include "store/ledger/tiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice path = slice_of(data, size);
	struct buf again = { 0 };
	struct tile tile;

	if (tile_path_read(path, &tile) == OK) {
		tile_path_put(&tile, &again);
		assert(slice_eq(buf_all(&again), path));
		assert(tile_width(UINT64_MAX, tile.level, tile.n) <= 256);
	}
	buf_free(&again);
	return 0;
}
