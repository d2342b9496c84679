/*
 * program.c - runs a program and keeps what it said.
 *
 * Touches the child that it made and two unnamed files.
 */
#include "tests/kit/program.h"

#include <check.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void
become(const char *path, const char *const *argv, int out, int err)
{
	int none = open("/dev/null", O_RDONLY);

	if (none < 0 || dup2(none, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
		_exit(127);
	(void)execv(path, (char *const *)(uintptr_t)argv);
	_exit(127);
}

static void
read_back(FILE *from, struct buf *to)
{
	char part[4096];
	size_t n;

	rewind(from);
	while ((n = fread(part, 1, sizeof part, from)) > 0)
		buf_bytes(to, part, n);
	(void)fclose(from);
	ck_assert_int_eq(to->err, OK);
}

struct ran
program_run(const char *path, const char *const *argv)
{
	FILE *out = tmpfile(), *err = tmpfile();
	struct ran r = { 0 };
	int status;
	pid_t child;

	ck_assert(out != NULL && err != NULL);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		become(path, argv, fileno(out), fileno(err));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	r.status =
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	read_back(out, &r.out);
	read_back(err, &r.err);
	ck_assert_msg(r.status != 127, "%s cannot be run", path);
	return r;
}

void
ran_free(struct ran *r)
{
	buf_free(&r->out);
	buf_free(&r->err);
}
