/*
 * step.c - a step of a sheet's life.
 *
 * Knows what each step needs beside state, role and window (life.h). Touches
 * lives, ledger, feed, outbox and, for the signed report, documents.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/json_out.h"
#include "store/sheet.h"
#include "store/sheet_text.h"
#include "store/table/outbox.h"

/* What a step needs. The rest are done by other acts: values by act_score,
 * documents by act_submit. */
static const struct needs {
	bool here;     /* this act does it */
	bool leaf;     /* it is about one leaf */
	bool text;     /* a reason, a question or an explanation is due */
	bool decision; /* number and date of a decision are due */
	bool report;   /* a signed report comes with it */
} needs[LIFE_STEPS] = {
	[STEP_LOCK] = { .here = true },
	[STEP_UNLOCK] = { .here = true },
	[STEP_CONFIRM] = { .here = true, .report = true },
	[STEP_REOPEN] = { .here = true, .text = true, .decision = true },
	[STEP_TAKE] = { .here = true, .text = true },
	[STEP_REQUEST] = { .here = true, .leaf = true, .text = true },
	[STEP_END_ROUND1] = { .here = true },
	[STEP_EXPLAIN] = { .here = true, .leaf = true, .text = true },
	[STEP_END_EXPLANATION] = { .here = true },
	[STEP_END_ROUND2] = { .here = true },
	[STEP_DECIDE] = { .here = true, .decision = true },
	[STEP_RESUME] = { .here = true, .text = true },
	[STEP_FINISH] = { .here = true },
};

struct stepping {
	struct store *store;
	const struct who *who;
	const struct step_asked *in;
	const struct plan *plan;
	unsigned unit, leaf;
	struct life life;
	struct buf sheet; /* its text, when it is locked */
	uint8_t salt[32];
	struct reading now;
	struct life_taken *out;
	struct fault *why;
};

/* ---- what the request must say ---- */

static enum err
check_words(const struct stepping *w)
{
	const struct step_asked *in = w->in;
	const struct needs *n = &needs[in->step];
	int64_t today = moment_day(w->now.wall);
	struct decision decision = { .reason = "" };

	if (!n->here)
		return fault_set(w->why, ERR_RANGE, "",
		    "\"%s\" is not a step of its own: write the value, or "
		    "send the document.",
		    life_step_name(in->step));
	if (n->text && in->text[0] == 0)
		return fault_set(w->why, ERR_MISSING_FIELD, "/text",
		    "\"%s\" needs a text that says why or what.",
		    life_step_name(in->step));
	if (n->leaf != (in->leaf.text[0] != 0))
		return fault_set(w->why, ERR_MISSING_FIELD, "/leaf",
		    n->leaf ? "\"%s\" is about one criterion: name it."
			    : "\"%s\" is about the whole sheet.",
		    life_step_name(in->step));
	if (n->report != (in->stage != NULL))
		return fault_set(w->why, ERR_MISSING_FIELD, "/file",
		    "\"confirm\" comes with the signed report, and nothing "
		    "else does.");
	if (n->report)
		return signature_check(&in->signature, today, w->why);
	if (!n->decision)
		return OK;
	memcpy(decision.number, in->signature.number, sizeof decision.number);
	memcpy(decision.date, in->signature.date, sizeof decision.date);
	return decision_check(&decision, today, w->why);
}

/* ---- what the sheet must be ---- */

static bool
has_value(const struct stepping *w, struct txn *t, unsigned leaf,
    enum column column)
{
	struct cell cell = { .period = w->plan->period,
		.unit = w->plan->units[w->unit].id,
		.leaf = w->plan->leaves[leaf].id,
		.column = column };

	return cells_get(t, &cell) &&
	       (column != COLUMN_SELF || !cell.inputs.not_applicable);
}

static void
talk_of(const struct stepping *w, struct txn *t, unsigned leaf,
    struct leaf_talk *talk)
{
	leaf_talk_get(t, w->plan->period, w->plan->units[w->unit].id,
	    w->plan->leaves[leaf].id, talk);
}

/* A leaf that the unit scored without proof is locked with its explanation
 * only (criteria without documents "must carry an explanation"). */
static bool
lacks_explanation(const struct stepping *w, struct txn *t, unsigned leaf)
{
	struct leaf_talk talk;

	talk_of(w, t, leaf, &talk);
	return has_value(w, t, leaf, COLUMN_SELF) &&
	       !sheet_proven(t, w->plan, w->unit, leaf) && talk.explained == 0;
}

static bool
lacks_round1(const struct stepping *w, struct txn *t, unsigned leaf)
{
	return has_value(w, t, leaf, COLUMN_SELF) &&
	       !has_value(w, t, leaf, COLUMN_ROUND1);
}

/* What was explained after it had been asked is looked at again. */
static bool
lacks_round2(const struct stepping *w, struct txn *t, unsigned leaf)
{
	struct leaf_talk talk;

	talk_of(w, t, leaf, &talk);
	return talk.asked != 0 && talk.explained > talk.asked &&
	       !has_value(w, t, leaf, COLUMN_ROUND2);
}

