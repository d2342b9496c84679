/*
 * cmd_explain.c - why a unit's numbers are what they are.
 *
 * Touches the store through a look.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_JSON = 256,
	OPT_REVISION,
};

const struct argp_option explain_options[] = {
	{ "json", OPT_JSON, NULL, 0, "All of it, as the API gives it", 0 },
	{ "revision", OPT_REVISION, "N", 0,
	    "A published revision, or \"working\"", 0 },
	{ 0 },
};

/* "name: text", and nothing where there is none. */
static void
say(const char *name, struct buf *text)
{
	if (text->n != 0)
		(void)printf("%s: %s\n", name, buf_cstr(text));
	buf_clear(text);
}

static void
say_whole(const struct why *w, struct buf *text)
{
	const struct plan *p = w->plan;

	(void)printf("%s %s, rules version %u\n", p->units[w->unit].id.text,
	    p->units[w->unit].name_vi, p->version);
	why_whole(w, text);
	say("index", text);
	why_group(w, text);
	say("group", text);
	why_class(w, text);
	say("class", text);
	why_change(w, text);
	say("rank change", text);
}

static void
say_field(const struct why *w, unsigned field, struct buf *text)
{
	char name[NAME_ROOM + 16];

	why_field(w, field, text);
	say(w->plan->fields[field].id.text, text);
	why_review(w, field, text);
	(void)snprintf(name, sizeof name, "%s self-review",
	    w->plan->fields[field].id.text);
	say(name, text);
}

/* What each column gives by itself, where more than one was written. */
static void
say_columns(const struct why *w, unsigned leaf, struct buf *text)
{
	const struct leaf_facts *f = &w->facts.leaf[leaf];
	const char *id = w->plan->leaves[leaf].id.text;
	struct leaf_score score;
	char name[NAME_ROOM + 16];
	unsigned n = 0;

	for (unsigned c = 0; c < COLUMNS; c++)
		n += f->has[c];
	for (unsigned c = 0; n > 1 && c < COLUMNS; c++) {
		if (!f->has[c])
			continue;
		(void)column_score(w->plan, w->unit, leaf, &f->inputs[c],
		    &score, text);
		(void)snprintf(name, sizeof name, "%s by %s", id,
		    column_name((enum column)c));
		say(name, text);
	}
}

static void
say_leaf(const struct why *w, unsigned leaf, struct buf *text)
{
	const struct leaf *l = &w->plan->leaves[leaf];

	if (w->score.leaf[leaf].status == LEAF_NOT_ASSESSED)
		return;
	(void)why_leaf(w, leaf, text);
	say(l->id.text, text);
	say_columns(w, leaf, text);
}

/* Everything, or the one field, criterion or leaf that is named so; false
 * when there is none. */
static bool
say_part(const struct why *w, const char *part, struct buf *text)
{
	const struct plan *p = w->plan;
	bool found = part == NULL;

	if (part == NULL)
		say_whole(w, text);
	for (unsigned f = 0; f < p->n_fields; f++)
		if (part == NULL || strcmp(part, p->fields[f].id.text) == 0) {
			say_field(w, f, text);
			found = true;
		}
	for (unsigned i = 0; i < p->n_leaves; i++) {
		const struct leaf *l = &p->leaves[i];
		bool criterion =
		    part != NULL && strcmp(part, l->criterion) == 0;

		if (criterion && why_begins_criterion(w, i)) {
			why_criterion(w, part, text);
			say(part, text);
		}
		if (part == NULL || criterion ||
		    strcmp(part, l->id.text) == 0 ||
		    strcmp(part, p->fields[l->field].id.text) == 0) {
			say_leaf(w, i, text);
			found = true;
		}
	}
	return found;
}

static enum err
show(struct admin *a, const struct call *c, const struct why *w)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	enum err e = OK;

	if (call_option(c, OPT_JSON) != NULL) {
		view_why(&j, w);
		(void)printf("%s\n", buf_cstr(&text));
	} else if (!say_part(w, c->n_args > 2 ? c->arg[2] : NULL, &text)) {
		e = fault_set(&a->why, ERR_UNKNOWN_LEAF, "",
		    "Period %s has no field, criterion or leaf \"%s\".",
		    w->plan->period.text, c->arg[2]);
	}
	if (e == OK)
		e = text.err;
	buf_free(&text);
	return e;
}

enum ending
cmd_explain(struct admin *a, const struct call *c)
{
	struct why *w = calloc(1, sizeof *w);
	struct period_id period;
	struct unit_id unit;
	uint64_t which;
	enum err e;

	if (!arg_period(c->arg[0], &period) || !arg_unit(c->arg[1], &unit) ||
	    !arg_revision(call_option(c, OPT_REVISION), &which)) {
		free(w);
		return END_USAGE;
	}
	e = w == NULL
		? ERR_NO_MEMORY
		: look_why(a->store, &a->who, period, unit, which, w, &a->why);
	if (e == OK)
		e = show(a, c, w);
	if (w != NULL)
		look_why_free(w);
	free(w);
	return admin_end(a, e);
}
