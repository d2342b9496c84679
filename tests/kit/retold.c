/*
 * retold.c - a log told entry by entry, one of them forged.
 *
 * Knows the recheck. Touches its own memory.
 */
#include "tests/kit/retold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kit/suite.h"

#define S INT64_C(1000000)

struct telling {
	struct retold out;
	struct buf *entries;
	size_t n;
	uint8_t room[4096]; /* what is asked for */
};

static void
hear(void *self, const struct objection *o)
{
	struct retold *h = &((struct telling *)self)->out;

	if (o->gravity != GRAVE_ERROR)
		return;
	if (h->first[0] == 0)
		(void)snprintf(h->first, sizeof h->first, "%llu: %s",
		    (unsigned long long)o->index, o->text);
	ck_assert_uint_lt(strlen(h->codes) + strlen(o->code) + 2,
	    sizeof h->codes);
	(void)strcat(strcat(h->codes, o->code), " ");
}

static bool
earlier(void *self, uint64_t index, struct slice *bytes)
{
	struct telling *t = self;

	if (index >= t->n)
		return false;
	ck_assert_uint_lt(t->entries[index].n, sizeof t->room);
	memset(t->room, 'x', sizeof t->room);
	memcpy(t->room, t->entries[index].p, t->entries[index].n);
	*bytes = slice_of(t->room, t->entries[index].n);
	return true;
}

static struct reading
reading_of(const struct retold_line *l)
{
	struct reading r = { .wall = { RETOLD_DEADLINE + l->at * S },
		.bound = { 2000 },
		.source = CLOCK_BY_CHRONY,
		.boottime_us = 500 * S + l->at * S };

	switch (l->by) {
	case RETOLD_FIT:
		break;
	case RETOLD_CARRIED:
		r.status = CLOCK_UNSYNCHRONISED;
		r.source = CLOCK_CARRIED;
		r.bound.us = 5 * S;
		break;
	case RETOLD_ALONE:
		r.status = CLOCK_UNSYNCHRONISED;
		r.source = CLOCK_BY_KERNEL;
		r.bound.us = 16 * S;
		r.wall.us += 3600 * S;
		break;
	}
	return r;
}

struct retold
retell(const struct retold_line *lines, size_t n, size_t at,
    enum entry_type type, const char *body)
{
	struct telling t = { .entries = calloc(n, sizeof *t.entries) };
	struct recheck *r =
	    recheck_new((struct recheck_to){ hear, earlier, &t });
	int64_t last = 0;

	ck_assert_ptr_nonnull(t.entries);
	for (size_t i = 0; i < n; i++, t.n++) {
		struct reading clock = reading_of(&lines[i]);
		struct buf *e = &t.entries[i];

		last = clock.wall.us > last ? clock.wall.us : last + 1;
		entry_write(e, i == at ? type : lines[i].type,
		    (struct moment){ last }, &clock,
		    slice_text(i == at ? body : lines[i].body));
		ck_assert_msg(e->err == OK, "entry %zu", i);
		ck_assert_err(recheck_entry(r, buf_all(e)), OK);
	}
	ck_assert_err(recheck_finish(r), OK);
	recheck_free(&r);
	for (size_t i = 0; i < n; i++)
		buf_free(&t.entries[i]);
	free(t.entries);
	return t.out;
}
