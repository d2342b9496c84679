/*
 * people_many.c - a whole list of persons and duties is taken, or nothing of
 * it.
 *
 * Knows how the duties of a list stand for one another. Touches persons, duties
 * and ledger.
 */
#include <stdlib.h>
#include <string.h>

#include "store/act/part.h"
#include "store/act/people_list.h"

/* ---- persons, taken ---- */

static bool
is_known(struct txn *t, const struct person *p)
{
	struct person_row row = { .person = { .id = p->id } };

	return persons_get(t, &row) && strcmp(row.person.name, p->name) == 0 &&
	       strcmp(row.person.position, p->position) == 0 &&
	       unit_id_eq(row.person.home, p->home);
}

static enum err
take_persons(struct taking *w, struct txn *t)
{
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < w->n_persons; i++) {
		struct entering one = { .store = w->store,
			.who = w->who,
			.row = w->person[i],
			.now = w->now };

		if (is_known(t, &one.row.person))
			continue;
		e = entering_run(&one, t);
		w->out->persons++;
	}
	return e;
}

/* ---- duties, taken ---- */

struct likeness {
	const struct duty *asked;
	uint64_t number; /* 0: none is like it */
};

static void
is_alike(void *self, const struct duty_row *row)
{
	struct likeness *l = self;
	const struct duty *a = &row->duty, *b = l->asked;

	if (a->from == b->from && a->kind == b->kind &&
	    (b->role == ROLE_NOBODY || a->role == b->role) &&
	    (b->unit.text[0] == 0 || unit_id_eq(a->unit, b->unit)) &&
	    strcmp(a->decision.number, b->decision.number) == 0)
		l->number = a->number;
}

/* The duty that it stands for: an earlier one of the list, or one that is
 * there. */
static enum err
find_of(struct taking *w, unsigned i, uint64_t *out, struct fault *why)
{
	const char *of = w->duty[i].said.of;
	uint64_t n = 0;

	*out = 0;
	if (of[0] == 0)
		return OK;
	for (unsigned k = 0; k < w->n_duties; k++) {
		if (strcmp(w->duty[k].said.no, of) != 0)
			continue;
		*out = w->duty[k].number;
		return k < i ? OK
			     : fault_set(why, ERR_RANGE, "/of",
				   "Duty %s stands behind the one that stands "
				   "for it.",
				   of);
	}
	for (size_t k = 0; of[k] != 0 && n < 1000000000; k++) {
		if (of[k] < '0' || of[k] > '9')
			return fault_set(why, ERR_NOT_FOUND, "/of",
			    "No duty of the list is called %s.", of);
		n = n * 10 + (uint64_t)(of[k] - '0');
	}
	*out = n;
	return OK;
}

/* Who takes a duty over does so from the day on which it ends. */
static void
set_end(struct txn *t, struct duty_asked *d)
{
	struct duty_row old = { .duty = { .number = d->row.duty.of } };

	if (d->row.duty.kind != DUTY_HANDOVER || !duties_get(t, &old) ||
	    old.duty.until == d->row.duty.from)
		return;
	d->ends = d->row.duty.of;
	d->on = d->row.duty.from;
}

/* Role and unit that are said are those of the duty it stands for. */
static enum err
check_taken_over(struct txn *t, const struct listed *l, uint64_t of,
    struct fault *why)
{
	struct duty_row old = { .duty = { .number = of } };
	const struct duty *d = &l->said.duty;

	if (of == 0 || !duties_get(t, &old))
		return t->err;
	if (l->said.has_role && d->role != old.duty.role)
		return fault_set(why, ERR_CONFLICT, "/role",
		    "It stands for a duty of role \"%s\".",
		    role_name(old.duty.role));
	if (d->unit.text[0] != 0 && !unit_id_eq(d->unit, old.duty.unit))
		return fault_set(why, ERR_CONFLICT, "/unit",
		    "It stands for a duty of another unit.");
	return OK;
}

static void
note_end(struct taking *w, uint64_t number)
{
	w->out->ended++;
	for (unsigned i = 0; i < w->n_duties; i++)
		if (w->duty[i].number == number)
			w->duty[i].ended = true;
}

static enum err
give_one(struct taking *w, struct txn *t, unsigned i, struct fault *why)
{
	struct listed *l = &w->duty[i];
	struct duty_asked d = { .store = w->store,
		.who = w->who,
		.row = { .duty = l->said.duty,
		    .noted = { .by = w->who->token } },
		.gives = true,
		.decision = &l->said.duty.decision,
		.now = w->now,
		.why = why };
	enum err e = find_of(w, i, &d.row.duty.of, why);

	if (e != OK || (e = check_taken_over(t, l, d.row.duty.of, why)) != OK)
		return e;
	memcpy(d.row.noted.salt, l->salt, sizeof l->salt);
	set_end(t, &d);
	if ((e = duty_asked_run(&d, t)) != OK)
		return e;
	l->number = d.row.duty.number;
	w->out->duties++;
	if (d.ends != 0)
		note_end(w, d.ends);
	return OK;
}

static void
take_duty(struct taking *w, struct txn *t, unsigned i)
{
	struct listed *l = &w->duty[i];
	struct likeness like = { &l->said.duty, 0 };
	struct fault one = { 0 };
	enum err e = OK;

	duties_each(t, &l->said.duty.person, is_alike, &like);
	l->number = like.number;
	if (l->number == 0)
		e = give_one(w, t, i, &one);
	if (e == OK || t->err != OK)
		return;
	one.err = e;
	people_list_blame(w, "/duties", i, &one);
}

/* A duty that was there ends as the list says, or the list is told. */
static void
check_end(struct taking *w, struct txn *t, unsigned i)
{
	const struct listed *l = &w->duty[i];
	struct duty_row row = { .duty = { .number = l->number } };
	struct fault one = { 0 };

	if (l->number == 0 || !duties_get(t, &row) ||
	    row.duty.until == l->said.duty.until)
		return;
	if (l->said.duty.until == DUTY_NO_END && l->ended)
		return;
	one.err = fault_set(&one, ERR_CONFLICT, "/until",
	    "Duty %llu is there and ends otherwise: `duty end` ends it, or a "
	    "row of somebody who takes it over.",
	    (unsigned long long)l->number);
	people_list_blame(w, "/duties", i, &one);
}

static enum err
run(struct txn *t, void *arg)
{
	struct taking *w = arg;
	enum err e;

	w->fs->n = 0;
	*w->out = (struct people_taken){ 0 };
	if ((e = take_persons(w, t)) != OK)
		return e;
	for (unsigned i = 0; t->err == OK && i < w->n_duties; i++)
		take_duty(w, t, i);
	for (unsigned i = 0; t->err == OK && i < w->n_duties; i++)
		check_end(w, t, i);
	return t->err != OK ? t->err : people_list_outcome(w);
}

enum err
act_take_people(struct store *s, const struct who *who, const struct jv *root,
    struct people_taken *out, struct faults *fs)
{
	struct taking w = { .store = s, .who = who, .out = out, .fs = fs };
	struct fault why = { 0 };
	enum err e;

	*out = (struct people_taken){ 0 };
	if ((e = part_operator(who, &why)) != OK)
		return faults_add(fs, e, "", "%s", why.detail);
	if ((e = store_now(s, &w.now)) == OK &&
	    (e = people_list_read(&w, root)) == OK)
		e = env_change(s->env, run, &w,
		    (size_t)(w.n_persons + w.n_duties) * 2048 + 4096);
	free(w.person);
	free(w.duty);
	return e;
}
