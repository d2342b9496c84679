/*
 * bounded.c - verdicts by outside times, and what a person ruled.
 *
 * Knows the law of store/model/bounds.h. Touches the recheck's memory.
 */
#include "store/recheck/inside.h"

/* Housekeeping judges again within seconds of a token; an hour is a fault. */
#define PATIENCE_US (INT64_C(3600) * 1000000)

/* ---- what it rests on ---- */

/* An entry about a submission, and what the submission's own entry says. The
 * bytes that `submission` borrows last until another entry is asked for. */
struct told {
	uint64_t about;
	struct entry submission;
	enum verdict was;
	struct basis basis;
	struct told_period *period;
	struct told_unfit *unfit; /* NULL: of a fit clock */
	struct bounds bounds;
};

/* The submission's bytes are asked for last: they go when others come. */
static bool
look_at(struct recheck *a, uint64_t about, struct told *w)
{
	struct outside_time after;

	w->about = about;
	w->unfit = recheck_unfit_of(a, about);
	if (!recheck_tokens(a, w->unfit, &w->bounds, &after) ||
	    !recheck_in_force(a, about, &w->submission, &w->was) ||
	    (w->period = recheck_period(a, &w->submission)) == NULL ||
	    !recheck_basis(w->period, &w->submission, about, &w->basis))
		return false;
	recheck_basis_trust(a, &w->basis);
	return recheck_after(a, w->basis.place, &w->bounds, &after) &&
	       recheck_in_force(a, about, &w->submission, &w->was);
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
	    bounds_cut(w->basis.trust, w->basis.received, &w->bounds, &g->when);
	if (w->unfit != NULL)
		g->ruling = w->unfit->ruling;
	g->closed = c->closed && w->basis.place > c->closed_at;
	g->cure = recheck_cure(a, w->period, &w->submission);
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

/* Has it had its tokens for so long that its verdict should be by them? */
static bool
is_due(const struct recheck *a, const struct told_unfit *u)
{
	const struct told_unfit *row = recheck_covering(a, u);

	return !u->promise && row != NULL && row->before_by != 0 &&
	       a->last.time.us - row->since.us >= PATIENCE_US &&
	       a->last.time.us - u->since.us >= PATIENCE_US;
}

enum err
recheck_unbounded(struct recheck *a)
{
	struct grounds g;
	struct told w;
	enum verdict is;
	enum err e;

	for (size_t i = 0; a->to.entry != NULL && i < a->n_unfit; i++) {
		const struct told_unfit *u = &a->unfit[i];

		if (!is_due(a, u) || !look_at(a, u->about, &w))
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
