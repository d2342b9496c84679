/*
 * clone.c - last year's period as a draft of the next one.
 *
 * Knows which members of a period speak of time. Touches nothing.
 */
#include "store/annex/clone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/json_out.h"
#include "store/base/lay.h"
#include "store/base/moment.h"

#define YEAR_DIGITS 4

struct cloning {
	struct clone_order *order;
	const struct jv *windows;
	int64_t old_year;
};

enum err
clone_window_read(const char *text, struct clone_window *out)
{
	int end = 0, n;

	*out = (struct clone_window){ .used = false };
	n = sscanf(text, "%23[^:]:%23[^=]=%39[^,],%39[^,]%n,%39[^,]%n",
	    out->block, out->stage, out->opens, out->on_time_until, &end,
	    out->closes, &end);
	return n >= 4 && text[end] == '\0' ? OK : ERR_MALFORMED;
}

static bool
is_any(const char *key, const char *const *names)
{
	for (; key != NULL && *names != NULL; names++)
		if (strcmp(key, *names) == 0)
			return true;
	return false;
}

/* Is there a day, "2022-01-31", at `p`, and no digit around it? */
static bool
is_day(struct slice s, size_t at)
{
	static const char shape[] = "dddd-dd-dd";
	size_t n = sizeof shape - 1, i;

	if (at + n > s.n || (at > 0 && isdigit(s.p[at - 1])) ||
	    (at + n < s.n && isdigit(s.p[at + n])))
		return false;
	for (i = 0; i < n; i++)
		if (shape[i] == 'd' ? !isdigit(s.p[at + i])
				    : s.p[at + i] != '-')
			return false;
	return true;
}

/* A day in another year; 29 February is 28 where there is none. */
static void
put_moved(const struct cloning *c, const uint8_t day[10], struct buf *to)
{
	char text[32];
	int64_t days, by = c->order->year - c->old_year;
	long year = strtol((const char *)day, NULL, 10);

	(void)snprintf(text, sizeof text, "%04ld-%.5s", year + (long)by,
	    (const char *)day + 5);
	if (date_read(slice_text(text), &days) != OK)
		text[9] = '8'; /* 28 */
	buf_text(to, text);
}

/* The text with every day in it moved; LAY_KEEP when there is none. */
static enum lay_as
move_days(const struct cloning *c, struct slice s, struct buf *out)
{
	struct buf moved = { 0 };
	struct jout j = jout_start(out);
	bool any = false;

	for (size_t i = 0; i < s.n;)
		if (is_day(s, i)) {
			put_moved(c, s.p + i, &moved);
			any = true;
			i += 10;
		} else {
			buf_byte(&moved, s.p[i++]);
		}
	if (any)
		jout_text(&j, buf_all(&moved));
	if (moved.err != OK)
		out->err = moved.err;
	buf_free(&moved);
	return any ? LAY_CHANGED : LAY_KEEP;
}

/* The same for the old year, standing alone, in a name. */
static enum lay_as
move_year(const struct cloning *c, struct slice s, struct buf *out)
{
	struct buf moved = { 0 };
	struct jout j = jout_start(out);
	char old[24];
	size_t n;
	bool any = false;

	n = (size_t)snprintf(old, sizeof old, "%lld", (long long)c->old_year);
	for (size_t i = 0; i < s.n;)
		if (i + n <= s.n && memcmp(s.p + i, old, n) == 0 &&
		    (i == 0 || !isdigit(s.p[i - 1])) &&
		    (i + n == s.n || !isdigit(s.p[i + n]))) {
			buf_i64(&moved, c->order->year);
			any = true;
			i += n;
		} else {
			buf_byte(&moved, s.p[i++]);
		}
	if (any)
		jout_text(&j, buf_all(&moved));
	if (moved.err != OK)
		out->err = moved.err;
	buf_free(&moved);
	return any ? LAY_CHANGED : LAY_KEEP;
}

static bool
says(const struct jv *object, const char *key, const char *text)
{
	struct jv v = jv_get(object, key);
	struct slice s;

	return jv_text(&v, &s) && slice_is(s, text);
}

static int64_t
version_of(const struct jv *window)
{
	struct jv v = jv_get(window, "version");
	int64_t n = 1;

	(void)jv_int(&v, &n);
	return n;
}

/* The newest window of its block and stage that is for every unit? */
static bool
is_newest(const struct cloning *c, const struct jv *window)
{
	struct jv block = jv_get(window, "block");
	struct jv stage = jv_get(window, "stage"),
		  unit = jv_get(window, "unit");

	if (jv_kind(&unit) != JSON_NONE)
		return false;
	for (size_t i = 0; i < jv_count(c->windows); i++) {
		struct jv o = jv_at(c->windows, i), b = jv_get(&o, "block");
		struct jv s = jv_get(&o, "stage"), u = jv_get(&o, "unit");

		if (jv_kind(&u) == JSON_NONE && json_same(&b, &block) &&
		    json_same(&s, &stage) &&
		    version_of(&o) > version_of(window))
			return false;
	}
	return true;
}

