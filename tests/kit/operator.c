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

void
desk_open_2022(const struct desk *d)
{
	expect(d, 0, "log key: test.example/log/simulated+", "init",
	    "--simulated", "--start", "2022-12-25T00:00:00+07:00", "--origin",
	    "test.example/log");
	expect(d, 0, "version 1 loaded", "period", "load",
	    KIT_SOURCE_DIR "/store/data/hai-duong-2022/period.json");
	expect(d, 0, "is open", "period", "open", "2022");
}
