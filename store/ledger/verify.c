/*
 * verify.c - the whole log rebuilt from its entries and compared.
 *
 * Knows what a sound log looks like. Touches the log's tables, reading.
 *
 * Entries, nodes and checkpoints are walked side by side: nodes are kept in
 * the order in which they come to be, so each rebuilt one that is kept must be
 * the next row. Whatever is left over, or missing, or different, is damage.
 * Memory is constant.
 */
#include <stdlib.h>

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/ledger/rows.h"
#include "store/ledger/succession.h"

/* Entries between two calls of `progress`. */
#define STRIDE 4096

struct rebuild {
	struct ledger *l;
	struct txn *t;
	const struct note_key *key;
	struct fault *why;
	struct walk entries, nodes, checkpoints;
	bool node_waits;       /* the walk stands on one not yet reached */
	bool checkpoint_waits; /* likewise */
	uint64_t newest;       /* size of the last checkpoint compared */
	struct moment last;
	struct tree_edge edge;
};

static enum err
broken(struct rebuild *r, const char *what, uint64_t at)
{
	return fault_set(r->why, ERR_BROKEN, "", "%s %llu", what,
	    (unsigned long long)at);
}

static void
next_node(struct rebuild *r)
{
	r->node_waits = walk_on(&r->nodes);
}

/* tree_made over the walk of kept nodes. Of the low ones there are those that
 * an older program kept. */
static enum err
same_node(void *self, unsigned level, uint64_t last, struct digest hash)
{
	struct rebuild *r = self;
	struct key k = row_key(r->l, last);
	bool kept;

	key_u8(&k, (uint8_t)level);
	kept = r->node_waits && slice_eq(r->nodes.key, key_all(&k));
	if (!kept && level < NODES_FROM)
		return OK;
	if (!r->node_waits)
		return broken(r, "a node is missing that ends with leaf", last);
	if (!kept)
		return broken(r,
		    "another node is kept than the one that ends "
		    "with leaf",
		    last);
	if (!slice_eq(r->nodes.value, slice_of(hash.b, sizeof hash.b)))
		return broken(r,
		    "the entries give another hash for the node "
		    "that ends with leaf",
		    last);
	next_node(r);
	return OK;
}

static void
next_checkpoint(struct rebuild *r)
{
	r->checkpoint_waits = walk_on(&r->checkpoints);
}

/* Is it the checkpoint of the tree as it is now? */
static enum err
same_note(struct rebuild *r, struct slice note)
{
	uint64_t size = r->edge.size;
	struct checkpoint c;
	struct slice text;

	if (note_open(note, r->key, &text) != OK)
		return broken(r,
		    "the log's key did not sign the checkpoint of "
		    "size",
		    size);
	if (checkpoint_read(text, &c) != OK || c.size != size ||
	    strcmp(c.origin, r->l->origin) != 0)
		return broken(r,
		    "a checkpoint says something else than its "
		    "place, size",
		    size);
	if (!digest_eq(c.root, tree_edge_root(&r->edge)))
		return broken(r,
		    "the entries give another root than the "
		    "checkpoint of size",
		    size);
	r->newest = size;
	return OK;
}

/* The kept checkpoint, if there is one, of the tree as it is now. */
static enum err
same_checkpoint(struct rebuild *r)
{
	uint64_t size = r->edge.size;
	enum err e;

	if (!r->checkpoint_waits)
		return OK;
	if (r->checkpoints.key.n != 8)
		return broken(r, "a checkpoint's key is damaged at size", size);
	if (key_get_u64(r->checkpoints.key.p) !=
	    PLACE(r->l->tables.number, size))
		return OK;
	if ((e = same_note(r, r->checkpoints.value)) == OK)
		next_checkpoint(r);
	return e;
}

/* The head's own, where it has one. */
static enum err
same_newest(struct rebuild *r)
{
	struct slice note;
	uint64_t size;

	if (!newest_get(r->l, r->t, &size, &note))
		return OK;
	if (size != r->edge.size)
		return broken(r, "the newest checkpoint is not of the size",
		    r->edge.size);
	return same_note(r, note);
}

/* One entry: its place, its bytes, its time, the nodes it completes. */
static enum err
same_entry(struct rebuild *r)
{
	uint64_t index = r->edge.size;
	struct entry entry;
	enum err e;

	if (r->entries.key.n != 8 ||
	    key_get_u64(r->entries.key.p) != PLACE(r->l->tables.number, index))
		return broken(r, "an entry is missing or out of place at",
		    index);
	if (entry_read(r->entries.value, &entry) != OK)
		return broken(r, "this is no entry:", index);
	if (index > 0 && entry.time.us <= r->last.us)
		return broken(r, "time did not go forward at entry", index);
	r->last = entry.time;
	e = tree_edge_add(&r->edge, tree_leaf(r->entries.value),
	    (struct tree_made){ same_node, r });
	return e != OK ? e : same_checkpoint(r);
}

