/*
 * points.c - exact score arithmetic.
 *
 * Knows millionths, fractions and the one rounding rule. Touches nothing but
 * its arguments.
 */
#include "store/model/points.h"

#include <assert.h>

typedef unsigned __int128 u128;

/* "-1000000000.000000" has 18 bytes. */
#define POINTS_TEXT_MOST 20

/* The most a person may write: 10^9 points. */
#define POINTS_MOST (INT64_C(1000000000) * POINTS_ONE)
#define INT128_LARGEST ((__int128)(((u128)1 << 127) - 1))

static const int64_t ten_to[7] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

static bool
digit_at(struct slice text, size_t at)
{
	return at < text.n && text.p[at] >= '0' && text.p[at] <= '9';
}

enum err
points_read(struct slice text, struct points *out)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	size_t at = negative, start;
	int64_t value = 0;
	unsigned decimals = 0;

	if (text.n > POINTS_TEXT_MOST)
		return ERR_MALFORMED;
	for (start = at; digit_at(text, at); at++) {
		value = value * 10 + (text.p[at] - '0');
		if (value > POINTS_MOST / POINTS_ONE)
			return ERR_RANGE;
	}
	if (at == start)
		return ERR_MALFORMED;
	if (at < text.n && text.p[at] == '.') {
		for (at++; digit_at(text, at) && decimals < 6; at++) {
			value = value * 10 + (text.p[at] - '0');
			decimals++;
		}
		if (decimals == 0)
			return ERR_MALFORMED;
	}
	if (at != text.n)
		return ERR_MALFORMED;
	value *= ten_to[6 - decimals];
	if (value > POINTS_MOST)
		return ERR_RANGE;
	out->millionths = negative ? -value : value;
	return OK;
}

void
points_put(struct buf *to, struct points p, unsigned decimals)
{
	uint64_t m = (uint64_t)p.millionths, unit, rest;

	assert(decimals <= 6);
	if (p.millionths < 0)
		m = -m;
	unit = (uint64_t)ten_to[6 - decimals];
	m = m / unit + (m % unit * 2 >= unit);
	if (p.millionths < 0 && m != 0)
		buf_byte(to, '-');
	buf_u64(to, m / (uint64_t)ten_to[decimals]);
	if (decimals == 0)
		return;
	buf_byte(to, '.');
	rest = m % (uint64_t)ten_to[decimals];
	for (unsigned i = decimals; i > 0; i--)
		buf_byte(to, (uint8_t)('0' + rest / ten_to[i - 1] % 10));
}

void
points_put_short(struct buf *to, struct points p)
{
	int64_t rest = p.millionths;
	unsigned decimals = 6;

	for (; decimals > 0 && rest % 10 == 0; rest /= 10)
		decimals--;
	points_put(to, p, decimals);
}

enum err
points_add(struct points a, struct points b, struct points *out)
{
	if (__builtin_add_overflow(a.millionths, b.millionths,
		&out->millionths))
		return ERR_OVERFLOW;
	return OK;
}

/* ---- fractions ---- */

static u128
size_of(__int128 n)
{
	return n < 0 ? -(u128)n : (u128)n;
}

