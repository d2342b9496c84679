/*
 * publication.c - how far a period's results have come, and the council's
 * records, asked for.
 *
 * Knows who sees them. Touches records, revisions and corrections, for
 * reading.
 */
#include "store/look/at.h"
#include "store/look/looks.h"
#include "store/table/records.h"
#include "store/table/revisions.h"

/* After a publication everybody who may read at all sees the records it rests
 * on. */
static enum err
admit(struct store *s, const struct who *who, struct period_id period,
    struct at *at, struct fault *why)
{
	static const struct unit_id nobody;
	enum err e = at_find(s, period, REVISION_NEWEST, at, why);

	if (e != OK || at_may(at, who, MAY_READ_RECORDS, nobody))
		return e;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read the council's records before "
	    "publication.",
	    role_name(who->role));
}

enum err
look_records(struct store *s, const struct who *who, struct period_id period,
    bool (*each)(void *self, const struct record *r), void *self,
    struct fault *why)
{
	struct at at;
	struct txn t;
	enum err e;

	if ((e = admit(s, who, period, &at, why)) != OK)
		return e;
	txn_read(&t, s->env);
	records_each(&t, period, each, self);
	return txn_end(&t);
}

enum err
look_record(struct store *s, const struct who *who, struct record *r,
    struct fault *why)
{
	struct at at;
	struct txn t;
	bool found;
	enum err e;

	if ((e = admit(s, who, r->period, &at, why)) != OK)
		return e;
	txn_read(&t, s->env);
	found = records_get(&t, r);
	if ((e = txn_end(&t)) != OK || found)
		return e;
	return fault_set(why, ERR_NOT_FOUND, "",
	    "Period %s has no council record %llu.", r->period.text,
	    (unsigned long long)r->n);
}

enum err
look_record_file(struct store *s, const struct who *who, struct record *r,
    struct document *doc, struct buf *bytes, int *fd, struct fault *why)
{
	enum err e = look_record(s, who, r, why);

	*fd = -1;
	return e == OK ? look_document_bytes(s, r->document, doc, bytes, fd)
		       : e;
}

struct collecting {
	const struct plan *plan;
	struct publication *out;
};

static void
take_due(void *self, struct unit_id unit, uint64_t entry)
{
	struct collecting *c = self;

	(void)entry;
	if (c->out->n_due < UNITS_MOST)
		c->out->due[c->out->n_due++] = unit;
}

static bool
take_revision(void *self, const struct revision *r)
{
	struct collecting *c = self;

	c->out->n_revisions = r->n;
	if (r->n <= REVISIONS_SHOWN)
		c->out->revision[r->n - 1] = *r;
	return true;
}

enum err
look_publication(struct store *s, const struct who *who,
    struct period_id period, struct publication *out, struct fault *why)
{
	static const struct unit_id nobody;
	struct collecting c = { .out = out };
	struct reading now;
	struct at at;
	struct txn t;
	enum err e;

	*out = (struct publication){ .period = period };
	if (!who_may_in(who, MAY_READ_PLAN, period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read periods.", role_name(who->role));
	if ((e = at_find(s, period, REVISION_WORKING, &at, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	txn_read(&t, s->env);
	out->working = results_status_of(appraisal_over(at.plan, now.wall),
	    records_have(&t, period, RECORD_MINUTES));
	revisions_each(&t, period, take_revision, &c);
	if (who_may_in(who, MAY_READ_RECORDS, period, nobody))
		corrections_each(&t, period, take_due, &c);
	return txn_end(&t);
}
