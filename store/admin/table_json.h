/*
 * table_json.h - a filled-in table (CSV or Excel) as the JSON that an act
 * reads: one object a row, a member a column.
 */
#ifndef STORE_ADMIN_TABLE_JSON_H
#define STORE_ADMIN_TABLE_JSON_H

#include "store/base/json_out.h"
#include "store/sheetfile/sheetfile.h"

/* A column by its header, English or Vietnamese, whatever its capitals. */
struct table_column {
	const char *key;       /* the JSON member */
	const char *header_vi; /* "Mã đơn vị" */
	enum {
		CELL_TEXT,
		CELL_WHOLE,
		CELL_DECIMAL, /* "92,10" too */
		CELL_WORDS,   /* between blanks, commas or semicolons */
		CELL_FLAG,    /* true, có, x, 1; false, không, 0 */
		CELL_LINE,    /* no column: on which line the row stands */
	} kind;
	bool required; /* the column, not the cell: an empty one says nothing */
	bool inside;   /* in the row's member "inputs", not in itself */
};

/*
 * Appends the rows of the file behind `fd` as elements of an open array.
 * Faults name the line: ERR_MALFORMED, ERR_UNKNOWN_FIELD for a column not in
 * the list, ERR_MISSING_FIELD for one that is not there, and sheetfile.h's.
 */
enum err table_json(int fd, const struct table_column *columns, unsigned n,
    struct jout *j, struct fault *why);

/* Reads the file at `path`: a JSON text is appended as it is, and *is_json
 * says so; else *fd is open for table_json and the caller closes it. */
enum err table_or_json(const char *path, struct buf *text, bool *is_json,
    int *fd, struct fault *why);

/* One cell of that kind as a JSON value; false when it cannot be one. */
bool table_cell_put(struct jout *j, int kind, struct slice cell);

#endif
