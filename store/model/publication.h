/*
 * publication.h - from working results to published ones: the council's
 * records, the numbered revisions, and what a result may call itself
 * (design promise 10). Pure.
 */
#ifndef STORE_MODEL_PUBLICATION_H
#define STORE_MODEL_PUBLICATION_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/base/slice.h"
#include "store/model/plan.h"

/* What the council keeps on file. */
enum record_kind {
	RECORD_MINUTES,  /* of the meeting that settled the results */
	RECORD_DECISION, /* by which they are published or corrected */
	RECORD_KINDS
};
const char *record_kind_name(enum record_kind k);     /* "minutes" */
enum record_kind record_kind_read(struct slice name); /* RECORD_KINDS: none */

/* One of them: its words, and its document as evidence is kept. */
struct record {
	struct period_id period;
	uint64_t n; /* from 1 within the period */
	enum record_kind kind;
	char number[64];  /* "336/QĐ-UBND" */
	int64_t date;     /* days */
	char signer[256]; /* title and name, "" when not said */
	char file_name[256];
	struct digest document;
	uint64_t size;
	struct token_id by;
	struct moment time;
	uint64_t entry;   /* log index */
	uint8_t salt[32]; /* of what that entry says of the words */
};

/* How far a period's results have come. */
enum results_status {
	RESULTS_PROVISIONAL,
	RESULTS_APPRAISED,
	RESULTS_FINAL,
	RESULTS_PUBLISHED,
	RESULTS_STATUSES
};
const char *results_status_name(enum results_status s); /* "provisional" */

/* A published revision: rows, inputs and rules as they stood. */
struct revision {
	struct period_id period;
	uint64_t n;       /* from 1; 0: there is none */
	uint32_t version; /* of the bundle */
	struct digest bundle;
	uint64_t record;     /* the decision, by its number in the period */
	struct digest rows;  /* SHA-256 over all that was frozen */
	struct digest kept;  /* the same as an upgrade of the store left it; all
			      * zero: as it was published */
	uint64_t rests_on;   /* newest log entry any row rests on */
	struct moment as_of; /* that entry's time */
	struct moment time;  /* of the publication */
	uint64_t entry;      /* its log index */
	char reason[1000];   /* of a correction; "" for the first */
	struct token_id by;
};

/* How far a period's results have come: what the working ones may be called,
 * the revisions, and the units for which a correction is due. Large. */
#define REVISIONS_SHOWN 64
struct publication {
	struct period_id period;
	enum results_status working;
	struct revision revision[REVISIONS_SHOWN];
	uint64_t n_revisions; /* of all, shown or not */
	struct unit_id due[UNITS_MOST];
	unsigned n_due;
};

/* Has the last appraisal closed, in every block? */
bool appraisal_over(const struct plan *p, struct moment now);

/* What the working results may call themselves; the law is in
 * publication.c. */
enum results_status results_status_of(bool appraisal_closed, bool minutes);

#endif
