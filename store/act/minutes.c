/*
 * minutes.c - a page that offices signed comes back as a leaf.
 *
 * Knows that the page must be about this log. Touches the ledger.
 */
#include "store/act/acts.h"
#include "store/act/part.h"

struct signing {
	struct store *store;
	struct period_id period;
	enum stage stage;
	uint64_t size;
	struct digest scan;
	struct reading now;
	struct fault *why;
};

static enum err
log_it(const struct signing *w, struct txn *t, struct digest root)
{
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", w->period.text);
	entry_str(&body, "stage", stage_name(w->stage));
	entry_int(&body, "size", (int64_t)w->size);
	entry_digest(&body, "root", root);
	entry_digest(&body, "scan", w->scan);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_MINUTES, &w->now,
		    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	const struct signing *w = arg;
	struct ledger_nodes nodes = { w->store->ledger, t };
	struct period period;
	struct digest root;
	enum err e;

	if (!periods_get(t, w->period, &period))
		return fault_set(w->why, ERR_UNKNOWN_PERIOD, "",
		    "There is no period \"%s\".", w->period.text);
	if (period.state != PERIOD_OPEN)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "Period %s has not been opened.", w->period.text);
	if (w->size == 0 || w->size > ledger_size(w->store->ledger, t))
		return fault_set(w->why, ERR_RANGE, "",
		    "The log has no %llu entries.",
		    (unsigned long long)w->size);
	e = tree_root(ledger_tree(&nodes), w->size, &root);
	return e == OK ? log_it(w, t, root) : e;
}

enum err
act_minutes(struct store *s, const struct who *who, struct period_id period,
    enum stage stage, uint64_t size, struct digest scan, struct fault *why)
{
	struct signing w = { s, period, stage, size, scan, { .wall = { 0 } },
		why };
	enum err e;

	if ((e = part_operator(who, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	return env_change(s->env, run, &w, 1024);
}
