/*
 * plan_read_heads.c - who heads a unit, from one day to another.
 *
 * Knows "heads" of a unit, which may be left out; "head_title" is the title
 * where no head is in force.
 */
#include "store/model/plan_read.h"

#define HEADS_MOST 32

static void
read_head(struct plan_reading *r, const struct jv *v, const struct unit *u,
    struct head *list, unsigned i)
{
	static const char *const known[] = { "title", "name", "from", "to",
		NULL };
	struct jv to = jv_get(v, "to"), from = jv_get(v, "from");
	struct head *h = &list[i];

	*h = (struct head){ .title = "", .name = "", .to = INT64_MAX };
	if (!object_open(r, v, known))
		return;
	h->title = member_text(r, v, "title");
	h->name = member_text(r, v, "name");
	if (!member_date(r, v, "from", &h->from))
		return;
	if (jv_kind(&to) != JSON_NONE && member_date(r, v, "to", &h->to) &&
	    h->to <= h->from)
		fault_at(r, &to, ERR_RANGE,
		    "A head of unit %s leaves on or before the day of "
		    "beginning.",
		    u->id.text);
	if (i > 0 && h->from < list[i - 1].to)
		fault_at(r, &from, ERR_RANGE,
		    "Unit %s has two heads on one day: list them one after "
		    "the other.",
		    u->id.text);
}

void
plan_read_heads(struct plan_reading *r, const struct jv *v, struct unit *u)
{
	struct jv list = jv_get(v, "heads"), one;
	struct head *heads = NULL;

	if (jv_kind(&list) == JSON_NONE)
		return;
	u->n_heads = member_list(r, v, "heads", 0, HEADS_MOST, sizeof *heads,
	    &list, &heads);
	u->heads = heads;
	for (unsigned i = 0; i < u->n_heads; i++) {
		one = jv_at(&list, i);
		read_head(r, &one, u, heads, i);
	}
}

const struct head *
plan_head(const struct plan *p, unsigned unit, int64_t day)
{
	const struct unit *u = &p->units[unit];

	for (unsigned i = 0; i < u->n_heads; i++)
		if (u->heads[i].from <= day && day < u->heads[i].to)
			return &u->heads[i];
	return NULL;
}
