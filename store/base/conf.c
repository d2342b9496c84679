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

/* Decimal digits only, at most 18 of them. */
static bool
number(const char *value, uint64_t *out)
{
	size_t n = strspn(value, "0123456789");

	if (n == 0 || n > 18 || value[n] != 0)
		return false;
	*out = strtoull(value, NULL, 10);
	return true;
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
	if (!number(value, &n))
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

/* ---- [tsa NAME] ---- */

#define TSA_START "tsa "
#define TSA_INTERVAL 600

/* The section's authority, made when it is the first key of it; NULL for a
 * name that is none, or one authority too many. */
static struct conf_tsa *
tsa_of(struct conf *c, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t n = strlen(name);

	for (unsigned i = 0; i < c->n_tsa; i++)
		if (strcmp(c->tsa[i].name, name) == 0)
			return &c->tsa[i];
	if (n == 0 || n >= sizeof c->tsa[0].name ||
	    strspn(name, letters) != n || c->n_tsa == CONF_TSAS)
		return NULL;
	c->tsa[c->n_tsa].interval = TSA_INTERVAL;
	memcpy(c->tsa[c->n_tsa].name, name, n + 1);
	return &c->tsa[c->n_tsa++];
}

static enum err
tsa_assign(struct conf_tsa *tsa, const char *name, const char *value)
{
	struct {
		const char *name;
		char *at;
	} texts[] = { { "url", tsa->url }, { "ca", tsa->ca },
		{ "policies", tsa->policies } };
	uint64_t n;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(texts[i].name, name) != 0)
			continue;
		if (texts[i].at[0] != 0)
			return ERR_EXISTS;
		if (strlen(value) >= CONF_TEXT)
			return ERR_TOO_BIG;
		memcpy(texts[i].at, value, strlen(value) + 1);
		return OK;
	}
	if (strcmp(name, "interval") != 0)
		return ERR_UNKNOWN_FIELD;
	if (!number(value, &n))
		return ERR_MALFORMED;
	if (n < 10 || n > 86400)
		return ERR_RANGE;
	tsa->interval = (unsigned)n;
	return OK;
}

static int
tsa_take(struct reader *r, const char *section, const char *name,
    const char *value)
{
	struct conf_tsa *tsa = tsa_of(r->conf, section + strlen(TSA_START));
	enum err e;

	if (tsa == NULL)
		return fail(r, ERR_RANGE, "no such authority can be named: ",
		    section);
	e = tsa_assign(tsa, name, value);
	if (e == ERR_UNKNOWN_FIELD)
		return fail(r, e, "unknown key ", name);
	return e == OK ? 1
		       : fail(r, e, "no such value can be given to ", name);
}

/* An authority without address or certificates is of no use. */
static enum err
tsa_whole(const struct conf *c, struct fault *why)
{
	for (unsigned i = 0; i < c->n_tsa; i++)
		if (c->tsa[i].url[0] == 0 || c->tsa[i].ca[0] == 0)
			return fault_set(why, ERR_MISSING_FIELD, "",
			    "[tsa %s] needs url and ca.", c->tsa[i].name);
	return OK;
}

static int
take(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	enum err e;

	if (strncmp(section, TSA_START, strlen(TSA_START)) == 0)
		return tsa_take(r, section, name, value);
	for (size_t i = 0; i < N_ENTRIES; i++) {
		if (strcmp(entries[i].section, section) != 0 ||
		    strcmp(entries[i].name, name) != 0)
			continue;
		if (r->seen[i])
			return fail(r, ERR_EXISTS, "a second value for ", name);
		r->seen[i] = true;
		e = assign(&entries[i], value, r->conf);
		if (e != OK)
			return fail(r, e, "no such value can be given to ",
			    name);
		return 1;
	}
	return fail(r, ERR_UNKNOWN_FIELD, "unknown key ", name);
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
		e = tsa_whole(out, why);
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
