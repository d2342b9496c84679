/*
 * sighting.h - a secret document that somebody saw in person: it is never
 * kept, only that it was seen, and counts as evidence for its leaves. Pure.
 */
#ifndef STORE_MODEL_SIGHTING_H
#define STORE_MODEL_SIGHTING_H

#include "store/base/fault.h"
#include "store/model/submission.h"

/* Texts are UTF-8 in NFC, zero-ended. */
struct sighting {
	uint64_t n; /* within the unit's of the period, from 1 */
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n_leaves;
	char number[48]; /* of the document; with symbol and issuer as in
			  * submission.h, Decree 30/2020 Annex VI */
	char symbol[128];
	char issuer[804];
	char issued[DATE_TEXT]; /* "YYYY-MM-DD" or "" */
	char person[128];       /* who saw it */
	struct moment seen;     /* when */
	struct token_id by;     /* who registered it */
	uint8_t salt[32];
	uint64_t entry;     /* place in the log */
	struct moment time; /* the entry's */
	/* 0 and "" while it stands */
	uint64_t withdrawn; /* the entry that took it back */
	char reason[256];
};

/* Sets the text `name` ("number", "symbol", "issuer", "issued", "person"),
 * normalised. ERR_UNKNOWN_FIELD, ERR_ENCODING, ERR_TOO_BIG; the fault points
 * at "/name". */
enum err sighting_text(struct sighting *s, const char *name, struct slice text,
    struct fault *why);

/* What it must say: number, person, when, at least one leaf and none twice, a
 * day for `issued` if anything. ERR_MISSING_FIELD, ERR_MALFORMED, ERR_RANGE,
 * ERR_CONFLICT. */
enum err sighting_check(const struct sighting *s, struct fault *why);

/* The bytes that the log commits to: what was seen, by whom and when. */
void sighting_put(struct buf *to, const struct sighting *s);

#endif
