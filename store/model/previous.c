/*
 * previous.c - what changed since the year before.
 *
 * Knows the law below. Touches nothing but its arguments.
 *
 *  Y1. A unit's predecessors are those whose successors name it, and the one
 *      of its own name unless that has successors.
 *  Y2. No predecessor: the unit is new and nothing is compared.
 *  Y3. The place is compared with its predecessor's in the same block: the
 *      places won are the old rank less the new one. Where one was split, each
 *      part with the whole.
 *  Y4. The index is compared as printed, with the period's decimals, with its
 *      predecessor's. Where that is not known, it is not compared.
 *  Y5. A self-review is due for a consecutive year in a field in which it is
 *      due now and was due for any predecessor.
 *  Y6. With what a unit merged of several is compared, no text says: the
 *      period does ("merged"). By default its place with the best placed of
 *      them in its block, its index with the mean of theirs, rounded half up,
 *      where all are known; or, as a new unit, with nothing. Its predecessors
 *      are named either way, and Y5 holds.
 */
#include "store/model/previous.h"

#include "store/base/json_out.h"

static bool
is_predecessor(const struct former *f, struct unit_id unit)
{
	if (f->n_successors == 0)
		return unit_id_eq(f->unit, unit);
	for (unsigned i = 0; i < f->n_successors; i++)
		if (unit_id_eq(f->successor[i], unit))
			return true;
	return false;
}

static void
find_predecessors(const struct previous *p, struct unit_id unit,
    struct change *out)
{
	for (unsigned i = 0; i < p->n && out->n < PREVIOUS_SUCCESSORS; i++)
		if (is_predecessor(&p->unit[i], unit))
			out->from[out->n++] = &p->unit[i];
}

static bool
same_block(const struct former *f, struct block_id block)
{
	return f->block.text[0] == 0 || block_id_eq(f->block, block);
}

static void
compare_ranks(struct block_id block, unsigned rank, struct change *out)
{
	unsigned best = 0;

	for (unsigned i = 0; i < out->n; i++) {
		const struct former *f = out->from[i];

		if (f->rank != 0 && same_block(f, block) &&
		    (best == 0 || f->rank < best))
			best = f->rank;
	}
	out->has_rank = best != 0 && rank != 0;
	if (out->has_rank)
		out->rank = (int)best - (int)rank;
}

static void
compare_indexes(const struct plan *plan, const struct standing *now,
    struct change *out)
{
	struct points is =
	    percent_rounded(now->points, now->max, plan->index_decimals);
	struct fraction mean;
	struct points was;
	__int128 sum = 0;

	for (unsigned i = 0; i < out->n; i++) {
		if (!out->from[i]->has_index)
			return;
		sum += out->from[i]->index.millionths;
	}
	mean = (struct fraction){ sum, (__int128)POINTS_ONE * out->n };
	if (out->n == 0 ||
	    fraction_points_rounded(mean, plan->index_decimals, &was) != OK)
		return;
	out->has_index = true;
	out->index.millionths = is.millionths - was.millionths;
}

static bool
was_due(const struct former *f, struct field_id field)
{
	for (unsigned i = 0; i < f->n_review; i++)
		if (strcmp(f->review[i].text, field.text) == 0)
			return true;
	return false;
}

void
change_of(const struct previous *p, const struct plan *plan,
    const struct standing *now, const bool review[FIELDS_MOST],
    struct change *out)
{
	const struct unit *unit = &plan->units[now->unit];

	*out = (struct change){ .n = 0 };
	if (p == NULL)
		return;
	find_predecessors(p, unit->id, out);
	if (out->n <= 1 || !plan->merged_new) {
		compare_ranks(plan->blocks[unit->block].id, now->rank, out);
		compare_indexes(plan, now, out);
	}
	for (unsigned f = 0; f < plan->n_fields; f++)
		for (unsigned i = 0; i < out->n; i++)
			out->again[f] = out->again[f] ||
					(review[f] && was_due(out->from[i],
							  plan->fields[f].id));
}

static void
put_former(struct jout *j, const struct former *f)
{
	struct buf text = { 0 };

	jout_object(j);
	jout_kstr(j, "unit", f->unit.text);
	if (f->block.text[0] != 0)
		jout_kstr(j, "block", f->block.text);
	if (f->rank != 0)
		jout_kuint(j, "rank", f->rank);
	if (f->has_index) {
		points_put_short(&text, f->index);
		jout_ktext(j, "index", buf_all(&text));
	}
	jout_key(j, "self_review");
	jout_array(j);
	for (unsigned i = 0; i < f->n_review; i++)
		jout_str(j, f->review[i].text);
	jout_array_end(j);
	jout_key(j, "successors");
	jout_array(j);
	for (unsigned i = 0; i < f->n_successors; i++)
		jout_str(j, f->successor[i].text);
	jout_array_end(j);
	jout_object_end(j);
	buf_free(&text);
}

void
previous_put(struct jout *j, const struct previous *p)
{
	jout_object(j);
	jout_kstr(j, "format", "parindex-previous/1");
	jout_kint(j, "year", p->year);
	if (p->source[0] != 0)
		jout_kstr(j, "source", p->source);
	jout_key(j, "units");
	jout_array(j);
	for (unsigned i = 0; i < p->n; i++)
		put_former(j, &p->unit[i]);
	jout_array_end(j);
	jout_object_end(j);
}
