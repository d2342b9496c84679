/*
 * submit.c - a unit's document goes in.
 *
 * Knows what must stand or fall together when evidence is taken. Touches
 * submissions, documents, keys, usage, ledger, feed and outbox.
 */
#include <assert.h>
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/judge.h"
#include "store/table/closings.h"
#include "store/table/documents.h"
#include "store/table/keys.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"
#include "store/table/usage.h"

#define PLAN_TRIES 8

/* One submission on its way through its transaction. */
struct submitting {
	struct store *store;
	const struct submit *in;
	const struct plan *plan;
	const struct window *evidence, *window; /* of the two, the one by
						 * which it is judged */
	unsigned unit;
	struct closing closing;    /* what came in for the window so far */
	struct submission new;     /* all but entry and time */
	struct digest fingerprint; /* of what the request says */
	struct digest manifest;
	enum err refused; /* set when a refusal was committed */
	struct submitted *out;
	struct fault *why;
};

static bool
replaces_any(const struct submit *in)
{
	static const struct submission_id none;

	return memcmp(in->replaces.b, none.b, sizeof none.b) != 0;
}

enum err
act_submit_admits(struct store *s, const struct submit *in, struct fault *why)
{
	const struct plan *plan;
	char pointer[32];
	int unit, leaf;
	enum err e;

	assert(in->n_leaves <= SUBMISSION_LEAVES);
	if ((e = part_may(&in->who, MAY_SUBMIT, in->unit, why)) != OK ||
	    (e = part_plan(s, in->period, &plan, why)) != OK)
		return e;
	if ((unit = part_unit(plan, in->unit, why)) < 0)
		return ERR_UNKNOWN_UNIT;
	if (in->n_leaves == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/leaf",
		    "At least one criterion (leaf) must be named.");
	for (unsigned i = 0; i < in->n_leaves; i++) {
		(void)snprintf(pointer, sizeof pointer, "/leaf/%u", i);
		leaf = part_leaf(plan, (unsigned)unit, in->leaf[i], pointer, &e,
		    why);
		if (leaf < 0)
			return e;
		if (plan->leaves[leaf].mode != LEAF_EVIDENCE)
			return fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
			    "Criterion %s is not scored by evidence.",
			    in->leaf[i].text);
		for (unsigned k = 0; k < i; k++)
			if (leaf_id_eq(in->leaf[i], in->leaf[k]))
				return fault_set(why, ERR_CONFLICT, pointer,
				    "Criterion %s is named twice.",
				    in->leaf[i].text);
	}
	return OK;
}

/*
 * What the request says, as lines; with the salt before it, the manifest that
 * the log commits to; without, the fingerprint that an Idempotency-Key is
 * bound to. docs/log-format.md describes it.
 */