/* What must hold once all entries are walked. */
static enum err
same_end(struct rebuild *r, const struct head *head)
{
	uint64_t size = r->edge.size;
	enum err e = same_newest(r);

	if (e != OK)
		return e;
	if (r->node_waits)
		return broken(r,
		    "a node is kept beyond the last entry; "
		    "entries:",
		    size);
	if (r->checkpoint_waits)
		return broken(r,
		    "a checkpoint is kept that no entry leads to; "
		    "entries:",
		    size);
	if (head->size != size || head->sealed != size)
		return broken(r, "the head does not name the log's size,",
		    size);
	if (size > 0 && head->last.us != r->last.us)
		return broken(r,
		    "the head does not name the time of the last "
		    "entry,",
		    size - 1);
	if (r->newest != size)
		return broken(r,
		    "there is no checkpoint of the whole log, "
		    "size",
		    size);
	return OK;
}

static enum err
walk_all(struct rebuild *r, const struct head *head,
    struct ledger_progress progress)
{
	enum err e = OK;

	while (e == OK && walk_on(&r->entries)) {
		e = same_entry(r);
		if (progress.step != NULL && r->edge.size % STRIDE == 0)
			progress.step(progress.self, r->edge.size, head->size);
	}
	if (e == OK)
		e = same_end(r, head);
	if (e == OK && progress.step != NULL)
		progress.step(progress.self, r->edge.size, head->size);
	return e;
}

/* Over the rows of the ledger's own log; behind the newest log's nothing may
 * follow, so that walk goes on to the end. */
static void
walk_log(struct walk *w, struct txn *t, unsigned table, const struct ledger *l,
    bool newest)
{
	struct key first = row_key(l, 0);
	struct slice from = key_all(&first);

	if (newest && l->tables.number == 0)
		walk_start(w, t, table, SLICE_NONE);
	else if (newest)
		walk_from(w, t, table, SLICE_NONE, from);
	else
		walk_start(w, t, table,
		    slice_of(from.p, (64 - PLACE_BITS) / 8));
}

/* Rebuilds one log of the store. */
static enum err
verify_one(struct ledger *l, struct txn *t, const struct note_key *key,
    struct ledger_progress progress, bool newest, struct fault *why)
{
	struct rebuild *r;
	struct head head;
	enum err e;

	if (!head_get(l, t, &head))
		return fault_set(why, ERR_BROKEN, "",
		    "the head of the log is damaged");
	if ((r = calloc(1, sizeof *r)) == NULL)
		return ERR_NO_MEMORY;
	r->l = l;
	r->t = t;
	r->key = key;
	r->why = why;
	walk_log(&r->entries, t, l->tables.entries, l, newest);
	walk_log(&r->nodes, t, l->tables.nodes, l, newest);
	walk_log(&r->checkpoints, t, l->tables.checkpoints, l, newest);
	next_node(r);
	next_checkpoint(r);
	e = walk_all(r, &head, progress);
	walk_end(&r->entries);
	walk_end(&r->nodes);
	walk_end(&r->checkpoints);
	free(r);
	return e;
}

/* The first entry must name the head of the log before it. */
static enum err
follows(struct ledger *l, struct txn *t, struct fault *why)
{
	struct ledger before = *l;
	struct birth_entry own, old;
	struct digest root;
	uint64_t size;

	before.tables.number--;
	if (!birth_entry_get(l, t, &own) ||
	    !birth_entry_get(&before, t, &old) ||
	    ledger_root(&before, t, &size, &root) != OK)
		return fault_set(why, ERR_BROKEN, "",
		    "the first entry of a log is damaged");
	if (strcmp(own.before, old.origin) != 0 || own.size != size ||
	    !digest_eq(own.root, root))
		return fault_set(why, ERR_BROKEN, "",
		    "the log %s begins after another state of %s than is kept",
		    own.origin, old.origin);
	return OK;
}

enum err
ledger_verify(struct ledger *l, struct txn *t, const struct note_key *key,
    struct ledger_progress progress, struct fault *why)
{
	struct birth_entry birth;
	enum err e = OK;

	if (!head_is_sound(l, t))
		return fault_set(why, t->err != OK ? t->err : ERR_BROKEN, "",
		    "the log has a head that is none of its logs'");
	for (unsigned n = 0; e == OK && n <= l->tables.number; n++) {
		struct ledger one = *l;

		one.tables.number = n;
		birth.key = *key;
		if (n < l->tables.number) {
			if (!birth_entry_get(&one, t, &birth))
				return fault_set(why, ERR_BROKEN, "",
				    "the first entry of a log is damaged");
			memcpy(one.origin, birth.origin, sizeof one.origin);
		}
		e = verify_one(&one, t, &birth.key, progress,
		    n == l->tables.number, why);
		if (e == OK && n > 0)
			e = follows(&one, t, why);
	}
	/* A failed read looks like damage, but is the disk's. */
	return t->err != OK ? t->err : e;
}
