/*
 * cmd_council.c - the council decides many values at once, from a file.
 *
 * Knows the columns of such a table. Touches the store through acts; the file
 * it is given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/admin/inputs_text.h"

enum {
	OPT_DECISION = 256,
	OPT_REASON,
	OPT_PREVIEW,
	OPT_SEEN,
};

const struct argp_option council_options[] = {
	{ "decision", OPT_DECISION, "N", 0,
	    "The minutes or decision, by its number in the list", 0 },
	{ "reason", OPT_REASON, "WORDS", 0, "Of rows that give none", 0 },
	{ "preview", OPT_PREVIEW, NULL, 0,
	    "Show what the units' points would be, and write nothing", 0 },
	{ "seen", OPT_SEEN, "N", 0,
	    "Refuse what was written since the preview that said N", 0 },
	{ 0 },
};

static const struct table_column columns[] = {
	{ "line", "", CELL_LINE, false, false },
	{ "unit", "Mã đơn vị", CELL_TEXT, true, false },
	{ "leaf", "Mã tiêu chí", CELL_TEXT, true, false },
	{ "inputs", "Số liệu", CELL_TEXT, true, false },
	{ "not_applicable", "Không áp dụng", CELL_FLAG, false, false },
	{ "reason", "Lý do", CELL_TEXT, false, false },
	{ "lost", "Lý do mất điểm", CELL_WORDS, false, false },
	{ "version", "Phiên bản", CELL_WHOLE, false, false },
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

/* The list that the act reads, and where in the file its values stand. */
struct list {
	struct admin *admin;
	const struct plan *plan;
	struct period_id period;
	struct buf text;
	int64_t *line; /* NULL: of a JSON file */
	size_t n;
};

/* ---- the table as that list ---- */

static void
copy(struct jout *j, const struct jv *v)
{
	struct slice text;
	int64_t n;
	bool yes;

	if (jv_text(v, &text)) {
		jout_text(j, text);
	} else if (jv_int(v, &n)) {
		jout_int(j, n);
	} else if (jv_bool(v, &yes)) {
		jout_bool(j, yes);
	} else {
		jout_array(j);
		for (size_t i = 0; i < jv_count(v); i++) {
			struct jv one = jv_at(v, i);

			copy(j, &one);
		}
		jout_array_end(j);
	}
}

/* The inputs are taken apart by the criterion's own; the rest is as it is. */
static enum err
put_row(struct list *l, const struct jv *row, struct jout *j)
{
	struct jv at, leaf = jv_get(row, "leaf"),
		      inputs = jv_get(row, "inputs");
	struct leaf_id id = { "" };
	struct slice text;
	void *it = NULL;
	enum err e = OK;
	int nth = -1;

	jout_object(j);
	if (jv_text(&leaf, &text) && leaf_id_read(text, &id) == OK)
		nth = plan_leaf(l->plan, id);
	if (nth >= 0 && jv_text(&inputs, &text)) {
		jout_key(j, "inputs");
		e = inputs_text_json(&l->plan->leaves[nth], text, j,
		    &l->admin->why);
	}
	while (jv_next(row, &it, &at)) {
		if (strcmp(at.key, "line") == 0)
			(void)jv_int(&at, &l->line[l->n]);
		else if (strcmp(at.key, "inputs") != 0) {
			jout_key(j, at.key);
			copy(j, &at);
		}
	}
	jout_object_end(j);
	return e;
}

static enum err
put_rows(struct list *l, struct slice rows, struct jout *j)
{
	struct json *doc = NULL;
	struct jv list, row;
	size_t n;
	enum err e = json_parse(rows, COUNCIL_TEXT, &doc, &l->admin->why);

	if (e == OK) {
		list = json_root(doc);
		n = jv_count(&list);
		l->line = calloc(n + 1, sizeof *l->line);
		e = l->line == NULL ? ERR_NO_MEMORY : OK;
	}
	for (; e == OK && l->n < n; l->n++) {
		row = jv_at(&list, l->n);
		if ((e = put_row(l, &row, j)) != OK)
			(void)fprintf(stderr, "parindex: line %lld:\n",
			    (long long)l->line[l->n]);
	}
	json_free(&doc);
	return e;
}

static enum err
put_head(struct list *l, const struct call *c, struct jout *j)
{
	const char *decision = call_option(c, OPT_DECISION);
	const char *reason = call_option(c, OPT_REASON);
	const char *seen = call_option(c, OPT_SEEN);
	uint64_t n = 0;

	if (decision == NULL)
		return fault_set(&l->admin->why, ERR_MISSING_FIELD, "",
		    "--decision is the number of the minutes or decision in "
		    "parindex decision list.");
	if (!arg_number(decision, "--decision", &n))
		return ERR_RANGE;
	jout_kuint(j, "decision", n);
	if (seen != NULL && !arg_number(seen, "--seen", &n))
		return ERR_RANGE;
	if (seen != NULL)
		jout_kuint(j, "seen", n);
	if (reason != NULL)
		jout_kstr(j, "reason", reason);
	return OK;
}

