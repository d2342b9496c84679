/*
 * part_people.c - whom an appraiser may appraise.
 *
 * Knows that nobody appraises their own unit. Touches persons, duties and
 * assignments, for reading.
 */
#include "store/act/part.h"

#include "store/table/assignments.h"

bool
part_own_unit(struct txn *t, struct person_id person, struct unit_id unit,
    int64_t day)
{
	struct person_row row = { .person = { .id = person } };
	struct duty list[DUTIES_MOST];
	unsigned n;

	if (persons_get(t, &row) && unit_id_eq(row.person.home, unit))
		return true;
	n = duties_in_force(t, person, day, list, DUTIES_MOST);
	for (unsigned i = 0; i < n; i++)
		if (role_has_unit(list[i].role) &&
		    unit_id_eq(list[i].unit, unit))
			return true;
	return false;
}

static bool
is_assigned(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned field, struct person_id person)
{
	struct assignment a = { .period = plan->period,
		.unit = plan->units[unit].id,
		.field = plan->fields[field].id,
		.person = person };

	return assignments_get(t, &a);
}

enum err
part_appraiser(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned field, const struct who *who, int64_t day, struct fault *why)
{
	const char *u = plan->units[unit].id.text;
	const char *f = plan->fields[field].id.text;
	struct duty_row d = { .duty = { .number = who->duty } };

	if (who->person.text[0] == 0) {
		if (!plan->life.assignments)
			return OK;
		return fault_set(why, ERR_FORBIDDEN, "",
		    "In period %s only a named person appraises: use a "
		    "person's own token.",
		    plan->period.text);
	}
	if (!duties_get(t, &d) || !duty_in_force(&d.duty, day) ||
	    !person_id_eq(d.duty.person, who->person))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "The duty is not in force any more.");
	if (part_own_unit(t, who->person, plan->units[unit].id, day))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Nobody appraises their own unit (%s).", u);
	if (!duty_reaches(&d.duty, plan, unit, field))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "This duty does not reach field %s of unit %s.", f, u);
	if (plan->life.assignments && who->role != ROLE_LEAD &&
	    !is_assigned(t, plan, unit, field, who->person))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Field %s of unit %s is not assigned to you.", f, u);
	return t->err;
}
