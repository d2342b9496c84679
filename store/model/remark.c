/*
 * remark.c - the kinds of remarks, and who may see them.
 *
 * Knows the table. Touches nothing.
 */
#include "store/model/remark.h"

const struct remark_policy remark_policies[REMARK_KINDS] = {
	[REMARK_SAME_BYTES] = { "same-bytes", MAY_READ_REMARKS },
	[REMARK_SAME_NUMBER] = { "same-number", MAY_READ_SHEET },
};
