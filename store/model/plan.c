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

void
plan_free(struct plan **p)
{
	if (*p != NULL)
		pool_free(&(*p)->pool);
	free(*p);
	*p = NULL;
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

const struct window *
plan_window(const struct plan *p, unsigned block, enum stage stage)
{
	const struct window *w, *newest = NULL;

	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if (w->block == block && w->stage == stage &&
		    (newest == NULL || w->version > newest->version))
			newest = w;
	return newest;
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
