/*
 * body_leaves.c - the criteria that a body names.
 *
 * Touches nothing but its arguments.
 */
#include <stdio.h>

#include "cgi/page/args.h"
#include "store/model/submission.h"

enum err
body_leaves(const struct jv *root, struct leaf_id *leaf, unsigned *n,
    struct fault *why)
{
	struct jv list = jv_get(root, "leaves"), at;
	char pointer[40];
	struct slice text;

	*n = 0;
	if (jv_kind(&list) == JSON_NONE)
		return OK; /* the act says that it is missing */
	if (jv_kind(&list) != JSON_IS_ARRAY ||
	    jv_count(&list) > SUBMISSION_LEAVES)
		return fault_set(why, ERR_MALFORMED, "/leaves",
		    "The field \"leaves\" is an array of at most %d criteria.",
		    SUBMISSION_LEAVES);
	for (size_t i = 0; i < jv_count(&list); i++) {
		at = jv_at(&list, i);
		(void)snprintf(pointer, sizeof pointer, "/leaves/%zu", i);
		if (!jv_text(&at, &text) || leaf_id_read(text, &leaf[i]) != OK)
			return fault_set(why, ERR_MALFORMED, pointer,
			    "A criterion is named as the set names it.");
		++*n;
	}
	return OK;
}
