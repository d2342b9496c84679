/*
 * submission.h - one evidence submission: a document, what it is meant to
 * prove, when it came, and what became of it.
 */
#ifndef STORE_MODEL_SUBMISSION_H
#define STORE_MODEL_SUBMISSION_H

#include "store/base/clock.h"
#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/model/bounds.h"

#define SUBMISSION_LEAVES 16

enum submission_status {
	SUBMISSION_QUEUED,
	SUBMISSION_ACCEPTED,
	SUBMISSION_LATE,
	SUBMISSION_REJECTED,
	SUBMISSION_SUPERSEDED,
	SUBMISSION_WITHDRAWN,
	SUBMISSION_STATUSES
};
const char *submission_status_name(enum submission_status s);

/* Neither refused by a check nor taken back nor replaced. */
static inline bool
submission_stands(enum submission_status s)
{
	return s == SUBMISSION_QUEUED || s == SUBMISSION_ACCEPTED ||
	       s == SUBMISSION_LATE;
}

/* Where `earliest` comes from (design promise 6). */
enum time_source {
	TIME_FRONT,   /* the web server's last-byte stamp */
	TIME_HANDLER, /* our clock after the last read */
	TIME_SIMULATED,
};
const char *time_source_name(enum time_source s);

/* What is said about a document; names and lengths of Decree 30/2020 Annex VI
 * where it has them. UTF-8 NFC, zero-ended. */
struct document_facts {
	char file_name[256];     /* normalised, no path */
	char original_name[512]; /* as it came, when that differs */
	char media_type[64];     /* by our own look, "application/pdf" */
	char number[48];         /* CodeNumber: so */
	char symbol[128];        /* CodeNotation: ky hieu */
	char issued[11];         /* IssuedDate, "YYYY-MM-DD" or "" */
	char issuer[804];        /* OrganName */
	char section[256];       /* which section proves the point */
	char page[64];           /* which page */
	char note[2000];
};

/* What a file says of its own dates, as it says it (PDF, ISO 32000-1 7.9.4);
 * "" where it says nothing. Anybody can write anything there. */
struct file_claims {
	char created[32];
	char modified[32];
	char signed_at[32]; /* the latest of its signatures */
};

/* The commitment that a submission completes (commitment.h). */
struct completes {
	struct commitment_id id;  /* all zero: none */
	struct interval received; /* when the commitment came */
	enum trust trust;         /* in the clock that took that */
	uint64_t entry;           /* its place in the log */
	uint64_t after_by;        /* the last token's before it; 0: none */
};

struct submission {
	struct submission_id id;
	struct period_id period;
	struct unit_id unit;
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n_leaves;
	struct digest document;
	uint64_t size;
	struct document_facts facts;
	struct interval received;
	enum time_source source;
	uint32_t window_version;
	enum verdict verdict; /* by that version; the job repeats it */
	enum submission_status status;
	char reason[256];                 /* of a rejection or withdrawal */
	struct file_claims claims;        /* by the job */
	struct submission_id replaces;    /* all zero: none */
	struct submission_id replaced_by; /* all zero: none */
	uint32_t version; /* in its chain; 0 of an older record, where 1 and
			   * up are meant: submission_version */
	struct person_id person; /* who sent it; "": no person is known */
	bool by_dms;             /* the e-office did it for the person */
	bool supplement; /* asked for with an explanation, and judged by the
			  * explanation window instead of that of evidence */
	struct token_id by;
	uint8_t salt[32];
	uint64_t entry;     /* index in the log */
	struct moment time; /* the entry's seq_time */
	/* What came after: 0 where it did not. */
	struct moment rejected; /* when the check rejected it (log time) */
	uint64_t rejudged; /* entry that gave `verdict`, by `window_version` */
	uint64_t admitted; /* entry by which the council lets it count */
	enum trust trust;  /* in the clock that took its time */
	struct completes completes;
	struct bounds bounds; /* of an unfit one, once they are known: around
			       * the place it is judged by (commitment.h) */
	struct ruling ruling;
};

/* Does it count, once the check has found it sound? */
static inline bool
submission_counts(const struct submission *s)
{
	return verdict_counts(s->verdict) || s->admitted != 0;
}

/* The status that follows from it: accepted and late are for each other's
 * taking, any other stays. */
enum submission_status submission_restated(const struct submission *s);

/* 1 for a first submission, one more for each replacement. */
static inline uint32_t
submission_version(const struct submission *s)
{
	return s->version == 0 ? 1 : s->version;
}

#endif
