/*
 * pack_check.c - is an evidence pack whole, and who signed it?
 *
 * Knows what each part must be. Touches the descriptor it is given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/pack.h"
#include "store/admin/tar.h"
#include "store/ledger/ledger.h"

#define SMALL_MOST (16u << 20) /* a bundle: 256 entries of 64 KiB */
#define MANIFEST_MOST (1u << 30)

struct checking {
	struct tar_in in;
	const struct note_key *given;
	struct note_key key;
	bool has_key;
	struct buf part;       /* the part at hand, where it is needed */
	struct buf listed;     /* what the manifest must be */
	struct buf checkpoint; /* the signed note */
	struct tree_edge edge;
	struct packed *out;
	struct fault *why;
	bool has_manifest, has_note;
};

static enum err
bad(struct checking *c, const char *what)
{
	return fault_set(c->why, ERR_BROKEN, "", "Part %s: %s.", c->in.name,
	    what);
}

/* Hashes the part, and keeps its bytes in c->part when `keep`. */
static enum err
swallow(struct checking *c, bool keep, uint64_t most, struct digest *out)
{
	struct digest_stream *hash;
	char piece[16384];
	size_t n;

	buf_clear(&c->part);
	if (keep && c->in.size > most)
		return bad(c, "it is too large");
	if ((hash = digest_start()) == NULL)
		return ERR_NO_MEMORY;
	while ((n = tar_read(&c->in, piece, sizeof piece)) > 0) {
		digest_more(hash, slice_of(piece, n));
		if (keep)
			buf_bytes(&c->part, piece, n);
	}
	*out = digest_end(&hash);
	return c->in.err != OK ? c->in.err : c->part.err;
}

static enum err
same_node(void *self, unsigned level, uint64_t last, struct digest hash)
{
	(void)self;
	(void)level;
	(void)last;
	(void)hash;
	return OK;
}

/* tlog-tiles: length (2, big-endian) and bytes, entry after entry. */
static enum err
check_bundle(struct checking *c)
{
	struct slice rest = buf_all(&c->part);
	enum err e = OK;
	size_t n;

	while (e == OK && rest.n > 0) {
		n = rest.n < 2 ? rest.n : (size_t)rest.p[0] << 8 | rest.p[1];
		if (rest.n < 2 || n > rest.n - 2)
			return bad(c, "it is no bundle of entries");
		e = tree_edge_add(&c->edge, tree_leaf(slice_of(rest.p + 2, n)),
		    (struct tree_made){ same_node, NULL });
		rest = slice_of(rest.p + 2 + n, rest.n - 2 - n);
		c->out->entries++;
	}
	return e;
}

static enum err
check_vkey(struct checking *c)
{
	struct slice text = buf_all(&c->part);
	struct note_key key;

	if (text.n == 0 || text.n > VKEY_ROOM || text.p[text.n - 1] != '\n')
		return bad(c, "it is no key");
	text.n--;
	if (note_key_read(text, &key) != OK)
		return bad(c, "it is no key");
	if (c->given == NULL) {
		c->key = key;
		c->has_key = true;
		(void)snprintf(c->out->vkey, sizeof c->out->vkey, "%.*s",
		    (int)text.n, (const char *)text.p);
	}
	return OK;
}

static enum err
check_receipt(struct checking *c)
{
	struct receipt r = { 0 };
	enum err e;

	if (!c->has_key)
		return bad(c, "no key came before it");
	e = receipt_check(buf_all(&c->part), &c->key, &r, NULL);
	receipt_free(&r);
	c->out->receipts++;
	return e == OK ? OK : bad(c, "the receipt does not hold");
}

static bool
is_below(const struct checking *c, const char *folder)
{
	return strncmp(c->in.name, folder, strlen(folder)) == 0;
}

/* A document is named by its digest. */
static enum err
check_document(struct checking *c, struct digest d)
{
	char hex[DIGEST_TEXT];

	digest_text(d, hex);
	c->out->documents++;
	return strcmp(c->in.name + strlen("documents/"), hex) == 0
		   ? OK
		   : bad(c, "its bytes are not those of its name");
}

