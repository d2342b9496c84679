/*
 * cmd_log_check.c - a published log checked from its files alone: a mirror, an
 * export, a copy on a stick. No store, no network.
 *
 * Knows the layout of tlog-tiles. Touches the files, reading; memory is
 * constant.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/admin/files_recheck.h"
#include "store/admin/kept.h"
#include "store/base/draft.h"
#include "store/ledger/tiles.h"

#define PATH_ROOM 4096
#define BUNDLE_MOST ((size_t)TILE_WIDTH * (2 + ENTRY_MOST))
#define KEPT_MOST 63

enum {
	OPT_VKEY = 256,
	OPT_POLICY,
	OPT_CHECKPOINT,
	OPT_TEXT,
	OPT_RECEIPT,
};

const struct argp_option log_check_options[] = {
	{ "key", OPT_VKEY, "VKEY", 0,
	    "The log's public key, as it was published", 0 },
	{ "policy", OPT_POLICY, "FILE", 0,
	    "Logs and witnesses to trust, instead of a key", 0 },
	{ "checkpoint", OPT_CHECKPOINT, "FILE", 0,
	    "A checkpoint that somebody kept: must be of the same history; may "
	    "be repeated",
	    0 },
	{ "text", OPT_TEXT, "FILE", 0,
	    "The three lines of a checkpoint without its signature, for which "
	    "a time-stamp or a signed page vouches: the same; may be repeated",
	    0 },
	{ "receipt", OPT_RECEIPT, "FILE", 0,
	    "A receipt: its entry must be in this log; may be repeated", 0 },
	{ 0 },
};

struct checking {
	struct admin *admin;
	const char *folder;
	struct policy *policy;
	struct checkpoint newest, kept[KEPT_MOST];
	unsigned n_kept;
	struct tree_edge edge;
	struct moment last;
	struct buf bundle;
	struct buf tile[TILE_LEVELS]; /* the one being filled, by level */
};

static enum err
bad(struct checking *c, const char *what, uint64_t at)
{
	return fault_set(&c->admin->why, ERR_BROKEN, "", "%s %llu", what,
	    (unsigned long long)at);
}

/* The tile's file of the newest checkpoint's tree. */
static enum err
read_tile(struct checking *c, struct tile tile, struct buf *to)
{
	struct buf path = { 0 };
	enum err e;

	tile.width = tile_width(c->newest.size, tile.level, tile.n);
	buf_print(&path, "%s/tile/", c->folder);
	tile_path_put(&tile, &path);
	buf_clear(to);
	if ((e = path.err) == OK)
		e = file_read(buf_cstr(&path), BUNDLE_MOST, to);
	if (e == OK && !tile.entries &&
	    to->n != (size_t)tile.width * DIGEST_BYTES)
		e = ERR_TRUNCATED;
	if (e != OK)
		e = fault_set(&c->admin->why, e, "", "%s: %s", buf_cstr(&path),
		    err_words(e));
	buf_free(&path);
	return e;
}

/* tree_made: a node at a tile's level must stand in that tile. */
static enum err
same_hash(void *self, unsigned level, uint64_t last, struct digest hash)
{
	struct checking *c = self;
	unsigned row = level / TILE_HEIGHT;
	uint64_t index = last >> level;
	struct tile tile = { .level = row, .n = index / TILE_WIDTH };
	size_t at = index % TILE_WIDTH;
	enum err e;

	if (level % TILE_HEIGHT != 0)
		return OK;
	if (at == 0 && (e = read_tile(c, tile, &c->tile[row])) != OK)
		return e;
	if (memcmp(c->tile[row].p + at * DIGEST_BYTES, hash.b, DIGEST_BYTES) !=
	    0)
		return bad(c,
		    "a tile has another hash than the entries give, up to "
		    "entry",
		    last);
	return OK;
}

/* Every checkpoint of the tree as it is now. */
static enum err
same_roots(struct checking *c)
{
	struct digest root = tree_edge_root(&c->edge);

	for (unsigned i = 0; i < c->n_kept; i++)
		if (c->kept[i].size == c->edge.size &&
		    !digest_eq(c->kept[i].root, root))
			return bad(c,
			    "the entries give another root than the kept "
			    "checkpoint of size",
			    c->edge.size);
	if (c->newest.size == c->edge.size && !digest_eq(c->newest.root, root))
		return bad(c,
		    "the entries give another root than the checkpoint of "
		    "size",
		    c->edge.size);
	return OK;
}

static enum err
take_entry(struct checking *c, struct slice bytes)
{
	uint64_t index = c->edge.size;
	struct entry entry;
	enum err e;

	if (entry_read(bytes, &entry) != OK)
		return bad(c,
		    "this is no entry that this program reads:", index);
	if (index > 0 && entry.time.us <= c->last.us)
		return bad(c, "time did not go forward at entry", index);
	c->last = entry.time;
	e = tree_edge_add(&c->edge, tree_leaf(bytes),
	    (struct tree_made){ same_hash, c });
	return e != OK ? e : same_roots(c);
}

