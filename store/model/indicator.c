/*
 * indicator.c - figures supplied for a leaf, and what they say.
 *
 * Knows their JSON and how a value is made of them. Touches nothing but its
 * arguments.
 */
#include "store/model/indicator.h"

#include <stdio.h>

#include "store/base/json_in.h"
#include "store/base/text.h"

static enum err
wrong(const struct jv *at, enum err e, struct fault *why, const char *detail)
{
	char pointer[sizeof why->pointer];

	jv_pointer(at, pointer, sizeof pointer);
	return fault_set(why, e, pointer, "%s", detail);
}

static enum err
read_unit(const struct plan *p, unsigned leaf, const struct jv *v,
    const struct figures *before, struct figure *out, struct fault *why)
{
	struct jv name = jv_get(v, "unit");
	struct unit_id id;
	struct slice text;
	int unit = -1;

	if (!jv_text(&name, &text))
		return wrong(v, ERR_MISSING_FIELD, why,
		    "\"unit\" is the unit's code or name.");
	if (unit_id_read(text, &id) == OK)
		unit = plan_unit(p, id);
	if (unit < 0)
		unit = plan_unit_named(p, text);
	if (unit < 0)
		return wrong(&name, ERR_UNKNOWN_UNIT, why,
		    "The period has no such unit.");
	if (plan_applies(p, (unsigned)unit, leaf) != APPLIES)
		return wrong(&name, ERR_LEAF_NOT_YOURS, why,
		    "The criterion does not apply to this unit.");
	for (unsigned i = 0; i < before->n; i++)
		if (before->list[i].unit == (unsigned)unit)
			return wrong(&name, ERR_EXISTS, why,
			    "This unit stands in the file twice.");
	out->unit = (unsigned)unit;
	return OK;
}

static enum err
read_figure(const struct plan *p, unsigned leaf, const struct jv *v,
    const struct figures *before, struct figure *out, struct fault *why)
{
	static const char *const known[] = { "unit", "inputs", "previous",
		NULL };
	const struct leaf *l = &p->leaves[leaf];
	struct jv other = jv_unknown(v, known);
	struct jv in = jv_get(v, "inputs"), last = jv_get(v, "previous");
	struct slice text;
	enum err e;

	if (jv_kind(v) != JSON_IS_OBJECT || jv_kind(&other) != JSON_NONE)
		return wrong(jv_kind(&other) == JSON_NONE ? v : &other,
		    ERR_UNKNOWN_FIELD, why,
		    "Known are \"unit\", \"inputs\", \"previous\".");
	if ((e = read_unit(p, leaf, v, before, out, why)) != OK ||
	    (e = inputs_read(&in, l->vars, l->n_vars, &out->inputs, why)) != OK)
		return e;
	if (out->inputs.not_applicable)
		return wrong(&in, ERR_RANGE, why,
		    "Figures do not say that a criterion does not apply.");
	if (jv_kind(&last) == JSON_NONE)
		return OK;
	if (!jv_text(&last, &text) || points_read(text, &out->previous) != OK)
		return wrong(&last, ERR_MALFORMED, why,
		    "\"previous\" is last year's percentage as text.");
	out->has_previous = true;
	return OK;
}

static enum err
read_head(const struct jv *v, struct figures *out, struct fault *why)
{
	static const char *const known[] = { "source", "extracted", "units",
		NULL };
	struct jv at = jv_unknown(v, known);
	struct buf text = { 0 };
	struct slice said;
	enum err e = OK;

	if (jv_kind(v) != JSON_IS_OBJECT || jv_kind(&at) != JSON_NONE)
		return wrong(jv_kind(&at) == JSON_NONE ? v : &at,
		    ERR_UNKNOWN_FIELD, why,
		    "Known are \"source\", \"extracted\", \"units\".");
	at = jv_get(v, "source");
	if (!jv_text(&at, &said) || said.n == 0)
		return wrong(v, ERR_MISSING_FIELD, why,
		    "\"source\" says where the figures come from.");
	if (text_normalise(said, &text) != OK || text.n >= sizeof out->source)
		e = wrong(&at, ERR_TOO_BIG, why,
		    "\"source\" has at most 255 bytes, without control "
		    "characters.");
	else
		memcpy(out->source, buf_cstr(&text), text.n + 1);
	buf_free(&text);
	at = jv_get(v, "extracted");
	if (e == OK &&
	    (!jv_text(&at, &said) || moment_read(said, &out->extracted) != OK))
		e = wrong(jv_kind(&at) == JSON_NONE ? v : &at,
		    ERR_MISSING_FIELD, why,
		    "\"extracted\" says when they were taken, with the "
		    "offset.");
	return e;
}

