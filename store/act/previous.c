/*
 * previous.c - last year's ranking comes in from a file.
 *
 * Knows that it must be about this period's units. Touches previous and
 * ledger.
 */
#include "store/model/previous.h"
#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/json_out.h"
#include "store/table/previous.h"

struct importing {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	struct slice text; /* as it is kept */
	struct reading now;
};

static enum err
run(struct txn *t, void *arg)
{
	struct importing *w = arg;
	struct previous_row row = { .text = w->text, .by = w->who->token };
	struct buf body = { 0 };
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	entry_str(&body, "period", w->plan->period.text);
	entry_digest(&body, "ranking", digest_of(w->text));
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_PREVIOUS, &w->now,
		    buf_all(&body), &row.entry, &row.time);
	buf_free(&body);
	if (e != OK)
		return e;
	previous_keep(t, w->plan->period, &row);
	return t->err;
}

/* How many units of the plan the ranking says something about. */
static unsigned
known_units(const struct plan *plan, const struct previous *p)
{
	unsigned n = 0;
	struct change change;

	for (unsigned i = 0; i < plan->n_units; i++) {
		const struct standing now = { .unit = i };
		const bool review[FIELDS_MOST] = { false };

		change_of(p, plan, &now, review, &change);
		n += change.n > 0;
	}
	return n;
}

/* The year before, told in the one way of writing it. */
static enum err
rewrite(struct importing *w, const struct jv *root, struct pool *pool,
    struct buf *to, unsigned *known, struct fault *why)
{
	struct faults fs = { 0 };
	const struct previous *p = previous_read(root, pool, &fs);
	struct jout j = jout_start(to);
	enum err e = OK;

	*known = p == NULL ? 0 : known_units(w->plan, p);
	if (p == NULL && fs.n == 0)
		e = ERR_NO_MEMORY;
	else if (p == NULL)
		e = fault_set(why, fs.list[0].err, fs.list[0].pointer, "%s",
		    fs.list[0].detail);
	else if (p->year >= w->plan->year)
		e = fault_set(why, ERR_RANGE, "/year",
		    "Year %lld is not before the period's, %lld.",
		    (long long)p->year, (long long)w->plan->year);
	else if (*known == 0)
		e = fault_set(why, ERR_UNKNOWN_UNIT, "/units",
		    "No unit of the ranking, and no successor of one, is in "
		    "period %s.",
		    w->plan->period.text);
	else
		previous_put(&j, p);
	faults_free(&fs);
	return e == OK ? to->err : e;
}

enum err
act_import_previous(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, unsigned *known,
    struct fault *why)
{
	static const struct unit_id nobody;
	struct importing w = { .store = s, .who = who };
	struct pool pool = { 0 };
	struct buf text = { 0 };
	enum err e;

	*known = 0;
	if ((e = part_may(who, MAY_PUBLISH, period, nobody, why)) != OK ||
	    (e = part_plan(s, period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK ||
	    (e = rewrite(&w, root, &pool, &text, known, why)) != OK)
		goto out;
	w.text = buf_all(&text);
	if (w.text.n > PREVIOUS_MOST)
		e = fault_set(why, ERR_TOO_BIG, "",
		    "A ranking may have at most %zu bytes.", PREVIOUS_MOST);
	else
		e = env_change(s->env, run, &w, text.n + 1024);
out:
	pool_free(&pool);
	buf_free(&text);
	return e;
}
