/*
 * bounds.h - outside times around a submission that an unfit clock took in,
 * and what they make of its interval (audit.md 4.6 R4). Pure.
 */
#ifndef STORE_MODEL_BOUNDS_H
#define STORE_MODEL_BOUNDS_H

#include "store/base/clock.h"
#include "store/model/verdict.h"

/* What a clock's own word about an arrival is worth. */
enum trust {
	TRUST_FIT,   /* within a second; or a simulated store's own time */
	TRUST_UNFIT, /* wider, but the true time is within what it says: the
		      * last fit reading carried on, or disciplined and wide */
	TRUST_NONE,  /* nobody vouches for it: no fit reading since the machine
		      * was started */
	TRUSTS
};
const char *trust_name(enum trust t); /* "fit", "unfit", "unknown" */

enum trust trust_of(enum clock_status status, enum clock_source source);

/* Outside times: it arrived at or after the one, at or before the other. */
struct bounds {
	struct moment after, before;
	uint64_t after_by, before_by; /* the places of the entries of the
				       * tokens; 0: there is none */
};

/* What a verdict then rests on. */
enum bounded {
	BOUNDED_CLAIM,   /* the interval that the entry claims */
	BOUNDED_CUT,     /* that, cut by outside times */
	BOUNDED_ALONE,   /* outside times alone */
	BOUNDED_WAITS,   /* the claim, until a later outside time is there */
	BOUNDED_AGAINST, /* the claim, which contradicts the outside times */
};

/*
 * 1. A fit clock's interval is not cut.
 * 2. An unfit one's begins at the later of its own beginning and the earlier
 *    outside time, and ends at the earlier of its own end and the later one.
 * 3. Of one that nobody vouches for the claim counts until a later outside
 *    time is there; then the outside times alone, and where there is no
 *    earlier one it has no beginning.
 * 4. Where that leaves nothing, the claim stays. It is flagged, not hidden.
 */
enum bounded bounds_cut(enum trust trust, struct interval claimed,
    const struct bounds *b, struct interval *out);

/* A person's ruling about a submission's time (R4): entry 0: none. It is about
 * one version of the window. */
struct ruling {
	uint64_t entry;       /* its place in the log */
	enum verdict verdict; /* VERDICT_ON_TIME or VERDICT_LATE */
	uint32_t window;
};

/*
 * 5. A ruling decides where the law of verdict.h gives a doubt, and where a
 *    claim was taken as it stands by 3 or 4; nothing else is for a person.
 */
bool ruling_may(enum bounded how, enum verdict v);
enum verdict verdict_ruled(enum verdict v, enum bounded how,
    const struct ruling *r, uint32_t window);

/*
 * Whether what came is kept: what the policy for late ones takes in, and
 * always what came under a clock that nobody vouches for, whatever it says.
 */
bool arrival_is_taken(enum verdict v, enum late_policy late, enum trust trust);

#endif
