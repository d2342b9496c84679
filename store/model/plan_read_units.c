/*
 * plan_read_units.c - the register of units: who is assessed, under which
 * names, in which block, since when and until when.
 *
 * Knows the "units" part of a bundle.
 */
#include "store/model/plan_read.h"

#include <stdlib.h>

#include "store/base/text.h"

#define ALIASES_MOST 32
#define SUCCESSORS_MOST 16
#define ORG_CODE_MOST 35 /* QD 20/2020/QD-TTg */

/* A folded name and where it stood, so that its fault can name it. */
struct named {
	struct unit_name name;
	unsigned nth; /* in the text's order */
	int alias;    /* -1: the canonical name */
};

/* Groups of letters and digits between single dots; "" is no code. */
static bool
is_org_code(const char *s)
{
	static const char *const chars =
	    "0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t n = strlen(s), group;

	if (n > ORG_CODE_MOST)
		return false;
	for (; *s != '\0'; s += group) {
		group = strspn(s, chars);
		if (group == 0)
			return false;
		if (s[group] == '.' && s[group + 1] != '\0')
			group++;
	}
	return true;
}

static void
read_org_code(struct plan_reading *r, const struct jv *v, struct unit *u,
    unsigned i)
{
	struct jv code = jv_get(v, "org_code");
	unsigned j;

	u->org_code = member_text_maybe(r, v, "org_code");
	if (!is_org_code(u->org_code))
		fault_at(r, &code, ERR_MALFORMED,
		    "\"%.64s\" is not an "
		    "organisation code: at most %d of letters and digits in "
		    "groups between dots.",
		    u->org_code, ORG_CODE_MOST);
	for (j = 0; j < i && u->org_code[0] != '\0'; j++)
		if (strcmp(r->p->units[j].org_code, u->org_code) == 0)
			fault_at(r, &code, ERR_EXISTS,
			    "Unit %s has the same organisation code.",
			    r->p->units[j].id.text);
}

static void
read_validity(struct plan_reading *r, const struct jv *v, struct unit *u)
{
	struct jv to = jv_get(v, "valid_to");
	bool from_read = member_date(r, v, "valid_from", &u->valid_from);

	u->valid_to = INT64_MAX;
	if (jv_kind(&to) == JSON_NONE || jv_kind(&to) == JSON_IS_NULL)
		return;
	if (member_date(r, v, "valid_to", &u->valid_to) && from_read &&
	    u->valid_to <= u->valid_from)
		fault_at(r, &to, ERR_RANGE,
		    "Unit %s ends on or before the day it begins.", u->id.text);
}

static void
read_aliases(struct plan_reading *r, const struct jv *v, struct unit *u)
{
	const char **aliases = NULL;
	struct jv list = jv_get(v, "aliases"), one;
	struct slice s;
	unsigned i;

	if (jv_kind(&list) == JSON_NONE)
		return;
	u->n_aliases = member_list(r, v, "aliases", 0, ALIASES_MOST,
	    sizeof *aliases, &list, &aliases);
	u->aliases = aliases;
	for (i = 0; i < u->n_aliases; i++) {
		one = jv_at(&list, i);
		if (jv_text(&one, &s) && s.n == 0)
			fault_at(r, &one, ERR_EMPTY, "An alias is empty.");
		aliases[i] = text_of(r, &one);
	}
}

static void
read_successors(struct plan_reading *r, const struct jv *v, struct unit *u)
{
	struct unit_id *successors = NULL;
	struct jv list = jv_get(v, "successors"), one;
	unsigned i;

	if (jv_kind(&list) == JSON_NONE)
		return;
	u->n_successors = member_list(r, v, "successors", 0, SUCCESSORS_MOST,
	    sizeof *successors, &list, &successors);
	u->successors = successors;
	for (i = 0; i < u->n_successors; i++) {
		one = jv_at(&list, i);
		name_of(r, &one, successors[i].text);
	}
}

/* The decision's order rises within a block. */
static void
read_order(struct plan_reading *r, const struct jv *v, struct unit *u,
    unsigned i)
{
	struct jv order = jv_get(v, "order");
	const struct unit *before;

	u->order = (unsigned)member_int(r, v, "order", 1, UNITS_MOST);
	for (before = r->p->units + i; before-- > r->p->units;) {
		if (before->block != u->block)
			continue;
		if (u->order > 0 && u->order <= before->order)
			fault_at(r, &order, ERR_RANGE,
			    "Unit %s stands after "
			    "unit %s, but its order is not greater.",
			    u->id.text, before->id.text);
		return;
	}
}

