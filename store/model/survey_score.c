/*
 * survey_score.c - means of groups, weighed, in whole numbers.
 *
 * Knows the five rules of its header. Touches nothing but its arguments.
 */
#include "store/model/survey_score.h"

#include <assert.h>

#include "store/model/wide.h"

#define HUNDRED UINT64_C(100000000) /* percent, in millionths */

static struct answer_sum *
find(struct answer_sums *to, unsigned leaf, const char *group,
    struct points weight)
{
	struct answer_sum *s;

	for (s = to->list; s < to->list + to->n; s++)
		if (s->leaf == leaf && strcmp(s->group, group) == 0 &&
		    s->weight.millionths == weight.millionths)
			return s;
	if (to->n == SURVEY_SUMS_MOST)
		return NULL;
	*s = (struct answer_sum){ .leaf = leaf,
		.group = group,
		.weight = weight };
	to->n++;
	return s;
}

static enum err
add_question(struct answer_sum *to, const struct question *q,
    const uint64_t *count)
{
	uint64_t worth;

	for (unsigned i = 0; i < q->scale; i++) {
		if (q->options != NULL && !q->options[i].counts)
			continue;
		if (__builtin_mul_overflow(count[i],
			(uint64_t)q->percent[i].millionths, &worth) ||
		    __builtin_add_overflow(to->worth, worth, &to->worth) ||
		    __builtin_add_overflow(to->answers, count[i], &to->answers))
			return ERR_OVERFLOW;
	}
	return OK;
}

enum err
answer_sums_add(struct answer_sums *to, const struct plan *p,
    const struct survey *s, unsigned group, const uint64_t *count)
{
	const struct respondents *g = &s->respondents[group];
	const struct points one = { POINTS_ONE };
	bool pooled = g->weight.millionths == 0;
	struct answer_sum *sum;
	enum err e = OK;

	for (unsigned q = 0; q < s->n_questions && e == OK; q++) {
		unsigned leaf = s->questions[q].leaf;

		if (leaf == FEEDS_NO_LEAF || !p->leaf_by_group[leaf])
			continue;
		sum = find(to, leaf, pooled ? "" : g->id,
		    pooled ? one : g->weight);
		e = sum == NULL ? ERR_OVERFLOW
				: add_question(sum, &s->questions[q],
				      count + (size_t)q * ANSWERS_MOST);
	}
	return e;
}

uint64_t
answer_sums_of(const struct answer_sums *from, unsigned leaf)
{
	const struct answer_sum *s;
	uint64_t n = 0;

	for (s = from->list; s < from->list + from->n; s++)
		if (s->leaf == leaf)
			n += s->answers;
	return n;
}

/* The sums of one leaf that have an answer. */
struct heard {
	const struct answer_sum *sum[SURVEY_GROUPS_MOST];
	unsigned n;
	uint64_t weights; /* together, millionths */
	bool few;         /* in one of them */
};

static enum err
hear(const struct answer_sums *from, unsigned leaf, struct heard *out)
{
	const struct answer_sum *s;

	*out = (struct heard){ .n = 0 };
	for (s = from->list; s < from->list + from->n; s++) {
		if (s->leaf != leaf || s->answers == 0)
			continue;
		if (out->n == SURVEY_GROUPS_MOST)
			return ERR_OVERFLOW;
		out->sum[out->n++] = s;
		out->weights += (uint64_t)s->weight.millionths;
		out->few = out->few || s->answers < FEW_ANSWERS;
	}
	return out->n == 0 ? ERR_DIVISION : OK;
}

/*
 * max x sum of (w x worth / answers) / (HUNDRED x weights) over one
 * denominator: the product of all answers.
 */
static void
as_quotient(const struct heard *h, struct points max, struct wide *num,
    struct wide *den)
{
	*num = wide_of(0);
	*den = wide_of(HUNDRED);
	wide_mul(den, h->weights);
	for (unsigned g = 0; g < h->n; g++) {
		struct wide part = wide_of((uint64_t)max.millionths);

		wide_mul(&part, (uint64_t)h->sum[g]->weight.millionths);
		wide_mul(&part, h->sum[g]->worth);
		for (unsigned other = 0; other < h->n; other++)
			if (other != g)
				wide_mul(&part, h->sum[other]->answers);
		wide_add(num, &part);
		wide_mul(den, h->sum[g]->answers);
	}
}

/* The largest q with q x den <= num; it is at most `most`. */
static uint64_t
divide(const struct wide *num, const struct wide *den, uint64_t most)
{
	uint64_t low = 0, high = most, mid;

	while (low < high) {
		struct wide product = *den;

		mid = low + (high - low + 1) / 2;
		wide_mul(&product, mid);
		if (wide_cmp(&product, num) <= 0)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

static uint64_t
millionths_of_a_step(unsigned decimals)
{
	uint64_t step = 1;

	assert(decimals <= 6);
	for (unsigned i = decimals; i < 6; i++)
		step *= 10;
	return step;
}

static void
put_share(struct buf *to, const struct answer_sum *s)
{
	const struct points worth = { (int64_t)s->worth };

	if (s->group[0] != '\0') {
		buf_print(to, "%s ", s->group);
		points_put_short(to, s->weight);
		buf_text(to, " x ");
	}
	points_put_short(to, worth);
	buf_print(to, "/(100 x %llu)", (unsigned long long)s->answers);
}

static void
explain(struct buf *to, const struct heard *h, struct points max,
    unsigned decimals, struct points points)
{
	const struct points weights = { (int64_t)h->weights };
	bool weighed = h->sum[0]->group[0] != '\0';

	points_put(to, max, decimals);
	if (h->few && h->n > 1) {
		buf_print(to,
		    " x weighed mean of %u groups, one with fewer than %d "
		    "answers, which are not shown",
		    h->n, FEW_ANSWERS);
	} else {
		buf_text(to, weighed ? " x (" : " x ");
		for (unsigned g = 0; g < h->n; g++) {
			buf_text(to, g == 0 ? "" : " + ");
			put_share(to, h->sum[g]);
		}
		if (weighed) {
			buf_text(to, ")/");
			points_put_short(to, weights);
		}
	}
	buf_text(to, " -> ");
	points_put(to, points, decimals);
}

enum err
survey_points(const struct answer_sums *from, unsigned leaf, struct points max,
    unsigned decimals, struct points *out, struct buf *trace)
{
	uint64_t step = millionths_of_a_step(decimals);
	struct wide num, den, twice;
	struct heard h;
	enum err e = hear(from, leaf, &h);

	*out = (struct points){ 0 };
	if (e != OK)
		return e;
	/* half up: floor((2 num + den') / (2 den')) with den' = den x step */
	as_quotient(&h, max, &num, &den);
	wide_mul(&den, step);
	wide_mul(&num, 2);
	wide_add(&num, &den);
	twice = den;
	wide_mul(&twice, 2);
	if (num.over || twice.over)
		return ERR_OVERFLOW;
	out->millionths = (int64_t)(divide(&num, &twice,
					(uint64_t)max.millionths / step + 1) *
				    step);
	if (trace != NULL)
		explain(trace, &h, max, decimals, *out);
	return trace == NULL ? OK : trace->err;
}
