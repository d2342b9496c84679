/*
 * plan_read_windows.c - the windows of a period's stages.
 *
 * Knows "windows" in the "period" part of a bundle; the late policy is read
 * before it.
 */
#include "store/model/plan_read.h"

#define WINDOWS_MOST 512

/* The only unit that a window is for: one of the window's block. */
static void
read_its_unit(struct plan_reading *r, const struct jv *v, struct window *w)
{
	struct jv unit = jv_get(v, "unit");
	int at;

	if (jv_kind(&unit) == JSON_NONE || (at = unit_of(r, &unit)) < 0)
		return;
	w->unit = at;
	if (r->p->units[at].block != w->block)
		fault_at(r, &unit, ERR_CONFLICT,
		    "Unit %s is not in block %s, whose %s window this is; a "
		    "unit that was given a window of its own stays in its "
		    "block.",
		    r->p->units[at].id.text, r->p->blocks[w->block].id.text,
		    stage_name(w->stage));
}

static void
read_window(struct plan_reading *r, const struct jv *v, struct window *w)
{
	static const char *const known[] = { "block", "stage", "version",
		"unit", "opens", "on_time_until", "closes", NULL };
	static const char *const stages[STAGES] = { "evidence", "appraisal",
		"survey", "explanation", "round2" };
	struct jv closes = jv_get(v, "closes"), version = jv_get(v, "version");
	struct jv until = jv_get(v, "on_time_until");
	size_t before = r->fs->n;
	int block, stage;

	w->block = BLOCKS_MOST; /* none, until both are known */
	w->unit = WINDOW_FOR_ALL;
	if (!object_open(r, v, known))
		return;
	block = member_block(r, v);
	stage = member_word(r, v, "stage", stages, STAGES);
	w->version = 1;
	if (jv_kind(&version) != JSON_NONE)
		w->version =
		    (uint32_t)member_int(r, v, "version", 1, UINT32_MAX);
	member_moment(r, v, "opens", &w->opens);
	member_moment(r, v, "on_time_until", &w->on_time_until);
	w->closes = w->on_time_until;
	if (jv_kind(&closes) != JSON_NONE)
		member_moment(r, v, "closes", &w->closes);
	if (block >= 0 && stage >= 0) {
		w->block = (unsigned)block;
		w->stage = (enum stage)stage;
		read_its_unit(r, v, w);
	}
	if (r->fs->n != before)
		return;
	if (!moment_before(w->opens, w->on_time_until))
		fault_at(r, &until, ERR_RANGE,
		    "The %s window is on time "
		    "until a moment that is not after its opening.",
		    stage_name(w->stage));
	if (moment_before(w->closes, w->on_time_until))
		fault_at(r, &closes, ERR_RANGE,
		    "The %s window closes before "
		    "it stops being on time.",
		    stage_name(w->stage));
	if (r->p->late == LATE_REFUSE &&
	    moment_before(w->on_time_until, w->closes))
		fault_at(r, &closes, ERR_RANGE,
		    "The %s window closes after "
		    "it stops being on time, but \"late_policy\" is "
		    "\"refuse\".",
		    stage_name(w->stage));
}

/* Is a survey's form filled in for this block? */
static bool
surveyed(const struct plan *p, unsigned block)
{
	unsigned i;

	for (i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].mode == LEAF_SURVEY &&
		    p->leaves[i].max[block].millionths > 0)
			return true;
	return false;
}

/* Round 2 follows round 1, and nobody is asked to explain before that. */
static void
check_rounds(struct plan_reading *r, const struct jv *list, unsigned block)
{
	const struct plan *p = r->p;
	const struct window *first = plan_window(p, block, STAGE_APPRAISAL);
	const struct window *second = plan_window(p, block, STAGE_ROUND2);
	const struct window *between = plan_window(p, block, STAGE_EXPLANATION);
	struct jv one, opens;

	if (first != NULL && second != NULL &&
	    moment_before(second->opens, first->on_time_until)) {
		one = jv_at(list, (size_t)(second - p->windows));
		opens = jv_get(&one, "opens");
		fault_at(r, &opens, ERR_RANGE,
		    "In block %s round 2 opens before round 1 (appraisal) is "
		    "over.",
		    p->blocks[block].id.text);
	}
	if (first != NULL && between != NULL &&
	    moment_before(between->opens, first->opens)) {
		one = jv_at(list, (size_t)(between - p->windows));
		opens = jv_get(&one, "opens");
		fault_at(r, &opens, ERR_RANGE,
		    "In block %s the explanation window opens before the "
		    "appraisal window.",
		    p->blocks[block].id.text);
	}
}

static void
check_stages(struct plan_reading *r, const struct jv *list, unsigned block)
{
	const char *name = r->p->blocks[block].id.text;
	const struct window *evidence, *appraisal;
	struct jv one, opens;
	unsigned s;

	for (s = 0; s <= STAGE_SURVEY; s++)
		if (plan_window(r->p, block, (enum stage)s) == NULL &&
		    (s != STAGE_SURVEY || surveyed(r->p, block)))
			fault_at(r, list, ERR_MISSING_FIELD,
			    "Block %s has no %s window.", name,
			    stage_name((enum stage)s));
	evidence = plan_window(r->p, block, STAGE_EVIDENCE);
	appraisal = plan_window(r->p, block, STAGE_APPRAISAL);
	if (evidence == NULL || appraisal == NULL || evidence->version > 1 ||
	    appraisal->version > 1 || /* an extension may reach into it */
	    !moment_before(appraisal->opens, evidence->on_time_until))
		return;
	one = jv_at(list, (size_t)(appraisal - r->p->windows));
	opens = jv_get(&one, "opens");
	fault_at(r, &opens, ERR_RANGE,
	    "In block %s the appraisal window "
	    "overlaps the evidence window: it opens while evidence is still "
	    "on time.",
	    name);
}

void
plan_read_windows(struct plan_reading *r, const struct jv *period)
{
	struct window *w = NULL;
	struct jv list, one;
	const struct window *twin;
	size_t before = r->fs->n;
	unsigned n, i;

	n = member_list(r, period, "windows", 1, WINDOWS_MOST, sizeof *w, &list,
	    &w);
	r->p->windows = w;
	for (i = 0; i < n; i++, r->p->n_windows++) {
		one = jv_at(&list, i);
		read_window(r, &one, w + i);
		twin = plan_window_version(r->p, w[i].block, w[i].stage,
		    w[i].version);
		if (w[i].block < BLOCKS_MOST && twin != NULL)
			fault_at(r, &one, ERR_EXISTS,
			    "Block %s has another %s window of version %u.",
			    r->p->blocks[w[i].block].id.text,
			    stage_name(w[i].stage), w[i].version);
	}
	if (r->fs->n != before)
		return;
	for (i = 0; i < r->p->n_blocks; i++)
		if (r->p->blocks[i].id.text[0] != '\0') {
			check_stages(r, &list, i);
			check_rounds(r, &list, i);
		}
}
