/*
 * mandate.h - the decision under which somebody with power over a period uses
 * it: its number and date, why, and who answers for it. Pure.
 *
 * The log commits to it by a salted hash; the readable text is ours
 * (store/table/mandates.h).
 */
#ifndef STORE_MODEL_MANDATE_H
#define STORE_MODEL_MANDATE_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/base/moment.h"

/* UTF-8 in NFC, zero-ended. */
struct mandate {
	char number[64];      /* "336/QD-UBND" */
	char date[DATE_TEXT]; /* "YYYY-MM-DD", of the decision */
	char reason[1000];
	char person[128]; /* who signed or ordered it */
};

/* The parts as they came, "" where one is left out. ERR_MISSING_FIELD,
 * ERR_MALFORMED or ERR_RANGE (date), ERR_ENCODING, ERR_TOO_BIG; `*why` points
 * at "/decision/number", .../date, .../reason or .../person. */
enum err mandate_read(struct slice number, struct slice date,
    struct slice reason, struct slice person, struct mandate *out,
    struct fault *why);

/* The same of one that was filled by hand: nothing may be missing. */
enum err mandate_check(const struct mandate *m, struct fault *why);

/* The bytes that the log commits to: four lines, "number ", "date ",
 * "reason ", "person ", line feeds within the texts as spaces. */
void mandate_put(struct buf *to, const struct mandate *m);

#endif
