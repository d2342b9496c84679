/*
 * people.c - who is there, who holds what, and who appraises whom.
 *
 * Knows which unit x field is open. Touches persons, duties and assignments,
 * for reading.
 */
#include <stdlib.h>

#include "store/look/looks.h"
#include "store/table/assignments.h"

static enum err
may_read(const struct who *who, const struct period_id *period,
    struct fault *why)
{
	static const struct unit_id none;

	if (period == NULL ? who_may(who, MAY_READ_PEOPLE, none)
			   : who_may_in(who, MAY_READ_PEOPLE, *period, none))
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read who holds what.", role_name(who->role));
}

enum err
look_persons(struct store *s, const struct who *who,
    void (*each)(void *self, const struct person_row *p), void *self)
{
	struct txn t;
	enum err e = may_read(who, NULL, NULL);

	if (e != OK)
		return e;
	txn_read(&t, s->env);
	persons_each(&t, each, self);
	return txn_end(&t);
}

enum err
look_duties(struct store *s, const struct who *who,
    const struct person_id *person,
    void (*each)(void *self, const struct duty_row *d), void *self)
{
	struct txn t;
	enum err e = may_read(who, NULL, NULL);

	if (e != OK)
		return e;
	txn_read(&t, s->env);
	duties_each(&t, person, each, self);
	return txn_end(&t);
}

/* ---- assignments ---- */

/* Is there something in the field that persons appraise at this unit? */
static bool
is_appraised(const struct plan *p, unsigned unit, unsigned field)
{
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].field == field &&
		    (p->leaves[i].mode == LEAF_EVIDENCE ||
			p->leaves[i].mode == LEAF_APPRAISED) &&
		    plan_applies(p, unit, i) == APPLIES)
			return true;
	return false;
}

/* Where each unit x field stands in the list, -1: nowhere. */
struct placing {
	struct assignments_look *out;
	int *place; /* [unit * n_fields + field] */
	struct txn *t;
	int64_t day;
};

static enum err
place_all(struct placing *w)
{
	const struct plan *p = w->out->plan;
	size_t most = (size_t)p->n_units * p->n_fields;

	w->place = malloc((most + 1) * sizeof *w->place);
	w->out->list = calloc(most + 1, sizeof *w->out->list);
	if (w->place == NULL || w->out->list == NULL)
		return ERR_NO_MEMORY;
	for (unsigned u = 0; u < p->n_units; u++)
		for (unsigned f = 0; f < p->n_fields; f++) {
			int *place = &w->place[u * p->n_fields + f];

			*place = -1;
			if (!is_appraised(p, u, f))
				continue;
			*place = (int)w->out->n;
			w->out->list[w->out->n].unit = u;
			w->out->list[w->out->n++].field = f;
		}
	return OK;
}

/* Does the person still hold a duty that reaches it? */
static bool
holds(const struct placing *w, struct person_id person, unsigned unit,
    unsigned field)
{
	struct duty list[DUTIES_MOST];
	unsigned n = duties_in_force(w->t, person, w->day, list, DUTIES_MOST);

	for (unsigned i = 0; i < n; i++)
		if (duty_reaches(&list[i], w->out->plan, unit, field))
			return true;
	return false;
}

static void
take(void *self, const struct assignment *a)
{
	struct placing *w = self;
	const struct plan *p = w->out->plan;
	int u = plan_unit(p, a->unit), f = plan_field(p, a->field), at;
	struct assignment_look *l;

	if (u < 0 || f < 0)
		return;
	at = w->place[(unsigned)u * p->n_fields + (unsigned)f];
	if (at < 0)
		return;
	l = &w->out->list[at];
	if (l->n < ASSIGNED_MOST &&
	    holds(w, a->person, (unsigned)u, (unsigned)f))
		l->person[l->n++] = a->person;
}

enum err
look_assignments(struct store *s, const struct who *who,
    struct period_id period, struct assignments_look *out, struct fault *why)
{
	struct placing w = { .out = out };
	struct period row;
	struct reading now;
	struct txn t;
	enum err e;

	*out = (struct assignments_look){ .n = 0 };
	if ((e = may_read(who, &period, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	if ((e = store_plan(s, period, &out->plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if ((e = place_all(&w)) == OK) {
		txn_read(&t, s->env);
		w.t = &t;
		w.day = moment_day(now.wall);
		assignments_each(&t, period, take, &w);
		e = txn_end(&t);
	}
	free(w.place);
	if (e != OK)
		look_assignments_free(out);
	return e;
}

void
look_assignments_free(struct assignments_look *l)
{
	free(l->list);
	*l = (struct assignments_look){ .n = 0 };
}
