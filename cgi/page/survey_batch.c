/*
 * survey_batch.c - a body to survey forms.
 *
 * Knows three shapes of a batch. Touches the request it is given.
 */
#include "cgi/page/survey_batch.h"

#include <stdio.h>
#include <string.h>

#include "cgi/http/media.h"
#include "cgi/page/args.h"
#include "store/act/acts.h"
#include "store/model/form_table.h"
#include "store/sheetfile/sheetfile.h"

#define BATCH_BODY ((size_t)8 * 1024 * 1024)
#define FAULTS_MOST 100

struct reading_batch {
	struct ask *a;
	const struct plan *plan;
	unsigned survey;
	struct survey_batch *out;
	struct faults *faults;
};

static enum err
say(struct reading_batch *b, enum err e, const struct fault *why)
{
	if (b->faults->n == FAULTS_MOST)
		return e;
	return faults_add(b->faults, e, why->pointer, "%s",
	    why->detail[0] == '\0' ? err_words(e) : why->detail);
}

static enum err
too_many(struct reading_batch *b)
{
	return faults_add(b->faults, ERR_TOO_BIG, "/forms",
	    "A batch holds at most %d forms.", FORMS_MOST);
}

static enum err
take_room(struct reading_batch *b, size_t n)
{
	b->out->forms = pool_array(&b->a->pool, n + 1, sizeof *b->out->forms);
	return b->out->forms == NULL ? ERR_NO_MEMORY : OK;
}

static enum err
read_one(struct reading_batch *b, const struct jv *json, const char *before)
{
	struct fault why = { 0 }, at;
	enum err e = form_read(b->plan, b->survey, json, &b->a->pool,
	    &b->out->forms[b->out->n], &why);

	if (e == OK) {
		b->out->n++;
		return OK;
	}
	at = why;
	(void)snprintf(at.pointer, sizeof at.pointer, "%s%.160s", before,
	    why.pointer);
	return say(b, e, &at);
}

static enum err
read_json(struct reading_batch *b, struct slice text)
{
	static const char *const known[] = { "forms", NULL };
	struct fault why = { 0 };
	struct json *doc = NULL;
	struct jv root, list, one;
	enum err e = json_parse(text, BATCH_BODY, &doc, &why);

	if (e != OK)
		return say(b, e, &why);
	root = json_root(doc);
	one = jv_unknown(&root, known);
	list = jv_get(&root, "forms");
	if (jv_kind(&one) != JSON_NONE || jv_kind(&list) != JSON_IS_ARRAY)
		e = faults_add(b->faults, ERR_MALFORMED, "",
		    "A batch is {\"forms\":[...]} and nothing else.");
	else if (jv_count(&list) > FORMS_MOST)
		e = too_many(b);
	else
		e = take_room(b, jv_count(&list));
	for (size_t i = 0; e == OK && i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		e = read_one(b, &one, "");
	}
	json_free(&doc);
	return e;
}

static enum err
read_line(struct reading_batch *b, struct slice line, unsigned number)
{
	struct fault why = { 0 };
	struct json *doc = NULL;
	struct jv root;
	char before[32];
	enum err e = json_parse(line, BATCH_BODY, &doc, &why);

	(void)snprintf(before, sizeof before, "line:%u", number);
	if (e != OK) {
		(void)snprintf(why.pointer, sizeof why.pointer, "%s", before);
		return say(b, e, &why);
	}
	root = json_root(doc);
	e = read_one(b, &root, before);
	json_free(&doc);
	return e;
}

/* One form a line; empty lines are passed over. */
static enum err
read_lines(struct reading_batch *b, struct slice text)
{
	enum err e = take_room(b, FORMS_MOST), one;
	const uint8_t *end;
	struct slice line;

	for (unsigned number = 1; text.n > 0; number++) {
		end = memchr(text.p, '\n', text.n);
		line = slice_of(text.p,
		    end == NULL ? text.n : (size_t)(end - text.p));
		text = slice_of(text.p + line.n + (end != NULL),
		    text.n - line.n - (end != NULL));
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n == 0 || e == ERR_NO_MEMORY)
			continue;
		if (b->out->n == FORMS_MOST)
			return too_many(b);
		if ((one = read_line(b, line, number)) != OK && e == OK)
			e = one;
	}
	return e;
}

