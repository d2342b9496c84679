/*
 * plan_read_criteria.c - the criteria set: blocks, fields with their weights,
 * leaves with their rules.
 *
 * Knows the "criteria" part of a bundle, and that its declared sums must be
 * the sums of its parts.
 */
#include "store/model/plan_read.h"

static void
read_block(struct plan_reading *r, const struct jv *v, struct block *b,
    unsigned i)
{
	static const char *const known[] = { "id", "name_vi", "total", NULL };
	struct jv id = jv_get(v, "id");
	struct block_id name = { "" };

	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name.text)) {
		if (plan_block(r->p, name) >= 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another block \"%s\".", name.text);
		b->id = name;
	}
	b->name_vi = member_text(r, v, "name_vi");
	member_points(r, v, "total", POINTS_MOST, &r->total[i]);
}

/* {"department": "14.5", "district": "15.5"}; a block left out has 0. */
static void
read_max(struct plan_reading *r, const struct jv *v,
    struct points max[BLOCKS_MOST])
{
	struct jv object, one;
	void *it = NULL;
	int block;

	if (!member_of(r, v, "max", JSON_IS_OBJECT, &object))
		return;
	while (jv_next(&object, &it, &one)) {
		block = block_of(r, &one, slice_text(one.key));
		if (block >= 0)
			points_of(r, &one, POINTS_MOST, &max[block]);
	}
}

static void
read_field(struct plan_reading *r, const struct jv *v, struct field *f,
    unsigned i)
{
	static const char *const known[] = { "id", "name_vi", "max", "survey",
		"outside", NULL };
	static const char *const kinds[] = { "bonus", "penalty" };
	struct jv id = jv_get(v, "id"), outside = jv_get(v, "outside");
	struct field_id name = { "" };

	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name.text)) {
		if (plan_field(r->p, name) >= 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another field \"%s\".", name.text);
		f->id = name;
	}
	f->name_vi = member_text(r, v, "name_vi");
	f->survey = member_bool(r, v, "survey", false);
	read_max(r, v, r->field_max[i]);
	if (jv_kind(&outside) == JSON_NONE)
		return;
	f->kind = member_word(r, v, "outside", kinds, 2) == 1 ? FIELD_PENALTY
							      : FIELD_BONUS;
	memcpy(f->cap, r->field_max[i], sizeof f->cap);
}

static const char *const modes[] = {
	[LEAF_EVIDENCE] = "evidence",
	[LEAF_SURVEY] = "survey",
	[LEAF_SYSTEM] = "system",
	[LEAF_APPRAISED] = "appraised",
};

/* A leaf and its field and rule are all of surveys, or none of them is. */
static void
check_mode(struct plan_reading *r, const struct jv *v, const struct leaf *l)
{
	struct jv mode = jv_get(v, "mode"), rule = jv_get(v, "rule");
	const struct field *f = r->p->fields + l->field;
	enum rule_kind kind = rule_kind(l->rule);
	bool survey = l->mode == LEAF_SURVEY;

	if (f->survey != survey)
		fault_at(r, &mode, ERR_MALFORMED,
		    "Leaf %s is of mode \"%s\", but its field %s is %sof "
		    "surveys.",
		    l->id.text, modes[l->mode], f->id.text,
		    survey ? "not " : "");
	if (f->kind == FIELD_PENALTY && l->mode != LEAF_APPRAISED)
		fault_at(r, &mode, ERR_MALFORMED,
		    "Leaf %s takes points away (field %s): its mode is "
		    "\"appraised\".",
		    l->id.text, f->id.text);
	if (f->kind == FIELD_BONUS && survey)
		fault_at(r, &mode, ERR_MALFORMED,
		    "Leaf %s is of a bonus field, which no survey feeds.",
		    l->id.text);
	if ((kind == RULE_SURVEY || kind == RULE_SIPAS) != survey)
		fault_at(r, &rule, ERR_MALFORMED,
		    "Leaf %s is of mode \"%s\", for which a rule of type %s "
		    "is not made.",
		    l->id.text, modes[l->mode], rule_kind_name(kind));
}

static void
most_fault(struct plan_reading *r, const struct jv *v, const struct leaf *l,
    unsigned block, struct points most)
{
	struct jv rule = jv_get(v, "rule");
	struct buf b = { 0 };

	points_put(&b, most, 2);
	buf_text(&b, " points at most, but its leaf is worth ");
	points_put(&b, l->max[block], 2);
	fault_at(r, &rule, ERR_RANGE,
	    "In block %s the rule of leaf %s gives %s.",
	    r->p->blocks[block].id.text, l->id.text, buf_cstr(&b));
	buf_free(&b);
}

/* A rule gives its leaf's points at best: neither more nor less. */
static void
check_most(struct plan_reading *r, const struct jv *v, const struct leaf *l)
{
	struct jv rule = jv_get(v, "rule");
	struct points most;
	unsigned i;
	enum err e;

	for (i = 0; i < r->p->n_blocks; i++) {
		if (l->max[i].millionths == 0)
			continue;
		if ((e = rule_most(l->rule, l->max[i], &most)) != OK)
			fault_at(r, &rule, e,
			    "What the rule of leaf %s gives "
			    "at most cannot be computed: %s.",
			    l->id.text, err_words(e));
		else if (most.millionths != l->max[i].millionths)
			most_fault(r, v, l, i, most);
	}
}