static enum err
list(struct checking *c, struct digest d)
{
	char hex[DIGEST_TEXT];

	if (c->has_manifest)
		return bad(c, "it stands behind the manifest");
	digest_text(d, hex);
	buf_print(&c->listed, "%s  %s\n", hex, c->in.name);
	c->out->files++;
	return c->listed.err;
}

static enum err
check_listed(struct checking *c)
{
	bool log = is_below(c, "log/"), receipt = is_below(c, "receipts/");
	struct digest d;
	enum err e;

	if ((e = swallow(c, log || receipt, SMALL_MOST, &d)) != OK ||
	    (e = list(c, d)) != OK)
		return e;
	if (is_below(c, "documents/"))
		return check_document(c, d);
	if (receipt)
		return check_receipt(c);
	if (is_below(c, "log/tile/entries/"))
		return check_bundle(c);
	if (strcmp(c->in.name, "log/vkey") == 0)
		return check_vkey(c);
	if (strcmp(c->in.name, "log/checkpoint") == 0)
		buf_slice(&c->checkpoint, buf_all(&c->part));
	return c->checkpoint.err;
}

static enum err
check_manifest(struct checking *c)
{
	enum err e = swallow(c, true, MANIFEST_MOST, &c->out->manifest);

	if (e != OK)
		return e;
	c->has_manifest = true;
	return slice_eq(buf_all(&c->part), buf_all(&c->listed))
		   ? OK
		   : bad(c, "it does not list the parts that are there");
}

/* The note must be of this manifest, and signed. */
static enum err
check_note(struct checking *c)
{
	char hex[DIGEST_TEXT], want[DIGEST_TEXT + 16];
	struct slice text;
	struct digest d;
	enum err e = swallow(c, true, SMALL_MOST, &d);

	if (e != OK)
		return e;
	c->has_note = true;
	if (!c->has_manifest || !c->has_key ||
	    note_open(buf_all(&c->part), &c->key, &text) != OK)
		return bad(c, "the log's key did not sign it");
	digest_text(c->out->manifest, hex);
	(void)snprintf(want, sizeof want, "\nmanifest %s\n", hex);
	if (!slice_starts(text, slice_text(PACK_FIRST_LINE "\n")) ||
	    memmem(text.p, text.n, want, strlen(want)) == NULL)
		return bad(c, "it is of another manifest");
	return OK;
}

/* The entries give what the checkpoint says. */
static enum err
check_log(struct checking *c)
{
	struct checkpoint point;
	struct slice text;

	if (!c->has_key ||
	    note_open(buf_all(&c->checkpoint), &c->key, &text) != OK ||
	    checkpoint_read(text, &point) != OK)
		return fault_set(c->why, ERR_BROKEN, "",
		    "The log's key did not sign the checkpoint.");
	if (point.size != c->edge.size ||
	    !digest_eq(point.root, tree_edge_root(&c->edge)))
		return fault_set(c->why, ERR_BROKEN, "",
		    "The entries are not those of the checkpoint.");
	return OK;
}

static enum err
check_parts(struct checking *c)
{
	enum err e = OK;

	while (e == OK && tar_next(&c->in)) {
		if (c->has_note)
			e = bad(c, "it stands behind the signature");
		else if (strcmp(c->in.name, "MANIFEST") == 0)
			e = check_manifest(c);
		else if (strcmp(c->in.name, "MANIFEST.sig") == 0)
			e = check_note(c);
		else
			e = check_listed(c);
	}
	if (e == OK && c->in.err != OK)
		e = fault_set(c->why, c->in.err, "",
		    "This is no evidence pack, or not a whole one.");
	if (e == OK && !c->has_note)
		e = fault_set(c->why, ERR_BROKEN, "",
		    "The pack has no signature.");
	return e == OK ? check_log(c) : e;
}

enum err
pack_check(int fd, const struct note_key *key, struct packed *out,
    struct fault *why)
{
	struct checking *c = calloc(1, sizeof *c);
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*out = (struct packed){ 0 };
	c->in.fd = fd;
	c->given = key;
	c->has_key = key != NULL;
	if (key != NULL)
		c->key = *key;
	c->out = out;
	c->why = why;
	e = check_parts(c);
	buf_free(&c->part);
	buf_free(&c->listed);
	buf_free(&c->checkpoint);
	free(c);
	return e;
}
