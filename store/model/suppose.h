/*
 * suppose.h - what if: the result a sheet would have with other inputs. Pure.
 */
#ifndef STORE_MODEL_SUPPOSE_H
#define STORE_MODEL_SUPPOSE_H

#include "store/model/score.h"

struct supposed {
	bool leaf[LEAVES_MOST]; /* has other inputs */
	struct inputs inputs[LEAVES_MOST];
	bool evidence; /* sound documents on time stand behind them */
	bool has_surveys;
	struct points surveys; /* percent every survey leaf is to reach */
};

/* What comes out, as far as the reader may see it. Large: allocate it. */
struct what_if {
	const struct plan *plan;
	unsigned unit;
	bool survey_points;
	struct supposed supposed;
	struct unit_score now, would;
};

/*
 * Reads {"leaves":{"1.1.2":{"inputs":{...}},"5.1.2":{"not_applicable":true}},
 * "evidence":true,"surveys":"85"}: criteria that take inputs and apply to the
 * unit. `evidence` is true when left out. `*why` names the pointer.
 */
enum err supposed_read(const struct plan *p, unsigned unit, const struct jv *v,
    struct supposed *out, struct fault *why);

/*
 * The sheet's result if those inputs counted, and appraisal had closed. Takes
 * `facts` and changes them. Survey leaves that apply get the supposed share of
 * their maximum, rounded as leaves are.
 */
enum err supposed_score(const struct plan *p, unsigned unit,
    const struct supposed *s, struct sheet_facts *facts,
    struct unit_score *out);

#endif
