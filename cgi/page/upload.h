/*
 * upload.h - a document on its way in: the form's fields, checked one by one,
 * and the file, streamed into a stage. For cgi/page.
 *
 * Everything that can be told before the file is told before the file: in a
 * multipart form all fields stand before it, in a raw request in the query.
 * So nothing of a document is stored that secrecy, role, unit or criterion
 * forbid. What the document is, is said when it is there: that it came is kept
 * in the log (audit.md 4.6 R10).
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
	/* Why the document is returned once it has come; err OK: it is not. The
	 * first reason stays. */
	struct fault bad;
};

/* One field of the form or the query. ERR_UNKNOWN_FIELD, ERR_ENCODING,
 * ERR_TOO_BIG, ERR_RANGE, ERR_SECRECY, ERR_CONFLICT (twice). */
enum err upload_field(struct upload *u, struct slice key, struct slice value,
    struct fault *why);

/* The file begins: its name and type are checked, then everything the store
 * can say beforehand, then the stage opens. A kind that is not taken is `bad`:
 * its bytes are read to know what came, and dropped. */
enum err upload_begin(struct upload *u, struct slice file_name,
    struct slice type, struct fault *why);
enum err upload_more(struct upload *u, struct slice bytes, struct fault *why);

/* The file has ended: if it is empty, or not what its name says, it is
 * `bad`. */
enum err upload_end(struct upload *u);

/* Reads the whole request, whichever form it has, and notes when its last
 * byte had come. On OK it came whole, also if it is `bad`. */
enum err upload_read(struct upload *u, struct ask *a, struct fault *why);

void upload_close(struct upload *u);

#endif
