/*
 * inside.h - what the files of store/recheck share. For store/recheck only.
 */
#ifndef STORE_RECHECK_INSIDE_H
#define STORE_RECHECK_INSIDE_H

#include "store/ledger/ledger.h"
#include "store/ledger/outside.h"
#include "store/model/commitment.h"
#include "store/recheck/recheck.h"

#define RECHECK_PERIODS 64
#define BREAKS_MOST 64

/* An evidence window of a block, or of one unit of it, as rules tell it. */
struct told_window {
	struct block_id block;
	struct window window; /* its block is not numbered; its unit is the
			       * number that the rules give it */
};

/* What the entries say came in for windows of one version and end. */
struct told_closing {
	uint32_t version;
	struct moment until;
	uint64_t on_time, doubt, late, refused;
	bool closed;
	uint64_t closed_at; /* index of the entry that says so */
};

struct told_period {
	struct period_id id;
	uint64_t opened;        /* index of the first rules */
	uint64_t rules;         /* of the newest */
	struct span commitment; /* in which the bytes must follow one that
				 * counts; 0: none counts */
	bool taken;             /* a submission came under some rules */
	enum doubt doubt;
	enum late_policy late;
	int64_t version;
	struct span cure;
	struct outage_rule outage;
	struct told_window *windows; /* in force, of the newest rules */
	unsigned n_windows;
	struct told_closing *closings;
	unsigned n_closings;
};

/* Something between two entries that the log must explain. */
struct told_break {
	uint64_t after;
	struct moment from, to;
	enum sign_clock clock;
	int64_t by;
	bool outage;
	unsigned heartbeats; /* that came since */
};

/* What outside time says so far: whatever is logged from here on came after
 * this moment, as the token logged at `by` shows. */
struct told_fence {
	bool any;
	struct outside_time time;
	uint64_t by;
	bool crossed; /* told of the entries since */
};

/* A submission's verdict that is another one than its own entry says. */
struct told_verdict {
	uint64_t about;
	enum verdict verdict;
	bool used; /* this place of the table */
};

/* A submission or a commitment that an unfit clock took in (bounds.h), or a
 * submission that is judged by such a commitment; in the order of their
 * entries. */
struct told_unfit {
	uint64_t about;
	bool promise; /* it is a commitment: nothing is judged by it alone */
	uint64_t commitment; /* by which it is judged: the tokens are those
			      * around that one; 0: by itself */
	uint64_t after_by, before_by; /* entries of tokens; 0: none */
	struct moment since; /* when the latter was logged, or, judged by a
			      * commitment, itself */
	uint32_t version;    /* the window it was last judged by */
	struct moment until;
	struct ruling ruling;
};

/* A log's last entry said that another one goes on with another key. */
struct told_rotation {
	bool any;
	uint64_t at;
	char next[ORIGIN_ROOM], vkey[VKEY_ROOM];
};

/* A submission that the check rejected: it may be replaced once. */
struct told_rejection {
	struct submission_id id;
	uint64_t about; /* its entry */
	struct moment at;
	bool cured; /* and was */
};

struct recheck {
	struct recheck_to to;
	uint64_t next; /* place of the next entry (ledger.h) */
	uint64_t count[GRAVITIES];
	struct sign last;
	struct told_rotation rotation;
	struct told_fence fence;
	uint64_t last_token;         /* its entry; 0: none yet */
	struct moment unknown_until; /* the largest time that a clock nobody
				      * vouches for gave */
	enum clock_status status;
	struct told_period periods[RECHECK_PERIODS];
	unsigned n_periods;
	struct told_break breaks[BREAKS_MOST];
	unsigned n_breaks;
	struct told_verdict *verdicts; /* by `about`, open addressing */
	size_t n_verdicts, verdicts_room;
	struct told_unfit *unfit;
	size_t n_unfit, unfit_room, n_bounded; /* the latter have tokens */
	struct told_rejection *rejections;
	size_t n_rejections, rejections_room;
};

void recheck_tell(struct recheck *a, enum gravity s, uint64_t index,
    const char *code, const char *text, ...)
    __attribute__((format(printf, 5, 6)));

/* Clock and silence between the entry before and this one (breaks.c). */
void recheck_break(struct recheck *a, const struct sign *is);
void recheck_explained(struct recheck *a, const struct entry *e);
void recheck_beat(struct recheck *a);
void recheck_unexplained(struct recheck *a);

/* Tokens of outside time, and every entry against them (fences.c). */
enum err recheck_token(struct recheck *a, const struct entry *e);
void recheck_fenced(struct recheck *a, const struct entry *e);

/* A word of a line as a whole number. */
bool recheck_integer(struct slice *rest, int64_t *out);
bool recheck_says(const struct entry *e, const char *key, const char *word);

/* The period an entry names, or NULL. */
struct told_period *recheck_period(struct recheck *a, const struct entry *e);

/* Rules, and their changes (rules.c). */
enum err recheck_rules(struct recheck *a, const struct entry *e);
void recheck_commitment_rule(struct recheck *a, const struct entry *e);

