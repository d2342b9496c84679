/*
 * book.h - a workbook open, shared by xlsx.c and xlsx_sheet.c.
 */
#ifndef STORE_SHEETFILE_BOOK_H
#define STORE_SHEETFILE_BOOK_H

#include "store/sheetfile/inside.h"
#include "store/sheetfile/part.h"

#define SHEETS_MOST 64
#define SHEET_NAME 128 /* 31 characters, and the end */
#define PART_NAME 256
#define FORMATS_MOST 512
#define STYLES_MOST 8192

/* How a cell's value is to be read ("t" of the cell). */
enum cell_kind {
	CELL_NUMBER,
	CELL_SHARED,
	CELL_TEXT, /* inline, and dates in ISO 8601 */
	CELL_FLAG,
	CELL_ERROR,
};

struct xlsx {
	struct package of;
	char book[PART_NAME], strings_part[PART_NAME], styles_part[PART_NAME];
	struct {
		char name[SHEET_NAME], relation[64], part[PART_NAME];
	} sheet[SHEETS_MOST];
	unsigned n_sheets;
	bool from_1904, in_styles, in_text, in_phonetic;
	unsigned date_format[FORMATS_MOST], n_dates;
	bool style_is_date[STYLES_MOST];
	unsigned n_styles;
	struct buf strings, string_end; /* ends: uint64_t each */

	/* the sheet being read */
	struct part part;
	struct rowbuf row;
	struct buf value; /* of the cell being read */
	bool in_row, in_cell, in_value, ready;
	enum cell_kind kind;
	bool date, formula;
	uint64_t last; /* row */
};

bool xlsx_string(const struct xlsx *x, uint64_t i, struct slice *out);

#endif
