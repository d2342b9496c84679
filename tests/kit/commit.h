/*
 * commit.h - commitments in a world, for tests.
 */
#ifndef TESTS_KIT_COMMIT_H
#define TESTS_KIT_COMMIT_H

#include "tests/kit/world.h"

/* A patch (world_open_with): commitments count, within so many hours. */
#define COMMITMENTS_COUNT(hours)                                               \
	"\"doubt\": \"unit\"",                                                 \
	    "\"doubt\": \"unit\", \"commitments\": {\"counts\": "              \
	    "\"commitment\", \"hours\": " hours "}"

/* A commitment of the unit's own officer, about one leaf and no document. */
struct commit commit_about(struct world *w, const char *unit, const char *leaf);
/* Names a document, by its bytes. */
void commit_name(struct commit *in, const char *bytes);

/* Stamps the arrival with the world's clock, and commits. */
enum err commit_send(struct world *w, const struct commit *in,
    struct committed *out, struct fault *why);

/* One of two documents about one leaf, that must be taken; "" names none. */
struct commitment commit_to(struct world *w, const char *unit, const char *leaf,
    const char *bytes, const char *more);

/* What completes it: a request of the unit's about one leaf. */
struct submit commit_completes(struct world *w, const struct commitment *c,
    const char *leaf);

/* Sends what must be taken. */
struct submission commit_complete(struct world *w, const struct commitment *c,
    const char *leaf, const char *bytes);

#endif
