/*
 * disclose.c - small groups put together.
 *
 * Knows the five rules of its header. Touches nothing but its arguments.
 */
#include "store/model/disclose.h"

/* The smallest part but the first; -1 when the first is the only one. */
static int
smallest(const struct disclosed *d)
{
	int best = -1;

	for (unsigned p = 1; p < d->parts; p++)
		if (best < 0 || d->answers[p] < d->answers[best])
			best = (int)p;
	return best;
}

/* Part `gone` joins the first; the last takes its place. */
static void
join(struct disclosed *d, unsigned groups, int gone)
{
	int last = (int)--d->parts;

	d->answers[0] += d->answers[gone];
	d->answers[gone] = d->answers[last];
	for (unsigned g = 0; g < groups; g++)
		if (d->part[g] == gone)
			d->part[g] = 0;
		else if (d->part[g] == last)
			d->part[g] = gone;
}

struct disclosed
disclose(const uint64_t *answers, unsigned groups)
{
	struct disclosed d = { .parts = 0 };
	int other;
	bool few = false;

	for (unsigned g = 0; g < groups; g++)
		few = few || (answers[g] > 0 && answers[g] < FEW_ANSWERS);
	d.parts = few; /* the first part is the few, if there are any */
	for (unsigned g = 0; g < groups; g++) {
		d.part[g] = answers[g] == 0            ? -1
			    : answers[g] < FEW_ANSWERS ? 0
						       : (int)d.parts++;
		if (d.part[g] >= 0)
			d.answers[d.part[g]] += answers[g];
	}
	while (few && d.answers[0] < FEW_ANSWERS && (other = smallest(&d)) > 0)
		join(&d, groups, other);
	if (few && d.answers[0] < FEW_ANSWERS) {
		d.parts = 0;
		for (unsigned g = 0; g < groups; g++)
			d.part[g] = -1;
	}
	return d;
}
