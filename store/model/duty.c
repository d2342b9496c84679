/*
 * duty.c - what persons hold.
 *
 * Knows the law of duty.h, D1 to D4. Touches nothing but its arguments.
 */
#include "store/model/duty.h"

#include <assert.h>

static const char *const names[] = {
	[DUTY_REGULAR] = "regular",
	[DUTY_SUBSTITUTE] = "substitute",
	[DUTY_HANDOVER] = "handover",
	[DUTY_EXTERNAL] = "external",
};
static_assert(sizeof names / sizeof *names == DUTY_KINDS, "all named");

const char *
duty_kind_name(enum duty_kind k)
{
	assert(k < DUTY_KINDS);
	return names[k];
}

enum duty_kind
duty_kind_read(struct slice name)
{
	for (unsigned k = 0; k < DUTY_KINDS; k++)
		if (slice_is(name, names[k]))
			return (enum duty_kind)k;
	return DUTY_KINDS;
}

static bool
appraises(enum role r)
{
	return r == ROLE_APPRAISER || r == ROLE_LEAD;
}

enum err
duty_check(const struct duty *d, struct fault *why)
{
	if (d->person.text[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/person",
		    "A duty is somebody's.");
	if (d->role == ROLE_NOBODY || d->role == ROLE_DMS)
		return fault_set(why, ERR_RANGE, "/role",
		    "That is no role of a person.");
	if (role_has_unit(d->role) != (d->unit.text[0] != 0))
		return fault_set(why, ERR_MISSING_FIELD, "/unit",
		    "A duty of role unit or leader names its unit, any other "
		    "does not.");
	if (!appraises(d->role) && d->n_fields + d->n_blocks > 0)
		return fault_set(why, ERR_RANGE, "/fields",
		    "Only an appraiser's duty is for single fields or "
		    "blocks.");
	if (d->from >= d->until)
		return fault_set(why, ERR_RANGE, "/until",
		    "A duty ends after it begins.");
	if (d->kind >= DUTY_KINDS)
		return fault_set(why, ERR_RANGE, "/kind",
		    "That is no kind of duty.");
	if ((d->kind == DUTY_SUBSTITUTE || d->kind == DUTY_EXTERNAL) &&
	    d->until == DUTY_NO_END)
		return fault_set(why, ERR_MISSING_FIELD, "/until",
		    "A %s duty has an end.", duty_kind_name(d->kind));
	if ((d->kind == DUTY_SUBSTITUTE || d->kind == DUTY_HANDOVER) !=
	    (d->of != 0))
		return fault_set(why, ERR_MISSING_FIELD, "/of",
		    "A substitute's or a handover's duty names the one it "
		    "stands for, any other does not.");
	return OK;
}

bool
duty_in_force(const struct duty *d, int64_t day)
{
	return d->from <= day && day < d->until;
}

bool
duty_reaches(const struct duty *d, const struct plan *p, unsigned unit,
    unsigned field)
{
	bool block_in = d->n_blocks == 0, field_in = d->n_fields == 0;

	for (unsigned i = 0; i < d->n_blocks; i++)
		block_in = block_in || block_id_eq(d->block[i],
					   p->blocks[p->units[unit].block].id);
	for (unsigned i = 0; i < d->n_fields; i++)
		field_in = field_in || strcmp(d->field[i].text,
					   p->fields[field].id.text) == 0;
	return appraises(d->role) && block_in && field_in;
}

enum err
decision_check(const struct decision *d, int64_t today, struct fault *why)
{
	int64_t day;

	if (d->number[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/decision/number",
		    "A decision has a number.");
	if (d->date[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/decision/date",
		    "A decision has a date (\"YYYY-MM-DD\").");
	if (date_read(slice_text(d->date), &day) != OK)
		return fault_set(why, ERR_MALFORMED, "/decision/date",
		    "\"%s\" is no date (\"YYYY-MM-DD\").", d->date);
	if (day > today)
		return fault_set(why, ERR_RANGE, "/decision/date",
		    "A decision cannot be of a day to come (%s).", d->date);
	return OK;
}
