/*
 * ledger.c - appending to the log and sealing it with a signed checkpoint.
 *
 * Knows the order in which a log grows. Touches the log's four tables (rows.h
 * has their bytes), in the caller's transaction only; keeps no state but hashes
 * of what was committed, so a transaction that is dropped leaves nothing
 * behind.
 */
#include "store/ledger/ledger.h"

#include <stdlib.h>

#include "store/ledger/rows.h"

#define HOUR_US ((int64_t)3600 * 1000000)

enum err
ledger_new(struct ledger **out, struct ledger_tables tables, const char *origin,
    const struct note_signer *signer)
{
	size_t n = strlen(origin);
	struct ledger *l;

	*out = NULL;
	if (n == 0 || n >= ORIGIN_ROOM ||
	    (signer != NULL &&
		strcmp(note_signer_key(signer)->name, origin) != 0))
		return ERR_MALFORMED;
	if ((l = calloc(1, sizeof *l)) == NULL)
		return ERR_NO_MEMORY;
	if ((l->recent = recent_new()) == NULL) {
		ledger_drop(&l);
		return ERR_NO_MEMORY;
	}
	l->tables = tables;
	l->signer = signer;
	memcpy(l->origin, origin, n);
	*out = l;
	return OK;
}

void
ledger_drop(struct ledger **l)
{
	if (*l != NULL)
		recent_drop(&(*l)->recent);
	free(*l);
	*l = NULL;
}

enum err
ledger_add(struct ledger *l, struct txn *t, enum entry_type type,
    const struct reading *clock, struct slice body, uint64_t *place,
    struct moment *time)
{
	struct moment now = clock->wall;
	struct buf bytes = { 0 };
	struct head head;
	struct key k;
	enum err e;

	if (l->signer == NULL)
		return txn_require(t, ERR_READ_ONLY);
	if (!head_get(l, t, &head))
		return txn_require(t, ERR_BROKEN);
	if (head.size > 0 && now.us <= head.last.us)
		now.us = head.last.us + 1;
	entry_write(&bytes, type, now, clock, body);
	if ((e = bytes.err) != OK)
		goto out;
	k = row_key(l, head.size);
	if (!txn_put_new(t, l->tables.entries, key_all(&k), buf_all(&bytes)))
		e = ERR_BROKEN; /* the head is behind the entries */
	if (place != NULL)
		*place = PLACE(l->tables.number, head.size);
	if (time != NULL)
		*time = now;
	head.size++;
	head.last = now;
	head_put(l, t, &head);
out:
	buf_free(&bytes);
	return txn_require(t, e);
}

/* tree_made over the store: keeps the higher nodes as they come to be. */
static enum err
node_put(void *self, unsigned level, uint64_t last, struct digest hash)
{
	struct ledger_nodes *to = self;
	struct key k = row_key(to->ledger, last);

	if (level < NODES_FROM)
		return OK;
	key_u8(&k, (uint8_t)level);
	if (!txn_put_new(to->t, to->ledger->tables.nodes, key_all(&k),
		slice_of(hash.b, sizeof hash.b)))
		return txn_require(to->t, ERR_BROKEN);
	return OK;
}

static enum err
node_of(void *self, unsigned level, uint64_t index, struct digest *out)
{
	struct ledger_nodes *from = self;
	uint64_t last = ((index + 1) << level) - 1;

	if (node_get(from->ledger, from->t, level, last, out))
		return OK;
	return from->t->err != OK ? from->t->err : ERR_BROKEN;
}

struct tree_nodes
ledger_tree(struct ledger_nodes *source)
{
	return (struct tree_nodes){ node_of, source };
}

enum err
ledger_root_at(struct ledger *l, struct txn *t, uint64_t place,
    struct digest *out)
{
	struct ledger log = *l; /* the one it is in */
	struct ledger_nodes store = { &log, t };

	log.tables.number = PLACE_LOG(place);
	if (PLACE_INDEX(place) >= ledger_size(&log, t))
		return t->err != OK ? t->err : ERR_NOT_FOUND;
	return tree_root(ledger_tree(&store), PLACE_INDEX(place) + 1, out);
}

/* Reads the right edge of the sealed tree and refuses to go on from another
 * one than was signed. */
static enum err
sealed_edge(struct ledger_nodes *store, uint64_t sealed, struct tree_edge *edge)
{
	struct ledger *l = store->ledger;
	struct checkpoint old;
	struct slice note, text;
	enum err e;

	*edge = (struct tree_edge){ 0 };
	if (sealed == 0)
		return OK;
	if ((e = tree_edge_read(ledger_tree(store), sealed, edge)) != OK)
		return e;
	if (!checkpoint_get(l, store->t, sealed, &note) ||
	    note_text(note, &text) != OK || checkpoint_read(text, &old) != OK)
		return ERR_BROKEN;
	return strcmp(old.origin, l->origin) == 0 && old.size == sealed &&
		       digest_eq(old.root, tree_edge_root(edge))
		   ? OK
		   : ERR_BROKEN;
}

/* The leaves, hashed from the bytes that are in the store. */
static enum err
grow(struct ledger_nodes *store, uint64_t size, struct tree_edge *edge)
{
	struct slice bytes;
	enum err e = OK;

	while (e == OK && edge->size < size) {
		if (!entry_get(store->ledger, store->t, edge->size, &bytes) ||
		    bytes.n > ENTRY_MOST)
			return ERR_BROKEN;
		e = tree_edge_add(edge, tree_leaf(bytes),
		    (struct tree_made){ node_put, store });
	}
	return e;
}