static enum err
check_leaves(const struct stepping *w, struct txn *t,
    bool (*lacks)(const struct stepping *, struct txn *, unsigned),
    const char *what)
{
	unsigned n = 0, first = 0;

	for (unsigned i = 0; i < w->plan->n_leaves; i++) {
		if (w->plan->leaves[i].mode != LEAF_EVIDENCE ||
		    plan_applies(w->plan, w->unit, i) != APPLIES ||
		    !lacks(w, t, i))
			continue;
		if (n++ == 0)
			first = i;
	}
	if (n == 0)
		return t->err;
	return fault_set(w->why, ERR_WRONG_STATE, "/leaf",
	    "%u criteria, %s the first of them, %s.", n,
	    w->plan->leaves[first].id.text, what);
}

/* Only what was asked, or has no proof, is explained. */
static enum err
check_explains(const struct stepping *w, struct txn *t)
{
	struct leaf_talk talk;

	talk_of(w, t, w->leaf, &talk);
	if (talk.asked != 0 || !sheet_proven(t, w->plan, w->unit, w->leaf))
		return t->err;
	return fault_set(w->why, ERR_WRONG_STATE, "/leaf",
	    "Nobody asked for an explanation of criterion %s, and its "
	    "documents are there.",
	    w->in->leaf.text);
}

/* The copy that was signed is one of this sheet. */
static enum err
check_report(const struct stepping *w)
{
	static const struct digest none;

	if (digest_eq(w->in->sheet, none) ||
	    digest_eq(w->in->sheet, w->life.sheet))
		return OK;
	return fault_set(w->why, ERR_CONFLICT, "/sheet",
	    "The signed copy is of another sheet than the one that is locked "
	    "now.");
}

static enum err
check_sheet(struct stepping *w, struct txn *t)
{
	switch (w->in->step) {
	case STEP_LOCK:
		return check_leaves(w, t, lacks_explanation,
		    "have a self-score but neither a document nor an "
		    "explanation");
	case STEP_CONFIRM:
		return check_report(w);
	case STEP_REQUEST:
		return part_appraiser(t, w->plan, w->unit,
		    w->plan->leaves[w->leaf].field, w->who,
		    moment_day(w->now.wall), w->why);
	case STEP_EXPLAIN:
		return check_explains(w, t);
	case STEP_END_ROUND1:
		return check_leaves(w, t, lacks_round1,
		    "have no value of round 1 yet");
	case STEP_END_ROUND2:
		return check_leaves(w, t, lacks_round2,
		    "were explained and have no value of round 2 yet");
	default:
		return OK;
	}
}

/* ---- what is kept ---- */

static struct digest
what(const struct stepping *w)
{
	const struct signature *s = &w->out->signature;
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct digest d;

	jout_object(&j);
	jout_kstr(&j, "role", role_name(w->out->role));
	jout_kstr(&j, "person", w->out->person.text);
	jout_kstr(&j, "via", role_name(w->out->via));
	jout_kstr(&j, "text", w->out->text);
	jout_kstr(&j, "number", s->number);
	jout_kstr(&j, "date", s->date);
	jout_kstr(&j, "signer", s->signer);
	jout_kstr(&j, "title", s->title);
	jout_kstr(&j, "competence", competence_name(s->competence));
	jout_object_end(&j);
	d = part_salted(w->salt, buf_all(&text));
	buf_free(&text);
	return d;
}

static enum err
log_it(struct stepping *w, struct txn *t)
{
	static const struct digest none;
	struct life_taken *o = w->out;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", o->period.text);
	entry_digest(&body, "unit", entry_salted_unit(w->salt, o->unit.text));
	entry_str(&body, "step", life_step_name(o->step));
	if (o->leaf.text[0] != 0)
		entry_str(&body, "leaf", o->leaf.text);
	entry_str(&body, "before", life_state_name(o->before));
	entry_str(&body, "after", life_state_name(o->after));
	entry_int(&body, "number", (int64_t)o->number);
	if (!digest_eq(o->sheet, none))
		entry_digest(&body, "sheet", o->sheet);
	if (o->size > 0)
		entry_digest(&body, "document", o->document);
	entry_digest(&body, "what", what(w));
	entry_int(&body, "by", (int64_t)o->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_STEP, &w->now,
		    buf_all(&body), &o->entry, &o->time);
	buf_free(&body);
	return e;
}

/* The step as it will be kept, all but entry and time. */
static void
fill(struct stepping *w, enum life_state next)
{
	const struct step_asked *in = w->in;

	*w->out = (struct life_taken){ .period = w->plan->period,
		.unit = w->plan->units[w->unit].id,
		.number = w->life.steps + 1,
		.step = in->step,
		.before = w->life.state,
		.after = next,
		.leaf = in->leaf,
		.role = w->who->role,
		.via = w->who->via,
		.by = w->who->token,
		.person = w->who->person,
		.signature = in->signature };
	memcpy(w->out->salt, w->salt, sizeof w->salt);
	(void)snprintf(w->out->text, sizeof w->out->text, "%s", in->text);
	if (in->stage == NULL)
		return;
	w->out->document = stage_digest(in->stage);
	w->out->size = stage_size(in->stage);
	(void)snprintf(w->out->media_type, sizeof w->out->media_type, "%s",
	    in->media_type);
}

