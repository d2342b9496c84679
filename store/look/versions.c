/*
 * versions.c - the versions of an open period's data, each with the decision
 * that made it.
 *
 * Knows who reads the decision. Touches periods, amendments, mandates and
 * bundles, for reading.
 */
#include "store/look/looks.h"
#include "store/plans.h"
#include "store/table/amendments.h"
#include "store/table/mandates.h"

struct listing {
	struct txn *t;
	const struct who *who;
	struct period_id period;
	void (*each)(void *self, const struct version_look *v);
	void *self;
	unsigned told;
};

static void
tell(struct listing *l, struct version_look *v)
{
	static const struct unit_id nobody;
	struct mandated m;

	v->has_mandate =
	    who_may_in(l->who, MAY_READ_RECORDS, l->period, nobody) &&
	    mandates_get(l->t, v->entry, &m);
	if (v->has_mandate)
		v->mandate = m.mandate;
	l->told++;
	l->each(l->self, v);
}

struct first {
	uint32_t version; /* before the first amendment; 0: there is none */
};

static void
take_first(void *self, const struct amendment_row *a)
{
	struct first *f = self;

	if (f->version == 0)
		f->version = a->before;
}

static void
take_amendment(void *self, const struct amendment_row *a)
{
	struct version_look v = { .version = a->version,
		.entry = a->entry,
		.time = a->time,
		.outage = a->outage };

	tell(self, &v);
}

enum err
look_versions(struct store *s, const struct who *who, struct period_id period,
    void (*each)(void *self, const struct version_look *v), void *self)
{
	struct listing l = { NULL, who, period, each, self, 0 };
	struct version_look v = { .version = 0 };
	struct first first = { 0 };
	struct period row;
	struct txn t;

	if (!who_reaches(who, period))
		return ERR_FORBIDDEN;
	txn_read(&t, s->env);
	l.t = &t;
	if (!periods_get(&t, period, &row)) {
		txn_require(&t, ERR_UNKNOWN_PERIOD);
		return txn_end(&t);
	}
	if (row.state == PERIOD_OPEN) {
		amendments_each(&t, period, take_first, &first);
		v.version = first.version == 0 ? row.version : first.version;
		v.entry = row.entry;
		v.time = row.opened;
		tell(&l, &v);
		amendments_each(&t, period, take_amendment, &l);
	}
	return txn_end(&t);
}

struct finding_version {
	uint32_t version;
	bool found;
};

static void
find(void *self, const struct version_look *v)
{
	struct finding_version *f = self;

	f->found = f->found || v->version == f->version;
}

enum err
look_plan_version(struct store *s, struct period_id period, uint32_t version,
    const struct plan **out)
{
	static const struct who nobody;
	struct finding_version f = { version, false };
	enum err e = look_versions(s, &nobody, period, find, &f);

	if (e == OK && !f.found)
		e = ERR_NOT_FOUND;
	return e != OK ? e : plans_get(s->plans, s->env, period, version, out);
}

enum err
look_bundle_version(struct store *s, struct period_id period, uint32_t version,
    struct buf *to)
{
	struct slice text;
	struct txn t;

	txn_read(&t, s->env);
	if (bundles_get(&t, period, version, &text))
		buf_slice(to, text);
	else
		txn_require(&t, ERR_NOT_FOUND);
	txn_require(&t, to->err);
	return txn_end(&t);
}
