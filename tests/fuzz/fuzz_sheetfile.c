/*
 * fuzz_sheetfile.c - any bytes as a table: rows within the limits and in
 * proper UTF-8, or refused with a sentence.
 */
#include <assert.h>

#include "store/base/text.h"
#include "store/sheetfile/sheetfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sheetfile_limits limits = { .rows = 1000,
	.columns = 32,
	.cell = 256,
	.strings = 1 << 16,
	.unpacked = 1 << 20,
	.ratio = 200 };

static void
read_sheet(struct sheetfile *f)
{
	struct sheetfile_row row;
	uint64_t last = 0;

	while (sheetfile_next(f, &row)) {
		assert(row.line > last && row.n <= limits.columns);
		last = row.line;
		for (unsigned i = 0; i < row.n; i++)
			assert(text_is_utf8(row.cell[i]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sheetfile *f = NULL;
	struct fault why = { 0 };
	enum err e;

	e = sheetfile_open_bytes(&f, slice_of(data, size), &limits, &why);
	assert((e == OK) == (f != NULL) && (e == OK) == (why.err == OK));
	for (unsigned i = 0; e == OK && i < sheetfile_sheets(f); i++)
		if ((e = sheetfile_enter(f, i)) == OK)
			read_sheet(f);
	sheetfile_close(&f);
	return 0;
}
