/*
 * cmd_previous.c - last year's ranking, from a file.
 *
 * Knows the columns of its table. Touches the store through an act; the file
 * it is given.
 */
#include <stdio.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/table_json.h"

enum {
	OPT_YEAR = 256,
	OPT_SOURCE,
};

const struct argp_option previous_options[] = {
	{ "year", OPT_YEAR, "YEAR", 0, "Which year a table is about", 0 },
	{ "source", OPT_SOURCE, "TEXT", 0, "Where a table comes from", 0 },
	{ 0 },
};

static const struct table_column columns[] = {
	{ "unit", "Mã đơn vị", CELL_TEXT, true, false },
	{ "block", "Khối", CELL_TEXT, false, false },
	{ "rank", "Xếp hạng", CELL_WHOLE, false, false },
	{ "index", "Chỉ số", CELL_DECIMAL, false, false },
	{ "self_review", "Kiểm điểm", CELL_WORDS, false, false },
	{ "successors", "Đơn vị kế thừa", CELL_WORDS, false, false },
};

static enum err
read_table(struct admin *a, const struct call *c, int fd, struct buf *text)
{
	const char *source = call_option(c, OPT_SOURCE);
	struct jout j = jout_start(text);
	uint64_t year;
	enum err e;

	if (call_option(c, OPT_YEAR) == NULL ||
	    !arg_number(call_option(c, OPT_YEAR), "--year", &year))
		return fault_set(&a->why, ERR_MISSING_FIELD, "",
		    "--year says which year the table is about.");
	jout_object(&j);
	jout_kuint(&j, "year", year);
	if (source != NULL)
		jout_kstr(&j, "source", source);
	jout_key(&j, "units");
	jout_array(&j);
	e = table_json(fd, columns, sizeof columns / sizeof *columns, &j,
	    &a->why);
	jout_array_end(&j);
	jout_object_end(&j);
	return e == OK ? text->err : e;
}

static enum err
import(struct admin *a, struct period_id period, struct slice text)
{
	struct json *doc = NULL;
	unsigned known;
	struct jv root;
	enum err e = json_parse(text, (size_t)16 << 20, &doc, &a->why);

	if (e == OK) {
		root = json_root(doc);
		e = act_import_previous(a->store, &a->who, period, &root,
		    &known, &a->why);
	}
	if (e == OK)
		(void)printf("%u units of period %s are compared with it\n",
		    known, period.text);
	json_free(&doc);
	return e;
}

enum ending
cmd_period_previous(struct admin *a, const struct call *c)
{
	struct period_id period;
	struct buf text = { 0 };
	bool is_json;
	int fd = -1;
	enum err e;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	e = table_or_json(c->arg[1], &text, &is_json, &fd, &a->why);
	if (e == OK && !is_json)
		e = read_table(a, c, fd, &text);
	if (e == OK)
		e = import(a, period, buf_all(&text));
	if (fd >= 0)
		(void)close(fd);
	buf_free(&text);
	return admin_end(a, e);
}
