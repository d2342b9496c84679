/*
 * bounds.c - outside times around a submission.
 *
 * Knows the law of bounds.h, clause by clause. Touches nothing but its
 * arguments.
 */
#include "store/model/bounds.h"

#include <assert.h>

const char *
trust_name(enum trust t)
{
	static const char *const names[] = {
		[TRUST_FIT] = "fit",
		[TRUST_UNFIT] = "unfit",
		[TRUST_NONE] = "unknown",
	};
	static_assert(sizeof names / sizeof *names == TRUSTS, "all named");

	assert(t < TRUSTS);
	return names[t];
}

enum trust
trust_of(enum clock_status status, enum clock_source source)
{
	if (status == CLOCK_FIT || status == CLOCK_SIMULATED)
		return TRUST_FIT;
	return status == CLOCK_UNFIT || source == CLOCK_CARRIED ? TRUST_UNFIT
								: TRUST_NONE;
}

static struct moment
later(struct moment a, struct moment b)
{
	return moment_before(a, b) ? b : a;
}

static struct moment
earlier(struct moment a, struct moment b)
{
	return moment_before(a, b) ? a : b;
}

enum bounded
bounds_cut(enum trust trust, struct interval claimed, const struct bounds *b,
    struct interval *out)
{
	static const struct interval always = { { INT64_MIN }, { INT64_MAX } };
	struct interval is = trust == TRUST_UNFIT ? claimed : always;

	*out = claimed;
	if (trust == TRUST_FIT)
		return BOUNDED_CLAIM;
	if (b->before_by == 0 && trust == TRUST_NONE)
		return BOUNDED_WAITS;
	if (b->after_by != 0)
		is.earliest = later(is.earliest, b->after);
	if (b->before_by != 0)
		is.latest = earlier(is.latest, b->before);
	if (moment_before(is.latest, is.earliest))
		return BOUNDED_AGAINST;
	*out = is;
	if (trust == TRUST_NONE)
		return BOUNDED_ALONE;
	return is.earliest.us == claimed.earliest.us &&
		       is.latest.us == claimed.latest.us
		   ? BOUNDED_CLAIM
		   : BOUNDED_CUT;
}

bool
ruling_may(enum bounded how, enum verdict v)
{
	return v == VERDICT_ON_TIME_DOUBT || v == VERDICT_LATE_DOUBT ||
	       how == BOUNDED_WAITS || how == BOUNDED_AGAINST;
}

enum verdict
verdict_ruled(enum verdict v, enum bounded how, const struct ruling *r,
    uint32_t window)
{
	return r->entry != 0 && r->window == window && ruling_may(how, v)
		   ? r->verdict
		   : v;
}

bool
arrival_is_taken(enum verdict v, enum late_policy late, enum trust trust)
{
	return trust == TRUST_NONE || verdict_is_taken(v, late);
}
