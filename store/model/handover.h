/*
 * handover.h - packages of forms that change hands sealed, and are opened by
 * two persons. Pure.
 */
#ifndef STORE_MODEL_HANDOVER_H
#define STORE_MODEL_HANDOVER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/digest.h"
#include "store/base/fault.h"
#include "store/base/json_in.h"
#include "store/base/moment.h"

#define HANDOVER_TEXT 256
#define HANDOVER_SEALS 2048

/* Names, numbers and notes are ours; the log has their salted digest only. */
struct handover {
	uint64_t number; /* within its survey, from 1 */
	uint64_t packages;
	char seals[HANDOVER_SEALS]; /* their numbers, a line each */
	char from[HANDOVER_TEXT], to[HANDOVER_TEXT]; /* office and person */
	char minutes[HANDOVER_TEXT]; /* number and date of the minutes */
	struct digest scan;          /* of the signed minutes; zero: none */
	uint64_t issued, collected, valid, invalid; /* forms */
	struct moment time;
	uint64_t by, entry;
	uint8_t salt[32];

	bool opened, intact;           /* the seals, when opened */
	char person[2][HANDOVER_TEXT]; /* who opened it: name and position */
	char found[HANDOVER_SEALS];    /* the numbers that were on the packages,
					* a line each; "": nobody said */
	char note[HANDOVER_TEXT];
	struct moment opened_at;
	uint64_t opened_by, opened_entry;
};

/*
 * Reads {"packages":2,"seals":["0123","0124"],"from":"...","to":"...",
 * "minutes":"...","scan":"<SHA-256>","issued":800,"collected":770,
 * "valid":760,"invalid":10}. 1. What was collected is at most what was issued.
 * 2. Valid and invalid make up what was collected. 3. Every package has its
 * seal. 4. The parties are two. `scan` may be left out.
 */
enum err handover_read(const struct jv *json, struct handover *out,
    struct fault *why);

/* Reads {"persons":["...","..."],"intact":true,"seals":["0123","0124"],
 * "note":""} into the handover's second half; `seals` and `note` may be left
 * out. 5. Two different persons. 6. Seals that were not intact need a note. */
enum err handover_read_opening(const struct jv *json, struct handover *out,
    struct fault *why);

/* The same rules on filled ones. */
enum err handover_check(const struct handover *h, struct fault *why);
enum err handover_check_opening(const struct handover *h, struct fault *why);

/* 7. Seals that are not those that were handed over need a note too: `opening`
 * against what was recorded. */
enum err handover_check_seals(const struct handover *h,
    const struct handover *opening, struct fault *why);

/* Whether the numbers found, in any order, are those handed over; so they are
 * where nobody said. */
bool handover_same_seals(const char *handed, const char *found);

#endif
