/*
 * before.c - the ranking with which a period is compared.
 *
 * Knows the order in which it is looked for. Touches previous, and the frozen
 * results of the period before, for reading.
 */
#include "store/before.h"

#include <stdlib.h>

#include "store/plans.h"
#include "store/table/frozen.h"
#include "store/table/previous.h"
#include "store/table/results.h"
#include "store/table/revisions.h"

void
before_free(struct before *b)
{
	pool_free(&b->pool);
	*b = (struct before){ .ranking = NULL };
}

/* A kept ranking; one taken at a publication counts for that only. */
static enum err
find_row(struct store *s, struct period_id period, const struct past *past,
    struct slice *text, struct pool *pool)
{
	struct previous_row row;
	struct txn t;

	txn_read_past(&t, s->env, past);
	if (previous_get(&t, period, &row) && (past != NULL || !row.taken)) {
		*text = slice_of(pool_text(pool, row.text), row.text.n);
		if (text->p == NULL)
			txn_require(&t, ERR_NO_MEMORY);
	}
	return txn_end(&t);
}

static enum err
read_text(struct slice text, struct before *out)
{
	struct faults fs = { 0 };
	struct json *doc = NULL;
	struct jv root;
	enum err e = json_parse(text, PREVIOUS_MOST, &doc, NULL);

	if (e == OK) {
		root = json_root(doc);
		out->ranking = previous_read(&root, &out->pool, &fs);
		e = out->ranking == NULL ? ERR_BROKEN : OK;
	}
	json_free(&doc);
	faults_free(&fs);
	return e;
}

static void
take_unit(const struct plan *plan, unsigned unit, const struct result *r,
    struct former *f)
{
	const struct unit *u = &plan->units[unit];

	f->unit = u->id;
	f->block = plan->blocks[u->block].id;
	f->has_index = true;
	f->index = percent_rounded(r->score.points, r->score.max,
	    plan->index_decimals);
	for (unsigned i = 0; i < plan->n_fields; i++)
		if (r->score.review[i])
			f->review[f->n_review++] = plan->fields[i].id;
	for (unsigned i = 0;
	     i < u->n_successors && f->n_successors < PREVIOUS_SUCCESSORS; i++)
		f->successor[f->n_successors++] = u->successors[i];
}

static void
take_ranks(struct txn *t, const struct plan *plan, struct former *list,
    struct standing *room)
{
	for (unsigned b = 0; b < plan->n_blocks; b++) {
		size_t n = ranks_get(t, plan, b, room);

		for (size_t i = 0; i < n; i++)
			list[room[i].unit].rank = room[i].rank;
	}
}

static enum err
take_results(struct store *s, const struct revision *r, const struct plan *plan,
    struct before *out)
{
	struct previous *p = pool_take(&out->pool, sizeof *p);
	struct former *list =
	    pool_array(&out->pool, plan->n_units, sizeof *list);
	struct standing *room =
	    pool_array(&out->pool, plan->n_units, sizeof *room);
	struct result *result = pool_take(&out->pool, sizeof *result);
	struct past past = revision_past(r->period, r->n);
	struct txn t;
	enum err e;

	if (p == NULL || list == NULL || room == NULL || result == NULL)
		return ERR_NO_MEMORY;
	txn_read_past(&t, s->env, &past);
	for (unsigned i = 0; i < plan->n_units; i++) {
		(void)results_get(&t, plan, i, result);
		take_unit(plan, i, result, &list[i]);
	}
	take_ranks(&t, plan, list, room);
	if ((e = txn_end(&t)) != OK)
		return e;
	*p = (struct previous){ plan->year, "", list, plan->n_units };
	out->ranking = p;
	out->taken = true;
	return OK;
}

static enum err
find_period(struct store *s, struct period_id period, struct before *out)
{
	struct revision r = { .period = period };
	const struct plan *plan;
	struct txn t;
	bool found;
	enum err e;

	txn_read(&t, s->env);
	found = revisions_get(&t, &r);
	if ((e = txn_end(&t)) != OK || !found)
		return e;
	if ((e = plans_get(s->plans, s->env, period, r.version, &plan)) != OK)
		return e;
	return take_results(s, &r, plan, out);
}

enum err
before_find(struct store *s, const struct plan *plan, const struct past *past,
    struct before *out)
{
	struct slice text = SLICE_NONE;
	enum err e;

	*out = (struct before){ .ranking = NULL };
	e = find_row(s, plan->period, past, &text, &out->pool);
	if (e == OK && text.p != NULL)
		e = read_text(text, out);
	else if (e == OK && plan->previous != NULL)
		out->ranking = plan->previous;
	else if (e == OK && past == NULL && plan->previous_period.text[0] != 0)
		e = find_period(s, plan->previous_period, out);
	if (e != OK)
		before_free(out);
	return e;
}
