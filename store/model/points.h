/*
 * points.h - exact score arithmetic: points, exact fractions, the one
 * rounding rule (design promise 5).
 *
 * Points are whole millionths. A rule computes in exact fractions and ends in
 * one rounding, half up, to the period's leaf decimals; everything after that
 * is integer addition and cross-multiplied comparison. No floating point.
 */
#ifndef STORE_MODEL_POINTS_H
#define STORE_MODEL_POINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/err.h"
#include "store/base/slice.h"

#define POINTS_ONE INT64_C(1000000)

struct points {
	int64_t millionths;
};

/* Reads "14.5", "0.25", "100": digits, at most six decimals, optional '-',
 * at most 20 bytes. ERR_MALFORMED, ERR_RANGE (more than 10^9 either way). */
enum err points_read(struct slice text, struct points *out);

/* Appends with exactly `decimals` (0..6) decimals, rounded half up (away from
 * zero for negatives): "14.50". */
void points_put(struct buf *to, struct points p, unsigned decimals);

/* Appends with as many decimals as it has: "14.5", "100". */
void points_put_short(struct buf *to, struct points p);

/* ERR_OVERFLOW past 64 bits. */
enum err points_add(struct points a, struct points b, struct points *out);

/* An exact fraction; den > 0, lowest terms. */
struct fraction {
	__int128 num, den;
};

struct fraction fraction_whole(int64_t n);
struct fraction fraction_points(struct points p); /* p as a number */
/* Each ERR_OVERFLOW when the exact result, or a product on the way to it, does
 * not fit 128 bits; fraction_div ERR_DIVISION by zero. */
enum err fraction_add(struct fraction a, struct fraction b,
    struct fraction *out);
enum err fraction_sub(struct fraction a, struct fraction b,
    struct fraction *out);
enum err fraction_mul(struct fraction a, struct fraction b,
    struct fraction *out);
enum err fraction_div(struct fraction a, struct fraction b,
    struct fraction *out);
/* -1, 0 or 1; exact for any two fractions. */
int fraction_cmp(struct fraction a, struct fraction b);

/* THE rounding: half up (away from zero for negatives) to `decimals` (0..6)
 * decimals. ERR_OVERFLOW. */
enum err fraction_points_rounded(struct fraction f, unsigned decimals,
    struct points *out);

/* points / max as a percentage rounded half up to `decimals`, in millionths of
 * a per cent (86.81 % is 86,810,000); 0 when max is 0. `points` must stay
 * below 92,000 times `max`, which every score does: it is at most `max`. */
struct points percent_rounded(struct points points, struct points max,
    unsigned decimals);

/* Appends that percentage: "86.81". */
void percent_put(struct buf *to, struct points points, struct points max,
    unsigned decimals);

/* Is points / max >= percent / 100? By cross-multiplication, exact. A max of
 * 0 is never at least anything above 0. `percent` in millionths ("75" is
 * 75,000,000). */
bool percent_at_least(struct points points, struct points max,
    struct points percent);

/* -1, 0, 1: a/a_max against b/b_max, exact; a max of 0 counts as 0 %. */
int percent_cmp(struct points a, struct points a_max, struct points b,
    struct points b_max);

#endif
