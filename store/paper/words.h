/*
 * words.h - every word that a statement is made of, in both languages.
 *
 * Inside store/paper.
 */
#ifndef STORE_PAPER_WORDS_H
#define STORE_PAPER_WORDS_H

#include "store/paper/statement.h"

enum word {
	TITLE_SUBMISSION,
	TITLE_REFUSAL,
	TITLE_OTHER,
	LABEL_DOCUMENT,
	LABEL_PERIOD,
	LABEL_LEAF,
	LABEL_UNIT,
	LABEL_ID,
	LABEL_RECEIVED,
	LABEL_DEADLINE,
	LABEL_FINDING,
	LABEL_REASON,
	LABEL_CLOCK,
	LABEL_PLACE,
	LABEL_TYPE,
	LABEL_SAID,
	LABEL_VOUCHED,
	LABEL_NOTE,
	CHECKED_FILE,   /* file name */
	BYTES,          /* bytes, digest */
	UNIT_OPENED,    /* code */
	UNIT_CLOSED,    /* digest */
	MOMENT_BETWEEN, /* between two moments */
	MOMENT_AND,
	MOMENT_AT, /* one moment */
	ZONE,
	BEFORE,  /* a moment */
	VERSION, /* window version */
	NO_WINDOW,
	FIND_ON_TIME,
	FIND_ON_TIME_DOUBT,
	FIND_LATE_DOUBT,
	FIND_LATE,
	FIND_NOT_OPEN,
	FIND_CLOSED,
	FIND_CURED,
	FIND_FENCED,
	CLOCK_WORDS_FIT, /* bound in seconds */
	CLOCK_WORDS_UNFIT,
	CLOCK_WORDS_ALONE,
	CLOCK_WORDS_SIMULATED,
	FROM_FRONT,
	FROM_HANDLER,
	PLACE_WORDS, /* number, of how many, log */
	LOGGED,      /* moment */
	SIGNED_BY,   /* log */
	COSIGNED_BY, /* witness, moment */
	ONLY_US,
	WITNESSED,
	SIMULATED_NOTE,
	LABEL_OUTSIDE,
	OUTSIDE_BEFORE, /* moment, authority */
	OUTSIDE_AFTER,  /* likewise */
	OUTSIDE_ON_TIME,
	STAMPED,
	LABEL_BOUNDED,
	BOUNDED_WAIT,
	BOUNDED_ON_TIME,
	BOUNDED_LATE,
	BOUNDED_DOUBT,
	BOUNDED_CONTRADICTION,
	TITLE_COMMITMENT,
	LABEL_PROMISED,
	LABEL_COMMITMENT,
	LABEL_COMMITMENT_ID,
	PROMISED_FILE, /* file name */
	PROMISED_MORE, /* how many */
	COMMITMENT_WORTH,
	COMMITTED_BEFORE, /* entry; between two moments */
	COUNTS_COMMITMENT,
	COUNTS_COMPLETION,
	COUNTS_EITHER,
	COMMITMENT_COMPARED,
	FIND_SAID_ON_TIME, /* by when the commitment came */
	FIND_SAID_ON_TIME_DOUBT,
	FIND_SAID_LATE_DOUBT,
	FIND_SAID_LATE,
	FIND_SAID_FENCED,
	OUTSIDE_SAID_ON_TIME,
	TITLE_RETURNED,
	RETURNED_NOTE,
	REASON_NOT_OPEN, /* of a refusal */
	REASON_CLOSED,
	REASON_MEDIA_TYPE, /* why a document was returned */
	REASON_DISGUISED,
	REASON_EMPTY,
	REASON_DIGEST,
	WORDS
};

/* With the conversions that the comments name. */
const char *word_in(enum language l, enum word w);

#endif
