/*
 * documents.c - a document's bytes, only to whom a submission shows them.
 *
 * Knows how a browser must be kept from running what people uploaded. Touches
 * the store through a look.
 */
#include <stdio.h>
#include <unistd.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/digest_field.h"
#include "cgi/http/etag.h"
#include "cgi/http/range.h"
#include "cgi/page/document_reply.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

/* RFC 8187: the name in UTF-8, percent-encoded. A PDF that passed the door
 * may be shown in place; everything else is saved, never opened. */
static void
set_disposition(struct reply *r, const struct document *doc, const char *name)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf value = { 0 };

	buf_text(&value, strcmp(doc->media_type, "application/pdf") == 0
			     ? "inline"
			     : "attachment");
	buf_text(&value, "; filename*=UTF-8''");
	for (const char *c = name; *c != 0; c++) {
		uint8_t b = (uint8_t)*c;

		if ((b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') ||
		    (b >= 'A' && b <= 'Z') || b == '.' || b == '-' ||
		    b == '_') {
			buf_byte(&value, b);
		} else {
			buf_byte(&value, '%');
			buf_byte(&value, (uint8_t)hex[b >> 4]);
			buf_byte(&value, (uint8_t)hex[b & 15]);
		}
	}
	reply_header(r, "Content-Disposition", buf_all(&value));
	buf_free(&value);
}

static void
set_headers(struct reply *r, const struct document *doc, const char *name)
{
	struct buf digest = { 0 };

	digest_field_put(&digest, doc->digest);
	reply_header(r, "Repr-Digest", buf_all(&digest));
	buf_free(&digest);
	set_disposition(r, doc, name);
	reply_header_text(r, "X-Content-Type-Options", "nosniff");
	reply_header_text(r, "Content-Security-Policy",
	    "sandbox; default-src 'none'");
	reply_header_text(r, "Cache-Control", "private, max-age=3600");
}

void
document_reply(struct reply *r, struct ask *a, const struct document *doc,
    const char *name, struct slice bytes, int fd)
{
	char tag[DIGEST_TEXT + 2], hex[DIGEST_TEXT];
	struct fault why = { 0 };
	struct slice etag;

	digest_text(doc->digest, hex);
	(void)snprintf(tag, sizeof tag, "\"%s\"", hex);
	etag = slice_text(tag);
	if (fd >= 0)
		reply_file(r, 200, doc->media_type, fd, 0, doc->size);
	else
		reply_bytes(r, 200, doc->media_type, bytes);
	set_headers(r, doc, name);
	if (etag_apply(r, a, etag))
		return;
	if (range_apply(r, a, etag) == RANGE_OUTSIDE) {
		(void)fault_set(&why, ERR_RANGE, "header:Range",
		    "The document has %llu bytes.",
		    (unsigned long long)doc->size);
		problem_reply_status(r, 416, &why);
		/* they speak of the document, not of this answer */
		reply_header_drop(r, "Content-Disposition");
		reply_header_drop(r, "Repr-Digest");
		reply_header_drop(r, "ETag");
	}
}

static void
refuse(struct reply *r, enum err e)
{
	struct fault why = { 0 };

	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such document, or it is not yours to see.");
	if (e == ERR_GONE)
		(void)fault_set(&why, e, "",
		    "The document was destroyed under a decision; its digest "
		    "and the reason are kept.");
	problem_reply(r, e, &why);
}

void
document_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct buf bytes = { 0 };
	struct document doc;
	struct digest d;
	char name[256];
	int fd = -1;
	enum err e;

	if (digest_read(ask_arg(a, "sha256"), &d) != OK)
		e = ERR_NOT_FOUND;
	else
		e = look_document(v->door->store, &v->who, d, &doc, name,
		    &bytes, &fd);
	if (e == OK)
		document_reply(r, a, &doc, name, buf_all(&bytes), fd);
	else
		refuse(r, e);
	buf_free(&bytes);
}
