/*
 * numbers.c - points and percentages as decimal strings.
 *
 * Knows how many decimals a period prints. Touches the writer's buffer.
 */
#include "store/view/views.h"

void
view_points(struct jout *j, const struct plan *p, struct points points)
{
	struct buf text = { 0 };

	points_put(&text, points, p->leaf_decimals);
	jout_text(j, buf_all(&text));
	buf_free(&text);
}

void
view_kpoints(struct jout *j, const char *key, const struct plan *p,
    struct points points)
{
	jout_key(j, key);
	view_points(j, p, points);
}

void
view_kpercent(struct jout *j, const char *key, const struct plan *p,
    struct points points, struct points max)
{
	struct buf text = { 0 };

	percent_put(&text, points, max, p->index_decimals);
	jout_ktext(j, key, buf_all(&text));
	buf_free(&text);
}
