/*
 * layout.h - what a period's three files are made of, as people see it: which
 * lists there are, what tells their rows apart, and what each member is called.
 *
 * One table serves the workbook (book.h) and the comparison (diff.h). A member
 * or list that it does not have is not lost by either: the workbook carries it
 * as JSON text, the comparison names it by its key.
 */
#ifndef STORE_BASE_LAYOUT_H
#define STORE_BASE_LAYOUT_H

#include "store/base/json_in.h"
#include "store/model/bundle.h"

/* How a member is written into a cell. */
enum column_kind {
	COL_TEXT,    /* a text as it is */
	COL_POINTS,  /* points or percent: "2.5", and "2,5" is read too */
	COL_WHOLE,   /* a whole number */
	COL_FLAG,    /* true: "x" */
	COL_WORD,    /* one of `words` */
	COL_DATE,    /* 31/12/2025 */
	COL_MOMENT,  /* 31/12/2025 17:00 */
	COL_NAMES,   /* an array of texts: "D01; D02" */
	COL_LINES,   /* an array of texts, one a line */
	COL_WHOLES,  /* an array of whole numbers: "7; 3; 1" */
	COL_OBJECTS, /* an array of objects of texts, one a line: "A | Tốt" */
	COL_BY_BLOCK, /* an object by block: a column for each */
	COL_RULE,     /* rule_text.h */
	COL_BOUND,    /* a whole number beside the type "count", else a text */
};

/* A word of the format and what an official reads; "" ends a list. */
struct word {
	const char *is, *vi;
};

struct column {
	const char *key; /* of the member */
	const char *vi, *en;
	enum column_kind kind;
	const struct word *words;
	const char *members; /* COL_OBJECTS: "id|label_vi|percent" */
};

#define NOUN_KEYS 4
#define NOUN_COLUMNS 16 /* with the empty one at the end */

/* A list of one kind of object. */
struct noun {
	enum bundle_part part;
	const char *within; /* the list whose objects have it; NULL: the part */
	const char *list;   /* "leaves" */
	const char *sheet;  /* its sheet in the workbook */
	const char *vi, *en;
	bool required; /* written even when it is empty */
	bool plain;    /* its rows say neither source nor anything else */
	/* members that tell two apart; NULL at the end. None: the place. */
	const char *key[NOUN_KEYS];
	struct column column[NOUN_COLUMNS]; /* ends with key NULL */
};
extern const struct noun nouns[];
extern const unsigned n_nouns;

/* A member of a part itself, "self_review/below". */
struct setting {
	enum bundle_part part;
	const char *path;
	const char *vi, *en;
	enum column_kind kind;
	const struct word *words;
	const char *members;
};
extern const struct setting settings[];
extern const unsigned n_settings;

/* The noun of a list, NULL when there is none. `within` may be NULL. */
const struct noun *noun_of(enum bundle_part part, const char *within,
    const char *list);

const struct column *noun_column(const struct noun *n, const char *key);
const struct setting *setting_of(enum bundle_part part, const char *path);

/* Every object may say these two. */
extern const struct column source_column, assumed_column;

/* What the official reads for a word; the word itself when it is not known.
 * word_is is the way back (case and normal form do not matter). */
const char *word_vi(const struct word *words, struct slice is, char room[64]);
const char *word_is(const struct word *words, struct slice vi);

#endif
