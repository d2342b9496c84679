/*
 * upload_read.c - the request of an upload, whichever form it has.
 *
 * Knows raw bodies and multipart forms, and what else the request says about
 * its body. Touches the request it is given.
 */
#include "cgi/http/digest_field.h"
#include "cgi/http/media.h"
#include "cgi/http/multipart.h"
#include "cgi/http/query.h"
#include "cgi/page/arriving.h"
#include "cgi/page/upload.h"

#define PIECE 65536
#define FORM_AROUND 131072 /* bytes of a form beside its file */

/* ---- as a multipart form ---- */

#define VALUE_MOST 4096

struct reading_form {
	struct upload *upload;
	bool in_file;
	char key[64];
	size_t key_n;
	uint8_t value[VALUE_MOST];
	size_t value_n;
};

static enum err
part_begin(void *self, const struct multipart_part *part, struct fault *why)
{
	struct reading_form *f = self;

	f->in_file = slice_is(part->name, "file");
	if (f->in_file) {
		if (!part->is_file)
			return fault_set(why, ERR_MISSING_FIELD, "/file",
			    "The part \"file\" has no file name.");
		return upload_begin(f->upload, part->file_name, part->type,
		    why);
	}
	if (part->is_file)
		return fault_set(why, ERR_CONFLICT, "",
		    "Only the part \"file\" may be a file.");
	if (part->name.n >= sizeof f->key)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "No field has a name that long.");
	memcpy(f->key, part->name.p, part->name.n);
	f->key_n = part->name.n;
	f->value_n = 0;
	return OK;
}

static enum err
part_data(void *self, struct slice bytes, struct fault *why)
{
	struct reading_form *f = self;

	if (f->in_file)
		return upload_more(f->upload, bytes, why);
	if (bytes.n > sizeof f->value - f->value_n)
		return fault_set(why, ERR_TOO_BIG, "",
		    "Field \"%.*s\" may have at most %d bytes.", (int)f->key_n,
		    f->key, VALUE_MOST);
	memcpy(f->value + f->value_n, bytes.p, bytes.n);
	f->value_n += bytes.n;
	return OK;
}

static enum err
part_end(void *self, struct fault *why)
{
	struct reading_form *f = self;

	if (f->in_file)
		return upload_end(f->upload);
	return upload_field(f->upload, slice_of(f->key, f->key_n),
	    slice_of(f->value, f->value_n), why);
}

/* Content-Digest speaks of the message: the whole form, boundaries included. */
static enum err
feed_form(struct ask *a, struct multipart *m, uint8_t *piece,
    struct digest_stream *hash, struct fault *why)
{
	size_t got;
	enum err e;

	for (;;) {
		if ((e = ask_read(a, piece, PIECE, &got)) != OK)
			return fault_set(why, e, "",
			    "The form did not come "
			    "whole: %s.",
			    err_words(e));
		if (got == 0)
			return multipart_end(m, why);
		if (hash != NULL)
			digest_more(hash, slice_of(piece, got));
		if ((e = multipart_feed(m, slice_of(piece, got), why)) != OK)
			return e;
	}
}

static enum err
read_form(struct upload *u, struct ask *a, const struct media *media,
    struct digest_stream *hash, struct fault *why)
{
	struct multipart_limits limits = { .parts = 64,
		.value_most = VALUE_MOST,
		.file_most = u->visit->door->upload_most,
		.total_most = u->visit->door->upload_most + FORM_AROUND };
	struct reading_form *f = pool_take(&a->pool, sizeof *f);
	uint8_t *piece = pool_take(&a->pool, PIECE);
	struct multipart *m;
	enum err e;

	if (f == NULL || piece == NULL)
		return ERR_NO_MEMORY;
	f->upload = u;
	e = multipart_open(&m, &a->pool,
	    media_param(media, "boundary", &a->pool), limits,
	    (struct multipart_calls){ part_begin, part_data, part_end, f },
	    why);
	if (e == OK)
		e = feed_form(a, m, piece, hash, why);
	if (e == OK && !u->file_named)
		e = fault_set(why, ERR_MISSING_FIELD, "/file",
		    "The form has no part \"file\".");
	return e;
}

