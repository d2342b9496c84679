/*
 * entry.h - the bytes of a log entry, final from the first one
 * (docs/log-format.md; frozen by tests/golden/entries).
 *
 * Text: lines "key value" LF, in a fixed order, UTF-8, at most 65,535 bytes
 * (tlog-tiles). Every entry begins with the same lines:
 *
 *     parindex-entry/v1
 *     type submission
 *     time 1673369999999999            seq_time, microseconds UTC
 *     clock 1673369999998999 1673370000000999 fit 1000 adjtimex
 *                                      lo hi status U source
 *     boot 0f1e...(32 hex) 123456789   boot id, CLOCK_BOOTTIME microseconds
 *
 * and goes on with the lines of its type, which the one who appends gives.
 */
#ifndef STORE_LEDGER_ENTRY_H
#define STORE_LEDGER_ENTRY_H

#include "store/base/buf.h"
#include "store/base/clock.h"
#include "store/base/digest.h"
#include "store/base/id.h"

#define ENTRY_MOST 65535

enum entry_type {
	ENTRY_GENESIS, /* origin, store, simulated or real */
	ENTRY_RULES,   /* a period's data was frozen and opened */
	ENTRY_SUBMISSION,
	ENTRY_REFUSAL, /* a submission outside its window, refused */
	ENTRY_WITHDRAWAL,
	ENTRY_VERDICT, /* what a job found about a submission */
	ENTRY_SCORE,   /* a person's inputs for a leaf */
	ENTRY_SURVEY,  /* a batch of survey forms */
	ENTRY_TOKEN,   /* a token was given out or revoked */
	ENTRY_CLOCK,   /* a clock state; a simulated clock moved */
	ENTRY_HEARTBEAT,
	ENTRY_SUCCESSION, /* the first of a log that goes on from another */
	ENTRY_INCIDENT,   /* a clock stepped or stood still; a machine booted */
	ENTRY_OUTAGE,  /* nothing was heard for too long while a window ran */
	ENTRY_CLOSED,  /* nothing on time can come for a window any more */
	ENTRY_STAMP,   /* an authority's token over a checkpoint (tsp.h) */
	ENTRY_MINUTES, /* a signed page about the log, scanned */
	ENTRY_EXPORT,  /* an evidence pack was made */
	ENTRY_RECORD,  /* the council's minutes or decision were kept */
	ENTRY_PUBLICATION, /* results were frozen under a decision */
	ENTRY_OPENING,     /* as RULES, of a period that announces more */
	ENTRY_AMENDMENT,   /* an open period's data changed, under a decision */
	ENTRY_REJUDGEMENT, /* a submission's verdict under changed windows */
	ENTRY_ADMISSION,   /* the council lets a late document count */
	ENTRY_PREVIOUS,    /* last year's ranking came in from a file */
	ENTRY_FORMS_IMPORT, /* a file of survey forms began to count */
	ENTRY_CORRECTION,   /* a form's answers were put right */
	ENTRY_SECOND,       /* forms were entered again, to compare */
	ENTRY_DIFFERENCE,   /* why a second entry differs was explained */
	ENTRY_HANDOVER,     /* sealed packages of forms changed hands */
	ENTRY_UNSEALED,     /* two persons opened them */
	ENTRY_PERSON,       /* a person was entered or changed */
	ENTRY_DUTY,         /* a duty was given or ended */
	ENTRY_ASSIGNMENT,   /* appraisers to units and fields */
	ENTRY_STEP,         /* of a sheet's life */
	ENTRY_SIGHTING,     /* a secret document was seen in person */
	ENTRY_SIGHTING_WITHDRAWAL,
	ENTRY_EXPUNGED,    /* a document's bytes were destroyed */
	ENTRY_HOLD,        /* a legal hold was placed or ended */
	ENTRY_FIGURES,     /* an agency supplied a leaf's figures */
	ENTRY_BOUNDED,     /* a submission's verdict between outside times */
	ENTRY_RULING,      /* a person's, about when a submission came */
	ENTRY_ROTATION,    /* the log's last: the next one has another key */
	ENTRY_DISPOSAL,    /* records whose years were over were destroyed */
	ENTRY_BOUND_TOKEN, /* a token of a lower level's rounds */
	ENTRY_OUTSIDE,     /* which authorities and witnesses are asked now */
	ENTRY_COMMITMENT_RULE, /* commitments count in a period, if completed */
	ENTRY_COMMITMENT,      /* a unit said what documents it will send */
	ENTRY_COMMITTED,       /* a submission that completes a commitment */
	ENTRY_RETURNED, /* a document came whole, and was not taken as it is */
	ENTRY_TYPES
};

