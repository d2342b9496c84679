/*
 * audit.h - one pass over a period's entries, on its way. Inside store/look.
 *
 * audit.c walks; audit_log.c has the rules about the log and its clock,
 * audit_hands.c those about who runs the place, audit_locks.c about changes
 * after a lock, audit_papers.c about documents, audit_commitments.c about what
 * was to come, audit_sums.c what shows only at the end, audit_surveys.c what
 * shows of surveys.
 */
#ifndef STORE_LOOK_AUDIT_H
#define STORE_LOOK_AUDIT_H

#include "store/look/looks.h"
#include "store/model/finding_words.h"

/* Hours before a deadline that are counted: the window, at most 92 days. */
#define AUDIT_HOURS ((int64_t)92 * 24)

/* What is remembered of a submission to find its like: 56 bytes. */
struct paper {
	uint8_t key[16]; /* of the file's digest, or of number|symbol|issuer */
	struct submission_id id;
	uint64_t place; /* of its log entry */
	uint64_t file;  /* first bytes of the file's digest */
	uint32_t unit;
	bool is_file;
};
#define AUDIT_PAPERS (1u << 21) /* two a submission */

/* The entry a rule looks at. */
struct audited {
	uint64_t place;
	const struct entry *entry;
	bool has_submission; /* the entry is about one of the period's */
	struct submission sub;
	unsigned unit; /* its index */
};

/* A version of the period's rules, and the entry from which on it is in
 * force. */
struct rules_from {
	uint64_t entry;
	const struct plan *plan;
};

struct auditing {
	struct store *store;
	const struct plan *plan;     /* in force now */
	struct rules_from *rules_of; /* the opening's, then each amendment's */
	unsigned n_rules_of;
	struct findings *out;
	struct txn t;         /* the page's */
	struct audited at;    /* the entry at hand */
	struct moment opens;  /* of the first window that opens */
	struct moment closes; /* of the last one that closes */
	uint64_t rules;       /* the entry with which the period opened */
	/* the entry before; its body is not kept */
	bool has_before;
	struct entry before;
	/* a stretch of bad clock */
	bool is_unfit;
	uint64_t unfit_from, unfit_entries;
	struct moment unfit_since;
	enum clock_status unfit_status;
	/* arrivals by block and whole hours before the deadline */
	uint32_t (*hours)[AUDIT_HOURS];
	uint64_t last_hour[BLOCKS_MOST]; /* an entry in it */
	struct paper *papers;
	size_t n_papers, papers_room;
};

/* A finding about the entry, counted and perhaps kept. */
struct finding *audit_find(struct auditing *a, const struct audited *x,
    enum finding_code code);

/* The entry's first value of `key` as a number; false when it has none. */
bool audit_number(const struct entry *e, const char *key, uint64_t *out);

/* The rules that were in force when the entry came. */
const struct plan *audit_plan_at(const struct auditing *a, uint64_t place);

/* The window in force for the unit then; NULL when there was none. */
const struct window *audit_window_at(const struct auditing *a, uint64_t place,
    struct unit_id unit, enum stage stage);

/* Is the entry about the report's period? */
bool audit_of_period(const struct auditing *a, const struct audited *x);

/* Whether an evidence window, or any, is open at that time. */
bool audit_window_open(const struct plan *p, struct moment at);

/* Rules: each looks at one entry. */
typedef void audit_rule(struct auditing *a, const struct audited *x);
audit_rule audit_clock_back, audit_clock_step, audit_clock_unfit, audit_silence;
audit_rule audit_told, audit_operator, audit_rules, audit_score,
    audit_withdrawal, audit_refusal, audit_returned, audit_rejection,
    audit_rejudged, audit_admitted, audit_bounded, audit_ruled;
audit_rule audit_duty, audit_destroyed, audit_disposed, audit_exported,
    audit_corrected, audit_outside, audit_step;
audit_rule audit_doubt, audit_far, audit_flip, audit_issued, audit_claims;
audit_rule audit_count;

/* At the end: what the counts and the kept papers say. */
void audit_sums(struct auditing *a);
/* The windows that the period opened with and that have several versions. */
void audit_windows(struct auditing *a);
void audit_unfit_end(struct auditing *a);
/* Commitments whose documents can no longer come in time, and did not. */
enum err audit_commitments(struct auditing *a);
/* What shows of the period's surveys, each by itself (audit_surveys.c). */
enum err audit_surveys(struct auditing *a);

#endif
