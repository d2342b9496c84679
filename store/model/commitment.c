/*
 * commitment.c - what a commitment counts for.
 *
 * Knows the law of commitment.h, clause by clause. Touches nothing but its
 * arguments.
 */
#include "store/model/commitment.h"

bool
commitment_promises(const struct commitment *c, struct digest document,
    uint64_t size)
{
	for (unsigned i = 0; i < c->n_documents; i++)
		if (digest_eq(c->document[i].document, document))
			return c->document[i].size == size;
	return false;
}

bool
commitment_has_leaf(const struct commitment *c, struct leaf_id leaf)
{
	for (unsigned i = 0; i < c->n_leaves; i++)
		if (leaf_id_eq(c->leaf[i], leaf))
			return true;
	return false;
}

struct completes
commitment_completed(const struct commitment *c)
{
	return (struct completes){ .id = c->id,
		.received = c->received,
		.trust = c->trust,
		.entry = c->entry,
		.after_by = c->after_by };
}

bool
commitment_counts(struct interval received, struct interval commitment,
    struct span within)
{
	int64_t until;

	if (within.us == 0)
		return false;
	return __builtin_add_overflow(commitment.latest.us, within.us,
		   &until) ||
	       received.earliest.us < until;
}

struct basis
submission_basis(const struct submission *s, struct span within)
{
	const struct completes *c = &s->completes;

	if (commitment_id_is(c->id) &&
	    commitment_counts(s->received, c->received, within))
		return (struct basis){ true, c->received, c->trust, c->entry };
	return (struct basis){ false, s->received, s->trust, s->entry };
}

enum bounded
submission_when(const struct submission *s, struct span within,
    struct interval *when)
{
	struct basis b = submission_basis(s, within);

	return bounds_cut(b.trust, b.received, &s->bounds, when);
}
