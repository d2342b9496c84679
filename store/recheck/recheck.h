/*
 * recheck.h - what a log's entries tell about time, from their bytes alone:
 * every verdict again, every clock, every silence, every closing.
 *
 * Knows the rules of model and the lines of entries; touches no store. What
 * is wrong, or worth a reader's eye, is told as objections, in the order in
 * which it shows. Memory grows with periods, windows, rejections,
 * re-judgements and what an unfit clock took in, not with entries.
 */
#ifndef STORE_RECHECK_RECHECK_H
#define STORE_RECHECK_RECHECK_H

#include "store/ledger/entry.h"
#include "store/model/sign.h"

enum gravity {
	GRAVE_NOTE,    /* a fact a reader should know */
	GRAVE_WARNING, /* to be explained by those who run it */
	GRAVE_ERROR,   /* the log breaks its own rules */
	GRAVITIES
};
const char *gravity_name(enum gravity s); /* "error" */

struct objection {
	enum gravity gravity;
	uint64_t index;   /* the entry it is about */
	unsigned log;     /* and of which of the store's logs; 0: the first */
	const char *code; /* "verdict": for programs; docs/log-format.md */
	char text[256];   /* an English sentence */
};

struct recheck_to {
	void (*tell)(void *self, const struct objection *f);
	/* An earlier entry's bytes by its place (ledger.h), borrowed until the
	 * next call; false when it cannot be had. NULL: what refers to another
	 * is not compared. */
	bool (*entry)(void *self, uint64_t place, struct slice *bytes);
	void *self;
};

struct recheck;

/* NULL: no memory. */
struct recheck *recheck_new(struct recheck_to to);

/* The next entry of the log, from index 0 on, none left out. ERR_MALFORMED
 * for bytes that are no entry, ERR_NO_MEMORY; objections are no failure. */
enum err recheck_entry(struct recheck *a, struct slice bytes);

/* Before the first entry of a log that goes on from the one before: rules,
 * closings and submissions are remembered, and indexes begin anew. */
void recheck_next_log(struct recheck *a);

/* After the newest entry: tells what was still open. */
enum err recheck_finish(struct recheck *a);
void recheck_free(struct recheck **a);

/* How many objections of that gravity were told. */
uint64_t recheck_count(const struct recheck *a, enum gravity s);

/* What an entry says of its moment. */
struct sign recheck_sign(const struct entry *e, uint64_t index);

#endif