enum err
figures_read(const struct plan *p, unsigned leaf, const struct jv *v,
    struct pool *pool, struct figures *out, struct fault *why)
{
	struct jv list = jv_get(v, "units"), one;
	size_t n = jv_count(&list);
	enum err e;

	*out = (struct figures){ .leaf = leaf };
	if ((e = read_head(v, out, why)) != OK)
		return e;
	if (jv_kind(&list) != JSON_IS_ARRAY || n == 0 || n > p->n_units)
		return wrong(jv_kind(&list) == JSON_NONE ? v : &list, ERR_RANGE,
		    why,
		    "\"units\" has a row for each unit, and not one more.");
	out->list = pool_array(pool, n, sizeof *out->list);
	if (out->list == NULL)
		return ERR_NO_MEMORY;
	for (size_t i = 0; i < n; i++, out->n++) {
		one = jv_at(&list, i);
		e = read_figure(p, leaf, &one, out, &out->list[i], why);
		if (e != OK)
			return e;
	}
	return OK;
}

bool
figure_differs(const struct leaf *l, const struct inputs *figures,
    const struct inputs *written)
{
	if (written->not_applicable)
		return false;
	for (unsigned i = 0; i < l->n_vars; i++)
		if (figures->given[i] &&
		    (!written->given[i] ||
			written->value[i] != figures->value[i]))
			return true;
	return false;
}

const struct indicator *
plan_indicator(const struct plan *p, unsigned leaf)
{
	for (unsigned i = 0; i < p->n_indicators; i++)
		if (p->indicators[i].leaf == leaf)
			return &p->indicators[i];
	return NULL;
}

/* A count as points is that many wholes; a decimal is millionths already. */
static __int128
millionths(const struct var *v, int64_t value)
{
	return v->type == VAR_COUNT ? (__int128)value * POINTS_ONE : value;
}

bool
indicator_value(const struct plan *p, const struct indicator *i,
    const struct inputs *in, struct points *out)
{
	const struct var *vars = p->leaves[i->leaf].vars;
	struct fraction f = { 0, POINTS_ONE };

	if (!in->given[i->num] || (i->den >= 0 && !in->given[i->den]))
		return false;
	f.num = millionths(&vars[i->num], in->value[i->num]);
	if (i->den >= 0) {
		f.num *= 100;
		f.den = millionths(&vars[i->den], in->value[i->den]);
	}
	return f.den > 0 &&
	       fraction_points_rounded(f, p->index_decimals, out) == OK;
}

bool
indicator_meets(const struct indicator *i, struct points value)
{
	return i->lower_is_better ? value.millionths <= i->target.millionths
				  : value.millionths >= i->target.millionths;
}

bool
indicator_average(const struct indicators *i, unsigned indicator,
    unsigned block, struct points *out)
{
	const struct plan *p = i->plan;
	struct fraction sum = { 0, 0 };

	for (unsigned u = 0; u < p->n_units; u++) {
		const struct indicator_value *v =
		    &i->value[(size_t)indicator * p->n_units + u];

		if (p->units[u].block != block || !v->has_value)
			continue;
		sum.num += v->value.millionths;
		sum.den += POINTS_ONE;
	}
	return sum.den != 0 &&
	       fraction_points_rounded(sum, p->index_decimals, out) == OK;
}
