/*
 * indicators.c - supplied figures beside targets and averages, as JSON.
 *
 * Knows their shape. Touches nothing but its arguments.
 */
#include "store/view/views.h"

static void
kpercent(struct jout *j, const char *key, const struct plan *p, bool known,
    struct points percent)
{
	struct buf text = { 0 };

	jout_key(j, key);
	points_put(&text, percent, p->index_decimals);
	if (known)
		jout_text(j, buf_all(&text));
	else
		jout_null(j);
	buf_free(&text);
}

/* Where a value stands to another: above, at or below it. */
static void
kstands(struct jout *j, const char *key, bool known, struct points value,
    struct points other)
{
	jout_key(j, key);
	if (!known)
		jout_null(j);
	else if (value.millionths == other.millionths)
		jout_str(j, "at");
	else
		jout_str(j,
		    value.millionths > other.millionths ? "above" : "below");
}

/* Against the mean of the unit's block, which only who sees all is told. */
static void
put_stand(struct jout *j, const struct indicators *i, unsigned nth,
    unsigned unit, const struct indicator_value *v)
{
	const struct indicator *of = &i->plan->indicators[nth];
	struct points mean = { 0 };
	bool any = i->only < 0 &&
		   indicator_average(i, nth, i->plan->units[unit].block, &mean);

	kstands(j, "to_target", v->has_value && of->has_target, v->value,
	    of->target);
	kstands(j, "to_average", v->has_value && any, v->value, mean);
	kstands(j, "to_previous", v->has_value && v->has_previous, v->value,
	    v->previous);
}

static void
put_value(struct jout *j, const struct indicators *i, unsigned nth,
    unsigned unit)
{
	const struct plan *p = i->plan;
	const struct indicator *of = &p->indicators[nth];
	const struct leaf *l = &p->leaves[of->leaf];
	const struct indicator_value *v =
	    &i->value[(size_t)nth * p->n_units + unit];

	jout_object(j);
	jout_kstr(j, "unit", p->units[unit].id.text);
	kpercent(j, "value", p, v->has_value, v->value);
	kpercent(j, "previous", p, v->has_previous, v->previous);
	jout_key(j, "against_target");
	if (!v->has_value || !of->has_target)
		jout_null(j);
	else
		jout_str(j, indicator_meets(of, v->value) ? "met" : "missed");
	put_stand(j, i, nth, unit, v);
	jout_kbool(j, "differs_from_self", v->differs);
	if (v->supplied) {
		jout_key(j, "inputs");
		inputs_put(j, l->vars, l->n_vars, &v->inputs);
	}
	jout_object_end(j);
}

static bool
shown(const struct indicators *i, unsigned nth, unsigned unit)
{
	return (i->only < 0 || (unsigned)i->only == unit) &&
	       plan_applies(i->plan, unit, i->plan->indicators[nth].leaf) ==
		   APPLIES;
}

static void
put_averages(struct jout *j, const struct indicators *i, unsigned nth)
{
	const struct plan *p = i->plan;
	struct points mean = { 0 };

	jout_key(j, "averages");
	jout_object(j);
	for (unsigned b = 0; b < p->n_blocks && i->only < 0; b++)
		if (indicator_average(i, nth, b, &mean))
			kpercent(j, p->blocks[b].id.text, p, true, mean);
	jout_object_end(j);
}

static void
put_indicator(struct jout *j, const struct indicators *i, unsigned nth)
{
	const struct plan *p = i->plan;
	const struct indicator *of = &p->indicators[nth];

	jout_object(j);
	jout_kstr(j, "leaf", p->leaves[of->leaf].id.text);
	jout_kstr(j, "name", p->leaves[of->leaf].name_vi);
	if (of->agency >= 0)
		jout_kstr(j, "agency", p->units[of->agency].id.text);
	kpercent(j, "target", p, of->has_target, of->target);
	jout_kstr(j, "better", of->lower_is_better ? "lower" : "higher");
	if (i->source[nth][0] != 0) {
		jout_kstr(j, "source", i->source[nth]);
		jout_kmoment(j, "extracted", i->extracted[nth]);
	}
	put_averages(j, i, nth);
	jout_key(j, "units");
	jout_array(j);
	for (unsigned u = 0; u < p->n_units; u++)
		if (shown(i, nth, u))
			put_value(j, i, nth, u);
	jout_array_end(j);
	jout_object_end(j);
}

void
view_indicators(struct jout *j, const struct indicators *i)
{
	jout_object(j);
	jout_kstr(j, "period", i->plan->period.text);
	jout_key(j, "indicators");
	jout_array(j);
	for (unsigned n = 0; n < i->plan->n_indicators; n++)
		put_indicator(j, i, n);
	jout_array_end(j);
	jout_object_end(j);
}
