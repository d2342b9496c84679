/*
 * plan.h - everything a province decided about one evaluation period, read
 * once and never changed: units, blocks, criteria, windows, thresholds,
 * surveys and policies (design promise 8).
 *
 * A plan comes from one *bundle*, the JSON text that is kept, versioned and
 * ledgered: {"format":"parindex-bundle/1","period":{},"criteria":{},
 * "units":{}}, which `parindex period load` makes of three files. The format
 * is docs/period-format.md and docs/schema/\*.json.
 */
#ifndef STORE_MODEL_PLAN_H
#define STORE_MODEL_PLAN_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/base/pool.h"
#include "store/model/rule.h"

#define UNITS_MOST 1024
#define BLOCKS_MOST 16
#define FIELDS_MOST 32
#define LEAVES_MOST 256
#define SURVEYS_MOST 64

struct block {
	struct block_id id;
	const char *name_vi;
};

/* Who heads a unit from one day until another (`to` exclusive, INT64_MAX). */
struct head {
	const char *title; /* "Giám đốc" */
	const char *name;
	int64_t from, to;
};

struct unit {
	struct unit_id id;
	const char *name_vi;
	const char *const *aliases;
	unsigned n_aliases;
	unsigned block;               /* index */
	const char *org_code;         /* QD 20/2020, may be "" */
	int64_t valid_from, valid_to; /* days; valid_to exclusive, INT64_MAX */
	const char *head_title;
	const struct head *heads; /* one after the other */
	unsigned n_heads;
	unsigned order; /* in the decision, rising within a block */
	const struct unit_id *successors; /* of later registries too */
	unsigned n_successors;
};

/* A canonical name or an alias, folded (text_fold). */
struct unit_name {
	struct slice folded;
	unsigned unit; /* index */
};

/* Is a field part of the total, or does it give or take points beside it? The
 * law is in outside.c. */
enum field_kind {
	FIELD_INSIDE,
	FIELD_BONUS,
	FIELD_PENALTY
};

struct field {
	struct field_id id;
	const char *name_vi;
	bool survey; /* fed by surveys, not by evidence */
	enum field_kind kind;
	struct points cap[BLOCKS_MOST]; /* of a field outside the total */
};

enum leaf_mode {
	LEAF_EVIDENCE,  /* documents and appraised inputs */
	LEAF_SURVEY,    /* a tally */
	LEAF_SYSTEM,    /* inputs computed by score.h when appraisal closes */
	LEAF_APPRAISED, /* appraisers' and the council's inputs alone */
};

struct leaf {
	struct leaf_id id;
	unsigned field;        /* index */
	const char *criterion; /* "1.1": the criterion it belongs to */
	const char *name_vi;
	struct points max[BLOCKS_MOST]; /* 0: not assessed in that block */
	enum leaf_mode mode;
	const struct var *vars;
	unsigned n_vars;
	const struct rule *rule;
	bool na_allowed;      /* the unit may say "does not apply to us" */
	const char *evidence; /* what documents prove it, Vietnamese */
	const char *source;   /* where the criterion comes from */
	bool assumed;         /* its numbers are not the province's own */
};

enum stage {
	STAGE_EVIDENCE,    /* uploads and self-scores by the unit */
	STAGE_APPRAISAL,   /* round 1 by the secretariat */
	STAGE_SURVEY,      /* forms entered */
	STAGE_EXPLANATION, /* a unit explains, with supplementary evidence */
	STAGE_ROUND2,      /* round 2 by the secretariat; a period whose block
			    * has no such window has one round */
	STAGES
};
const char *stage_name(enum stage stage); /* "evidence" */

/*
 * Half-open: on time while opens <= t < on_time_until; accepted though late
 * while t < closes (closes == on_time_until where nothing late is taken).
 *
 * A change is a further row with a higher version, for the whole block or for
 * one unit of it. No two rows of a block and stage have the same version. Of
 * those that are for a unit, its block's and its own, the highest is in force.
 */
#define WINDOW_FOR_ALL (-1)
struct window {
	unsigned block;
	int unit; /* index of the only one it is for, or WINDOW_FOR_ALL */
	enum stage stage;
	uint32_t version; /* from 1; a change is a new version */
	struct moment opens, on_time_until, closes;
};

enum doubt {
	DOUBT_UNIT,
	DOUBT_STRICT
}; /* whose is the clock's error */
enum late_policy {
	LATE_REFUSE,
	LATE_MARK,
	LATE_COUNCIL, /* kept, and counts once the council says so */
	LATE_POLICIES
};
const char *late_policy_name(enum late_policy late); /* "mark" */

enum tie_rule {
	TIE_SHARED, /* 1 1 3 */
	TIE_DENSE   /* 1 1 2 */
};
enum classify_on {
	CLASSIFY_EXACT,
	CLASSIFY_PRINTED
};

/* A band of the index within a block; bands of a block stand best first. */
struct group {
	unsigned block;
	const char *id; /* "80-90" */
	const char *name_vi;
	struct points from; /* percent, inclusive; the last band is 0 */
};

