/*
 * arrivals.c - every verdict of the log again, and its closings.
 *
 * Knows the law of verdict.h and the lines that its words stand in. Touches
 * the recheck's memory.
 */
#include <stdlib.h>

#include "store/ledger/lines.h"
#include "store/recheck/inside.h"

#define SLOW_US (INT64_C(10) * 1000000)

/* ---- arrivals ---- */

struct told_closing *
recheck_closing_of(struct told_period *p, uint32_t version, struct moment until)
{
	struct told_closing *room;

	for (unsigned i = 0; i < p->n_closings; i++)
		if (p->closings[i].version == version &&
		    p->closings[i].until.us == until.us)
			return &p->closings[i];
	room = realloc(p->closings, (p->n_closings + 1) * sizeof *room);
	if (room == NULL)
		return NULL;
	p->closings = room;
	room[p->n_closings] =
	    (struct told_closing){ .version = version, .until = until };
	return &room[p->n_closings++];
}

bool
recheck_arrived(const struct entry *e, struct arrived *out)
{
	struct slice received, window;
	int64_t version;

	if (!entry_value(e->body, "received", 0, &received) ||
	    !entry_value(e->body, "window", 0, &window) ||
	    !entry_value(e->body, "verdict", 0, &out->verdict) ||
	    !recheck_integer(&received, &out->received.earliest.us) ||
	    !recheck_integer(&received, &out->received.latest.us) ||
	    !recheck_integer(&window, &version) || version < 1 ||
	    version > UINT32_MAX || !recheck_integer(&window, &out->until.us))
		return false;
	out->version = (uint32_t)version;
	return true;
}

void
recheck_moment(struct recheck *a, const struct entry *e,
    const struct arrived *in)
{
	/* `earliest` has the clock's bound in it already: that is no delay */
	int64_t waited = e->time.us - in->received.earliest.us - e->bound.us;

	if (in->received.latest.us > e->time.us + e->bound.us ||
	    moment_before(in->received.latest, in->received.earliest))
		recheck_tell(a, GRAVE_ERROR, a->next, "received",
		    "This was logged before it had arrived.");
	if (e->status != CLOCK_SIMULATED && waited > SLOW_US)
		recheck_tell(a, GRAVE_WARNING, a->next, "slow",
		    "%lld s lie between the arrival and the entry.",
		    (long long)(waited / 1000000));
}

/* The log names no unit, so no block: some window in force of that version and
 * end must give the verdict. */
bool
recheck_verdict_is(const struct told_period *p, const struct grounds *g,
    struct slice says, enum verdict *out)
{
	*out = VERDICT_NONE;
	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i].window;

		if (w->version != g->version ||
		    w->on_time_until.us != g->until.us)
			continue;
		*out = verdict_ruled(verdict_of(g->when, w, p->doubt), g->how,
		    &g->ruling, w->version);
		*out = verdict_fenced(*out, g->closed);
		if (g->cure.us != 0)
			*out = verdict_cured(*out, g->when, g->cure, p->doubt);
		if (slice_is(says, verdict_name(*out)))
			return true;
	}
	return false;
}

bool
recheck_own_verdict(struct recheck *a, const struct told_period *p,
    const struct arrived *in, bool closed, enum verdict *v)
{
	const struct grounds g = { .when = in->received,
		.how = BOUNDED_CLAIM,
		.version = in->version,
		.until = in->until,
		.closed = closed };

	if (recheck_verdict_is(p, &g, in->verdict, v))
		return true;
	recheck_tell(a, GRAVE_ERROR, a->next, "verdict",
	    *v == VERDICT_NONE
		? "No window in force has this version and end."
		: "The rule gives another verdict than this entry.");
	return false;
}

/* What the policy refuses may be taken in by a clock that nobody vouches
 * for. */
static void
check_policy(struct recheck *a, const struct entry *e,
    const struct told_period *p, enum verdict v, enum trust trust)
{
	bool taken = entry_is_submission(e->type);
	bool would = verdict_is_taken(v, p->late);

	if (taken == would)
		return;
	if (would || trust != TRUST_NONE)
		recheck_tell(a, GRAVE_ERROR, a->next, "policy",
		    "The period's policy for this verdict is the other one "
		    "than what was done.");
}

