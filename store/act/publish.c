/*
 * publish.c - results are frozen under a decision; what was published is
 * corrected by the next revision only.
 *
 * Knows when results may be published. Touches revisions, ledger and feed;
 * reads everything a result rests on.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/json_out.h"
#include "store/before.h"
#include "store/model/bundle.h"
#include "store/table/events.h"
#include "store/table/frozen.h"
#include "store/table/outbox.h"
#include "store/table/previous.h"
#include "store/table/records.h"
#include "store/table/results.h"
#include "store/table/revisions.h"

struct freezing {
	struct store *store;
	const struct who *who;
	const struct publishing *in;
	const struct plan *plan;
	bool corrects;
	struct reading now;
	struct result *result; /* room, given because it is large */
	struct buf ranking;    /* the year before's, when it is another's */
	struct revision *out;
	struct fault *why;
};

static enum err
wrong_state(struct freezing *w, const char *sentence)
{
	return fault_set(w->why, ERR_WRONG_STATE, "/period", "Period %s: %s",
	    w->in->period.text, sentence);
}

/* The decision must be on file, and have published nothing yet. */
static enum err
find_record(struct freezing *w, struct txn *t, const struct revision *last,
    struct record *r)
{
	enum err e = part_record(t, w->plan, w->in->record, r, w->why);

	if (e != OK)
		return e;
	if (r->kind != RECORD_DECISION)
		return fault_set(w->why, ERR_CONFLICT, "/decision",
		    "Record %llu is the council's minutes; results are "
		    "published by a decision.",
		    (unsigned long long)r->n);
	if (last->n != 0 && r->entry < last->entry)
		return fault_set(w->why, ERR_CONFLICT, "/decision",
		    "Decision %s is older than revision %llu; a correction "
		    "needs a decision of its own.",
		    r->number, (unsigned long long)last->n);
	return OK;
}

static enum err
check_state(struct freezing *w, struct txn *t, const struct revision *last)
{
	enum results_status is =
	    results_status_of(appraisal_over(w->plan, w->now.wall),
		records_have(t, w->in->period, RECORD_MINUTES));

	if (w->corrects && last->n == 0)
		return wrong_state(w, "nothing was published that could be "
				      "corrected.");
	if (!w->corrects && last->n != 0)
		return wrong_state(w, "the results are published; only a "
				      "correction makes another revision.");
	if (is == RESULTS_PROVISIONAL)
		return wrong_state(w, "appraisal has not closed in every "
				      "block.");
	if (is != RESULTS_FINAL)
		return wrong_state(w, "the council's minutes are not on "
				      "file.");
	return OK;
}

static bool
is_other(void *self, const struct job *job)
{
	struct freezing *w = self;

	if (!period_id_eq(job->period, w->in->period))
		return true;
	(void)fault_set(w->why, ERR_WRONG_STATE, "/period",
	    "Period %s: the result of unit %s is still being computed%s%s.",
	    w->in->period.text, job->unit.text,
	    job->buried ? "; its job was given up: " : "",
	    job->buried ? job->reason : "");
	w->out->n = 0;
	return false;
}

/* Every unit has a result, and the newest entry any rests on. */
static enum err
check_results(struct freezing *w, struct txn *t)
{
	struct revision *r = w->out;

	outbox_each(t, is_other, w);
	if (r->n == 0)
		return ERR_WRONG_STATE;
	for (unsigned i = 0; i < w->plan->n_units && t->err == OK; i++) {
		if (!results_get(t, w->plan, i, w->result))
			return fault_set(w->why, ERR_WRONG_STATE, "/period",
			    "Period %s: unit %s was never scored.",
			    w->in->period.text, w->plan->units[i].id.text);
		if (w->result->rests_on >= r->rests_on) {
			r->rests_on = w->result->rests_on;
			r->as_of = w->result->as_of;
		}
	}
	return t->err;
}

