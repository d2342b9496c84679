/*
 * upload.h - a document on its way in: the form's fields, checked one by one,
 * and the file, streamed into a stage. For cgi/page.
 *
 * Everything that can be told before the file is told before the file: in a
 * multipart form all fields stand before it, in a raw request in the query.
 * So nothing of a document is stored that secrecy, role, unit or criterion
 * forbid.
 */
#ifndef CGI_PAGE_UPLOAD_H
#define CGI_PAGE_UPLOAD_H

#include "cgi/door/door.h"
#include "cgi/http/ask.h"
#include "store/act/acts.h"

struct upload {
	struct visit *visit;
	struct submit submit;
	struct staged *stage;
	bool secrecy_said;
	bool file_named;
};

/* One field of the form or the query. ERR_UNKNOWN_FIELD, ERR_ENCODING,
 * ERR_TOO_BIG, ERR_RANGE, ERR_SECRECY, ERR_CONFLICT (twice). */
enum err upload_field(struct upload *u, struct slice key, struct slice value,
    struct fault *why);

/* The file begins: its name and type are checked, then everything the store
 * can say beforehand, then the stage opens. */
enum err upload_begin(struct upload *u, struct slice file_name,
    struct slice type, struct fault *why);
enum err upload_more(struct upload *u, struct slice bytes, struct fault *why);

/* The file has ended: not empty, and what its name says. */
enum err upload_end(struct upload *u, struct fault *why);

/* Reads the whole request, whichever form it has, and notes when its last
 * byte had come. */
enum err upload_read(struct upload *u, struct ask *a, struct fault *why);

void upload_close(struct upload *u);

#endif
