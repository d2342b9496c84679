/*
 * check_revisions.c - whether what was published is what is kept.
 *
 * Knows that the log has a digest over every row of a revision. Touches
 * revisions, their frozen rows and the log, for reading: one transaction a
 * revision.
 */
#include "store/look/check.h"
#include "store/table/frozen.h"
#include "store/table/revisions.h"

#define PERIODS_MOST 64

struct periods {
	struct period_id list[PERIODS_MOST];
	unsigned n;
};

static void
take(void *self, const struct period *p)
{
	struct periods *all = self;

	if (all->n < PERIODS_MOST)
		all->list[all->n++] = p->id;
}

static bool
log_agrees(struct checking *c, struct txn *t, const struct revision *r)
{
	struct slice bytes, rows;
	struct entry entry;
	char hex[DIGEST_TEXT];

	digest_text(r->rows, hex);
	return ledger_entry(c->store->ledger, t, r->entry, &bytes) &&
	       entry_read(bytes, &entry) == OK &&
	       entry.type == ENTRY_PUBLICATION &&
	       entry_value(entry.body, "rows", 0, &rows) && slice_is(rows, hex);
}

static void
check_revision(struct checking *c, struct txn *t, const struct revision *r)
{
	static const struct digest none;
	struct digest want = digest_eq(r->kept, none) ? r->rows : r->kept;

	if (!log_agrees(c, t, r))
		complain(c,
		    "Revision %llu of period %s: log entry %llu says something "
		    "else of it.",
		    (unsigned long long)r->n, r->period.text,
		    (unsigned long long)r->entry);
	if (!digest_eq(frozen_digest(t, r), want))
		complain(c,
		    "Revision %llu of period %s: its rows are not those that "
		    "were published.",
		    (unsigned long long)r->n, r->period.text);
}

static enum err
check_period(struct checking *c, struct period_id period, uint64_t *n)
{
	struct revision r = { .period = period, .n = 1 };
	struct txn t;
	bool found;
	enum err e;

	do {
		txn_read(&t, c->store->env);
		if ((found = revisions_get(&t, &r)))
			check_revision(c, &t, &r);
		if ((e = txn_end(&t)) == OK && found) {
			*n += 1;
			r.n++;
		}
	} while (e == OK && found);
	return e;
}

enum err
check_revisions(struct checking *c, uint64_t *n)
{
	struct periods all = { .n = 0 };
	struct txn t;
	enum err e;

	txn_read(&t, c->store->env);
	periods_each(&t, take, &all);
	e = txn_end(&t);
	for (unsigned i = 0; e == OK && i < all.n; i++)
		e = check_period(c, all.list[i], n);
	return e;
}
