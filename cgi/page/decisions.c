/*
 * decisions.c - the council's minutes and decisions, put on file and read.
 *
 * Knows the fields of a record. Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/digest_field.h"
#include "cgi/http/media.h"
#include "cgi/http/query.h"
#include "cgi/page/args.h"
#include "cgi/page/document_reply.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/file_kind.h"
#include "store/base/json_out.h"
#include "store/base/text.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define PIECE 65536

/* A text of the query, normalised, into `out`. */
static enum err
read_text(const struct query *q, const char *key, bool required, char *out,
    size_t room, struct fault *why)
{
	struct buf text = { 0 };
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
	if (text_normalise(said, &text) != OK ||
	    memchr(text.p, '\n', text.n) != NULL ||
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

static enum err
read_file_name(const struct query *q, struct record *out, struct fault *why)
{
	struct buf name = { 0 };
	struct slice said;
	enum err e = query_one(q, "file", &said, why);

	if (e != OK)
		return fault_set(why, e, "query:file",
		    "Parameter \"file\" must give the file's name, once.");
	e = text_file_name(said, &name);
	if (e == OK && name.n < sizeof out->file_name)
		memcpy(out->file_name, buf_cstr(&name), name.n + 1);
	else
		e = fault_set(why, e == OK ? ERR_TOO_BIG : e, "query:file",
		    "The file's name must be UTF-8 of at most 255 bytes, "
		    "without NUL and control characters.");
	buf_free(&name);
	if (e == OK && file_kind_of_name(out->file_name) == NULL)
		e = fault_set(why, ERR_MEDIA_TYPE, "query:file",
		    "A document's name must end in one of: %s.",
		    FILE_KINDS_WORDS);
	return e;
}

static enum err
read_words(struct ask *a, struct record *out, struct fault *why)
{
	static const char *const known[] = { "kind", "number", "date", "signer",
		"file", NULL };
	char kind[16] = "", date[16] = "";
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = read_text(&q, "kind", true, kind, sizeof kind, why)) != OK ||
	    (e = read_text(&q, "number", true, out->number, sizeof out->number,
		 why)) != OK ||
	    (e = read_text(&q, "date", true, date, sizeof date, why)) != OK ||
	    (e = read_text(&q, "signer", false, out->signer, sizeof out->signer,
		 why)) != OK ||
	    (e = read_file_name(&q, out, why)) != OK)
		return e;
	out->kind = record_kind_read(slice_text(kind));
	if (out->kind == RECORD_KINDS)
		return fault_set(why, ERR_RANGE, "query:kind",
		    "\"kind\" is \"minutes\" or \"decision\".");
	if ((e = date_read(slice_text(date), &out->date)) != OK)
		return fault_set(why, e, "query:date",
		    "\"date\" is a day such as \"2023-03-01\".");
	return OK;
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
check_bytes(const struct ask *a, const struct record *r,
    const struct staged *stage, struct fault *why)
{
	struct digest said;
	bool found;

	if (digest_field_read(ask_header(a, "Content-Digest"), &said, &found) !=
		OK ||
	    (found && !digest_eq(said, stage_digest(stage))))
		return fault_set(why, ERR_DIGEST, "header:Content-Digest",
		    "The body's SHA-256 is not the one Content-Digest names.");
	if (stage_size(stage) != 0 &&
	    !file_kind_begins(file_kind_of_name(r->file_name),
		stage_head(stage)))
		return fault_set(why, ERR_DISGUISED, "",
		    "The file \"%s\" does not begin like a file of its kind.",
		    r->file_name);
	return OK;
}

static enum err
keep(struct visit *v, struct ask *a, struct record *r, struct fault *why)
{
	static const struct unit_id nobody;
	struct store *s = v->door->store;
	struct staged *stage = NULL;
	struct media media;
	enum err e;

	/* who may not keep records has no byte of theirs stored */
	if (!who_may(&v->who, MAY_KEEP_RECORDS, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not keep the council's records.",
		    role_name(v->who.role));
	if (media_read(ask_header(a, "Content-Type"), &media) == OK &&
	    media_is(&media, "multipart/form-data"))
		return fault_set(why, ERR_MEDIA_TYPE, "header:Content-Type",
		    "Send the document itself, its fields in the query.");
	if ((e = read_words(a, r, why)) != OK ||
	    (e = stage_open(&stage, s->blobs, v->door->upload_most)) != OK)
		return e;
	if ((e = feed(v, a, stage, why)) == OK &&
	    (e = check_bytes(a, r, stage, why)) == OK)
		e = act_keep_record(s, &v->who, r, stage, why);
	stage_drop(&stage);
	return e;
}

void
decisions_post(void *self, struct ask *a, struct reply *r)
{
	struct record record = { .n = 0 };
	struct fault why = { 0 };
	struct buf place = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &record.period))
		return;
	if ((e = keep(self, a, &record, &why)) != OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 201));
	view_record(&j, &record);
	buf_print(&place, "%.*s/v1/periods/%s/decisions/%llu", (int)a->prefix.n,
	    (const char *)a->prefix.p, record.period.text,
	    (unsigned long long)record.n);
	reply_header(r, "Location", buf_all(&place));
	buf_free(&place);
}

static bool
put_one(void *self, const struct record *r)
{
	view_record(self, r);
	return true;
}

void
decisions_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "decisions");
	jout_array(&j);
	e = look_records(v->door->store, &v->who, period, put_one, &j, &why);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "no-store");
	if (e != OK)
		problem_reply(r, e, &why);
}

void
decision_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct record record;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &record.period) ||
	    !arg_number(a, r, "decision", &record.n))
		return;
	e = look_record(v->door->store, &v->who, &record, &why);
	if (e != OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 200));
	view_record(&j, &record);
}

void
decision_document_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct buf bytes = { 0 };
	struct record record;
	struct document doc;
	int fd = -1;
	enum err e;

	if (!arg_period(a, r, &record.period) ||
	    !arg_number(a, r, "decision", &record.n))
		return;
	e = look_record_file(v->door->store, &v->who, &record, &doc, &bytes,
	    &fd, &why);
	if (e == OK)
		document_reply(r, a, &doc, record.file_name, buf_all(&bytes),
		    fd);
	else
		problem_reply(r, e, &why);
	buf_free(&bytes);
}
