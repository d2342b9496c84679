/*
 * clone.h - last year's period as a draft of the next one.
 *
 * Moved by whole years: windows, the days in rules and variables, the year in
 * names and in the criteria set's id. Left behind: older versions of windows,
 * windows of one unit only, and what was decided about a window. Everything
 * else is as it was, for people to look through (`parindex period diff`).
 */
#ifndef STORE_ANNEX_CLONE_H
#define STORE_ANNEX_CLONE_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/base/id.h"
#include "store/model/bundle.h"

#define CLONE_WINDOWS 64

/* A window as the decision sets it; a stage of one block. */
struct clone_window {
	char block[NAME_ROOM], stage[NAME_ROOM];
	char opens[40], on_time_until[40], closes[40]; /* closes "": none */
	bool used; /* there was such a window */
};

struct clone_order {
	struct period_id id;
	int64_t year;
	struct clone_window window[CLONE_WINDOWS];
	unsigned n_windows;
};

/* Reads "BLOCK:STAGE=OPENS,UNTIL[,CLOSES]"; ERR_MALFORMED. */
enum err clone_window_read(const char *text, struct clone_window *out);

/* The three files' texts. A window that nobody had is ERR_NOT_FOUND, and
 * `*why` says which. */
enum err period_clone(struct slice bundle, struct clone_order *order,
    struct buf out[BUNDLE_PARTS], struct fault *why);

#endif
