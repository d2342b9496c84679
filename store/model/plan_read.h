/*
 * plan_read.h - inside plan_read*.c only: the state of one reading, and
 * readers of single members that put every fault on the list and go on.
 *
 * A reader that fails leaves its target as it was (zero, ""), so that the
 * next thing can be read; the plan is thrown away at the end if there was any
 * fault.
 */
#ifndef STORE_MODEL_PLAN_READ_H
#define STORE_MODEL_PLAN_READ_H

#include "store/model/plan.h"

struct plan_reading {
	struct plan *p;    /* NULL while vars and rules are read */
	struct pool *pool; /* where texts go: p's, or the caller's */
	struct faults *fs;
	struct buf scratch;
	struct points total[BLOCKS_MOST]; /* declared, by block */
	struct points field_max[FIELDS_MOST][BLOCKS_MOST];
	unsigned answers[LEAVES_MOST]; /* a survey rule tells apart */
};

#define PERCENT_MOST 100
#define POINTS_MOST 1000

/* The nouns, in the order in which they are read: what one names, the ones
 * before it have declared. Each takes its part of the bundle. */
void plan_read_criteria(struct plan_reading *r, const struct jv *criteria);
void plan_read_units(struct plan_reading *r, const struct jv *units);
/* `list`: the register's array, every unit of it read. */
void plan_check_successors(struct plan_reading *r, const struct jv *list);
void plan_read_period(struct plan_reading *r, const struct jv *period);
void plan_read_surveys(struct plan_reading *r, const struct jv *period);
/* A part of a unit. */
void plan_read_heads(struct plan_reading *r, const struct jv *v,
    struct unit *u);
void plan_read_life(struct plan_reading *r, const struct jv *period);

/* Parts of the surveys: one survey's questions; and once all are read, which
 * leaves are scored by groups, and whether their weights make sense. */
void plan_read_channels(struct plan_reading *r, const struct jv *survey,
    struct survey *s);
void plan_read_questions(struct plan_reading *r, const struct jv *survey,
    struct survey *s);
void plan_check_weights(struct plan_reading *r, const struct jv *surveys);

/* Parts of the period. */
void plan_read_time(struct plan_reading *r, const struct jv *period);
void plan_read_commitments(struct plan_reading *r, const struct jv *period);
void plan_read_windows(struct plan_reading *r, const struct jv *period);
void plan_read_groups(struct plan_reading *r, const struct jv *period);
void plan_read_classes(struct plan_reading *r, const struct jv *period);
void plan_read_self_review(struct plan_reading *r, const struct jv *period);
void plan_read_previous(struct plan_reading *r, const struct jv *period);
void plan_read_indicators(struct plan_reading *r, const struct jv *period);
void plan_read_owner(struct plan_reading *r, const struct jv *period);
void plan_read_reminders(struct plan_reading *r, const struct jv *period);
void plan_read_retention(struct plan_reading *r, const struct jv *period);
/* Once all is read without a fault: every leaf's points can be printed. */
void plan_check_decimals(struct plan_reading *r, const struct jv *criteria);
/* An array of fields, each at most once. */
void plan_read_fields(struct plan_reading *r, const struct jv *object,
    const char *key, bool marks[FIELDS_MOST]);

/* Adds a fault at `v`. */
void fault_at(struct plan_reading *r, const struct jv *v, enum err e,
    const char *detail, ...) __attribute__((format(printf, 4, 5)));

/* How many bytes of a text a fault repeats: whole characters, at most 64
 * bytes. For "%.*s". */
int shown(struct slice s);

/* Is it an object? Members not in `known` (NULL-terminated) are faults, but
 * every object may say its "source" (text) and that it is "assumed". */
bool object_open(struct plan_reading *r, const struct jv *v,
    const char *const *known);

/* Is the member there and of that kind? Else a fault. */
bool member_of(struct plan_reading *r, const struct jv *object, const char *key,
    enum json_kind kind, struct jv *out);

/* Must be `text`, a file's "format". */
void member_format(struct plan_reading *r, const struct jv *object,
    const char *text);

/* Text in NFC, kept in the plan's pool; "" after a fault. */
const char *member_text(struct plan_reading *r, const struct jv *object,
    const char *key); /* required, not empty */
const char *member_text_maybe(struct plan_reading *r, const struct jv *object,
    const char *key); /* "" when absent or empty */
const char *text_of(struct plan_reading *r, const struct jv *v);

bool member_name(struct plan_reading *r, const struct jv *object,
    const char *key, char out[NAME_ROOM]);
bool name_of(struct plan_reading *r, const struct jv *v, char out[NAME_ROOM]);

/* `otherwise` when absent. */
bool member_bool(struct plan_reading *r, const struct jv *object,
    const char *key, bool otherwise);

int64_t member_int(struct plan_reading *r, const struct jv *object,
    const char *key, int64_t least, int64_t most);

/* 0..most whole points or percent. */
bool member_points(struct plan_reading *r, const struct jv *object,
    const char *key, int64_t most, struct points *out);
bool points_of(struct plan_reading *r, const struct jv *v, int64_t most,
    struct points *out);

bool member_moment(struct plan_reading *r, const struct jv *object,
    const char *key, struct moment *out);
bool member_date(struct plan_reading *r, const struct jv *object,
    const char *key, int64_t *out);

/* Which of the `n` words; -1 after a fault. */
int member_word(struct plan_reading *r, const struct jv *object,
    const char *key, const char *const *words, unsigned n);

/* A required array of least..most elements, and room in the pool for one
 * thing of `size` bytes each. Returns how many; 0 after a fault. */
unsigned member_list(struct plan_reading *r, const struct jv *object,
    const char *key, unsigned least, unsigned most, size_t size,
    struct jv *list, void *room);

/* A member that names a block, a unit, a leaf or a field declared before:
 * its index, or -1 after a fault. */
int member_block(struct plan_reading *r, const struct jv *object);
int block_of(struct plan_reading *r, const struct jv *v, struct slice name);
int unit_of(struct plan_reading *r, const struct jv *v);
int leaf_of(struct plan_reading *r, const struct jv *v);
int field_of(struct plan_reading *r, const struct jv *v);

#endif
