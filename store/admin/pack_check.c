/*
 * pack_check.c - is an evidence pack whole, and who signed it?
 *
 * Knows what each part must be. Touches the descriptor it is given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/pack.h"
#include "store/admin/pack_log.h"
#include "store/admin/tar.h"

#define SMALL_MOST (16u << 20) /* a bundle: 256 entries of 64 KiB */
#define MANIFEST_MOST (1u << 30)

struct checking {
	struct tar_in in;
	struct packed_logs logs;
	struct buf part;   /* the part at hand, where it is needed */
	struct buf listed; /* what the manifest must be */
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
	bool rules = is_below(c, "rules/");
	const char *what = NULL;
	struct digest d;
	enum err e;

	if ((e = swallow(c, log || receipt || rules, SMALL_MOST, &d)) != OK ||
	    (e = list(c, d)) != OK)
		return e;
	if (is_below(c, "documents/"))
		return check_document(c, d);
	if (log)
		what = packed_log_part(&c->logs, c->in.name + strlen("log/"),
		    buf_all(&c->part));
	if (receipt) {
		what = packed_log_receipt(&c->logs, buf_all(&c->part));
		c->out->receipts++;
	}
	if (rules)
		what = packed_rules_part(&c->logs.rules,
		    c->in.name + strlen("rules/"), buf_all(&c->part), d);
	if (strcmp(c->in.name, "rules.json") == 0 &&
	    !packed_rules_know(&c->logs.rules, d))
		what = "the log says no such data";
	return what == NULL ? OK : bad(c, what);
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
	if (!c->has_manifest || !c->logs.newest.has_key ||
	    note_open(buf_all(&c->part), &c->logs.newest.key, &text) != OK)
		return bad(c, "the log's key did not sign it");
	digest_text(c->out->manifest, hex);
	(void)snprintf(want, sizeof want, "\nmanifest %s\n", hex);
	if (!slice_starts(text, slice_text(PACK_FIRST_LINE "\n")) ||
	    memmem(text.p, text.n, want, strlen(want)) == NULL)
		return bad(c, "it is of another manifest");
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
	return e == OK ? packed_logs_check(&c->logs, c->why) : e;
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
	packed_logs_trust(&c->logs, key);
	c->out = out;
	c->why = why;
	e = check_parts(c);
	packed_logs_tell(&c->logs, out);
	packed_logs_free(&c->logs);
	buf_free(&c->part);
	buf_free(&c->listed);
	free(c);
	return e;
}
