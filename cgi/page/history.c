/*
 * history.c - what the columns of a criterion said before.
 *
 * Knows the answer of .../sheet/{leaf}/history. Touches the store through a
 * look.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/cell.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

static void
put_version(void *self, const struct past_cell *one)
{
	cell_json(self, one->plan, one->unit, one->leaf, one->cell);
}

/* {"versions":[...],"older":false} under the column's name. */
static enum err
put_column(struct visit *v, struct cell *of, enum column column,
    const struct history_asked *in, struct jout *j, struct fault *why)
{
	bool older = false;
	enum err e;

	of->column = column;
	jout_key(j, column_name(column));
	jout_object(j);
	jout_key(j, "versions");
	jout_array(j);
	e = look_cell_history(v->door->store, &v->who, of, in->before,
	    in->revision, put_version, j, &older, why);
	jout_array_end(j);
	jout_kbool(j, "older", older);
	jout_object_end(j);
	return e;
}

void
sheet_history_get(void *self, struct ask *a, struct reply *r)
{
	struct cell of = { .version = 0 };
	struct fault why = { 0 };
	struct history_asked in;
	enum err e = OK;
	struct jout j;

	if (!arg_period(a, r, &of.period) || !arg_unit(a, r, &of.unit) ||
	    !arg_leaf(a, r, &of.leaf) || !arg_history(a, r, &in))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_kstr(&j, "leaf", of.leaf.text);
	jout_key(&j, "history");
	jout_object(&j);
	for (unsigned c = 0; e == OK && c < COLUMNS; c++)
		if (in.column == COLUMNS || in.column == c)
			e = put_column(self, &of, (enum column)c, &in, &j,
			    &why);
	jout_object_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "private, no-store");
	if (e != OK)
		problem_reply(r, e, &why);
}
