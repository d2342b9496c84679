/*
 * summary.c - what a plan says, in a few lines.
 *
 * Knows what an operator wants to see before opening a period. Touches
 * stdout.
 */
#include <stdio.h>

#include "store/admin/grid.h"
#include "store/admin/period_files.h"
#include "store/base/json_in.h"

/* How many objects of the text say "assumed": true. */
static unsigned
count_assumed(const struct jv *v)
{
	struct jv member, assumed;
	void *it = NULL;
	unsigned n = 0;
	bool yes;

	switch (jv_kind(v)) {
	case JSON_IS_OBJECT:
		assumed = jv_get(v, "assumed");
		n += jv_bool(&assumed, &yes) && yes;
		while (jv_next(v, &it, &member))
			n += count_assumed(&member);
		return n;
	case JSON_IS_ARRAY:
		for (size_t i = 0; i < jv_count(v); i++) {
			member = jv_at(v, i);
			n += count_assumed(&member);
		}
		return n;
	default:
		return 0;
	}
}

static unsigned
assumed_figures(struct slice bundle)
{
	struct json *doc = NULL;
	unsigned n = 0;
	struct jv root;

	if (json_parse(bundle, 2 * BUNDLE_MOST, &doc, NULL) == OK) {
		root = json_root(doc);
		n = count_assumed(&root);
	}
	json_free(&doc);
	return n;
}

static void
count_block(const struct plan *p, unsigned block, unsigned *units,
    unsigned *leaves, struct points *max)
{
	*units = *leaves = 0;
	*max = (struct points){ 0 };
	for (unsigned i = 0; i < p->n_units; i++)
		*units += p->units[i].block == block;
	for (unsigned i = 0; i < p->n_leaves; i++) {
		*leaves += p->leaves[i].max[block].millionths != 0;
		max->millionths += p->leaves[i].max[block].millionths;
	}
}

static void
show_blocks(const struct plan *p)
{
	static const struct grid_column columns[] = {
		{ "block", GRID_LEFT },
		{ "units", GRID_RIGHT },
		{ "leaves", GRID_RIGHT },
		{ "max", GRID_RIGHT },
		{ "name", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 5);
	struct buf text = { 0 };
	unsigned units, leaves;
	struct points max;

	for (unsigned b = 0; b < p->n_blocks; b++) {
		count_block(p, b, &units, &leaves, &max);
		buf_clear(&text);
		points_put(&text, max, p->leaf_decimals);
		grid_cell(&g, p->blocks[b].id.text);
		grid_print(&g, "%u", units);
		grid_print(&g, "%u", leaves);
		grid_cell(&g, buf_cstr(&text));
		grid_cell(&g, p->blocks[b].name_vi);
	}
	buf_free(&text);
	(void)grid_show(&g, stdout);
}

static void
cell_moment(struct grid *g, struct moment m)
{
	char text[MOMENT_TEXT];

	moment_text(m, text);
	text[10] = ' ';
	text[19] = 0; /* whole seconds, and the zone is in the head */
	grid_cell(g, text);
}

static void
show_windows(const struct plan *p)
{
	static const struct grid_column columns[] = {
		{ "block", GRID_LEFT },
		{ "window", GRID_LEFT },
		{ "opens (+07:00)", GRID_LEFT },
		{ "on time before", GRID_LEFT },
		{ "closes", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 5);

	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i];

		grid_print(&g, "%s%s%s", p->blocks[w->block].id.text,
		    w->unit == WINDOW_FOR_ALL ? "" : " ",
		    w->unit == WINDOW_FOR_ALL ? "" : p->units[w->unit].id.text);
		if (w->version > 1)
			grid_print(&g, "%s %u", stage_name(w->stage),
			    w->version);
		else
			grid_cell(&g, stage_name(w->stage));
		cell_moment(&g, p->windows[i].opens);
		cell_moment(&g, p->windows[i].on_time_until);
		cell_moment(&g, p->windows[i].closes);
	}
	(void)grid_show(&g, stdout);
}

void
plan_summary(const struct plan *p, struct slice bundle)
{
	unsigned assumed = 0;

	for (unsigned i = 0; i < p->n_leaves; i++)
		assumed += p->leaves[i].assumed;
	(void)printf("period %s: %s\n", p->period.text, p->name_vi);
	if (p->owner.text[0] != '\0')
		(void)printf("run by %s (%s)\n", p->owner_name, p->owner.text);
	(void)printf("%u units in %u blocks, %u leaves in %u fields, "
		     "%u surveys\n"
		     "assumed: %u of the leaves; %u objects of the files "
		     "say so\n\n",
	    p->n_units, p->n_blocks, p->n_leaves, p->n_fields, p->n_surveys,
	    assumed, assumed_figures(bundle));
	show_blocks(p);
	(void)putchar('\n');
	show_windows(p);
}
