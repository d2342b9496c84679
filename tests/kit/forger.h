/*
 * forger.h - an administrator with the log's key and all the time in the
 * world, who writes the log anew.
 */
#ifndef TESTS_KIT_FORGER_H
#define TESTS_KIT_FORGER_H

#include <limits.h>

#include "tests/kit/world.h"

#define FORGER_NEVER UINT_MAX

/* What is changed on the way; an entry's index, or FORGER_NEVER. */
struct forgery {
	unsigned without; /* left out */
	unsigned edited;  /* the last byte of its last line is another one */
	unsigned from;    /* those from here on are moved in time */
	int64_t by;       /* microseconds */
	/* text of an entry, and what stands there now; of the same length */
	const char *was, *is;
};
#define FORGERY_NONE                                                           \
	((struct forgery){ .without = FORGER_NEVER,                            \
	    .edited = FORGER_NEVER,                                            \
	    .from = FORGER_NEVER })

/* The whole log anew, sealed by its own key: it verifies. */
void forge(struct world *w, struct forgery f);

/* Does the log, rebuilt from its entries, verify? OK when it does. */
enum err forger_verify(struct world *w);

/* Does it keep the rules that its entries must agree on? */
bool forger_keeps_rules(struct world *w);

#endif
