/*
 * plan.c - what a plan answers about itself.
 *
 * Knows how its nouns are found: by index, by name, by block and stage.
 * Touches nothing but the plan.
 */
#include "store/model/plan.h"

#include <assert.h>
#include <stdlib.h>

#include "store/base/text.h"

const char *
stage_name(enum stage stage)
{
	static const char *const names[] = {
		[STAGE_EVIDENCE] = "evidence",
		[STAGE_APPRAISAL] = "appraisal",
		[STAGE_SURVEY] = "survey",
		[STAGE_EXPLANATION] = "explanation",
		[STAGE_ROUND2] = "round2",
	};

	static_assert(sizeof names / sizeof *names == STAGES,
	    "every stage has a name");
	assert(stage < STAGES);
	return names[stage];
}

const char *
late_policy_name(enum late_policy late)
{
	static const char *const names[] = {
		[LATE_REFUSE] = "refuse",
		[LATE_MARK] = "mark",
		[LATE_COUNCIL] = "council",
	};

	static_assert(sizeof names / sizeof *names == LATE_POLICIES,
	    "every policy has a name");
	assert(late < LATE_POLICIES);
	return names[late];
}

void
plan_free(struct plan **p)
{
	if (*p != NULL)
		pool_free(&(*p)->pool);
	free(*p);
	*p = NULL;
}

const struct plan *
plan_at(const struct plan *p, uint64_t entry)
{
	while (p->before != NULL && entry <= p->since)
		p = p->before;
	return p;
}

int
plan_block(const struct plan *p, struct block_id id)
{
	unsigned i;

	for (i = 0; i < p->n_blocks; i++)
		if (block_id_eq(p->blocks[i].id, id))
			return (int)i;
	return -1;
}

int
plan_unit(const struct plan *p, struct unit_id id)
{
	unsigned i;

	for (i = 0; i < p->n_units; i++)
		if (unit_id_eq(p->units[i].id, id))
			return (int)i;
	return -1;
}

int
plan_leaf(const struct plan *p, struct leaf_id id)
{
	unsigned i;

	for (i = 0; i < p->n_leaves; i++)
		if (leaf_id_eq(p->leaves[i].id, id))
			return (int)i;
	return -1;
}

int
plan_survey(const struct plan *p, struct survey_id id)
{
	unsigned i;

	for (i = 0; i < p->n_surveys; i++)
		if (memcmp(p->surveys[i].id.text, id.text, NAME_ROOM) == 0)
			return (int)i;
	return -1;
}

static int
by_name(const void *key, const void *member)
{
	const struct slice *folded = key;
	const struct unit_name *name = member;

	return slice_cmp(*folded, name->folded);
}

int
plan_unit_named(const struct plan *p, struct slice name)
{
	const struct unit_name *found = NULL;
	struct buf folded = { 0 };
	struct slice key;

	if (text_fold(name, &folded) == OK) {
		key = buf_all(&folded);
		found = bsearch(&key, p->names, p->n_names, sizeof *p->names,
		    by_name);
	}
	buf_free(&folded);
	return found == NULL ? -1 : (int)found->unit;
}

enum applies
plan_applies(const struct plan *p, unsigned unit, unsigned leaf)
{
	assert(unit < p->n_units && leaf < p->n_leaves);
	if (plan_max(p, unit, leaf).millionths == 0)
		return APPLIES_NOT_IN_BLOCK;
	if (p->not_applicable[unit * p->n_leaves + leaf])
		return APPLIES_NOT;
	return APPLIES;
}

const char *
plan_not_because(const struct plan *p, unsigned unit, unsigned leaf)
{
	const char *said = p->not_because[unit * p->n_leaves + leaf];

	return said != NULL ? said : "";
}

const struct window *
plan_window(const struct plan *p, unsigned block, enum stage stage)
{
	const struct window *w, *newest = NULL;

	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if (w->block == block && w->stage == stage &&
		    w->unit == WINDOW_FOR_ALL &&
		    (newest == NULL || w->version > newest->version))
			newest = w;
	return newest;
}

const struct window *
plan_unit_window(const struct plan *p, unsigned unit, enum stage stage)
{
	const struct window *w, *newest = NULL;

	assert(unit < p->n_units);
	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if (w->block == p->units[unit].block && w->stage == stage &&
		    (w->unit == WINDOW_FOR_ALL || w->unit == (int)unit) &&
		    (newest == NULL || w->version > newest->version))
			newest = w;
	return newest;
}

bool
plan_window_in_force(const struct plan *p, const struct window *w)
{
	return w == (w->unit == WINDOW_FOR_ALL
			    ? plan_window(p, w->block, w->stage)
			    : plan_unit_window(p, (unsigned)w->unit, w->stage));
}

const struct window *
plan_window_version(const struct plan *p, unsigned block, enum stage stage,
    uint32_t version)
{
	const struct window *w;

	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if (w->block == block && w->stage == stage &&
		    w->version == version)
			return w;
	return NULL;
}

/* Days since Thursday, 1970-01-01. */
static bool
is_weekend(int64_t day)
{
	int64_t of_week = ((day + 3) % 7 + 7) % 7; /* 0: Monday */

	return of_week >= 5;
}

bool
plan_day_off(const struct plan *p, struct moment at, const char **why)
{
	char text[MOMENT_TEXT];
	int64_t day;

	*why = "";
	moment_text(at, text);
	if (date_read(slice_of(text, DATE_TEXT - 1), &day) != OK)
		return false;
	for (unsigned i = 0; i < p->n_holidays; i++)
		if (p->holidays[i].day == day) {
			*why = p->holidays[i].name_vi;
			return true;
		}
	return is_weekend(day);
}
