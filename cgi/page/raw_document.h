/*
 * raw_document.h - a document as the whole body of a request, what is said
 * about it in the query: for records and reports that are no evidence. For
 * cgi/page.
 */
#ifndef CGI_PAGE_RAW_DOCUMENT_H
#define CGI_PAGE_RAW_DOCUMENT_H

#include "cgi/door/door.h"
#include "cgi/http/ask.h"
#include "cgi/http/query.h"
#include "store/base/file_kind.h"
#include "store/blob/stage.h"

struct raw_document {
	char name[256];
	const struct file_kind *kind;
	struct staged *stage; /* closed, after raw_document_take */
};

/* A text of a request, normalised and in one line, into `out`. ERR_ENCODING,
 * ERR_TOO_BIG, said at `pointer`. */
enum err text_field(struct slice said, const char *pointer, const char *key,
    char *out, size_t room, struct fault *why);

/* The same of the query; it stays as it was when it is absent and not
 * required (else ERR_MISSING_FIELD). */
enum err query_text(const struct query *q, const char *key, bool required,
    char *out, size_t room, struct fault *why);

/* Parameter "file": the document's name and by it its kind. */
enum err query_file(const struct query *q, struct raw_document *out,
    struct fault *why);

/* Takes the body: at most the door's bytes, what Content-Digest names, and
 * beginning like a file of its kind. */
enum err raw_document_take(struct visit *v, struct ask *a,
    struct raw_document *d, struct fault *why);
void raw_document_drop(struct raw_document *d);

#endif
