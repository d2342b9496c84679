/*
 * destroyed.c - which documents were destroyed and under what decision, legal
 * holds, and what of a period is over its years; asked for.
 *
 * Knows who may see them. Touches expunged, disposals, holds, mandates,
 * submissions, forms and persons, for reading.
 */
#include "store/look/looks.h"
#include "store/table/disposals.h"
#include "store/table/forms.h"
#include "store/table/holds.h"
#include "store/table/submissions.h"

static const struct unit_id nobody;

static enum err
may(const struct who *who, struct fault *why)
{
	if (who_may(who, MAY_READ_DESTROYED, nobody))
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read what was destroyed or is under hold.",
	    role_name(who->role));
}

struct listing {
	struct txn *t;
	void (*expunged)(void *self, const struct expunged *e,
	    const struct mandate *m);
	void (*hold)(void *self, const struct hold *h, const struct mandate *m);
	void *self;
};

static bool
list_expunged(void *self, const struct expunged *e)
{
	struct listing *l = self;
	struct mandated m;

	(void)mandates_get(l->t, e->entry, &m);
	l->expunged(l->self, e, &m.mandate);
	return true;
}

enum err
look_expunged(struct store *s, const struct who *who,
    void (*each)(void *self, const struct expunged *e, const struct mandate *m),
    void *self, struct fault *why)
{
	struct listing l = { .expunged = each, .self = self };
	struct txn t;
	enum err e;

	if ((e = may(who, why)) != OK)
		return e;
	l.t = &t;
	txn_read(&t, s->env);
	expunged_each(&t, true, list_expunged, &l);
	expunged_each(&t, false, list_expunged, &l);
	return txn_end(&t);
}

struct disposed {
	struct txn *t;
	void (*each)(void *self, const struct disposal *d,
	    const struct mandate *m);
	void *self;
};

static bool
list_disposal(void *self, const struct disposal *d)
{
	struct disposed *l = self;
	struct mandated m;

	(void)mandates_get(l->t, d->entry, &m);
	l->each(l->self, d, &m.mandate);
	return true;
}

enum err
look_disposals(struct store *s, const struct who *who,
    void (*each)(void *self, const struct disposal *d, const struct mandate *m),
    void *self, struct fault *why)
{
	struct disposed l = { NULL, each, self };
	struct txn t;
	enum err e;

	if ((e = may(who, why)) != OK)
		return e;
	l.t = &t;
	txn_read(&t, s->env);
	disposals_each(&t, list_disposal, &l);
	return txn_end(&t);
}

static bool
list_hold(void *self, const struct hold *h)
{
	struct listing *l = self;
	struct mandated m;

	(void)mandates_get(l->t, h->entry, &m);
	l->hold(l->self, h, &m.mandate);
	return true;
}

enum err
look_holds(struct store *s, const struct who *who,
    void (*each)(void *self, const struct hold *h, const struct mandate *m),
    void *self, struct fault *why)
{
	struct listing l = { .hold = each, .self = self };
	struct txn t;
	enum err e;

	if ((e = may(who, why)) != OK)
		return e;
	l.t = &t;
	txn_read(&t, s->env);
	holds_each(&t, list_hold, &l);
	return txn_end(&t);
}

static bool
count_kind(void *self, const struct submission *s)
{
	struct retention_look *out = self;

	out->records[retained_of(s->status)]++;
	return true;
}

static void
count_person(void *self, const struct person_row *p)
{
	struct retention_look *out = self;

	out->records[RETAINED_PEOPLE] +=
	    strcmp(p->person.name, PERSON_ERASED) != 0;
}

static void
count_rows(struct txn *t, struct retention_look *out)
{
	const struct plan *p = out->plan;
	struct disposal d = { .period = p->period };

	for (unsigned k = 0; k < RETAINED; k++) {
		d.kind = (enum retained)k;
		if (disposals_get(t, &d))
			out->disposed[k] = d.records;
	}
	for (unsigned i = 0; i < p->n_surveys; i++)
		if (forms_any(t, p->period, p->surveys[i].id))
			out->records[RETAINED_FORMS] +=
			    forms_count(t, p->period, p->surveys[i].id);
	persons_each(t, count_person, out);
}

static bool
first_hold(void *self, const struct hold *h)
{
	struct retention_look *out = self;

	if (!hold_touches(h, out->plan->period))
		return true;
	out->hold = h->n;
	return false;
}

enum err
look_retention(struct store *s, const struct who *who, struct period_id period,
    struct retention_look *out, struct fault *why)
{
	struct period row;
	struct reading now;
	struct txn t;
	enum err e;

	*out = (struct retention_look){ .hold = 0 };
	if (!who_may_in(who, MAY_READ_DESTROYED, period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read what is over its years.",
		    role_name(who->role));
	if ((e = store_now(s, &now)) != OK)
		return e;
	if ((e = store_plan(s, period, &out->plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	out->now = now.wall;
	txn_read(&t, s->env);
	for (unsigned u = 0; u < out->plan->n_units; u++)
		submissions_of_unit(&t, period, out->plan->units[u].id,
		    count_kind, out);
	count_rows(&t, out);
	holds_each(&t, first_hold, out);
	return txn_end(&t);
}
