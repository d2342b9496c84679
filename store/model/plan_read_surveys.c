/*
 * plan_read_surveys.c - the survey forms: whom they ask, which questions, and
 * which leaf each question feeds.
 *
 * Knows "surveys" in the "period" part of a bundle; everything else of the
 * plan is read before it.
 */
#include "store/model/plan_read.h"

#define FORMS_MOST 100000000
#define WEIGHT_MOST 1000000

static bool
is_there(const struct jv *object, const char *key)
{
	struct jv at = jv_get(object, key);

	return jv_kind(&at) != JSON_NONE;
}

/* What a group of respondents may say besides. */
static void
read_more(struct plan_reading *r, const struct jv *v, const struct survey *s,
    struct respondents *g)
{
	struct jv weight = jv_get(v, "weight"), each = jv_get(v, "per_unit");

	g->eligible_vi = member_text_maybe(r, v, "eligible_vi");
	if (is_there(v, "per_unit")) {
		g->per_unit =
		    (uint64_t)member_int(r, v, "per_unit", 1, FORMS_MOST);
		if (s->kind != SURVEY_CITIZEN)
			fault_at(r, &each, ERR_MALFORMED,
			    "A form of an organisation judges every unit; only "
			    "citizens' forms are planned by unit.");
	}
	if (is_there(v, "weight") &&
	    points_of(r, &weight, WEIGHT_MOST, &g->weight) &&
	    g->weight.millionths == 0)
		fault_at(r, &weight, ERR_RANGE,
		    "A weight is more than 0; a group that is not to count is "
		    "left out of the survey.");
}

static uint64_t
read_respondents(struct plan_reading *r, const struct jv *v, struct survey *s)
{
	static const char *const known[] = { "id", "name_vi", "expected",
		"per_unit", "eligible_vi", "weight", NULL };
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
		read_more(r, &one, s, &g[i]);
	}
	return sum;
}

static void
read_survey(struct plan_reading *r, const struct jv *v, struct survey *s)
{
	static const char *const known[] = { "id", "name_vi", "kind", "block",
		"expected", "respondents", "questions", "sealed", "over_quota",
		"second_entry", "channels", NULL };
	static const char *const kinds[] = { "organisation", "citizen" };
	static const char *const over[] = { "take", "refuse" };
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
	s->sealed = member_bool(r, v, "sealed", false);
	if (is_there(v, "over_quota"))
		s->over_refused = member_word(r, v, "over_quota", over, 2) == 1;
	if (is_there(v, "second_entry"))
		(void)member_points(r, v, "second_entry", PERCENT_MOST,
		    &s->second);
	plan_read_channels(r, v, s);
	plan_read_questions(r, v, s);
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
	if (r->fs->n == before)
		plan_check_weights(r, &list);
}
