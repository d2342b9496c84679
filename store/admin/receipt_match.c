/*
 * receipt_match.c - what is shown beside a receipt, against its entry.
 *
 * Knows the lines of entries. Touches the document's file, for reading.
 */
#include "store/admin/receipt_match.h"

#include <string.h>

#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/ledger/lines.h"

#define DOCUMENT_MOST (UINT64_C(64) << 30) /* what upload_mib can be */

static bool
value_of(const struct receipt *r, const char *key, struct slice *out)
{
	return entry_value(r->entry.body, key, 0, out);
}

/* ---- the commitment ---- */

static bool
same(const struct receipt *a, const struct receipt *b, const char *key)
{
	struct slice x, y;

	return value_of(a, key, &x) && value_of(b, key, &y) && slice_eq(x, y);
}

/* "<place> <earliest> <latest>" against where the commitment stands and what
 * it says of its arrival. */
static bool
names_it(const struct receipt *s, const struct receipt *c)
{
	struct slice said, received, place, from, to, earliest, latest;
	uint64_t at;

	return value_of(s, "commitment", &said) &&
	       value_of(c, "received", &received) && word_take(&said, &place) &&
	       word_take(&said, &from) && word_take(&said, &to) &&
	       said.n == 0 && word_take(&received, &earliest) &&
	       word_take(&received, &latest) && slice_eq(from, earliest) &&
	       slice_eq(to, latest) && number_read(place, &at) == OK &&
	       PLACE_INDEX(at) == c->index;
}

/* Does the commitment have a line `key` of that value? */
static bool
lists(const struct receipt *c, const char *key, struct slice value)
{
	struct slice line;

	for (unsigned i = 0; entry_value(c->entry.body, key, i, &line); i++)
		if (slice_eq(line, value))
			return true;
	return false;
}

static bool
promises(const struct receipt *c, const struct receipt *s)
{
	struct slice document, size, leaf;
	struct buf line = { 0 };
	bool well =
	    value_of(s, "document", &document) && value_of(s, "size", &size);

	if (well) {
		buf_slice(&line, document);
		buf_byte(&line, ' ');
		buf_slice(&line, size);
		well = line.err == OK && lists(c, "document", buf_all(&line));
	}
	for (unsigned i = 0;
	     well && entry_value(s->entry.body, "leaf", i, &leaf); i++)
		well = lists(c, "leaf", leaf);
	buf_free(&line);
	return well;
}

enum err
receipt_match_commitment(const struct receipt *s, const struct receipt *c,
    struct fault *why)
{
	if (s->entry.type != ENTRY_COMMITTED)
		return fault_set(why, ERR_DIGEST, "",
		    "this receipt is of nothing that completes a commitment");
	if (c->entry.type != ENTRY_COMMITMENT)
		return fault_set(why, ERR_DIGEST, "",
		    "the other receipt is of no commitment");
	if (!names_it(s, c))
		return fault_set(why, ERR_DIGEST, "",
		    "it completes another commitment than the other receipt's");
	if (!same(s, c, "period") || !same(s, c, "unit") || !promises(c, s))
		return fault_set(why, ERR_DIGEST, "",
		    "that commitment does not name this unit, document and "
		    "criteria");
	return OK;
}

/* ---- the document ---- */

/* A commitment names several, each with its size behind it. */
static bool
names_document(const struct receipt *r, struct digest is)
{
	struct slice line;
	struct digest said;

	for (unsigned i = 0; entry_value(r->entry.body, "document", i, &line);
	     i++) {
		if (r->entry.type == ENTRY_COMMITMENT &&
		    line.n > DIGEST_TEXT - 1)
			line.n = DIGEST_TEXT - 1;
		if (digest_read(line, &said) == OK && digest_eq(is, said))
			return true;
	}
	return false;
}

enum err
receipt_match_document(const struct receipt *r, const char *path,
    struct fault *why)
{
	struct slice line;
	struct digest is;
	enum err e;

	if ((e = file_digest(path, DOCUMENT_MOST, &is)) != OK)
		return fault_set(why, e, "", "%s cannot be read: %s.", path,
		    err_words(e));
	if (!value_of(r, "document", &line))
		return fault_set(why, ERR_DIGEST, "",
		    "this entry is about no document");
	return names_document(r, is)
		   ? OK
		   : fault_set(why, ERR_DIGEST, "",
			 "%s is not the document of this receipt", path);
}

/* ---- the unit ---- */

enum err
receipt_match_unit(const struct receipt *r, const char *salt, const char *unit,
    struct fault *why)
{
	struct slice line;
	struct digest said;
	uint8_t bytes[32];

	if (hex_get(slice_text(salt), bytes, sizeof bytes) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "a salt is 64 hexadecimal digits");
	if (strlen(unit) >= NAME_ROOM || !value_of(r, "unit", &line) ||
	    digest_read(line, &said) != OK ||
	    !digest_eq(entry_salted_unit(bytes, unit), said))
		return fault_set(why, ERR_DIGEST, "",
		    "salt and unit %s do not give the hash in the log", unit);
	return OK;
}