/* ---- tables ---- */

static enum err
keep(struct reading_batch *b, const struct form_taken *f)
{
	if (f->bad)
		return OK;
	if (b->out->n == FORMS_MOST)
		return too_many(b);
	b->out->forms[b->out->n++] = f->form;
	return OK;
}

static enum err
read_rows(struct reading_batch *b, struct sheetfile *f,
    struct form_table *table)
{
	struct sheetfile_row row;
	struct form_taken done;
	struct fault why;
	enum err e = OK, first = OK;

	while (e == OK && sheetfile_next(f, &row)) {
		why = (struct fault){ 0 };
		if (form_table_take(table, row.line, row.cell, row.n, &row.bad,
			&b->a->pool, &done, &why))
			e = keep(b, &done);
		if (why.err != OK && first == OK)
			first = why.err;
		if (why.err != OK)
			(void)say(b, why.err, &why);
	}
	if (e == OK && form_table_end(table, &b->a->pool, &done))
		e = keep(b, &done);
	why = (struct fault){ 0 };
	if (e == OK && (e = sheetfile_failed(f, &why)) != OK)
		(void)say(b, e, &why);
	return e == OK ? first : e;
}

static enum err
read_table(struct reading_batch *b, struct slice text)
{
	struct sheetfile *f = NULL;
	struct sheetfile_row row;
	struct form_table table = { .rows = NULL };
	struct fault why = { 0 };
	enum err e;

	if (slice_starts(text, slice_text("PK\003\004")))
		return faults_add(b->faults, ERR_MEDIA_TYPE, "",
		    "This is a workbook, not CSV; the operator imports it with "
		    "\"parindex survey import\".");
	e = sheetfile_open_bytes(&f, text, NULL, &why);
	if (e == OK && !sheetfile_next(f, &row) &&
	    (e = sheetfile_failed(f, &why)) == OK)
		e = fault_set(&why, ERR_EMPTY, "", "The table is empty.");
	if (e == OK && (e = row.bad.err) != OK)
		why = row.bad;
	if (e == OK)
		e = form_table_make(&table, b->plan, b->survey, row.cell, row.n,
		    &why);
	if (e != OK)
		(void)say(b, e, &why);
	else if ((e = take_room(b, FORMS_MOST)) == OK)
		e = read_rows(b, f, &table);
	form_table_free(&table);
	sheetfile_close(&f);
	return e;
}

enum err
survey_batch_read(struct ask *a, const struct plan *plan, unsigned survey,
    struct survey_batch *out, struct faults *faults)
{
	static const struct {
		const char *type;
		enum err (*read)(struct reading_batch *b, struct slice text);
	} shapes[] = {
		{ "application/json", read_json },
		{ "application/x-ndjson", read_lines },
		{ "text/csv", read_table },
	};
	struct reading_batch b = { a, plan, survey, out, faults };
	struct fault why = { 0 };
	struct buf body = { 0 };
	struct media media;
	enum err e = ERR_MEDIA_TYPE;
	size_t i = 0;

	*out = (struct survey_batch){ 0 };
	if (media_read(ask_header(a, "Content-Type"), &media) == OK)
		while (i < 3 && !media_is(&media, shapes[i].type))
			i++;
	else
		i = 3;
	if (i == 3)
		return faults_add(faults, e, "header:Content-Type",
		    "Send application/json, application/x-ndjson or text/csv.");
	if ((e = body_bytes(a, BATCH_BODY, &body, &why)) != OK) {
		(void)say(&b, e, &why);
	} else {
		out->digest = digest_of(buf_all(&body));
		e = shapes[i].read(&b, buf_all(&body));
	}
	buf_free(&body);
	return e;
}