static void
read_rule(struct plan_reading *r, const struct jv *v, struct leaf *l)
{
	struct jv vars = jv_get(v, "vars"), rule, percents;
	size_t before = r->fs->n;

	l->vars = vars_read(&vars, r->pool, &l->n_vars, r->fs);
	if (!member_of(r, v, "rule", JSON_IS_OBJECT, &rule) ||
	    r->fs->n != before)
		return;
	l->rule = rule_read(&rule, l->vars, l->n_vars, r->pool, r->fs);
	percents = jv_get(&rule, "percents");
	r->answers[l - r->p->leaves] =
	    jv_kind(&percents) == JSON_IS_ARRAY
		? (unsigned)jv_count(&percents)
		: sizeof((struct tally *)NULL)->count / sizeof(uint64_t);
}

static void
read_leaf(struct plan_reading *r, const struct jv *v, struct leaf *l)
{
	static const char *const known[] = { "id", "field", "criterion",
		"name_vi", "max", "mode", "vars", "rule", "na_allowed",
		"evidence_vi", NULL };
	struct jv id = jv_get(v, "id"), field;
	struct leaf_id name = { "" };
	size_t before = r->fs->n;
	int mode, in = -1;

	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name.text)) {
		if (plan_leaf(r->p, name) >= 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another leaf \"%s\".", name.text);
		l->id = name;
	}
	if (member_of(r, v, "field", JSON_IS_TEXT, &field))
		in = field_of(r, &field);
	l->field = in < 0 ? 0 : (unsigned)in;
	l->criterion = member_text(r, v, "criterion");
	l->name_vi = member_text(r, v, "name_vi");
	l->evidence = member_text_maybe(r, v, "evidence_vi");
	l->source = member_text_maybe(r, v, "source");
	l->assumed = member_bool(r, v, "assumed", false);
	l->na_allowed = member_bool(r, v, "na_allowed", false);
	read_max(r, v, l->max);
	mode = member_word(r, v, "mode", modes, 4);
	l->mode = mode < 0 ? LEAF_EVIDENCE : (enum leaf_mode)mode;
	read_rule(r, v, l);
	if (r->fs->n != before || in < 0)
		return;
	check_mode(r, v, l);
	check_most(r, v, l);
}

static void
sum_fault(struct plan_reading *r, const struct jv *v, const char *whole,
    const char *name, unsigned block, int64_t sum, struct points declared)
{
	struct buf b = { 0 };

	points_put(&b, (struct points){ sum }, 2);
	buf_text(&b, " points, but ");
	points_put(&b, declared, 2);
	fault_at(r, v, ERR_RANGE,
	    "The parts of %s %s add up in block %s to %s is declared.", whole,
	    name, r->p->blocks[block].id.text, buf_cstr(&b));
	buf_free(&b);
}

/* No overflow: LEAVES_MOST x POINTS_MOST x 10^6 is far below 2^63. */
static void
check_fields(struct plan_reading *r, const struct jv *fields, unsigned block)
{
	const struct plan *p = r->p;
	struct jv field, max;
	unsigned f, l;
	int64_t sum;

	for (f = 0; f < p->n_fields; f++) {
		for (sum = 0, l = 0; l < p->n_leaves; l++)
			if (p->leaves[l].field == f)
				sum += p->leaves[l].max[block].millionths;
		field = jv_at(fields, f);
		max = jv_get(&field, "max");
		/* a cap may be lower than what its leaves could give */
		if (p->fields[f].kind == FIELD_INSIDE
			? sum != r->field_max[f][block].millionths
			: sum < r->field_max[f][block].millionths)
			sum_fault(r, &max, "field", p->fields[f].id.text, block,
			    sum, r->field_max[f][block]);
	}
}

static void
check_sums(struct plan_reading *r, const struct jv *criteria)
{
	const struct plan *p = r->p;
	struct jv fields = jv_get(criteria, "fields");
	struct jv blocks = jv_get(criteria, "blocks"), block, total;
	unsigned b, f;
	int64_t sum;

	for (b = 0; b < p->n_blocks; b++) {
		check_fields(r, &fields, b);
		for (sum = 0, f = 0; f < p->n_fields; f++)
			if (p->fields[f].kind == FIELD_INSIDE)
				sum += r->field_max[f][b].millionths;
		block = jv_at(&blocks, b);
		total = jv_get(&block, "total");
		if (sum != r->total[b].millionths)
			sum_fault(r, &total, "block", p->blocks[b].id.text, b,
			    sum, r->total[b]);
	}
}

void
plan_read_criteria(struct plan_reading *r, const struct jv *criteria)
{
	static const char *const known[] = { "format", "id", "name_vi",
		"blocks", "fields", "leaves", NULL };
	size_t before = r->fs->n;
	struct block *b = NULL;
	struct field *f = NULL;
	struct leaf *l = NULL;
	struct jv list, one;
	unsigned n, i;
	char id[NAME_ROOM];

	object_open(r, criteria, known);
	member_format(r, criteria, "parindex-criteria/1");
	member_name(r, criteria, "id", id);
	member_text(r, criteria, "name_vi");

	n = member_list(r, criteria, "blocks", 1, BLOCKS_MOST, sizeof *b, &list,
	    &b);
	r->p->blocks = b;
	for (i = 0; i < n; i++, r->p->n_blocks++) {
		one = jv_at(&list, i);
		read_block(r, &one, b + i, i);
	}
	n = member_list(r, criteria, "fields", 1, FIELDS_MOST, sizeof *f, &list,
	    &f);
	r->p->fields = f;
	for (i = 0; i < n; i++, r->p->n_fields++) {
		one = jv_at(&list, i);
		read_field(r, &one, f + i, i);
	}
	n = member_list(r, criteria, "leaves", 1, LEAVES_MOST, sizeof *l, &list,
	    &l);
	r->p->leaves = l;
	for (i = 0; i < n; i++, r->p->n_leaves++) {
		one = jv_at(&list, i);
		read_leaf(r, &one, l + i);
	}
	if (r->fs->n == before)
		check_sums(r, criteria);
}
