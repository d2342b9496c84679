/*
 * previous_read.c - last year's ranking, from JSON.
 *
 * Knows its members, and that successors lead somewhere and never back.
 * Touches nothing but its arguments.
 */
#include <stdlib.h>

#include "store/model/plan_read.h"
#include "store/model/previous.h"

static void
read_rank(struct plan_reading *r, const struct jv *v, struct former *f)
{
	struct jv rank = jv_get(v, "rank");

	if (jv_kind(&rank) != JSON_NONE)
		f->rank = (unsigned)member_int(r, v, "rank", 1, UNITS_MOST);
}

static void
read_index(struct plan_reading *r, const struct jv *v, struct former *f)
{
	struct jv index = jv_get(v, "index");

	if (jv_kind(&index) != JSON_NONE)
		f->has_index =
		    member_points(r, v, "index", PERCENT_MOST, &f->index);
}

/* An array of names that may be left out. */
static unsigned
read_names(struct plan_reading *r, const struct jv *v, const char *key,
    unsigned most, char (*name)[NAME_ROOM])
{
	struct jv list = jv_get(v, key), one;
	unsigned n;
	char *room;

	if (jv_kind(&list) == JSON_NONE)
		return 0;
	n = member_list(r, v, key, 0, most, 1, &list, &room);
	for (unsigned i = 0; i < n; i++) {
		one = jv_at(&list, i);
		if (!name_of(r, &one, name[i]))
			continue;
		for (unsigned k = 0; k < i; k++)
			if (strcmp(name[k], name[i]) == 0)
				fault_at(r, &one, ERR_EXISTS,
				    "\"%s\" is named twice.", name[i]);
	}
	return n;
}

static void
read_former(struct plan_reading *r, const struct jv *v,
    const struct former *all, struct former *f)
{
	static const char *const known[] = { "unit", "block", "rank", "index",
		"self_review", "successors", NULL };
	char names[FIELDS_MOST][NAME_ROOM] = { "" };
	struct jv unit = jv_get(v, "unit"), block = jv_get(v, "block");

	if (!object_open(r, v, known) ||
	    !member_name(r, v, "unit", f->unit.text))
		return;
	for (const struct former *o = all; o < f; o++)
		if (unit_id_eq(o->unit, f->unit))
			fault_at(r, &unit, ERR_EXISTS,
			    "Unit %s stands in the ranking twice.",
			    f->unit.text);
	if (jv_kind(&block) != JSON_NONE)
		(void)member_name(r, v, "block", f->block.text);
	read_rank(r, v, f);
	read_index(r, v, f);
	f->n_review = read_names(r, v, "self_review", FIELDS_MOST, names);
	for (unsigned i = 0; i < f->n_review; i++)
		memcpy(f->review[i].text, names[i], NAME_ROOM);
	f->n_successors =
	    read_names(r, v, "successors", PREVIOUS_SUCCESSORS, names);
	for (unsigned i = 0; i < f->n_successors; i++)
		memcpy(f->successor[i].text, names[i], NAME_ROOM);
}

/* ---- successors never come back ---- */

enum visit {
	UNSEEN,
	ON_THE_WAY,
	DONE
};

static int
former_named(const struct previous *p, struct unit_id id)
{
	for (unsigned i = 0; i < p->n; i++)
		if (unit_id_eq(p->unit[i].unit, id))
			return (int)i;
	return -1;
}

/* Whether following the successors of `i` comes back to it or to one that led
 * there. */
static bool
comes_back(const struct previous *p, unsigned i, enum visit *seen)
{
	const struct former *f = &p->unit[i];
	bool back = false;
	int next;

	if (seen[i] != UNSEEN)
		return seen[i] == ON_THE_WAY;
	seen[i] = ON_THE_WAY;
	for (unsigned k = 0; k < f->n_successors && !back; k++) {
		next = former_named(p, f->successor[k]);
		back = next >= 0 && comes_back(p, (unsigned)next, seen);
	}
	seen[i] = DONE;
	return back;
}

static void
check_circles(struct plan_reading *r, const struct jv *list,
    const struct previous *p)
{
	enum visit seen[UNITS_MOST] = { UNSEEN };
	struct jv one;

	for (unsigned i = 0; i < p->n; i++) {
		if (!comes_back(p, i, seen))
			continue;
		one = jv_at(list, i);
		fault_at(r, &one, ERR_RANGE,
		    "The successors of unit %s lead back to it.",
		    p->unit[i].unit.text);
		return;
	}
}

static void
read_whole(struct plan_reading *r, const struct jv *v, struct previous *p)
{
	static const char *const known[] = { "format", "year", "units", NULL };
	struct jv format = jv_get(v, "format"), list, one;
	struct former *f = NULL;
	size_t before = r->fs->n;

	if (!object_open(r, v, known))
		return;
	if (jv_kind(&format) != JSON_NONE)
		member_format(r, v, "parindex-previous/1");
	p->year = member_int(r, v, "year", 1976, 9998);
	p->source = member_text_maybe(r, v, "source");
	p->n = member_list(r, v, "units", 1, UNITS_MOST, sizeof *f, &list, &f);
	p->unit = f;
	for (unsigned i = 0; i < p->n; i++) {
		one = jv_at(&list, i);
		read_former(r, &one, f, f + i);
	}
	if (r->fs->n == before)
		check_circles(r, &list, p);
}

const struct previous *
previous_read(const struct jv *v, struct pool *pool, struct faults *fs)
{
	struct plan_reading r = { .pool = pool, .fs = fs };
	struct previous *p = pool_take(pool, sizeof *p);
	size_t before = fs->n;

	if (p == NULL) {
		faults_add(fs, ERR_NO_MEMORY, "", "There is no memory.");
		return NULL;
	}
	*p = (struct previous){ .source = "" };
	read_whole(&r, v, p);
	buf_free(&r.scratch);
	return fs->n == before && !fs->lost ? p : NULL;
}
