/*
 * operator.h - the operator's command on a store of a test's own.
 */
#ifndef TESTS_KIT_OPERATOR_H
#define TESTS_KIT_OPERATOR_H

#include "tests/kit/folder.h"
#include "tests/kit/program.h"

struct desk {
	struct folder folder;
	char store[FOLDER_ROOM + 16], key[FOLDER_ROOM + 16];
	const char *binary; /* bin/parindex */
};

/* A folder in which nothing is yet; `binary` is borrowed. */
struct desk desk_make(const char *binary);
void desk_remove(struct desk *d);

/* Runs parindex on the desk's store: up to 24 words, NULL at the end. */
struct ran operate(const struct desk *d, ...);

/* The same, and fails the test unless it ends with `status` and `says` stands
 * in its output or its complaints (NULL: whatever). */
#define expect(desk, want, says, ...)                                          \
	do {                                                                   \
		struct ran ran_ = operate(desk, __VA_ARGS__, NULL);            \
                                                                               \
		ran_expect(&ran_, want, says, __FILE__, __LINE__);             \
		ran_free(&ran_);                                               \
	} while (0)
void ran_expect(struct ran *r, int status, const char *says, const char *file,
    int line);

/* The shipped period's three files in the desk's folder, with the first `find`
 * of the one called `name` as `put`. */
void desk_write_changed(const struct desk *d, const char *name,
    const char *find, const char *put);

/* init --simulated at 25/12/2022, and Hai Duong 2022 loaded and open. */
void desk_open_2022(const struct desk *d);

#endif