/* ---- as a raw body ---- */

static enum err
read_query(struct upload *u, struct ask *a, struct slice *file,
    struct fault *why)
{
	struct query q;
	enum err e = query_read(a->query, &a->pool, &q, why);

	*file = SLICE_NONE;
	for (size_t i = 0; e == OK && i < q.n; i++) {
		if (!slice_is(q.pairs[i].key, "file"))
			e = upload_field(u, q.pairs[i].key, q.pairs[i].value,
			    why);
		else if (file->p != NULL)
			e = fault_set(why, ERR_CONFLICT, "query:file",
			    "One request takes one file.");
		else
			*file = q.pairs[i].value;
	}
	if (e == OK && file->n == 0)
		e = fault_set(why, ERR_MISSING_FIELD, "query:file",
		    "Parameter \"file\" must give the file's name.");
	return e;
}

static enum err
read_raw(struct upload *u, struct ask *a, struct fault *why)
{
	uint8_t *piece = pool_take(&a->pool, PIECE);
	struct slice file;
	size_t got;
	enum err e;

	if (piece == NULL)
		return ERR_NO_MEMORY;
	if ((e = read_query(u, a, &file, why)) != OK)
		return e;
	if (a->length_known && a->length > u->visit->door->upload_most)
		return fault_set(why, ERR_TOO_BIG, "header:Content-Length",
		    "A document may have at most %llu MiB.",
		    (unsigned long long)(u->visit->door->upload_most >> 20));
	e = upload_begin(u, file, ask_header(a, "Content-Type"), why);
	while (e == OK) {
		if ((e = ask_read(a, piece, PIECE, &got)) != OK)
			return fault_set(why, e, "",
			    "The document did not "
			    "come whole: %s.",
			    err_words(e));
		if (got == 0)
			return upload_end(u);
		e = upload_more(u, slice_of(piece, got), why);
	}
	return e;
}

/* ---- either ---- */

static void
check_digest(struct upload *u, struct digest is, struct digest said)
{
	if (!digest_eq(is, said))
		(void)fault_set(&u->bad, ERR_DIGEST, "header:Content-Digest",
		    "The body's SHA-256 is not the one Content-Digest names.");
}

static enum err
read_body(struct upload *u, struct ask *a, const struct digest *said,
    struct fault *why)
{
	struct digest_stream *hash = NULL;
	struct media media;
	enum err e = media_read(ask_header(a, "Content-Type"), &media);

	if (e != OK && e != ERR_EMPTY)
		return fault_set(why, ERR_MEDIA_TYPE, "header:Content-Type",
		    "Content-Type cannot be read.");
	if (e == ERR_EMPTY || !media_is(&media, "multipart/form-data")) {
		e = read_raw(u, a, why);
		if (e == OK && said != NULL)
			check_digest(u, stage_digest(u->stage), *said);
		return e;
	}
	if (said != NULL && (hash = digest_start()) == NULL)
		return ERR_NO_MEMORY;
	e = read_form(u, a, &media, hash, why);
	if (e == OK && said != NULL)
		check_digest(u, digest_end(&hash), *said);
	digest_drop(&hash);
	return e;
}

enum err
upload_read(struct upload *u, struct ask *a, struct fault *why)
{
	int64_t started = store_run(u->visit->door->store);
	struct digest said;
	bool found;
	enum err e, late;

	if ((e = arriving_key(a, &u->submit.has_key, &u->submit.key, why)) !=
	    OK)
		return e;
	e = digest_field_read(ask_header(a, "Content-Digest"), &said, &found);
	if (e != OK)
		return fault_set(why, e, "header:Content-Digest",
		    "Content-Digest is not a list of digests (RFC 9530).");
	e = read_body(u, a, found ? &said : NULL, why);
	late = arriving_note(u->visit->door->store, a, started,
	    &u->submit.arrival);
	return e != OK ? e : late;
}
