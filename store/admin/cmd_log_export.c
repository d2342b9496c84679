/*
 * cmd_log_export.c - the log as a folder of files that any web server can
 * hand out (C2SP tlog-tiles).
 *
 * Knows the folder's layout. Touches the folder it is given; reads the log.
 *
 * Files appear whole or not at all and never change, so a second run writes
 * only what is new. The checkpoint is replaced last: whoever reads it finds
 * all that it needs.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/base/draft.h"
#include "store/ledger/tiles.h"
#include "store/look/looks.h"
#include "store/mark.h"

#define PATH_ROOM 480
#define PUBLIC_FILE 0644
#define PUBLIC_FOLDER 0755

struct exporting {
	struct admin *admin;
	const char *folder;
	uint64_t size;
	uint64_t files; /* written */
};

/* Makes every folder above the file. */
static enum err
make_folders(char *path)
{
	for (char *at = strchr(path + 1, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		*at = 0;
		if (mkdir(path, PUBLIC_FOLDER) != 0 && errno != EEXIST)
			return err_of_errno(errno);
		*at = '/';
	}
	return OK;
}

static enum err
write_file(struct exporting *x, char *path, struct slice bytes)
{
	struct draft d = DRAFT_NONE;
	size_t done = 0;
	ssize_t n = 0;
	enum err e;

	if ((e = make_folders(path)) != OK ||
	    (e = draft_open(&d, path, PUBLIC_FILE)) != OK)
		return e;
	for (; done < bytes.n && n >= 0; done += n > 0 ? (size_t)n : 0)
		n = write(d.fd, bytes.p + done, bytes.n - done);
	e = n < 0 ? err_of_errno(errno) : draft_publish(&d);
	draft_drop(&d);
	x->files++;
	return e;
}

static enum err
export_tile(struct exporting *x, const struct tile *tile)
{
	struct store *s = x->admin->store;
	struct buf name = { 0 }, bytes = { 0 };
	char path[PATH_ROOM];
	struct txn t;
	enum err e;

	tile_path_put(tile, &name);
	if (snprintf(path, sizeof path, "%s/tile/%s", x->folder,
		buf_cstr(&name)) >= (int)sizeof path) {
		e = ERR_TOO_BIG;
		goto out;
	}
	if ((e = name.err) != OK || access(path, F_OK) == 0)
		goto out;
	txn_read(&t, s->env);
	txn_require(&t, ledger_tile(s->ledger, &t, tile, &bytes));
	if ((e = txn_end(&t)) == OK)
		e = write_file(x, path, buf_all(&bytes));
out:
	buf_free(&name);
	buf_free(&bytes);
	return e;
}

/* Every tile of a level, the partial one last. */
static enum err
export_level(struct exporting *x, bool entries, unsigned level)
{
	struct tile tile = { .entries = entries, .level = level };
	enum err e = OK;

	for (; e == OK; tile.n++) {
		tile.width = tile_width(x->size, level, tile.n);
		if (tile.width == 0)
			break;
		e = export_tile(x, &tile);
	}
	return e;
}

/* What was exported before must be where this log comes from. */
static enum err
compare(struct exporting *x, const char *path)
{
	struct admin *a = x->admin;
	struct checkpoint before;
	enum err e;

	if (access(path, F_OK) != 0)
		return OK;
	e = mark_read(a->store, path, "The exported checkpoint", &before,
	    &a->why);
	return e != OK ? e : mark_holds(a->store, &before, &a->why);
}

static enum err
export_all(struct exporting *x, struct slice note)
{
	char path[PATH_ROOM];
	enum err e;

	if (snprintf(path, sizeof path, "%s/checkpoint", x->folder) >=
	    (int)sizeof path)
		return ERR_TOO_BIG;
	if ((e = compare(x, path)) != OK ||
	    (e = export_level(x, true, 0)) != OK)
		return e;
	for (unsigned level = 0; e == OK && level < TILE_LEVELS; level++)
		e = export_level(x, false, level);
	return e != OK ? e : write_file(x, path, note);
}

enum ending
cmd_log_export(struct admin *a, const struct call *c)
{
	struct exporting x = { .admin = a, .folder = c->arg[0] };
	struct buf note = { 0 };
	mode_t before = umask(022);
	enum err e;

	if ((e = look_checkpoint(a->store, &note, &x.size)) == OK)
		e = export_all(&x, buf_all(&note));
	(void)umask(before);
	buf_free(&note);
	if (e == OK)
		(void)printf("%s: %llu entries, %llu files written\n", x.folder,
		    (unsigned long long)x.size, (unsigned long long)x.files);
	return admin_end(a, e);
}
