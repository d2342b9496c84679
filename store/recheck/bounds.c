/*
 * bounds.c - submissions that an unfit clock took in: the tokens around them,
 * the verdicts that these give, and what a person ruled.
 *
 * Knows the law of store/model/bounds.h. Touches the recheck's memory, which
 * grows with such submissions.
 */
#include <stdlib.h>

#include "store/ledger/lines.h"
#include "store/recheck/inside.h"

/* Housekeeping judges again within seconds of a token; an hour is a fault. */
#define PATIENCE_US (INT64_C(3600) * 1000000)

enum err
recheck_unfit(struct recheck *a, const struct arrived *in)
{
	size_t room = a->unfit_room == 0 ? 64 : a->unfit_room * 2;
	struct told_unfit *list;

	if (a->n_unfit == a->unfit_room) {
		if ((list = realloc(a->unfit, room * sizeof *list)) == NULL)
			return ERR_NO_MEMORY;
		a->unfit = list;
		a->unfit_room = room;
	}
	a->unfit[a->n_unfit++] = (struct told_unfit){ .about = a->next,
		.after_by = a->last_token,
		.version = in->version,
		.until = in->until };
	return OK;
}

static struct told_unfit *
unfit_of(const struct recheck *a, uint64_t about)
{
	size_t from = 0, to = a->n_unfit;

	while (from < to) {
		size_t at = from + (to - from) / 2;

		if (a->unfit[at].about == about)
			return &a->unfit[at];
		if (a->unfit[at].about < about)
			from = at + 1;
		else
			to = at;
	}
	return NULL;
}

void
recheck_moved(struct recheck *a, uint64_t about, uint32_t version,
    struct moment until)
{
	struct told_unfit *u = unfit_of(a, about);

	if (u == NULL)
		return;
	u->version = version;
	u->until = until;
}

/* ---- outside times ---- */

static bool
time_of(const struct recheck *a, uint64_t place, struct outside_time *out)
{
	struct slice bytes;
	struct entry token;

	return a->to.entry(a->to.self, place, &bytes) &&
	       entry_read(bytes, &token) == OK &&
	       outside_time_read(&token, out);
}

/* An entry about a submission, and what the submission's own entry says. The
 * bytes that `submission` borrows last until another entry is asked for. */
struct told {
	uint64_t about;
	struct entry submission;
	enum verdict was;
	struct arrived in;
	struct told_period *period;
	struct told_unfit *unfit; /* NULL: of a fit clock */
	struct bounds bounds;
};

/* Around it, by the tokens that it must be, once there is a later one. The
 * tokens are read first: their bytes go when the submission's come. */
static bool
look_at(struct recheck *a, uint64_t about, struct told *w)
{
	struct outside_time after, before;
	struct bounds *b = &w->bounds;

	w->about = about;
	w->unfit = unfit_of(a, about);
	*b = (struct bounds){ .before_by = 0 };
	if (w->unfit != NULL && w->unfit->before_by != 0) {
		b->before_by = w->unfit->before_by;
		b->after_by = w->unfit->after_by;
	}
	if ((b->before_by != 0 && !time_of(a, b->before_by, &before)) ||
	    (b->after_by != 0 && !time_of(a, b->after_by, &after)) ||
	    !recheck_in_force(a, about, &w->submission, &w->was))
		return false;
	if (b->before_by != 0)
		b->before = before.latest;
	return (b->after_by == 0 ||
		   outside_after(&w->submission, &after, &b->after)) &&
	       recheck_arrived(&w->submission, &w->in) &&
	       (w->period = recheck_period(a, &w->submission)) != NULL;
}

/* What a verdict on it by that window rests on now. */
static enum err
grounds_of(struct recheck *a, const struct told *w, uint32_t version,
    struct moment until, struct grounds *g)
{
	struct told_closing *c = recheck_closing_of(w->period, version, until);

	if (c == NULL)
		return ERR_NO_MEMORY;
	*g = (struct grounds){ .version = version, .until = until };
	g->how =
	    bounds_cut(trust_of(w->submission.status, w->submission.source),
		w->in.received, &w->bounds, &g->when);
	if (w->unfit != NULL)
		g->ruling = w->unfit->ruling;
	g->closed = c->closed && w->about > c->closed_at;
	g->cure = recheck_cure(a, w->period, &w->submission);
	return OK;
}

/* A token is over all of them before `place`; those that had none have it now.
 * What cannot be in the time it gives is told. */
enum err
recheck_covered(struct recheck *a, uint64_t place, struct moment at)
{
	struct interval when;
	struct told w;

	for (;
	     a->n_bounded < a->n_unfit && a->unfit[a->n_bounded].about < place;
	     a->n_bounded++) {
		struct told_unfit *u = &a->unfit[a->n_bounded];

		u->before_by = a->next;
		u->since = at;
		if (a->to.entry == NULL || !look_at(a, u->about, &w) ||
		    bounds_cut(trust_of(w.submission.status,
				   w.submission.source),
			w.in.received, &w.bounds, &when) != BOUNDED_AGAINST)
			continue;
		recheck_tell(a, GRAVE_ERROR, a->next, "fence",
		    "The outside times around entry %llu leave nothing of the "
		    "interval in which its unfit clock says that it arrived.",
		    (unsigned long long)u->about);
	}
	return OK;
}

/* ---- what entries say ---- */

static void
not_so(struct recheck *a, uint64_t about)
{
	recheck_tell(a, GRAVE_ERROR, a->next, "about",
	    "Entry %llu, which this one is about, says something else.",
	    (unsigned long long)about);
}