static void
check_verdict(struct recheck *a, const struct entry *e,
    const struct told_period *p, const struct told_closing *c,
    const struct arrived *in, const struct basis *b, enum verdict *v)
{
	struct grounds g = { .when = b->received,
		.how = BOUNDED_CLAIM,
		.version = in->version,
		.until = in->until,
		.closed = c->closed && b->place > c->closed_at,
		.cure = recheck_cure(a, p, e) };

	if (!recheck_verdict_is(p, &g, in->verdict, v)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "verdict",
		    *v == VERDICT_NONE
			? "No window in force has this version and end."
			: "The rule gives another verdict than this entry.");
		return;
	}
	check_policy(a, e, p, *v, b->trust);
	if (*v == VERDICT_CURED)
		recheck_cured(a, e);
	if (*v == VERDICT_ON_TIME_DOUBT || *v == VERDICT_LATE_DOUBT)
		recheck_tell(a, GRAVE_NOTE, a->next, "doubt",
		    "The deadline lies within the clock's error.");
}

static void
count(struct told_closing *c, const struct entry *e, enum verdict v)
{
	if (e->type == ENTRY_REFUSAL)
		c->refused++;
	else if (v == VERDICT_ON_TIME)
		c->on_time++;
	else if (v == VERDICT_LATE || v == VERDICT_CURED)
		c->late++;
	else
		c->doubt++;
}

/* A submission that an unfit clock took in, or the commitment it is judged
 * by. */
static enum err
note_unfit(struct recheck *a, const struct entry *e, const struct arrived *in,
    const struct basis *b)
{
	struct told_unfit row = { .commitment = b->commitment ? b->place : 0,
		.since = e->time,
		.version = in->version,
		.until = in->until };

	return entry_is_submission(e->type) && b->trust != TRUST_FIT
		   ? recheck_unfit(a, &row)
		   : OK;
}

enum err
recheck_arrival(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	struct told_closing *c;
	struct arrived in;
	struct basis b;
	enum verdict v = VERDICT_NONE;

	if (p == NULL || !recheck_arrived(e, &in) ||
	    !recheck_basis(p, e, a->next, &b)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    p == NULL ? "No rules of its period came before this."
			      : "This arrival cannot be read.");
		return OK;
	}
	if ((c = recheck_closing_of(p, in.version, in.until)) == NULL)
		return ERR_NO_MEMORY;
	p->taken = p->taken || entry_is_submission(e->type);
	recheck_moment(a, e, &in);
	recheck_completes(a, e);
	recheck_basis_trust(a, &b);
	check_verdict(a, e, p, c, &in, &b, &v);
	count(c, e, v);
	return note_unfit(a, e, &in, &b);
}

enum err
recheck_returned(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	struct told_closing *c;
	struct arrived in;
	enum verdict v;

	if (p == NULL || !recheck_arrived(e, &in)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    p == NULL ? "No rules of its period came before this."
			      : "This arrival cannot be read.");
		return OK;
	}
	if ((c = recheck_closing_of(p, in.version, in.until)) == NULL)
		return ERR_NO_MEMORY;
	recheck_moment(a, e, &in);
	(void)recheck_own_verdict(a, p, &in, c->closed, &v);
	return OK;
}

/* ---- closings ---- */

/* A clock that nobody vouches for closes by outside time. */
static bool
outside(const struct recheck *a, const struct entry *e, int64_t until)
{
	return trust_of(e->status, e->source) == TRUST_NONE && a->fence.any &&
	       a->fence.time.earliest.us >= until;
}

void
recheck_closing(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	struct told_closing *c;
	int64_t version, until;

	if (p == NULL || !entry_number(e->body, "version", &version) ||
	    version < 1 || version > UINT32_MAX ||
	    !entry_number(e->body, "until", &until) ||
	    (c = recheck_closing_of(p, (uint32_t)version,
		 (struct moment){ until })) == NULL) {
		recheck_tell(a, GRAVE_ERROR, a->next, "closing",
		    "This closing cannot be read.");
		return;
	}
	if (c->closed ||
	    (e->clock.earliest.us < until && !outside(a, e, until)))
		recheck_tell(a, GRAVE_ERROR, a->next, "closing",
		    c->closed ? "This window was closed before."
			      : "This window was closed before its end.");
	const struct {
		const char *key;
		uint64_t is;
	} counts[] = { { "on-time", c->on_time }, { "doubt", c->doubt },
		{ "late", c->late }, { "refused", c->refused } };
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		int64_t said;

		if (!entry_number(e->body, counts[i].key, &said) || said < 0 ||
		    (uint64_t)said != counts[i].is)
			recheck_tell(a, GRAVE_ERROR, a->next, "closing",
			    "This closing says another number of \"%s\" than "
			    "the entries give, %llu.",
			    counts[i].key, (unsigned long long)counts[i].is);
	}
	c->closed = true;
	c->closed_at = a->next;
}
