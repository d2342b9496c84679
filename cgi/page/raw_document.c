/*
 * raw_document.c - a document as the whole body of a request.
 *
 * Touches a stage beside the store.
 */
#include "cgi/page/raw_document.h"

#include <stdio.h>

#include "cgi/http/digest_field.h"
#include "cgi/http/media.h"
#include "store/base/text.h"

#define PIECE 65536

enum err
text_field(struct slice said, const char *pointer, const char *key, char *out,
    size_t room, struct fault *why)
{
	struct buf text = { 0 };
	enum err e = OK;

	if (text_normalise(said, &text) != OK ||
	    memchr(text.p, '\t', text.n) != NULL)
		e = fault_set(why, ERR_ENCODING, pointer,
		    "\"%s\" must be without control characters.", key);
	else if (text.n >= room)
		e = fault_set(why, ERR_TOO_BIG, pointer,
		    "\"%s\" may have at most %zu bytes.", key, room - 1);
	else
		memcpy(out, buf_cstr(&text), text.n + 1);
	buf_free(&text);
	return e;
}

enum err
query_text(const struct query *q, const char *key, bool required, char *out,
    size_t room, struct fault *why)
{
	char pointer[32];
	struct slice said;
	enum err e = required ? query_one(q, key, &said, why)
			      : query_maybe(q, key, &said, why);

	(void)snprintf(pointer, sizeof pointer, "query:%s", key);
	if (e == ERR_MISSING_FIELD)
		return fault_set(why, e, pointer,
		    "Parameter \"%s\" is missing.", key);
	if (e != OK || said.p == NULL)
		return e;
	if (memchr(said.p, '\n', said.n) != NULL)
		return fault_set(why, ERR_ENCODING, pointer,
		    "\"%s\" must be without control characters.", key);
	return text_field(said, pointer, key, out, room, why);
}

enum err
query_file(const struct query *q, struct raw_document *out, struct fault *why)
{
	struct buf name = { 0 };
	struct slice said;
	enum err e = query_one(q, "file", &said, why);

	if (e != OK)
		return fault_set(why, e, "query:file",
		    "Parameter \"file\" must give the file's name, once.");
	e = text_file_name(said, &name);
	if (e == OK && name.n < sizeof out->name)
		memcpy(out->name, buf_cstr(&name), name.n + 1);
	else
		e = fault_set(why, e == OK ? ERR_TOO_BIG : e, "query:file",
		    "The file's name must be UTF-8 of at most 255 bytes, "
		    "without NUL and control characters.");
	buf_free(&name);
	if (e == OK && (out->kind = file_kind_of_name(out->name)) == NULL)
		e = fault_set(why, ERR_MEDIA_TYPE, "query:file",
		    "A document's name must end in one of: %s.",
		    FILE_KINDS_WORDS);
	return e;
}

static enum err
feed(struct visit *v, struct ask *a, struct staged *stage, struct fault *why)
{
	uint8_t *piece = pool_take(&a->pool, PIECE);
	size_t got = 0;
	enum err e = piece == NULL ? ERR_NO_MEMORY : OK;

	while (
	    e == OK && (e = ask_read(a, piece, PIECE, &got)) == OK && got != 0)
		e = stage_more(stage, slice_of(piece, got));
	if (e == OK)
		e = stage_close(stage);
	if (e == ERR_TOO_BIG)
		return fault_set(why, e, "",
		    "A document may have at most %llu MiB.",
		    (unsigned long long)(v->door->upload_most >> 20));
	return e == OK ? OK
		       : fault_set(why, e, "", "The document was not kept: %s.",
			     err_words(e));
}

/* The bytes are what name and Content-Digest say. */
static enum err
check_bytes(const struct ask *a, const struct raw_document *d,
    struct fault *why)
{
	struct digest said;
	bool found;

	if (digest_field_read(ask_header(a, "Content-Digest"), &said, &found) !=
		OK ||
	    (found && !digest_eq(said, stage_digest(d->stage))))
		return fault_set(why, ERR_DIGEST, "header:Content-Digest",
		    "The body's SHA-256 is not the one Content-Digest names.");
	if (stage_size(d->stage) == 0)
		return fault_set(why, ERR_EMPTY, "/file",
		    "The file \"%s\" is empty.", d->name);
	if (!file_kind_begins(d->kind, stage_head(d->stage)))
		return fault_set(why, ERR_DISGUISED, "",
		    "The file \"%s\" does not begin like a file of its kind.",
		    d->name);
	return OK;
}

enum err
raw_document_take(struct visit *v, struct ask *a, struct raw_document *d,
    struct fault *why)
{
	struct media media;
	enum err e;

	if (media_read(ask_header(a, "Content-Type"), &media) == OK &&
	    media_is(&media, "multipart/form-data"))
		return fault_set(why, ERR_MEDIA_TYPE, "header:Content-Type",
		    "Send the document itself, its fields in the query.");
	e = stage_open(&d->stage, v->door->store->blobs, v->door->upload_most);
	if (e == OK && (e = feed(v, a, d->stage, why)) == OK)
		e = check_bytes(a, d, why);
	return e;
}

void
raw_document_drop(struct raw_document *d)
{
	stage_drop(&d->stage);
}