/* A class of the head, best first: index at least `from`, and each class
 * field at least `fields_from` (0: no condition). */
struct head_class {
	const char *id; /* excellent good completed not_completed */
	const char *name_vi;
	struct points from, fields_from;
};

enum survey_kind {
	SURVEY_ORGANISATION, /* one form judges every unit of a block */
	SURVEY_CITIZEN,      /* one form judges one unit */
};

#define ANSWERS_MOST 5 /* a question tells apart; a tally's counts */

/* One of the answers that a form prints, when it prints more than numbers. */
struct choice {
	const char *id; /* "A" */
	const char *label_vi;
	bool counts; /* false: "don't know", as good as blank */
};

/* A question of a form feeds one leaf, or none: it was printed, but counts
 * nowhere (any more). `scale` answers, 1..scale. */
#define FEEDS_NO_LEAF LEAVES_MOST
struct question {
	const char *id;
	const char *text_vi;
	unsigned leaf; /* index, or FEEDS_NO_LEAF */
	unsigned scale;
	const struct choice *options; /* `scale` of them; NULL: bare numbers */
	/* What each answer is worth: its option's percent, else what the leaf's
	 * rule gives it of 100 points. */
	struct points percent[ANSWERS_MOST];
};

/* A group of respondents, as the survey plan lists them. */
#define RESPONDENTS_MOST 32
#define CHANNELS_MOST 16
struct respondents {
	const char *id; /* "hdnd" */
	const char *name_vi;
	uint64_t expected;
	uint64_t per_unit;       /* forms planned for each unit; 0: not said */
	const char *eligible_vi; /* who belongs to it, may be "" */
	struct points weight;    /* against the other groups; 0: pooled */
};

/* A way by which forms come: "zalo". */
struct channel {
	const char *id;
	const char *name_vi;
};

struct survey {
	struct survey_id id;
	const char *name_vi;
	enum survey_kind kind;
	unsigned block;
	const struct question *questions;
	unsigned n_questions;
	const struct respondents *respondents;
	unsigned n_respondents;
	const struct channel *channels;
	unsigned n_channels;  /* 0: forms do not say by which they came */
	uint64_t expected;    /* forms planned, 0 when not said */
	bool sealed;          /* forms enter only from packages opened by two */
	bool over_refused;    /* none beyond what a group was planned */
	struct points second; /* percent of the forms to be entered twice */
};

/* Kinds of records that may be destroyed after some years. */
enum retained {
	RETAINED_EVIDENCE,   /* documents of submissions that count or may */
	RETAINED_UNACCEPTED, /* of those rejected, withdrawn or superseded */
	RETAINED_FORMS,      /* what each respondent answered; not the counts */
	RETAINED_PEOPLE,     /* names of persons who had left by then */
	RETAINED_EVENTS,     /* the period's events in the change feed */
	RETAINED
};

/* Before a window stops being on time: so many days, falling. */
#define REMIND_DAYS_MOST 8
struct remind_days {
	unsigned n;
	unsigned day[REMIND_DAYS_MOST];
};

/* What a leaf by evidence gets whose documents are missing, late or rejected
 * (docs/scoring.md): its points never stand on such documents alone. */
enum unproven {
	UNPROVEN_ZERO,      /* 0, whatever anybody wrote */
	UNPROVEN_EXPLAINED, /* what was appraised, once the unit explained */
	UNPROVEN_JUDGED,    /* what was appraised */
};

/* Why points were lost, chosen from the period's own list. */
struct loss_reason {
	const char *id; /* "evidence-missing" */
	const char *name_vi;
};

/* How sheets live in the period (life.h); all zero where it says nothing. */
struct life_policy {
	bool said;         /* the period has a "life" */
	bool confirmation; /* only a confirmed sheet is appraised */
	bool assignments;  /* only an assigned person appraises */
	enum unproven missing, late, rejected;
	const struct loss_reason *reasons;
	unsigned n_reasons; /* 0: none is asked for */
};

/* A day off, by announcement. */
struct holiday {
	int64_t day; /* since 1970-01-01 */
	const char *name_vi;
};

/*
 * What was announced about outages (audit.md 4.6 R7): one of at least `least`
 * that touches the last `last` before an evidence deadline, or the deadline
 * itself, moves that deadline to its end + `after`, where that is later.
 * All 0: nothing was announced.
 */
struct outage_rule {
	struct span last, least, after;
};

/* A leaf whose figures an agency supplies for all units (indicator.h). Its
 * value is a variable in percent, or one variable of another. */
struct indicator {
	unsigned leaf; /* index */
	int agency;    /* unit in charge, -1: none is */
	unsigned num;  /* indexes of the leaf's variables */
	int den;       /* -1: `num` is the percentage */
	bool has_target, lower_is_better;
	struct points target; /* percent */
};

struct previous;

