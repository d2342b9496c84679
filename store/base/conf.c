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

/* ---- [tsa NAME], [witness NAME] ---- */

/* The numbers of a named section: their keys, what they are when not given, and
 * their bounds; in seconds. */
static const struct {
	const char *key;
	unsigned preset, least, most;
} counts[] = {
	{ "interval", 600, 10, 86400 },
	{ "limit", 180, 1, 600 },
};
#define N_COUNTS (sizeof counts / sizeof *counts)

/* A kind of named section: keys of text, and the counts. */
struct named {
	const char *start; /* "tsa " */
	char *name;        /* of the first; the others `step` bytes apart */
	size_t name_room, step;
	unsigned *n, most;
	size_t counts[N_COUNTS]; /* offsets of */
	struct {
		const char *key;
		size_t at;
	} texts[3]; /* of CONF_TEXT bytes; NULL ends them */
};

#define TSA(member) offsetof(struct conf_tsa, member)
#define WITNESS(member) offsetof(struct conf_witness, member)

static struct named
tsas_of(struct conf *c)
{
	return (struct named){ "tsa ", c->tsa[0].name, sizeof c->tsa[0].name,
		sizeof c->tsa[0], &c->n_tsa, CONF_TSAS,
		{ TSA(interval), TSA(limit) },
		{ { "url", TSA(url) }, { "ca", TSA(ca) },
		    { "policies", TSA(policies) } } };
}

static struct named
witnesses_of(struct conf *c)
{
	return (struct named){ "witness ", c->witness[0].name,
		sizeof c->witness[0].name, sizeof c->witness[0], &c->n_witness,
		CONF_WITNESSES, { WITNESS(interval), WITNESS(limit) },
		{ { "url", WITNESS(url) }, { "vkey", WITNESS(vkey) } } };
}

/* The section's row, made when it is the first key of it; NULL for a name that
 * is none, or one row too many. `name` stands first in each row. */
static char *
named_row(const struct named *of, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t n = strlen(name);
	char *row = of->name;

	for (unsigned i = 0; i < *of->n; i++, row += of->step)
		if (strcmp(row, name) == 0)
			return row;
	if (n == 0 || n >= of->name_room || strspn(name, letters) != n ||
	    *of->n == of->most)
		return NULL;
	memcpy(row, name, n + 1);
	for (size_t i = 0; i < N_COUNTS; i++)
		memcpy(row + of->counts[i], &counts[i].preset,
		    sizeof counts[i].preset);
	++*of->n;
	return row;
}

static enum err
count_assign(const struct named *of, char *row, const char *name,
    const char *value)
{
	unsigned count;
	uint64_t n;

	for (size_t i = 0; i < N_COUNTS; i++) {
		if (strcmp(counts[i].key, name) != 0)
			continue;
		if (!number(value, &n))
			return ERR_MALFORMED;
		if (n < counts[i].least || n > counts[i].most)
			return ERR_RANGE;
		count = (unsigned)n;
		memcpy(row + of->counts[i], &count, sizeof count);
		return OK;
	}
	return ERR_UNKNOWN_FIELD;
}

static enum err
named_assign(const struct named *of, char *row, const char *name,
    const char *value)
{
	for (size_t i = 0; i < 3 && of->texts[i].key != NULL; i++) {
		char *at = row + of->texts[i].at;

		if (strcmp(of->texts[i].key, name) != 0)
			continue;
		if (at[0] != 0)
			return ERR_EXISTS;
		if (strlen(value) >= CONF_TEXT)
			return ERR_TOO_BIG;
		memcpy(at, value, strlen(value) + 1);
		return OK;
	}
	return count_assign(of, row, name, value);
}

static int
named_take(struct reader *r, const struct named *of, const char *section,
    const char *name, const char *value)
{
	char *row = named_row(of, section + strlen(of->start));
	enum err e;

	if (row == NULL)
		return fail(r, ERR_RANGE,
		    "no such section can be had: ", section);
	e = named_assign(of, row, name, value);
	if (e == ERR_UNKNOWN_FIELD)
		return fail(r, e, "unknown key ", name);
	return e == OK ? 1 : fail(r, e, "no such value can be given to ", name);
}

/* The first two texts of each row must be there. */
static enum err
named_whole(const struct named *of, struct fault *why)
{
	const char *row = of->name;

	for (unsigned i = 0; i < *of->n; i++, row += of->step)
		if (row[of->texts[0].at] == 0 || row[of->texts[1].at] == 0)
			return fault_set(why, ERR_MISSING_FIELD, "",
			    "[%s%s] needs %s and %s.", of->start, row,
			    of->texts[0].key, of->texts[1].key);
	return OK;
}

static int
take(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	const struct named kinds[] = { tsas_of(r->conf),
		witnesses_of(r->conf) };
	enum err e;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(section, kinds[i].start, strlen(kinds[i].start)) ==
		    0)
			return named_take(r, &kinds[i], section, name, value);
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
	struct named tsas, witnesses;
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
	tsas = tsas_of(out);
	witnesses = witnesses_of(out);
	if (e == OK)
		e = named_whole(&tsas, why);
	if (e == OK)
		e = named_whole(&witnesses, why);
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
