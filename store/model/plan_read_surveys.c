/*
 * plan_read_surveys.c - the survey forms: whom they ask, which questions, and
 * which leaf each question feeds.
 *
 * Knows "surveys" in the "period" part of a bundle; everything else of the
 * plan is read before it.
 */
#include "store/model/plan_read.h"

#define SURVEYS_MOST 64
#define RESPONDENTS_MOST 32
#define FORMS_MOST 100000000
#define SCALE_MOST 5 /* a tally's counts */

static void
check_question(struct plan_reading *r, const struct jv *v,
    const struct survey *s, const struct question *q)
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
	else if (l->rule != NULL && r->answers[q->leaf] != q->scale)
		fault_at(r, &scale, ERR_RANGE,
		    "The question has %u answers, "
		    "but the rule of leaf %s tells %u apart.",
		    q->scale, l->id.text, r->answers[q->leaf]);
}

static void
read_question(struct plan_reading *r, const struct jv *v,
    const struct survey *s, struct question *q)
{
	static const char *const known[] = { "id", "text_vi", "leaf", "scale",
		NULL };
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
	q->scale = (unsigned)member_int(r, v, "scale", 2, SCALE_MOST);
	if (member_of(r, v, "leaf", JSON_IS_TEXT, &leaf))
		at = leaf_of(r, &leaf);
	if (at < 0 || q->scale == 0 || s->block == BLOCKS_MOST)
		return;
	q->leaf = (unsigned)at;
	check_question(r, v, s, q);
}

static uint64_t
read_respondents(struct plan_reading *r, const struct jv *v, struct survey *s)
{
	static const char *const known[] = { "id", "name_vi", "expected",
		NULL };
	struct respondents *g = NULL;
	struct jv list, one, id;
	char name[NAME_ROOM];
	uint64_t sum = 0;
	unsigned n, i, j;

	n = member_list(r, v, "respondents", 1, RESPONDENTS_MOST, sizeof *g,
	    &list, &g);
	s->respondents = g;
	for (i = 0; i < n; i++, s->n_respondents++) {
		one = jv_at(&list, i);
		id = jv_get(&one, "id");
		g[i].id = "";
		if (!object_open(r, &one, known))
			continue;
		if (member_name(r, &one, "id", name))
			g[i].id = text_of(r, &id);
		for (j = 0; j < i && g[i].id[0] != '\0'; j++)
			if (strcmp(g[j].id, g[i].id) == 0)
				fault_at(r, &id, ERR_EXISTS,
				    "Survey %s has "
				    "another group of respondents \"%s\".",
				    s->id.text, g[i].id);
		g[i].name_vi = member_text(r, &one, "name_vi");
		g[i].expected =
		    (uint64_t)member_int(r, &one, "expected", 0, FORMS_MOST);
		sum += g[i].expected;
	}
	return sum;
}

static void
read_questions(struct plan_reading *r, const struct jv *v, struct survey *s)
{
	struct question *q = NULL;
	struct jv list, one;
	unsigned n, i;

	n = member_list(r, v, "questions", 1, LEAVES_MOST, sizeof *q, &list,
	    &q);
	s->questions = q;
	for (i = 0; i < n; i++, s->n_questions++) {
		one = jv_at(&list, i);
		read_question(r, &one, s, q + i);
	}
}

static void
read_survey(struct plan_reading *r, const struct jv *v, struct survey *s)
{
	static const char *const known[] = { "id", "name_vi", "kind", "block",
		"expected", "respondents", "questions", NULL };
	static const char *const kinds[] = { "organisation", "citizen" };
	struct jv id = jv_get(v, "id"), expected = jv_get(v, "expected");
	struct survey_id name = { "" };
	size_t before = r->fs->n;
	uint64_t sum;
	int block;

	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name.text)) {
		if (plan_survey(r->p, name) >= 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another survey \"%s\".", name.text);
		s->id = name;
	}
	s->name_vi = member_text(r, v, "name_vi");
	s->kind = member_word(r, v, "kind", kinds, 2) == SURVEY_CITIZEN
		      ? SURVEY_CITIZEN
		      : SURVEY_ORGANISATION;
	block = member_block(r, v);
	s->block = block < 0 ? BLOCKS_MOST : (unsigned)block;
	s->expected = (uint64_t)member_int(r, v, "expected", 0, FORMS_MOST);
	sum = read_respondents(r, v, s);
	if (r->fs->n == before && sum != s->expected)
		fault_at(r, &expected, ERR_RANGE,
		    "Survey %s expects %llu "
		    "forms, but its respondents add up to %llu.",
		    s->id.text, (unsigned long long)s->expected,
		    (unsigned long long)sum);
	read_questions(r, v, s);
}

static bool
asked(const struct plan *p, unsigned leaf, unsigned block)
{
	const struct survey *s;
	unsigned q;

	for (s = p->surveys; s < p->surveys + p->n_surveys; s++)
		for (q = 0; s->block == block && q < s->n_questions; q++)
			if (s->questions[q].leaf == leaf)
				return true;
	return false;
}

/* A leaf of surveys that nobody is asked about would be 0 for everyone. */
static void
check_asked(struct plan_reading *r, const struct jv *list)
{
	const struct plan *p = r->p;
	unsigned l, b;

	for (l = 0; l < p->n_leaves; l++)
		for (b = 0; b < p->n_blocks; b++)
			if (p->leaves[l].mode == LEAF_SURVEY &&
			    p->leaves[l].max[b].millionths > 0 &&
			    !asked(p, l, b))
				fault_at(r, list, ERR_MISSING_FIELD,
				    "No question of block %s feeds leaf %s.",
				    p->blocks[b].id.text, p->leaves[l].id.text);
}

void
plan_read_surveys(struct plan_reading *r, const struct jv *period)
{
	struct survey *s = NULL;
	struct jv list, one;
	size_t before = r->fs->n;
	unsigned n, i;

	n = member_list(r, period, "surveys", 0, SURVEYS_MOST, sizeof *s, &list,
	    &s);
	r->p->surveys = s;
	for (i = 0; i < n; i++, r->p->n_surveys++) {
		one = jv_at(&list, i);
		read_survey(r, &one, s + i);
	}
	if (r->fs->n == before)
		check_asked(r, &list);
}
