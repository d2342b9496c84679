/*
 * fuzz_probe_result.c - any bytes as the line of the probe's child, and as an
 * archive; what is read must be written the same.
 */
#include <assert.h>

#include "worker/probe/result.h"
#include "worker/probe/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of(data, size);
	struct buf again = { 0 };
	struct probe_result r;
	struct zip_facts f;

	if (zip_look(bytes, "word/document.xml", &f) == OK)
		assert(f.entries > 0 && f.mime.n <= size);
	if (probe_result_read(bytes, &r) != OK)
		return 0;
	probe_result_write(&r, &again);
	assert(again.err == OK && slice_eq(buf_all(&again), bytes));
	buf_free(&again);
	return 0;
}