/* Arrivals and closings (arrivals.c). */
enum err recheck_arrival(struct recheck *a, const struct entry *e);
/* What came and was returned: when, and the verdict of its own time. */
enum err recheck_returned(struct recheck *a, const struct entry *e);
void recheck_closing(struct recheck *a, const struct entry *e);
/* What came in for windows of that version and end; NULL: no memory. */
struct told_closing *recheck_closing_of(struct told_period *p, uint32_t version,
    struct moment until);

/* An arrival's lines, read. */
struct arrived {
	struct interval received;
	uint32_t version;
	struct moment until;
	struct slice verdict;
};
bool recheck_arrived(const struct entry *e, struct arrived *out);

/* A commitment, and what a submission that completes one says of it
 * (commitments.c). */
enum err recheck_commitment(struct recheck *a, const struct entry *e);
void recheck_completes(struct recheck *a, const struct entry *e);

/* By what a submission at `place` is judged (commitment.h), from its own lines;
 * false when they cannot be read. */
bool recheck_basis(const struct told_period *p, const struct entry *e,
    uint64_t place, struct basis *out);
/* The trust in the clock of a commitment that counts, which is not in the
 * submission's lines: as its entry says, and fit where that cannot be had. It
 * asks for that entry. */
void recheck_basis_trust(const struct recheck *a, struct basis *b);

/* What the entry says of its interval against its own moment. */
void recheck_moment(struct recheck *a, const struct entry *e,
    const struct arrived *in);
/* What a verdict rests on. */
struct grounds {
	struct interval when; /* it arrived */
	enum bounded how;
	struct ruling ruling;
	uint32_t version; /* of the window, which ends */
	struct moment until;
	bool closed;        /* the log had closed it */
	struct moment cure; /* until when a cure may come; 0: none may */
};
/* Does some window in force of that version and end give that verdict? *out is
 * what the last one gives, NONE when there is none. */
bool recheck_verdict_is(const struct told_period *p, const struct grounds *g,
    struct slice says, enum verdict *out);
/* Is an arrival's verdict what its own times and lines give? Tells if not. */
bool recheck_own_verdict(struct recheck *a, const struct told_period *p,
    const struct arrived *in, bool closed, enum verdict *v);

/* A log's last entry, what comes behind it, and the first one of the log that
 * goes on from it (rotation.c). */
void recheck_rotation(struct recheck *a, const struct entry *e);
void recheck_rotated(struct recheck *a, const struct entry *e);
void recheck_unsucceeded(struct recheck *a);

/* What an unfit clock took in, and the tokens around it (bounds.c). `about` and
 * the token before it are set here. */
enum err recheck_unfit(struct recheck *a, const struct told_unfit *row);
struct told_unfit *recheck_unfit_of(const struct recheck *a, uint64_t about);
/* The row with the tokens around it: its own, or its commitment's. */
const struct told_unfit *recheck_covering(const struct recheck *a,
    const struct told_unfit *u);
/* The tokens that must be around it, once there is a later one. `after` is what
 * the earlier one says, where after_by is set. */
bool recheck_tokens(const struct recheck *a, const struct told_unfit *u,
    struct bounds *b, struct outside_time *after);
/* When it came at the earliest, by what the entry at `place` says. */
bool recheck_after(const struct recheck *a, uint64_t place, struct bounds *b,
    const struct outside_time *after);

/* Verdicts by them, and rulings (bounded.c). */
enum err recheck_bounded(struct recheck *a, const struct entry *e);
enum err recheck_ruling(struct recheck *a, const struct entry *e);
/* A token came: over all of them before this place. */
enum err recheck_covered(struct recheck *a, uint64_t place, struct moment at);
/* A submission is judged by another window from now on. */
void recheck_moved(struct recheck *a, uint64_t about, uint32_t version,
    struct moment until);
/* Of which outside time gives another verdict than is in force. */
enum err recheck_unbounded(struct recheck *a);

/* What entries about a submission have in common (verdicts.c). */
bool recheck_about(struct recheck *a, const struct entry *e, uint64_t *about);
bool recheck_its_window(const struct entry *e, uint32_t *version,
    struct moment *until);
enum verdict recheck_reads(const struct entry *e, const char *key);
/* The verdict in force on a submission, of whose entry `*e` becomes a copy. */
bool recheck_in_force(const struct recheck *a, uint64_t about, struct entry *e,
    enum verdict *out);
enum err recheck_remember(struct recheck *a, uint64_t about, enum verdict v);

/* Verdicts given again, rejections and admissions (verdicts.c). */
enum err recheck_verdict(struct recheck *a, const struct entry *e);
enum err recheck_rejudgement(struct recheck *a, const struct entry *e);
void recheck_admission(struct recheck *a, const struct entry *e);
/* An arrival cures the one it replaces: once. */
void recheck_cured(struct recheck *a, const struct entry *e);
/* The leaves of an entry, out of its bytes; false when they cannot be. */
struct told_leaves {
	struct leaf_id leaf[SUBMISSION_LEAVES];
	unsigned n;
};
bool recheck_leaves(const struct entry *e, struct told_leaves *out);
/* Every one of them stands in `was`. */
bool recheck_leaves_within(const struct told_leaves *is,
    const struct entry *was);
/* Until when an arrival may cure the one it replaces; 0: it may not. */
struct moment recheck_cure(const struct recheck *a, const struct told_period *p,
    const struct entry *e);

#endif
