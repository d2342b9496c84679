/*
 * period.h - the shipped period and files of the source tree, for tests.
 */
#ifndef TESTS_KIT_PERIOD_H
#define TESTS_KIT_PERIOD_H

#include "store/base/buf.h"
#include "store/model/plan.h"

/* All bytes of a file under the source tree, "store/data/..."; fails the test
 * when it cannot be read. The caller frees. */
struct buf source_file(const char *path);

/*
 * The shipped period.json of Hai Duong 2022 without sealed surveys and without
 * a "life": forms enter and sheets are appraised at once, by anybody with the
 * role. Tests about those say so themselves. The caller frees.
 */
struct buf plain_period(void);

/* The bundle of it. The caller frees. */
struct buf shipped_bundle(void);

/* Reads a bundle that must have no fault; fails the test with the first one
 * otherwise. The caller frees. */
struct plan *plan_of(const struct buf *bundle);

/* The plan of it. The caller frees. */
struct plan *shipped_plan(void);

#endif
