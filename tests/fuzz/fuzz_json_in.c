/*
 * fuzz_json_in.c - any bytes through the JSON reader, every value visited.
 *
 * Knows json_in.h and json_out.h. Touches memory only.
 */
#include <assert.h>
#include <stdint.h>

#include "store/base/json_in.h"
#include "store/base/json_out.h"
#include "store/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes the value again; what was accepted is proper text all through. */
static void
visit(const struct jv *v, struct jout *to)
{
	char pointer[64];
	struct jv child;
	struct slice text;
	void *it = NULL;
	int64_t n;
	bool b;

	jv_pointer(v, pointer, sizeof pointer);
	assert(text_is_utf8(slice_text(pointer)));
	if (jv_text(v, &text)) {
		assert(text_is_utf8(text));
		jout_text(to, text);
	} else if (jv_int(v, &n)) {
		jout_int(to, n);
	} else if (jv_bool(v, &b)) {
		jout_bool(to, b);
	} else if (jv_kind(v) == JSON_IS_ARRAY) {
		jout_array(to);
		for (size_t i = 0; i < jv_count(v); i++) {
			child = jv_at(v, i);
			visit(&child, to);
		}
		jout_array_end(to);
	} else if (jv_kind(v) == JSON_IS_OBJECT) {
		jout_object(to);
		while (jv_next(v, &it, &child)) {
			jout_key(to, child.key);
			visit(&child, to);
		}
		jout_object_end(to);
	} else {
		assert(jv_kind(v) == JSON_IS_NULL);
		jout_null(to);
	}
}

static enum err
rewrite(struct slice text, struct buf *out)
{
	struct fault why = { 0 };
	struct jout to = jout_start(out);
	struct json *doc;
	struct jv root;
	enum err e = json_parse(text, 1 << 20, &doc, &why);

	assert(e == why.err);
	assert((e == OK) == (doc != NULL));
	if (e != OK)
		return e;
	root = json_root(doc);
	visit(&root, &to);
	json_free(&doc);
	return OK;
}

/* What is accepted is written so that reading it again gives the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = { 0 }, twice = { 0 };

	if (rewrite(slice_of(data, size), &once) == OK) {
		assert(rewrite(buf_all(&once), &twice) == OK);
		assert(slice_eq(buf_all(&once), buf_all(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
