/*
 * plan_read_successors.c - which unit followed which: merged, split, renamed.
 *
 * Knows a register's units when all are read. What follows is law:
 *   1. A unit names a successor once, and never itself.
 *   2. Following successors never comes back: there is no circle.
 *   3. Where both stand in the register, a successor does not begin before
 *      the day on which its predecessor ends: the two never live together. A
 *      unit that goes on and takes another in is, in law, a new one.
 * A successor of a later register cannot be judged here and is taken.
 */
#include "store/model/plan_read.h"

static bool
named_before(const struct unit *u, unsigned nth)
{
	unsigned i;

	for (i = 0; i < nth; i++)
		if (memcmp(&u->successors[i], &u->successors[nth],
			sizeof u->successors[i]) == 0)
			return true;
	return false;
}

/* Rules 1 and 3 for one unit, which is `v` in the text. */
static void
check_one(struct plan_reading *r, const struct jv *v, unsigned unit)
{
	const struct unit *u = r->p->units + unit;
	struct jv list = jv_get(v, "successors"), one;
	unsigned i;
	int next;

	for (i = 0; i < u->n_successors; i++) {
		const char *name = u->successors[i].text;

		one = jv_at(&list, i);
		next = plan_unit(r->p, u->successors[i]);
		if (named_before(u, i))
			fault_at(r, &one, ERR_EXISTS,
			    "Unit %s names its successor %s twice.", u->id.text,
			    name);
		else if (next == (int)unit)
			fault_at(r, &one, ERR_RANGE,
			    "Unit %s names itself as its successor.", name);
		else if (next >= 0 && u->valid_to != INT64_MAX &&
			 r->p->units[next].valid_from < u->valid_to)
			fault_at(r, &one, ERR_RANGE,
			    "Unit %s is still there when its successor %s "
			    "begins: their validity overlaps.",
			    u->id.text, name);
	}
}

enum visit {
	UNSEEN,
	ON_THE_WAY,
	DONE
};

struct step {
	unsigned unit, next; /* the successor to look at next */
};

static void
fault_circle(struct plan_reading *r, const struct jv *list,
    const struct step *at, unsigned back_to)
{
	struct jv unit = jv_at(list, at->unit);
	struct jv successors = jv_get(&unit, "successors");
	struct jv v = jv_at(&successors, at->next - 1);

	fault_at(r, &v, ERR_RANGE,
	    "The successors of unit %s lead in a circle, back to unit %s.",
	    r->p->units[at->unit].id.text, r->p->units[back_to].id.text);
}

/* Rule 2, depth first without recursion: each unit is entered once. */
static void
follow(struct plan_reading *r, const struct jv *list, unsigned from,
    enum visit seen[UNITS_MOST], struct step way[UNITS_MOST])
{
	unsigned depth = 1;
	int next;

	way[0] = (struct step){ from, 0 };
	seen[from] = ON_THE_WAY;
	while (depth > 0) {
		struct step *at = way + depth - 1;
		const struct unit *u = r->p->units + at->unit;

		if (at->next == u->n_successors) {
			seen[at->unit] = DONE;
			depth--;
			continue;
		}
		next = plan_unit(r->p, u->successors[at->next++]);
		if (next < 0 || next == (int)at->unit || seen[next] == DONE)
			continue;
		if (seen[next] == ON_THE_WAY) {
			fault_circle(r, list, at, (unsigned)next);
			continue;
		}
		seen[next] = ON_THE_WAY;
		way[depth++] = (struct step){ (unsigned)next, 0 };
	}
}

void
plan_check_successors(struct plan_reading *r, const struct jv *list)
{
	enum visit seen[UNITS_MOST] = { UNSEEN };
	struct step way[UNITS_MOST];
	unsigned i;

	for (i = 0; i < r->p->n_units; i++) {
		struct jv v = jv_at(list, i);

		check_one(r, &v, i);
	}
	for (i = 0; i < r->p->n_units; i++)
		if (seen[i] == UNSEEN)
			follow(r, list, i, seen, way);
}
