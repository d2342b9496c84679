/*
 * dispose_rows.c - rows whose years are over are destroyed: survey forms, names
 * of persons who left, events.
 *
 * Knows which they are, and that a part at a time goes, with an entry that
 * commits to it. Touches forms, seconds, persons, feed, disposals, mandates and
 * the ledger.
 */
#include "store/act/expunge.h"
#include "store/table/disposals.h"
#include "store/table/events.h"
#include "store/table/forms.h"
#include "store/table/seconds.h"

#define AT_ONCE 2048 /* rows in one commit */
#define LOOK 100000  /* events looked at in one commit */
#define LEFT_MOST 64 /* persons in one commit */

struct row_disposing {
	struct expunging *w;
	const struct plan *plan;
	enum retained kind;
	uint64_t from, next; /* where this part begins, and the next one */
	uint64_t n;
	bool more;
};

/* ---- what goes ---- */

static uint64_t
drop_forms(struct row_disposing *d, struct txn *t, struct digest_stream *to)
{
	const struct plan *p = d->plan;
	uint64_t n = 0;

	for (unsigned i = 0; i < p->n_surveys; i++) {
		n += forms_dispose(t, p->period, p->surveys[i].id, AT_ONCE - n,
		    to);
		n += seconds_dispose(t, p, i, AT_ONCE - n, to);
	}
	d->more = n == AT_ONCE;
	return n;
}

struct leaving {
	struct txn *t;
	int64_t day; /* gone before this one */
	bool stays;  /* one of the person's duties goes on */
	struct person_id list[LEFT_MOST];
	unsigned n;
};

static void
look_at_duty(void *self, const struct duty_row *d)
{
	struct leaving *l = self;

	l->stays = l->stays || d->duty.until > l->day;
}

/* Who was there before the day, and has held nothing since. */
static void
take_person(void *self, const struct person_row *p)
{
	struct leaving *l = self;

	if (l->n == LEFT_MOST || strcmp(p->person.name, PERSON_ERASED) == 0 ||
	    moment_day(p->noted.time) >= l->day)
		return;
	l->stays = false;
	duties_each(l->t, &p->person.id, look_at_duty, l);
	if (!l->stays)
		l->list[l->n++] = p->person.id;
}

static uint64_t
erase_people(struct row_disposing *d, struct txn *t, struct digest_stream *to)
{
	struct leaving l = { .t = t, .day = retention_begins(d->plan) };
	uint64_t n = 0;

	persons_each(t, take_person, &l);
	for (unsigned i = 0; i < l.n; i++)
		n += persons_erase(t, l.list[i], to);
	d->more = l.n == LEFT_MOST;
	return n;
}

static uint64_t
drop_events(struct row_disposing *d, struct txn *t, struct digest_stream *to)
{
	uint64_t n;

	d->next = d->from;
	n = events_dispose(t, d->plan->period, AT_ONCE, LOOK, &d->next, to);
	d->more = d->next != 0;
	return n;
}

static uint64_t
destroy(struct row_disposing *d, struct txn *t, struct digest_stream *to)
{
	switch (d->kind) {
	case RETAINED_FORMS:
		return drop_forms(d, t, to);
	case RETAINED_PEOPLE:
		return erase_people(d, t, to);
	default:
		return drop_events(d, t, to);
	}
}

/* ---- the act ---- */

static enum err
log_it(struct row_disposing *d, struct txn *t, struct digest digest,
    struct disposal *row)
{
	struct expunging *w = d->w;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", row->period.text);
	entry_str(&body, "kind", retained_name(row->kind));
	entry_int(&body, "records", (int64_t)d->n);
	entry_digest(&body, "digest", digest);
	e = part_mandate(w->store, t, &w->mandated, ENTRY_DISPOSAL, &body,
	    &w->now, &row->entry, &row->time);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct row_disposing *d = arg;
	struct disposal row = { .period = d->plan->period, .kind = d->kind };
	struct digest_stream *to = digest_start();
	struct digest digest;
	enum err e;

	if (to == NULL)
		return ERR_NO_MEMORY;
	digest_more(to,
	    slice_of(d->w->mandated.salt, sizeof d->w->mandated.salt));
	d->n = destroy(d, t, to);
	digest = digest_end(&to);
	if (d->n == 0 || t->err != OK)
		return t->err;
	(void)disposals_get(t, &row);
	row.records += d->n;
	if ((e = log_it(d, t, digest, &row)) == OK)
		disposals_put(t, &row);
	return e != OK ? e : t->err;
}

enum err
dispose_rows(struct expunging *w, const struct plan *plan, enum retained kind,
    uint64_t *n)
{
	struct row_disposing d = { .w = w, .plan = plan, .kind = kind };
	enum err e;

	do {
		d.more = false;
		e = env_change(w->store->env, run, &d, 4096);
		if (e != OK)
			break;
		*n += d.n;
		d.from = d.next;
	} while (d.more);
	return e;
}
