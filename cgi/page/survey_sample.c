/*
 * survey_sample.c - the forms that are to be entered a second time.
 *
 * Knows how a part of the list is asked for. Touches the store through looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/json_out.h"
#include "store/look/surveys.h"

#define LISTED_MOST 1000 /* drawn forms in one answer */

struct listing {
	struct jout j;
	unsigned n;
	bool more;
	char last[FORM_NUMBER_ROOM];
};

static bool
put_drawn(void *self, const struct drawn_form *f)
{
	struct listing *l = self;
	char root[DIGEST_TEXT];

	if (l->n == LISTED_MOST) {
		l->more = true;
		return false;
	}
	l->n++;
	(void)snprintf(l->last, sizeof l->last, "%s", f->number);
	digest_text(f->root, root);
	jout_object(&l->j);
	jout_kstr(&l->j, "number", f->number);
	jout_kuint(&l->j, "entry", f->entry);
	jout_kstr(&l->j, "root", root);
	jout_kbool(&l->j, "entered", f->entered);
	jout_object_end(&l->j);
	return true;
}

/* "?after=NUMBER", the only parameter; "" when it is not there. */
static enum err
read_after(struct ask *a, char out[FORM_NUMBER_ROOM], struct fault *why)
{
	static const char *const known[] = { "after", NULL };
	struct slice text = SLICE_NONE;
	struct query q;
	enum err e;

	out[0] = '\0';
	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_maybe(&q, "after", &text, why)) != OK || text.n == 0)
		return e;
	if (text.n >= FORM_NUMBER_ROOM || memchr(text.p, 0, text.n) != NULL)
		return fault_set(why, ERR_RANGE, "query:after",
		    "Parameter \"after\" is the number of a form.");
	memcpy(out, text.p, text.n);
	out[text.n] = '\0';
	return OK;
}

void
survey_sample_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct survey_id survey;
	char after[FORM_NUMBER_ROOM];
	struct buf list = { 0 };
	struct listing l = { .j = jout_start(&list) };
	struct fault why = { 0 };
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey))
		return;
	jout_object(&l.j);
	jout_key(&l.j, "forms");
	jout_array(&l.j);
	if ((e = read_after(a, after, &why)) == OK)
		e = look_sample(v->door->store, &v->who, period, survey, after,
		    put_drawn, &l, &why);
	jout_array_end(&l.j);
	jout_key(&l.j, "next");
	if (l.more)
		jout_str(&l.j, l.last);
	else
		jout_null(&l.j);
	jout_object_end(&l.j);
	if (e == OK)
		buf_slice(reply_json(r, 200), buf_all(&list));
	else
		problem_reply(r, e, &why);
	buf_free(&list);
}
