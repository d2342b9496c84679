/*
 * moment.h - points in time and spans. No clock.
 *
 * A moment is whole microseconds since 1970-01-01T00:00:00Z (UTC, POSIX
 * seconds). Viet Nam is +07:00 all year since 1975, so local time is
 * arithmetic (audit.md 4.4).
 */
#ifndef STORE_BASE_MOMENT_H
#define STORE_BASE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/err.h"
#include "store/base/slice.h"

struct moment {
	int64_t us;
};

/* A span of time in microseconds. */
struct span {
	int64_t us;
};

/* When something happened, as far as it can be known: not before `earliest`,
 * not after `latest`. */
struct interval {
	struct moment earliest, latest;
};

#define MOMENT_TEXT 33 /* "2023-01-10T23:59:59.999999+07:00" and its end */
#define DATE_TEXT 11   /* "2023-01-10" and its end */

static inline int
moment_cmp(struct moment a, struct moment b)
{
	return (a.us > b.us) - (a.us < b.us);
}

static inline bool
moment_before(struct moment a, struct moment b)
{
	return a.us < b.us;
}

static inline struct moment
moment_plus(struct moment a, struct span by)
{
	return (struct moment){ a.us + by.us };
}

static inline struct span
seconds(int64_t n)
{
	return (struct span){ n * 1000000 };
}

/* RFC 3339 with the offset +07:00 and always six decimals. */
void moment_text(struct moment m, char out[MOMENT_TEXT]);

/* Reads RFC 3339 with an offset (or Z); up to six decimals; "24:00:00" means
 * 00:00 of the next day and nothing else may follow 24. ERR_MALFORMED;
 * ERR_RANGE for a date that does not exist or a year outside 1970..9999. */
enum err moment_read(struct slice text, struct moment *out);

/* A calendar day as days since 1970-01-01, "YYYY-MM-DD". */
enum err date_read(struct slice text, int64_t *days);
void date_text(int64_t days, char out[DATE_TEXT]);

/* The calendar day of `m` in Viet Nam. */
int64_t moment_day(struct moment m);

/* 00:00 of that day in Viet Nam. */
struct moment date_start(int64_t days);

#endif