struct plan {
	struct pool pool; /* all texts and arrays */
	struct period_id period;
	const char *name_vi;
	struct unit_id owner;   /* who runs the round; "": the province */
	const char *owner_name; /* Vietnamese; "" for the province */
	int64_t year;
	uint32_t version; /* of the bundle, given by the store; from 1 */
	/* What was in force until log entry `since` put this version in force;
	 * borrowed, and as lasting as this. NULL: the period opened with this
	 * one. */
	const struct plan *before;
	uint64_t since;
	unsigned leaf_decimals, index_decimals;
	enum doubt doubt;
	enum late_policy late;
	enum tie_rule tie;
	enum classify_on classify_on;
	bool outside_counted; /* bonus and penalty change the points */
	bool merged_new;  /* a unit merged of several is compared with none */
	struct span cure; /* in which a rejected document may be replaced
			   * though the window ended; 0: none */
	struct outage_rule outage;
	struct span commitment; /* in which the bytes must follow a commitment
				 * that counts (commitment.h); 0: completion
				 * counts */

	const struct block *blocks;
	const struct unit *units;      /* in the decision's order */
	const struct unit_name *names; /* sorted by `folded` */
	const struct field *fields;
	const struct leaf *leaves; /* in the set's order */
	const struct window *windows;
	const struct group *groups;
	const struct head_class *classes;
	const struct survey *surveys;
	struct life_policy life;
	const struct holiday *holidays; /* by day, rising */
	unsigned n_holidays;
	unsigned n_blocks, n_units, n_names, n_fields, n_leaves, n_windows,
	    n_groups, n_classes, n_surveys;

	/* answers to it have weights, or percents of their own: scored by
	 * survey_score.h, not by a pooled tally */
	bool leaf_by_group[LEAVES_MOST];

	bool class_field[FIELDS_MOST];  /* counts for the head's class */
	bool review_field[FIELDS_MOST]; /* below review_below: self-review */
	struct points review_below;     /* percent */

	unsigned retain_years[RETAINED]; /* retention.h; 0: for ever */

	/* reminder.h */
	struct remind_days closing, missing;

	const struct indicator *indicators;
	unsigned n_indicators;

	/* The year before: its ranking, or the period of this store that has
	 * it; NULL and "" where the bundle does not say (previous.h). */
	const struct previous *previous;
	struct period_id previous_period;

	/* not_applicable[unit * n_leaves + leaf]: taken out by decision */
	const bool *not_applicable;
	/* likewise: why, as the decision says it; NULL where it says nothing */
	const char *const *not_because;
};

/* Reads and checks a bundle. NULL when it has any fault; all are in `fs`
 * (pointers into the bundle). Owned; freed by plan_free. */
struct plan *plan_read(struct slice bundle, uint32_t version,
    struct faults *fs);
void plan_free(struct plan **p);

/* The version by which an entry of the log was written: what it recorded by
 * place, the places of that version tell (carry.h). */
const struct plan *plan_at(const struct plan *p, uint64_t entry);

/* Index, or -1. plan_unit_named also finds a canonical name or an alias,
 * whatever its case and normal form. */
int plan_block(const struct plan *p, struct block_id id);
int plan_unit(const struct plan *p, struct unit_id id);
int plan_field(const struct plan *p, struct field_id id);
int plan_leaf(const struct plan *p, struct leaf_id id);
int plan_survey(const struct plan *p, struct survey_id id);
int plan_reason(const struct plan *p, const char *id); /* of life.reasons */
int plan_unit_named(const struct plan *p, struct slice name);

/* How a leaf stands to a unit. */
enum applies {
	APPLIES,
	APPLIES_NOT_IN_BLOCK, /* the block's set does not have it */
	APPLIES_NOT,          /* not applicable by decision */
};
enum applies plan_applies(const struct plan *p, unsigned unit, unsigned leaf);

/* Why it is APPLIES_NOT; "" where nobody said. */
const char *plan_not_because(const struct plan *p, unsigned unit,
    unsigned leaf);

/* Who heads the unit on that day; NULL when nobody is said to. */
const struct head *plan_head(const struct plan *p, unsigned unit, int64_t day);

/* The leaf's points for the unit's block. */
static inline struct points
plan_max(const struct plan *p, unsigned unit, unsigned leaf)
{
	return p->leaves[leaf].max[p->units[unit].block];
}

/* The newest version of a block's window for a stage, whatever single units
 * were granted; NULL if there is none. plan_unit_window is the one in force
 * for a unit. plan_window_version finds a given one. */
const struct window *plan_window(const struct plan *p, unsigned block,
    enum stage stage);
const struct window *plan_unit_window(const struct plan *p, unsigned unit,
    enum stage stage);
const struct window *plan_window_version(const struct plan *p, unsigned block,
    enum stage stage, uint32_t version);

/* Is it in force for its block, or for the unit it is for? */
bool plan_window_in_force(const struct plan *p, const struct window *w);

/* Does this moment lie on a Saturday, a Sunday or a holiday of the period? Its
 * name in *why, "" for a weekend. */
bool plan_day_off(const struct plan *p, struct moment at, const char **why);

#endif
