/*
 * retold.h - a log told entry by entry, one of them forged, and what judging it
 * again says.
 */
#ifndef TESTS_KIT_RETOLD_H
#define TESTS_KIT_RETOLD_H

#include "store/recheck/recheck.h"

#define RETOLD_DEADLINE INT64_C(1673370000000000)

/* The clock that an entry was made by. */
enum retold_clock {
	RETOLD_FIT,     /* 2 ms */
	RETOLD_CARRIED, /* 5 s */
	RETOLD_ALONE,   /* nobody's: an hour ahead, 16 s */
};

/* One entry: its true time from the deadline in seconds, clock, type and own
 * lines. */
struct retold_line {
	int64_t at;
	enum retold_clock by;
	enum entry_type type;
	const char *body;
};

struct retold {
	char codes[256]; /* of errors, each with a space behind */
	char first[300];
};

/* The log with entry `at` given another type and body; `n`: as it is. Earlier
 * entries that it asks for last until the next. */
struct retold retell(const struct retold_line *lines, size_t n, size_t at,
    enum entry_type type, const char *body);

#endif
