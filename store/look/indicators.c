/*
 * indicators.c - the figures that agencies supplied, asked for.
 *
 * Knows who sees whose, and where last year's values are. Touches figures and
 * cells, for reading.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/look/at.h"
#include "store/look/looks.h"
#include "store/model/carry.h"
#include "store/plans.h"

void
look_indicators_free(struct indicators *i)
{
	free(i->value);
	free(i->source);
	free(i->extracted);
	*i = (struct indicators){ .only = -1 };
}

static enum err
admit(const struct at *at, const struct who *who, struct indicators *out,
    struct fault *why)
{
	static const struct unit_id nobody;

	out->only = -1;
	if (at_may(at, who, MAY_READ_SHEET, nobody))
		return OK;
	if (at_may(at, who, MAY_READ_SHEET, who->unit) &&
	    (out->only = plan_unit(at->plan, who->unit)) >= 0)
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read the units' figures.",
	    role_name(who->role));
}

static void
take_row(struct txn *t, struct indicators *out, unsigned nth, unsigned unit)
{
	const struct plan *p = out->plan;
	const struct indicator *i = &p->indicators[nth];
	const struct leaf *l = &p->leaves[i->leaf];
	struct indicator_value *v =
	    &out->value[(size_t)nth * p->n_units + unit];
	struct cell cell = { .period = p->period,
		.unit = p->units[unit].id,
		.leaf = l->id,
		.column = COLUMN_SELF };
	struct figure_row row;

	if (!figures_carried(t, p, i->leaf, p->units[unit].id, &row))
		return;
	v->supplied = true;
	v->inputs = row.inputs;
	v->has_value = indicator_value(p, i, &row.inputs, &v->value);
	v->has_previous = row.has_previous;
	v->previous = row.previous;
	if (cells_get(t, &cell)) {
		inputs_carry(p, i->leaf, cell.entry, &cell.inputs);
		v->differs = figure_differs(l, &row.inputs, &cell.inputs);
	}
	(void)snprintf(out->source[nth], sizeof out->source[nth], "%s",
	    row.source);
	out->extracted[nth] = row.extracted;
}

/* Values of the year before that the figures do not tell, from the period of
 * this store that has it. */
static enum err
take_before(struct store *s, struct indicators *out)
{
	const struct plan *p = out->plan, *before;
	struct period row;
	struct figure_row f;
	struct txn t;

	if (p->previous_period.text[0] == 0 ||
	    store_plan(s, p->previous_period, &before, &row) != OK)
		return OK;
	txn_read(&t, s->env);
	for (unsigned n = 0; n < p->n_indicators; n++)
		for (unsigned u = 0; u < p->n_units; u++) {
			struct indicator_value *v =
			    &out->value[(size_t)n * p->n_units + u];
			struct leaf_id id = p->leaves[p->indicators[n].leaf].id;
			int leaf = plan_leaf(before, id);
			const struct indicator *i =
			    leaf < 0 ? NULL
				     : plan_indicator(before, (unsigned)leaf);

			if (!v->has_previous && i != NULL &&
			    figures_carried(&t, before, (unsigned)leaf,
				p->units[u].id, &f))
				v->has_previous = indicator_value(before, i,
				    &f.inputs, &v->previous);
		}
	return txn_end(&t);
}

static enum err
take_all(struct store *s, const struct at *at, struct indicators *out)
{
	const struct plan *p = out->plan;
	struct txn t;
	enum err e;

	out->value = calloc((size_t)p->n_indicators * p->n_units + 1,
	    sizeof *out->value);
	out->source = calloc(p->n_indicators + 1, sizeof *out->source);
	out->extracted = calloc(p->n_indicators + 1, sizeof *out->extracted);
	if (out->value == NULL || out->source == NULL || out->extracted == NULL)
		return ERR_NO_MEMORY;
	at_read(&t, s, at);
	for (unsigned n = 0; n < p->n_indicators; n++)
		for (unsigned u = 0; u < p->n_units; u++)
			if (out->only < 0 || (unsigned)out->only == u)
				take_row(&t, out, n, u);
	e = txn_end(&t);
	return e == OK ? take_before(s, out) : e;
}

enum err
look_indicators(struct store *s, const struct who *who, struct period_id period,
    uint64_t which, struct indicators *out, struct fault *why)
{
	struct at at;
	enum err e;

	*out = (struct indicators){ .only = -1 };
	if ((e = at_find(s, period, which, &at, why)) != OK ||
	    (e = admit(&at, who, out, why)) != OK)
		return e;
	out->plan = at.plan;
	if ((e = take_all(s, &at, out)) != OK)
		look_indicators_free(out);
	return e;
}
