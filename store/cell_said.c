/*
 * cell_said.c - a column's words, from JSON.
 *
 * Knows the shape. Touches nothing but its arguments.
 */
#include "store/cell_said.h"

#include <assert.h>

#include "store/base/said.h"

static enum err
wrong(const struct jv *at, enum err e, struct fault *why, const char *detail)
{
	char pointer[sizeof why->pointer];

	jv_pointer(at, pointer, sizeof pointer);
	return fault_set(why, e, pointer, "%s", detail);
}

/* "lost": ["late"]. */
static enum err
read_lost(const struct jv *said, struct cell *cell, struct fault *why)
{
	struct jv list = jv_get(said, "lost"), one;
	struct slice id;

	if (jv_kind(&list) == JSON_NONE)
		return OK;
	if (jv_kind(&list) != JSON_IS_ARRAY || jv_count(&list) > CELL_LOSSES)
		return wrong(&list, ERR_MALFORMED, why,
		    "\"lost\" is a list of at most 8 reasons.");
	for (size_t i = 0; i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		if (!jv_text(&one, &id) ||
		    name_read(id, cell->lost[cell->n_lost]) != OK)
			return wrong(&one, ERR_MALFORMED, why,
			    "This is no reason's id.");
		cell->n_lost++;
	}
	return OK;
}
static_assert(CELL_LOSSES == 8, "as it is said");

enum err
cell_said_record(const struct jv *said, uint64_t *out, struct fault *why)
{
	struct jv v = jv_get(said, "decision");
	int64_t n = 0;

	*out = 0;
	if (jv_kind(&v) == JSON_NONE)
		return OK;
	if (!jv_int(&v, &n) || n < 1)
		return wrong(&v, ERR_MALFORMED, why,
		    "\"decision\" is the number of a record in the period's "
		    "list of decisions.");
	*out = (uint64_t)n;
	return OK;
}

enum err
cell_said(const struct jv *said, const struct leaf *leaf, struct cell *cell,
    struct fault *why)
{
	struct jv v = jv_get(said, "not_applicable");
	bool na = false;
	enum err e;

	if (jv_kind(&v) != JSON_NONE && !jv_bool(&v, &na))
		return wrong(&v, ERR_MALFORMED, why,
		    "\"not_applicable\" is true or false.");
	if ((e = said_text(said, "reason", cell->reason, sizeof cell->reason,
		 why)) != OK ||
	    (e = read_lost(said, cell, why)) != OK ||
	    (e = cell_said_record(said, &cell->record, why)) != OK)
		return e;
	if (!na) {
		v = jv_get(said, "inputs");
		e = inputs_read(&v, leaf->vars, leaf->n_vars, &cell->inputs,
		    why);
	}
	cell->inputs.not_applicable = na;
	return e;
}
