/*
 * conf.c - the configuration file, by a table of its keys.
 *
 * Knows INI through inih. Touches the one file and $PARINDEX_CONF.
 */
#include "store/base/conf.h"

#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/conf_named.h"
#include "store/base/err.h"

#define DEFAULT_PATH "/etc/parindex/parindex.conf"

enum kind {
	TEXT,
	LEVEL,
	COUNT, /* unsigned */
	BYTES, /* uint64_t, given in units of `unit` bytes */
};

#define GIB (UINT64_C(1) << 30)
#define MIB (UINT64_C(1) << 20)
#define AT(member)                                                             \
	offsetof(struct conf, member), sizeof((struct conf *)NULL)->member

static const struct entry {
	const char *section, *name;
	enum kind kind;
	size_t at, room;
	uint64_t unit, least, most;
	const char *preset;
} entries[] = {
	/* clang-format off */
	{ "store", "path", TEXT, AT(store_path), 0, 0, 0, "/var/lib/parindex" },
	{ "store", "log_key", TEXT, AT(log_key), 0, 0, 0,
	    "/etc/parindex/log.key" },
	{ "store", "log_mark", TEXT, AT(log_mark), 0, 0, 0,
	    "/var/lib/parindex-mark/log.mark" },
	{ "store", "map_gib", BYTES, AT(map_bytes), GIB, 1, 65536, "16" },
	{ "http", "socket", TEXT, AT(socket), 0, 0, 0,
	    "/run/parindex/cgi.sock" },
	{ "http", "prefix", TEXT, AT(prefix), 0, 0, 0, "/parindex" },
	{ "http", "threads", COUNT, AT(threads), 1, 1, 1000, "40" },
	{ "http", "upload_mib", BYTES, AT(upload_most), MIB, 1, 65536, "200" },
	{ "http", "day_mib", BYTES, AT(unit_day_most), MIB, 1, 1 << 30,
	    "20480" },
	{ "bus", "dir", TEXT, AT(bus_dir), 0, 0, 0, "/run/parindex" },
	{ "bus", "publish", TEXT, AT(publish), 0, 0, 0, "" },
	{ "bus", "publish_keys", TEXT, AT(publish_keys), 0, 0, 0, "" },
	{ "bus", "workers", COUNT, AT(workers), 1, 1, 256, "2" },
	{ "log", "level", LEVEL, AT(log_level), 0, 0, 0, "info" },
	/* clang-format on */
};
#define N_ENTRIES (sizeof entries / sizeof *entries)

struct reader {
	FILE *from;
	const char *path;
	struct conf *conf;
	struct fault *why;
	enum err err;
	int line;
	bool seen[N_ENTRIES];
};

/* Remembers the first fault with its line. */
static int
fail(struct reader *r, enum err e, const char *what, const char *name)
{
	if (r->err == OK)
		r->err = fault_set(r->why, e, "", "%s line %d: %s%s.", r->path,
		    r->line, what, name);
	return 0;
}

static bool
is_level(const char *value)
{
	return strcmp(value, "error") == 0 || strcmp(value, "warning") == 0 ||
	       strcmp(value, "info") == 0 || strcmp(value, "debug") == 0;
}

static enum err
assign(const struct entry *en, const char *value, struct conf *c)
{
	char *at = (char *)c + en->at;
	uint64_t n;
	unsigned count;

	switch (en->kind) {
	case LEVEL:
		if (!is_level(value))
			return ERR_RANGE;
		/* fall through */
	case TEXT:
		if (strlen(value) >= en->room)
			return ERR_TOO_BIG;
		memcpy(at, value, strlen(value) + 1);
		return OK;
	case COUNT:
	case BYTES:
		break;
	}
	if (!conf_number(value, &n))
		return ERR_MALFORMED;
	if (n < en->least || n > en->most)
		return ERR_RANGE;
	n *= en->unit;
	count = (unsigned)n;
	if (en->kind == COUNT)
		memcpy(at, &count, sizeof count);
	else
		memcpy(at, &n, sizeof n);
	return OK;
}

/* What came of giving `name` a value. */
static int
given(struct reader *r, enum err e, const char *name)
{
	if (e == ERR_UNKNOWN_FIELD)
		return fail(r, e, "unknown key ", name);
	return e == OK ? 1 : fail(r, e, "no such value can be given to ", name);
}

static int
take(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	const struct conf_kind *kind = conf_named_kind(section);
	char *row;

	if (kind != NULL) {
		row = conf_named_row(kind, r->conf, section);
		return row == NULL
			   ? fail(r, ERR_RANGE,
				 "no such section can be had: ", section)
			   : given(r, conf_named_give(kind, row, name, value),
				 name);
	}
	for (size_t i = 0; i < N_ENTRIES; i++) {
		if (strcmp(entries[i].section, section) != 0 ||
		    strcmp(entries[i].name, name) != 0)
			continue;
		if (r->seen[i])
			return fail(r, ERR_EXISTS, "a second value for ", name);
		r->seen[i] = true;
		return given(r, assign(&entries[i], value, r->conf), name);
	}
	return given(r, ERR_UNKNOWN_FIELD, name);
}

/* fgets that counts lines and refuses one that does not fit the library's
 * room. */
static char *
next_line(char *to, int room, void *stream)
{
	struct reader *r = stream;

	if (r->err != OK || fgets(to, room, r->from) == NULL)
		return NULL;
	r->line++;
	if (strchr(to, '\n') == NULL && !feof(r->from)) {
		(void)fail(r, ERR_TOO_BIG, "the line is too long", "");
		return NULL;
	}
	return to;
}

static enum err
read_from(FILE *from, const char *path, struct conf *out, struct fault *why)
{
	struct reader r = { .from = from,
		.path = path,
		.conf = out,
		.why = why };
	int line = ini_parse_stream(next_line, &r, take, &r);

	if (r.err == OK && ferror(from))
		return fault_set(why, ERR_IO, "", "%s cannot be read.", path);
	if (r.err == OK && line < 0)
		return fault_set(why, ERR_NO_MEMORY, "", "Out of memory.");
	if (r.err == OK && line > 0) {
		r.line = line;
		(void)fail(&r, ERR_MALFORMED,
		    "neither [section] nor key = value", "");
	}
	return r.err;
}

static void
preset(struct conf *out)
{
	*out = (struct conf){ 0 };
	for (size_t i = 0; i < N_ENTRIES; i++)
		(void)assign(&entries[i], entries[i].preset, out);
}

enum err
conf_read(const char *path, struct conf *out, struct fault *why)
{
	bool asked = true;
	FILE *from;
	enum err e = OK;

	preset(out);
	if (path == NULL)
		path = getenv("PARINDEX_CONF");
	if (path == NULL) {
		path = DEFAULT_PATH;
		asked = false;
	}
	if ((from = fopen(path, "re")) != NULL) {
		e = read_from(from, path, out, why);
		(void)fclose(from);
	} else if (asked || errno != ENOENT) {
		e = fault_set(why, err_of_errno(errno), "",
		    "The configuration file %s cannot be opened.", path);
	}
	if (e == OK)
		e = conf_named_whole(out, why);
	if (e == OK && out->publish[0] == 0) {
		if (strlen(out->bus_dir) + sizeof "ipc:///events.ipc" >
		    sizeof out->publish)
			return fault_set(why, ERR_TOO_BIG, "",
			    "The folder given as [bus] dir is too long.");
		(void)snprintf(out->publish, sizeof out->publish,
		    "ipc://%.200s/events.ipc", out->bus_dir);
	}
	return e;
}
