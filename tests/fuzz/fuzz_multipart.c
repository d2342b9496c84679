/*
 * fuzz_multipart.c - any bytes, in any pieces, mean the same or fail alike.
 */
#include <assert.h>

#include "cgi/http/multipart.h"
#include "store/base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err
begin(void *self, const struct multipart_part *part, struct fault *why)
{
	(void)why;
	buf_byte(self, 1);
	buf_slice(self, part->name);
	buf_byte(self, part->is_file);
	buf_slice(self, part->file_name);
	buf_slice(self, part->type);
	return OK;
}

static enum err
more(void *self, struct slice bytes, struct fault *why)
{
	(void)why;
	buf_slice(self, bytes);
	return OK;
}

static enum err
end(void *self, struct fault *why)
{
	(void)why;
	buf_byte(self, 2);
	return OK;
}

static enum err
parse(struct slice body, size_t piece, struct buf *out)
{
	struct multipart_limits most = { 64, 1000, 100000, 1 << 20 };
	struct pool pool = { NULL };
	struct fault why = { .err = OK };
	struct multipart *m;
	enum err e = multipart_open(&m, &pool, slice_text("x"), most,
	    (struct multipart_calls){ begin, more, end, out }, &why);

	while (e == OK && body.n > 0) {
		size_t n = body.n < piece ? body.n : piece;

		e = multipart_feed(m, slice_of(body.p, n), &why);
		body = slice_of(body.p + n, body.n - n);
	}
	if (e == OK)
		e = multipart_end(m, &why);
	pool_free(&pool);
	return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice body = slice_of(data, size);
	struct buf whole = { 0 }, pieces = { 0 };
	size_t piece = size > 0 ? (size_t)data[size - 1] % 13 + 1 : 1;
	enum err e = parse(body, SIZE_MAX, &whole);

	assert(parse(body, piece, &pieces) == e);
	/* A failed part may have given more or less of its bytes by then. */
	assert(e != OK || slice_eq(buf_all(&whole), buf_all(&pieces)));
	buf_free(&whole);
	buf_free(&pieces);
	return 0;
}
