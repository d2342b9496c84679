/*
 * forms_file.c - a table's rows as forms.
 *
 * Touches the file it is named, and stderr.
 */
#include "store/admin/forms_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err
enter_sheet(struct forms_file *f, const char *sheet, struct fault *why)
{
	for (unsigned i = 0; i < sheetfile_sheets(f->sheet); i++)
		if (strcmp(sheetfile_sheet_name(f->sheet, i), sheet) == 0)
			return sheetfile_enter(f->sheet, i);
	return fault_set(why, ERR_NOT_FOUND, "", "%s has no sheet \"%s\".",
	    f->path, sheet);
}

static enum err
read_head(struct forms_file *f, const struct plan *plan, unsigned survey,
    struct fault *why)
{
	struct sheetfile_row row;
	enum err e;

	if (!sheetfile_next(f->sheet, &row)) {
		e = sheetfile_failed(f->sheet, why);
		return e != OK ? e
			       : fault_set(why, ERR_EMPTY, "",
				     "%s holds no line.", f->path);
	}
	if (row.bad.err != OK)
		return fault_set(why, row.bad.err, row.bad.pointer, "%s",
		    row.bad.detail);
	f->tabled = true;
	return form_table_make(&f->table, plan, survey, row.cell, row.n, why);
}

enum err
forms_file_open(struct forms_file *f, const char *path, const char *sheet,
    const struct plan *plan, unsigned survey, struct fault *why)
{
	enum err e;

	*f = (struct forms_file){ .path = path,
		.fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (f->fd < 0)
		return fault_set(why, err_of_errno(errno), "",
		    "%s cannot be read: %s.", path, strerror(errno));
	if ((e = sheetfile_open(&f->sheet, f->fd, NULL, why)) != OK)
		return e;
	if (sheet != NULL && (e = enter_sheet(f, sheet, why)) != OK)
		return e;
	return read_head(f, plan, survey, why);
}

void
forms_file_close(struct forms_file *f)
{
	if (f->tabled)
		form_table_free(&f->table);
	sheetfile_close(&f->sheet);
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = -1;
}

enum err
forms_file_digest(const struct forms_file *f, struct digest *out,
    struct fault *why)
{
	struct digest_stream *d = digest_start();
	uint8_t bytes[65536];
	off_t at = 0;
	ssize_t n = 0;

	if (d == NULL)
		return ERR_NO_MEMORY;
	while ((n = pread(f->fd, bytes, sizeof bytes, at)) > 0) {
		digest_more(d, slice_of(bytes, (size_t)n));
		at += n;
	}
	*out = digest_end(&d);
	if (n < 0)
		return fault_set(why, err_of_errno(errno), "",
		    "%s cannot be read: %s.", f->path, strerror(errno));
	return OK;
}

void
forms_file_blame(struct forms_file *f, const char *sentence, ...)
{
	va_list args;

	f->faults++;
	(void)fprintf(stderr, "%s: ", f->path);
	va_start(args, sentence);
	(void)vfprintf(stderr, sentence, args);
	va_end(args);
	(void)fputc('\n', stderr);
}

bool
forms_file_next(struct forms_file *f, struct pool *pool, struct form_taken *out)
{
	struct sheetfile_row row;
	struct fault why;
	bool whole;

	while (!f->ended) {
		if (!sheetfile_next(f->sheet, &row)) {
			f->ended = true;
			return form_table_end(&f->table, pool, out);
		}
		why = (struct fault){ 0 };
		whole = form_table_take(&f->table, row.line, row.cell, row.n,
		    &row.bad, pool, out, &why);
		if (why.err != OK)
			forms_file_blame(f, "%s", why.detail);
		if (whole)
			return true;
	}
	return false;
}

enum err
forms_file_failed(const struct forms_file *f, struct fault *why)
{
	return sheetfile_failed(f->sheet, why);
}
