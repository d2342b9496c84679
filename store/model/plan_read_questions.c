/*
 * plan_read_questions.c - the questions of a survey: which leaf each feeds,
 * which answers it offers and what each is worth; and the groups' weights.
 *
 * Knows "questions" of a survey and "weight" of its respondents; everything
 * else of the plan is read before it.
 */
#include "store/model/plan_read.h"
#include "store/model/survey_score.h"

static bool
percent_of_option(struct plan_reading *r, const struct jv *v, struct choice *o,
    struct points *out)
{
	struct jv percent = jv_get(v, "percent");

	o->counts =
	    jv_kind(&percent) != JSON_NONE && jv_kind(&percent) != JSON_IS_NULL;
	if (!o->counts)
		return true;
	return points_of(r, &percent, PERCENT_MOST, out);
}

static void
read_option(struct plan_reading *r, const struct jv *v, struct question *q,
    struct choice *o)
{
	static const char *const known[] = { "id", "label_vi", "percent",
		NULL };
	struct jv id = jv_get(v, "id");
	char name[NAME_ROOM];

	o->id = "";
	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name))
		o->id = text_of(r, &id);
	for (const struct choice *other = q->options; other < o; other++)
		if (o->id[0] != '\0' && strcmp(other->id, o->id) == 0)
			fault_at(r, &id, ERR_EXISTS,
			    "The question has another answer \"%s\".", o->id);
	o->label_vi = member_text(r, v, "label_vi");
	(void)percent_of_option(r, v, o, &q->percent[o - q->options]);
}

/* Its own answers: one of them is worth everything, or nobody could reach the
 * leaf's points. */
static void
read_options(struct plan_reading *r, const struct jv *v, struct question *q)
{
	struct choice *o = NULL;
	struct jv list, one;
	size_t before = r->fs->n;
	bool whole = false;
	unsigned n, i;

	n = member_list(r, v, "options", 2, ANSWERS_MOST, sizeof *o, &list, &o);
	q->options = o;
	for (i = 0; i < n; i++) {
		one = jv_at(&list, i);
		read_option(r, &one, q, o + i);
		whole = whole || (o[i].counts && q->percent[i].millionths ==
						     PERCENT_MOST * POINTS_ONE);
	}
	q->scale = n;
	if (r->fs->n == before && !whole)
		fault_at(r, &list, ERR_RANGE,
		    "No answer is worth 100 percent, so nobody could reach the "
		    "points of the leaf.");
}

/* What one answer alone gives of a leaf of 100 points. */
static void
percents_of_rule(const struct rule *rule, struct question *q)
{
	const struct points hundred = { PERCENT_MOST * POINTS_ONE };
	const struct inputs none = { 0 };
	struct rule_result got;

	for (unsigned i = 0; i < q->scale; i++) {
		struct tally one = { { 0 } };

		one.count[i] = 1;
		if (rule_points(rule, NULL, 0, hundred, 6, &none, &one, &got,
			NULL) == OK)
			q->percent[i] = got.points;
	}
}

static void
check_question(struct plan_reading *r, const struct jv *v,
    const struct survey *s, struct question *q)
{
	const struct leaf *l = r->p->leaves + q->leaf;
	struct jv leaf = jv_get(v, "leaf"), scale = jv_get(v, "scale");

	if (l->mode != LEAF_SURVEY)
		fault_at(r, &leaf, ERR_MALFORMED,
		    "Leaf %s is not fed by surveys.", l->id.text);
	else if (l->max[s->block].millionths == 0)
		fault_at(r, &leaf, ERR_MALFORMED,
		    "Leaf %s is not assessed in block %s.", l->id.text,
		    r->p->blocks[s->block].id.text);
	else if (q->options != NULL)
		r->p->leaf_by_group[q->leaf] = true;
	else if (l->rule != NULL && r->answers[q->leaf] != q->scale)
		fault_at(r, &scale, ERR_RANGE,
		    "The question has %u answers, "
		    "but the rule of leaf %s tells %u apart.",
		    q->scale, l->id.text, r->answers[q->leaf]);
	else if (l->rule != NULL)
		percents_of_rule(l->rule, q);
}

/* "scale" counts the answers; where "options" lists them it may be left out. */
static void
read_answers(struct plan_reading *r, const struct jv *v, struct question *q)
{
	struct jv options = jv_get(v, "options"), scale = jv_get(v, "scale");
	unsigned said = 0;

	if (jv_kind(&scale) != JSON_NONE || jv_kind(&options) == JSON_NONE)
		q->scale = said =
		    (unsigned)member_int(r, v, "scale", 2, ANSWERS_MOST);
	if (jv_kind(&options) == JSON_NONE)
		return;
	read_options(r, v, q);
	if (said != 0 && q->scale != 0 && said != q->scale)
		fault_at(r, &scale, ERR_RANGE,
		    "The question has %u answers, but lists %u.", said,
		    q->scale);
}

