/*
 * minutes.c - the log in the few numbers of a page.
 *
 * Touches periods, closings and the log, for reading.
 */
#include "store/look/minutes.h"

#include <stdio.h>

#define PAGE 4096

static bool
is_known(const struct minutes *m, const struct window *w)
{
	for (unsigned i = 0; i < m->n_deadlines; i++)
		if (m->deadline[i].window.version == w->version &&
		    m->deadline[i].window.on_time_until.us ==
			w->on_time_until.us)
			return true;
	return false;
}

/* Those for all, or those for single units. */
static enum err
take_some(struct txn *t, const struct plan *plan, bool for_all,
    struct minutes *m)
{
	for (unsigned i = 0; i < plan->n_windows; i++) {
		const struct window *w = &plan->windows[i];

		if (w->stage != m->stage || !plan_window_in_force(plan, w) ||
		    (w->unit == WINDOW_FOR_ALL) != for_all || is_known(m, w))
			continue;
		if (m->n_deadlines == MINUTES_DEADLINES) {
			if (for_all)
				return ERR_TOO_BIG;
			m->unlisted++;
			continue;
		}
		m->deadline[m->n_deadlines].window = *w;
		closings_get(t, plan->period, w,
		    &m->deadline[m->n_deadlines].counts);
		m->n_deadlines++;
	}
	return OK;
}

static enum err
take_deadlines(struct txn *t, const struct plan *plan, struct minutes *m)
{
	enum err e = take_some(t, plan, true, m);

	if (e == OK)
		e = take_some(t, plan, false, m);
	return e == OK && m->n_deadlines == 0 ? ERR_NOT_FOUND : e;
}

/* What the page is over: taken once, whatever is appended meanwhile. */
static enum err
take_checkpoint(struct store *s, struct txn *t, struct minutes *m)
{
	struct slice note, text;

	if (!ledger_checkpoint(s->ledger, t, &note))
		return ERR_NOT_FOUND;
	if (note_open(note, &s->key, &text) != OK ||
	    checkpoint_read(text, &m->checkpoint) != OK)
		return ERR_BROKEN;
	buf_slice(&m->note, note);
	return m->note.err;
}

static void
take_entry(struct minutes *m, const struct entry *e)
{
	struct slice name;
	int64_t from, until;

	m->last = *e;
	m->last.body = SLICE_NONE;
	switch (e->type) {
	case ENTRY_OUTAGE:
		if (m->outages < MINUTES_OUTAGES &&
		    entry_number(e->body, "from", &from) &&
		    entry_number(e->body, "until", &until))
			m->outage[m->outages] =
			    (struct interval){ { from }, { until } };
		m->outages++;
		break;
	case ENTRY_INCIDENT:
		m->incidents++;
		break;
	case ENTRY_STAMP:
		m->tokens++;
		if (entry_value(e->body, "tsa", 0, &name) &&
		    entry_number(e->body, "stamped", &m->stamped.us))
			(void)snprintf(m->authority, sizeof m->authority,
			    "%.*s", (int)name.n, (const char *)name.p);
		break;
	default:
		break;
	}
}

/* The entries of one page. */
static enum err
take_page(struct store *s, struct minutes *m, uint64_t *place, uint64_t end)
{
	struct slice bytes;
	struct entry entry;
	struct txn t;
	enum err e = OK, ended;

	txn_read(&t, s->env);
	for (unsigned i = 0; e == OK && i < PAGE && *place < end; i++) {
		if (!ledger_entry(s->ledger, &t, *place, &bytes) ||
		    entry_read(bytes, &entry) != OK)
			e = ERR_BROKEN;
		else
			take_entry(m, &entry);
		++*place;
	}
	ended = txn_end(&t);
	return ended != OK ? ended : e;
}

enum err
look_minutes(struct store *s, struct period_id period, enum stage stage,
    struct minutes *out, struct fault *why)
{
	const struct plan *plan;
	struct period row;
	uint64_t place, end;
	struct txn t;
	enum err e;

	*out = (struct minutes){ .period = period,
		.stage = stage,
		.simulated = s->meta.simulated };
	if ((e = store_plan(s, period, &plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if (row.state != PERIOD_OPEN)
		return fault_set(why, ERR_WRONG_STATE, "",
		    "Period %s has not been opened.", period.text);
	txn_read(&t, s->env);
	if ((e = take_deadlines(&t, plan, out)) == OK)
		e = take_checkpoint(s, &t, out);
	txn_require(&t, e);
	if ((e = txn_end(&t)) != OK)
		return fault_set(why, e, "",
		    "No page can be made of this stage: %s.", err_words(e));
	end = PLACE(s->meta.log, out->checkpoint.size);
	place = PLACE_LOG(row.entry) == s->meta.log ? row.entry
						    : PLACE(s->meta.log, 0);
	while (e == OK && place < end)
		e = take_page(s, out, &place, end);
	return e;
}

void
look_minutes_free(struct minutes *m)
{
	buf_free(&m->note);
}
