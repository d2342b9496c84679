/*
 * fences.c - the outside times around a submission or a commitment.
 *
 * Knows which tokens lie nearest. Touches stamps, submissions and the ledger,
 * for reading.
 */
#include <stdio.h>

#include "store/look/looks.h"
#include "store/table/submissions.h"

#define AUTHORITIES_MOST 8
#define TOKENS_MOST 64 /* looked at in each direction */

struct fencing {
	struct store *store;
	struct txn *t;
	uint64_t entry; /* between them */
	enum fence_side side;
	char seen[AUTHORITIES_MOST][STAMPER_NAME];
	unsigned n_seen, n_tokens;
	void (*each)(void *self, const struct fence_proof *p,
	    const struct stamp *stamp);
	void *self;
};

static bool
seen(const struct fencing *f, const char *by)
{
	for (unsigned i = 0; i < f->n_seen; i++)
		if (strcmp(f->seen[i], by) == 0)
			return true;
	return false;
}

/* To the stamped checkpoint, or of the token's own entry. */
static enum err
receipt_for(const struct fencing *f, const struct stamp *s, struct buf *to)
{
	if (f->side == FENCE_AFTER)
		return ledger_receipt(f->store->ledger, f->t, s->entry, to);
	return ledger_receipt_to(f->store->ledger, f->t, f->entry,
	    PLACE_INDEX(s->place), to);
}

/* A token of an authority that has none yet on this side. */
static bool
take(void *self, const struct stamp *s)
{
	struct fencing *f = self;
	struct fence_proof p = { .side = f->side,
		.request = s->request,
		.response = s->response };
	struct buf receipt = { 0 };

	if (PLACE_LOG(s->place) != PLACE_LOG(f->entry) ||
	    f->n_tokens++ == TOKENS_MOST || f->n_seen == AUTHORITIES_MOST)
		return false;
	if (seen(f, s->by) || (f->side == FENCE_AFTER && s->entry >= f->entry))
		return true;
	if (txn_require(f->t, receipt_for(f, s, &receipt)) == OK) {
		memcpy(f->seen[f->n_seen++], s->by, sizeof s->by);
		(void)snprintf(p.authority, sizeof p.authority, "%s", s->by);
		p.receipt = buf_all(&receipt);
		f->each(f->self, &p, s);
	}
	buf_free(&receipt);
	return f->t->err == OK;
}

static enum err
around(struct store *s, uint64_t entry,
    void (*each)(void *self, const struct fence_proof *p,
	const struct stamp *stamp),
    void *self)
{
	struct fencing f = { .store = s,
		.entry = entry,
		.each = each,
		.self = self };
	struct txn t;

	txn_read(&t, s->env);
	f.t = &t;
	f.side = FENCE_AFTER;
	stamps_before(&t, entry + 1, take, &f);
	f.n_seen = f.n_tokens = 0;
	f.side = FENCE_BEFORE;
	stamps_from(&t, entry + 1, take, &f);
	return txn_end(&t);
}

enum err
look_fences(struct store *s, const struct who *who, struct submission_id id,
    void (*each)(void *self, const struct fence_proof *p,
	const struct stamp *stamp),
    void *self)
{
	struct submission sub;
	enum err e = look_submission(s, who, id, &sub);

	return e != OK ? e : around(s, sub.entry, each, self);
}

enum err
look_commitment_fences(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, struct commitment_id id,
    void (*each)(void *self, const struct fence_proof *p,
	const struct stamp *stamp),
    void *self)
{
	struct commitment_look c;
	enum err e = look_commitment(s, who, period, unit, id, &c);

	return e != OK ? e : around(s, c.commitment.entry, each, self);
}
