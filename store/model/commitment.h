/*
 * commitment.h - a commitment (bản khai trước): the SHA-256 and sizes of what a
 * unit will send, said and logged before its bytes come; and what that counts
 * for (audit.md 4.6 R6). Pure.
 */
#ifndef STORE_MODEL_COMMITMENT_H
#define STORE_MODEL_COMMITMENT_H

#include "store/model/submission.h"

#define COMMITMENT_DOCUMENTS 64

/* A document that is to come. */
struct promised {
	struct digest document;
	uint64_t size; /* bytes, 1 and up */
};

/* Never changes once it was made. */
struct commitment {
	struct commitment_id id;
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n_leaves;
	struct promised document[COMMITMENT_DOCUMENTS]; /* each once */
	unsigned n_documents;
	struct interval received; /* as a submission's */
	enum time_source source;
	enum trust trust;        /* in the clock that took its time */
	uint64_t after_by;       /* the last token's entry before it; 0: none */
	uint32_t window_version; /* that was in force */
	enum verdict verdict;    /* by it, on the commitment itself */
	bool supplement;         /* judged by the explanation window */
	struct token_id by;
	struct person_id person;
	bool by_dms;
	uint8_t salt[32];   /* its submissions' too */
	uint64_t entry;     /* index in the log */
	struct moment time; /* the entry's seq_time */
};

/* Does its list name the document, of that size? */
bool commitment_promises(const struct commitment *c, struct digest document,
    uint64_t size);
bool commitment_has_leaf(const struct commitment *c, struct leaf_id leaf);

/* What a submission that completes it keeps of it. */
struct completes commitment_completed(const struct commitment *c);

/* By what a submission is judged. */
struct basis {
	bool commitment; /* the commitment's; else its own */
	struct interval received;
	enum trust trust;
	uint64_t place; /* in the log */
};

/*
 * 1. A submission without a commitment, or of a period in which completion
 *    counts (`within` 0), is judged by its own interval, trust and place.
 * 2. Where the commitment counts, and the bytes came within `within` of it, by
 *    the commitment's: received.earliest < commitment.latest + within. Both
 *    are the intervals that the entries claim. A doubt at that end is the
 *    unit's, whatever the period says of doubts at deadlines: what outside
 *    times were put around may not move when that is changed.
 * 3. Where they came later, by its own.
 */
bool commitment_counts(struct interval received, struct interval commitment,
    struct span within);
struct basis submission_basis(const struct submission *s, struct span within);

/* When it came, by that basis and the outside times around it (bounds.h). */
enum bounded submission_when(const struct submission *s, struct span within,
    struct interval *when);

#endif
