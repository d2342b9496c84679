/*
 * fuzz_bundle.c - bundles of entries as somebody else may serve them.
 */
#include <assert.h>

#include "store/ledger/tiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of(data, size), entry;
	struct buf again = { 0 };

	while (bundle_take(&rest, &entry)) {
		buf_byte(&again, (uint8_t)(entry.n >> 8));
		buf_byte(&again, (uint8_t)entry.n);
		buf_slice(&again, entry);
	}
	buf_slice(&again, rest);
	assert(
	    again.err != OK || slice_eq(buf_all(&again), slice_of(data, size)));
	buf_free(&again);
	return 0;
}
