/*
 * duty.h - persons and what they hold: a duty is one role, with its reach,
 * from one day to another. A person may hold several. Pure.
 */
#ifndef STORE_MODEL_DUTY_H
#define STORE_MODEL_DUTY_H

#include "store/base/fault.h"
#include "store/base/moment.h"
#include "store/model/plan.h"
#include "store/model/role.h"

/* Stands for a name whose years are over (retention.h). */
#define PERSON_ERASED "(đã xóa tên)"

struct person {
	struct person_id id;
	char name[200];
	char position[200];  /* "Chuyên viên", may be "" */
	struct unit_id home; /* where the person works, "": in no unit; nobody
			      * appraises that unit */
};

enum duty_kind {
	DUTY_REGULAR,
	DUTY_SUBSTITUTE, /* for somebody who is away: it has an end */
	DUTY_HANDOVER,   /* takes the place of a duty that ended */
	DUTY_EXTERNAL,   /* somebody from outside the offices: it has an end */
	DUTY_KINDS       /* the numbers are kept */
};
const char *duty_kind_name(enum duty_kind k);     /* "regular" */
enum duty_kind duty_kind_read(struct slice name); /* DUTY_KINDS: unknown */

/* What it rests on: "số 12/QĐ-SNV ngày 05/01/2023". */
struct decision {
	char number[128];
	char date[11]; /* "YYYY-MM-DD" */
	char reason[500];
};

#define DUTY_REACH 16
struct duty {
	uint64_t number; /* from 1, over the whole store */
	struct person_id person;
	enum role role;
	struct unit_id unit; /* of a role that has one */
	/* an appraiser's reach; none: everything */
	struct field_id field[DUTY_REACH];
	struct block_id block[DUTY_REACH];
	unsigned n_fields, n_blocks;
	int64_t from, until; /* days, half-open; DUTY_NO_END */
	enum duty_kind kind;
	uint64_t of; /* the duty it substitutes or follows, 0 */
	struct decision decision;
};
#define DUTY_NO_END INT64_MAX

/*
 * D1. A duty has a person and a role; a role of one unit names the unit, any
 *     other does not; only appraisers and their lead have fields and blocks.
 * D2. It ends after it begins.
 * D3. A substitute's and an external one's has an end.
 * D4. A substitute's and a handover's names the duty it stands for.
 * ERR_RANGE, ERR_MISSING_FIELD, said with the member's pointer.
 */
enum err duty_check(const struct duty *d, struct fault *why);

bool duty_in_force(const struct duty *d, int64_t day);

/* Does an appraiser's duty reach this unit's field? */
bool duty_reaches(const struct duty *d, const struct plan *p, unsigned unit,
    unsigned field);

/* Number and date of a decision are there, the date is one and not to come.
 * ERR_MISSING_FIELD, ERR_MALFORMED, ERR_RANGE at /decision/... */
enum err decision_check(const struct decision *d, int64_t today,
    struct fault *why);

/*
 * Who acts, by what a request says (docs/user.md, "Người và vai trò"):
 *
 * A1. The token of a person acts by one of the person's duties in force: the
 *     one that `role` names ("appraiser", "unit:D01"), or, where nothing is
 *     named, the only one.
 * A2. A shared token acts for the person that `person` names, who holds a duty
 *     of the token's role and unit in force.
 * A3. The DMS may act for the person that `person` names, by a duty of a unit's
 *     officer or leader: A1's. Without a name it acts for itself.
 * A4. Any other token acts for itself; naming a person, or another role than
 *     its own, is refused.
 */
struct acting {
	struct slice role, person; /* as the request says; empty: nothing */
};
enum acting_as {
	ACTING_SELF,   /* the token as it is (A3, A4) */
	ACTING_PERSON, /* look at the duties of *out */
};
struct token_is {
	struct who who;
	bool shared;
};
/* Whose duties must be looked at. ERR_FORBIDDEN, ERR_MISSING_FIELD,
 * ERR_MALFORMED, said at header:Parindex-... */
enum err acting_whose(const struct token_is *token, const struct acting *said,
    enum acting_as *as, struct person_id *out, struct fault *why);

/* The chosen duty becomes *who. `list` are the person's duties in force.
 * ERR_FORBIDDEN: none of them is meant; ERR_MISSING_FIELD: several are. */
enum err acting_by(const struct token_is *token, const struct acting *said,
    const struct duty *list, unsigned n, struct who *who, struct fault *why);

#endif
