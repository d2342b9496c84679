/*
 * sightings.c - documents seen in person, asked for.
 *
 * Knows who may see them: who may see the unit's sheet. Touches sightings, for
 * reading.
 */
#include "store/table/sightings.h"
#include "store/look/looks.h"

enum err
look_sightings(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, bool (*each)(void *self, const struct sighting *one),
    void *self, struct fault *why)
{
	const struct plan *plan;
	struct period row;
	struct txn t;
	enum err e;

	if (!who_may_in(who, MAY_READ_SHEET, period, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the sheet of unit \"%s\".",
		    role_name(who->role), unit.text);
	if ((e = store_plan(s, period, &plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if (unit.text[0] != 0 && plan_unit(plan, unit) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", period.text, unit.text);
	txn_read(&t, s->env);
	sightings_each(&t, period, unit, each, self);
	return txn_end(&t);
}
