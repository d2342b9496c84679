/*
 * log_head.h - the log's newest signed checkpoint in answers to units, so that
 * everybody who keeps his results holds a witness of the log.
 */
#ifndef CGI_PAGE_LOG_HEAD_H
#define CGI_PAGE_LOG_HEAD_H

#include "cgi/door/door.h"
#include "store/base/json_out.h"

/*
 * Adds a last member to the object just written:
 *
 *     "log":{"size":5638,"root":"<base64>","checkpoint":"<the signed note>"}
 *
 * An error is the store's; the object stays whole.
 */
enum err log_head_add(struct visit *v, struct jout *j);

#endif
