/*
 * step.c - a step of a sheet's life.
 *
 * Knows what each step does and keeps beside the state (life.h). Touches lives,
 * ledger, feed, outbox and, for the signed report, documents.
 */
#include <stdio.h>

#include "store/act/part.h"
#include "store/act/stepping.h"
#include "store/base/json_out.h"
#include "store/sheet_text.h"
#include "store/table/outbox.h"

void
stepping_talk(const struct stepping *w, struct txn *t, unsigned leaf,
    struct leaf_talk *talk)
{
	leaf_talk_get(t, w->plan->period, w->plan->units[w->unit].id,
	    w->plan->leaves[leaf].id, talk);
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
	if (w->out->record != 0)
		jout_kuint(&j, "decision", w->out->record);
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
		    &known, w->why);
	case STEP_REOPEN:
		w->life.report = 0;
		return OK;
	case STEP_REQUEST:
	case STEP_EXPLAIN:
		stepping_talk(w, t, w->leaf, &talk);
		*(w->in->step == STEP_REQUEST ? &talk.asked : &talk.explained) =
		    w->out->number;
		leaf_talk_put(t, w->out->period, w->out->unit, w->out->leaf,
		    &talk);
		return t->err;
	default:
		return OK;
	}
}

/* Number and day of the council's record that the step names. */
static enum err
take_record(struct stepping *w, struct txn *t)
{
	struct signature *s = &w->out->signature;
	struct record record;
	enum err e;

	if (w->in->record == 0)
		return OK;
	if ((e = part_record(t, w->plan, w->in->record, &record, w->why)) != OK)
		return e;
	w->out->record = record.n;
	(void)snprintf(s->number, sizeof s->number, "%s", record.number);
	date_text(record.date, s->date);
	return OK;
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
	    (e = stepping_check_sheet(w, t)) != OK)
		return e;
	fill(w, next);
	if ((e = take_record(w, t)) != OK || (e = effect(w, t)) != OK ||
	    (e = log_it(w, t)) != OK)
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
	if ((e = stepping_check_words(w)) != OK)
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

	if ((e = part_may(who, MAY_STEP, period, unit, why)) != OK ||
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

	if ((e = part_may(who, MAY_STEP, in->period, in->unit, why)) != OK ||
	    (e = part_plan(s, in->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK || (e = prepare(&w)) != OK)
		return e;
	e = in->stage == NULL
		? env_change(s->env, run, &w, 65536)
		: part_change_keeping(s, in->stage, run, &w, 65536, why);
	buf_free(&w.sheet);
	return e;
}
