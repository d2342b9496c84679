/*
 * plan_read_grades.c - what an index is worth: bands of the blocks, classes
 * of the heads, and who owes a self-review.
 *
 * Knows "groups", "classes" and "self_review" in the "period" part of a
 * bundle.
 */
#include "store/model/plan_read.h"

#define GROUPS_MOST 256
#define CLASSES_MOST 16
#define GROUP_ID_MOST 23

static void
read_group(struct plan_reading *r, const struct jv *v, struct group *g)
{
	static const char *const known[] = { "block", "id", "name_vi", "from",
		NULL };
	struct jv id = jv_get(v, "id"), from = jv_get(v, "from");
	const struct group *o, *better = NULL;
	int block;

	g->block = BLOCKS_MOST;
	if (!object_open(r, v, known))
		return;
	block = member_block(r, v);
	g->id = member_text(r, v, "id");
	if (strlen(g->id) > GROUP_ID_MOST)
		fault_at(r, &id, ERR_TOO_BIG,
		    "The field \"id\" of a group has at most %d bytes.",
		    GROUP_ID_MOST);
	g->name_vi = member_text(r, v, "name_vi");
	if (!member_points(r, v, "from", PERCENT_MOST, &g->from) || block < 0)
		return;
	g->block = (unsigned)block;
	for (o = r->p->groups; o < g; o++) {
		if (o->block != g->block)
			continue;
		if (strcmp(o->id, g->id) == 0)
			fault_at(r, &id, ERR_EXISTS,
			    "Block %s has another group \"%s\".",
			    r->p->blocks[block].id.text, g->id);
		better = o;
	}
	if (better != NULL && better->from.millionths <= g->from.millionths)
		fault_at(r, &from, ERR_RANGE,
		    "Group \"%s\" begins no lower "
		    "than \"%s\" before it; groups stand best first.",
		    g->id, better->id);
}

void
plan_read_groups(struct plan_reading *r, const struct jv *period)
{
	const struct group *last;
	struct group *g = NULL;
	struct jv list, one;
	size_t before = r->fs->n;
	unsigned n, i, b;

	n = member_list(r, period, "groups", 1, GROUPS_MOST, sizeof *g, &list,
	    &g);
	r->p->groups = g;
	for (i = 0; i < n; i++, r->p->n_groups++) {
		one = jv_at(&list, i);
		read_group(r, &one, g + i);
	}
	if (r->fs->n != before)
		return;
	for (b = 0; b < r->p->n_blocks; b++) {
		if (r->p->blocks[b].id.text[0] == '\0')
			continue;
		for (last = NULL, i = 0; i < n; i++)
			if (g[i].block == b)
				last = g + i;
		if (last == NULL || last->from.millionths != 0)
			fault_at(r, &list, ERR_RANGE,
			    "The last group of block %s must begin at 0.",
			    r->p->blocks[b].id.text);
	}
}

static void
read_class(struct plan_reading *r, const struct jv *v, struct head_class *c)
{
	static const char *const known[] = { "id", "name_vi", "from",
		"fields_from", NULL };
	struct jv id = jv_get(v, "id"), from = jv_get(v, "from");
	const struct head_class *o;
	char name[NAME_ROOM] = "";
	bool read;

	c->id = "";
	c->from.millionths = -1; /* not read */
	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name))
		c->id = text_of(r, &id);
	c->name_vi = member_text(r, v, "name_vi");
	read = member_points(r, v, "from", PERCENT_MOST, &c->from);
	read &=
	    member_points(r, v, "fields_from", PERCENT_MOST, &c->fields_from);
	for (o = r->p->classes; o < c; o++)
		if (strcmp(o->id, c->id) == 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another class \"%s\".", c->id);
	if (read && c > r->p->classes && c[-1].from.millionths >= 0 &&
	    c[-1].from.millionths <= c->from.millionths)
		fault_at(r, &from, ERR_RANGE,
		    "No index reaches class \"%s\": "
		    "the better class \"%s\" begins no higher.",
		    c->id, c[-1].id);
}

void
plan_read_classes(struct plan_reading *r, const struct jv *period)
{
	struct head_class *c = NULL;
	struct jv list, one;
	size_t before = r->fs->n;
	unsigned n, i;

	n = member_list(r, period, "classes", 1, CLASSES_MOST, sizeof *c, &list,
	    &c);
	r->p->classes = c;
	for (i = 0; i < n; i++, r->p->n_classes++) {
		one = jv_at(&list, i);
		read_class(r, &one, c + i);
	}
	if (r->fs->n != before)
		return;
	one = jv_at(&list, n - 1);
	if (c[n - 1].from.millionths != 0 ||
	    c[n - 1].fields_from.millionths != 0)
		fault_at(r, &one, ERR_RANGE,
		    "The last class must begin at 0 "
		    "and ask nothing of the fields.");
}

void
plan_read_fields(struct plan_reading *r, const struct jv *object,
    const char *key, bool marks[FIELDS_MOST])
{
	char *unused;
	struct jv list, one;
	unsigned n, i;
	int field;

	n = member_list(r, object, key, 0, FIELDS_MOST, 1, &list, &unused);
	for (i = 0; i < n; i++) {
		one = jv_at(&list, i);
		if ((field = field_of(r, &one)) < 0)
			continue;
		if (marks[field])
			fault_at(r, &one, ERR_EXISTS,
			    "Field %s is named twice.",
			    r->p->fields[field].id.text);
		if (r->p->fields[field].kind != FIELD_INSIDE)
			fault_at(r, &one, ERR_RANGE,
			    "Field %s stands outside the total.",
			    r->p->fields[field].id.text);
		marks[field] = true;
	}
}

void
plan_read_self_review(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "fields", "below", NULL };
	struct jv v;

	if (!member_of(r, period, "self_review", JSON_IS_OBJECT, &v))
		return;
	object_open(r, &v, known);
	plan_read_fields(r, &v, "fields", r->p->review_field);
	member_points(r, &v, "below", PERCENT_MOST, &r->p->review_below);
}
