/*
 * fences.c - entries between the times of outside authorities (outside.h). An
 * entry whose clock cannot agree with them was made by a clock that was wrong,
 * or set.
 *
 * Touches the recheck's memory. A simulated clock is not compared; one that
 * nobody vouches for is warned of: it claims nothing.
 */
#include "store/recheck/inside.h"

/* What waited longer for its commit did not: it was put in later. */
#define WAIT_US (INT64_C(60) * 1000000)

static enum gravity
gravity_of(const struct entry *e)
{
	return trust_of(e->status, e->source) == TRUST_NONE ? GRAVE_WARNING
							    : GRAVE_ERROR;
}

/*
 * The last entry that the token is over has the largest time of all of them
 * (seq_time is strictly increasing): it must not lie behind the token's. Its
 * own clock may agree, where one that nobody vouches for had gone ahead.
 */
static void
check_covered(struct recheck *a, const struct outside_time *token)
{
	enum gravity gravity;
	struct slice bytes;
	struct entry last;
	int64_t by;

	if (a->to.entry == NULL ||
	    !a->to.entry(a->to.self, PLACE(PLACE_LOG(a->next), token->size - 1),
		&bytes) ||
	    entry_read(bytes, &last) != OK || last.status == CLOCK_SIMULATED)
		return;
	by = last.time.us - last.bound.us - token->latest.us;
	if (by <= 0)
		return;
	gravity = last.clock.earliest.us <= token->latest.us &&
			  !moment_before(a->unknown_until, token->latest)
		      ? GRAVE_WARNING
		      : gravity_of(&last);
	recheck_tell(a, gravity, a->next, "fence",
	    "Entry %llu claims a time %lld us after that of the outside "
	    "authority whose token came later.",
	    (unsigned long long)token->size - 1, (long long)by);
}

enum err
recheck_token(struct recheck *a, const struct entry *e)
{
	struct outside_time token;

	if (!outside_time_read(e, &token) ||
	    token.size > PLACE_INDEX(a->next)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "token",
		    "This token is over entries that do not come before it, "
		    "or its time cannot be read.");
		return OK;
	}
	check_covered(a, &token);
	if (!a->fence.any || token.earliest.us > a->fence.time.earliest.us) {
		a->fence = (struct told_fence){ .any = true,
			.time = token,
			.by = a->next };
		/* the token's own entry, too, came after it */
		recheck_fenced(a, e);
	}
	a->last_token = a->next;
	return recheck_covered(a, PLACE(PLACE_LOG(a->next), token.size),
	    e->time);
}

void
recheck_fenced(struct recheck *a, const struct entry *e)
{
	int64_t by;

	if (e->status == CLOCK_SIMULATED)
		return;
	if (trust_of(e->status, e->source) == TRUST_NONE &&
	    moment_before(a->unknown_until, e->time))
		a->unknown_until = e->time;
	if (!a->fence.any)
		return;
	by = outside_wait(e, &a->fence.time);
	by = a->fence.time.earliest.us - e->clock.latest.us -
	     (by < WAIT_US ? by : WAIT_US);
	if (by > 0 && !a->fence.crossed)
		recheck_tell(a, gravity_of(e), a->next, "fence",
		    "From here on the clock reads at least %lld us before the "
		    "outside time of the token in entry %llu, which came "
		    "first.",
		    (long long)by, (unsigned long long)a->fence.by);
	a->fence.crossed = by > 0;
}