static u128
common(u128 a, u128 b)
{
	while (b != 0) {
		u128 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Lowest terms. The smallest 128-bit number is refused, so that every
 * numerator has a negative. */
static enum err
settle(__int128 num, __int128 den, struct fraction *out)
{
	__int128 g;

	assert(den > 0);
	if (num < -INT128_LARGEST)
		return ERR_OVERFLOW;
	g = (__int128)common(size_of(num), (u128)den);
	*out = (struct fraction){ num / g, den / g };
	return OK;
}

struct fraction
fraction_whole(int64_t n)
{
	return (struct fraction){ n, 1 };
}

struct fraction
fraction_points(struct points p)
{
	struct fraction f;
	enum err e = settle(p.millionths, POINTS_ONE, &f);

	assert(e == OK);
	return f;
}

/*
 * a/b + c/d with g = gcd(b, d): (a (d/g) + c (b/g)) / (b/g d). The numerator
 * can only share factors of g with the denominator, so it is reduced by them
 * before the denominator is multiplied out.
 */
enum err
fraction_add(struct fraction a, struct fraction b, struct fraction *out)
{
	__int128 g = (__int128)common((u128)a.den, (u128)b.den);
	__int128 left, right, num, den, less;

	if (__builtin_mul_overflow(a.num, b.den / g, &left) ||
	    __builtin_mul_overflow(b.num, a.den / g, &right) ||
	    __builtin_add_overflow(left, right, &num))
		return ERR_OVERFLOW;
	less = (__int128)common(size_of(num), (u128)g);
	if (__builtin_mul_overflow(a.den / g, b.den / less, &den))
		return ERR_OVERFLOW;
	return settle(num / less, den, out);
}

enum err
fraction_sub(struct fraction a, struct fraction b, struct fraction *out)
{
	b.num = -b.num;
	return fraction_add(a, b, out);
}

/* Cancels crosswise first: what is left is already in lowest terms. */
enum err
fraction_mul(struct fraction a, struct fraction b, struct fraction *out)
{
	__int128 g = (__int128)common(size_of(a.num), (u128)b.den);
	__int128 h = (__int128)common(size_of(b.num), (u128)a.den);
	__int128 num, den;

	if (__builtin_mul_overflow(a.num / g, b.num / h, &num) ||
	    __builtin_mul_overflow(a.den / h, b.den / g, &den))
		return ERR_OVERFLOW;
	return settle(num, den, out);
}

enum err
fraction_div(struct fraction a, struct fraction b, struct fraction *out)
{
	struct fraction upside_down = { b.den, b.num };

	if (b.num == 0)
		return ERR_DIVISION;
	if (b.num < 0)
		upside_down = (struct fraction){ -b.den, -b.num };
	return fraction_mul(a, upside_down, out);
}

/* Largest whole number not above `f`; the rest, 0 <= rest < den. */
static __int128
floor_of(struct fraction f, __int128 *rest)
{
	__int128 whole = f.num / f.den;

	*rest = f.num % f.den;
	if (*rest < 0) {
		*rest += f.den;
		whole--;
	}
	return whole;
}

/* By the two continued fractions, term by term: nothing is multiplied, so
 * nothing can overflow. */
int
fraction_cmp(struct fraction a, struct fraction b)
{
	__int128 in_a, in_b, rest_a, rest_b;
	int sign = 1;

	for (;;) {
		in_a = floor_of(a, &rest_a);
		in_b = floor_of(b, &rest_b);
		if (in_a != in_b)
			return in_a < in_b ? -sign : sign;
		if (rest_a == 0 || rest_b == 0)
			return sign * ((rest_a > 0) - (rest_b > 0));
		a = (struct fraction){ a.den, rest_a };
		b = (struct fraction){ b.den, rest_b };
		sign = -sign;
	}
}

enum err
fraction_points_rounded(struct fraction f, unsigned decimals,
    struct points *out)
{
	u128 size = size_of(f.num), den = (u128)f.den, scaled, rest;

	assert(decimals <= 6);
	if (__builtin_mul_overflow(size, (u128)ten_to[decimals], &scaled))
		return ERR_OVERFLOW;
	rest = scaled % den;
	scaled = scaled / den + (rest >= den - rest);
	if (scaled > (u128)(INT64_MAX / ten_to[6 - decimals]))
		return ERR_OVERFLOW;
	out->millionths = (int64_t)scaled * ten_to[6 - decimals];
	if (f.num < 0)
		out->millionths = -out->millionths;
	return OK;
}

/* ---- percentages ---- */

struct points
percent_rounded(struct points points, struct points max, unsigned decimals)
{
	struct points percent = { 0 };
	struct fraction f;
	enum err e;

	if (max.millionths == 0)
		return percent;
	e = fraction_div(fraction_points(points), fraction_points(max), &f);
	assert(e == OK);
	e = fraction_mul(f, fraction_whole(100), &f);
	assert(e == OK);
	e = fraction_points_rounded(f, decimals, &percent);
	assert(e == OK);
	return percent;
}

void
percent_put(struct buf *to, struct points points, struct points max,
    unsigned decimals)
{
	points_put(to, percent_rounded(points, max, decimals), decimals);
}

bool
percent_at_least(struct points points, struct points max, struct points percent)
{
	assert(max.millionths >= 0);
	if (max.millionths == 0)
		return percent.millionths <= 0;
	return (__int128)points.millionths * 100 * POINTS_ONE >=
	       (__int128)percent.millionths * max.millionths;
}

int
percent_cmp(struct points a, struct points a_max, struct points b,
    struct points b_max)
{
	__int128 left, right;

	if (a_max.millionths == 0)
		a = (struct points){ 0 }, a_max.millionths = 1;
	if (b_max.millionths == 0)
		b = (struct points){ 0 }, b_max.millionths = 1;
	left = (__int128)a.millionths * b_max.millionths;
	right = (__int128)b.millionths * a_max.millionths;
	return (left > right) - (left < right);
}
