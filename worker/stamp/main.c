/*
 * main.c - parindex-stamp: carries one request to an authority outside and its
 * answer back. The dispatcher starts one a call.
 *
 *     parindex-stamp URL SENT WANTED SECONDS   (two media types, the longest
 *                                               that the call may take)
 *
 * The request is on standard input. On standard output stands the answer, with
 * status 0, or a sentence that says why there is none, with status 1; status 3
 * when the answer came with HTTP's 409 (a witness says so what it knows). It
 * needs the network and nothing else: no store, no key, no configuration.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "worker/stamp/post.h"

#define SECONDS_MOST 600

/* Nothing larger than an answer is written, nothing outlives the dispatcher,
 * no program of more rights is started, and a core shows nobody the call. */
static bool
narrow(void)
{
	const struct rlimit none = { 0, 0 }, most = { POST_MOST, POST_MOST };

	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       setrlimit(RLIMIT_CORE, &none) == 0 &&
	       setrlimit(RLIMIT_FSIZE, &most) == 0;
}

static enum err
read_all(struct buf *to)
{
	ssize_t n = 1;

	while (n > 0) {
		uint8_t *at = buf_room(to, 4096);

		if (at == NULL)
			return ERR_NO_MEMORY;
		n = read(STDIN_FILENO, at, 4096);
		if (n > 0)
			to->n += (size_t)n;
		if (to->n > POST_MOST)
			return ERR_TOO_BIG;
	}
	return n == 0 ? OK : ERR_IO;
}

int
main(int argc, char **argv)
{
	struct buf request = { 0 }, answer = { 0 };
	struct fault why = { .err = OK };
	unsigned long seconds;
	enum err e;

	if (argc != 5 || (seconds = strtoul(argv[4], NULL, 10)) == 0 ||
	    seconds > SECONDS_MOST) {
		(void)fputs("Usage: parindex-stamp URL SENT WANTED SECONDS\n",
		    stderr);
		return 2;
	}
	if (!narrow())
		e = fault_set(&why, ERR_IO, "", "The call cannot be narrowed.");
	else if ((e = read_all(&request)) != OK)
		fault_set(&why, e, "", "The request cannot be read.");
	else
		e = post(argv[1], argv[2], argv[3], (unsigned)seconds,
		    buf_all(&request), &answer, &why);
	if (e != OK && e != ERR_CONFLICT) {
		buf_clear(&answer);
		buf_text(&answer, why.detail);
	}
	if (fwrite(answer.p, 1, answer.n, stdout) != answer.n ||
	    fflush(stdout) != 0)
		e = ERR_IO;
	buf_free(&request);
	buf_free(&answer);
	if (e == ERR_CONFLICT)
		return 3;
	return e == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
