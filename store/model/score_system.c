/*
 * score_system.c - what the system itself knows of a sheet: the facts a SYSTEM
 * leaf's rule asks for.
 *
 * Knows the table of facts. Touches nothing but its arguments.
 */
#include "store/model/score_leaf.h"

/* Does this leaf of the total stand on evidence and apply to the unit? */
static bool
by_evidence(const struct scoring *s, unsigned leaf)
{
	const struct leaf *l = &s->p->leaves[leaf];

	return l->mode == LEAF_EVIDENCE &&
	       s->p->fields[l->field].kind == FIELD_INSIDE &&
	       plan_applies(s->p, s->unit, leaf) == APPLIES;
}

/* Every evidence leaf that applies has a self-score, and no document on the
 * sheet is late. */
static bool
self_on_time(const struct scoring *s)
{
	for (unsigned i = 0; i < s->p->n_leaves; i++)
		if (by_evidence(s, i) && (!s->facts->leaf[i].has[COLUMN_SELF] ||
					     s->facts->leaf[i].late))
			return false;
	return true;
}

/*
 * The sums of what the self-score and the inputs that count give, over the
 * evidence leaves that ended up applying, differ by at most 5 % of the latter:
 * |self - appraised| x 100 <= 5 x appraised. Nothing self-scored is not close.
 */
static bool
self_close(const struct scoring *s)
{
	__int128 self = 0, appraised = 0, apart;
	bool any = false;

	for (unsigned i = 0; i < s->p->n_leaves; i++) {
		const struct leaf_facts *f = &s->facts->leaf[i];
		const struct leaf_score *l = &s->out->leaf[i];
		enum column counts = column_in_force(f);

		if (!by_evidence(s, i) || l->status == LEAF_NOT_APPLICABLE ||
		    counts == COLUMNS)
			continue;
		any = any || f->has[COLUMN_SELF];
		self += l->by_column[COLUMN_SELF].millionths;
		appraised += l->by_column[counts].millionths;
	}
	apart = self < appraised ? appraised - self : self - appraised;
	return any && apart * 100 <= appraised * 5;
}

static const struct system_fact {
	const char *key;
	bool (*holds)(const struct scoring *s);
} facts[] = {
	{ "self_on_time", self_on_time },
	{ "self_close", self_close },
};

static const struct system_fact *
fact_named(const char *key)
{
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (strcmp(key, facts[i].key) == 0)
			return &facts[i];
	return NULL;
}

bool
system_fact_known(const char *key)
{
	return fact_named(key) != NULL;
}

/* A variable that is no fact stays without a value. */
void
system_inputs(const struct scoring *s, const struct leaf *l, struct inputs *in)
{
	*in = (struct inputs){ 0 };
	for (unsigned i = 0; i < l->n_vars; i++) {
		const struct system_fact *f = fact_named(l->vars[i].key);

		if (f == NULL || l->vars[i].type != VAR_FLAG)
			continue;
		in->given[i] = true;
		in->value[i] = f->holds(s);
	}
}
