/*
 * decision_body.h - the member "decision" of a body, under which something is
 * done: {"number","date","reason","person"}. For cgi/page.
 */
#ifndef CGI_PAGE_DECISION_BODY_H
#define CGI_PAGE_DECISION_BODY_H

#include "store/base/json_in.h"
#include "store/model/mandate.h"

/* ERR_UNKNOWN_FIELD for a member of the body that is not in `known`
 * (NULL-terminated), said with its pointer. */
enum err body_known(const struct jv *root, const char *const *known,
    struct fault *why);

/* What is missing or wrong is said at "/decision/number" and so on, whatever
 * else the body has. */
enum err body_decision(const struct jv *root, struct mandate *out,
    struct fault *why);

#endif
