/*
 * score.c - a person writes a leaf's inputs on a sheet.
 *
 * Knows who owns which column and when it may be written. Touches cells,
 * ledger, feed and outbox.
 */
#include "store/act/scoring.h"
#include "store/cell_entry.h"
#include "store/table/outbox.h"

/* Each column's owner, and the step of the sheet's life that writing it is. */
static const struct {
	enum may may;
	enum life_step step;
} columns[COLUMNS] = {
	[COLUMN_SELF] = { MAY_SCORE_SELF, STEP_SCORE_SELF },
	[COLUMN_ROUND1] = { MAY_SCORE_ROUND1, STEP_SCORE_ROUND1 },
	[COLUMN_ROUND2] = { MAY_SCORE_ROUND2, STEP_SCORE_ROUND2 },
	[COLUMN_COUNCIL] = { MAY_SCORE_COUNCIL, STEP_SCORE_COUNCIL },
};

/* Only what the council decides rests on a record of its own. */
static enum err
check_record(const struct scoring *w, struct txn *t)
{
	struct record record;

	if (w->asked.record == 0)
		return OK;
	if (w->asked.column != COLUMN_COUNCIL)
		return fault_set(w->why, ERR_RANGE, "/decision",
		    "Only what the council writes names its record.");
	return part_record(t, w->plan, w->asked.record, &record, w->why);
}

enum err
scoring_check(struct scoring *w, struct txn *t, struct cell *kept)
{
	enum column column = w->asked.column;
	struct life life;
	enum life_state next;
	enum err e;

	if ((e = part_life(t, w->plan, w->unit, columns[column].step, w->who,
		 &w->now, &life, &next, w->why)) != OK)
		return e;
	if ((column == COLUMN_ROUND1 || column == COLUMN_ROUND2) &&
	    (e = part_appraiser(t, w->plan, w->unit,
		 w->plan->leaves[w->leaf].field, w->who,
		 moment_day(w->now.wall), w->why)) != OK)
		return e;
	if ((e = check_record(w, t)) != OK ||
	    (e = part_lost(t, w->plan, w->unit, w->leaf, &w->asked, w->why)) !=
		OK)
		return e;
	*kept = w->asked;
	kept->version = 0;
	(void)cells_get(t, kept);
	return t->err;
}

static enum err
log_it(struct scoring *w, struct txn *t, struct cell *out)
{
	struct buf body = { 0 };
	enum err e;

	cell_entry(out, w->inputs, &body);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_SCORE, &w->now,
		    buf_all(&body), &out->entry, &out->time);
	buf_free(&body);
	return e;
}

enum err
scoring_write(struct scoring *w, struct txn *t, const struct cell *kept,
    struct cell *out)
{
	static const struct submission_id none;
	enum err e;

	*out = w->asked;
	out->version = kept->version + 1;
	out->by = w->who->token;
	if ((e = log_it(w, t, out)) != OK)
		return e;
	cells_put(t, out);
	part_event(t, EVENT_LEAF_SCORED, w->plan, w->unit, none, out->leaf,
	    out->time, out->entry);
	return t->err;
}

/* The rule must be able to score what is written: a judged value above the
 * maximum, or a number too large, is told now and never kept. */
static enum err
check_scores(const struct scoring *w)
{
	const struct leaf *leaf = &w->plan->leaves[w->leaf];
	struct points points;
	enum err e;

	if (w->asked.inputs.not_applicable)
		return OK;
	e = part_points(w->plan, w->unit, w->leaf, &w->asked.inputs, &points);
	return e == OK
		   ? OK
		   : fault_set(w->why, e, "/inputs",
			 "Criterion %s cannot be scored with these inputs: %s.",
			 leaf->id.text, err_words(e));
}

/* What the rule or the law of the sheet asks beside the inputs. */
static enum err
check_reason(const struct leaf *leaf, const struct cell *cell,
    struct fault *why)
{
	if (cell->inputs.not_applicable && !leaf->na_allowed)
		return fault_set(why, ERR_RANGE, "/not_applicable",
		    "Criterion %s may not be declared not applicable.",
		    leaf->id.text);
	if (cell->inputs.not_applicable && cell->reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "Declaring a criterion not applicable needs a reason.");
	if (cell->column > COLUMN_ROUND1 && cell->reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "What round 2 and the council write needs a reason.");
	if (rule_kind(leaf->rule) == RULE_JUDGED &&
	    cell->column != COLUMN_SELF && cell->reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "Criterion %s is scored by judgement: a reason is "
		    "required.",
		    leaf->id.text);
	return OK;
}

enum err
scoring_prepare(struct scoring *w)
{
	const struct cell *cell = &w->asked;
	int unit, leaf;
	enum err e;

	if ((unit = part_unit(w->plan, cell->unit, w->why)) < 0)
		return ERR_UNKNOWN_UNIT;
	w->unit = (unsigned)unit;
	leaf = part_leaf(w->plan, w->unit, cell->leaf, "/leaf", &e, w->why);
	if (leaf < 0)
		return e;
	w->leaf = (unsigned)leaf;
	if (w->plan->leaves[leaf].mode == LEAF_APPRAISED &&
	    cell->column == COLUMN_SELF)
		return fault_set(w->why, ERR_LEAF_NOT_YOURS, "/leaf",
		    "Criterion %s is not scored by the unit itself.",
		    cell->leaf.text);
	if (w->plan->leaves[leaf].mode != LEAF_EVIDENCE &&
	    w->plan->leaves[leaf].mode != LEAF_APPRAISED)
		return fault_set(w->why, ERR_LEAF_NOT_YOURS, "/leaf",
		    "Criterion %s takes no inputs from persons.",
		    cell->leaf.text);
	if ((e = check_reason(&w->plan->leaves[leaf], cell, w->why)) != OK ||
	    (e = check_scores(w)) != OK)
		return e;
	e = random_bytes(w->asked.salt, sizeof w->asked.salt);
	w->asked.role = w->who->role;
	w->asked.via = w->who->via;
	w->asked.person = w->who->person;
	w->inputs = cell_digest(&w->plan->leaves[leaf], &w->asked);
	return e;
}

struct one {
	struct scoring w;
	struct cell *cell;
	uint64_t seen;
};

static enum err
run(struct txn *t, void *arg)
{
	struct one *o = arg;
	struct scoring *w = &o->w;
	struct cell kept;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = scoring_check(w, t, &kept)) != OK)
		return e;
	if (kept.version != o->seen)
		return fault_set(w->why, ERR_STALE, "header:If-Match",
		    "The %s inputs of criterion %s are at version %llu; "
		    "If-Match named %llu.",
		    column_name(kept.column), kept.leaf.text,
		    (unsigned long long)kept.version,
		    (unsigned long long)o->seen);
	if ((e = scoring_write(w, t, &kept, o->cell)) != OK)
		return e;
	outbox_raise(t, JOB_SCORE_UNIT, o->cell->period, o->cell->unit,
	    o->cell->entry);
	return t->err;
}

enum err
act_score(struct store *s, const struct who *who, struct cell *cell,
    uint64_t seen, struct fault *why)
{
	struct one o = {
		.w = { .store = s, .who = who, .asked = *cell, .why = why },
		.cell = cell,
		.seen = seen
	};
	enum err e;

	if ((e = part_may(who, columns[cell->column].may, cell->period,
		 cell->unit, why)) != OK ||
	    (e = part_plan(s, cell->period, &o.w.plan, why)) != OK ||
	    (e = store_now(s, &o.w.now)) != OK ||
	    (e = scoring_prepare(&o.w)) != OK)
		return e;
	return env_change(s->env, run, &o, 1024);
}
