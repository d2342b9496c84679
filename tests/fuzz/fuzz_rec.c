/*
 * fuzz_rec.c - any bytes through the record reader.
 *
 * Knows rec.h. Touches memory only.
 */
#include <assert.h>
#include <stdint.h>

#include "store/db/rec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A record that is read to its end and written again has the same bytes,
 * whatever its tags mean; and every way of reading a field ends. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rec r = rec_open(slice_of(data, size));
	struct buf again = { 0 }, number = { 0 };
	int64_t list[16];
	char text[8];

	while (rec_on(&r)) {
		struct rec as_int = r, as_list = r, as_text = r;
		uint64_t n = rec_get_uint(&as_int);

		if (as_int.err == OK) {
			buf_clear(&number);
			rec_uint(&number, r.tag, n);
			assert(number.n == r.value.n + 2);
		}
		assert(rec_get_ints(&as_list, list, 16) <= 16);
		rec_get_text(&as_text, text, sizeof text);
		assert(strlen(text) < sizeof text);
		rec_bytes(&again, r.tag, r.value);
	}
	assert(r.err == OK || r.err == ERR_BROKEN);
	if (r.err == OK)
		assert(slice_eq(buf_all(&again), slice_of(data, size)));
	buf_free(&again);
	buf_free(&number);
	return 0;
}
