/*
 * plan_read_period.c - the period itself: its name, its policies, and what it
 * takes out of the set for single units.
 *
 * Knows the "period" part of a bundle but its windows, grades and surveys.
 */
#include "store/model/plan_read.h"

#include "store/model/bundle.h"

#define MARKS_MOST 256

/* The three files are named where they are composed from. */
static void
read_file_name(struct plan_reading *r, const struct jv *period, const char *key)
{
	struct slice s;
	struct jv v;

	if (!member_of(r, period, key, JSON_IS_TEXT, &v))
		return;
	jv_text(&v, &s);
	if (!bundle_file_ok(s))
		fault_at(r, &v, ERR_MALFORMED,
		    "The field \"%s\" must name a "
		    "file relative to the period's, without \"..\".",
		    key);
}

static void
read_policies(struct plan_reading *r, const struct jv *v)
{
	static const char *const doubts[] = { "unit", "strict" };
	static const char *const late[] = { "refuse", "mark", "council" };
	static const char *const ties[] = { "shared", "dense" };
	static const char *const on[] = { "exact", "printed" };
	struct plan *p = r->p;
	int policy;

	p->leaf_decimals = (unsigned)member_int(r, v, "leaf_decimals", 0, 6);
	p->index_decimals = (unsigned)member_int(r, v, "index_decimals", 0, 6);
	/* a fault's -1 counts as the first word; the plan is thrown away */
	p->doubt = member_word(r, v, "doubt", doubts, 2) == DOUBT_STRICT
		       ? DOUBT_STRICT
		       : DOUBT_UNIT;
	policy = member_word(r, v, "late_policy", late, LATE_POLICIES);
	p->late = policy < 0 ? LATE_MARK : (enum late_policy)policy;
	p->tie = member_word(r, v, "tie_rule", ties, 2) == TIE_DENSE
		     ? TIE_DENSE
		     : TIE_SHARED;
	p->classify_on =
	    member_word(r, v, "classify_on", on, 2) == CLASSIFY_PRINTED
		? CLASSIFY_PRINTED
		: CLASSIFY_EXACT;
}

/* Whether bonus and penalty count; they do not where nothing is said. */
static void
read_outside(struct plan_reading *r, const struct jv *period)
{
	static const char *const words[] = { "shown", "counted" };
	struct jv v = jv_get(period, "outside");

	if (jv_kind(&v) != JSON_NONE)
		r->p->outside_counted =
		    member_word(r, period, "outside", words, 2) == 1;
}

/* What a unit that was merged of several is compared with. */
static void
read_merged(struct plan_reading *r, const struct jv *period)
{
	static const char *const words[] = { "best", "new" };
	struct jv v = jv_get(period, "merged");

	if (jv_kind(&v) != JSON_NONE)
		r->p->merged_new =
		    member_word(r, period, "merged", words, 2) == 1;
}

/* An array of names that may be left out; marks each thing it names. */
static void
read_marks(struct plan_reading *r, const struct jv *v, const char *key,
    int (*index_of)(struct plan_reading *, const struct jv *), unsigned most,
    bool *marks)
{
	struct jv list = jv_get(v, key), one;
	char *room;
	unsigned n, i;
	int at;

	if (jv_kind(&list) == JSON_NONE)
		return;
	n = member_list(r, v, key, 0, most, 1, &list, &room);
	for (i = 0; i < n; i++) {
		one = jv_at(&list, i);
		if ((at = index_of(r, &one)) < 0)
			continue;
		if (marks[at])
			fault_at(r, &one, ERR_EXISTS, "This is named twice.");
		marks[at] = true;
	}
}

/* One decision: these units, without these fields and leaves. */
static void
read_not_applicable(struct plan_reading *r, const struct jv *v, bool *taken_out,
    const char **because)
{
	static const char *const known[] = { "units", "fields", "leaves",
		"reason_vi", NULL };
	struct jv reason = jv_get(v, "reason_vi");
	const struct plan *p = r->p;
	const char *said = NULL;
	bool units[UNITS_MOST] = { false }, fields[FIELDS_MOST] = { false };
	bool leaves[LEAVES_MOST] = { false };
	struct jv of;
	unsigned u, l;

	if (!object_open(r, v, known) ||
	    !member_of(r, v, "units", JSON_IS_ARRAY, &of))
		return;
	read_marks(r, v, "units", unit_of, UNITS_MOST, units);
	read_marks(r, v, "fields", field_of, FIELDS_MOST, fields);
	read_marks(r, v, "leaves", leaf_of, LEAVES_MOST, leaves);
	if (jv_kind(&reason) != JSON_NONE)
		said = member_text(r, v, "reason_vi");
	for (u = 0; u < p->n_units; u++)
		for (l = 0; l < p->n_leaves; l++)
			if (units[u] &&
			    (leaves[l] || fields[p->leaves[l].field])) {
				taken_out[u * p->n_leaves + l] = true;
				because[u * p->n_leaves + l] = said;
			}
}

static void
read_all_not_applicable(struct plan_reading *r, const struct jv *period)
{
	const struct plan *p = r->p;
	struct jv list, one;
	size_t pairs = (size_t)p->n_units * p->n_leaves + 1;
	const char **because;
	bool *taken_out;
	char *room;
	unsigned n, i;

	taken_out = pool_array(r->pool, pairs, sizeof *taken_out);
	because = pool_array(r->pool, pairs, sizeof *because);
	if (taken_out == NULL || because == NULL) {
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
		return;
	}
	r->p->not_applicable = taken_out;
	r->p->not_because = because;
	n = member_list(r, period, "not_applicable", 0, MARKS_MOST, 1, &list,
	    &room);
	for (i = 0; i < n; i++) {
		one = jv_at(&list, i);
		read_not_applicable(r, &one, taken_out, because);
	}
}

void
plan_read_period(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "format", "id", "name_vi", "year",
		"criteria", "units", "leaf_decimals", "index_decimals", "doubt",
		"late_policy", "tie_rule", "classify_on", "windows", "groups",
		"classes", "class_fields", "self_review", "not_applicable",
		"surveys", "reminders", "retention", "life", "cure_hours",
		"holidays", "outage", "previous", "owner", "outside",
		"indicators", "merged", "commitments", NULL };
	struct plan *p = r->p;

	object_open(r, period, known);
	member_format(r, period, "parindex-period/1");
	member_name(r, period, "id", p->period.text);
	p->name_vi = member_text(r, period, "name_vi");
	p->year = member_int(r, period, "year", 1976, 9998);
	read_file_name(r, period, "criteria");
	read_file_name(r, period, "units");
	read_policies(r, period);
	read_outside(r, period);
	read_merged(r, period);
	plan_read_time(r, period);
	plan_read_commitments(r, period);
	plan_read_windows(r, period);
	plan_read_groups(r, period);
	plan_read_classes(r, period);
	plan_read_fields(r, period, "class_fields", p->class_field);
	plan_read_self_review(r, period);
	plan_read_owner(r, period);
	plan_read_reminders(r, period);
	plan_read_retention(r, period);
	plan_read_previous(r, period);
	plan_read_indicators(r, period);
	read_all_not_applicable(r, period);
}
