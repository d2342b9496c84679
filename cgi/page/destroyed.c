/*
 * destroyed.c - what was destroyed, what lies under legal hold, and how long
 * what is kept; asked for. Nothing is destroyed over HTTP.
 *
 * Touches the store through looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

static void
put_decision(struct jout *j, const struct mandate *m)
{
	jout_key(j, "decision");
	jout_object(j);
	jout_kstr(j, "number", m->number);
	jout_kstr(j, "date", m->date);
	jout_kstr(j, "reason", m->reason);
	jout_kstr(j, "person", m->person);
	jout_object_end(j);
}

static void
put_digest(struct jout *j, const char *key, struct digest d)
{
	char hex[DIGEST_TEXT];

	digest_text(d, hex);
	jout_kstr(j, key, hex);
}

static void
put_document(void *self, const struct expunged *e, const struct mandate *m)
{
	struct jout *j = self;

	jout_object(j);
	put_digest(j, "document", e->digest);
	jout_kuint(j, "size", e->size);
	jout_kbool(j, "done", !e->pending);
	jout_kbool(j, "retention_over", e->disposal);
	jout_kmoment(j, "time", e->time);
	jout_kuint(j, "log_index", e->entry);
	put_decision(j, m);
	jout_object_end(j);
}

static void
put_disposal(void *self, const struct disposal *d, const struct mandate *m)
{
	struct jout *j = self;

	jout_object(j);
	jout_kstr(j, "period", d->period.text);
	jout_kstr(j, "kind", retained_name(d->kind));
	jout_kuint(j, "records", d->records);
	jout_kmoment(j, "time", d->time);
	jout_kuint(j, "log_index", d->entry);
	put_decision(j, m);
	jout_object_end(j);
}

static void
put_hold(void *self, const struct hold *h, const struct mandate *m)
{
	struct jout *j = self;

	jout_object(j);
	jout_kuint(j, "number", h->n);
	if (h->period.text[0] != 0)
		jout_kstr(j, "period", h->period.text);
	if (h->unit.text[0] != 0)
		jout_kstr(j, "unit", h->unit.text);
	if (h->has_document)
		put_digest(j, "document", h->document);
	jout_kmoment(j, "placed", h->time);
	jout_kuint(j, "log_index", h->entry);
	if (h->ended != 0)
		jout_kmoment(j, "ended", h->end);
	put_decision(j, m);
	jout_object_end(j);
}

/* What was begun is an answer, or else a problem takes its place. */
static void
finish(struct reply *r, struct jout *j, enum err e, const struct fault *why)
{
	jout_array_end(j);
	jout_object_end(j);
	if (e != OK)
		problem_reply(r, e, why);
	else
		reply_header_text(r, "Cache-Control", "no-store");
}

static struct jout
begin(struct reply *r, const char *list)
{
	struct jout j = jout_start(reply_json(r, 200));

	jout_object(&j);
	jout_key(&j, list);
	jout_array(&j);
	return j;
}

void
destroyed_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct store *s = v->door->store;
	struct jout j = begin(r, "documents");
	struct fault why = { 0 };
	enum err e = look_expunged(s, &v->who, put_document, &j, &why);

	(void)a;
	jout_array_end(&j);
	jout_key(&j, "records");
	jout_array(&j);
	if (e == OK)
		e = look_disposals(s, &v->who, put_disposal, &j, &why);
	finish(r, &j, e, &why);
}

void
holds_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct jout j = begin(r, "holds");
	struct fault why = { 0 };

	(void)a;
	finish(r, &j, look_holds(v->door->store, &v->who, put_hold, &j, &why),
	    &why);
}

static void
put_kind(struct jout *j, const struct retention_look *l, enum retained kind)
{
	char day[DATE_TEXT];
	int64_t end = 0;

	jout_object(j);
	jout_kstr(j, "kind", retained_name(kind));
	if (kind != RETAINED_EVENTS)
		jout_kuint(j, "records", l->records[kind]);
	jout_kuint(j, "destroyed", l->disposed[kind]);
	if (retention_ends(l->plan, kind, &end)) {
		date_text(end, day);
		jout_kuint(j, "years", l->plan->retain_years[kind]);
		jout_kstr(j, "until", day);
		jout_kbool(j, "over", date_start(end).us <= l->now.us);
	}
	if (l->hold != 0)
		jout_kuint(j, "hold", l->hold);
	jout_object_end(j);
}

void
retention_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct retention_look look;
	struct fault why = { 0 };
	struct period_id id;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &id))
		return;
	e = look_retention(v->door->store, &v->who, id, &look, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	jout_object(&j);
	jout_kstr(&j, "period", id.text);
	jout_key(&j, "kinds");
	jout_array(&j);
	for (unsigned k = 0; k < RETAINED; k++)
		put_kind(&j, &look, (enum retained)k);
	finish(r, &j, OK, NULL);
}
