/*
 * result.h - what came out for one unit, and for all units of a period as one
 * reader may see them.
 */
#ifndef STORE_MODEL_RESULT_H
#define STORE_MODEL_RESULT_H

#include "store/model/previous.h"
#include "store/model/publication.h"
#include "store/model/rank.h"
#include "store/model/score.h"

struct result {
	struct unit_score score;
	uint64_t rests_on;   /* newest log entry it rests on */
	struct moment as_of; /* that entry's time */
};

/* The working results of a period, or a published revision of them. */
struct results {
	const struct plan *plan;
	enum results_status status;
	struct revision published; /* n 0: the working results */
	struct record decision;    /* by which it was published */
	uint64_t revision;         /* newest log entry any of them rests on */
	struct moment as_of;       /* that entry's time */
	struct result *unit;       /* [plan->n_units] */
	bool *scored;              /* [plan->n_units]: was it ever scored */
	struct standing *ranked;   /* block by block, best first */
	size_t n_ranked;
	const struct previous *previous; /* the year before, or NULL */
	bool simulated;                  /* of a simulated store (promise 11) */
	/* what this reader may see */
	int only; /* index of the only unit, or -1 for all */
	bool ranks, survey_points;
	struct pool pool; /* of `previous` */
};

#endif
