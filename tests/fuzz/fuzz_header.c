/*
 * fuzz_header.c - every header field with a syntax of its own.
 */
#include <assert.h>

#include "cgi/http/digest_field.h"
#include "cgi/http/etag.h"
#include "cgi/http/idempotency.h"
#include "cgi/http/media.h"
#include "cgi/http/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice field = slice_of(data, size);
	struct pool pool = { NULL };
	struct fault why = { .err = OK };
	struct etag_field tags;
	struct digest digest;
	struct idempotency_key key;
	struct media media;
	uint64_t first, length;
	bool found;

	if (etag_read(field, &tags) == OK)
		(void)etag_names(&tags, slice_text("\"v1\""));
	if (range_read(field, 1000, &first, &length) == RANGE_PART)
		assert(length > 0 && first + length <= 1000);
	(void)digest_field_read(field, &digest, &found);
	(void)idempotency_read(field, &key, &why);
	if (media_read(field, &media) == OK)
		(void)media_param(&media, "boundary", &pool);
	pool_free(&pool);
	return 0;
}
