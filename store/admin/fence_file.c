/*
 * fence_file.c - the file of outside times, taken apart.
 *
 * Knows its JSON. Touches the file.
 */
#include "store/admin/fence_file.h"

#include <stdio.h>

#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/base/json_in.h"

#define FILE_MOST (8u << 20)

struct reading_of {
	const struct receipt *receipt;
	const struct note_key *log;
	const struct tsp_trust *trust;
	struct fence *out;
	unsigned n;
	struct fault *why;
};

static enum err
malformed(struct fault *why)
{
	return fault_set(why, ERR_MALFORMED, "",
	    "the file of outside times is not as it was fetched");
}

/* A member that is text, or what base64 of it gives. */
static bool
text_of(const struct jv *fence, const char *key, struct slice *out)
{
	struct jv v = jv_get(fence, key);

	return jv_text(&v, out);
}

static bool
bytes_of(const struct jv *fence, const char *key, struct buf *to)
{
	struct slice text;

	return text_of(fence, key, &text) && base64_get(text, to) == OK &&
	       to->err == OK;
}

static bool
side_of(const struct jv *fence, enum fence_side *out)
{
	struct slice text;

	if (!text_of(fence, "side", &text))
		return false;
	for (unsigned i = 0; i < FENCE_SIDES; i++)
		if (slice_is(text, fence_side_name((enum fence_side)i))) {
			*out = (enum fence_side)i;
			return true;
		}
	return false;
}

static enum err
read_one(const struct jv *fence, fence_taker *take, void *self,
    struct fault *why)
{
	struct fence_proof p = { .side = FENCE_BEFORE };
	struct buf request = { 0 }, response = { 0 };
	struct slice name;
	enum err e = ERR_MALFORMED;

	if (side_of(fence, &p.side) && text_of(fence, "authority", &name) &&
	    name.n < sizeof p.authority &&
	    text_of(fence, "receipt", &p.receipt) &&
	    bytes_of(fence, "request", &request) &&
	    bytes_of(fence, "response", &response)) {
		(void)snprintf(p.authority, sizeof p.authority, "%.*s",
		    (int)name.n, (const char *)name.p);
		p.request = buf_all(&request);
		p.response = buf_all(&response);
		e = take(self, &p);
	} else {
		(void)malformed(why);
	}
	buf_free(&request);
	buf_free(&response);
	return e;
}

enum err
fences_parse(struct slice text, fence_taker *take, void *self,
    struct fault *why)
{
	struct json *doc = NULL;
	struct jv root, list;
	enum err e;

	if ((e = json_parse(text, FILE_MOST, &doc, why)) != OK)
		return e;
	root = json_root(doc);
	list = jv_get(&root, "fences");
	if (jv_kind(&list) != JSON_IS_ARRAY)
		e = malformed(why);
	else if (jv_count(&list) > FENCES_MOST)
		e = fault_set(why, ERR_TOO_BIG, "",
		    "the file has more than %d outside times", FENCES_MOST);
	for (size_t i = 0; e == OK && i < jv_count(&list); i++) {
		struct jv fence = jv_at(&list, i);

		e = read_one(&fence, take, self, why);
	}
	json_free(&doc);
	return e;
}

static enum err
check_one(void *self, const struct fence_proof *p)
{
	struct reading_of *x = self;
	enum err e =
	    fence_check(p, x->receipt, x->log, x->trust, &x->out[x->n], x->why);

	x->n += e == OK;
	return e;
}

enum err
fences_read(const char *path, const struct receipt *receipt,
    const struct note_key *log, const struct tsp_trust *trust,
    struct fence out[FENCES_MOST], unsigned *n, struct fault *why)
{
	struct reading_of x = { receipt, log, trust, out, 0, why };
	struct buf bytes = { 0 };
	enum err e = file_read(path, FILE_MOST, &bytes);

	if (e != OK)
		(void)fault_set(why, e, "", "%s cannot be read: %s", path,
		    err_words(e));
	else
		e = fences_parse(buf_all(&bytes), check_one, &x, why);
	*n = x.n;
	buf_free(&bytes);
	return e;
}