static enum err
lock(struct stepping *w, struct txn *t)
{
	enum err e;

	buf_clear(&w->sheet);
	if ((e = sheet_text(t, w->plan, w->unit, &w->sheet)) != OK)
		return e;
	w->life.sheet = w->out->sheet = digest_of(buf_all(&w->sheet));
	w->life.lock = w->out->number;
	locked_sheets_put(t, w->out->period, w->out->unit, w->out->number,
	    buf_all(&w->sheet));
	return t->err;
}

/* What the step does beside the state. */
static enum err
effect(struct stepping *w, struct txn *t)
{
	static const struct submission_id none;
	struct leaf_talk talk;
	bool known;

	switch (w->in->step) {
	case STEP_LOCK:
		return lock(w, t);
	case STEP_CONFIRM:
		w->out->sheet = w->life.sheet;
		w->life.report = w->out->number;
		return part_document(t, w->in->stage, w->in->media_type, none,
		    &known);
	case STEP_REOPEN:
		w->life.report = 0;
		return OK;
	case STEP_REQUEST:
	case STEP_EXPLAIN:
		talk_of(w, t, w->leaf, &talk);
		*(w->in->step == STEP_REQUEST ? &talk.asked : &talk.explained) =
		    w->out->number;
		leaf_talk_put(t, w->out->period, w->out->unit, w->out->leaf,
		    &talk);
		return t->err;
	default:
		return OK;
	}
}

static enum err
run(struct txn *t, void *arg)
{
	static const struct submission_id none;
	struct stepping *w = arg;
	enum life_state next;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = part_life(t, w->plan, w->unit, w->in->step, w->who, &w->now,
		 &w->life, &next, w->why)) != OK ||
	    (e = check_sheet(w, t)) != OK)
		return e;
	fill(w, next);
	if ((e = effect(w, t)) != OK || (e = log_it(w, t)) != OK)
		return e;
	w->life.state = next;
	w->life.steps = w->out->number;
	lives_put(t, &w->life);
	life_steps_put(t, w->out);
	part_event(t,
	    w->in->step == STEP_REQUEST ? EVENT_EXPLANATION_REQUESTED
					: EVENT_SHEET_STEP,
	    w->plan, w->unit, none, w->out->leaf, w->out->time, w->out->entry);
	outbox_raise(t, JOB_SCORE_UNIT, w->out->period, w->out->unit,
	    w->out->entry);
	return t->err;
}

static enum err
prepare(struct stepping *w)
{
	int unit, leaf;
	enum err e;

	if ((unit = part_unit(w->plan, w->in->unit, w->why)) < 0)
		return ERR_UNKNOWN_UNIT;
	w->unit = (unsigned)unit;
	if ((e = check_words(w)) != OK)
		return e;
	if (w->in->leaf.text[0] != 0) {
		leaf = part_leaf(w->plan, w->unit, w->in->leaf, "/leaf", &e,
		    w->why);
		if (leaf < 0)
			return e;
		w->leaf = (unsigned)leaf;
		if (w->plan->leaves[leaf].mode != LEAF_EVIDENCE)
			return fault_set(w->why, ERR_LEAF_NOT_YOURS, "/leaf",
			    "Criterion %s is not scored by evidence.",
			    w->in->leaf.text);
	}
	return random_bytes(w->salt, sizeof w->salt);
}

enum err
act_step_admits(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, enum life_step step, struct fault *why)
{
	const struct plan *plan;
	struct reading now;
	struct life life;
	enum life_state next;
	struct txn t;
	int index;
	enum err e, may;

	if ((e = part_may(who, MAY_STEP, unit, why)) != OK ||
	    (e = part_plan(s, period, &plan, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	if ((index = part_unit(plan, unit, why)) < 0)
		return ERR_UNKNOWN_UNIT;
	txn_read(&t, s->env);
	may = part_life(&t, plan, (unsigned)index, step, who, &now, &life,
	    &next, why);
	e = txn_end(&t);
	return e != OK ? e : may;
}

enum err
act_step(struct store *s, const struct who *who, const struct step_asked *in,
    struct life_taken *out, struct fault *why)
{
	struct stepping w = { .store = s,
		.who = who,
		.in = in,
		.out = out,
		.why = why };
	enum err e;

	if ((e = part_may(who, MAY_STEP, in->unit, why)) != OK ||
	    (e = part_plan(s, in->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK || (e = prepare(&w)) != OK)
		return e;
	if (in->stage != NULL && (e = part_keep(s, in->stage, why)) != OK)
		return e;
	e = env_change(s->env, run, &w, 65536);
	if (e != OK && in->stage != NULL)
		stage_unkeep(in->stage);
	buf_free(&w.sheet);
	return e;
}
