/*
 * decisions.c - the council's minutes and decisions, put on file and read.
 *
 * Knows the fields of a record. Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/document_reply.h"
#include "cgi/page/pages.h"
#include "cgi/page/raw_document.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

static enum err
read_words(struct ask *a, struct record *out, struct raw_document *raw,
    struct fault *why)
{
	static const char *const known[] = { "kind", "number", "date", "signer",
		"file", NULL };
	char kind[16] = "", date[16] = "";
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_text(&q, "kind", true, kind, sizeof kind, why)) != OK ||
	    (e = query_text(&q, "number", true, out->number, sizeof out->number,
		 why)) != OK ||
	    (e = query_text(&q, "date", true, date, sizeof date, why)) != OK ||
	    (e = query_text(&q, "signer", false, out->signer,
		 sizeof out->signer, why)) != OK ||
	    (e = query_file(&q, raw, why)) != OK)
		return e;
	memcpy(out->file_name, raw->name, sizeof out->file_name);
	out->kind = record_kind_read(slice_text(kind));
	if (out->kind == RECORD_KINDS)
		return fault_set(why, ERR_RANGE, "query:kind",
		    "\"kind\" is \"minutes\" or \"decision\".");
	if ((e = date_read(slice_text(date), &out->date)) != OK)
		return fault_set(why, e, "query:date",
		    "\"date\" is a day such as \"2023-03-01\".");
	return OK;
}

static enum err
keep(struct visit *v, struct ask *a, struct record *r, struct fault *why)
{
	static const struct unit_id nobody;
	struct raw_document raw = { .name = "" };
	enum err e;

	/* who may not keep records has no byte of theirs stored */
	if (!who_may_in(&v->who, MAY_KEEP_RECORDS, r->period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not keep the council's records.",
		    role_name(v->who.role));
	if ((e = read_words(a, r, &raw, why)) == OK &&
	    (e = raw_document_take(v, a, &raw, why)) == OK)
		e = act_keep_record(v->door->store, &v->who, r, raw.stage, why);
	raw_document_drop(&raw);
	return e;
}

void
decisions_post(void *self, struct ask *a, struct reply *r)
{
	struct record record = { .n = 0 };
	struct fault why = { 0 };
	struct buf place = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &record.period))
		return;
	if ((e = keep(self, a, &record, &why)) != OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 201));
	view_record(&j, &record);
	buf_print(&place, "%.*s/v1/periods/%s/decisions/%llu", (int)a->prefix.n,
	    (const char *)a->prefix.p, record.period.text,
	    (unsigned long long)record.n);
	reply_header(r, "Location", buf_all(&place));
	buf_free(&place);
}

static bool
put_one(void *self, const struct record *r)
{
	view_record(self, r);
	return true;
}

void
decisions_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "decisions");
	jout_array(&j);
	e = look_records(v->door->store, &v->who, period, put_one, &j, &why);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "no-store");
	if (e != OK)
		problem_reply(r, e, &why);
}

void
decision_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct record record;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &record.period) ||
	    !arg_number(a, r, "decision", &record.n))
		return;
	e = look_record(v->door->store, &v->who, &record, &why);
	if (answer_json(r, 200, e, &why, &j))
		view_record(&j, &record);
}

void
decision_document_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct buf bytes = { 0 };
	struct record record;
	struct document doc;
	int fd = -1;
	enum err e;

	if (!arg_period(a, r, &record.period) ||
	    !arg_number(a, r, "decision", &record.n))
		return;
	e = look_record_file(v->door->store, &v->who, &record, &doc, &bytes,
	    &fd, &why);
	if (e == OK)
		document_reply(r, a, &doc, record.file_name, buf_all(&bytes),
		    fd);
	else
		problem_reply(r, e, &why);
	buf_free(&bytes);
}
