/*
 * role.h - who may do what to whose things, as one table. Pure.
 */
#ifndef STORE_MODEL_ROLE_H
#define STORE_MODEL_ROLE_H

#include <stdbool.h>

#include "store/base/id.h"

enum role {
	ROLE_NOBODY,
	ROLE_UNIT, /* an agency's officer: their own unit only */
	ROLE_APPRAISER,
	ROLE_COUNCIL,
	ROLE_SURVEY, /* survey operator */
	ROLE_OPERATOR,
	ROLE_AUDITOR, /* reads all, writes nothing */
	ROLE_DMS,     /* the document management system, for any unit */
	ROLE_LEADER,  /* an agency's head or deputy: confirms its sheet */
	ROLE_LEAD,    /* the lead appraiser: assigns, ends the rounds */
	ROLES         /* new ones go before this line: the numbers are kept */
};
const char *role_name(enum role r);
enum role role_read(struct slice name); /* ROLE_NOBODY when unknown */

/* Everything a person or system can do or ask that a role decides. */
enum may {
	MAY_SUBMIT, /* evidence of a unit */
	MAY_WITHDRAW,
	MAY_SCORE_SELF,
	MAY_SCORE_ROUND1,
	MAY_ENTER_FORMS,
	MAY_READ_SHEET, /* a unit's sheet, submissions, documents */
	MAY_READ_SURVEY_POINTS,
	MAY_READ_RESULTS,    /* every unit's index and ranks, provisional */
	MAY_READ_OWN_RESULT, /* a unit's own points before publication */
	MAY_READ_PLAN,
	MAY_READ_FEED, /* events, each filtered by the others */
	MAY_READ_LOG,
	MAY_READ_AUDIT, /* the auditor's report on a period */
	MAY_SCORE_ROUND2,
	MAY_SCORE_COUNCIL,
	MAY_STEP,         /* a step of a sheet's life, as life.h has it */
	MAY_ASSIGN,       /* appraisers to units and fields */
	MAY_READ_PEOPLE,  /* persons, duties and assignments */
	MAY_KEEP_RECORDS, /* the council's minutes and decisions */
	MAY_PUBLISH,      /* and correct what was published */
	MAY_READ_RECORDS,
	MAY_READ_REMARKS,  /* that units sent the same file */
	MAY_CORRECT_FORMS, /* of surveys, and explain second entries */
	MAY_HAND_OVER,     /* record sealed packages of forms */
	MAY_OPEN_SEAL,
	MAY_READ_SURVEYS,   /* progress, handovers, differences */
	MAY_ADMIT_LATE,     /* lets a late document count, under a decision */
	MAY_REGISTER_SEEN,  /* a document seen in person */
	MAY_DESTROY,        /* documents, under a decision; holds against it */
	MAY_READ_DESTROYED, /* which were, and holds */
	MAY_SUPPLY_FIGURES, /* of an indicator: things of its agency */
	MAY_AMEND,          /* an open period's data, under a decision */
	MAY_RULE_TIME,      /* when a submission came, under a decision */
	MAYS
};
const char *may_name(enum may m);

#define ROUNDS_MOST 16

struct who {
	enum role role;
	struct unit_id unit; /* ROLE_UNIT, ROLE_LEADER: whose; else empty */
	struct token_id token;
	char label[64]; /* what the operator called the token */
	/* a named person, "" where the token belongs to none */
	struct person_id person;
	uint64_t duty; /* of the person, in force now; 0 without a person */
	enum role via; /* ROLE_DMS: it acts for the person; ROLE_OPERATOR: it
			* writes for the council; else nobody */
	/* The token is bound to the rounds of this lower level (struct plan's
	 * owner), which are the periods in `round`; "": to none, it reaches
	 * the province's and theirs. */
	struct unit_id owner;
	struct period_id round[ROUNDS_MOST];
	unsigned n_rounds;
};

/* Whether `who` may do `m` to things of `unit` (empty: of no unit). The whole
 * table is in role.c; every pair not listed there is refused. */
bool who_may(const struct who *who, enum may m, struct unit_id unit);

/*
 * The same to things of a period, by this law:
 *
 *  O1. A token that is bound to an owner reaches the periods of that owner.
 *  O2. One that is bound to none reaches all periods: the province looks after
 *      the rounds of every level.
 *  O3. Within reach, the table decides, as anywhere.
 *  O4. What is of no period (persons, destruction) is not for bound tokens;
 *      the log, the feed and lists of what they reach are. who_may without a
 *      period says so, and refuses them everything else.
 */
bool who_may_in(const struct who *who, enum may m, struct period_id period,
    struct unit_id unit);
bool who_reaches(const struct who *who, struct period_id period);

/* Is it a role of one unit, so that its tokens and duties name the unit? */
bool role_has_unit(enum role r);

/* The same about a published revision, which shows more: the index and rank of
 * every unit to all who may read at all (design promise 9). */
bool who_may_published(const struct who *who, enum may m,
    struct period_id period, struct unit_id unit);

#endif
