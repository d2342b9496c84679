/*
 * fuzz_query.c - query strings and percent-encoding.
 */
#include <assert.h>

#include "cgi/http/percent.h"
#include "cgi/http/query.h"
#include "store/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of(data, size), back;
	struct pool pool = { NULL };
	struct fault why = { .err = OK };
	struct buf to = { 0 };
	struct query q;

	if (query_read(text, &pool, &q, &why) == OK)
		for (size_t i = 0; i < q.n; i++)
			assert(text_is_utf8(q.pairs[i].key) &&
			       text_is_utf8(q.pairs[i].value));
	percent_encode(&to, text);
	if (percent_decode(buf_all(&to), false, &pool, &back) == OK)
		assert(slice_eq(back, text));
	else
		assert(!text_is_utf8(text));
	buf_free(&to);
	pool_free(&pool);
	return 0;
}
