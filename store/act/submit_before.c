/*
 * submit_before.c - a request that came before.
 *
 * Knows when two requests are one. Touches keys, documents' uses and
 * submissions; changes nothing.
 */
#include "store/act/submitting.h"
#include "store/table/documents.h"
#include "store/table/keys.h"
#include "store/table/submissions.h"

/* The search for the unit's own submission of the same bytes for the same
 * leaves, which still counts. */
struct same {
	const struct submission *new;
	struct txn *t;
	struct submission_id id;
	bool found;
};

static bool
has_leaf(const struct submission *s, struct leaf_id leaf)
{
	for (unsigned i = 0; i < s->n_leaves; i++)
		if (leaf_id_eq(s->leaf[i], leaf))
			return true;
	return false;
}

static bool
try_same(void *self, struct submission_id id)
{
	struct same *x = self;
	struct submission s;

	if (!submissions_get(x->t, id, &s))
		return txn_require(x->t, ERR_BROKEN) == OK;
	x->found = period_id_eq(s.period, x->new->period) &&
		   unit_id_eq(s.unit, x->new->unit) &&
		   submission_stands(s.status);
	for (unsigned i = 0; i < x->new->n_leaves; i++)
		x->found = x->found && has_leaf(&s, x->new->leaf[i]);
	x->id = id;
	return !x->found;
}

static bool
same_bytes(struct submitting *w, struct txn *t, struct submission_id *id)
{
	struct same x = { .new = &w->new, .t = t };

	document_uses_of_unit(t, w->new.document, w->new.period, w->new.unit,
	    try_same, &x);
	*id = x.id;
	return x.found && t->err == OK;
}

enum err
submitting_key_reused(struct fault *why)
{
	return fault_set(why, ERR_KEY_REUSED, "header:Idempotency-Key",
	    "This Idempotency-Key was used for another request within the last "
	    "%d days.",
	    KEY_LIFE_DAYS);
}

bool
submitting_came_before(struct submitting *w, struct txn *t, enum err *e)
{
	struct submission_id id;
	struct used_key used;

	if (w->in->has_key) {
		if (!keys_get(t, w->in->who.token, w->in->key,
			w->in->arrival.after.wall, &used))
			return false;
		if (!digest_eq(used.fingerprint, w->fingerprint)) {
			*e = submitting_key_reused(w->why);
			return true;
		}
		id = used.id;
		w->out->how = SUBMIT_REPLAYED;
	} else {
		if (!same_bytes(w, t, &id))
			return false;
		w->out->how = SUBMIT_SAME_BYTES;
	}
	if (!submissions_get(t, id, &w->out->submission))
		*e = txn_require(t, ERR_BROKEN);
	return true;
}
