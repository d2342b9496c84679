/*
 * event.h - what happened, as readers of the change feed see it.
 */
#ifndef STORE_MODEL_EVENT_H
#define STORE_MODEL_EVENT_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/model/plan.h"
#include "store/model/role.h"

enum event_kind {
	EVENT_PERIOD_OPENED,
	EVENT_SUBMISSION_RECEIVED,
	EVENT_SUBMISSION_JUDGED,
	EVENT_SUBMISSION_WITHDRAWN,
	EVENT_LEAF_SCORED, /* a person wrote a leaf's inputs */
	EVENT_FORMS_ENTERED,
	EVENT_RESULT_CHANGED, /* a unit's points or index */
	EVENT_RANKS_CHANGED,  /* a block's order */
	/* reminders (reminder.h) */
	EVENT_WINDOW_OPENED,
	EVENT_WINDOW_CLOSING,        /* in so many days */
	EVENT_EVIDENCE_MISSING,      /* of a unit, so many leaves */
	EVENT_EXPLANATION_REQUESTED, /* of a unit, about a leaf */
	EVENT_RESULTS_PUBLISHED,
	EVENT_RECORD_KEPT,    /* the council's minutes or decision */
	EVENT_CORRECTION_DUE, /* something of a unit changed after that */
	EVENT_PERIOD_AMENDED, /* windows, criteria or units changed */
	EVENT_SUBMISSION_REJUDGED,
	EVENT_SUBMISSION_ADMITTED, /* late, and counts by the council */
	EVENT_DOCUMENT_SEEN,       /* in person, a secret one */
	EVENT_DOCUMENT_UNSEEN,     /* that was taken back */
	EVENT_SHEET_STEP,          /* a step of a sheet's life */
	EVENT_DOCUMENT_DESTROYED,  /* a submission's, under a decision */
	EVENT_FIGURES_SUPPLIED,    /* of a leaf, by the agency in charge */
	EVENT_SUBMISSION_RULED,    /* a person's word about when it came */
	EVENT_COMMITMENT_RECEIVED, /* what a unit says it will send */
	EVENT_DOCUMENT_RETURNED,   /* came whole, and was not taken as it is */
	EVENT_KINDS
};

/* "submission-received", and what a reader must be allowed to see it. */
struct event_policy {
	const char *name;
	enum may may;
};
extern const struct event_policy event_policies[EVENT_KINDS];

struct event {
	uint64_t number; /* in the feed, from 1, no two the same */
	enum event_kind kind;
	struct moment time;
	struct period_id period;
	struct block_id block;           /* empty where none */
	struct unit_id unit;             /* empty where none */
	struct submission_id submission; /* zero where none */
	struct leaf_id leaf;             /* empty where none */
	uint64_t entry; /* log index it rests on; UINT64_MAX none */
	/* of a reminder about a window; its version is 0 where none */
	uint32_t window;
	enum stage stage;
	unsigned days;       /* so many before `until`; 0: not said */
	unsigned missing;    /* leaves without evidence */
	struct moment until; /* when being on time ends */
};

#endif
