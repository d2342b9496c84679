/*
 * record.c - the council's minutes or decision are put on file.
 *
 * Knows what such a record must say. Touches records, documents, ledger and
 * feed.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/file_kind.h"
#include "store/base/json_out.h"
#include "store/table/events.h"
#include "store/table/records.h"

#define DAY_US (INT64_C(86400) * 1000000)

struct keeping {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	struct staged *stage;
	struct record asked; /* as it came: the act may run again */
	struct record *out;
	struct digest words;
	struct reading now;
	struct fault *why;
};

/* What the record says, as the bytes the log commits to. */
static struct digest
digest_of_words(const struct record *r)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	char day[DATE_TEXT];
	struct digest d;

	date_text(r->date, day);
	jout_object(&j);
	jout_kstr(&j, "kind", record_kind_name(r->kind));
	jout_kstr(&j, "number", r->number);
	jout_kstr(&j, "date", day);
	jout_kstr(&j, "signer", r->signer);
	jout_kstr(&j, "file", r->file_name);
	jout_object_end(&j);
	d = part_salted(r->salt, buf_all(&text));
	buf_free(&text);
	return d;
}

static enum err
log_it(struct keeping *w, struct txn *t)
{
	struct record *r = w->out;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", r->period.text);
	entry_str(&body, "kind", record_kind_name(r->kind));
	entry_digest(&body, "words", w->words);
	entry_digest(&body, "document", r->document);
	entry_int(&body, "by", (int64_t)r->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_RECORD, &w->now,
		    buf_all(&body), &r->entry, &r->time);
	buf_free(&body);
	return e;
}

static enum err
keep_document(const struct keeping *w, struct txn *t)
{
	static const struct submission_id none;
	bool known;

	return part_document(t, w->stage,
	    file_kind_of_name(w->out->file_name)->type, none, &known, w->why);
}

static bool
is_another(void *self, const struct record *r)
{
	struct keeping *w = self;

	if (r->kind != w->asked.kind || strcmp(r->number, w->asked.number) != 0)
		return true;
	(void)fault_set(w->why, ERR_EXISTS, "/number",
	    "Period %s has a %s %s on file already.", r->period.text,
	    record_kind_name(r->kind), r->number);
	w->out->n = r->n;
	return false;
}

static enum err
run(struct txn *t, void *arg)
{
	struct keeping *w = arg;
	struct event event;
	enum err e;

	*w->out = w->asked;
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	records_each(t, w->asked.period, is_another, w);
	if (w->out->n != 0)
		return ERR_EXISTS;
	if ((e = log_it(w, t)) != OK || (e = keep_document(w, t)) != OK)
		return e;
	records_add(t, w->out);
	event = (struct event){ .kind = EVENT_RECORD_KEPT,
		.time = w->out->time,
		.period = w->out->period,
		.entry = w->out->entry };
	events_add(t, &event);
	return t->err;
}

/* What can be told from the record alone. */
static enum err
check(const struct keeping *w)
{
	const struct record *r = &w->asked;
	int64_t today = w->now.wall.us + 7 * DAY_US / 24;

	if (r->number[0] == 0)
		return fault_set(w->why, ERR_MISSING_FIELD, "/number",
		    "The number of the %s is missing.",
		    record_kind_name(r->kind));
	if (r->date > today / DAY_US)
		return fault_set(w->why, ERR_RANGE, "/date",
		    "The %s is dated in the future.",
		    record_kind_name(r->kind));
	if (file_kind_of_name(r->file_name) == NULL)
		return fault_set(w->why, ERR_MEDIA_TYPE, "/file",
		    "A document's name must end in one of: %s.",
		    FILE_KINDS_WORDS);
	if (r->size == 0)
		return fault_set(w->why, ERR_EMPTY, "/file",
		    "The file \"%s\" is empty.", r->file_name);
	if (r->kind == RECORD_MINUTES && !appraisal_over(w->plan, w->now.wall))
		return fault_set(w->why, ERR_WRONG_STATE, "/kind",
		    "The council settles the results of period %s after "
		    "appraisal has closed in every block.",
		    r->period.text);
	return OK;
}

enum err
act_keep_record(struct store *s, const struct who *who, struct record *r,
    struct staged *stage, struct fault *why)
{
	static const struct unit_id nobody;
	struct keeping w = { .store = s,
		.who = who,
		.stage = stage,
		.asked = *r,
		.out = r,
		.why = why };
	enum err e;

	w.asked.n = 0;
	w.asked.by = who->token;
	w.asked.document = stage_digest(stage);
	w.asked.size = stage_size(stage);
	if ((e = part_may(who, MAY_KEEP_RECORDS, r->period, nobody, why)) !=
		OK ||
	    (e = part_plan(s, r->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK || (e = check(&w)) != OK ||
	    (e = random_bytes(w.asked.salt, sizeof w.asked.salt)) != OK)
		return e;
	w.words = digest_of_words(&w.asked);
	return part_change_keeping(s, stage, run, &w, 1024, why);
}