static enum err
read_table(struct list *l, const struct call *c, int fd)
{
	struct buf rows = { 0 };
	struct jout in = jout_start(&rows), j = jout_start(&l->text);
	enum err e;

	jout_array(&in);
	e = table_json(fd, columns, N_COLUMNS, &in, &l->admin->why);
	jout_array_end(&in);
	jout_object(&j);
	if (e == OK && (e = put_head(l, c, &j)) == OK) {
		jout_key(&j, "values");
		jout_array(&j);
		e = put_rows(l, buf_all(&rows), &j);
		jout_array_end(&j);
	}
	jout_object_end(&j);
	buf_free(&rows);
	return e == OK ? l->text.err : e;
}

/* ---- decided, or foreseen ---- */

/* The operator writes for the council, under its record, and it says so. */
static struct who
for_council(const struct admin *a)
{
	struct who who = a->who;

	who.via = who.role;
	who.role = ROLE_COUNCIL;
	return who;
}

static void
cell_index(struct grid *g, const struct plan *p, const struct unit_score *s)
{
	struct buf text = { 0 };

	points_put(&text, s->points, p->leaf_decimals);
	grid_cell(g, buf_cstr(&text));
	buf_clear(&text);
	percent_put(&text, s->points, s->max, p->index_decimals);
	grid_cell(g, buf_cstr(&text));
	buf_free(&text);
}

static void
add_unit(void *self, const struct council_unit *u)
{
	struct grid *g = self;

	grid_cell(g, u->plan->units[u->unit].id.text);
	grid_cell(g, u->plan->units[u->unit].name_vi);
	grid_print(g, "%u", u->n);
	cell_index(g, u->plan, u->now);
	cell_index(g, u->plan, u->would);
}

static enum err
foresee(struct list *l, const struct jv *root, struct faults *fs)
{
	static const struct grid_column heads[] = {
		{ "unit", GRID_LEFT },
		{ "name", GRID_LEFT },
		{ "values", GRID_RIGHT },
		{ "points", GRID_RIGHT },
		{ "index %", GRID_RIGHT },
		{ "would be", GRID_RIGHT },
		{ "index %", GRID_RIGHT },
	};
	struct grid g = grid_start(heads, 7);
	struct council_look look = { .each = add_unit, .self = &g };
	struct who council = for_council(l->admin);
	enum err shown, e;

	e = act_council_foresee(l->admin->store, &council, l->period, root,
	    &look, fs);
	shown = grid_show(&g, stdout);
	if (e == OK)
		(void)printf("nothing was written; --seen %llu refuses what "
			     "is written from now on\n",
		    (unsigned long long)look.seen);
	return e == OK ? shown : e;
}

static enum err
decide(struct list *l, const struct jv *root, struct faults *fs)
{
	struct who council = for_council(l->admin);
	unsigned n;
	enum err e =
	    act_council(l->admin->store, &council, l->period, root, &n, fs);
	if (e == OK)
		(void)printf("%u values of the council are written\n", n);
	return e;
}

/* "/values/12/..." to 12; the list's length when it names none of them. */
static size_t
value_of(const struct list *l, const char *pointer)
{
	static const char before[] = "/values/";
	const char *p = pointer + sizeof before - 1;
	size_t n = 0;

	if (strncmp(pointer, before, sizeof before - 1) != 0 || *p < '0' ||
	    *p > '9')
		return l->n;
	for (; *p >= '0' && *p <= '9' && n < l->n; p++)
		n = n * 10 + (size_t)(*p - '0');
	return n;
}

/* Every fault with the line of the table. */
static void
tell(const struct list *l, const struct faults *fs)
{
	for (size_t i = 0; i < fs->n; i++) {
		const struct fault *f = &fs->list[i];
		size_t nth = value_of(l, f->pointer);

		if (l->line != NULL && nth < l->n)
			(void)fprintf(stderr, "parindex: line %lld: %s\n",
			    (long long)l->line[nth], f->detail);
		else
			(void)fprintf(stderr, "parindex: %s %s\n", f->pointer,
			    f->detail);
	}
}

static enum err
act(struct list *l, bool only)
{
	struct faults fs = { 0 };
	struct json *doc = NULL;
	struct jv root;
	enum err e =
	    json_parse(buf_all(&l->text), COUNCIL_TEXT, &doc, &l->admin->why);

	if (e == OK) {
		root = json_root(doc);
		e = only ? foresee(l, &root, &fs) : decide(l, &root, &fs);
	}
	tell(l, &fs);
	if (fs.n != 0)
		(void)fault_set(&l->admin->why, e, "",
		    "Nothing was written: %zu faults.", fs.n);
	faults_free(&fs);
	json_free(&doc);
	return e;
}

enum ending
cmd_council_decide(struct admin *a, const struct call *c)
{
	struct list l = { .admin = a };
	bool is_json = false;
	struct period row;
	int fd = -1;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &l.plan, &row)) != OK)
		return admin_end(a, e);
	l.period = row.id;
	e = table_or_json(c->arg[1], &l.text, &is_json, &fd, &a->why);
	if (e == OK && !is_json)
		e = read_table(&l, c, fd);
	if (e == OK)
		e = act(&l, call_option(c, OPT_PREVIEW) != NULL);
	if (fd >= 0)
		(void)close(fd);
	free(l.line);
	buf_free(&l.text);
	return admin_end(a, e);
}
