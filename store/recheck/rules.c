/*
 * rules.c - a period's rules as the log tells them, and what may change of
 * them.
 *
 * Knows the lines of rules, opening and amendment, and the law of amend.h as
 * far as entries show it. Touches the recheck's memory.
 */
#include <stdlib.h>

#include "store/ledger/lines.h"
#include "store/model/outage.h"
#include "store/recheck/inside.h"

#define HOUR_US INT64_C(3600000000)
#define WITHIN_MOST (168 * HOUR_US)

bool
recheck_integer(struct slice *rest, int64_t *out)
{
	struct slice word;

	return word_take(rest, &word) && integer_read(word, out) == OK;
}

bool
recheck_says(const struct entry *e, const char *key, const char *word)
{
	struct slice value;

	return entry_value(e->body, key, 0, &value) && slice_is(value, word);
}

struct told_period *
recheck_period(struct recheck *a, const struct entry *e)
{
	struct slice name;

	if (!entry_value(e->body, "period", 0, &name))
		return NULL;
	for (unsigned i = 0; i < a->n_periods; i++)
		if (slice_is(name, a->periods[i].id.text))
			return &a->periods[i];
	return NULL;
}

/* "block stage version opens until closes [number of the unit it is for]" */
static bool
read_window(struct slice line, struct told_window *out, bool *evidence)
{
	struct slice block, stage;
	int64_t version, unit = WINDOW_FOR_ALL;

	if (!word_take(&line, &block) || !word_take(&line, &stage) ||
	    block_id_read(block, &out->block) != OK ||
	    !recheck_integer(&line, &version) || version < 1 ||
	    version > UINT32_MAX ||
	    !recheck_integer(&line, &out->window.opens.us) ||
	    !recheck_integer(&line, &out->window.on_time_until.us) ||
	    !recheck_integer(&line, &out->window.closes.us))
		return false;
	if (line.n > 0 &&
	    (!recheck_integer(&line, &unit) || unit < 1 || unit > UNITS_MOST))
		return false;
	out->window.version = (uint32_t)version;
	out->window.unit = (int)unit;
	out->window.stage = slice_is(stage, stage_name(STAGE_EXPLANATION))
				? STAGE_EXPLANATION
				: STAGE_EVIDENCE;
	*evidence = slice_is(stage, stage_name(out->window.stage));
	return true;
}

/* Every window of the entry by which documents are judged, evidence and
 * explanation, in its order. The caller frees. */
static enum err
read_rows(struct recheck *a, const struct entry *e, struct told_window **rows,
    unsigned *n)
{
	struct told_window w = { .window = { 0 } };
	struct slice line;
	bool evidence;
	unsigned all = 0;

	*n = 0;
	while (entry_value(e->body, "window", all, &line))
		all++;
	if ((*rows = malloc((all + 1) * sizeof **rows)) == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < all; i++) {
		(void)entry_value(e->body, "window", i, &line);
		if (!read_window(line, &w, &evidence))
			recheck_tell(a, GRAVE_ERROR, a->next, "rules",
			    "A window of these rules cannot be read.");
		else if (evidence)
			(*rows)[(*n)++] = w;
	}
	return OK;
}

static bool
same_block(const struct told_window *a, const struct told_window *b)
{
	return strcmp(a->block.text, b->block.text) == 0 &&
	       a->window.stage == b->window.stage;
}

/* Does a newer row stand in its place? One for all stands in everybody's. */
static bool
is_over(const struct told_window *rows, unsigned n, const struct told_window *w)
{
	for (unsigned i = 0; i < n; i++)
		if (same_block(&rows[i], w) &&
		    rows[i].window.version > w->window.version &&
		    (rows[i].window.unit == WINDOW_FOR_ALL ||
			rows[i].window.unit == w->window.unit))
			return true;
	return false;
}

/* ---- a change ---- */

static bool
was_there(const struct told_period *p, const struct told_window *w)
{
	for (unsigned i = 0; i < p->n_windows; i++)
		if (same_block(&p->windows[i], w) &&
		    p->windows[i].window.version == w->window.version)
			return true;
	return false;
}

/* Says again what the unit, or all, had before. */
static bool
says_again(const struct told_window *rows, unsigned n,
    const struct told_window *w)
{
	for (unsigned i = 0; i < n; i++)
		if (same_block(&rows[i], w) &&
		    rows[i].window.unit == w->window.unit &&
		    rows[i].window.version < w->window.version &&
		    rows[i].window.on_time_until.us ==
			w->window.on_time_until.us)
			return true;
	return false;
}

/* The silence that an amendment takes its facts from. */
static bool
told_outage(struct recheck *a, const struct entry *e, struct moment *from,
    struct moment *to)
{
	struct slice bytes;
	struct entry other;
	int64_t index;

	return entry_number(e->body, "outage", &index) && index >= 0 &&
	       (uint64_t)index < a->next && a->to.entry != NULL &&
	       a->to.entry(a->to.self, (uint64_t)index, &bytes) &&
	       entry_read(bytes, &other) == OK && other.type == ENTRY_OUTAGE &&
	       entry_number(other.body, "from", &from->us) &&
	       entry_number(other.body, "until", &to->us);
}

/* Is its end what the rule announced before makes of the outage? */
static bool
follows_rule(const struct told_period *p, const struct told_window *rows,
    unsigned n, const struct told_window *w, struct moment from,
    struct moment to)
{
	struct moment moved;

