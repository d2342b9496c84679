/*
 * cmd_log_export.c - the logs as a folder of files that any web server can
 * hand out (C2SP tlog-tiles): the one that is written, and below before/0,
 * before/1 ... those that it goes on from, each with its key (vkey).
 *
 * Knows the folder's layout. Touches the folder it is given; reads the logs.
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
#include "store/ledger/succession.h"
#include "store/ledger/tiles.h"
#include "store/look/looks.h"

#define PATH_ROOM 480
#define NOTE_MOST 65536
#define PUBLIC_FILE 0644
#define PUBLIC_FOLDER 0755

struct exporting {
	struct admin *admin;
	char folder[PATH_ROOM]; /* of the log at hand */
	unsigned number;
	struct birth_entry birth;
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
	struct buf name = { 0 }, bytes = { 0 };
	char path[PATH_ROOM];
	enum err e;

	tile_path_put(tile, &name);
	if (snprintf(path, sizeof path, "%s/tile/%s", x->folder,
		buf_cstr(&name)) >= (int)sizeof path) {
		e = ERR_TOO_BIG;
		goto out;
	}
	if ((e = name.err) != OK || access(path, F_OK) == 0)
		goto out;
	e = look_tile_of(x->admin->store, x->number, buf_all(&name), &bytes);
	if (e == OK)
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

/* ---- what was exported before ---- */

/* A path in the log's folder. */
static enum err
path_in(const struct exporting *x, const char *name, char path[PATH_ROOM])
{
	return snprintf(path, PATH_ROOM, "%s/%s", x->folder, name) < PATH_ROOM
		   ? OK
		   : ERR_TOO_BIG;
}

/* The checkpoint there, whoever signed it; false: there is none. */
static bool
exported(const char *path, struct checkpoint *out, enum err *e)
{
	struct buf note = { 0 };
	struct slice text;

	*e = OK;
	if (access(path, F_OK) != 0)
		return false;
	if ((*e = file_read(path, NOTE_MOST, &note)) == OK &&
	    (*e = note_text(buf_all(&note), &text)) == OK)
		*e = checkpoint_read(text, out);
	buf_free(&note);
	return true;
}

/* It must be where this log comes from. */
static enum err
compare(struct exporting *x, const char *path)
{
	struct fault *why = &x->admin->why;
	struct checkpoint before;
	struct digest root;
	enum err e;

	if (!exported(path, &before, &e))
		return OK;
	if (e != OK || strcmp(before.origin, x->birth.origin) != 0)
		return fault_set(why, ERR_BROKEN, "",
		    "%s is no checkpoint of the log %s.", path,
		    x->birth.origin);
	e = look_log_root(x->admin->store, x->number, before.size, &root);
	if (e == ERR_BACKWARDS || (e == OK && !digest_eq(root, before.root)))
		e = fault_set(why, ERR_CONFLICT, "",
		    "%s is of another history than the log %s.", path,
		    x->birth.origin);
	return e;
}

/* ---- one log ---- */

static enum err
write_key(struct exporting *x)
{
	struct buf vkey = { 0 };
	char path[PATH_ROOM];
	enum err e = path_in(x, "vkey", path);

	note_key_text(&x->birth.key, &vkey);
	buf_byte(&vkey, '\n');
	if (e == OK && (e = vkey.err) == OK && access(path, F_OK) != 0)
		e = write_file(x, path, buf_all(&vkey));
	buf_free(&vkey);
	return e;
}

static enum err
export_files(struct exporting *x, struct slice note)
{
	char path[PATH_ROOM];
	enum err e;

	if ((e = path_in(x, "checkpoint", path)) != OK ||
	    (e = compare(x, path)) != OK ||
	    (e = export_level(x, true, 0)) != OK)
		return e;
	for (unsigned level = 0; e == OK && level < TILE_LEVELS; level++)
		e = export_level(x, false, level);
	if (e == OK && x->number < x->admin->store->meta.log)
		e = write_key(x);
	return e != OK ? e : write_file(x, path, note);
}

static enum err
export_log(struct exporting *x)
{
	struct store *s = x->admin->store;
	struct buf note = { 0 };
	enum err e;

	if ((e = look_log_birth(s, x->number, &x->birth)) == OK &&
	    (e = look_checkpoint_of(s, x->number, &note, &x->size)) == OK)
		e = export_files(x, buf_all(&note));
	buf_free(&note);
	return e;
}

/* ---- all of them ---- */

static enum err
folder_of(struct exporting *x, const char *dir)
{
	int n = x->number == x->admin->store->meta.log
		    ? snprintf(x->folder, PATH_ROOM, "%s", dir)
		    : snprintf(x->folder, PATH_ROOM, "%s/before/%u", dir,
			  x->number);

	return n < PATH_ROOM ? OK : ERR_TOO_BIG;
}

static enum err
move(const char *dir, const char *name, const struct exporting *to)
{
	char from[PATH_ROOM], path[PATH_ROOM];
	enum err e;

	if (snprintf(from, sizeof from, "%s/%s", dir, name) >= PATH_ROOM)
		return ERR_TOO_BIG;
	if ((e = path_in(to, name, path)) != OK ||
	    (e = make_folders(path)) != OK)
		return e;
	return rename(from, path) == 0 ? OK : err_of_errno(errno);
}

/* What was exported when an earlier log was the one that was written goes to
 * that one's folder: the checkpoint first, so that nobody takes the two for
 * one. */
static enum err
make_way(struct exporting *x, const char *dir)
{
	struct checkpoint there;
	char path[PATH_ROOM];
	enum err e;

	if (snprintf(path, sizeof path, "%s/checkpoint", dir) >= PATH_ROOM)
		return ERR_TOO_BIG;
	if (!exported(path, &there, &e) || e != OK)
		return OK; /* export_log says what is wrong with it */
	for (x->number = 0; x->number < x->admin->store->meta.log;
	     x->number++) {
		e = look_log_birth(x->admin->store, x->number, &x->birth);
		if (e != OK)
			return e;
		if (strcmp(there.origin, x->birth.origin) != 0)
			continue;
		return (e = folder_of(x, dir)) != OK ||
			       (e = move(dir, "checkpoint", x)) != OK
			   ? e
			   : move(dir, "tile", x);
	}
	return OK;
}

static enum err
export_all(struct exporting *x, const char *dir)
{
	enum err e = make_way(x, dir);

	for (x->number = 0; e == OK && x->number <= x->admin->store->meta.log;
	     x->number++) {
		if ((e = folder_of(x, dir)) == OK)
			e = export_log(x);
		if (e == OK)
			(void)printf("%s: %llu entries, %llu files written\n",
			    x->folder, (unsigned long long)x->size,
			    (unsigned long long)x->files);
		x->files = 0;
	}
	return e;
}

enum ending
cmd_log_export(struct admin *a, const struct call *c)
{
	struct exporting x = { .admin = a };
	mode_t before = umask(022);
	enum err e = export_all(&x, c->arg[0]);

	(void)umask(before);
	return admin_end(a, e);
}
