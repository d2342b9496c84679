/*
 * finding.h - what an auditor should look at: the kinds of finding, each with
 * its weight and its words, and a bounded list of them. Pure.
 *
 * A finding is a fact of the records or of the log and accuses nobody.
 */
#ifndef STORE_MODEL_FINDING_H
#define STORE_MODEL_FINDING_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/base/moment.h"

enum severity {
	SEVERITY_INFO,   /* to be expected; counted */
	SEVERITY_LOW,    /* often harmless */
	SEVERITY_MEDIUM, /* somebody should explain it */
	SEVERITY_HIGH,   /* may change who was on time, or the points */
	SEVERITIES
};
const char *severity_name(enum severity s);
bool severity_read(struct slice name, enum severity *out);

enum finding_code {
	/* the clock and the server */
	FINDING_CLOCK_BACK,
	FINDING_CLOCK_STEP,
	FINDING_CLOCK_INCIDENT,
	FINDING_CLOCK_UNFIT,
	FINDING_SILENCE,
	FINDING_OUTAGE,
	FINDING_LOG_SUCCEEDED,
	/* rules and those who run the place */
	FINDING_RULES_CHANGED,
	FINDING_DEADLINE_CHANGED,
	FINDING_VERDICT_FLIPPED,
	FINDING_REJUDGED,
	FINDING_ADMITTED,
	FINDING_BOUNDED,
	FINDING_RULED,
	FINDING_TOKEN,
	FINDING_CLOCK_SET,
	FINDING_DUTY,
	FINDING_DESTROYED,
	FINDING_EXPORTED,
	FINDING_CORRECTED,
	FINDING_OUTSIDE_CHANGED,
	/* after a lock */
	FINDING_SCORE_AFTER_CLOSE,
	FINDING_WITHDRAWN_AFTER_CLOSE,
	FINDING_REOPENED,
	FINDING_UNLOCKED,
	/* arrivals */
	FINDING_IN_DOUBT,
	FINDING_ENTRY_FAR,
	FINDING_REFUSED,
	FINDING_RETURNED,
	FINDING_REJECTED,
	FINDING_BURST,
	FINDING_COMMITMENT_OPEN,
	/* what documents say of themselves */
	FINDING_ISSUED_AFTER_ARRIVAL,
	FINDING_ISSUED_AFTER_DEADLINE,
	FINDING_FILE_AFTER_ISSUED,
	FINDING_FILE_AFTER_ARRIVAL,
	FINDING_SAME_FILE,
	FINDING_SAME_PAPER_UNITS,
	FINDING_SAME_PAPER_TWICE,
	/* surveys */
	FINDING_SEAL_OTHER,
	FINDING_SEAL_BROKEN,
	FINDING_FORMS_MISCOUNTED,
	FINDING_FORMS_OVER_QUOTA,
	FINDING_FORM_UNEXPLAINED,
	FINDING_SECOND_MISSING,
	FINDING_CODES
};

/* "clock-back"; what the kind is about, in English and Vietnamese. */
const char *finding_name(enum finding_code code);
enum severity finding_severity(enum finding_code code);
const char *finding_about_en(enum finding_code code);
const char *finding_about_vi(enum finding_code code);

#define FINDING_TEXT 400

struct finding {
	enum finding_code code;
	uint64_t place; /* of the log entry (ledger.h) */
	struct moment time;
	bool has_submission; /* then the next three */
	struct submission_id submission;
	struct digest document;
	struct unit_id unit;
	char en[FINDING_TEXT], vi[FINDING_TEXT]; /* a sentence about it */
};

/* The first FINDINGS_MOST of each kind are kept, the others only counted, so
 * that one noisy kind hides no other. Zeroed is empty; owned. */
#define FINDINGS_MOST 500

struct findings {
	struct finding *list;
	size_t n, room;
	uint64_t count[FINDING_CODES], kept[FINDING_CODES];
	uint64_t last;   /* the newest log entry looked at */
	bool papers_cut; /* more submissions than could be compared pairwise */
	bool simulated;  /* a simulated store: its times prove nothing */
	bool lost;       /* out of memory */
};

/* Counts one. Where it is kept, `*out` is its copy in the list, for its
 * sentences; else NULL. */
struct finding *findings_add(struct findings *fs, const struct finding *f);

/* Fills both sentences; the two formats take the same arguments, and the
 * Vietnamese one marks what is a word of the records (finding_words.h). NULL
 * is allowed and ignored. */
void finding_say(struct finding *f, const char *en, const char *vi, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* The gravest first, then by kind, then as the log has them. */
void findings_sort(struct findings *fs);
/* Leaves those about the unit's submissions. */
void findings_of_unit(struct findings *fs, struct unit_id unit);
void findings_free(struct findings *fs);

#endif