static void
put_window(struct clone_window *w, struct buf *out)
{
	struct jout j = jout_start(out);

	w->used = true;
	jout_object(&j);
	jout_kstr(&j, "block", w->block);
	jout_kstr(&j, "stage", w->stage);
	jout_kstr(&j, "opens", w->opens);
	jout_kstr(&j, "on_time_until", w->on_time_until);
	if (w->closes[0] != '\0')
		jout_kstr(&j, "closes", w->closes);
	jout_object_end(&j);
}

static enum lay_as
change_window(struct cloning *c, const struct jv *v, struct buf *out)
{
	if (!is_newest(c, v))
		return LAY_LEFT_OUT;
	for (unsigned i = 0; i < c->order->n_windows; i++) {
		struct clone_window *w = c->order->window + i;

		if (says(v, "block", w->block) && says(v, "stage", w->stage)) {
			put_window(w, out);
			return LAY_CHANGED;
		}
	}
	return LAY_KEEP;
}

static enum lay_as
change_of_window(const struct cloning *c, const struct jv *v, struct buf *out)
{
	static const char *const kept[] = { "block", "stage", "source",
		"assumed", NULL };
	static const char *const times[] = { "opens", "on_time_until", "closes",
		NULL };
	struct slice s;

	if (is_any(v->key, times) && jv_text(v, &s))
		return move_days(c, s, out);
	return is_any(v->key, kept) ? LAY_KEEP : LAY_LEFT_OUT;
}

/* A member of the period's own file, or of the criteria set itself. */
static enum lay_as
change_setting(const struct cloning *c, const struct jv *v, bool of_period,
    struct buf *out)
{
	struct jout j = jout_start(out);
	struct slice s;

	if (of_period && strcmp(v->key, "id") == 0) {
		jout_str(&j, c->order->id.text);
		return LAY_CHANGED;
	}
	if (of_period && strcmp(v->key, "year") == 0) {
		jout_int(&j, c->order->year);
		return LAY_CHANGED;
	}
	if (of_period &&
	    (strcmp(v->key, "criteria") == 0 || strcmp(v->key, "units") == 0)) {
		buf_print(out, "\"%s.json\"", v->key);
		return LAY_CHANGED;
	}
	if ((strcmp(v->key, "id") == 0 || strcmp(v->key, "name_vi") == 0) &&
	    jv_text(v, &s))
		return move_year(c, s, out);
	return LAY_KEEP;
}

static enum lay_as
change(void *self, const struct jv *v, struct buf *out)
{
	static const char *const days[] = { "by", "min", "max", "when",
		"points", "otherwise", "na_if", NULL };
	struct cloning *c = self;
	char at[192];
	struct slice s;

	jv_pointer(v, at, sizeof at);
	if (v->up->up != NULL && v->up->up->up == NULL && v->key != NULL) {
		bool of_period = strncmp(at, "/period/", 8) == 0;

		if (of_period || strncmp(at, "/criteria/", 10) == 0)
			return change_setting(c, v, of_period, out);
		return LAY_KEEP;
	}
	if (strncmp(at, "/period/windows/", 16) == 0)
		return v->key == NULL ? change_window(c, v, out)
				      : change_of_window(c, v, out);
	if (strncmp(at, "/criteria/leaves/", 17) == 0 && jv_text(v, &s) &&
	    is_any(v->key, days))
		return move_days(c, s, out);
	return LAY_KEEP;
}

static enum err
all_used(const struct clone_order *order, struct fault *why)
{
	for (unsigned i = 0; i < order->n_windows; i++)
		if (!order->window[i].used)
			return fault_set(why, ERR_NOT_FOUND, "",
			    "Last year's set has no %s window of block %s.",
			    order->window[i].stage, order->window[i].block);
	return OK;
}

enum err
period_clone(struct slice bundle, struct clone_order *order,
    struct buf out[BUNDLE_PARTS], struct fault *why)
{
	struct cloning c = { .order = order };
	struct lay_change with = { change, &c };
	struct json *doc = NULL;
	struct jv root, part, windows, year;
	enum err e;

	if ((e = json_parse(bundle, 2 * BUNDLE_MOST, &doc, why)) != OK)
		return e;
	root = json_root(doc);
	for (int i = 0; i < BUNDLE_PARTS && e == OK; i++) {
		part = jv_get(&root, bundle_part_name((enum bundle_part)i));
		if (i == BUNDLE_PERIOD) {
			windows = jv_get(&part, "windows");
			year = jv_get(&part, "year");
			c.windows = &windows;
			(void)jv_int(&year, &c.old_year);
		}
		json_lay(&part, &with, &out[i]);
		e = out[i].err;
	}
	json_free(&doc);
	return e == OK ? all_used(order, why) : e;
}
