/*
 * operator.c - the operator's command on a store of a test's own.
 *
 * Knows the command's common options. Touches what the command does.
 */
#include "tests/kit/operator.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kit/period.h"

#define WORDS_MOST 32

struct desk
desk_make(const char *binary)
{
	struct desk d = { .folder = folder_make(), .binary = binary };

	/* no configuration but the defaults, whatever this machine has */
	ck_assert_int_eq(setenv("PARINDEX_CONF", "/dev/null", 1), 0);
	(void)snprintf(d.store, sizeof d.store, "%s/store", d.folder.path);
	(void)snprintf(d.key, sizeof d.key, "%s/log.key", d.folder.path);
	return d;
}

void
desk_remove(struct desk *d)
{
	folder_remove(&d->folder);
}

struct ran
operate(const struct desk *d, ...)
{
	const char *argv[WORDS_MOST] = { "parindex", "--store", d->store,
		"--key", d->key };
	unsigned n = 5;
	va_list words;

	va_start(words, d);
	while ((argv[n] = va_arg(words, const char *)) != NULL)
		ck_assert_uint_lt(++n, WORDS_MOST);
	va_end(words);
	return program_run(d->binary, argv);
}

void
ran_expect(struct ran *r, int status, const char *says, const char *file,
    int line)
{
	const char *out = buf_cstr(&r->out), *err = buf_cstr(&r->err);

	ck_assert_msg(r->status == status, "%s:%d: ends with %d, not %d\n%s%s",
	    file, line, r->status, status, out, err);
	ck_assert_msg(says == NULL || strstr(out, says) != NULL ||
			  strstr(err, says) != NULL,
	    "%s:%d: nowhere says \"%s\":\n%s%s", file, line, says, out, err);
}

#define DATA "store/data/hai-duong-2022/"

static const char *const names[] = { "period.json", "criteria.json",
	"units.json" };

static void
write_file(const struct desk *d, const char *name, struct slice text)
{
	char path[FOLDER_ROOM + 32];
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/%s", d->folder.path, name);
	ck_assert_ptr_nonnull(f = fopen(path, "wb"));
	ck_assert_uint_eq(fwrite(text.p, 1, text.n, f), text.n);
	ck_assert_int_eq(fclose(f), 0);
}

void
desk_write_changed(const struct desk *d, const char *name, const char *find,
    const char *put)
{
	char path[64];
	struct buf text, changed;
	const char *at;

	for (unsigned i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof path, DATA "%s", names[i]);
		text = i == 0 ? plain_period() : source_file(path);
		changed = (struct buf){ 0 };
		if (strcmp(names[i], name) == 0) {
			at = strstr(buf_cstr(&text), find);
			ck_assert_msg(at != NULL, "%s has no %s", name, find);
			buf_bytes(&changed, text.p,
			    (size_t)(at - (const char *)text.p));
			buf_text(&changed, put);
			buf_text(&changed, at + strlen(find));
			buf_free(&text);
			text = changed;
		}
		write_file(d, names[i], buf_all(&text));
		buf_free(&text);
	}
}

void
desk_open_2022(const struct desk *d)
{
	char path[FOLDER_ROOM + 32];

	expect(d, 0, "log key: test.example/log/simulated+", "init",
	    "--simulated", "--start", "2022-12-25T00:00:00+07:00", "--origin",
	    "test.example/log");
	desk_write_changed(d, "", "", "");
	(void)snprintf(path, sizeof path, "%s/period.json", d->folder.path);
	expect(d, 0, "version 1 loaded", "period", "load", path);
	expect(d, 0, "is open", "period", "open", "2022");
}
