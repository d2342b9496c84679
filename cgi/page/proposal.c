/*
 * proposal.c - a change of an open period, foreseen and made.
 *
 * Knows the answer's members. Touches the store through a look and an act.
 */
#include "cgi/page/proposal.h"

#include <stdio.h>
#include <string.h>

#include "cgi/door/problem.h"
#include "cgi/http/etag.h"
#include "cgi/page/answer.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"

#define NAMED_MOST 1000 /* verdicts told one by one; all are counted */

enum err
proposal_begin(struct visit *v, const struct ask *a, struct proposal *c,
    struct fault *why)
{
	struct period row;
	uint64_t seen = 0;
	enum err e;
	bool any;

	if ((e = store_plan(v->door->store, c->period, &c->plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    c->period.text);
	c->in.from = c->plan->version;
	e = etag_asked(a, &seen, &any, why);
	if (e == ERR_PRECONDITION_REQUIRED && c->dry_run) {
		*why = (struct fault){ .err = OK };
		return OK;
	}
	if (e == OK && (any || seen != c->plan->version))
		return fault_set(why, ERR_STALE, "header:If-Match",
		    "Period %s is at version %u: name the version you saw, "
		    "\"v%u\".",
		    c->period.text, c->plan->version, c->plan->version);
	return e;
}

/* ---- what it does ---- */

struct telling {
	struct jout verdicts, units;
	uint64_t named;
};

static void
tell_flip(void *self, const struct verdict_flip *f)
{
	struct telling *x = self;
	struct jout *j = &x->verdicts;
	char id[UUID_TEXT];

	if (x->named++ >= NAMED_MOST)
		return;
	submission_id_text(f->submission->id, id);
	jout_object(j);
	jout_kstr(j, "submission", id);
	jout_kstr(j, "unit", f->submission->unit.text);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < f->submission->n_leaves; i++)
		jout_str(j, f->submission->leaf[i].text);
	jout_array_end(j);
	jout_kmoment(j, "received", f->submission->received.latest);
	jout_kstr(j, "verdict", verdict_name(f->submission->verdict));
	jout_kstr(j, "would_be", verdict_name(f->would));
	jout_object_end(j);
}

static void
put_standing(struct jout *j, const char *key, struct points points,
    struct points max, unsigned rank, unsigned decimals)
{
	struct buf text = { 0 };

	jout_key(j, key);
	jout_object(j);
	points_put(&text, points, decimals);
	jout_ktext(j, "points", buf_all(&text));
	buf_clear(&text);
	points_put(&text, max, decimals);
	jout_ktext(j, "max", buf_all(&text));
	if (rank != 0)
		jout_kuint(j, "rank", rank);
	jout_object_end(j);
	buf_free(&text);
}

static void
tell_shift(void *self, const struct shift_look *s)
{
	struct jout *j = &((struct telling *)self)->units;

	jout_object(j);
	jout_kstr(j, "unit", s->unit->id.text);
	put_standing(j, "is", s->was, s->max_was, s->rank_was, 2);
	put_standing(j, "would_be", s->would, s->max_would, s->rank_would, 2);
	jout_object_end(j);
}

static void
put_added(struct jout *j, const struct proposal *c)
{
	const struct plan *p = c->plan;

	jout_key(j, "windows");
	jout_array(j);
	for (unsigned i = 0; i < c->n_added; i++) {
		const struct window *w = &c->added[i];

		jout_object(j);
		jout_kstr(j, "block", p->blocks[w->block].id.text);
		jout_kstr(j, "stage", stage_name(w->stage));
		if (w->unit != WINDOW_FOR_ALL)
			jout_kstr(j, "unit", p->units[w->unit].id.text);
		jout_kuint(j, "version", w->version);
		jout_kmoment(j, "opens", w->opens);
		jout_kmoment(j, "on_time_until", w->on_time_until);
		jout_kmoment(j, "closes", w->closes);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_effect(struct jout *j, const struct amendment_look *look, struct telling *x)
{
	jout_kuint(j, "verdicts_changed", look->flips);
	jout_kuint(j, "refused_not_kept", look->refused);
	jout_kuint(j, "units_changed", look->shifts);
	jout_key(j, "verdicts");
	jout_raw(j, buf_all(x->verdicts.to));
	jout_key(j, "units");
	jout_raw(j, buf_all(x->units.to));
}

/* What is wrong with the new bundle is said of the member of the body that
 * holds it, or that asks for the rows that are added. */
static void
point_into_body(const struct proposal *c, struct fault *why)
{
	struct fault f = *why;

	if (f.pointer[0] != '/' || strncmp(f.pointer, "/decision", 9) == 0)
		return;
	if (c->n_added > 0)
		(void)snprintf(why->pointer, sizeof why->pointer, "/until");
	else
		(void)snprintf(why->pointer, sizeof why->pointer, "/bundle%.*s",
		    (int)(sizeof why->pointer - sizeof "/bundle"), f.pointer);
}

static enum err
foresee_and_make(struct visit *v, struct proposal *c,
    struct amendment_look *look, struct telling *x, struct period *row,
    struct fault *why)
{
	struct store *s = v->door->store;
	enum err e;

	jout_array(&x->verdicts);
	jout_array(&x->units);
	e = look_amendment(s, &v->who, c->period, &c->in, look, why);
	jout_array_end(&x->verdicts);
	jout_array_end(&x->units);
	row->version = c->plan->version;
	if (e == OK && !c->dry_run)
		e = act_amend_period(s, &v->who, c->period, &c->in, row, why);
	return e;
}

void
proposal_reply(struct visit *v, struct reply *r, struct proposal *c)
{
	struct buf verdicts = { 0 }, units = { 0 };
	struct telling x = { jout_start(&verdicts), jout_start(&units), 0 };
	struct faults faults = { .n = 0 };
	struct amendment_look look = { .flip = tell_flip,
		.shift = tell_shift,
		.self = &x,
		.faults = &faults };
	struct period row = { .version = 0 };
	struct fault why = { 0 };
	char tag[ETAG_TEXT];
	struct jout j;
	enum err e = foresee_and_make(v, c, &look, &x, &row, &why);

	if (e == OK)
		e = verdicts.err != OK ? verdicts.err : units.err;
	point_into_body(c, &why);
	for (size_t i = 0; i < faults.n; i++)
		point_into_body(c, &faults.list[i]);
	if (e != OK && faults.n > 0) {
		problem_reply_all(r, e, &faults);
		goto out;
	}
	if (answer_json(r, c->dry_run ? 200 : 201, e, &why, &j)) {
		jout_object(&j);
		jout_kstr(&j, "period", c->period.text);
		jout_kbool(&j, "made", !c->dry_run);
		jout_kuint(&j, "version", row.version);
		if (!c->dry_run)
			jout_kuint(&j, "log_index", row.rules);
		put_effect(&j, &look, &x);
		if (c->n_added > 0)
			put_added(&j, c);
		jout_object_end(&j);
		etag_version(row.version, tag);
		reply_header_text(r, "ETag", tag);
		reply_header_text(r, "Cache-Control", "no-store");
	}
out:
	faults_free(&faults);
	buf_free(&verdicts);
	buf_free(&units);
}
