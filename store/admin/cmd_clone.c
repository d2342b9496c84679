/*
 * cmd_clone.c - last year's period as a draft of the next, and how two differ.
 *
 * Knows the commands' words. Touches the files it writes, and periods for
 * reading.
 */
#include <stdio.h>
#include <string.h>

#include "store/admin/bundle_of.h"
#include "store/admin/commands.h"
#include "store/admin/period_files.h"
#include "store/annex/clone.h"
#include "store/annex/diff.h"
#include "store/base/json_out.h"

enum {
	OPT_TO = 256,
	OPT_YEAR,
	OPT_WINDOW,
	OPT_LANG,
	OPT_JSON,
};

const struct argp_option clone_options[] = {
	{ "to", OPT_TO, "DIR", 0, "The folder of the three files (NEW)", 0 },
	{ "year", OPT_YEAR, "YEAR", 0,
	    "The year assessed (the one after last year's)", 0 },
	{ "window", OPT_WINDOW, "BLOCK:STAGE=OPENS,UNTIL[,CLOSES]", 0,
	    "A window as the decision sets it, instead of last year's moved "
	    "by the years between; may be repeated",
	    0 },
	{ 0 },
};

const struct argp_option diff_options[] = {
	{ "lang", OPT_LANG, "vi|en", 0, "Vietnamese (the default) or English",
	    0 },
	{ "json", OPT_JSON, NULL, 0, "As JSON", 0 },
	{ 0 },
};

/* ---- clone ---- */

static int64_t
year_of(struct slice bundle)
{
	struct json *doc = NULL;
	struct jv root, period, year;
	int64_t n = 0;

	if (json_parse(bundle, 2 * BUNDLE_MOST, &doc, NULL) == OK) {
		root = json_root(doc);
		period = jv_get(&root, "period");
		year = jv_get(&period, "year");
		(void)jv_int(&year, &n);
	}
	json_free(&doc);
	return n;
}

static enum ending
order_of(const struct call *c, struct slice bundle, struct clone_order *order)
{
	uint64_t year;

	if (!arg_period(c->arg[1], &order->id))
		return END_USAGE;
	order->year = year_of(bundle) + 1;
	if (call_option(c, OPT_YEAR) != NULL) {
		if (!arg_number(call_option(c, OPT_YEAR), "year", &year))
			return END_USAGE;
		order->year = (int64_t)year;
	}
	for (unsigned i = 0; i < c->n_options; i++) {
		if (c->option[i].key != OPT_WINDOW)
			continue;
		if (order->n_windows == CLONE_WINDOWS)
			return admin_usage("At most %d --window.",
			    CLONE_WINDOWS);
		if (clone_window_read(c->option[i].value,
			order->window + order->n_windows++) != OK)
			return admin_usage("--window is "
					   "BLOCK:STAGE=OPENS,UNTIL[,CLOSES], "
					   "not \"%s\".",
			    c->option[i].value);
	}
	return END_OK;
}

/* Units of the draft that end before its first evidence opens. */
static void
name_ended(const struct plan *p)
{
	char day[DATE_TEXT];

	for (unsigned i = 0; i < p->n_units; i++) {
		const struct unit *u = p->units + i;
		const struct window *w =
		    plan_window(p, u->block, STAGE_EVIDENCE);

		if (w == NULL || u->valid_to == INT64_MAX ||
		    moment_before(w->opens, date_start(u->valid_to)))
			continue;
		date_text(u->valid_to, day);
		(void)printf("unit %s (%s) is no more from %s", u->id.text,
		    u->name_vi, day);
		for (unsigned s = 0; s < u->n_successors; s++)
			(void)printf("%s %s", s == 0 ? ": followed by" : ",",
			    u->successors[s].text);
		(void)printf("\n");
	}
}

/* Reads the draft as any period is read, and says what people must mend. */
static enum ending
look_over(struct admin *a, const char *dir)
{
	struct period_files f = { 0 };
	char path[400];
	enum err e;

	(void)snprintf(path, sizeof path, "%s/period.json", dir);
	if ((e = period_files_read(path, &f, &a->why)) == OK) {
		(void)printf("draft in %s\n", dir);
		if (f.plan != NULL)
			name_ended(f.plan);
		period_files_complain(&f);
	}
	period_files_free(&f);
	return admin_end(a, e);
}

