/*
 * fences.c - entries between the times of outside authorities.
 *
 * A token over the first `size` entries, logged at `index`, proves twice: those
 * entries were there before its time + accuracy, and the entries from `index`
 * on came after its time - accuracy. An entry whose clock cannot agree with
 * that was made by a clock that was wrong, or set.
 *
 * Touches the recheck's memory. A simulated clock is not compared.
 */
#include "store/recheck/inside.h"

/* Of a token that does not say: what EN 319 421 holds authorities to. */
#define ACCURACY_US 1000000

struct told_token {
	uint64_t size;
	struct moment earliest, latest; /* its time -/+ accuracy */
};

static bool
token_of(const struct recheck *a, const struct entry *e, struct told_token *out)
{
	int64_t size, time, accuracy = ACCURACY_US;
	struct slice line;

	if (!entry_number(e->body, "size", &size) || size < 1 ||
	    (uint64_t)size > PLACE_INDEX(a->next) ||
	    !entry_number(e->body, "stamped", &time) || time < 0 ||
	    time > INT64_MAX / 2)
		return false;
	if (entry_value(e->body, "accuracy", 0, &line) &&
	    (!entry_number(e->body, "accuracy", &accuracy) || accuracy < 0 ||
		accuracy > INT64_MAX / 4))
		return false;
	*out = (struct told_token){ (uint64_t)size, { time - accuracy },
		{ time + accuracy } };
	return true;
}

/*
 * The last entry that the token is over has the largest time of all of them
 * (seq_time is strictly increasing): it must not lie behind the token's.
 */
static void
check_covered(struct recheck *a, const struct told_token *token)
{
	struct slice bytes;
	struct entry last;

	if (a->to.entry == NULL ||
	    !a->to.entry(a->to.self, PLACE(PLACE_LOG(a->next), token->size - 1),
		&bytes) ||
	    entry_read(bytes, &last) != OK || last.status == CLOCK_SIMULATED)
		return;
	if (last.time.us - last.bound.us > token->latest.us)
		recheck_tell(a, GRAVE_ERROR, a->next, "fence",
		    "Entry %llu claims a time %lld us after that of the "
		    "outside authority whose token came later.",
		    (unsigned long long)token->size - 1,
		    (long long)(last.time.us - last.bound.us -
				token->latest.us));
}

void
recheck_token(struct recheck *a, const struct entry *e)
{
	struct told_token token;

	if (!token_of(a, e, &token)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "token",
		    "This token is over entries that do not come before it, "
		    "or its time cannot be read.");
		return;
	}
	check_covered(a, &token);
	if (a->fence.any && token.earliest.us <= a->fence.after.us)
		return;
	a->fence = (struct told_fence){ .any = true,
		.after = token.earliest,
		.by = a->next };
	recheck_fenced(a, e); /* the token's own entry, too, came after it */
}

void
recheck_fenced(struct recheck *a, const struct entry *e)
{
	bool well;

	if (!a->fence.any || e->status == CLOCK_SIMULATED)
		return;
	well = e->clock.latest.us >= a->fence.after.us;
	if (!well && !a->fence.crossed)
		recheck_tell(a, GRAVE_ERROR, a->next, "fence",
		    "From here on the clock reads at least %lld us before the "
		    "outside time of the token in entry %llu, which came "
		    "first.",
		    (long long)(a->fence.after.us - e->clock.latest.us),
		    (unsigned long long)a->fence.by);
	a->fence.crossed = !well;
}
