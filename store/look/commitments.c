/*
 * commitments.c - what units said they would send, and what came of it.
 *
 * Knows who may see whose. Touches commitments, documents' uses, submissions
 * and the ledger, for reading.
 */
#include "store/table/commitments.h"
#include "store/look/completed.h"
#include "store/table/submissions.h"

/* The search for what completed one of its documents. */
struct completing {
	struct txn *t;
	struct commitment_id commitment;
	struct submission_id id; /* the newest */
	bool found;
};

/* Uses come in the order of their ids, which is that of their making. */
static bool
try_use(void *self, struct submission_id id)
{
	struct completing *x = self;
	struct submission s;

	if (submissions_get(x->t, id, &s) &&
	    commitment_id_eq(s.completes.id, x->commitment)) {
		x->id = id;
		x->found = true;
	}
	return x->t->err == OK;
}

void
completed_at(struct txn *t, const struct commitment *c,
    struct commitment_look *out)
{
	*out = (struct commitment_look){ .commitment = *c };
	for (unsigned i = 0; i < c->n_documents; i++) {
		struct completing x = { .t = t, .commitment = c->id };

		document_uses_of_unit(t, c->document[i].document, c->period,
		    c->unit, try_use, &x);
		out->completed[i] = x.id;
		out->n_completed += x.found;
	}
}

/* What somebody may not see is not there. */
static bool
get(struct txn *t, const struct who *who, struct period_id period,
    struct unit_id unit, struct commitment_id id, struct commitment *out)
{
	if (who_may_in(who, MAY_READ_SHEET, period, unit) &&
	    commitments_get(t, period, unit, id, out))
		return true;
	(void)txn_require(t, ERR_NOT_FOUND);
	return false;
}

enum err
look_commitment(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, struct commitment_id id, struct commitment_look *out)
{
	struct commitment c;
	struct txn t;

	txn_read(&t, s->env);
	if (get(&t, who, period, unit, id, &c))
		completed_at(&t, &c, out);
	return txn_end(&t);
}

/* A list of commitments, each handed on with what came of it. */
struct listing {
	struct txn *t;
	bool (*each)(void *self, const struct commitment_look *c);
	void *self;
};

static bool
list_one(void *self, const struct commitment *c)
{
	const struct listing *l = self;
	struct commitment_look look;

	completed_at(l->t, c, &look);
	return l->t->err == OK && l->each(l->self, &look);
}

enum err
look_commitments(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct commitment_look *c), void *self)
{
	struct txn t;
	struct listing l = { .t = &t, .each = each, .self = self };

	if (!who_may_in(who, MAY_READ_SHEET, period, unit))
		return ERR_FORBIDDEN;
	txn_read(&t, s->env);
	commitments_each(&t, period, unit, list_one, &l);
	return txn_end(&t);
}

enum err
look_commitment_receipt_of(struct store *s, const struct commitment *c,
    struct buf *to)
{
	struct txn t;

	txn_read(&t, s->env);
	txn_require(&t, ledger_receipt(s->ledger, &t, c->entry, to));
	return txn_end(&t);
}

enum err
look_commitment_receipt(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct commitment_id id,
    struct buf *to)
{
	struct commitment c;
	struct txn t;

	txn_read(&t, s->env);
	if (get(&t, who, period, unit, id, &c))
		txn_require(&t, ledger_receipt(s->ledger, &t, c.entry, to));
	return txn_end(&t);
}