static void
read_unit(struct plan_reading *r, const struct jv *v, struct unit *u,
    unsigned i)
{
	static const char *const known[] = { "id", "name_vi", "name_en",
		"aliases", "block", "org_code", "valid_from", "valid_to",
		"successors", "head_title", "heads", "order", NULL };
	struct jv id = jv_get(v, "id");
	struct unit_id name = { "" };
	int block;

	u->org_code = "";
	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", name.text)) {
		if (plan_unit(r->p, name) >= 0)
			fault_at(r, &id, ERR_EXISTS,
			    "There is another unit \"%s\".", name.text);
		u->id = name;
	}
	u->name_vi = member_text(r, v, "name_vi");
	member_text_maybe(r, v, "name_en");
	u->head_title = member_text(r, v, "head_title");
	plan_read_heads(r, v, u);
	block = member_block(r, v);
	u->block = block < 0 ? BLOCKS_MOST : (unsigned)block;
	read_aliases(r, v, u);
	read_org_code(r, v, u, i);
	read_validity(r, v, u);
	read_successors(r, v, u);
	read_order(r, v, u, i);
}

static int
named_order(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = slice_cmp(x->name.folded, y->name.folded);

	return order != 0 ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

static struct slice
fold(struct plan_reading *r, const char *text)
{
	struct slice s = SLICE_NONE;

	buf_clear(&r->scratch);
	if (text_fold(slice_text(text), &r->scratch) == OK) {
		s.n = r->scratch.n;
		s.p = (const uint8_t *)pool_text(r->pool, buf_all(&r->scratch));
	}
	if (s.p == NULL)
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
	return s.p == NULL ? SLICE_NONE : s;
}

/* Sorted by name, so that two of one name are neighbours. */
static void
compare_names(struct plan_reading *r, const struct jv *list,
    const struct named *n, unsigned count)
{
	unsigned i;

	for (i = 1; i < count; i++) {
		const struct named *a = n + i - 1, *b = n + i;
		struct jv unit = jv_at(list, b->name.unit);
		struct jv name = jv_get(&unit, "name_vi");
		struct jv aliases = jv_get(&unit, "aliases");
		struct jv alias = jv_at(&aliases, (size_t)b->alias);

		if (slice_eq(a->name.folded, b->name.folded) &&
		    a->name.unit != b->name.unit)
			fault_at(r, b->alias < 0 ? &name : &alias, ERR_EXISTS,
			    "This names unit %s too; a name is one unit's.",
			    r->p->units[a->name.unit].id.text);
	}
}

static void
index_names(struct plan_reading *r, const struct jv *list)
{
	struct plan *p = r->p;
	struct unit_name *names;
	struct named *n;
	unsigned count = 0, i, k = 0;
	int a;

	for (i = 0; i < p->n_units; i++)
		count += 1 + p->units[i].n_aliases;
	n = calloc(count + 1, sizeof *n);
	names = pool_array(&p->pool, count + 1, sizeof *names);
	if (n == NULL || names == NULL) {
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
		goto out;
	}
	for (i = 0; i < p->n_units; i++)
		for (a = -1; a < (int)p->units[i].n_aliases; a++, k++)
			n[k] = (struct named){
				{ fold(r, a < 0 ? p->units[i].name_vi
						: p->units[i].aliases[a]),
				    i },
				k, a
			};
	qsort(n, count, sizeof *n, named_order);
	compare_names(r, list, n, count);
	for (i = 0; i < count; i++)
		names[i] = n[i].name;
	p->names = names;
	p->n_names = count;
out:
	free(n);
}

void
plan_read_units(struct plan_reading *r, const struct jv *units)
{
	static const char *const known[] = { "format", "units", NULL };
	struct unit *u = NULL;
	struct jv list, one;
	size_t before = r->fs->n;
	unsigned n, i;

	object_open(r, units, known);
	member_format(r, units, "parindex-units/1");
	n = member_list(r, units, "units", 1, UNITS_MOST, sizeof *u, &list, &u);
	r->p->units = u;
	for (i = 0; i < n; i++) {
		one = jv_at(&list, i);
		read_unit(r, &one, u + i, i);
		r->p->n_units = i + 1;
	}
	if (r->fs->n != before)
		return;
	plan_check_successors(r, &list);
	index_names(r, &list);
}