static void
read_question(struct plan_reading *r, const struct jv *v,
    const struct survey *s, struct question *q)
{
	static const char *const known[] = { "id", "text_vi", "leaf", "scale",
		"options", NULL };
	struct jv id = jv_get(v, "id"), leaf;
	const struct question *o;
	char name[NAME_ROOM] = "";
	int at = -1;

	q->id = "";
	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name))
		q->id = text_of(r, &id);
	for (o = s->questions; o < q; o++)
		if (name[0] != '\0' && strcmp(o->id, q->id) == 0)
			fault_at(r, &id, ERR_EXISTS,
			    "Survey %s has another question \"%s\".",
			    s->id.text, q->id);
	q->text_vi = member_text(r, v, "text_vi");
	read_answers(r, v, q);
	q->leaf = FEEDS_NO_LEAF;
	leaf = jv_get(v, "leaf");
	if (jv_kind(&leaf) != JSON_NONE &&
	    member_of(r, v, "leaf", JSON_IS_TEXT, &leaf))
		at = leaf_of(r, &leaf);
	if (at < 0 || q->scale == 0 || s->block == BLOCKS_MOST)
		return;
	q->leaf = (unsigned)at;
	check_question(r, v, s, q);
}

void
plan_read_questions(struct plan_reading *r, const struct jv *survey,
    struct survey *s)
{
	struct question *q = NULL;
	struct jv list, one;
	unsigned n, i;

	n = member_list(r, survey, "questions", 1, LEAVES_MOST, sizeof *q,
	    &list, &q);
	s->questions = q;
	for (i = 0; i < n; i++, s->n_questions++) {
		one = jv_at(&list, i);
		read_question(r, &one, s, q + i);
	}
}

/* ---- weights ---- */

static bool
feeds(const struct survey *s, unsigned leaf)
{
	for (unsigned q = 0; q < s->n_questions; q++)
		if (s->questions[q].leaf == leaf)
			return true;
	return false;
}

/* Groups that feed a leaf of a block, with a weight and without. */
static void
count_groups(const struct plan *p, unsigned leaf, unsigned block,
    unsigned *with, unsigned *without)
{
	const struct survey *s;

	*with = *without = 0;
	for (s = p->surveys; s < p->surveys + p->n_surveys; s++)
		for (unsigned g = 0; s->block == block && feeds(s, leaf) &&
				     g < s->n_respondents;
		     g++)
			if (s->respondents[g].weight.millionths > 0)
				++*with;
			else
				++*without;
}

static void
check_leaf(struct plan_reading *r, const struct jv *surveys, unsigned leaf,
    unsigned block, unsigned *sums)
{
	const struct plan *p = r->p;
	unsigned with, without;

	count_groups(p, leaf, block, &with, &without);
	if (with > 0 && without > 0)
		fault_at(r, surveys, ERR_MALFORMED,
		    "Of the groups that are asked about leaf %s in block %s "
		    "some have a weight and some have none.",
		    p->leaves[leaf].id.text, p->blocks[block].id.text);
	if (with > SURVEY_GROUPS_MOST)
		fault_at(r, surveys, ERR_TOO_BIG,
		    "Leaf %s has %u weighted groups in block %s; at most %d "
		    "are possible.",
		    p->leaves[leaf].id.text, with, p->blocks[block].id.text,
		    SURVEY_GROUPS_MOST);
	if (with > 0)
		r->p->leaf_by_group[leaf] = true;
	if (r->p->leaf_by_group[leaf])
		*sums += with > 0 ? with : 1;
}

void
plan_check_weights(struct plan_reading *r, const struct jv *surveys)
{
	const struct plan *p = r->p;

	for (unsigned b = 0; b < p->n_blocks; b++) {
		unsigned sums = 0;

		for (unsigned l = 0; l < p->n_leaves; l++)
			if (p->leaves[l].mode == LEAF_SURVEY)
				check_leaf(r, surveys, l, b, &sums);
		if (sums > SURVEY_SUMS_MOST)
			fault_at(r, surveys, ERR_TOO_BIG,
			    "Block %s has more than %d pairs of leaf and "
			    "weighted group.",
			    p->blocks[b].id.text, SURVEY_SUMS_MOST);
	}
}
