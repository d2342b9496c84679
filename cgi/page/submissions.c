/*
 * submissions.c - evidence goes in, is asked for, and is taken back.
 *
 * Knows the answers of /v1/submissions. Touches the store through acts and
 * looks.
 */
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/arriving.h"
#include "cgi/page/pages.h"
#include "cgi/page/receipt_reply.h"
#include "cgi/page/unit_list.h"
#include "cgi/page/upload.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define REASON_BODY 4096

static void
set_location(struct reply *r, const struct ask *a, struct submission_id id)
{
	char text[UUID_TEXT];
	struct buf at = { 0 };

	submission_id_text(id, text);
	buf_slice(&at, a->prefix);
	buf_text(&at, "/v1/submissions/");
	buf_text(&at, text);
	reply_header(r, "Location", buf_all(&at));
	buf_free(&at);
}

static void
answer_taken(struct reply *r, const struct ask *a, const struct submitted *done,
    struct span within, struct slice receipt)
{
	struct jout j = jout_start(
	    reply_json(r, done->how == SUBMIT_SAME_BYTES ? 200 : 202));

	view_submission(&j, &done->submission,
	    &(struct submission_beside){ .within = within,
		.receipt = receipt });
	set_location(r, a, done->submission.id);
	reply_header_text(r, "Cache-Control", "no-store");
	if (done->how == SUBMIT_REPLAYED)
		reply_header_text(r, "Idempotency-Replayed", "true");
}

/* The document is whole: it is kept and recorded. */
static enum err
take(struct upload *u, struct submitted *done, struct fault *why)
{
	struct door *d = u->visit->door;
	enum err e = act_submit(d->store, &u->submit, done, why);

	if (e == OK && done->how == SUBMIT_NEW) {
		atomic_fetch_add(&d->counts.uploads, 1);
		atomic_fetch_add(&d->counts.upload_bytes,
		    done->submission.size);
	}
	return e;
}

/* It came whole, but what came is not taken: the log says so, and the answer
 * where. */
static enum err
give_back(struct upload *u, struct submitted *done, struct fault *why)
{
	enum err e = act_return_document(u->visit->door->store, &u->submit,
	    u->bad.err, done, why);

	if (e != OK)
		return e;
	return fault_set(why, u->bad.err, u->bad.pointer,
	    "Returned, as entry %llu of the log says: %s",
	    (unsigned long long)done->submission.entry, u->bad.detail);
}

/* What came of a document, and its receipt where the log has an entry. */
struct outcome {
	struct submitted done;
	struct buf receipt;
};

static enum err
post(struct upload *u, struct ask *a, struct outcome *o, struct fault *why)
{
	struct store *s = u->visit->door->store;
	enum err e, f;

	if ((e = blobs_room(s->blobs)) != OK)
		return fault_set(why, e, "",
		    "The disk is nearly full: "
		    "nothing is taken until there is room.");
	if ((e = upload_read(u, a, why)) != OK)
		return e;
	u->submit.stage = u->stage;
	u->submit.day_most = u->visit->door->day_most;
	e = u->bad.err != OK ? give_back(u, &o->done, why)
			     : take(u, &o->done, why);
	if (e != OK && o->done.how == SUBMIT_NEW)
		return e;
	f = look_receipt_of(s, &o->done.submission, &o->receipt);
	if (f != OK)
		buf_free(&o->receipt);
	return e != OK ? e : f;
}

/* Of what was not taken the sender gets the entry, and the receipt: that it
 * came can be shown without us. */
static void
put_untaken(void *self, struct jout *j)
{
	struct outcome *o = self;
	const struct submission *s = &o->done.submission;

	view_log(j, s->entry, s->time, s->salt);
	if (o->receipt.n > 0)
		jout_ktext(j, "receipt", buf_all(&o->receipt));
}

static void
answer_untaken(struct reply *r, struct outcome *o, enum err e,
    const struct fault *why)
{
	bool logged =
	    o->done.how == SUBMIT_REFUSED || o->done.how == SUBMIT_RETURNED;

	problem_reply_more(r, e, why, logged ? put_untaken : NULL, o);
}

