/*
 * exempt.h - criteria and whole fields that are taken out for a unit of an open
 * period: which, and the mark that a bundle gets. Pure.
 */
#ifndef STORE_MODEL_EXEMPT_H
#define STORE_MODEL_EXEMPT_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/model/plan.h"

#define EXEMPT_REASON 500 /* bytes */

struct exemption {
	unsigned unit;
	bool field[FIELDS_MOST], leaf[LEAVES_MOST]; /* as they were named */
	bool out[LEAVES_MOST];                      /* all that it takes out */
	char reason[EXEMPT_REASON]; /* as it stands on the sheet */
};

/* Begins one of that unit; names a criterion or a field of it. Faults are said
 * at "/unit" and at `pointer`: ERR_UNKNOWN_UNIT, ERR_UNKNOWN_LEAF,
 * ERR_LEAF_NOT_YOURS, ERR_EXISTS for what does not apply already. */
enum err exempt_unit(const struct plan *p, struct slice unit,
    struct exemption *x, struct fault *why);
enum err exempt_part(const struct plan *p, struct slice part,
    const char *pointer, struct exemption *x, struct fault *why);

/* Why, at "/reason": ERR_MISSING_FIELD, ERR_ENCODING, ERR_TOO_BIG. */
enum err exempt_reason(struct slice said, struct exemption *x,
    struct fault *why);

/* Appends the bundle with the mark, which `p` was read from. */
enum err bundle_exempt(struct slice bundle, const struct plan *p,
    const struct exemption *x, struct buf *out);

#endif
