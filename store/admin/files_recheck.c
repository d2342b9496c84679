/*
 * files_recheck.c - published logs, first to last, to the recheck.
 *
 * Knows the layout of an export. Touches its files, reading.
 */
#include "store/admin/files_recheck.h"

#include <stdio.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/ledger/succession.h"
#include "store/ledger/tiles.h"

#define PATH_ROOM 4096
#define LOGS_MOST 256
#define BUNDLE_MOST ((size_t)TILE_WIDTH * (2 + ENTRY_MOST))

/* A bundle of entries, as it was read last. */
struct bundle {
	bool read;
	unsigned log;
	uint64_t n;
	struct buf bytes;
};

struct rechecking {
	const char *folder;
	unsigned logs; /* how many there are; the last is the newest */
	uint64_t size[LOGS_MOST];
	struct bundle next, other; /* along the way; for what is asked */
	struct recheck *recheck;
	void (*tell)(void *self, const struct objection *o);
	void *self;
	struct fault *why;
};

static enum err
read_bundle(struct rechecking *x, unsigned log, uint64_t n, struct bundle *b)
{
	struct tile tile = { .entries = true, .n = n };
	struct buf path = { 0 };
	enum err e;

	if (b->read && b->log == log && b->n == n)
		return OK;
	tile.width = tile_width(x->size[log], 0, n);
	buf_text(&path, x->folder);
	if (log + 1 < x->logs)
		buf_print(&path, "/before/%u", log);
	buf_text(&path, "/tile/");
	tile_path_put(&tile, &path);
	buf_clear(&b->bytes);
	if ((e = path.err) == OK)
		e = file_read(buf_cstr(&path), BUNDLE_MOST, &b->bytes);
	if (e != OK)
		(void)fault_set(x->why, e, "", "%s: %s", buf_cstr(&path),
		    err_words(e));
	b->read = e == OK;
	b->log = log;
	b->n = n;
	buf_free(&path);
	return e;
}

/* An entry's bytes, which last as long as the bundle. */
static enum err
entry_in(struct rechecking *x, unsigned log, uint64_t index, struct bundle *b,
    struct slice *out)
{
	struct slice rest;
	enum err e = read_bundle(x, log, index / TILE_WIDTH, b);

	if (e != OK)
		return e;
	rest = buf_all(&b->bytes);
	for (uint64_t i = 0; i <= index % TILE_WIDTH; i++)
		if (!bundle_take(&rest, out))
			return fault_set(x->why, ERR_BROKEN, "",
			    "a bundle ends before entry %llu of log %u",
			    (unsigned long long)index, log);
	return OK;
}

static bool
earlier(void *self, uint64_t place, struct slice *bytes)
{
	struct rechecking *x = self;
	unsigned log = PLACE_LOG(place);

	return log < x->logs && PLACE_INDEX(place) < x->size[log] &&
	       entry_in(x, log, PLACE_INDEX(place), &x->other, bytes) == OK;
}

static void
pass_on(void *self, const struct objection *o)
{
	const struct rechecking *x = self;

	x->tell(x->self, o);
}

/* What the first entry of a log says of it and of the one before. */
static enum err
birth_of(struct rechecking *x, unsigned log, struct birth_entry *out)
{
	struct slice bytes;
	enum err e = entry_in(x, log, 0, &x->other, &bytes);

	if (e != OK || birth_entry_read(bytes, out))
		return e;
	return fault_set(x->why, ERR_BROKEN, "",
	    "the first entry of log %u begins no log", log);
}

static enum err
take_node(void *self, unsigned level, uint64_t last, struct digest hash)
{
	(void)self;
	(void)level;
	(void)last;
	(void)hash;
	return OK;
}

/* Every entry of a log; `next` says where it must end (NULL: the newest). */
static enum err
one_log(struct rechecking *x, unsigned log, const struct birth_entry *next)
{
	struct tree_edge edge = { .size = 0 };
	struct digest root;
	struct slice bytes;
	enum err e = OK;

	if (log > 0)
		recheck_next_log(x->recheck);
	for (uint64_t i = 0; e == OK && i < x->size[log]; i++) {
		if ((e = entry_in(x, log, i, &x->next, &bytes)) != OK)
			break;
		if (next != NULL)
			e = tree_edge_add(&edge, tree_leaf(bytes),
			    (struct tree_made){ take_node, NULL });
		if (e == OK)
			e = recheck_entry(x->recheck, bytes);
		if (e != OK)
			(void)fault_set(x->why, e, "",
			    "entry %llu of log %u is none",
			    (unsigned long long)i, log);
	}
	if (e != OK || next == NULL)
		return e;
	root = tree_edge_root(&edge);
	return digest_eq(root, next->root)
		   ? OK
		   : fault_set(x->why, ERR_BROKEN, "",
			 "log %u is not the one from which the next goes on",
			 log);
}

/* How many there are, and how long those before are: each says so of the one
 * before it. False: one is not there. */
static enum err
find_logs(struct rechecking *x, bool *all)
{
	char path[PATH_ROOM];
	uint64_t newest = x->size[0];
	struct birth_entry birth;
	enum err e;

	for (x->logs = 1; x->logs < LOGS_MOST; x->logs++) {
		if (snprintf(path, sizeof path, "%s/before/%u/checkpoint",
			x->folder, x->logs - 1) >= (int)sizeof path)
			return ERR_TOO_BIG;
		if (access(path, F_OK) != 0)
			break;
	}
	x->size[x->logs - 1] = newest;
	*all = false;
	for (unsigned log = x->logs; log-- > 0;) {
		if ((e = birth_of(x, log, &birth)) != OK)
			return e;
		if (log == 0)
			*all = birth.before[0] == 0;
		else if (birth.before[0] == 0 || birth.size == 0)
			return fault_set(x->why, ERR_BROKEN, "",
			    "log %u goes on from no other", log);
		else
			x->size[log - 1] = birth.size;
	}
	return OK;
}

static enum err
all_logs(struct rechecking *x)
{
	struct birth_entry next;
	enum err e = OK;

	for (unsigned log = 0; e == OK && log < x->logs; log++) {
		if (log + 1 < x->logs &&
		    (e = birth_of(x, log + 1, &next)) != OK)
			break;
		e = one_log(x, log, log + 1 < x->logs ? &next : NULL);
	}
	return e == OK ? recheck_finish(x->recheck) : e;
}

enum err
files_recheck(const char *folder, uint64_t size,
    void (*tell)(void *self, const struct objection *o), void *self,
    struct files_rechecked *out, struct fault *why)
{
	struct rechecking x = { .folder = folder,
		.size = { size },
		.tell = tell,
		.self = self,
		.why = why };
	enum err e;

	*out = (struct files_rechecked){ .all = false };
	x.recheck = recheck_new((struct recheck_to){ pass_on, earlier, &x });
	e = x.recheck == NULL ? ERR_NO_MEMORY : find_logs(&x, &out->all);
	if (e == OK && out->all)
		e = all_logs(&x);
	for (unsigned i = 0; e == OK && i < GRAVITIES; i++)
		out->found[i] = recheck_count(x.recheck, (enum gravity)i);
	recheck_free(&x.recheck);
	buf_free(&x.next.bytes);
	buf_free(&x.other.bytes);
	return e;
}