static struct digest
digest_of_request(const struct submission *s, bool salted)
{
	const struct document_facts *f = &s->facts;
	const char *const lines[][2] = {
		{ "file", f->file_name },
		{ "type", f->media_type },
		{ "number", f->number },
		{ "symbol", f->symbol },
		{ "issued", f->issued },
		{ "issuer", f->issuer },
		{ "section", f->section },
		{ "page", f->page },
	};
	char hex[DIGEST_TEXT];
	struct buf text = { 0 };
	struct digest d;

	if (salted)
		buf_bytes(&text, s->salt, sizeof s->salt);
	buf_print(&text, "period %s\nunit %s\n", s->period.text, s->unit.text);
	for (unsigned i = 0; i < s->n_leaves; i++)
		buf_print(&text, "leaf %s\n", s->leaf[i].text);
	digest_text(s->document, hex);
	buf_print(&text, "document %s\nsize %llu\n", hex,
	    (unsigned long long)s->size);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_print(&text, "%s %s\n", lines[i][0], lines[i][1]);
	buf_print(&text, "note %zu\n%s\n", strlen(f->note), f->note);
	if (salted && s->person.text[0] != 0)
		buf_print(&text, "person %s%s\n", s->person.text,
		    s->by_dms ? " via dms" : "");
	if (!salted) /* the log has a line of its own for it */
		buf_bytes(&text, s->replaces.b, sizeof s->replaces.b);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

/* Fills the new submission from what came, and draws its id and salt. */
static enum err
prepare(struct submitting *w)
{
	const struct submit *in = w->in;
	struct submission *n = &w->new;
	enum err e;

	*n = (struct submission){ .period = in->period,
		.unit = in->unit,
		.n_leaves = in->n_leaves,
		.facts = in->facts,
		.document = stage_digest(in->stage),
		.size = stage_size(in->stage),
		.replaces = in->replaces,
		.by = in->who.token,
		.person = in->who.person,
		.by_dms = in->who.via == ROLE_DMS,
		.status = SUBMISSION_QUEUED };
	memcpy(n->leaf, in->leaf, in->n_leaves * sizeof *in->leaf);
	n->received = received_interval(&in->arrival, &n->source);
	w->evidence = plan_unit_window(w->plan, w->unit, STAGE_EVIDENCE);
	if (w->evidence == NULL)
		return fault_set(w->why, ERR_WINDOW_NOT_OPEN, "/period",
		    "Period %s has no evidence window for this block.",
		    in->period.text);
	if ((e = submission_id_new(in->arrival.after.wall.us, &n->id)) != OK ||
	    (e = random_bytes(n->salt, sizeof n->salt)) != OK)
		return e;
	w->fingerprint = digest_of_request(n, false);
	w->manifest = digest_of_request(n, true);
	return OK;
}

/* The search for the unit's own submission of the same bytes for the same
 * leaves, which still counts. */
struct same {
	const struct submission *new;
	struct txn *t;
	struct submission_id id;
	bool found;
};

static bool
has_leaf(const struct submission *s, struct leaf_id leaf)
{
	for (unsigned i = 0; i < s->n_leaves; i++)
		if (leaf_id_eq(s->leaf[i], leaf))
			return true;
	return false;
}

static bool
try_same(void *self, struct submission_id id)
{
	struct same *x = self;
	struct submission s;

	if (!submissions_get(x->t, id, &s))
		return txn_require(x->t, ERR_BROKEN) == OK;
	x->found = period_id_eq(s.period, x->new->period) &&
		   unit_id_eq(s.unit, x->new->unit) &&
		   submission_stands(s.status);
	for (unsigned i = 0; i < x->new->n_leaves; i++)
		x->found = x->found && has_leaf(&s, x->new->leaf[i]);
	x->id = id;
	return !x->found;
}

static bool
same_bytes(struct submitting *w, struct txn *t, struct submission_id *id)
{
	struct same x = { .new = &w->new, .t = t };

	document_uses_of_unit(t, w->new.document, w->new.period, w->new.unit,
	    try_same, &x);
	*id = x.id;
	return x.found && t->err == OK;
}

/* Did this request come before? Then *out is what it made. */
static bool
came_before(struct submitting *w, struct txn *t, enum err *e)
{
	struct submission_id id;
	struct used_key used;

	if (w->in->has_key) {
		if (!keys_get(t, w->in->who.token, w->in->key,
			w->in->arrival.after.wall, &used))
			return false;
		if (!digest_eq(used.fingerprint, w->fingerprint)) {
			*e = fault_set(w->why, ERR_KEY_REUSED,
			    "header:Idempotency-Key",
			    "This Idempotency-Key was used for another "
			    "request within the last %d days.",
			    KEY_LIFE_DAYS);
			return true;
		}
		id = used.id;
		w->out->how = SUBMIT_REPLAYED;
	} else {
		if (!same_bytes(w, t, &id))
			return false;
		w->out->how = SUBMIT_SAME_BYTES;
	}
	if (!submissions_get(t, id, &w->out->submission))
		*e = txn_require(t, ERR_BROKEN);
	return true;
}

/* The lines submission and refusal share. */
static struct entry_arrival
arrival_lines(const struct submitting *w)
{
	const struct submission *n = &w->new;

	return (struct entry_arrival){ .period = n->period.text,
		.unit = entry_salted_unit(n->salt, n->unit.text),
		.leaf = n->leaf,
		.n_leaves = n->n_leaves,
		.document = n->document,
		.manifest = w->manifest,
		.size = n->size,
		.received = n->received,
		.source = time_source_name(n->source),
		.window = w->window->version,
		.on_time_until = w->window->on_time_until,
		.verdict = verdict_name(n->verdict) };
}

static enum err
add_entry(struct submitting *w, struct txn *t, enum entry_type type,
    const struct buf *body)
{
	if (body->err != OK)
		return body->err;
	return ledger_add(w->store->ledger, t, type, &w->in->arrival.after,
	    buf_all(body), &w->new.entry, &w->new.time);
}

/* Counts the new entry among those that the window's closing will name. */
static void
count(struct submitting *w, struct txn *t, bool refused)
{
	struct closing *c = &w->closing;

	if (c->closed)
		return;
	if (refused)
		c->refused++;
	else if (w->new.verdict == VERDICT_ON_TIME)
		c->on_time++;
	else if (w->new.verdict == VERDICT_LATE ||
		 w->new.verdict == VERDICT_CURED)
		c->late++;
	else
		c->doubt++;
	closings_put(t, w->new.period, w->window, c);
}

/* Outside its window: nothing is taken, and the log says so. */
static enum err
refuse(struct submitting *w, struct txn *t)
{
	struct entry_arrival lines = arrival_lines(w);
	char opens[MOMENT_TEXT], until[MOMENT_TEXT];
	struct buf body = { 0 };
	enum err e;

	w->refused = w->new.verdict == VERDICT_NOT_OPEN ? ERR_WINDOW_NOT_OPEN
							: ERR_WINDOW_CLOSED;
	entry_arrival(&body, &lines);
	entry_str(&body, "reason", err_name(w->refused));
	entry_int(&body, "by", (int64_t)w->new.by.n);
	e = add_entry(w, t, ENTRY_REFUSAL, &body);
	buf_free(&body);
	count(w, t, true);
	moment_text(w->window->opens, opens);
	moment_text(w->window->closes, until);
	(void)fault_set(w->why, w->refused, "/period",
	    "The evidence window of period %s (version %u) takes documents "
	    "from %s until before %s; this refusal is entry %llu of the log.",
	    w->new.period.text, w->window->version, opens, until,
	    (unsigned long long)w->new.entry);
	return e;
}

static enum err
keep_document(struct submitting *w, struct txn *t)
{
	bool known;
	enum err e = part_document(t, w->in->stage, w->new.facts.media_type,
	    w->new.id, &known);

	if (e == OK && known)
		document_uses_put(t, w->new.document, w->new.period,
		    w->new.unit, w->new.id);
	return e != OK ? e : t->err;
}

static enum err
supersede(struct submitting *w, struct txn *t)
{
	struct submission old;

	if (!submissions_get(t, w->in->replaces, &old) ||
	    !unit_id_eq(old.unit, w->new.unit) ||
	    !period_id_eq(old.period, w->new.period))
		return fault_set(w->why, ERR_NOT_FOUND, "/replaces",
		    "The unit has no such submission to replace.");
	if (old.status == SUBMISSION_WITHDRAWN ||
	    old.status == SUBMISSION_SUPERSEDED)
		return fault_set(w->why, ERR_CONFLICT, "/replaces",
		    "That submission is %s already.",
		    submission_status_name(old.status));
	if (old.status != SUBMISSION_REJECTED && verdict_counts(old.verdict) &&
	    !verdict_counts(w->new.verdict))
		return fault_set(w->why, ERR_CONFLICT, "/replaces",
		    "A late document may not replace one that was in time.");
	w->new.version = submission_version(&old) + 1;
	old.replaced_by = w->new.id;
	submissions_move(t, &old, SUBMISSION_SUPERSEDED, "");
	return t->err;
}

static enum err
log_submission(struct submitting *w, struct txn *t)
{
	struct entry_arrival lines = arrival_lines(w);
	char id[UUID_TEXT];
	struct buf body = { 0 };
	enum err e;

	submission_id_text(w->new.id, id);
	entry_str(&body, "id", id);
	entry_arrival(&body, &lines);
	if (replaces_any(w->in)) {
		submission_id_text(w->in->replaces, id);
		entry_str(&body, "replaces", id);
	}
	entry_int(&body, "by", (int64_t)w->new.by.n);
	e = add_entry(w, t, ENTRY_SUBMISSION, &body);
	buf_free(&body);
	return e;
}

static enum err
take(struct submitting *w, struct txn *t)
{
	struct used_key used = { w->new.id, w->fingerprint,
		w->in->arrival.after.wall };
	enum err e;

	if ((e = usage_add(t, w->in->who.token, w->in->arrival.after.wall,
		 w->new.size, w->in->day_most)) != OK)
		return fault_set(w->why, e, "",
		    "This token may send %llu MiB "
		    "a day.",
		    (unsigned long long)(w->in->day_most >> 20));
	if (replaces_any(w->in) && (e = supersede(w, t)) != OK)
		return e;
	if ((e = log_submission(w, t)) != OK || (e = keep_document(w, t)) != OK)
		return e;
	submissions_add(t, &w->new);
	count(w, t, false);
	if (w->in->has_key)
		keys_put(t, w->in->who.token, w->in->key, &used);
	part_event(t, EVENT_SUBMISSION_RECEIVED, w->plan, w->unit, w->new.id,
	    w->new.leaf[0], w->new.time, w->new.entry);
	outbox_raise(t, JOB_SCORE_UNIT, w->new.period, w->new.unit,
	    w->new.entry);
	w->out->submission = w->new;
	w->out->how = SUBMIT_NEW;
	return t->err;
}

/* Was every criterion of the document asked about? */
static bool
is_asked(const struct submitting *w, struct txn *t)
{
	struct leaf_talk talk;

	for (unsigned i = 0; i < w->new.n_leaves; i++) {
		leaf_talk_get(t, w->new.period, w->new.unit, w->new.leaf[i],
		    &talk);
		if (talk.asked == 0)
			return false;
	}
	return true;
}

/*
 * What was asked for with an explanation has that window, while the sheet's
 * life lets it in; all else has the window of evidence, while the sheet is not
 * locked. A replacement may still cure a rejected document then.
 */
static enum err
choose_window(struct submitting *w, struct txn *t)
{
	const struct window *x =
	    plan_unit_window(w->plan, w->unit, STAGE_EXPLANATION);
	struct life life;
	enum life_state next;

	w->window = w->evidence;
	w->new.supplement = false;
	w->new.window_version = w->window->version;
	if (x != NULL && is_asked(w, t) &&
	    part_life(t, w->plan, w->unit, STEP_SUPPLEMENT, &w->in->who,
		&w->in->arrival.after, &life, &next, NULL) == OK) {
		w->window = x;
		w->new.supplement = true;
		w->new.window_version = x->version;
		return t->err;
	}
	return part_life(t, w->plan, w->unit,
	    replaces_any(w->in) ? STEP_CURE : STEP_SUBMIT, &w->in->who,
	    &w->in->arrival.after, &life, &next, w->why);
}

static enum err
run(struct txn *t, void *arg)
{
	struct submitting *w = arg;
	enum err e;

	w->refused = OK;
	if (w->why != NULL)
		w->why->err = OK;
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (came_before(w, t, &e))
		return e;
	if ((e = choose_window(w, t)) != OK)
		return e;
	closings_get(t, w->new.period, w->window, &w->closing);
	w->new.entry = UINT64_MAX; /* after any closing */
	w->new.verdict = judge(t, w->plan, &w->new, w->window);
	return verdict_is_taken(w->new.verdict, w->plan->late) ? take(w, t)
							       : refuse(w, t);
}

/* By the rules in force now. */
static enum err
prepare_now(struct submitting *w)
{
	enum err e = part_plan(w->store, w->in->period, &w->plan, w->why);
	int unit;

	if (e != OK)
		return e;
	if ((unit = part_unit(w->plan, w->in->unit, w->why)) < 0)
		return ERR_UNKNOWN_UNIT;
	w->unit = (unsigned)unit;
	return prepare(w);
}

enum err
act_submit(struct store *s, const struct submit *in, struct submitted *out,
    struct fault *why)
{
	struct submitting w = { .store = s, .in = in, .out = out, .why = why };
	unsigned tries = PLAN_TRIES;
	enum err e;

	if ((e = act_submit_admits(s, in, why)) != OK ||
	    (e = prepare_now(&w)) != OK ||
	    (e = part_keep(s, in->stage, why)) != OK)
		return e;
	e = env_change(s->env, run, &w, 1024);
	/* The period was amended meanwhile. What counts is when the document
	 * came: it is not sent away. */
	while (e == ERR_BUSY && tries-- > 0 && (e = prepare_now(&w)) == OK)
		e = env_change(s->env, run, &w, 1024);
	if (e == OK)
		e = w.refused;
	if (e != OK || out->how != SUBMIT_NEW)
		stage_unkeep(in->stage);
	return e;
}
