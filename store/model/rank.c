/*
 * rank.c - the order of the units of a block.
 *
 * Knows the law below. Touches nothing but its arguments.
 *
 *  1. The higher index first: points / maximum, exactly, or the printed
 *     percentage when the period classifies on printed. A maximum of 0 counts
 *     as an index of 0.
 *  2. Then nothing: the units share a rank, and stand in the decision's order
 *     only so that two runs print the same page.
 *  3. After a shared rank the next one is counted on: 1 1 3 when the tie rule
 *     is shared, 1 1 2 when it is dense.
 */
#include "store/model/rank.h"

#include <stdlib.h>

/* Negative when `a` stands before `b` by clause 1; 0 when it does not say. */
static int
by_index(const struct plan *p, const struct standing *a,
    const struct standing *b)
{
	struct points one, other;

	if (p->classify_on == CLASSIFY_EXACT)
		return percent_cmp(b->points, b->max, a->points, a->max);
	one = percent_rounded(a->points, a->max, p->index_decimals);
	other = percent_rounded(b->points, b->max, p->index_decimals);
	return (one.millionths < other.millionths) -
	       (one.millionths > other.millionths);
}

static int
by_page(const void *one, const void *other, void *plan)
{
	const struct standing *a = one, *b = other;
	const struct plan *p = plan;
	unsigned first = p->units[a->unit].order,
		 second = p->units[b->unit].order;
	int order = by_index(p, a, b);

	if (order == 0)
		order = (first > second) - (first < second);
	return order != 0 ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

void
rank_units(const struct plan *p, struct standing *list, size_t n)
{
	unsigned rank = 0;

	qsort_r(list, n, sizeof *list, by_page, (void *)(uintptr_t)p);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || by_index(p, &list[i - 1], &list[i]) != 0)
			rank = p->tie == TIE_DENSE ? rank + 1 : (unsigned)i + 1;
		list[i].rank = rank;
	}
}
