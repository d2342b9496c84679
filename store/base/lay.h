/*
 * lay.h - JSON as a person reads it: a member of the file a line, an object of
 * a long list a line.
 */
#ifndef STORE_BASE_LAY_H
#define STORE_BASE_LAY_H

#include "store/base/buf.h"
#include "store/base/json_in.h"

/* What becomes of a value: kept as it is, written otherwise (as JSON, into
 * `out`), or left out of its object or array. */
enum lay_as {
	LAY_KEEP,
	LAY_CHANGED,
	LAY_LEFT_OUT
};
struct lay_change {
	enum lay_as (*of)(void *self, const struct jv *v, struct buf *out);
	void *self;
};

/* Appends `v` and a line feed; `change` may be NULL. Failures are `to`'s. */
void json_lay(const struct jv *v, const struct lay_change *change,
    struct buf *to);

/* Appends `v` on one line, without spaces between. */
void json_line(const struct jv *v, struct buf *to);

/* The same value? Members of objects in any order. */
bool json_same(const struct jv *a, const struct jv *b);

#endif
