/*
 * query.c - pairs out of "a=1&b=2" (WHATWG URL, urlencoded; but strict).
 *
 * Knows the form. Touches nothing but its arguments.
 */
#include "cgi/http/query.h"

#include <stdio.h>
#include <string.h>

#include "cgi/http/percent.h"

static struct slice
cut(struct slice *rest, uint8_t at)
{
	const uint8_t *end = rest->n == 0 ? NULL : memchr(rest->p, at, rest->n);
	struct slice head = *rest;

	if (end == NULL) {
		*rest = SLICE_NONE;
		return head;
	}
	head.n = (size_t)(end - rest->p);
	*rest = slice_of(end + 1, rest->n - head.n - 1);
	return head;
}

static size_t
count(struct slice text)
{
	size_t n = 0;

	while (text.n > 0)
		n += cut(&text, '&').n > 0;
	return n;
}

/* A name's bytes for people: at most 64, whole characters. */
static int
shown(struct slice key)
{
	size_t n = key.n > 64 ? 64 : key.n;

	while (n > 0 && n < key.n && (key.p[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static enum err
read_pair(struct slice text, struct pool *pool, struct query_pair *out,
    struct fault *why)
{
	struct slice key = cut(&text, '=');
	enum err e;

	if ((e = percent_decode(key, true, pool, &out->key)) != OK)
		return fault_set(why, e, "",
		    "the name of a query field is not percent-encoded UTF-8");
	if (key.n == 0)
		return fault_set(why, ERR_MALFORMED, "",
		    "a query field has no name");
	if (text.p == NULL) /* "a" is "a=": there, and empty */
		text = slice_of(key.p + key.n, 0);
	if ((e = percent_decode(text, true, pool, &out->value)) != OK) {
		char pointer[96];

		snprintf(pointer, sizeof pointer, "query:%.*s", shown(out->key),
		    (const char *)out->key.p);
		return fault_set(why, e, pointer,
		    "parameter \"%.*s\" is not percent-encoded UTF-8 "
		    "without NUL",
		    shown(out->key), (const char *)out->key.p);
	}
	return OK;
}

enum err
query_read(struct slice text, struct pool *pool, struct query *out,
    struct fault *why)
{
	size_t n = count(text);
	struct slice piece;
	enum err e;

	*out = (struct query){ NULL, 0 };
	if (n > QUERY_PAIRS_MOST)
		return fault_set(why, ERR_TOO_BIG, "",
		    "the query has more than %d fields", QUERY_PAIRS_MOST);
	if (n == 0)
		return OK;
	if ((out->pairs = pool_array(pool, n, sizeof *out->pairs)) == NULL)
		return ERR_NO_MEMORY;
	while (text.n > 0) {
		if ((piece = cut(&text, '&')).n == 0)
			continue;
		if ((e = read_pair(piece, pool, &out->pairs[out->n], why)) !=
		    OK)
			return e;
		out->n++;
	}
	return OK;
}

bool
query_next(const struct query *q, const char *key, size_t *at,
    struct slice *out)
{
	while (*at < q->n) {
		const struct query_pair *pair = &q->pairs[(*at)++];

		if (slice_is(pair->key, key)) {
			*out = pair->value;
			return true;
		}
	}
	return false;
}

enum err
query_maybe(const struct query *q, const char *key, struct slice *out,
    struct fault *why)
{
	size_t at = 0;
	struct slice second;
	char pointer[96];

	*out = SLICE_NONE;
	if (!query_next(q, key, &at, out) || !query_next(q, key, &at, &second))
		return OK;
	snprintf(pointer, sizeof pointer, "query:%s", key);
	return fault_set(why, ERR_MALFORMED, pointer,
	    "the field %s may be given only once", key);
}

enum err
query_one(const struct query *q, const char *key, struct slice *out,
    struct fault *why)
{
	char pointer[96];
	enum err e = query_maybe(q, key, out, why);

	if (e != OK || out->p != NULL)
		return e;
	snprintf(pointer, sizeof pointer, "query:%s", key);
	return fault_set(why, ERR_MISSING_FIELD, pointer,
	    "the field %s is required", key);
}

enum err
query_known(const struct query *q, const char *const *known, struct fault *why)
{
	for (size_t i = 0; i < q->n; i++) {
		const char *const *k = known;
		struct slice key = q->pairs[i].key;
		int n = shown(key);
		char pointer[96];

		while (*k != NULL && !slice_is(key, *k))
			k++;
		if (*k != NULL)
			continue;
		snprintf(pointer, sizeof pointer, "query:%.*s", n,
		    (const char *)key.p);
		return fault_set(why, ERR_UNKNOWN_FIELD, pointer,
		    "there is no query field %.*s", n, (const char *)key.p);
	}
	return OK;
}
