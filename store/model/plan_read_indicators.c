/*
 * plan_read_indicators.c - leaves whose figures an agency supplies for all
 * units.
 *
 * Knows "indicators" in the "period" part of a bundle, which may be left out.
 */
#include "store/model/plan_read.h"

static int
var_named(struct plan_reading *r, const struct jv *v, const struct leaf *l,
    const char *key, bool required)
{
	struct jv name = jv_get(v, key);
	struct slice text;

	if (jv_kind(&name) == JSON_NONE && !required)
		return -1;
	if (!member_of(r, v, key, JSON_IS_TEXT, &name))
		return -1;
	(void)jv_text(&name, &text);
	for (unsigned i = 0; i < l->n_vars; i++)
		if (slice_is(text, l->vars[i].key)) {
			if (l->vars[i].type == VAR_COUNT ||
			    l->vars[i].type == VAR_DECIMAL)
				return (int)i;
			break;
		}
	fault_at(r, &name, ERR_NOT_FOUND,
	    "Leaf %s has no count or decimal \"%.*s\".", l->id.text,
	    shown(text), (const char *)text.p);
	return -1;
}

static void
read_target(struct plan_reading *r, const struct jv *v, struct indicator *out)
{
	static const char *const words[] = { "higher", "lower" };
	struct jv target = jv_get(v, "target"), better = jv_get(v, "better");

	if (jv_kind(&better) != JSON_NONE)
		out->lower_is_better =
		    member_word(r, v, "better", words, 2) == 1;
	if (jv_kind(&target) != JSON_NONE)
		out->has_target =
		    member_points(r, v, "target", PERCENT_MOST, &out->target);
}

static void
read_indicator(struct plan_reading *r, const struct jv *v,
    struct indicator *out)
{
	static const char *const known[] = { "leaf", "agency", "value", "of",
		"target", "better", NULL };
	struct jv leaf, agency = jv_get(v, "agency");
	const struct indicator *o;
	int i;

	out->agency = out->den = -1;
	if (!object_open(r, v, known) ||
	    !member_of(r, v, "leaf", JSON_IS_TEXT, &leaf) ||
	    (i = leaf_of(r, &leaf)) < 0)
		return;
	out->leaf = (unsigned)i;
	for (o = r->p->indicators; o < out; o++)
		if (o->leaf == out->leaf)
			fault_at(r, &leaf, ERR_EXISTS,
			    "Leaf %s is an indicator already.",
			    r->p->leaves[i].id.text);
	if (jv_kind(&agency) != JSON_NONE)
		out->agency = unit_of(r, &agency);
	i = var_named(r, v, &r->p->leaves[out->leaf], "value", true);
	out->num = i < 0 ? 0 : (unsigned)i;
	out->den = var_named(r, v, &r->p->leaves[out->leaf], "of", false);
	read_target(r, v, out);
}

void
plan_read_indicators(struct plan_reading *r, const struct jv *period)
{
	struct jv list = jv_get(period, "indicators"), one;
	struct indicator *room = NULL;
	unsigned n;

	if (jv_kind(&list) == JSON_NONE)
		return;
	n = member_list(r, period, "indicators", 1, LEAVES_MOST, sizeof *room,
	    &list, &room);
	r->p->indicators = room;
	for (unsigned i = 0; i < n; i++) {
		one = jv_at(&list, i);
		read_indicator(r, &one, room + i);
		r->p->n_indicators = i + 1;
	}
}