void
submissions_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct upload *u = pool_take(&a->pool, sizeof *u);
	struct outcome *o = pool_take(&a->pool, sizeof *o);
	struct fault why = { 0 };
	enum err e;

	if (u == NULL || o == NULL) {
		problem_reply(r, ERR_NO_MEMORY, NULL);
		return;
	}
	u->visit = v;
	u->submit.who = v->who;
	if ((e = post(u, a, o, &why)) == OK)
		answer_taken(r, a, &o->done,
		    arriving_within(v->door->store, &o->done.submission),
		    buf_all(&o->receipt));
	else
		answer_untaken(r, o, e, &why);
	upload_close(u);
	buf_free(&o->receipt);
}

static void
refuse(struct reply *r, enum err e)
{
	struct fault why = { 0 };

	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such submission, or it is not yours to see.");
	problem_reply(r, e, &why);
}

void
submission_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct submission_id id;
	struct remarks_look remarks;
	struct submission s;
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id))
		return;
	if ((e = look_submission(v->door->store, &v->who, id, &s)) != OK ||
	    (e = look_remarks(v->door->store, &v->who, &s, &remarks)) != OK) {
		refuse(r, e);
		return;
	}
	j = jout_start(reply_json(r, 200));
	view_submission(&j, &s,
	    &(struct submission_beside){
		.within = arriving_within(v->door->store, &s),
		.remarks = remarks.list,
		.n = remarks.n });
	reply_header_text(r, "Cache-Control", "no-store");
}

void
submission_receipt_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct submission_id id;
	struct buf receipt = { 0 };
	char text[UUID_TEXT];
	enum err e;

	if (!arg_submission(a, r, &id))
		return;
	e = look_receipt(v->door->store, &v->who, id, &receipt);
	if (e != OK) {
		refuse(r, e);
	} else {
		submission_id_text(id, text);
		receipt_reply(r, text, buf_all(&receipt));
	}
	buf_free(&receipt);
}

/* A body with the text member "reason" and no other. */
static enum err
read_reason(const struct jv *root, char *out, size_t room, struct fault *why)
{
	static const char *const known[] = { "reason", NULL };
	struct jv unknown;
	enum err e;

	unknown = jv_unknown(root, known);
	if (jv_kind(&unknown) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "Only \"reason\" is known here.");
	if ((e = body_reason(root, out, room, why)) != OK)
		return e;
	return out[0] != 0 ? OK
			   : fault_set(why, ERR_MISSING_FIELD, "/reason",
				 "A withdrawal needs a reason.");
}

void
submission_withdrawal_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct submission_id id;
	struct fault why = { 0 };
	struct submission s;
	struct jv root;
	char reason[256];
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id) || !body_json(a, r, REASON_BODY, &root))
		return;
	if ((e = read_reason(&root, reason, sizeof reason, &why)) == OK)
		e = act_withdraw(v->door->store, &v->who, id, reason, &s, &why);
	if (e == ERR_NOT_FOUND)
		refuse(r, e);
	else if (answer_json(r, 200, e, &why, &j))
		view_submission(&j, &s,
		    &(struct submission_beside){
			.within = arriving_within(v->door->store, &s) });
}

static bool
put_one(void *self, const struct submission *s,
    const struct remarks_look *remarks)
{
	struct unit_list *l = self;

	view_submission(&l->j, s,
	    &(struct submission_beside){ .within = l->within,
		.remarks = remarks->list,
		.n = remarks->n });
	return true;
}

static enum err
put_all(struct visit *v, struct period_id period, struct unit_id unit,
    struct unit_list *l)
{
	return look_submissions(v->door->store, &v->who, period, unit, put_one,
	    l);
}

void
unit_submissions_get(void *self, struct ask *a, struct reply *r)
{
	unit_list_reply(self, a, r, "submissions", put_all);
}
