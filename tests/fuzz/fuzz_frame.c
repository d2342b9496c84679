/*
 * fuzz_frame.c - any bytes as a frame; what is read must be written the same.
 */
#include <assert.h>

#include "worker/bus/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf again = { 0 };
	struct frame f;

	if (frame_read(slice_of(data, size), &f) != OK)
		return 0;
	frame_write(&f, &again);
	assert(again.err == OK);
	/* A text with a zero inside is refused, so both agree in length. */
	assert(slice_eq(buf_all(&again), slice_of(data, size)));
	buf_free(&again);
	return 0;
}
