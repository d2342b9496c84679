/*
 * statement.h - what a receipt says, in plain words, Vietnamese or English:
 * for the terminal and for paper alike.
 */
#ifndef STORE_PAPER_STATEMENT_H
#define STORE_PAPER_STATEMENT_H

#include "store/ledger/fence.h"
#include "store/ledger/policy.h"

enum language {
	VIETNAMESE,
	ENGLISH,
	LANGUAGES
};

#define STATEMENT_ROWS 16

struct statement {
	const char *title;
	struct moment made; /* when the entry was logged */
	unsigned n;
	struct {
		const char *label;
		struct buf text;
	} row[STATEMENT_ROWS];
};

/* What is known beside the receipt. */
struct statement_facts {
	const struct receipt *receipt; /* checked */
	const struct vouched *vouched;
	const struct fence *fences; /* checked, n_fences of them */
	unsigned n_fences;
	bool commitment; /* the receipt of the one it completes was compared */
	const char *document; /* name of a file with the document's digest */
	const char *unit;     /* code that the salt opens; both may be NULL */
	enum language language;
};

/*
 * Owned; freed by statement_free. ERR_BROKEN when the entry contradicts
 * itself: its verdict is not what its own times give (audit.md 4.6 R3).
 */
enum err statement_of(const struct statement_facts *f, struct statement *out,
    struct fault *why);
void statement_free(struct statement *s);

/* 23:59:59,5 ngày 10/01/2023, or 2023-01-10 23:59:59.5; +07:00. */
void statement_moment(struct moment m, enum language l, struct buf *to);

#endif
