/*
 * statement_time.c - what the clock and outside times say of a receipt, in
 * plain words.
 *
 * Knows the law of bounds.h. Touches nothing but its arguments.
 */
#include <stdio.h>

#include "store/model/bounds.h"
#include "store/paper/telling.h"

void
telling_clock(struct telling *t, struct slice source)
{
	static const enum word by_status[] = {
		[CLOCK_FIT] = CLOCK_WORDS_FIT,
		[CLOCK_UNFIT] = CLOCK_WORDS_UNFIT,
		[CLOCK_UNSYNCHRONISED] = CLOCK_WORDS_ALONE,
		[CLOCK_SIMULATED] = CLOCK_WORDS_SIMULATED,
	};
	struct buf *to = telling_row(t, LABEL_CLOCK);
	char bound[32];

	(void)snprintf(bound, sizeof bound, "%lld%c%06lld",
	    (long long)(t->entry->bound.us / 1000000),
	    t->facts->language == VIETNAMESE ? ',' : '.',
	    (long long)(t->entry->bound.us % 1000000));
	telling_fill1(to, telling_say(t, by_status[t->entry->status]), bound);
	if (slice_is(source, "front"))
		buf_text(to, telling_say(t, FROM_FRONT));
	else if (slice_is(source, "handler"))
		buf_text(to, telling_say(t, FROM_HANDLER));
}

void
telling_outside(struct telling *t, const struct arrived *a)
{
	const struct statement_facts *f = t->facts;
	bool in_time = false;
	struct buf *to;

	if (f->n_fences == 0)
		return;
	to = telling_row(t, LABEL_OUTSIDE);
	for (unsigned i = 0; i < f->n_fences; i++) {
		const struct fence *fence = &f->fences[i];
		struct buf at = { 0 };
		struct slice values[2];

		statement_moment(fence->at, f->language, &at);
		values[0] = buf_all(&at);
		values[1] = slice_text(fence->authority);
		telling_fill(to,
		    telling_say(t, fence->side == FENCE_BEFORE ? OUTSIDE_BEFORE
							       : OUTSIDE_AFTER),
		    values);
		buf_free(&at);
		in_time =
		    in_time || (fence->side == FENCE_BEFORE && a->has_window &&
				   moment_before(fence->at, a->until));
	}
	if (in_time)
		buf_text(to, telling_say(t, t->entry->type == ENTRY_COMMITMENT
						? OUTSIDE_SAID_ON_TIME
						: OUTSIDE_ON_TIME));
}

/* The outside times that are known, the nearest on each side. */
static struct bounds
bounds_known(const struct statement_facts *f)
{
	struct bounds b = { .before_by = 0 };

	for (unsigned i = 0; i < f->n_fences; i++) {
		struct moment at = f->fences[i].arrived;

		if (f->fences[i].side == FENCE_BEFORE &&
		    (b.before_by == 0 || moment_before(at, b.before))) {
			b.before = at;
			b.before_by = 1;
		}
		if (f->fences[i].side == FENCE_AFTER &&
		    (b.after_by == 0 || moment_before(b.after, at))) {
			b.after = at;
			b.after_by = 1;
		}
	}
	return b;
}

void
telling_bounded(struct telling *t, const struct arrived *a)
{
	enum trust trust = trust_of(t->entry->status, t->entry->source);
	struct bounds b = bounds_known(t->facts);
	struct interval when;
	enum bounded how = bounds_cut(trust, a->received, &b, &when);
	enum word words = BOUNDED_DOUBT;

	if (trust == TRUST_FIT || !a->has_window)
		return;
	if (b.before_by == 0)
		words = BOUNDED_WAIT;
	else if (how == BOUNDED_AGAINST)
		words = BOUNDED_CONTRADICTION;
	else if (moment_before(when.latest, a->until))
		words = BOUNDED_ON_TIME;
	else if (!moment_before(when.earliest, a->until))
		words = BOUNDED_LATE;
	buf_text(telling_row(t, LABEL_BOUNDED), telling_say(t, words));
}
