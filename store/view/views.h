/*
 * views.h - how the nouns look from outside: each describes itself once to a
 * JSON writer, so that API, change feed and publication cannot disagree.
 *
 * Times are RFC 3339, points and percentages decimal strings (design.md 3).
 */
#ifndef STORE_VIEW_VIEWS_H
#define STORE_VIEW_VIEWS_H

#include "store/base/json_out.h"
#include "store/model/analysis.h"
#include "store/model/commitment.h"
#include "store/model/event.h"
#include "store/model/finding.h"
#include "store/model/indicator.h"
#include "store/model/remark.h"
#include "store/model/result.h"
#include "store/model/retention.h"
#include "store/model/sighting.h"
#include "store/model/submission.h"
#include "store/model/suppose.h"
#include "store/model/why.h"

/* {"earliest","latest","source"} */
void view_received(struct jout *j, struct interval received,
    enum time_source source);
/* The criteria; {"index","time","salt"}, which opens the log's salted name of
 * the unit. */
void view_leaves(struct jout *j, const struct leaf_id *leaf, unsigned n);
void view_log(struct jout *j, uint64_t entry, struct moment time,
    const uint8_t salt[32]);

/* A submission, and what is said beside it. */
struct submission_beside {
	struct span within;   /* its period's (commitment.h) */
	struct slice receipt; /* .tlog-proof text; NONE: left out */
	const struct remark *remarks;
	unsigned n;
};
void view_submission(struct jout *j, const struct submission *s,
    const struct submission_beside *beside);

/* A commitment; `completed` says for each of its documents which submission
 * completed it (all zero: none; NULL: not said), and `within` is its period's.
 */
struct commitment_beside {
	struct span within;
	struct slice receipt; /* .tlog-proof text; NONE: left out */
	const struct submission_id *completed;
};
void view_commitment(struct jout *j, const struct commitment *c,
    const struct commitment_beside *beside);

/* A document seen in person. */
void view_sighting(struct jout *j, const struct sighting *s);

/* GET .../results, the part other systems rely on. A reader without survey
 * points sees neither those fields nor any number that contains them: then
 * points and max are those of the fields shown, and index, rank, group and
 * class are null. */
void view_results(struct jout *j, const struct results *r);

/* One unit of it alone. */
void view_unit_result(struct jout *j, const struct results *r, unsigned unit);

/* A record of the council's. */
void view_record(struct jout *j, const struct record *r);

/* GET .../publication, and one revision of it. */
void view_publication(struct jout *j, const struct publication *p);
void view_revision(struct jout *j, const struct revision *r);

/* GET .../indicators. */
void view_indicators(struct jout *j, const struct indicators *i);

/* GET .../results/{unit}/why, and what a POST .../sheet/what-if answers. */
void view_why(struct jout *j, const struct why *w);
void view_what_if(struct jout *j, const struct what_if *w);

/* GET .../analysis. */
void view_analysis(struct jout *j, const struct analysis *a);

/* An event of the change feed. */
void view_event(struct jout *j, const struct event *e);

/* GET .../audit: how many there are of each kind, and those that are listed,
 * from the weight `least` on. */
void view_findings(struct jout *j, struct period_id period,
    const struct findings *fs, enum severity least);

/* A period: blocks, windows, policies, thresholds, surveys; without units and
 * criteria. `state` is "loaded" or "open". */
void view_plan(struct jout *j, const struct plan *p, const char *state);
void view_units(struct jout *j, const struct plan *p);    /* an array */
void view_criteria(struct jout *j, const struct plan *p); /* an array */

/* Points with the plan's leaf decimals, as a string. */
void view_points(struct jout *j, const struct plan *p, struct points points);
void view_kpoints(struct jout *j, const char *key, const struct plan *p,
    struct points points);
/* points / max as a percentage with the plan's index decimals, as a string. */
void view_kpercent(struct jout *j, const char *key, const struct plan *p,
    struct points points, struct points max);

#endif
