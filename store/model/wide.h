/*
 * wide.h - whole numbers of up to 3,072 bits, for means over many groups whose
 * common denominator fits no machine word. Remembers its first overflow.
 */
#ifndef STORE_MODEL_WIDE_H
#define STORE_MODEL_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#define WIDE_LIMBS 96

struct wide {
	uint32_t limb[WIDE_LIMBS]; /* the lowest first */
	bool over;                 /* more than fits: the value is nothing */
};

struct wide wide_of(uint64_t n);
void wide_mul(struct wide *w, uint64_t by);
void wide_add(struct wide *w, const struct wide *other);
int wide_cmp(const struct wide *a, const struct wide *b); /* -1, 0, 1 */

#endif
