/*
 * world.h - a whole simulated store with the shipped period in it, for tests
 * of acts and looks.
 *
 * Everything here fails the test when it cannot be done, but for the acts
 * whose answer is returned.
 */
#ifndef TESTS_KIT_WORLD_H
#define TESTS_KIT_WORLD_H

#include "store/act/acts.h"
#include "store/look/looks.h"
#include "store/table/schema.h"
#include "tests/kit/folder.h"

/* Instants of the shipped period, +07:00. */
#define WORLD_OPENS "2022-12-25T00:00:00+07:00"
#define WORLD_LAST "2023-01-10T23:59:59.999999+07:00" /* still on time */
#define WORLD_UNTIL "2023-01-10T24:00:00+07:00"       /* late from here */
#define WORLD_CLOSES "2023-01-17T00:00:00+07:00"

struct world {
	struct folder folder;
	char store_path[FOLDER_ROOM + 16], key_path[FOLDER_ROOM + 16];
	struct store *store;
	struct period_id period; /* "2022", open */
};

/* A fresh world at 2022-12-26 08:00, its period open and unscored. */
void world_open(struct world *w);

/* The same with the bundle's text changed: `patches` are pairs, what is there
 * once at least and what stands everywhere in its place; NULL ends them. */
void world_open_with(struct world *w, const char *const *patches);
#define WORLD_PATCHES(...)                                                     \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}
/* The same with a bundle of one's own. */
void world_open_bundle(struct world *w, struct slice bundle);
void world_close(struct world *w);

/* The same without a period. */
void world_open_empty(struct world *w);

/* Closes the store and opens it again. */
void world_reopen(struct world *w);

/* Somebody of that role; token numbers differ by role and unit. */
struct who world_who(enum role role, const char *unit);
struct who world_unit(const char *unit);

struct unit_id unit_named(const char *id);
struct leaf_id leaf_named(const char *id);
const struct plan *world_plan(struct world *w);

/* Sets the clock, U = 0, or U = `bound_us`. */
void world_clock(struct world *w, const char *time);
void world_clock_bound(struct world *w, const char *time, int64_t bound_us);

/* A request of the unit's own officer about one leaf. */
struct submit world_request(struct world *w, const char *unit,
    const char *leaf);

/* Stages the bytes, stamps the arrival with the world's clock, and submits. */
enum err world_send(struct world *w, const struct submit *in,
    struct slice bytes, struct submitted *out, struct fault *why);

/* The same, of a document that is returned for `reason`: must be logged. */
void world_return(struct world *w, const struct submit *in, struct slice bytes,
    enum err reason);

/* A request sent that must be taken. */
struct submission world_upload(struct world *w, const char *unit,
    const char *leaf, const char *bytes);

/* Writes a leaf's inputs (JSON, apostrophes for quotes) over version `seen`. */
enum err world_score(struct world *w, const struct who *who, const char *unit,
    const char *leaf, enum column column, const char *inputs, uint64_t seen,
    struct fault *why);

/* Everything a unit needs for full points of leaf 1.1.2 but the job. */
void world_earn(struct world *w, const char *unit);

/* Reads a JSON array of forms, and enters them as the survey's operator. */
enum err world_forms(struct world *w, const char *survey, const char *json,
    struct forms_entered *out, struct fault *why);

/* Changes the open period: the bundle in force, patched (world_open_with), as
 * its next version, under world_mandate's decision. */
enum err world_amend(struct world *w, const char *const *patches,
    struct fault *why);
struct buf world_bundle(struct world *w, const char *const *patches);
struct mandate world_mandate(void);

/* Runs one unit's job with every document found sound; false when there is
 * no such job. */
bool world_settle_unit(struct world *w, const char *unit, struct settled *out);
/* Runs all due jobs until none is left; returns how many ran. */
unsigned world_settle(struct world *w);

/* Runs the job that judges a unit's submissions again; false when it was not
 * asked for. */
bool world_rejudge(struct world *w, const char *unit);

/* What is kept; the unit must have been scored. */
struct leaf_score world_leaf(struct world *w, const char *unit,
    const char *leaf);
int64_t world_points(struct world *w, const char *unit, const char *leaf);
struct cell world_cell(struct world *w, const char *unit, const char *leaf,
    enum column column);
struct submission world_submission(struct world *w, struct submission_id id);
uint64_t world_rows(struct world *w, enum table table);

/* The log: how long, its newest entry's type, and whether that has the line
 * "key value". world_verified rebuilds and checks all of it. */
uint64_t world_log(struct world *w);
enum entry_type world_newest(struct world *w);
bool world_newest_says(struct world *w, const char *key, const char *value);
void world_verified(struct world *w);

/* Judges the whole log again from its entries (store/recheck): no error. */
void world_rechecked(struct world *w);

/* SHA-256 over every row of every table but those whose bit (1 << T_...) is
 * in `except`. */
struct digest world_dump(struct world *w, uint64_t except);
#define WORLD_BIT(table) (UINT64_C(1) << (table))
#define ck_assert_dump(w, before)                                              \
	ck_assert_msg(digest_eq(world_dump((w), 0), (before)),                 \
	    "the store has changed")

#endif
