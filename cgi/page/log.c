/*
 * log.c - the public log: its newest checkpoint, its tiles and its bundles of
 * entries, as C2SP tlog-tiles serves them.
 *
 * Knows how long each may be kept by caches. Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

#define MEDIA_BYTES "application/octet-stream"

void
log_checkpoint_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct buf note = { 0 };
	uint64_t size;
	enum err e = look_checkpoint(v->door->store, &note, &size);

	(void)a;
	if (e == OK) {
		reply_bytes(r, 200, MEDIA_TEXT, buf_all(&note));
		reply_header_text(r, "Cache-Control", "max-age=2");
	} else {
		problem_reply(r, e, NULL);
	}
	buf_free(&note);
}

/* A tile never changes: a partial one has its width in its name. */
void
log_tile_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct buf bytes = { 0 };
	enum err e = look_tile(v->door->store, a->args[0].value, &bytes);

	if (e == OK) {
		reply_bytes(r, 200, MEDIA_BYTES, buf_all(&bytes));
		reply_header_text(r, "Cache-Control",
		    "public, max-age=31536000, immutable");
	} else {
		problem_reply(r, e, NULL);
	}
	buf_free(&bytes);
}
