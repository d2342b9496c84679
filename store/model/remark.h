/*
 * remark.h - what a job noticed about a submission beside its verdict: a hint
 * for people, which changes no result. Pure.
 */
#ifndef STORE_MODEL_REMARK_H
#define STORE_MODEL_REMARK_H

#include "store/base/moment.h"
#include "store/model/role.h"

enum remark_kind {
	REMARK_SAME_BYTES,  /* another unit sent this very file */
	REMARK_SAME_NUMBER, /* the unit sent a document of this number, symbol
			     * and issuer before */
	REMARK_KINDS
};

/* "same-bytes", and what a reader must be allowed to see it. */
struct remark_policy {
	const char *name;
	enum may may;
};
extern const struct remark_policy remark_policies[REMARK_KINDS];

/* So many of one kind are noted about a submission; more say no more. */
#define REMARKS_MOST 8

struct remark {
	enum remark_kind kind;
	struct submission_id about, other;
	struct unit_id unit; /* whose the other is */
	struct moment noticed;
};

#endif
