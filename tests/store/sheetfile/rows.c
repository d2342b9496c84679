/*
 * rows.c - prints a file's rows as JSON lines, for check_sheetfile.py: an
 * array of cells, or an object with what is wrong.
 *
 * Touches the file it is named.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "store/base/json_out.h"
#include "store/sheetfile/sheetfile.h"

static void
put_row(struct jout *j, const struct sheetfile_row *row)
{
	if (row->bad.err != OK) {
		jout_object(j);
		jout_kstr(j, "bad", row->bad.detail);
		jout_object_end(j);
		return;
	}
	jout_array(j);
	for (unsigned i = 0; i < row->n; i++)
		jout_text(j, row->cell[i]);
	jout_array_end(j);
}

static void
print_sheet(struct sheetfile *f)
{
	struct sheetfile_row row;
	struct buf out = { 0 };
	struct jout j;

	while (sheetfile_next(f, &row)) {
		buf_clear(&out);
		j = jout_start(&out);
		put_row(&j, &row);
		(void)printf("%s\n", buf_cstr(&out));
	}
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	struct sheetfile *f = NULL;
	struct fault why = { 0 };
	enum err e = sheetfile_open(&f, fd, NULL, &why);

	for (unsigned i = 0; e == OK && i < sheetfile_sheets(f); i++) {
		(void)printf("# %s\n", sheetfile_sheet_name(f, i));
		e = i == 0 ? OK : sheetfile_enter(f, i);
		if (e == OK)
			print_sheet(f);
		e = sheetfile_failed(f, &why);
	}
	sheetfile_close(&f);
	if (fd >= 0)
		(void)close(fd);
	if (e != OK)
		(void)printf("! %s %s\n", err_name(e), why.detail);
	return e == OK ? 0 : 1;
}
