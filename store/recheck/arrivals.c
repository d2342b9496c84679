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

static bool
integer_take(struct slice *rest, int64_t *out)
{
	struct slice word;

	return word_take(rest, &word) && integer_read(word, out) == OK;
}

/* ---- rules ---- */

static struct told_period *
period_of(struct recheck *a, const struct entry *e)
{
	struct slice name;

	if (!entry_value(e->body, "period", 0, &name))
		return NULL;
	for (unsigned i = 0; i < a->n_periods; i++)
		if (slice_is(name, a->periods[i].id.text))
			return &a->periods[i];
	return NULL;
}

/* "block stage version opens until closes" */
static bool
read_window(struct slice line, struct told_window *out, bool *evidence)
{
	struct slice block, stage;
	int64_t version;

	if (!word_take(&line, &block) || !word_take(&line, &stage) ||
	    block_id_read(block, &out->block) != OK ||
	    !integer_take(&line, &version) || version < 1 ||
	    version > UINT32_MAX ||
	    !integer_take(&line, &out->window.opens.us) ||
	    !integer_take(&line, &out->window.on_time_until.us) ||
	    !integer_take(&line, &out->window.closes.us))
		return false;
	out->window.version = (uint32_t)version;
	out->window.stage = STAGE_EVIDENCE;
	*evidence = slice_is(stage, stage_name(STAGE_EVIDENCE));
	return true;
}

/* Keeps a window unless a newer version of the block's is there. */
static void
keep_window(struct told_period *p, const struct told_window *w)
{
	for (unsigned i = 0; i < p->n_windows; i++) {
		struct told_window *is = &p->windows[i];

		if (strcmp(is->block.text, w->block.text) != 0)
			continue;
		if (is->window.version < w->window.version)
			*is = *w;
		return;
	}
	p->windows[p->n_windows++] = *w;
}

static enum err
read_windows(struct recheck *a, struct told_period *p, const struct entry *e)
{
	struct told_window w = { .window = { 0 } }, *room;
	struct slice line;
	bool evidence;
	unsigned n = 0;

	while (entry_value(e->body, "window", n, &line))
		n++;
	if ((room = realloc(p->windows, (n + 1) * sizeof *room)) == NULL)
		return ERR_NO_MEMORY;
	p->windows = room;
	p->n_windows = 0;
	for (unsigned i = 0; i < n; i++) {
		(void)entry_value(e->body, "window", i, &line);
		if (!read_window(line, &w, &evidence))
			recheck_tell(a, GRAVE_ERROR, a->next, "rules",
			    "A window of these rules cannot be read.");
		else if (evidence)
			keep_window(p, &w);
	}
	return OK;
}

static bool
is_word(const struct entry *e, const char *key, const char *word)
{
	struct slice value;

	return entry_value(e->body, key, 0, &value) && slice_is(value, word);
}

enum err
recheck_rules(struct recheck *a, const struct entry *e)
{
	struct told_period *p = period_of(a, e);
	struct slice name;

	if (p != NULL) {
		recheck_tell(a, p->taken ? GRAVE_WARNING : GRAVE_NOTE, a->next,
		    "rules-changed", "The rules of period %s change%s.",
		    p->id.text, p->taken ? " after documents came in" : "");
	} else if (a->n_periods == RECHECK_PERIODS ||
		   !entry_value(e->body, "period", 0, &name) ||
		   period_id_read(name, &a->periods[a->n_periods].id) != OK) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    "These rules cannot be read.");
		return OK;
	} else {
		p = &a->periods[a->n_periods++];
	}
	p->rules = a->next;
	p->doubt = is_word(e, "doubt", "strict") ? DOUBT_STRICT : DOUBT_UNIT;
	p->late = is_word(e, "late", "mark") ? LATE_MARK : LATE_REFUSE;
	return read_windows(a, p, e);
}

/* ---- arrivals ---- */

static struct told_closing *
closing_of(struct told_period *p, uint32_t version, struct moment until)
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

struct arrived {
	struct interval received;
	uint32_t version;
	struct moment until;
	struct slice verdict;
};

static bool
read_arrival(const struct entry *e, struct arrived *out)
{
	struct slice received, window;
	int64_t version;

	if (!entry_value(e->body, "received", 0, &received) ||
	    !entry_value(e->body, "window", 0, &window) ||
	    !entry_value(e->body, "verdict", 0, &out->verdict) ||
	    !integer_take(&received, &out->received.earliest.us) ||
	    !integer_take(&received, &out->received.latest.us) ||
	    !integer_take(&window, &version) || version < 1 ||
	    version > UINT32_MAX || !integer_take(&window, &out->until.us))
		return false;
	out->version = (uint32_t)version;
	return true;
}

/* What the entry says of its interval against its own moment. */
static void
check_moment(struct recheck *a, const struct entry *e, const struct arrived *in)
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

/* The log names no unit, so no block: some window of that version and end
 * must give the verdict. */
static bool
verdict_again(const struct told_period *p, const struct arrived *in,
    bool closed, enum verdict *out)
{
	*out = VERDICT_NONE;
	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i].window;

		if (w->version != in->version ||
		    w->on_time_until.us != in->until.us)
			continue;
		*out = verdict_fenced(verdict_of(in->received, w, p->doubt),
		    closed);
		if (slice_is(in->verdict, verdict_name(*out)))
			return true;
	}
	return false;
}

static bool
is_to_refuse(enum verdict v, enum late_policy late)
{
	if (v == VERDICT_LATE || v == VERDICT_LATE_DOUBT)
		return late == LATE_REFUSE;
	return !verdict_counts(v);
}

static void
check_verdict(struct recheck *a, const struct entry *e,
    const struct told_period *p, const struct arrived *in, bool closed,
    enum verdict *v)
{
	if (!verdict_again(p, in, closed, v)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "verdict",
		    *v == VERDICT_NONE
			? "No window in force has this version and end."
			: "The rule gives another verdict than this entry.");
		return;
	}
	if (is_to_refuse(*v, p->late) != (e->type == ENTRY_REFUSAL))
		recheck_tell(a, GRAVE_ERROR, a->next, "policy",
		    "The period's policy for this verdict is the other one "
		    "than what was done.");
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
	else if (v == VERDICT_LATE)
		c->late++;
	else
		c->doubt++;
}

enum err
recheck_arrival(struct recheck *a, const struct entry *e)
{
	struct told_period *p = period_of(a, e);
	struct told_closing *c;
	struct arrived in;
	enum verdict v = VERDICT_NONE;

	if (p == NULL || !read_arrival(e, &in)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    p == NULL ? "No rules of its period came before this."
			      : "This arrival cannot be read.");
		return OK;
	}
	if ((c = closing_of(p, in.version, in.until)) == NULL)
		return ERR_NO_MEMORY;
	p->taken = p->taken || e->type == ENTRY_SUBMISSION;
	check_moment(a, e, &in);
	check_verdict(a, e, p, &in, c->closed, &v);
	count(c, e, v);
	return OK;
}

/* ---- closings ---- */

void
recheck_closing(struct recheck *a, const struct entry *e)
{
	struct told_period *p = period_of(a, e);
	struct told_closing *c;
	int64_t version, until;

	if (p == NULL || !entry_number(e->body, "version", &version) ||
	    version < 1 || version > UINT32_MAX ||
	    !entry_number(e->body, "until", &until) ||
	    (c = closing_of(p, (uint32_t)version, (struct moment){ until })) ==
		NULL) {
		recheck_tell(a, GRAVE_ERROR, a->next, "closing",
		    "This closing cannot be read.");
		return;
	}
	if (c->closed || e->clock.earliest.us < until)
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
}
