/*
 * fuzz_text.c - any bytes through the text and moment readers.
 *
 * Knows text.h and moment.h. Touches memory only.
 */
#include <assert.h>
#include <stdint.h>

#include "store/base/moment.h"
#include "store/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is normalised stays as it is when normalised again. */
static void
text(struct slice in)
{
	struct buf once = { 0 }, twice = { 0 }, other = { 0 };

	if (text_normalise(in, &once) == OK) {
		assert(text_is_utf8(in) && text_is_utf8(buf_all(&once)));
		assert(text_normalise(buf_all(&once), &twice) == OK);
		assert(slice_eq(buf_all(&once), buf_all(&twice)));
		assert(text_length(buf_all(&once)) <= once.n);
		assert(text_fold(in, &other) == OK);
		assert(text_is_utf8(buf_all(&other)));
	}
	buf_clear(&other);
	if (text_file_name(in, &other) == OK) {
		assert(other.n > 0 && other.n <= 255);
		assert(memchr(other.p, '/', other.n) == NULL);
		assert(memchr(other.p, 0, other.n) == NULL);
	}
	buf_free(&once);
	buf_free(&twice);
	buf_free(&other);
}

/* What is read as a moment is written as one that reads the same. */
static void
moment(struct slice in)
{
	char out[MOMENT_TEXT];
	struct moment m, again;

	if (moment_read(in, &m) != OK)
		return;
	if (m.us < 0 || m.us >= INT64_C(253402214400000000))
		return; /* at a calendar's edge the offset leaves the years */
	moment_text(m, out);
	assert(moment_read(slice_text(out), &again) == OK);
	assert(moment_cmp(m, again) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	text(slice_of(data, size));
	moment(slice_of(data, size));
	return 0;
}
