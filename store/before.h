/*
 * before.h - the ranking with which a period is compared: the imported one,
 * else the bundle's own, else the newest published revision of the period it
 * names. Used by the look that compares and by the act that freezes.
 */
#ifndef STORE_BEFORE_H
#define STORE_BEFORE_H

#include "store/model/previous.h"
#include "store/store.h"

struct before {
	struct pool pool;
	const struct previous *ranking; /* NULL: there is none */
	bool taken;                     /* it is the period before's */
};

/* Of the working results, or of the `past` that is not NULL, which has its
 * ranking with it. Opens read transactions of its own. Freed by before_free. */
enum err before_find(struct store *s, const struct plan *plan,
    const struct past *past, struct before *out);
void before_free(struct before *b);

#endif
