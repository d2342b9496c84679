/*
 * deeds.h - what can be done in a year that check_property.py invented.
 */
#ifndef TESTS_PROPERTY_DEEDS_H
#define TESTS_PROPERTY_DEEDS_H

#include "store/base/json_in.h"
#include "tests/kit/world.h"

#define UPLOADS_MOST 512

struct upload {
	char name[24];
	struct submission_id id;
	bool sound;
};

struct year {
	struct world world;
	struct upload uploads[UPLOADS_MOST];
	unsigned n_uploads;
};

/* Does what one object of "does" says (year.c), and returns what the act
 * answered. What is not well said ends the test. */
enum err deed_run(struct year *y, const struct jv *v);

#endif
