/*
 * json_out.h - JSON values to text, appended to a buffer.
 *
 * Commas and quotes are the writer's business. A failure is the buffer's
 * (`to->err`). No floats: decimals are texts.
 */
#ifndef STORE_BASE_JSON_OUT_H
#define STORE_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/moment.h"

struct jout {
	struct buf *to;
	bool comma; /* the next value needs one before it */
};

static inline struct jout
jout_start(struct buf *to)
{
	return (struct jout){ to, false };
}

void jout_object(struct jout *j);
void jout_object_end(struct jout *j);
/* Takes back the end of the object just written, so that more members can
 * follow; it is ended again then. */
void jout_object_more(struct jout *j);
void jout_array(struct jout *j);
void jout_array_end(struct jout *j);
void jout_key(struct jout *j, const char *key);

void jout_text(struct jout *j, struct slice utf8);
void jout_str(struct jout *j, const char *utf8);
void jout_int(struct jout *j, int64_t n);
void jout_uint(struct jout *j, uint64_t n);
void jout_bool(struct jout *j, bool b);
void jout_null(struct jout *j);
void jout_moment(struct jout *j, struct moment m);
void jout_raw(struct jout *j, struct slice json); /* ready-made JSON */

/* key and value in one */
void jout_kstr(struct jout *j, const char *key, const char *utf8);
void jout_ktext(struct jout *j, const char *key, struct slice utf8);
void jout_kint(struct jout *j, const char *key, int64_t n);
void jout_kuint(struct jout *j, const char *key, uint64_t n);
void jout_kbool(struct jout *j, const char *key, bool b);
void jout_kmoment(struct jout *j, const char *key, struct moment m);

#endif
