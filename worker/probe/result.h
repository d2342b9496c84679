/*
 * result.h - what the probe says about a document, and the one line in which
 * its child says it.
 *
 *     probe 3 verdict=ok type=application/pdf pages=12 flawed=0 created=- \
 *     modified=- signed=-
 *
 * in one line, ended by a line feed. Every field stands, in this order; nothing
 * else does. The line comes from a process that read hostile bytes: the reader
 * believes nothing that is not of this shape.
 */
#ifndef WORKER_PROBE_RESULT_H
#define WORKER_PROBE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/err.h"
#include "store/base/slice.h"

enum probe_verdict {
	PROBE_OK,
	PROBE_DISGUISED,   /* the content is not what the name says */
	PROBE_DAMAGED,     /* of the right kind, but not whole; empty */
	PROBE_ENCRYPTED,   /* cannot be read without a password */
	PROBE_UNSUPPORTED, /* of a kind nobody here can check */
	PROBE_EXCESSIVE,   /* wants more time, memory or room than it may */
	PROBE_CRASHED,     /* the check died of it */
	PROBE_VERDICTS
};

#define PROBE_TYPE 96
#define PROBE_DATE 32
#define PROBE_PAGES_MOST 1000000
#define PROBE_LINE_MOST 320 /* bytes of the line, its end included */

struct probe_result {
	enum probe_verdict verdict;
	char type[PROBE_TYPE]; /* media type when OK, else "" */
	uint32_t pages;        /* of a PDF, else 0 */
	bool flawed;           /* readable, but the checker complained */
	/* A PDF's own CreationDate and ModDate, and the latest M of its
	 * signatures: claims of the file, which prove nothing; "" none */
	char created[PROBE_DATE], modified[PROBE_DATE], signed_at[PROBE_DATE];
};

/* "disguised"; for people: "the content is not what the name says". */
const char *probe_verdict_name(enum probe_verdict v);
const char *probe_verdict_words(enum probe_verdict v);

/* Appends the line. */
void probe_result_write(const struct probe_result *r, struct buf *to);

/* Reads the line from all of `bytes`. OK or ERR_MALFORMED. */
enum err probe_result_read(struct slice bytes, struct probe_result *out);

#endif
