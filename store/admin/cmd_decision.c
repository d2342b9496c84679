/*
 * cmd_decision.c - the council's minutes and decisions on file, and what is
 * published under them.
 *
 * Touches the store through acts and looks; the file it is given.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/base/text.h"
#include "store/look/looks.h"

#define FILE_MOST (UINT64_C(256) << 20)

enum {
	OPT_KIND = 256,
	OPT_NUMBER,
	OPT_DATE,
	OPT_SIGNER,
	OPT_DECISION,
	OPT_REASON,
};

const struct argp_option decision_options[] = {
	{ "kind", OPT_KIND, "KIND", 0, "decision (the default) or minutes", 0 },
	{ "number", OPT_NUMBER, "NUMBER", 0, "Such as 336/QĐ-UBND", 0 },
	{ "date", OPT_DATE, "DAY", 0, "Its date, 2023-03-01", 0 },
	{ "signer", OPT_SIGNER, "NAME", 0, "Who signed it", 0 },
	{ 0 },
};

const struct argp_option publish_options[] = {
	{ "decision", OPT_DECISION, "N", 0,
	    "The decision, by its number in the list", 0 },
	{ 0 },
};

const struct argp_option correct_options[] = {
	{ "decision", OPT_DECISION, "N", 0,
	    "The decision, by its number in the list", 0 },
	{ "reason", OPT_REASON, "WORDS", 0, "Why", 0 },
	{ 0 },
};

/* ---- put on file ---- */

static enum err
take_text(const struct call *c, int key, char *out, size_t room,
    struct fault *why)
{
	const char *said = call_option(c, key);
	struct buf text = { 0 };
	enum err e;

	if (said == NULL)
		return OK;
	e = text_normalise(slice_text(said), &text);
	if (e == OK && text.n >= room)
		e = ERR_TOO_BIG;
	if (e == OK)
		memcpy(out, buf_cstr(&text), text.n + 1);
	else
		(void)fault_set(why, e, "", "\"%.60s\": %s.", said,
		    err_words(e));
	buf_free(&text);
	return e;
}

static enum err
take_file_name(const char *path, struct record *r, struct fault *why)
{
	struct buf name = { 0 };
	enum err e = text_file_name(slice_text(path), &name);

	if (e == OK && name.n >= sizeof r->file_name)
		e = ERR_TOO_BIG;
	if (e == OK)
		memcpy(r->file_name, buf_cstr(&name), name.n + 1);
	else
		(void)fault_set(why, e, "", "%s: %s.", path, err_words(e));
	buf_free(&name);
	return e;
}

static enum err
stage_fd(struct staged *stage, int fd)
{
	uint8_t bytes[16384];
	ssize_t n = 0;
	enum err e = OK;

	while (e == OK && (n = read(fd, bytes, sizeof bytes)) > 0)
		e = stage_more(stage, slice_of(bytes, (size_t)n));
	if (e == OK && n < 0)
		e = err_of_errno(errno);
	if (e == OK)
		e = stage_close(stage);
	return e;
}

static enum err
stage_file(struct admin *a, const char *path, struct staged **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = fd < 0 ? err_of_errno(errno) : OK;

	if (e == OK)
		e = stage_open(out, a->store->blobs, FILE_MOST);
	if (e == OK)
		e = stage_fd(*out, fd);
	if (fd >= 0)
		(void)close(fd);
	if (e != OK)
		(void)fault_set(&a->why, e, "", "%s: %s.", path, err_words(e));
	return e;
}

static enum err
keep(struct admin *a, const struct call *c, struct record *r)
{
	struct staged *stage = NULL;
	enum err e;

	if ((e = take_text(c, OPT_NUMBER, r->number, sizeof r->number,
		 &a->why)) == OK &&
	    (e = take_text(c, OPT_SIGNER, r->signer, sizeof r->signer,
		 &a->why)) == OK &&
	    (e = take_file_name(c->arg[1], r, &a->why)) == OK &&
	    (e = stage_file(a, c->arg[1], &stage)) == OK)
		e = act_keep_record(a->store, &a->who, r, stage, &a->why);
	stage_drop(&stage);
	return e;
}

enum ending
cmd_decision_add(struct admin *a, const struct call *c)
{
	const char *kind = call_option(c, OPT_KIND);
	const char *date = call_option(c, OPT_DATE);
	struct record r = { .kind = RECORD_DECISION };
	enum err e;

	if (call_option(c, OPT_NUMBER) == NULL || date == NULL)
		return admin_usage("--number and --date say which it is.");
	if (kind != NULL)
		r.kind = record_kind_read(slice_text(kind));
	if (r.kind == RECORD_KINDS)
		return admin_usage("--kind is decision or minutes.");
	if (date_read(slice_text(date), &r.date) != OK)
		return admin_usage("--date is a day such as 2023-03-01.");
	if (!arg_period(c->arg[0], &r.period))
		return END_USAGE;
	if ((e = keep(a, c, &r)) == OK)
		(void)printf("%s %s is kept as number %llu of period %s\n",
		    record_kind_name(r.kind), r.number, (unsigned long long)r.n,
		    r.period.text);
	return admin_end(a, e);
}

/* ---- shown ---- */

static bool
add_row(void *self, const struct record *r)
{
	struct grid *g = self;
	char day[DATE_TEXT];

	date_text(r->date, day);
	grid_print(g, "%llu", (unsigned long long)r->n);
	grid_cell(g, record_kind_name(r->kind));
	grid_cell(g, r->number);
	grid_cell(g, day);
	grid_cell(g, r->signer[0] == 0 ? "-" : r->signer);
	grid_cell(g, r->file_name);
	grid_moment(g, r->time);
	return true;
}

enum ending
cmd_decision_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "n", GRID_RIGHT },
		{ "kind", GRID_LEFT },
		{ "number", GRID_LEFT },
		{ "date", GRID_LEFT },
		{ "signer", GRID_LEFT },
		{ "file", GRID_LEFT },
		{ "kept", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 7);
	struct period_id period;
	enum err e, shown;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = look_records(a->store, &a->who, period, add_row, &g, &a->why);
	shown = grid_show(&g, stdout);
	return admin_end(a, e == OK ? shown : e);
}

/* ---- published ---- */

typedef enum err (*publish_fn)(struct store *s, const struct who *who,
    const struct publishing *in, struct revision *out, struct fault *why);

static enum ending
publish(struct admin *a, const struct call *c, publish_fn act)
{
	const char *decision = call_option(c, OPT_DECISION);
	struct publishing in = { .reason = call_option(c, OPT_REASON) };
	struct revision out;
	char hex[DIGEST_TEXT];
	enum err e;

	if (decision == NULL)
		return admin_usage("--decision is the number of the decision "
				   "in parindex decision list.");
	if (!arg_period(c->arg[0], &in.period) ||
	    !arg_number(decision, "--decision", &in.record))
		return END_USAGE;
	if ((e = act(a->store, &a->who, &in, &out, &a->why)) != OK)
		return admin_end(a, e);
	digest_text(out.rows, hex);
	(void)printf("revision %llu of period %s is published\nrows %s\n",
	    (unsigned long long)out.n, in.period.text, hex);
	return END_OK;
}

enum ending
cmd_publish(struct admin *a, const struct call *c)
{
	return publish(a, c, act_publish);
}

enum ending
cmd_correct(struct admin *a, const struct call *c)
{
	return publish(a, c, act_correct);
}