	for (unsigned i = 0; i < n; i++)
		if (same_block(&rows[i], w) &&
		    rows[i].window.version < w->window.version &&
		    outage_moves(&p->outage, rows[i].window.on_time_until, from,
			to, &moved) &&
		    moved.us == w->window.on_time_until.us)
			return true;
	return false;
}

/* Against the rules before, which `p` still holds. */
static void
check_change(struct recheck *a, const struct entry *e,
    const struct told_period *p, const struct told_window *rows, unsigned n)
{
	struct moment from = { 0 }, to = { 0 };
	struct slice line;
	bool by_outage = entry_value(e->body, "outage", 0, &line);
	bool told = by_outage && told_outage(a, e, &from, &to);

	if (by_outage && !told && a->to.entry != NULL)
		recheck_tell(a, GRAVE_ERROR, a->next, "amendment",
		    "This change rests on an outage that the log does not "
		    "tell of.");
	for (unsigned i = 0; i < n; i++) {
		if (is_over(rows, n, &rows[i]) || was_there(p, &rows[i]) ||
		    says_again(rows, n, &rows[i]))
			continue;
		if (told && !follows_rule(p, rows, n, &rows[i], from, to))
			recheck_tell(a, GRAVE_ERROR, a->next, "amendment",
			    "The announced rule gives another deadline for "
			    "this outage.");
		else if (!by_outage && rows[i].window.on_time_until.us <=
					   e->clock.earliest.us)
			recheck_tell(a, GRAVE_ERROR, a->next, "amendment",
			    "A deadline was moved into the past.");
	}
}

static void
tell_change(struct recheck *a, const struct entry *e,
    const struct told_period *p)
{
	int64_t before;

	if (e->type != ENTRY_AMENDMENT) {
		recheck_tell(a, p->taken ? GRAVE_WARNING : GRAVE_NOTE, a->next,
		    "rules-changed", "The rules of period %s change%s.",
		    p->id.text, p->taken ? " after documents came in" : "");
		return;
	}
	recheck_tell(a, GRAVE_NOTE, a->next, "amendment",
	    "The rules of period %s change under a decision.", p->id.text);
	if (!entry_number(e->body, "before", &before) || before != p->version)
		recheck_tell(a, GRAVE_ERROR, a->next, "amendment",
		    "The version before this one is another, %lld.",
		    (long long)p->version);
}

/* ---- keeping them ---- */

static enum late_policy
late_of(const struct entry *e)
{
	for (unsigned i = 0; i < LATE_POLICIES; i++)
		if (recheck_says(e, "late", late_policy_name(i)))
			return (enum late_policy)i;
	return LATE_REFUSE;
}

static void
keep_rules(struct told_period *p, const struct entry *e,
    struct told_window *rows, unsigned n)
{
	struct slice line;
	unsigned kept = 0;

	p->cure.us = 0;
	p->outage = (struct outage_rule){ { 0 }, { 0 }, { 0 } };
	(void)entry_number(e->body, "version", &p->version);
	(void)entry_number(e->body, "cure", &p->cure.us);
	if (entry_value(e->body, "outage-rule", 0, &line) &&
	    (!recheck_integer(&line, &p->outage.last.us) ||
		!recheck_integer(&line, &p->outage.least.us) ||
		!recheck_integer(&line, &p->outage.after.us)))
		p->outage.least.us = 0;
	p->doubt =
	    recheck_says(e, "doubt", "strict") ? DOUBT_STRICT : DOUBT_UNIT;
	p->late = late_of(e);
	free(p->windows);
	p->windows = malloc((n + 1) * sizeof *p->windows);
	for (unsigned i = 0; p->windows != NULL && i < n; i++)
		if (!is_over(rows, n, &rows[i]))
			p->windows[kept++] = rows[i];
	p->n_windows = kept;
}

enum err
recheck_rules(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	struct told_window *rows;
	struct slice name;
	bool change = p != NULL;
	unsigned n;
	enum err err;

	if (p != NULL) {
		tell_change(a, e, p);
	} else if (e->type == ENTRY_AMENDMENT ||
		   a->n_periods == RECHECK_PERIODS ||
		   !entry_value(e->body, "period", 0, &name) ||
		   period_id_read(name, &a->periods[a->n_periods].id) != OK) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    "These rules cannot be read, or change what was not "
		    "there.");
		return OK;
	} else {
		p = &a->periods[a->n_periods++];
		p->opened = a->next;
	}
	if ((err = read_rows(a, e, &rows, &n)) != OK)
		return err;
	if (change && e->type == ENTRY_AMENDMENT)
		check_change(a, e, p, rows, n);
	p->rules = a->next;
	keep_rules(p, e, rows, n);
	free(rows);
	return p->windows == NULL ? ERR_NO_MEMORY : OK;
}

/* Announced with the period: right behind its first rules, so once, and before
 * anything could come. */
void
recheck_commitment_rule(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	int64_t version, within;

	if (p == NULL || p->opened + 1 != a->next ||
	    !entry_number(e->body, "version", &version) ||
	    version != p->version ||
	    !entry_number(e->body, "within", &within) || within < HOUR_US ||
	    within > WITHIN_MOST)
		recheck_tell(a, GRAVE_ERROR, a->next, "commitment-rule",
		    "That commitments count is not announced right behind the "
		    "rules of its period, for 1 to 168 hours.");
	else
		p->commitment.us = within;
}
