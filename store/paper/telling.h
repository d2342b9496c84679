/*
 * telling.h - a statement while it is made. Inside store/paper.
 */
#ifndef STORE_PAPER_TELLING_H
#define STORE_PAPER_TELLING_H

#include "store/paper/words.h"

struct telling {
	const struct statement_facts *facts;
	const struct entry *entry;
	struct statement *to;
	struct fault *why;
};

/* When it arrived, and by when it should have. */
struct arrived {
	struct interval received;
	struct slice source;
	bool has_window;
	int64_t version;
	struct moment until;
	struct slice verdict;
};

/* The text of a new row; a word in the statement's language; `format` with each
 * "%s" replaced by the next value. */
struct buf *telling_row(struct telling *t, enum word label);
const char *telling_say(const struct telling *t, enum word w);
void telling_fill(struct buf *to, const char *format,
    const struct slice *values);

void telling_fill1(struct buf *to, const char *format, const char *value);

/* How far off the clock was, and whose the earliest moment is (NONE: nobody's).
 */
void telling_clock(struct telling *t, struct slice source);

/* Between which outside times it lies, and whether that is before the deadline;
 * and what they make of the interval of a clock that was not fit. */
void telling_outside(struct telling *t, const struct arrived *a);
void telling_bounded(struct telling *t, const struct arrived *a);

#endif
