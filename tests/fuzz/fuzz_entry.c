/*
 * fuzz_entry.c - entry_read takes exactly what entry_write writes.
 */
#include <assert.h>

#include "store/ledger/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of(data, size), value;
	struct reading clock = { 0 };
	struct buf again = { 0 };
	struct entry e;

	if (entry_read(bytes, &e) != OK)
		return 0;
	clock.wall.us = e.clock.earliest.us + e.bound.us;
	clock.bound = e.bound;
	clock.status = e.status;
	clock.boottime_us = e.boottime_us;
	memcpy(clock.boot_id, e.boot_id, sizeof clock.boot_id);
	entry_write(&again, e.type, e.time, &clock, e.body);
	assert(slice_eq(buf_all(&again), bytes));
	(void)entry_value(e.body, "by", 0, &value);
	buf_free(&again);
	return 0;
}
