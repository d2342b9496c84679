/*
 * report.c - the locked sheet: as a text, as a report to sign, and signed.
 *
 * Knows how the text becomes the report. Touches the store through looks.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/document_reply.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"
#include "store/paper/report.h"
#include "store/sheet_text.h"

struct gathering {
	const struct plan *plan;
	struct report_line *lines; /* [LEAVES_MOST] */
	unsigned n;
};

static void
take_line(void *self, const struct sheet_line *l)
{
	struct gathering *g = self;
	struct leaf_id id;
	int leaf =
	    leaf_id_read(l->leaf, &id) == OK ? plan_leaf(g->plan, id) : -1;

	if (leaf < 0 || g->n == LEAVES_MOST)
		return;
	g->lines[g->n++] = (struct report_line){ .leaf = (unsigned)leaf,
		.max = l->max,
		.points = l->points,
		.inputs = l->inputs,
		.reason = l->reason,
		.explanation = l->explanation,
		.not_applicable = l->not_applicable,
		.documents = l->documents };
}

/* The report of a locked sheet's text, appended. */
static enum err
draw(struct visit *v, const struct locked_look *l, struct slice text,
    struct buf *to)
{
	const struct unit *u = &l->plan->units[l->unit];
	struct gathering g = { l->plan, calloc(LEAVES_MOST, sizeof *g.lines),
		0 };
	struct report r = { .plan = l->plan,
		.unit = l->unit,
		.sheet = l->sheet,
		.head_title = l->head != NULL ? l->head->title : u->head_title,
		.head_name = l->head != NULL ? l->head->name : "",
		.simulated = v->door->store->meta.simulated };
	struct sheet_total total = { SLICE_NONE, SLICE_NONE };
	enum err e = ERR_NO_MEMORY;

	if (g.lines == NULL)
		return e;
	e = sheet_text_each(text, take_line, &g, &total) ? OK : ERR_BROKEN;
	r.lines = g.lines;
	r.n = g.n;
	r.max = total.max;
	r.points = total.points;
	if (e == OK) {
		(void)pthread_mutex_lock(&v->door->paper);
		e = report_write(to, &r);
		(void)pthread_mutex_unlock(&v->door->paper);
	}
	free(g.lines);
	return e;
}

/* The locked sheet that the path names. */
static enum err
get_locked(struct visit *v, struct ask *a, struct reply *r,
    struct locked_look *l, struct buf *text)
{
	struct fault why = { 0 };
	struct period_id period;
	struct unit_id unit;
	uint64_t which;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_revision(a, r, REVISION_WORKING, &which))
		return ERR_NOT_FOUND;
	e = look_locked_sheet(v->door->store, &v->who, period, unit, which, l,
	    text, &why);
	if (e != OK)
		problem_reply(r, e, &why);
	return e;
}

void
report_get(void *self, struct ask *a, struct reply *r)
{
	struct buf text = { 0 }, pdf = { 0 };
	char name[NAME_ROOM + 64];
	struct locked_look l;
	enum err e;

	if (get_locked(self, a, r, &l, &text) != OK)
		goto out;
	if ((e = draw(self, &l, buf_all(&text), &pdf)) != OK) {
		problem_reply(r, e, NULL);
		goto out;
	}
	reply_reset(r, 200);
	(void)snprintf(name, sizeof name,
	    "attachment; filename=\"bao-cao-%s.pdf\"",
	    l.plan->units[l.unit].id.text);
	reply_header_text(r, "Content-Type", "application/pdf");
	reply_header_text(r, "Content-Disposition", name);
	reply_header_text(r, "Cache-Control", "private, no-store");
	reply_header_text(r, "X-Content-Type-Options", "nosniff");
	buf_slice(&r->body, buf_all(&pdf));
out:
	buf_free(&text);
	buf_free(&pdf);
}

void
report_text_get(void *self, struct ask *a, struct reply *r)
{
	struct buf text = { 0 };
	struct locked_look l;

	if (get_locked(self, a, r, &l, &text) == OK) {
		reply_reset(r, 200);
		reply_header_text(r, "Content-Type",
		    "text/plain; charset=utf-8");
		reply_header_text(r, "Cache-Control", "private, no-store");
		buf_slice(&r->body, buf_all(&text));
	}
	buf_free(&text);
}

void
report_signed_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct life_taken *step = pool_take(&a->pool, sizeof *step);
	struct fault why = { 0 };
	struct buf bytes = { 0 };
	struct period_id period;
	struct unit_id unit;
	struct document doc;
	char name[NAME_ROOM + 32];
	uint64_t which;
	int fd = -1;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_revision(a, r, REVISION_WORKING, &which))
		return;
	e = step == NULL ? ERR_NO_MEMORY
			 : look_signed_report(v->door->store, &v->who, period,
			       unit, which, step, &doc, &bytes, &fd, &why);
	if (e == OK) {
		(void)snprintf(name, sizeof name, "bao-cao-da-ky-%s",
		    unit.text);
		document_reply(r, a, &doc, name, buf_all(&bytes), fd);
	} else {
		problem_reply(r, e, &why);
	}
	buf_free(&bytes);
}
