/*
 * wide.c - multiplication and addition by hand.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/wide.h"

#include <string.h>

struct wide
wide_of(uint64_t n)
{
	struct wide w = { .over = false };

	w.limb[0] = (uint32_t)n;
	w.limb[1] = (uint32_t)(n >> 32);
	return w;
}

/* By less than 2^32. */
static void
mul_small(struct wide *w, uint32_t by)
{
	uint64_t carry = 0;

	for (unsigned i = 0; i < WIDE_LIMBS; i++) {
		carry += (uint64_t)w->limb[i] * by;
		w->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	w->over = w->over || carry != 0;
}

void
wide_mul(struct wide *w, uint64_t by)
{
	struct wide high = *w;

	mul_small(w, (uint32_t)by);
	if (by >> 32 == 0)
		return;
	mul_small(&high, (uint32_t)(by >> 32));
	w->over = w->over || high.over || high.limb[WIDE_LIMBS - 1] != 0;
	memmove(high.limb + 1, high.limb, sizeof high.limb - sizeof *high.limb);
	high.limb[0] = 0;
	wide_add(w, &high);
}

void
wide_add(struct wide *w, const struct wide *other)
{
	uint64_t carry = 0;

	for (unsigned i = 0; i < WIDE_LIMBS; i++) {
		carry += (uint64_t)w->limb[i] + other->limb[i];
		w->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	w->over = w->over || other->over || carry != 0;
}

int
wide_cmp(const struct wide *a, const struct wide *b)
{
	for (unsigned i = WIDE_LIMBS; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}