/* A submission, whether or not it completes a commitment: both begin with the
 * same lines. */
static inline bool
entry_is_submission(enum entry_type type)
{
	return type == ENTRY_SUBMISSION || type == ENTRY_COMMITTED;
}

const char *entry_type_name(enum entry_type type);

/* The keys of the type's body in their order, with a space between: "key" is
 * there once, "key?" at most once, "key+" at least once, "key*" at will. */
const char *entry_shape(enum entry_type type);

/* The body of an entry under construction: appends "key value\n". A value is
 * one byte or more of UTF-8 without control characters, with no space at
 * either end (else ERR_MALFORMED stays in the buffer). */
void entry_line(struct buf *body, const char *key, struct slice value);
void entry_str(struct buf *body, const char *key, const char *value);
void entry_int(struct buf *body, const char *key, int64_t value);
void entry_digest(struct buf *body, const char *key, struct digest d);

/* "unit <64 hex>": SHA-256(salt (32 bytes) || unit code), so that the public
 * log names nobody; the salt is in the receipt's answer and our records. */
struct digest entry_salted_unit(const uint8_t salt[32], const char *unit);

/*
 * What a submission, a refusal and what was returned say alike, in the log's
 * order:
 *
 *     period 2022
 *     unit <salted>
 *     leaf 1.1.2                       once a leaf
 *     document <SHA-256>
 *     size 65536
 *     manifest <SHA-256>
 *     received <earliest us> <latest us> handler
 *     window 1 1673370000000000        version, on time until (us)
 *     verdict on-time
 *
 * A submission's `id` line goes before, its `replaces` and `by` after.
 */
struct entry_arrival {
	const char *period;
	struct digest unit; /* entry_salted_unit */
	const struct leaf_id *leaf;
	unsigned n_leaves;
	struct digest document, manifest;
	uint64_t size; /* bytes */
	struct interval received;
	const char *source; /* of `earliest` */
	uint32_t window;    /* version in force; 0: no window line */
	struct moment on_time_until;
	const char *verdict;
};
void entry_arrival(struct buf *body, const struct entry_arrival *a);

/* Lines that arrivals and commitments share: "received", "window". */
void entry_received(struct buf *body, struct interval received,
    const char *source);
void entry_window(struct buf *body, uint32_t version,
    struct moment on_time_until);

/* "document <SHA-256> <size>", once for each that a commitment names. */
void entry_promised(struct buf *body, struct digest document, uint64_t size);

/* "commitment <place> <earliest us> <latest us>": which one a submission
 * completes, and when that came. */
void entry_completes(struct buf *body, uint64_t place,
    struct interval received);

/* Appends the whole entry. `time` is seq_time. ERR_MALFORMED stays in `to`
 * when the body's keys are not those of the type, in their order
 * (entry_shape); ERR_TOO_BIG beyond ENTRY_MOST. */
void entry_write(struct buf *to, enum entry_type type, struct moment time,
    const struct reading *clock, struct slice body);

/* A kept entry taken apart: the common lines, and the body borrowed. */
struct entry {
	enum entry_type type;
	struct moment time;
	struct interval clock;
	enum clock_status status;
	enum clock_source source; /* of a real clock */
	struct span bound;
	uint8_t boot_id[16];
	int64_t boottime_us;
	struct slice body;
};
/* ERR_MALFORMED for anything entry_write would not have written. */
enum err entry_read(struct slice bytes, struct entry *out);

/* The value of the body's line `key`, the `nth` (from 0); false if none. */
bool entry_value(struct slice body, const char *key, unsigned nth,
    struct slice *value);

/* The same as a whole number; false also when it is none. */
bool entry_number(struct slice body, const char *key, int64_t *out);

#endif
