/*
 * submit.h - what `parindex submit` sends, before any network: the document,
 * its digest, its type, and the request's key.
 */
#ifndef STORE_ADMIN_SUBMIT_H
#define STORE_ADMIN_SUBMIT_H

#include "store/admin/admin.h"
#include "store/base/digest.h"

/* Options; those below OPT_URL are parameters of the request's query. */
enum {
	OPT_PERIOD = 256,
	OPT_UNIT,
	OPT_LEAF,
	OPT_SECRECY,
	OPT_NUMBER,
	OPT_SYMBOL,
	OPT_ISSUED,
	OPT_ISSUER,
	OPT_SECTION,
	OPT_PAGE,
	OPT_NOTE,
	OPT_REPLACES,
	OPT_COMMITMENT,
	OPT_URL,
	OPT_TOKEN_FILE,
	OPT_REQUEST_KEY,
	OPT_RECEIPT,
	OPT_COMMIT_FIRST,
};

/* The query parameter of an option; NULL when it has none. */
const char *submit_parameter(int key);

/* The path below /v1 at which the unit's commitments are made. */
void submit_path(const struct call *c, struct buf *to);

struct submit_file {
	int fd; /* stands at the beginning; -1: none */
	uint64_t size;
	struct digest digest;
	const char *name; /* without its folder */
	const char *media_type;
};

/* Opens and hashes. The caller closes `fd`. `*why` names the file. */
enum err submit_file_open(const char *path, struct submit_file *out,
    struct fault *why);

/*
 * The Idempotency-Key of a request that names none, appended: SHA-256 of the
 * document's digest, the unit, the period and the leaves, each on a line. So
 * a script that runs twice submits once.
 */
void submit_key(const struct call *c, struct digest document, struct buf *to);

/* The first line of a token's file. ERR_MALFORMED unless it is 1..128 visible
 * ASCII characters. */
enum err submit_token(const char *path, char out[129], struct fault *why);

#endif
