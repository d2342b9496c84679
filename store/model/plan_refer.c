/*
 * plan_refer.c - members of a bundle that choose among words, hold lists, or
 * name something declared before.
 *
 * Knows how the plan's nouns are found by name, and none of its rules.
 */
#include "store/model/plan_read.h"

int
member_word(struct plan_reading *r, const struct jv *object, const char *key,
    const char *const *words, unsigned n)
{
	struct buf all = { 0 };
	struct slice s;
	struct jv v;
	unsigned i;

	if (!member_of(r, object, key, JSON_IS_TEXT, &v))
		return -1;
	jv_text(&v, &s);
	for (i = 0; i < n; i++)
		if (slice_is(s, words[i]))
			return (int)i;
	for (i = 0; i < n; i++)
		buf_print(&all, "%s\"%s\"", i == 0 ? "" : ", ", words[i]);
	fault_at(r, &v, ERR_MALFORMED, "The field \"%s\" must be one of %s.",
	    key, buf_cstr(&all));
	buf_free(&all);
	return -1;
}

unsigned
member_list(struct plan_reading *r, const struct jv *object, const char *key,
    unsigned least, unsigned most, size_t size, struct jv *list, void *room)
{
	void *things;
	size_t n;

	if (!member_of(r, object, key, JSON_IS_ARRAY, list))
		return 0;
	n = jv_count(list);
	if (n < least || n > most) {
		fault_at(r, list, n < least ? ERR_EMPTY : ERR_TOO_BIG,
		    "The field \"%s\" must have %u to %u elements, not %zu.",
		    key, least, most, n);
		return 0;
	}
	if (n == 0)
		return 0;
	things = pool_array(r->pool, n, size);
	if (things == NULL) {
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
		return 0;
	}
	memcpy(room, &things, sizeof things);
	return (unsigned)n;
}

/* Without any block declared, that is the fault, and was named. */
int
block_of(struct plan_reading *r, const struct jv *v, struct slice name)
{
	struct block_id id;
	int block = -1;

	if (block_id_read(name, &id) == OK)
		block = plan_block(r->p, id);
	if (block < 0 && r->p->n_blocks > 0)
		fault_at(r, v, ERR_NOT_FOUND, "There is no block \"%.*s\".",
		    shown(name), (const char *)name.p);
	return block;
}

int
member_block(struct plan_reading *r, const struct jv *object)
{
	struct slice s;
	struct jv v;

	if (!member_of(r, object, "block", JSON_IS_TEXT, &v))
		return -1;
	jv_text(&v, &s);
	return block_of(r, &v, s);
}

int
unit_of(struct plan_reading *r, const struct jv *v)
{
	struct unit_id id;
	int unit;

	if (!name_of(r, v, id.text))
		return -1;
	unit = plan_unit(r->p, id);
	if (unit < 0 && r->p->n_units > 0)
		fault_at(r, v, ERR_UNKNOWN_UNIT, "There is no unit \"%s\".",
		    id.text);
	return unit;
}

int
leaf_of(struct plan_reading *r, const struct jv *v)
{
	struct leaf_id id;
	int leaf;

	if (!name_of(r, v, id.text))
		return -1;
	leaf = plan_leaf(r->p, id);
	if (leaf < 0 && r->p->n_leaves > 0)
		fault_at(r, v, ERR_UNKNOWN_LEAF, "There is no leaf \"%s\".",
		    id.text);
	return leaf;
}

int
plan_field(const struct plan *p, struct field_id id)
{
	unsigned i;

	for (i = 0; i < p->n_fields; i++)
		if (memcmp(p->fields[i].id.text, id.text, NAME_ROOM) == 0)
			return (int)i;
	return -1;
}

int
field_of(struct plan_reading *r, const struct jv *v)
{
	struct field_id id;
	int field;

	if (!name_of(r, v, id.text))
		return -1;
	field = plan_field(r->p, id);
	if (field < 0 && r->p->n_fields > 0)
		fault_at(r, v, ERR_NOT_FOUND, "There is no field \"%s\".",
		    id.text);
	return field;
}
