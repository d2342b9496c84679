/*
 * carry.c - records of an older version by the places of a newer one.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/carry.h"

/* ---- inputs ---- */

static int
var_of(const struct leaf *l, const struct var *v)
{
	for (unsigned i = 0; i < l->n_vars; i++)
		if (l->vars[i].type == v->type &&
		    strcmp(l->vars[i].key, v->key) == 0)
			return (int)i;
	return -1;
}

/* The level's place by its name; false when there is none of that name. */
static bool
carry_level(const struct var *was, const struct var *is, int64_t *value)
{
	for (unsigned i = 0; i < is->n_levels; i++)
		if (strcmp(was->levels[*value], is->levels[i]) == 0) {
			*value = i;
			return true;
		}
	return false;
}

static void
carry(const struct leaf *was, const struct leaf *is, struct inputs *in)
{
	struct inputs from = *in;
	int k;

	*in = (struct inputs){ .not_applicable = from.not_applicable };
	for (unsigned i = 0; i < is->n_vars; i++) {
		const struct var *v = &is->vars[i];

		if ((k = var_of(was, v)) < 0 || !from.given[k])
			continue;
		in->value[i] = from.value[k];
		in->given[i] = v->type != VAR_LEVEL ||
			       carry_level(&was->vars[k], v, &in->value[i]);
	}
}

void
inputs_carry(const struct plan *p, unsigned leaf, uint64_t entry,
    struct inputs *in)
{
	const struct plan *then = plan_at(p, entry);
	int old;

	if (then == p || (old = plan_leaf(then, p->leaves[leaf].id)) < 0)
		return;
	carry(&then->leaves[old], &p->leaves[leaf], in);
}

/* ---- results ---- */

static int
group_of(const struct plan *was, const struct plan *is, int group)
{
	const struct group *old;

	if (group < 0)
		return -1;
	old = &was->groups[group];
	for (unsigned i = 0; i < is->n_groups; i++)
		if (strcmp(is->groups[i].id, old->id) == 0 &&
		    block_id_eq(is->blocks[is->groups[i].block].id,
			was->blocks[old->block].id))
			return (int)i;
	return -1;
}

static int
class_of(const struct plan *was, const struct plan *is, int class)
{
	for (unsigned i = 0; class >= 0 && i < is->n_classes; i++)
		if (strcmp(is->classes[i].id, was->classes[class].id) == 0)
			return (int)i;
	return -1;
}

void
result_carry(const struct plan *was, const struct plan *is,
    const struct result *from, struct result *to)
{
	int k;

	*to = *from;
	memset(to->score.leaf, 0, sizeof to->score.leaf);
	memset(to->score.field, 0, sizeof to->score.field);
	memset(to->score.review, 0, sizeof to->score.review);
	for (unsigned i = 0; i < is->n_leaves; i++)
		if ((k = plan_leaf(was, is->leaves[i].id)) >= 0)
			to->score.leaf[i] = from->score.leaf[k];
	for (unsigned i = 0; i < is->n_fields; i++)
		if ((k = plan_field(was, is->fields[i].id)) >= 0) {
			to->score.field[i] = from->score.field[k];
			to->score.review[i] = from->score.review[k];
		}
	to->score.group = group_of(was, is, from->score.group);
	to->score.class = class_of(was, is, from->score.class);
}
