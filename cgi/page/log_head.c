/*
 * log_head.c - the checkpoint as a member of an answer.
 *
 * Touches the store through a look.
 */
#include "cgi/page/log_head.h"

#include "store/base/encode.h"
#include "store/look/looks.h"

static void
put(struct jout *j, const struct checkpoint *c, struct slice note)
{
	struct buf root = { 0 };

	base64_put(&root, slice_of(c->root.b, sizeof c->root.b));
	jout_object_more(j);
	jout_key(j, "log");
	jout_object(j);
	jout_kuint(j, "size", c->size);
	jout_ktext(j, "root", buf_all(&root));
	jout_ktext(j, "checkpoint", note);
	jout_object_end(j);
	jout_object_end(j);
	buf_free(&root);
}

enum err
log_head_add(struct visit *v, struct jout *j)
{
	struct buf note = { 0 };
	struct checkpoint c;
	enum err e = look_log_head(v->door->store, &note, &c);

	if (e == OK)
		put(j, &c, buf_all(&note));
	buf_free(&note);
	return e;
}
