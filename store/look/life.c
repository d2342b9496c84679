/*
 * life.c - how far a sheet has come, and what it was when it was locked.
 *
 * Knows what is still due. Touches lives, cells, submissions, results and
 * documents, for reading.
 */
#include "store/look/at.h"
#include "store/look/looks.h"
#include "store/sheet.h"
#include "store/table/life_steps.h"
#include "store/table/submissions.h"

static enum err
admit(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, uint64_t which, struct at *at, unsigned *index,
    struct fault *why)
{
	enum err e = at_find(s, period, which, at, why);
	int i;

	if (e != OK)
		return e;
	if (!at_may(at, who, MAY_READ_SHEET, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the sheet of unit \"%s\".",
		    role_name(who->role), unit.text);
	if ((i = plan_unit(at->plan, unit)) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", period.text, unit.text);
	*index = (unsigned)i;
	return OK;
}

static bool
has_self(struct txn *t, const struct life_look *l, struct leaf_id leaf)
{
	struct cell cell = { .period = l->life.period,
		.unit = l->life.unit,
		.leaf = leaf,
		.column = COLUMN_SELF };

	return cells_get(t, &cell) && !cell.inputs.not_applicable;
}

/* What the unit still owes an explanation for. */
static enum owed
owed_of(struct txn *t, const struct life_look *l, unsigned leaf)
{
	struct period_id p = l->life.period;
	struct unit_id u = l->life.unit;
	struct leaf_id id = l->plan->leaves[leaf].id;
	const struct leaf_talk *talk = &l->talk[leaf];

	if (talk->asked > talk->explained)
		return OWED_REQUESTED;
	if (talk->explained != 0 || !has_self(t, l, id) ||
	    sheet_proven(t, l->plan, l->unit, leaf))
		return OWED_NOTHING;
	if (leaf_has(t, p, u, id, SUBMISSION_LATE))
		return OWED_LATE;
	return leaf_has(t, p, u, id, SUBMISSION_REJECTED) ? OWED_REJECTED
							  : OWED_MISSING;
}

const char *
owed_name(enum owed d)
{
	static const char *const names[] = {
		[OWED_NOTHING] = "nothing",
		[OWED_REQUESTED] = "requested",
		[OWED_MISSING] = "missing",
		[OWED_LATE] = "late",
		[OWED_REJECTED] = "rejected",
	};

	return names[d];
}

enum err
look_life(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, uint64_t which, struct life_look *out,
    void (*each)(void *self, const struct life_taken *step), void *self,
    struct fault *why)
{
	struct at at;
	struct txn t;
	enum err e;

	memset(out, 0, sizeof *out);
	e = admit(s, who, period, unit, which, &at, &out->unit, why);
	if (e != OK)
		return e;
	out->plan = at.plan;
	out->life.period = period;
	out->life.unit = unit;
	at_read(&t, s, &at);
	lives_get(&t, &out->life);
	for (unsigned i = 0; i < out->plan->n_leaves; i++) {
		if (out->plan->leaves[i].mode != LEAF_EVIDENCE ||
		    plan_applies(out->plan, out->unit, i) != APPLIES)
			continue;
		leaf_talk_get(&t, period, unit, out->plan->leaves[i].id,
		    &out->talk[i]);
		out->owed[i] = owed_of(&t, out, i);
	}
	if (each != NULL)
		life_steps_each(&t, period, unit, each, self);
	return txn_end(&t);
}

enum err
look_lives(struct store *s, const struct who *who, struct period_id period,
    void (*each)(void *self, const struct lives_look *one), void *self,
    struct fault *why)
{
	static const struct unit_id all;
	struct lives_look one = { .unit = 0 };
	struct result r;
	struct period row;
	struct txn t;
	enum err e = store_plan(s, period, &one.plan, &row);

	if (e != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if (!who_may_in(who, MAY_READ_SHEET, period, all))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read every unit's sheet.",
		    role_name(who->role));
	for (; e == OK && one.unit < one.plan->n_units; one.unit++) {
		one.life = (struct life){ .period = period,
			.unit = one.plan->units[one.unit].id };
		txn_read(&t, s->env);
		lives_get(&t, &one.life);
		one.scored = results_get(&t, one.plan, one.unit, &r);
		one.nothing = one.scored && r.score.nothing;
		if ((e = txn_end(&t)) == OK)
			each(self, &one);
	}
	return e;
}

enum err
look_locked_sheet(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct locked_look *out, struct buf *text, struct fault *why)
{
	struct life life = { .period = period, .unit = unit };
	struct at at;
	struct life_taken lock = { .period = period, .unit = unit };
	struct reading now;
	struct slice kept;
	struct txn t;
	enum err e;

	if ((e = admit(s, who, period, unit, which, &at, &out->unit, why)) !=
		OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	if (at.revision.n != 0)
		now.wall = at.revision.time;
	out->plan = at.plan;
	out->head = plan_head(out->plan, out->unit, moment_day(now.wall));
	at_read(&t, s, &at);
	lives_get(&t, &life);
	out->sheet = life.sheet;
	lock.number = life.lock;
	if (life.lock == 0)
		txn_require(&t, ERR_NOT_FOUND);
	else if (life_steps_get(&t, &lock) &&
		 locked_sheets_get(&t, period, unit, life.lock, &kept))
		buf_slice(text, kept);
	else
		txn_require(&t, ERR_BROKEN);
	txn_require(&t, text->err);
	if ((e = txn_end(&t)) == ERR_NOT_FOUND)
		(void)fault_set(why, e, "",
		    "The sheet of unit %s was not locked yet.", unit.text);
	if (e == OK) { /* its words are of the data that it was locked by */
		out->plan = plan_at(out->plan, lock.entry);
		out->unit = (unsigned)plan_unit(out->plan, unit);
	}
	return e;
}

enum err
look_signed_report(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit, uint64_t which,
    struct life_taken *step, struct document *doc, struct buf *bytes, int *fd,
    struct fault *why)
{
	struct life life = { .period = period, .unit = unit };
	unsigned index;
	struct at at;
	struct txn t;
	enum err e;

	*fd = -1;
	*step = (struct life_taken){ .period = period, .unit = unit };
	if ((e = admit(s, who, period, unit, which, &at, &index, why)) != OK)
		return e;
	at_read(&t, s, &at);
	lives_get(&t, &life);
	step->number = life.report;
	if (life.report == 0 || !life_steps_get(&t, step))
		txn_require(&t, ERR_NOT_FOUND);
	if ((e = txn_end(&t)) == ERR_NOT_FOUND)
		(void)fault_set(why, e, "",
		    "The sheet of unit %s has no signed report.", unit.text);
	return e == OK ? look_document_bytes(s, step->document, doc, bytes, fd)
		       : e;
}
