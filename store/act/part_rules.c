/*
 * part_rules.c - a period's rules as the lines of the log.
 *
 * Knows docs/log-format.md's rules, opening and amendment. Touches its
 * buffer.
 */
#include "store/act/part.h"

/* The log names no unit: those with windows of their own are numbered in the
 * order in which the rows name them. */
static unsigned
number_of(const struct plan *plan, unsigned row)
{
	unsigned n = 1, k;

	for (unsigned i = 0; plan->windows[i].unit != plan->windows[row].unit;
	     i++) {
		if (plan->windows[i].unit == WINDOW_FOR_ALL)
			continue;
		for (k = 0; plan->windows[k].unit != plan->windows[i].unit;)
			k++;
		n += k == i; /* named for the first time */
	}
	return n;
}

static void
window_line(struct buf *body, const struct plan *plan, unsigned row)
{
	const struct window *w = &plan->windows[row];
	struct buf line = { 0 };

	buf_print(&line, "%s %s %u %lld %lld %lld",
	    plan->blocks[w->block].id.text, stage_name(w->stage), w->version,
	    (long long)w->opens.us, (long long)w->on_time_until.us,
	    (long long)w->closes.us);
	if (w->unit != WINDOW_FOR_ALL)
		buf_print(&line, " %u", number_of(plan, row));
	entry_line(body, "window", buf_all(&line));
	buf_free(&line);
}

void
part_window_line(struct buf *body, const struct window *w)
{
	struct buf line = { 0 };

	buf_print(&line, "%u %lld", w->version, (long long)w->on_time_until.us);
	entry_line(body, "window", buf_all(&line));
	buf_free(&line);
}

void
part_rules_lines(struct buf *body, const struct plan *plan,
    struct digest bundle)
{
	entry_digest(body, "bundle", bundle);
	for (unsigned i = 0; i < plan->n_windows; i++)
		window_line(body, plan, i);
	entry_str(body, "doubt", plan->doubt == DOUBT_UNIT ? "unit" : "strict");
	entry_str(body, "late", late_policy_name(plan->late));
}

bool
part_rules_more(const struct plan *plan)
{
	for (unsigned i = 0; i < plan->n_windows; i++)
		if (plan->windows[i].unit != WINDOW_FOR_ALL)
			return true;
	return plan->cure.us != 0 || plan->outage.least.us != 0 ||
	       plan->late == LATE_COUNCIL;
}

void
part_rules_more_lines(struct buf *body, const struct plan *plan)
{
	struct buf line = { 0 };

	entry_int(body, "cure", plan->cure.us);
	if (plan->outage.least.us != 0) {
		buf_print(&line, "%lld %lld %lld",
		    (long long)plan->outage.last.us,
		    (long long)plan->outage.least.us,
		    (long long)plan->outage.after.us);
		entry_line(body, "outage-rule", buf_all(&line));
	}
	buf_free(&line);
}

enum err
part_commitment_rule(struct store *s, struct txn *t, const struct plan *plan,
    const struct reading *now)
{
	struct buf body = { 0 };
	struct moment time;
	uint64_t entry;
	enum err e;

	if (plan->commitment.us == 0)
		return OK;
	entry_str(&body, "period", plan->period.text);
	entry_int(&body, "version", plan->version);
	entry_int(&body, "within", plan->commitment.us);
	if ((e = body.err) == OK)
		e = ledger_add(s->ledger, t, ENTRY_COMMITMENT_RULE, now,
		    buf_all(&body), &entry, &time);
	buf_free(&body);
	return e;
}

enum err
part_mandate(struct store *s, struct txn *t, const struct mandated *m,
    enum entry_type type, struct buf *body, const struct reading *now,
    uint64_t *entry, struct moment *time)
{
	struct buf text = { 0 };
	enum err e;

	mandate_put(&text, &m->mandate);
	entry_digest(body, "decision", part_salted(m->salt, buf_all(&text)));
	entry_int(body, "by", (int64_t)m->by.n);
	if ((e = text.err) == OK && (e = body->err) == OK)
		e = ledger_add(s->ledger, t, type, now, buf_all(body), entry,
		    time);
	buf_free(&text);
	if (e == OK)
		mandates_put(t, *entry, m);
	return e == OK ? t->err : e;
}
