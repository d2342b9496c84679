/*
 * counter.c - the smallest store with a promise: what the crash tools are
 * tried on.
 *
 *   counter DIR N [fault]   adds rows 1, 2, ... to an LMDB in DIR until it has
 *                           N; every third row has a file too. Each row is
 *                           acknowledged in RECORD_TRACE, if there is one.
 *   counter DIR ACKS verify says whether DIR holds rows 1 to k whole, with
 *                           their files, and k is at least every line of ACKS.
 *
 * Faults, for seeing that the tools see: `nosync` commits without a flush,
 * `nofile` does not flush the file, `nofolder` not its folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/crash/trace.h"

/* Larger than a page, so that rows lie in overflow pages too. */
enum {
	ROW_LEAST = 100,
	ROW_MOST = 9000,
	FILE_BYTES = 20000
};

static void
must(int rc, const char *what)
{
	if (rc != 0) {
		printf("%s: %s\n", what, mdb_strerror(rc));
		exit(1);
	}
}

static size_t
row_length(uint32_t number)
{
	return number % 5 == 0 ? ROW_MOST : ROW_LEAST;
}

static void
fill(char *bytes, size_t length, uint32_t number)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)(number * 31 + i);
}

static bool
filled(const char *bytes, size_t length, uint32_t number)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != (char)(number * 31 + i))
			return false;
	return true;
}

/* Kept before its row is, as the blobs of a store are. */
static void
file_keep(int folder, uint32_t number, const char *fault)
{
	char bytes[FILE_BYTES], from[32], to[32];
	int fd;

	fill(bytes, sizeof bytes, number);
	snprintf(to, sizeof to, "%u", number);
	fd = openat(folder, ".", O_TMPFILE | O_WRONLY, 0600);
	snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
	must(write(fd, bytes, sizeof bytes) == sizeof bytes ? 0 : EIO, "write");
	if (strcmp(fault, "nofile") != 0)
		must(fdatasync(fd), "fdatasync");
	if (linkat(AT_FDCWD, from, folder, to, AT_SYMLINK_FOLLOW) != 0)
		must(faccessat(folder, to, R_OK, 0), "linkat");
	if (strcmp(fault, "nofolder") != 0)
		must(fsync(folder), "fsync");
	close(fd);
}

static bool
file_whole(const char *dir, uint32_t number)
{
	char bytes[FILE_BYTES + 1], path[4096];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s/files/%u", dir, number);
	if ((fd = open(path, O_RDONLY)) < 0)
		return false;
	n = read(fd, bytes, sizeof bytes);
	close(fd);
	return n == FILE_BYTES && filled(bytes, FILE_BYTES, number);
}

static void
row_add(MDB_env *env, uint32_t number)
{
	static char bytes[ROW_MOST];
	MDB_val key = { sizeof number, &number };
	MDB_val row = { row_length(number), bytes };
	MDB_txn *txn, *child;
	MDB_dbi dbi;

	fill(bytes, row.mv_size, number);
	must(mdb_txn_begin(env, NULL, 0, &txn), "begin");
	must(mdb_txn_begin(env, txn, 0, &child), "begin child");
	must(mdb_dbi_open(child, NULL, MDB_INTEGERKEY, &dbi), "open");
	must(mdb_put(child, dbi, &key, &row, 0), "put");
	must(mdb_txn_commit(child), "commit child");
	must(mdb_txn_commit(txn), "commit");
}

static void
acknowledge(uint32_t number)
{
	const char *path = getenv("RECORD_TRACE");
	char text[16];
	struct iovec data = { text,
		(size_t)snprintf(text, sizeof text, "%u", number) };
	int fd;

	printf("%s\n", text);
	fflush(stdout);
	if (path == NULL)
		return;
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	trace_append(fd, &(struct trace_note){ .kind = TRACE_ACKNOWLEDGE,
			     .data = &data,
			     .parts = 1,
			     .length = data.iov_len });
	close(fd);
}

/* How many rows there are; says so and exits when they are not 1 to k. */
static uint32_t
rows_count(MDB_env *env, const char *dir)
{
	uint32_t count = 0, number;
	MDB_cursor *cursor;
	MDB_val key, row;
	MDB_txn *txn;
	MDB_dbi dbi;

	must(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
	must(mdb_dbi_open(txn, NULL, MDB_INTEGERKEY, &dbi), "open");
	must(mdb_cursor_open(txn, dbi, &cursor), "cursor");
	while (mdb_cursor_get(cursor, &key, &row, MDB_NEXT) == 0) {
		memcpy(&number, key.mv_data, sizeof number);
		if (number != ++count || row.mv_size != row_length(number) ||
		    !filled(row.mv_data, row.mv_size, number) ||
		    (number % 3 == 0 && !file_whole(dir, number))) {
			printf("row %u is not whole\n", number);
			exit(1);
		}
	}
	mdb_cursor_close(cursor);
	mdb_txn_abort(txn);
	return count;
}

static int
verify(MDB_env *env, const char *dir, const char *acks)
{
	uint32_t count = rows_count(env, dir);
	unsigned long told;
	FILE *file = fopen(acks, "r");
	char line[32];

	if (file == NULL)
		must(ENOENT, acks);
	while (fgets(line, sizeof line, file) != NULL)
		if ((told = strtoul(line, NULL, 10)) > count) {
			printf("%lu was told, %u are there\n", told, count);
			exit(1);
		}
	fclose(file);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *fault = argc > 3 ? argv[3] : "";
	char path[4096];
	MDB_env *env;
	uint32_t most;
	int folder;

	if (argc < 3)
		return 2;
	must(mdb_env_create(&env), "create");
	must(mdb_env_set_mapsize(env, 64 << 20), "map");
	must(mdb_env_open(env, argv[1],
		 strcmp(fault, "nosync") == 0 ? MDB_NOSYNC : 0, 0600),
	    "open");
	if (strcmp(fault, "verify") == 0)
		return verify(env, argv[1], argv[2]);
	snprintf(path, sizeof path, "%s/files", argv[1]);
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	must(folder < 0 ? ENOENT : 0, path);
	most = (uint32_t)strtoul(argv[2], NULL, 10);
	for (uint32_t n = rows_count(env, argv[1]) + 1; n <= most; n++) {
		if (n % 3 == 0)
			file_keep(folder, n, fault);
		row_add(env, n);
		acknowledge(n);
	}
	close(folder);
	mdb_env_close(env);
	return 0;
}