static enum err
log_it(struct freezing *w, struct txn *t, const struct record *record)
{
	struct revision *r = w->out;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", r->period.text);
	entry_int(&body, "revision", (int64_t)r->n);
	entry_int(&body, "version", r->version);
	entry_digest(&body, "bundle", r->bundle);
	entry_int(&body, "decision", (int64_t)record->entry);
	entry_digest(&body, "rows", r->rows);
	if (w->corrects) {
		entry_int(&body, "corrects", (int64_t)r->n - 1);
		entry_digest(&body, "reason",
		    part_salted(record->salt, slice_text(r->reason)));
	}
	entry_int(&body, "by", (int64_t)r->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_PUBLICATION, &w->now,
		    buf_all(&body), &r->entry, &r->time);
	buf_free(&body);
	return e;
}

static enum err
freeze(struct freezing *w, struct txn *t, const struct record *record)
{
	struct previous_row row = { .taken = true, .time = w->now.wall };
	struct event event;
	enum err e;

	row.text = buf_all(&w->ranking);
	if (row.text.n != 0)
		previous_keep(t, w->out->period, &row);
	revisions_freeze(t, w->out);
	if ((e = t->err) != OK || (e = log_it(w, t, record)) != OK)
		return e;
	revisions_put(t, w->out);
	corrections_clear(t, w->out->period);
	event = (struct event){ .kind = EVENT_RESULTS_PUBLISHED,
		.time = w->out->time,
		.period = w->out->period,
		.entry = w->out->entry };
	events_add(t, &event);
	return t->err;
}

static enum err
run(struct txn *t, void *arg)
{
	struct freezing *w = arg;
	struct revision last = { .period = w->in->period };
	struct record record;
	struct period period;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	(void)revisions_get(t, &last);
	(void)periods_get(t, w->in->period, &period);
	*w->out = (struct revision){ .period = w->in->period,
		.n = last.n + 1,
		.version = period.version,
		.bundle = period.bundle,
		.record = w->in->record,
		.by = w->who->token };
	(void)snprintf(w->out->reason, sizeof w->out->reason, "%s",
	    w->corrects ? w->in->reason : "");
	if ((e = check_state(w, t, &last)) != OK ||
	    (e = find_record(w, t, &last, &record)) != OK ||
	    (e = part_sheets_final(t, w->plan, w->why)) != OK ||
	    (e = check_results(w, t)) != OK)
		return e;
	return freeze(w, t, &record);
}

/* What the ranks are compared with must not change later either. */
static enum err
take_ranking(struct freezing *w)
{
	struct jout j = jout_start(&w->ranking);
	struct before before;
	enum err e = before_find(w->store, w->plan, NULL, &before);

	if (e == OK && before.taken)
		previous_put(&j, before.ranking);
	before_free(&before);
	return e == OK ? w->ranking.err : e;
}

static enum err
publish(struct freezing *w)
{
	static const struct unit_id nobody;
	enum err e;

	if ((e = part_may(w->who, MAY_PUBLISH, w->in->period, nobody,
		 w->why)) != OK ||
	    (e = part_plan(w->store, w->in->period, &w->plan, w->why)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK)
		return e;
	if ((w->result = malloc(sizeof *w->result)) == NULL)
		return ERR_NO_MEMORY;
	if ((e = take_ranking(w)) == OK)
		e = env_change(w->store->env, run, w, BUNDLE_MOST);
	buf_free(&w->ranking);
	free(w->result);
	return e;
}

enum err
act_publish(struct store *s, const struct who *who, const struct publishing *in,
    struct revision *out, struct fault *why)
{
	struct freezing w = { .store = s,
		.who = who,
		.in = in,
		.out = out,
		.why = why };

	return publish(&w);
}

enum err
act_correct(struct store *s, const struct who *who, const struct publishing *in,
    struct revision *out, struct fault *why)
{
	struct freezing w = { .store = s,
		.who = who,
		.in = in,
		.corrects = true,
		.out = out,
		.why = why };

	if (in->reason == NULL || in->reason[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "A correction needs a reason.");
	if (strlen(in->reason) >= sizeof out->reason)
		return fault_set(why, ERR_TOO_BIG, "/reason",
		    "The reason may have at most %zu bytes.",
		    sizeof out->reason - 1);
	return publish(&w);
}
