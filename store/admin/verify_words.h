/*
 * verify_words.h - what does not hold of a receipt, in Vietnamese: by the step
 * at which checking it stopped, and its error. The English sentence is the
 * fault's own.
 */
#ifndef STORE_ADMIN_VERIFY_WORDS_H
#define STORE_ADMIN_VERIFY_WORDS_H

#include "store/base/err.h"

enum verify_step {
	VERIFY_RECEIPT,    /* its file, signatures, place in the log */
	VERIFY_COMMITMENT, /* the same of the other receipt */
	VERIFY_COMPLETES,  /* is it that commitment? */
	VERIFY_DOCUMENT,
	VERIFY_UNIT,
	VERIFY_FENCES,   /* the outside times */
	VERIFY_STATEMENT /* what the entry says of its own times */
};

/* Words without a full stop. */
const char *verify_words(enum verify_step step, enum err e);

#endif