/* What both types begin with. */
static bool
read_it(struct recheck *a, const struct entry *e, struct told *w,
    uint32_t *version, struct moment *until)
{
	uint64_t about;

	if (!recheck_about(a, e, &about) || a->to.entry == NULL)
		return false;
	if (look_at(a, about, w) &&
	    recheck_says(e, "was", verdict_name(w->was)) &&
	    recheck_its_window(e, version, until))
		return true;
	not_so(a, about);
	return false;
}

/* "after <place> <us>", the same as the tokens give. */
static bool
bound_is(const struct entry *e, const char *key, uint64_t by, struct moment at)
{
	struct slice line;
	int64_t place, us;

	if (!entry_value(e->body, key, 0, &line))
		return by == 0;
	return recheck_integer(&line, &place) && recheck_integer(&line, &us) &&
	       by != 0 && (uint64_t)place == by && us == at.us;
}

static bool
rules_are(const struct entry *e, const struct told_period *p)
{
	int64_t rules;

	return entry_number(e->body, "rules", &rules) &&
	       (uint64_t)rules == p->rules;
}

enum err
recheck_bounded(struct recheck *a, const struct entry *e)
{
	struct slice says = SLICE_NONE;
	struct grounds g;
	struct told w;
	struct moment until;
	uint32_t version;
	enum verdict is;
	enum err err;

	if (!read_it(a, e, &w, &version, &until))
		return OK;
	if ((err = grounds_of(a, &w, version, until, &g)) != OK)
		return err;
	(void)entry_value(e->body, "verdict", 0, &says);
	if (w.unfit == NULL || w.bounds.before_by == 0 ||
	    !bound_is(e, "after", w.bounds.after_by, w.bounds.after) ||
	    !bound_is(e, "before", w.bounds.before_by, w.bounds.before))
		recheck_tell(a, GRAVE_ERROR, a->next, "bounds",
		    "The tokens in the log put other outside times around "
		    "entry %llu than this one says.",
		    (unsigned long long)w.about);
	else if (!recheck_verdict_is(w.period, &g, says, &is) ||
		 !rules_are(e, w.period))
		recheck_tell(a, GRAVE_ERROR, a->next, "verdict",
		    "The outside times give entry %llu another verdict than "
		    "this one.",
		    (unsigned long long)w.about);
	else
		recheck_tell(a, GRAVE_NOTE, a->next, "rejudged",
		    "Entry %llu, of an unfit clock, is %s by the outside times "
		    "around it; it was %s.",
		    (unsigned long long)w.about, verdict_name(is),
		    verdict_name(w.was));
	recheck_moved(a, w.about, version, until);
	return recheck_remember(a, w.about, recheck_reads(e, "verdict"));
}

/* Without the ruling there would be a doubt, or a claim alone, by some window
 * of that version and end. */
static bool
is_ruled(const struct told *w, const struct grounds *g)
{
	for (unsigned i = 0; i < w->period->n_windows; i++) {
		const struct window *x = &w->period->windows[i].window;

		if (x->version == g->version &&
		    x->on_time_until.us == g->until.us &&
		    ruling_may(g->how,
			verdict_of(g->when, x, w->period->doubt)))
			return true;
	}
	return false;
}

enum err
recheck_ruling(struct recheck *a, const struct entry *e)
{
	enum verdict says = recheck_reads(e, "verdict"), is;
	struct slice word = SLICE_NONE;
	struct ruling ruling;
	struct moment until;
	struct grounds g;
	struct told w;
	uint32_t version;
	enum err err;

	if (!read_it(a, e, &w, &version, &until))
		return OK;
	if ((err = grounds_of(a, &w, version, until, &g)) != OK)
		return err;
	ruling = g.ruling = (struct ruling){ a->next, says, version };
	(void)entry_value(e->body, "verdict", 0, &word);
	if ((says != VERDICT_ON_TIME && says != VERDICT_LATE) ||
	    !recheck_verdict_is(w.period, &g, word, &is) ||
	    !rules_are(e, w.period) || !is_ruled(&w, &g))
		recheck_tell(a, GRAVE_ERROR, a->next, "ruling",
		    "The time of entry %llu is not for a person to rule on, or "
		    "not so.",
		    (unsigned long long)w.about);
	else
		recheck_tell(a, GRAVE_NOTE, a->next, "ruling",
		    "Entry %llu was ruled to be %s; it was %s.",
		    (unsigned long long)w.about, verdict_name(says),
		    verdict_name(w.was));
	if (w.unfit != NULL)
		w.unfit->ruling = ruling;
	recheck_moved(a, w.about, version, until);
	return recheck_remember(a, w.about, says);
}

/* ---- what no entry says ---- */

enum err
recheck_unbounded(struct recheck *a)
{
	struct grounds g;
	struct told w;
	enum verdict is;
	enum err e;

	for (size_t i = 0; a->to.entry != NULL && i < a->n_bounded; i++) {
		const struct told_unfit *u = &a->unfit[i];

		if (a->last.time.us - u->since.us < PATIENCE_US ||
		    !look_at(a, u->about, &w))
			continue;
		e = grounds_of(a, &w, u->version, u->until, &g);
		if (e != OK)
			return e;
		if (!recheck_verdict_is(w.period, &g,
			slice_text(verdict_name(w.was)), &is) &&
		    is != VERDICT_NONE)
			recheck_tell(a, GRAVE_ERROR, u->about, "bounds",
			    "This is %s by the outside times around it, and no "
			    "entry says so.",
			    verdict_name(is));
	}
	return OK;
}
