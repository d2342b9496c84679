/*
 * plan_read_life.c - how sheets live in a period: whether they are confirmed
 * and appraisers assigned, what a leaf without sound evidence gets, and why
 * points are lost.
 *
 * Knows "life" in the "period" part of a bundle, which may be left out.
 */
#include "store/model/plan_read.h"

#define REASONS_MOST 64

static bool
is_asked(struct plan_reading *r, const struct jv *life, const char *key)
{
	static const char *const words[] = { "none", "required" };
	struct jv v = jv_get(life, key);

	return jv_kind(&v) != JSON_NONE &&
	       member_word(r, life, key, words, 2) == 1;
}

static enum unproven
unproven(struct plan_reading *r, const struct jv *life, const char *key)
{
	static const char *const words[] = { "zero", "explained", "judged" };
	struct jv v = jv_get(life, key);
	int word;

	if (jv_kind(&v) == JSON_NONE)
		return UNPROVEN_ZERO;
	word = member_word(r, life, key, words, 3);
	return word < 0 ? UNPROVEN_ZERO : (enum unproven)word;
}

static void
read_reason(struct plan_reading *r, const struct jv *v, struct loss_reason *out)
{
	static const char *const known[] = { "id", "name_vi", NULL };
	const struct life_policy *p = &r->p->life;
	char id[NAME_ROOM];

	out->id = out->name_vi = "";
	if (!object_open(r, v, known))
		return;
	if (member_name(r, v, "id", id)) {
		for (unsigned i = 0; i < p->n_reasons; i++)
			if (strcmp(p->reasons[i].id, id) == 0)
				fault_at(r, v, ERR_EXISTS,
				    "The reason \"%s\" is listed twice.", id);
		out->id = pool_text(r->pool, slice_text(id));
	}
	out->name_vi = member_text(r, v, "name_vi");
}

static void
read_reasons(struct plan_reading *r, const struct jv *life)
{
	struct jv list = jv_get(life, "loss_reasons"), one;
	struct loss_reason *room = NULL;
	unsigned n;

	if (jv_kind(&list) == JSON_NONE)
		return;
	n = member_list(r, life, "loss_reasons", 1, REASONS_MOST, sizeof *room,
	    &list, &room);
	r->p->life.reasons = room;
	for (unsigned i = 0; i < n; i++, r->p->life.n_reasons++) {
		one = jv_at(&list, i);
		read_reason(r, &one, room + i);
	}
}

void
plan_read_life(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "confirmation", "assignments",
		"missing_evidence", "late_evidence", "rejected_evidence",
		"loss_reasons", NULL };
	struct life_policy *p = &r->p->life;
	struct jv life = jv_get(period, "life");

	if (jv_kind(&life) == JSON_NONE || !object_open(r, &life, known))
		return;
	p->said = true;
	p->confirmation = is_asked(r, &life, "confirmation");
	p->assignments = is_asked(r, &life, "assignments");
	p->missing = unproven(r, &life, "missing_evidence");
	p->late = unproven(r, &life, "late_evidence");
	p->rejected = unproven(r, &life, "rejected_evidence");
	read_reasons(r, &life);
}

int
plan_reason(const struct plan *p, const char *id)
{
	for (unsigned i = 0; i < p->life.n_reasons; i++)
		if (strcmp(p->life.reasons[i].id, id) == 0)
			return (int)i;
	return -1;
}