static enum err
take_bundle(struct checking *c, uint64_t n)
{
	struct tile tile = { .entries = true, .n = n };
	unsigned width = tile_width(c->newest.size, 0, n);
	enum err e = read_tile(c, tile, &c->bundle);
	struct slice rest = buf_all(&c->bundle), entry;

	for (unsigned i = 0; e == OK && i < width; i++)
		e = bundle_take(&rest, &entry)
			? take_entry(c, entry)
			: bad(c, "a bundle of entries ends before entry",
			      c->edge.size);
	return e == OK && rest.n > 0
		   ? bad(c, "a bundle goes on after entry", c->edge.size - 1)
		   : e;
}

/* What somebody kept, whoever vouches for it: as its option says. */
static bool
is_kept(unsigned option, enum kept_kind *kind)
{
	*kind = option == OPT_TEXT      ? KEPT_TEXT
		: option == OPT_RECEIPT ? KEPT_RECEIPT
					: KEPT_NOTE;
	return *kind != KEPT_NOTE || option == OPT_CHECKPOINT;
}

static enum err
read_kept(struct checking *c, const struct call *call)
{
	enum kept_kind kind;
	enum err e;

	for (unsigned i = 0; i < call->n_options; i++) {
		const char *path = call->option[i].value;
		struct checkpoint *kept = &c->kept[c->n_kept];

		if (!is_kept((unsigned)call->option[i].key, &kind))
			continue;
		if (c->n_kept == KEPT_MOST)
			return ERR_TOO_BIG;
		if ((e = kept_read(c->policy, c->newest.origin, kind, path,
			 kept, &c->admin->why)) != OK)
			return e;
		c->n_kept++;
		if (kept->size > c->newest.size)
			return fault_set(&c->admin->why, ERR_BACKWARDS, "",
			    "%s is of a larger tree than this log has: it was "
			    "set back",
			    path);
	}
	return OK;
}

static enum err
check_all(struct checking *c, const struct call *call)
{
	char path[PATH_ROOM];
	enum err e;

	(void)snprintf(path, sizeof path, "%s/checkpoint", c->folder);
	if ((e = kept_read(c->policy, "", KEPT_NOTE, path, &c->newest,
		 &c->admin->why)) != OK ||
	    (e = read_kept(c, call)) != OK)
		return e;
	for (uint64_t n = 0; e == OK && c->edge.size < c->newest.size; n++)
		e = take_bundle(c, n);
	return e;
}

/* Every verdict, closing and outside time again, from the entries alone. */
static enum err
judge_again(struct checking *c)
{
	struct files_rechecked found;
	enum err e = files_recheck(c->folder, c->newest.size, log_objection,
	    NULL, &found, &c->admin->why);

	if (e != OK)
		return e;
	if (!found.all)
		(void)printf("log %s: goes on from logs that are not in %s: "
			     "verdicts are not judged\n",
		    c->newest.origin, c->folder);
	else if (found.found[GRAVE_ERROR] > 0)
		return fault_set(&c->admin->why, ERR_BROKEN, "",
		    "%llu of its entries break its rules",
		    (unsigned long long)found.found[GRAVE_ERROR]);
	else
		(void)printf("log %s: every verdict holds, %llu warnings\n",
		    c->newest.origin,
		    (unsigned long long)found.found[GRAVE_WARNING]);
	return OK;
}

enum ending
cmd_log_check(struct admin *a, const struct call *call)
{
	struct checking *c = calloc(1, sizeof *c);
	enum ending end = END_FAILED;
	enum err e;

	if (c == NULL || (c->policy = malloc(sizeof *c->policy)) == NULL) {
		end = admin_end(a, ERR_NO_MEMORY);
		goto out;
	}
	c->admin = a;
	c->folder = call->arg[0];
	if (!policy_of_call(a, call_option(call, OPT_VKEY),
		call_option(call, OPT_POLICY), c->policy)) {
		end = END_USAGE;
		goto out;
	}
	if ((e = check_all(c, call)) != OK) {
		end = admin_fail("The log in %s does not hold: %s.", c->folder,
		    a->why.err != OK ? a->why.detail : err_words(e));
		goto out;
	}
	(void)printf("log %s: %llu entries, sound\n", c->newest.origin,
	    (unsigned long long)c->newest.size);
	if ((e = judge_again(c)) != OK) {
		end = admin_fail("The log in %s does not hold: %s.", c->folder,
		    a->why.err != OK ? a->why.detail : err_words(e));
		goto out;
	}
	end = END_OK;
out:
	if (c != NULL) {
		buf_free(&c->bundle);
		for (unsigned i = 0; i < TILE_LEVELS; i++)
			buf_free(&c->tile[i]);
		free(c->policy);
	}
	free(c);
	return end;
}
