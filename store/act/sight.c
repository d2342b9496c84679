/*
 * sight.c - a secret document is registered as seen in person, or that is
 * taken back; the document itself is never here.
 *
 * Knows when that is allowed. Touches sightings, ledger, feed and outbox.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/outbox.h"
#include "store/table/sightings.h"

static const struct submission_id no_submission;

struct sighted {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	unsigned unit;
	struct sighting asked; /* as it came: the act may run again */
	struct sighting *out;
	const char *reason; /* of a withdrawal */
	struct digest words;
	struct reading now;
	struct fault *why;
};

/* Nobody changes what the council has decided. */
static enum err
still_open(const struct sighted *w, struct txn *t)
{
	struct life life = { .period = w->plan->period,
		.unit = w->plan->units[w->unit].id };

	lives_get(t, &life);
	if (life.state != LIFE_DECIDED && life.state != LIFE_FINAL)
		return t->err;
	return fault_set(w->why, ERR_WRONG_STATE, "",
	    "The sheet of unit %s is %s: its evidence is settled.",
	    life.unit.text, life_state_name(life.state));
}

/* What follows from either act. */
static void
tell(struct sighted *w, struct txn *t, enum event_kind kind, struct moment time,
    uint64_t entry)
{
	part_event(t, kind, w->plan, w->unit, no_submission, w->out->leaf[0],
	    time, entry);
	outbox_raise(t, JOB_SCORE_UNIT, w->plan->period,
	    w->plan->units[w->unit].id, entry);
}

/* ---- seen ---- */

static enum err
log_sighting(struct sighted *w, struct txn *t)
{
	struct sighting *s = w->out;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", s->period.text);
	entry_digest(&body, "unit", entry_salted_unit(s->salt, s->unit.text));
	for (unsigned i = 0; i < s->n_leaves; i++)
		entry_str(&body, "leaf", s->leaf[i].text);
	entry_digest(&body, "words", w->words);
	entry_int(&body, "seen", s->seen.us);
	entry_int(&body, "by", (int64_t)s->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_SIGHTING, &w->now,
		    buf_all(&body), &s->entry, &s->time);
	buf_free(&body);
	return e;
}

static enum err
run_see(struct txn *t, void *arg)
{
	struct sighted *w = arg;
	enum err e;

	*w->out = w->asked;
	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = still_open(w, t)) != OK || (e = log_sighting(w, t)) != OK)
		return e;
	w->out->n = sightings_next(t, w->out->period, w->out->unit);
	sightings_put(t, w->out);
	tell(w, t, EVENT_DOCUMENT_SEEN, w->out->time, w->out->entry);
	return t->err;
}

/* Within the time for evidence or for any round of appraisal. */
static enum err
some_window(const struct sighted *w)
{
	static const enum stage stages[] = { STAGE_ROUND2, STAGE_EXPLANATION,
		STAGE_APPRAISAL, STAGE_EVIDENCE };
	enum err e = OK;

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		e = part_unit_window(w->plan, w->unit, stages[i], &w->now,
		    w->why);
		if (e == OK)
			break;
	}
	if (e == OK && w->why != NULL)
		*w->why = (struct fault){ .err = OK };
	return e;
}

static enum err
check_sighting(struct sighted *w)
{
	const struct sighting *s = &w->asked;
	char pointer[32];
	enum err e;
	int leaf;

	if ((e = sighting_check(s, w->why)) != OK)
		return e;
	for (unsigned i = 0; i < s->n_leaves; i++) {
		(void)snprintf(pointer, sizeof pointer, "/leaves/%u", i);
		leaf = part_leaf(w->plan, w->unit, s->leaf[i], pointer, &e,
		    w->why);
		if (leaf < 0)
			return e;
		if (w->plan->leaves[leaf].mode != LEAF_EVIDENCE)
			return fault_set(w->why, ERR_LEAF_NOT_YOURS, pointer,
			    "Criterion %s is not scored by evidence.",
			    s->leaf[i].text);
	}
	if (s->seen.us > w->now.wall.us + w->now.bound.us)
		return fault_set(w->why, ERR_RANGE, "/seen",
		    "A document cannot have been seen in the future.");
	return some_window(w);
}

/* Plan, unit and clock of an act about this unit. */
static enum err
begin(struct sighted *w, struct period_id period, struct unit_id unit)
{
	enum err e;
	int u;

	if ((e = part_may(w->who, MAY_REGISTER_SEEN, period, unit, w->why)) !=
		OK ||
	    (e = part_plan(w->store, period, &w->plan, w->why)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK)
		return e;
	if ((u = part_unit(w->plan, unit, w->why)) < 0)
		return ERR_UNKNOWN_UNIT;
	w->unit = (unsigned)u;
	return OK;
}

enum err
act_see_document(struct store *s, const struct who *who,
    struct sighting *sighting, struct fault *why)
{
	struct sighted w = { .store = s,
		.who = who,
		.asked = *sighting,
		.out = sighting,
		.why = why };
	struct buf words = { 0 };
	enum err e;

	w.asked.by = who->token;
	if ((e = begin(&w, sighting->period, sighting->unit)) != OK ||
	    (e = check_sighting(&w)) != OK ||
	    (e = random_bytes(w.asked.salt, sizeof w.asked.salt)) != OK)
		return e;
	sighting_put(&words, &w.asked);
	w.words = part_salted(w.asked.salt, buf_all(&words));
	e = words.err;
	buf_free(&words);
	return e != OK ? e : env_change(s->env, run_see, &w, 1024);
}

/* ---- taken back ---- */

static enum err
log_withdrawal(struct sighted *w, struct txn *t, uint64_t *entry,
    struct moment *time)
{
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "about", (int64_t)w->out->entry);
	entry_digest(&body, "reason",
	    part_salted(w->out->salt, slice_text(w->reason)));
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_SIGHTING_WITHDRAWAL,
		    &w->now, buf_all(&body), entry, time);
	buf_free(&body);
	return e;
}

static enum err
run_unsee(struct txn *t, void *arg)
{
	struct sighted *w = arg;
	struct moment time;
	enum err e;

	*w->out = w->asked;
	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = still_open(w, t)) != OK)
		return e;
	if (!sightings_get(t, w->out))
		return t->err != OK ? t->err : ERR_NOT_FOUND;
	if (w->out->withdrawn != 0)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "This was taken back already.");
	if ((e = log_withdrawal(w, t, &w->out->withdrawn, &time)) != OK)
		return e;
	(void)snprintf(w->out->reason, sizeof w->out->reason, "%s", w->reason);
	sightings_put(t, w->out);
	tell(w, t, EVENT_DOCUMENT_UNSEEN, time, w->out->withdrawn);
	return t->err;
}

enum err
act_unsee_document(struct store *s, const struct who *who,
    struct sighting *sighting, const char *reason, struct fault *why)
{
	struct sighted w = { .store = s,
		.who = who,
		.asked = *sighting,
		.out = sighting,
		.reason = reason,
		.why = why };
	enum err e;

	if ((e = begin(&w, sighting->period, sighting->unit)) != OK)
		return e;
	if (reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "Taking this back needs a reason.");
	return env_change(s->env, run_unsee, &w, 1024);
}
