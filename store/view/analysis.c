/*
 * analysis.c - all results together, as JSON.
 *
 * Knows its shape. Touches nothing but its arguments.
 */
#include "store/model/outside.h"
#include "store/view/views.h"

static void
kpercent(struct jout *j, const char *key, const struct plan *p,
    struct points percent)
{
	struct buf text = { 0 };

	points_put(&text, percent, p->index_decimals);
	jout_ktext(j, key, buf_all(&text));
	buf_free(&text);
}

static void
kmean(struct jout *j, const char *key, const struct plan *p,
    const struct mean *m)
{
	if (m->n != 0) {
		kpercent(j, key, p, m->percent);
		return;
	}
	jout_key(j, key);
	jout_null(j);
}

static void
put_averages(struct jout *j, const struct analysis *a, unsigned block)
{
	const struct plan *p = a->results.plan;
	const struct block_analysis *b = &a->block[block];

	jout_key(j, "average");
	jout_object(j);
	jout_kuint(j, "units", b->index.n);
	kmean(j, "index", p, &b->index);
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned f = 0; f < p->n_fields; f++) {
		if (b->field[f].n == 0)
			continue;
		jout_object(j);
		jout_kstr(j, "field", p->fields[f].id.text);
		jout_kuint(j, "units", b->field[f].n);
		kmean(j, "percent", p, &b->field[f]);
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_reasons(struct jout *j, const struct plan *p, const struct leaf_analysis *l)
{
	jout_key(j, "statuses");
	jout_object(j);
	for (unsigned i = 0; i < LEAF_STATUSES; i++)
		if (l->status[i] != 0)
			jout_kuint(j, leaf_status_name((enum leaf_status)i),
			    l->status[i]);
	jout_object_end(j);
	jout_key(j, "reasons");
	jout_object(j);
	for (unsigned i = 0; i < p->life.n_reasons; i++)
		if (l->reason[i] != 0)
			jout_kuint(j, p->life.reasons[i].id, l->reason[i]);
	jout_object_end(j);
	jout_kuint(j, "without_reason", l->unreasoned);
}

/* Of leaves outside the total: which, and what of a bonus was won. */
static void
put_outside(struct jout *j, const struct plan *p, unsigned leaf,
    const struct leaf_analysis *l)
{
	enum field_kind kind = p->fields[p->leaves[leaf].field].kind;

	if (kind == FIELD_INSIDE)
		return;
	jout_kstr(j, "outside", kind == FIELD_BONUS ? "bonus" : "penalty");
	if (kind == FIELD_PENALTY)
		return;
	jout_kuint(j, "winning", l->winning);
	view_kpoints(j, "won", p, l->won);
}

static void
put_loss(struct jout *j, const struct plan *p, unsigned leaf,
    const struct leaf_analysis *l)
{
	jout_object(j);
	jout_kstr(j, "leaf", p->leaves[leaf].id.text);
	jout_kstr(j, "field", p->fields[p->leaves[leaf].field].id.text);
	jout_kstr(j, "name", p->leaves[leaf].name_vi);
	jout_kuint(j, "units", l->units);
	jout_kuint(j, "losing", l->losing);
	view_kpoints(j, "lost", p, l->lost);
	view_kpoints(j, "of", p, l->of);
	put_outside(j, p, leaf, l);
	view_kpercent(j, "percent", p, l->lost, l->of);
	view_kpoints(j, "self", p, l->self);
	view_kpoints(j, "appraised", p, l->appraised);
	put_reasons(j, p, l);
	jout_object_end(j);
}

static void
put_losses(struct jout *j, const struct analysis *a, unsigned block)
{
	const struct plan *p = a->results.plan;
	unsigned list[LEAVES_MOST], n = analysis_losses(a, block, list);

	jout_key(j, "losses");
	jout_array(j);
	for (unsigned i = 0; i < n; i++)
		put_loss(j, p, list[i],
		    &a->leaf[block * p->n_leaves + list[i]]);
	jout_array_end(j);
}

static void
put_proofs(struct jout *j, const char *key, const unsigned n[PROOFS])
{
	jout_key(j, key);
	jout_object(j);
	for (unsigned i = PROOF_MISSING; i < PROOFS; i++)
		jout_kuint(j, proof_name((enum proof)i), n[i]);
	jout_object_end(j);
}

static void
put_matrix(struct jout *j, const struct analysis *a, unsigned unit)
{
	const struct plan *p = a->results.plan;

	jout_key(j, "matrix");
	jout_object(j);
	for (unsigned i = 0; i < p->n_leaves; i++) {
		enum proof proof = a->proof[unit * p->n_leaves + i];

		if (proof != PROOF_NOT_ASKED)
			jout_kstr(j, p->leaves[i].id.text, proof_name(proof));
	}
	jout_object_end(j);
}

static void
put_unit(struct jout *j, const struct analysis *a, unsigned unit)
{
	const struct plan *p = a->results.plan;
	const struct unit_analysis *u = &a->unit[unit];
	struct points on_time,
	    apart = { u->self.millionths - u->appraised.millionths };
	bool any = analysis_on_time(a, unit, &on_time);

	jout_object(j);
	jout_kstr(j, "unit", p->units[unit].id.text);
	put_proofs(j, "documents", u->proofs);
	put_proofs(j, "criteria", u->leaves);
	if (any) {
		kpercent(j, "on_time_percent", p, on_time);
	} else {
		jout_key(j, "on_time_percent");
		jout_null(j);
	}
	view_kpoints(j, "lost", p, u->lost);
	if (outside_any(p))
		view_kpoints(j, "won", p, u->won);
	jout_kuint(j, "compared", u->compared);
	view_kpoints(j, "self", p, u->self);
	view_kpoints(j, "appraised", p, u->appraised);
	view_kpoints(j, "difference", p, apart);
	put_matrix(j, a, unit);
	jout_object_end(j);
}

void
view_analysis(struct jout *j, const struct analysis *a)
{
	const struct plan *p = a->results.plan;

	jout_object(j);
	jout_kstr(j, "period", p->period.text);
	jout_kstr(j, "status", results_status_name(a->results.status));
	if (a->results.published.n != 0)
		jout_kuint(j, "published", a->results.published.n);
	jout_key(j, "blocks");
	jout_array(j);
	for (unsigned b = 0; b < p->n_blocks; b++) {
		jout_object(j);
		jout_kstr(j, "block", p->blocks[b].id.text);
		put_averages(j, a, b);
		put_losses(j, a, b);
		jout_key(j, "units");
		jout_array(j);
		for (unsigned u = 0; u < p->n_units; u++)
			if (p->units[u].block == b)
				put_unit(j, a, u);
		jout_array_end(j);
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_object_end(j);
}
