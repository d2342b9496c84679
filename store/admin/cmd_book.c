/*
 * cmd_book.c - a period as a workbook for officials, and back.
 *
 * Knows the commands' words. Touches the files that they name.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/admin/bundle_of.h"
#include "store/admin/commands.h"
#include "store/admin/period_files.h"
#include "store/annex/book_out.h"
#include "store/base/lay.h"

enum {
	OPT_XLSX = 256,
	OPT_TO,
};

const struct argp_option export_options[] = {
	{ "xlsx", OPT_XLSX, "FILE", 0, "The workbook to write", 0 },
	{ 0 },
};
const struct argp_option import_options[] = {
	{ "to", OPT_TO, "DIR", 0,
	    "The folder for the three files; without it, they are only checked",
	    0 },
	{ 0 },
};

/* The workbook just written gives back every value, or it is of no use. */
static enum err
read_again(const char *path, struct slice bundle, struct fault *why)
{
	struct period_files f = { 0 };
	struct json *was = NULL, *is = NULL;
	struct jv a, b;
	enum err e = period_files_read(path, &f, why);

	if (e == OK &&
	    (e = json_parse(bundle, 2 * BUNDLE_MOST, &was, why)) == OK)
		e = json_parse(buf_all(&f.bundle), 2 * BUNDLE_MOST, &is, why);
	if (e == OK) {
		a = json_root(was);
		b = json_root(is);
		if (!json_same(&a, &b))
			e = fault_set(why, ERR_BROKEN, "",
			    "%s does not give the same period back: a text in "
			    "it begins or ends with blanks, is not in Unicode "
			    "form C, or is too long for a cell.",
			    path);
	}
	json_free(&was);
	json_free(&is);
	period_files_free(&f);
	return e;
}

enum ending
cmd_period_export(struct admin *a, const struct call *c)
{
	const char *path = call_option(c, OPT_XLSX);
	struct buf bundle = { 0 };
	enum ending end;
	enum err e;

	if (path == NULL)
		return admin_usage("--xlsx FILE says where to.");
	if ((end = bundle_of(a, c->arg[0], &bundle)) == END_OK) {
		if ((e = book_write(buf_all(&bundle), path, &a->why)) == OK &&
		    (e = read_again(path, buf_all(&bundle), &a->why)) != OK)
			(void)unlink(path);
		end = admin_end(a, e);
	}
	if (end == END_OK)
		(void)printf("%s written\n", path);
	buf_free(&bundle);
	return end;
}

enum ending
cmd_period_import(struct admin *a, const struct call *c)
{
	const char *dir = call_option(c, OPT_TO);
	struct period_files f = { 0 };
	enum err e = period_files_read(c->arg[0], &f, &a->why);
	enum ending end = admin_end(a, e);

	if (e == OK && f.plan == NULL) {
		period_files_complain(&f);
		end = admin_fail("%s has %zu fault%s.", c->arg[0], f.faults.n,
		    f.faults.n == 1 ? "" : "s");
	}
	if (end == END_OK && dir != NULL)
		end = admin_end(a, period_files_write(dir, f.text, &a->why));
	if (end == END_OK)
		plan_summary(f.plan, buf_all(&f.bundle));
	period_files_free(&f);
	return end;
}
