/*
 * plan_read_decimals.c - whether what a leaf is worth can be printed.
 *
 * Knows that points are printed with the period's decimals, so that printed
 * tables add up: no leaf may be worth what those decimals cannot say.
 */
#include "store/model/plan_read.h"

/* The step of the last printed decimal, in millionths. */
static int64_t
last_decimal(const struct plan *p)
{
	int64_t step = POINTS_ONE;

	for (unsigned i = 0; i < p->leaf_decimals; i++)
		step /= 10;
	return step;
}

static void
decimals_fault(struct plan_reading *r, const struct jv *v, struct points max)
{
	struct buf text = { 0 };

	points_put_short(&text, max);
	fault_at(r, v, ERR_RANGE,
	    "%s points have more decimals than the %u of the period's "
	    "\"leaf_decimals\": printed tables would not add up.",
	    buf_cstr(&text), r->p->leaf_decimals);
	buf_free(&text);
}

static void
check_max(struct plan_reading *r, const struct jv *v,
    const struct points max[BLOCKS_MOST])
{
	struct jv object = jv_get(v, "max"), one;
	int64_t step = last_decimal(r->p);

	for (unsigned b = 0; b < r->p->n_blocks; b++)
		if (max[b].millionths % step != 0) {
			one = jv_get(&object, r->p->blocks[b].id.text);
			decimals_fault(r, &one, max[b]);
		}
}

void
plan_check_decimals(struct plan_reading *r, const struct jv *criteria)
{
	struct jv fields = jv_get(criteria, "fields");
	struct jv leaves = jv_get(criteria, "leaves"), one;

	for (unsigned i = 0; i < r->p->n_fields; i++)
		if (r->p->fields[i].kind != FIELD_INSIDE) {
			one = jv_at(&fields, i); /* a cap, and no sum */
			check_max(r, &one, r->p->fields[i].cap);
		}
	for (unsigned i = 0; i < r->p->n_leaves; i++) {
		one = jv_at(&leaves, i);
		check_max(r, &one, r->p->leaves[i].max);
	}
}
