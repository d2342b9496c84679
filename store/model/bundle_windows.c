/*
 * bundle_windows.c - further rows behind a bundle's windows.
 *
 * Knows a row of them. Touches nothing but its arguments.
 */
#include "store/model/bundle_windows.h"

#include "store/base/json_out.h"
#include "store/model/bundle_list.h"

static void
put_row(struct buf *out, const struct plan *p, const struct window *w)
{
	struct jout j = jout_start(out);

	jout_object(&j);
	jout_kstr(&j, "block", p->blocks[w->block].id.text);
	if (w->unit != WINDOW_FOR_ALL)
		jout_kstr(&j, "unit", p->units[w->unit].id.text);
	jout_kstr(&j, "stage", stage_name(w->stage));
	jout_kuint(&j, "version", w->version);
	jout_kmoment(&j, "opens", w->opens);
	jout_kmoment(&j, "on_time_until", w->on_time_until);
	if (w->closes.us != w->on_time_until.us)
		jout_kmoment(&j, "closes", w->closes);
	jout_object_end(&j);
}

enum err
bundle_add_windows(struct slice bundle, const struct plan *p,
    const struct window *rows, unsigned n, struct buf *out)
{
	struct buf text = { 0 };
	enum err e;

	for (unsigned i = 0; i < n; i++) {
		if (i > 0)
			buf_text(&text, BUNDLE_BETWEEN);
		put_row(&text, p, &rows[i]);
	}
	e = text.err == OK
		? bundle_list_add(bundle, "windows", buf_all(&text), out)
		: text.err;
	buf_free(&text);
	return e;
}