enum ending
cmd_period_clone(struct admin *a, const struct call *c)
{
	struct buf bundle = { 0 }, text[BUNDLE_PARTS] = { 0 };
	struct clone_order order = { .n_windows = 0 };
	const char *to = call_option(c, OPT_TO);
	enum ending end;

	if ((end = bundle_of(a, c->arg[0], &bundle)) == END_OK)
		end = order_of(c, buf_all(&bundle), &order);
	if (end == END_OK)
		end = admin_end(a,
		    period_clone(buf_all(&bundle), &order, text, &a->why));
	to = to == NULL ? c->arg[1] : to;
	if (end == END_OK)
		end = admin_end(a, period_files_write(to, text, &a->why));
	if (end == END_OK)
		end = look_over(a, to);
	for (int i = 0; i < BUNDLE_PARTS; i++)
		buf_free(&text[i]);
	buf_free(&bundle);
	return end;
}

/* ---- diff ---- */

struct telling {
	enum diff_language language;
	struct buf out;
	struct jout j;
	unsigned n;
};

/* A value of several lines stands indented below. */
static void
put_lines(struct buf *to, const char *text)
{
	if (strchr(text, '\n') == NULL) {
		buf_print(to, " %s", text);
		return;
	}
	for (; *text != '\0'; text++) {
		buf_text(to, "\n        ");
		for (; *text != '\0' && *text != '\n'; text++)
			buf_byte(to, (uint8_t)*text);
		if (*text == '\0')
			return;
	}
}

static void
tell_text(void *self, const struct difference *d)
{
	static const char signs[] = "+-~";
	struct telling *t = self;
	bool vi = t->language == DIFF_VI;
	struct buf *o = &t->out;

	buf_print(o, "%c %s", signs[d->change], d->what);
	if (d->id[0] != '\0')
		buf_print(o, " %s", d->id);
	if (d->name[0] != '\0')
		buf_print(o, " (%s)", d->name);
	if (d->member[0] != '\0') {
		buf_print(o, ": %s\n", d->member);
		if (d->change != CHANGE_ADDED) {
			buf_text(o, vi ? "    trước:" : "    was:");
			put_lines(o, d->was_text);
			buf_byte(o, '\n');
		}
		if (d->change != CHANGE_REMOVED) {
			buf_text(o, vi ? "    nay:" : "    is:");
			put_lines(o, d->is_text);
			buf_byte(o, '\n');
		}
	} else {
		buf_byte(o, '\n');
	}
	t->n++;
}

static void
tell_json(void *self, const struct difference *d)
{
	struct telling *t = self;
	struct jout *j = &t->j;

	jout_object(j);
	jout_kstr(j, "change", change_name(d->change));
	jout_kstr(j, "file", bundle_part_name(d->part));
	jout_kstr(j, "list", d->list);
	jout_kstr(j, "id", d->id);
	jout_kstr(j, "member", d->pointer);
	if (d->was.n > 0) {
		jout_key(j, "was");
		jout_raw(j, d->was);
	}
	if (d->is.n > 0) {
		jout_key(j, "is");
		jout_raw(j, d->is);
	}
	jout_object_end(j);
	t->n++;
}

static enum ending
print_diff(struct admin *a, struct slice was, struct slice is,
    struct telling *t, bool json)
{
	enum err e;

	t->j = jout_start(&t->out);
	if (json) {
		jout_object(&t->j);
		jout_key(&t->j, "differences");
		jout_array(&t->j);
	}
	e = periods_diff(was, is, t->language, json ? tell_json : tell_text, t,
	    &a->why);
	if (json) {
		jout_array_end(&t->j);
		jout_object_end(&t->j);
		buf_byte(&t->out, '\n');
	} else if (t->n == 0) {
		buf_text(&t->out, t->language == DIFF_VI
				      ? "Không có khác biệt.\n"
				      : "No difference.\n");
	}
	if (e == OK)
		e = t->out.err;
	if (e == OK)
		(void)fwrite(t->out.p, 1, t->out.n, stdout);
	buf_free(&t->out);
	return admin_end(a, e);
}

enum ending
cmd_period_diff(struct admin *a, const struct call *c)
{
	const char *lang = call_option(c, OPT_LANG);
	struct telling t = { .language = DIFF_VI };
	struct buf was = { 0 }, is = { 0 };
	enum ending end;

	if (lang != NULL && strcmp(lang, "en") == 0)
		t.language = DIFF_EN;
	else if (lang != NULL && strcmp(lang, "vi") != 0)
		return admin_usage("--lang is vi or en.");
	if ((end = bundle_of(a, c->arg[0], &was)) == END_OK &&
	    (end = bundle_of(a, c->arg[1], &is)) == END_OK)
		end = print_diff(a, buf_all(&was), buf_all(&is), &t,
		    call_option(c, OPT_JSON) != NULL);
	buf_free(&was);
	buf_free(&is);
	return end;
}