/* The hour an entry belongs to, by its seq_time. */
static enum err
hour_of(struct ledger *l, struct txn *t, uint64_t index, int64_t *hour)
{
	struct slice bytes;
	struct entry entry;

	if (!entry_get(l, t, index, &bytes) || entry_read(bytes, &entry) != OK)
		return ERR_BROKEN;
	*hour = entry.time.us / HOUR_US;
	return OK;
}

/* The checkpoint before the newest stays as its hour's last one when the
 * newest is of another hour, and else leaves even where an older program kept
 * it. */
static enum err
thin(struct ledger *l, struct txn *t, const struct head *head)
{
	struct key k = row_key(l, head->sealed);
	struct slice note;
	uint64_t size;
	int64_t hour;
	enum err e;

	if (head->sealed == 0 || head->sealed == head->kept)
		return OK;
	if ((e = hour_of(l, t, head->sealed - 1, &hour)) != OK)
		return e;
	if (hour == head->last.us / HOUR_US)
		txn_drop(t, l->tables.checkpoints, key_all(&k));
	else if (newest_get(l, t, &size, &note) && size == head->sealed)
		(void)txn_put_new(t, l->tables.checkpoints, key_all(&k), note);
	return t->err;
}

static enum err
sign(struct ledger *l, struct txn *t, const struct tree_edge *edge)
{
	struct checkpoint c = { .size = edge->size };
	struct buf text = { 0 }, note = { 0 };
	enum err e;

	memcpy(c.origin, l->origin, sizeof c.origin);
	c.root = tree_edge_root(edge);
	checkpoint_text(&c, &text);
	if ((e = text.err) != OK)
		goto out;
	note_sign(l->signer, buf_all(&text), &note);
	if ((e = note.err) != OK)
		goto out;
	newest_put(l, t, c.size, buf_all(&note));
	e = t->err;
out:
	buf_free(&text);
	buf_free(&note);
	return e;
}

enum err
ledger_seal(struct txn *t, void *self)
{
	struct ledger *l = self;
	struct ledger_nodes store = { l, t };
	struct tree_edge edge;
	struct head head;
	enum err e;

	if (!head_get(l, t, &head))
		return txn_require(t, ERR_BROKEN);
	if (head.size == head.sealed)
		return t->err;
	if (l->signer == NULL || has_ended(l, t))
		return txn_require(t, ERR_READ_ONLY);
	if ((e = sealed_edge(&store, head.sealed, &edge)) != OK)
		goto out;
	if ((e = grow(&store, head.size, &edge)) != OK)
		goto out;
	if ((e = thin(l, t, &head)) != OK)
		goto out;
	if ((e = sign(l, t, &edge)) != OK)
		goto out;
	head.sealed = head.size;
	head_put(l, t, &head);
out:
	return txn_require(t, e);
}

enum err
ledger_keep(struct ledger *l, struct txn *t, struct slice note)
{
	struct ledger_nodes store = { l, t };
	struct checkpoint c;
	struct slice text;
	struct digest root;
	struct head head;
	struct key k;

	if (l->signer == NULL)
		return txn_require(t, ERR_READ_ONLY);
	if (!head_get(l, t, &head) ||
	    note_open(note, note_signer_key(l->signer), &text) != OK ||
	    checkpoint_read(text, &c) != OK || c.size == 0 ||
	    c.size > head.sealed || strcmp(c.origin, l->origin) != 0 ||
	    tree_root(ledger_tree(&store), c.size, &root) != OK ||
	    !digest_eq(root, c.root))
		return txn_require(t, ERR_BROKEN);
	k = row_key(l, c.size);
	(void)txn_put_new(t, l->tables.checkpoints, key_all(&k), note);
	if (c.size > head.kept) {
		head.kept = c.size;
		head_put(l, t, &head);
	}
	return t->err;
}

uint64_t
ledger_next(struct ledger *l, struct txn *t)
{
	struct head head;

	if (!head_get(l, t, &head)) {
		(void)txn_require(t, ERR_BROKEN);
		return 0;
	}
	return PLACE(l->tables.number, head.size);
}

enum err
ledger_cosign(struct ledger *l, struct txn *t, struct slice note,
    struct slice lines)
{
	struct slice text, kept;
	struct buf more = { 0 };
	struct checkpoint c;
	struct key k;
	enum err e = ledger_keep(l, t, note);

	if (e != OK)
		return e;
	if (note_text(note, &text) != OK || checkpoint_read(text, &c) != OK ||
	    !checkpoint_get(l, t, c.size, &kept))
		return txn_require(t, ERR_BROKEN);
	if (memmem(kept.p, kept.n, lines.p, lines.n) != NULL)
		return t->err;
	buf_slice(&more, kept);
	buf_slice(&more, lines);
	e = more.err;
	if (e == OK &&
	    note_open(buf_all(&more), note_signer_key(l->signer), &text) != OK)
		e = ERR_MALFORMED;
	k = row_key(l, c.size);
	if (e == OK)
		txn_put(t, l->tables.checkpoints, key_all(&k), buf_all(&more));
	buf_free(&more);
	return e != OK ? e : t->err;
}

uint64_t
ledger_size(struct ledger *l, struct txn *t)
{
	struct head head;

	if (!head_get(l, t, &head)) {
		(void)txn_require(t, ERR_BROKEN);
		return 0;
	}
	return head.sealed;
}

bool
ledger_checkpoint(struct ledger *l, struct txn *t, struct slice *note)
{
	uint64_t size = ledger_size(l, t);

	return size > 0 && checkpoint_get(l, t, size, note);
}

bool
ledger_kept(struct ledger *l, struct txn *t, uint64_t place, struct slice *note)
{
	struct ledger of = *l;

	of.tables.number = PLACE_LOG(place);
	return checkpoint_get(&of, t, PLACE_INDEX(place), note);
}
