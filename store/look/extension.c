/*
 * extension.c - what an extension would make of an open period's data.
 *
 * Knows the words an extension is asked for with. Touches the bundle in force
 * and the log, for reading.
 */
#include <stdlib.h>

#include "store/look/foresight.h"
#include "store/look/looks.h"
#include "store/model/bundle_windows.h"

static enum err
read_stage(struct slice name, enum stage *out, struct fault *why)
{
	*out = STAGE_EVIDENCE;
	for (unsigned s = 0; s < STAGES; s++)
		if (name.p == NULL ||
		    slice_is(name, stage_name((enum stage)s))) {
			*out = (enum stage)s;
			return OK;
		}
	return fault_set(why, ERR_NOT_FOUND, "/stage",
	    "There is no stage \"%.*s\".", name.n > 64 ? 64 : (int)name.n,
	    (const char *)name.p);
}

static enum err
read_whom(const struct plan *plan, const struct extension_words *words,
    struct extension *x, struct fault *why)
{
	struct slice unit = words->unit, block = words->block;
	struct block_id in;
	struct unit_id id;

	x->unit = x->block = EXTEND_ALL;
	if (unit.p != NULL && block.p != NULL)
		return fault_set(why, ERR_CONFLICT, "/block",
		    "It is for a unit or for a block, not for both.");
	if (unit.p != NULL && (unit_id_read(unit, &id) != OK ||
				  (x->unit = plan_unit(plan, id)) < 0))
		return fault_set(why, ERR_UNKNOWN_UNIT, "/unit",
		    "Period %s has no unit \"%.*s\".", plan->period.text,
		    unit.n > 64 ? 64 : (int)unit.n, (const char *)unit.p);
	if (block.p != NULL && (block_id_read(block, &in) != OK ||
				   (x->block = plan_block(plan, in)) < 0))
		return fault_set(why, ERR_NOT_FOUND, "/block",
		    "Period %s has no block \"%.*s\".", plan->period.text,
		    block.n > 64 ? 64 : (int)block.n, (const char *)block.p);
	return OK;
}

static enum err
read_moment(struct slice text, const char *pointer, struct moment *out,
    struct fault *why)
{
	if (text.p == NULL || moment_read(text, out) == OK)
		return OK;
	return fault_set(why, ERR_MALFORMED, pointer,
	    "\"%.*s\" is not a time like 2023-01-12T24:00:00+07:00 "
	    "(RFC 3339).",
	    text.n > 64 ? 64 : (int)text.n, (const char *)text.p);
}

static enum err
find_outage(struct store *s, const struct plan *plan, struct extension *x,
    uint64_t *entry, struct fault *why)
{
	struct interval outage;
	enum err e;

	if (x->stage != STAGE_EVIDENCE)
		return fault_set(why, ERR_CONFLICT, "/stage",
		    "An outage moves evidence windows only.");
	e = look_outage(s, plan->period, entry, &outage);
	if (e == ERR_NOT_FOUND)
		return fault_set(why, e, "/outage",
		    plan->outage.least.us == 0
			? "Period %s announced no rule for outages "
			  "(\"outage\")."
			: "The log tells of no outage that moves a deadline "
			  "of period %s.",
		    plan->period.text);
	x->from = outage.earliest;
	x->to = outage.latest;
	return e;
}

/* Until when: as it was said, or as the announced rule says. */
static enum err
read_until(struct store *s, const struct plan *plan,
    const struct extension_words *words, struct extension *x, uint64_t *outage,
    struct fault *why)
{
	bool said = words->until.p != NULL || words->closes.p != NULL;
	enum err e;

	x->by_outage = words->outage;
	if (x->by_outage == said)
		return fault_set(why, ERR_MISSING_FIELD, "/until",
		    "Either \"until\" says when, or \"outage\" takes it from "
		    "the log.");
	if (x->by_outage)
		return find_outage(s, plan, x, outage, why);
	e = read_moment(words->until, "/until", &x->until, why);
	return e != OK ? e
		       : read_moment(words->closes, "/closes", &x->closes, why);
}

enum err
look_extension(struct store *s, const struct plan *plan,
    const struct extension_words *words, struct extension_rows *rows,
    struct buf *bundle, uint64_t *outage, struct fault *why)
{
	struct extension x = { .block = EXTEND_ALL };
	struct buf was = { 0 };
	enum err e;

	*rows = (struct extension_rows){ .list = NULL };
	*outage = 0;
	if ((e = read_stage(words->stage, &x.stage, why)) == OK &&
	    (e = read_whom(plan, words, &x, why)) == OK &&
	    (e = read_until(s, plan, words, &x, outage, why)) == OK &&
	    (e = extend_rows(plan, &x, rows, why)) == OK &&
	    (e = look_bundle_version(s, plan->period, plan->version, &was)) ==
		OK)
		e = bundle_add_windows(buf_all(&was), plan, rows->list, rows->n,
		    bundle);
	buf_free(&was);
	return e;
}
