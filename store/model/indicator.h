/*
 * indicator.h - figures that an agency in charge supplies for all units of a
 * leaf: online-service rates, digitisation. Pure.
 */
#ifndef STORE_MODEL_INDICATOR_H
#define STORE_MODEL_INDICATOR_H

#include "store/model/plan.h"

#define INDICATOR_MOST ((size_t)4 << 20) /* bytes of an import */

/* A unit's figures, as they were supplied. */
struct figure {
	unsigned unit;
	struct inputs inputs;
	bool has_previous;
	struct points previous; /* last year's value, percent */
};

/* One import: all units of one leaf. */
struct figures {
	unsigned leaf;
	char source[256]; /* "Cổng dịch vụ công quốc gia" */
	struct moment extracted;
	struct figure *list;
	unsigned n;
};

/*
 * Reads {"source":"...","extracted":"2023-01-05T00:00:00+07:00","units":[
 * {"unit":"D01","inputs":{"a":42,"b":38},"previous":"75.2"}]}: units by code,
 * name or alias, each once, to whom the leaf applies. The list lives in
 * `pool`. `*why` names the pointer.
 */
enum err figures_read(const struct plan *p, unsigned leaf, const struct jv *v,
    struct pool *pool, struct figures *out, struct fault *why);

/* Does what somebody wrote differ from the figures? "Does not apply" is said
 * by persons only and does not. */
bool figure_differs(const struct leaf *l, const struct inputs *figures,
    const struct inputs *written);

/* What the figures say of one unit and one indicator. */
struct indicator_value {
	bool supplied, has_value, has_previous;
	bool differs; /* from what the unit itself wrote */
	struct inputs inputs;
	struct points value, previous; /* percent */
};

/* All of a period, for a reader. */
struct indicators {
	const struct plan *plan;
	int only; /* index of the only unit, or -1 for all */
	struct indicator_value *value; /* [indicator * n_units + unit] */
	char (*source)[256];           /* [indicator] */
	struct moment *extracted;
};

/* The mean of a block's values, rounded as they are; false: there is none. */
bool indicator_average(const struct indicators *i, unsigned indicator,
    unsigned block, struct points *out);

/* The indicator that a leaf is; NULL when none. */
const struct indicator *plan_indicator(const struct plan *p, unsigned leaf);

/* Its value as a percentage with the period's index decimals; false when the
 * figures do not give one (a denominator of 0). */
bool indicator_value(const struct plan *p, const struct indicator *i,
    const struct inputs *in, struct points *out);

/* Whether a value meets the target, when there is one. */
bool indicator_meets(const struct indicator *i, struct points value);

#endif
