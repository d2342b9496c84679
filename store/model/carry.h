/*
 * carry.h - what was recorded by place under an older version of a period's
 * data, by the places of a newer one. Everything is found by its id, a variable
 * by its key, a level by its name; what the newer version does not have any
 * more is passed over. Pure.
 */
#ifndef STORE_MODEL_CARRY_H
#define STORE_MODEL_CARRY_H

#include "store/model/result.h"

/* Inputs for a leaf of `p` that entry `entry` of the log recorded. */
void inputs_carry(const struct plan *p, unsigned leaf, uint64_t entry,
    struct inputs *in);

/* A unit's result under `was`, said by the places of `is`: no point of it is
 * another one. */
void result_carry(const struct plan *was, const struct plan *is,
    const struct result *from, struct result *to);

#endif
