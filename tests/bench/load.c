/*
 * load.c - uploads as many documents as it can and says how that went.
 *
 * Each connection has a thread of its own and one request outstanding; every
 * body is a PDF that no one has seen before. Prints one JSON object.
 */
#include <argp.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/bench/line.h"

enum {
	CONNECTIONS_MOST = 256
};

static int
by_value(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static uint32_t
share(const uint32_t *sorted, size_t count, unsigned percent)
{
	return count == 0 ? 0 : sorted[(count - 1) * percent / 100];
}

static uint64_t
report(struct line *lines, const struct wish *wish, int64_t took_us)
{
	const char *complaint = NULL;
	struct line all = { 0 };

	for (unsigned i = 0; i < wish->connections; i++) {
		for (size_t k = 0; k < lines[i].taken; k++)
			line_note(&all, lines[i].took_us[k]);
		all.errors += lines[i].errors;
		if (lines[i].complaint[0] != '\0' && complaint == NULL)
			complaint = lines[i].complaint;
	}
	if (complaint != NULL)
		fprintf(stderr, "load: first wrong answer: %s\n", complaint);
	if (all.taken > 0)
		qsort(all.took_us, all.taken, sizeof *all.took_us, by_value);
	printf("{\"connections\":%u,\"seconds\":%.3f,\"uploads\":%zu,"
	       "\"rate\":%.1f,\"p50_us\":%u,\"p99_us\":%u,\"max_us\":%u,"
	       "\"errors\":%" PRIu64 "}\n",
	    wish->connections, (double)took_us / 1e6, all.taken,
	    (double)all.taken * 1e6 / (double)took_us,
	    share(all.took_us, all.taken, 50),
	    share(all.took_us, all.taken, 99),
	    share(all.took_us, all.taken, 100), all.errors);
	free(all.took_us);
	return all.errors;
}

static uint64_t
load(const struct wish *wish)
{
	static struct line lines[CONNECTIONS_MOST];
	pthread_t threads[CONNECTIONS_MOST];
	struct timespec wall;
	int64_t began;
	uint64_t errors;

	clock_gettime(CLOCK_REALTIME, &wall);
	for (unsigned i = 0; i < wish->connections; i++) {
		lines[i] = (struct line){ .wish = wish, .fd = -1 };
		/* Unlike those of an earlier run: the microsecond leads. */
		lines[i].serial = ((uint64_t)wall.tv_sec * 1000000 +
				      (uint64_t)wall.tv_nsec / 1000)
				      << 8 |
				  i;
		lines[i].serial *= 0x9e3779b97f4a7c15u;
		paper_make(&lines[i].paper, wish->size);
	}
	began = line_now_us();
	for (unsigned i = 0; i < wish->connections; i++) {
		lines[i].until_us = began + (int64_t)(wish->seconds * 1e6);
		if (pthread_create(&threads[i], NULL, line_run, &lines[i]) != 0)
			exit(2);
	}
	for (unsigned i = 0; i < wish->connections; i++)
		pthread_join(threads[i], NULL);
	errors = report(lines, wish, line_now_us() - began);
	for (unsigned i = 0; i < wish->connections; i++) {
		free(lines[i].took_us);
		paper_free(&lines[i].paper);
	}
	return errors;
}

static bool
print_one(size_t size)
{
	struct paper paper;
	bool whole;

	paper_make(&paper, size);
	whole = fwrite(paper.bytes, 1, paper.length, stdout) == paper.length;
	paper_free(&paper);
	return whole;
}

static void
add_header(struct wish *wish, struct argp_state *state, const char *header)
{
	size_t used = strlen(wish->headers);
	int n = snprintf(wish->headers + used, sizeof wish->headers - used,
	    "%s\r\n", header);

	if (n < 0 || (size_t)n >= sizeof wish->headers - used)
		argp_error(state, "too many headers");
}

static error_t
parse(int key, char *text, struct argp_state *state)
{
	struct wish *wish = state->input;

	switch (key) {
	case 'p':
		wish->port = (uint16_t)strtoul(text, NULL, 10);
		return 0;
	case 'c':
		wish->connections = (unsigned)strtoul(text, NULL, 10);
		return 0;
	case 's':
		wish->seconds = strtod(text, NULL);
		return 0;
	case 'n':
		wish->count = strtoull(text, NULL, 10);
		return 0;
	case 'b':
		wish->size = strtoull(text, NULL, 10);
		return 0;
	case 'o':
		wish->only_print = true;
		return 0;
	case 'H':
		add_header(wish, state, text);
		return 0;
	case ARGP_KEY_ARG:
		wish->path = text;
		return 0;
	case ARGP_KEY_END:
		if (wish->only_print && wish->size >= PAPER_LEAST)
			return 0;
		if (wish->path == NULL || wish->port == 0 ||
		    wish->connections < 1 ||
		    wish->connections > CONNECTIONS_MOST ||
		    wish->size < PAPER_LEAST)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int
main(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "port", 'p', "PORT", 0, "of the server on 127.0.0.1", 0 },
		{ "connections", 'c', "N", 0, "kept open at once", 0 },
		{ "seconds", 's', "S", 0, "begin no upload after", 0 },
		{ "count", 'n', "N", 0, "uploads of a connection at most", 0 },
		{ "bytes", 'b', "N", 0, "of each document", 0 },
		{ "print", 'o', NULL, 0, "write one document, send nothing",
		    0 },
		{ "header", 'H', "LINE", 0, "sent with each request", 0 },
		{ 0 },
	};
	static const struct argp argp = { options, parse, "PATH",
		"Uploads documents and prints rate and waiting times as JSON.",
		NULL, NULL, NULL };
	struct wish wish = { .connections = 1, .seconds = 3, .size = 65536 };

	argp_parse(&argp, argc, argv, 0, NULL, &wish);
	if (wish.only_print)
		return !print_one(wish.size);
	return load(&wish) != 0;
}
