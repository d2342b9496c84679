/*
 * log.c - the public log: its newest checkpoint, its tiles and its bundles of
 * entries, as C2SP tlog-tiles serves them; and those that it goes on from.
 *
 * Knows how long each may be kept by caches. Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

#define MEDIA_BYTES "application/octet-stream"

static void
put_checkpoint(struct visit *v, unsigned number, struct reply *r,
    const char *keep)
{
	struct buf note = { 0 };
	uint64_t size;
	enum err e = look_checkpoint_of(v->door->store, number, &note, &size);

	if (e == OK) {
		reply_bytes(r, 200, MEDIA_TEXT, buf_all(&note));
		reply_header_text(r, "Cache-Control", keep);
	} else {
		problem_reply(r, e, NULL);
	}
	buf_free(&note);
}

/* A tile never changes: a partial one has its width in its name. */
static void
put_tile(struct visit *v, unsigned number, struct slice path, struct reply *r)
{
	struct buf bytes = { 0 };
	enum err e = look_tile_of(v->door->store, number, path, &bytes);

	if (e == OK) {
		reply_bytes(r, 200, MEDIA_BYTES, buf_all(&bytes));
		reply_header_text(r, "Cache-Control",
		    "public, max-age=31536000, immutable");
	} else {
		problem_reply(r, e, NULL);
	}
	buf_free(&bytes);
}

void
log_checkpoint_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;

	(void)a;
	put_checkpoint(v, v->door->store->meta.log, r, "max-age=2");
}

void
log_tile_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;

	put_tile(v, v->door->store->meta.log, a->args[0].value, r);
}

/* The number of a log that the written one goes on from, in decimal. */
static bool
earlier(const struct visit *v, const struct ask *a, struct reply *r,
    unsigned *number)
{
	struct slice text = a->args[0].value;
	bool well =
	    text.n > 0 && text.n <= 3 && (text.p[0] != '0' || text.n == 1);

	*number = 0;
	for (size_t i = 0; well && i < text.n; i++) {
		well = text.p[i] >= '0' && text.p[i] <= '9';
		*number = *number * 10 + text.p[i] - '0';
	}
	if (well && *number < v->door->store->meta.log)
		return true;
	problem_reply(r, ERR_NOT_FOUND, NULL);
	return false;
}

/* It has ended: nothing of it changes any more but cosignatures. */
void
log_before_checkpoint_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	unsigned number;

	if (earlier(v, a, r, &number))
		put_checkpoint(v, number, r, "max-age=3600");
}

void
log_before_tile_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	unsigned number;

	if (earlier(v, a, r, &number))
		put_tile(v, number, a->args[1].value, r);
}
