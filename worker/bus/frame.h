/*
 * frame.h - what dispatcher and workers say to each other, in bytes.
 *
 *     version (1) | type (1) | fields of the type, nothing behind them
 *
 *     HELLO  pid (8) | ticket (8)
 *     JOB    ticket (8) | kind | period | unit
 *     DONE   ticket (8)
 *     FAIL   ticket (8) | error name | reason
 *     BELL
 *
 * Numbers are big-endian; text is its length (1) and its bytes, printable
 * (UTF-8 is let through, control characters are not). A job for period
 * "2022", unit "D16":
 *
 *     01 02 | 00 00 00 00 00 00 00 07 | 0a "score-unit" | 04 "2022" | 03 "D16"
 *
 * Another version or type, a text too long and bytes left over are
 * ERR_MALFORMED: the dispatcher and its workers are upgraded together, and a
 * frame that is refused is only a message lost.
 */
#ifndef WORKER_BUS_FRAME_H
#define WORKER_BUS_FRAME_H

#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/err.h"
#include "store/base/slice.h"

#define FRAME_NAME 32 /* kind, period, unit, error name; with their end */
#define FRAME_REASON 256

enum frame_type {
	FRAME_HELLO = 1, /* worker: I am here and idle */
	FRAME_JOB,       /* dispatcher: do this */
	FRAME_DONE,      /* worker: done and settled */
	FRAME_FAIL,      /* worker: it failed, and why */
	FRAME_BELL,      /* anyone: something was committed */
};

struct frame {
	enum frame_type type;
	uint64_t pid;          /* HELLO */
	uint64_t ticket;       /* HELLO: the last one received, 0 none */
	char kind[FRAME_NAME]; /* JOB */
	char period[FRAME_NAME];
	char unit[FRAME_NAME];
	char err[FRAME_NAME]; /* FAIL */
	char reason[FRAME_REASON];
};

/* Appends the frame; its texts must be printable (frame_clean). */
void frame_write(const struct frame *f, struct buf *to);

/* Reads one frame from all of `bytes`. OK or ERR_MALFORMED. */
enum err frame_read(struct slice bytes, struct frame *out);

/* Copies text into a frame's room, cut off at a whole UTF-8 character,
 * control characters as spaces. */
void frame_clean(char *to, size_t room, const char *text);

#endif
