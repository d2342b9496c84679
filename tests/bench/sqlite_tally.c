/*
 * sqlite_tally.c - what SQLite needs for the load that `parindex survey import`
 * does: the peer of tally_1m_vs_sqlite.
 *
 *     bench-sqlite_tally FORMS.csv DATABASE UNIT...
 *
 * Reads the same file (UTF-8 with a mark, ';', CRLF, no quotes), checks each
 * line the same way (columns, group, unit, answers 0..5), keeps every form
 * under its number as primary key, commits every 1,000 forms durably (WAL,
 * synchronous=FULL, a flush a commit), and at the end counts every answer to
 * every question by unit and group into a table. Prints forms a second.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS_MOST 64
#define BATCH 1000

static sqlite3 *db;

static void
must(int rc, const char *what)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return;
	(void)fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static void
run(const char *sql)
{
	must(sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

/* Cuts a line at ';' in place; returns how many cells. */
static int
cut(char *line, char **cell)
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (;;) {
		cell[n++] = line;
		line = strchr(line, ';');
		if (line == NULL || n == COLUMNS_MOST)
			return n;
		*line++ = '\0';
	}
}

static sqlite3_stmt *
make_tables(int questions)
{
	char sql[4096];
	sqlite3_stmt *insert;
	int n;

	run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
	n = snprintf(sql, sizeof sql,
	    "CREATE TABLE forms(number TEXT PRIMARY KEY, grp TEXT, unit TEXT");
	for (int q = 0; q < questions; q++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, ", q%d INT", q);
	(void)snprintf(sql + n, sizeof sql - (size_t)n, ") WITHOUT ROWID");
	run(sql);
	n = snprintf(sql, sizeof sql, "INSERT INTO forms VALUES(?,?,?");
	for (int q = 0; q < questions; q++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
	(void)snprintf(sql + n, sizeof sql - (size_t)n, ")");
	must(sqlite3_prepare_v2(db, sql, -1, &insert, NULL), sql);
	return insert;
}

static int
known(const char *unit, char **units)
{
	for (; *units != NULL; units++)
		if (strcmp(unit, *units) == 0)
			return 1;
	return 0;
}

static void
insert_line(sqlite3_stmt *insert, char **cell, int n, int columns, char **units)
{
	if (n != columns || cell[0][0] == '\0' ||
	    strcmp(cell[1], "citizen") != 0 || !known(cell[2], units)) {
		(void)fprintf(stderr, "faulty line: %s\n", cell[0]);
		exit(1);
	}
	for (int i = 0; i < 3; i++)
		must(sqlite3_bind_text(insert, i + 1, cell[i], -1,
			 SQLITE_STATIC),
		    "bind");
	for (int i = 3; i < columns; i++) {
		int answer = cell[i][0] == '\0' ? 0 : cell[i][0] - '0';

		if (answer < 0 || answer > 5 ||
		    (answer != 0 && cell[i][1] != '\0')) {
			(void)fprintf(stderr, "faulty answer: %s\n", cell[0]);
			exit(1);
		}
		must(sqlite3_bind_int(insert, i + 1, answer), "bind");
	}
	must(sqlite3_step(insert), "insert");
	must(sqlite3_reset(insert), "insert");
}

/* Every answer to every question by unit and group. */
static void
count(int questions)
{
	char sql[16384];
	int n = snprintf(sql, sizeof sql,
	    "CREATE TABLE counts AS SELECT unit, grp, count(*) AS forms");

	for (int q = 0; q < questions; q++)
		for (int a = 1; a <= 5; a++)
			n += snprintf(sql + n, sizeof sql - (size_t)n,
			    ", sum(q%d=%d)", q, a);
	(void)snprintf(sql + n, sizeof sql - (size_t)n,
	    " FROM forms GROUP BY unit, grp");
	run(sql);
}

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	char line[4096], *cell[COLUMNS_MOST];
	sqlite3_stmt *insert;
	long forms = 0;
	double begun = now();
	FILE *from;
	int columns;

	if (argc < 4 || (from = fopen(argv[1], "r")) == NULL ||
	    fgets(line, sizeof line, from) == NULL)
		return 2;
	columns = cut(line, cell);
	must(sqlite3_open(argv[2], &db), argv[2]);
	insert = make_tables(columns - 3);
	run("BEGIN");
	while (fgets(line, sizeof line, from) != NULL) {
		insert_line(insert, cell, cut(line, cell), columns, argv + 3);
		if (++forms % BATCH == 0)
			run("COMMIT; BEGIN");
	}
	run("COMMIT");
	count(columns - 3);
	(void)sqlite3_finalize(insert);
	(void)sqlite3_close(db);
	(void)fclose(from);
	(void)printf("{\"forms\":%ld,\"rate\":%.1f}\n", forms,
	    (double)forms / (now() - begun));
	return 0;
}
