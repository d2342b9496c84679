/*
 * people_list.c - a list of persons and duties, read.
 *
 * Knows how its faults are said. Touches nothing but its arguments.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/act/people_list.h"

#define FAULTS_TOLD 100

/* ---- what is wrong ---- */

/* The acts about one say "/decision/number", "/on" and "/duty". */
static const char *
member_of(const char *pointer)
{
	static const char *const others[][2] = {
		{ "/decision/number", "/number" },
		{ "/decision/date", "/date" },
		{ "/decision/reason", "/reason" },
		{ "/on", "/from" },
		{ "/duty", "/of" },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(pointer, others[i][0]) == 0)
			return others[i][1];
	return pointer;
}

void
people_list_blame(struct taking *w, const char *list, unsigned i,
    const struct fault *f)
{
	char pointer[sizeof f->pointer];

	if (w->fs->n >= FAULTS_TOLD)
		return;
	if (strncmp(f->pointer, list, strlen(list)) == 0)
		(void)snprintf(pointer, sizeof pointer, "%s", f->pointer);
	else
		(void)snprintf(pointer, sizeof pointer, "%s/%u%.100s", list, i,
		    member_of(f->pointer));
	(void)faults_add(w->fs, f->err, pointer, "%s", f->detail);
}

enum err
people_list_outcome(const struct taking *w)
{
	if (w->fs->lost)
		return ERR_NO_MEMORY;
	return w->fs->n == 0 ? OK : w->fs->list[0].err;
}

/* ---- read ---- */

static enum err
read_person(struct taking *w, const struct jv *v, unsigned i)
{
	struct fault one = { 0 };
	enum err e = person_read(v, &w->person[i].person, &one);

	if (e != OK)
		people_list_blame(w, "/persons", i, &one);
	w->person[i].noted.by = w->who->token;
	return random_bytes(w->person[i].noted.salt,
	    sizeof w->person[i].noted.salt);
}

/* Whether another duty of the list is called so. */
static bool
is_twice(const struct taking *w, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (w->duty[i].said.no[0] != 0 &&
		    strcmp(w->duty[k].said.no, w->duty[i].said.no) == 0)
			return true;
	return false;
}

static enum err
read_duty(struct taking *w, const struct jv *v, unsigned i)
{
	struct listed *l = &w->duty[i];
	struct fault one = { 0 };
	enum err e = duty_read(v, &l->said, &one);

	if (e == OK)
		e = decision_check(&l->said.duty.decision,
		    moment_day(w->now.wall), &one);
	if (e == OK && is_twice(w, i))
		e = fault_set(&one, ERR_EXISTS, "/no",
		    "Two duties of the list are called %s.", l->said.no);
	if (e != OK)
		people_list_blame(w, "/duties", i, &one);
	return random_bytes(l->salt, sizeof l->salt);
}

enum err
people_list_read(struct taking *w, const struct jv *root)
{
	struct jv persons = jv_get(root, "persons"), v;
	struct jv duties = jv_get(root, "duties");
	size_t n = jv_count(&persons), m = jv_count(&duties);
	enum err e = OK;

	if (n + m > PEOPLE_MOST)
		return faults_add(w->fs, ERR_TOO_BIG, "",
		    "There are more than %d persons and duties.", PEOPLE_MOST);
	w->person = calloc(n + 1, sizeof *w->person);
	w->duty = calloc(m + 1, sizeof *w->duty);
	if (w->person == NULL || w->duty == NULL)
		return ERR_NO_MEMORY;
	w->n_persons = (unsigned)n;
	w->n_duties = (unsigned)m;
	for (unsigned i = 0; e == OK && i < n; i++) {
		v = jv_at(&persons, i);
		e = read_person(w, &v, i);
	}
	for (unsigned i = 0; e == OK && i < m; i++) {
		v = jv_at(&duties, i);
		e = read_duty(w, &v, i);
	}
	return e == OK ? people_list_outcome(w) : e;
}
