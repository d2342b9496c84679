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
	/* of a submission that completes a commitment: the latter's */
	bool completes;
	int64_t commitment; /* place of its entry */
	struct interval committed;
};

/* The text of a new row; a word in the statement's language; `format` with each
 * "%s" replaced by the next value. */
struct buf *telling_row(struct telling *t, enum word label);
const char *telling_say(const struct telling *t, enum word w);
void telling_fill(struct buf *to, const char *format,
    const struct slice *values);

void telling_fill1(struct buf *to, const char *format, const char *value);

/* The title of an entry's statement; TITLE_OTHER for one that is told by its
 * lines. */
enum word telling_title(enum entry_type type);

/* Takes the next whole number of a line, or a moment that can be printed. */
#define TELLING_MOMENT_MOST INT64_C(253402300800000000) /* the year 10000 */
bool telling_take_number(struct slice *rest, int64_t *out);
bool telling_take_moment(struct slice *rest, struct moment *out);

/* "<place> <earliest us> <latest us>" into `a`. */
bool telling_take_commitment(struct slice line, struct arrived *a);
/* What a commitment promises; and what it is worth, or, of a submission that
 * completes one, when that came and which of both times gives the verdict. */
void telling_promised(struct telling *t);
void telling_commitment(struct telling *t, const struct arrived *a,
    enum word counts);

/* Why a document was not taken, where the entry says so. */
void telling_reason(struct telling *t);

/* How far off the clock was, and whose the earliest moment is (NONE: nobody's).
 */
void telling_clock(struct telling *t, struct slice source);

/* Between which outside times it lies, and whether that is before the deadline;
 * and what they make of the interval of a clock that was not fit. */
void telling_outside(struct telling *t, const struct arrived *a);
void telling_bounded(struct telling *t, const struct arrived *a);

#endif
