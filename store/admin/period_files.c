/*
 * period_files.c - a period's three files, read and checked.
 *
 * Knows how the files find each other. Touches them, for reading.
 */
#include "store/admin/period_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/model/plan_warn.h"

/* `name` beside the period's own file. */
static void
name_beside(struct period_files *f, enum bundle_part part, const char *name)
{
	const char *period = buf_cstr(&f->path[BUNDLE_PERIOD]);
	const char *slash = strrchr(period, '/');

	if (slash != NULL)
		buf_bytes(&f->path[part], period, (size_t)(slash - period) + 1);
	buf_text(&f->path[part], name);
}

static enum err
read_part(const char *path, struct buf *to, struct fault *why)
{
	enum err e = file_read(path, BUNDLE_MOST, to);

	return e == OK ? OK
		       : fault_set(why, e, "", "%s cannot be read: %s.", path,
			     err_words(e));
}

/* A fault of the text itself, found before there is a plan. */
static void
list_fault(struct period_files *f, const char *part, const struct fault *bad)
{
	faults_add(&f->faults, bad->err, "", "%s", bad->detail);
	if (f->faults.n > 0)
		(void)snprintf(f->faults.list[f->faults.n - 1].pointer,
		    sizeof bad->pointer, "%s%s", part, bad->pointer);
}

/* Machine failures end it; anything else is a fault of the files. */
static bool
is_fault(enum err e)
{
	return e != ERR_NO_MEMORY && e != ERR_IO;
}

static enum err
read_others(struct period_files *f, bool *named, struct fault *why)
{
	struct buf *text = f->text;
	struct buf name[BUNDLE_PARTS] = { 0 };
	struct fault bad = { 0 };
	enum err e;

	*named = false;
	e = bundle_files(buf_all(&text[BUNDLE_PERIOD]), &name[BUNDLE_CRITERIA],
	    &name[BUNDLE_UNITS], &bad);
	if (e != OK && is_fault(e)) {
		list_fault(f, "/period", &bad);
		e = OK;
		goto out;
	}
	for (int i = BUNDLE_CRITERIA; e == OK && i < BUNDLE_PARTS; i++) {
		name_beside(f, i, buf_cstr(&name[i]));
		if ((e = f->path[i].err) == OK)
			e = read_part(buf_cstr(&f->path[i]), &text[i], why);
	}
	*named = e == OK;
out:
	for (int i = 0; i < BUNDLE_PARTS; i++)
		buf_free(&name[i]);
	return e;
}

static enum err
read_plan(struct period_files *f)
{
	const struct buf *text = f->text;
	struct fault bad = { 0 };
	enum err e;

	e = bundle_compose(buf_all(&text[BUNDLE_PERIOD]),
	    buf_all(&text[BUNDLE_CRITERIA]), buf_all(&text[BUNDLE_UNITS]),
	    &f->bundle, &bad);
	if (e != OK && is_fault(e)) {
		list_fault(f, "", &bad);
		return OK;
	}
	if (e != OK)
		return e;
	f->plan = plan_read(buf_all(&f->bundle), 1, &f->faults);
	return f->plan == NULL && f->faults.n == 0 ? ERR_NO_MEMORY : OK;
}

static bool
is_book(const char *path)
{
	size_t n = strlen(path);

	return n > 5 && strcasecmp(path + n - 5, ".xlsx") == 0;
}

/* The workbook's faults end it here: its texts are not to be used then. */
static enum err
read_book(struct period_files *f, const char *path, bool *named,
    struct fault *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd < 0)
		return fault_set(why, err_of_errno(errno), "",
		    "%s cannot be read: %s.", path,
		    err_words(err_of_errno(errno)));
	e = book_read(fd, f->text, &f->book, &f->faults, why);
	*named = e == OK && f->faults.n == 0;
	(void)close(fd);
	return e;
}

enum err
period_files_read(const char *path, struct period_files *out, struct fault *why)
{
	bool named = false;
	enum err e;

	memset(out, 0, sizeof *out);
	buf_text(&out->path[BUNDLE_PERIOD], path);
	if (is_book(path)) {
		e = read_book(out, path, &named, why);
	} else {
		e = read_part(path, &out->text[BUNDLE_PERIOD], why);
		if (e == OK)
			e = read_others(out, &named, why);
	}
	if (e == OK && named)
		e = read_plan(out);
	if (e == OK && out->faults.lost)
		e = ERR_NO_MEMORY;
	return e;
}

void
period_files_free(struct period_files *f)
{
	plan_free(&f->plan);
	faults_free(&f->faults);
	buf_free(&f->bundle);
	book_in_free(&f->book);
	for (int i = 0; i < BUNDLE_PARTS; i++) {
		buf_free(&f->path[i]);
		buf_free(&f->text[i]);
	}
}

static void
list_of_book(struct period_files *f, const struct faults *list,
    const char *kind)
{
	struct buf at = { 0 };

	for (size_t i = 0; i < list->n; i++) {
		const struct fault *bad = list->list + i;

		buf_clear(&at);
		if (bad->pointer[0] == '/')
			book_where(f->book, bad->pointer, &at);
		else
			buf_text(&at, bad->pointer);
		(void)printf("%s: %s: %s%s\n",
		    buf_cstr(&f->path[BUNDLE_PERIOD]), buf_cstr(&at), kind,
		    bad->detail);
	}
	buf_free(&at);
}

static void
list_all(struct period_files *f, const struct faults *list, const char *kind)
{
	const char *within;
	enum bundle_part part;

	if (f->book != NULL) {
		list_of_book(f, list, kind);
		return;
	}
	for (size_t i = 0; i < list->n; i++) {
		part = bundle_locate(list->list[i].pointer, &within);
		if (part == BUNDLE_PARTS)
			part = BUNDLE_PERIOD;
		(void)printf("%s#%s: %s%s\n", buf_cstr(&f->path[part]), within,
		    kind, list->list[i].detail);
	}
}

void
period_files_complain(struct period_files *f)
{
	list_all(f, &f->faults, "");
}

void
period_files_warn(struct period_files *f)
{
	struct faults warnings = { 0 };

	plan_warn(f->plan, &warnings);
	list_all(f, &warnings, "warning: ");
	faults_free(&warnings);
}
