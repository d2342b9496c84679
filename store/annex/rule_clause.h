/*
 * rule_clause.h - inside rule_text*.c only: the table of clauses that word a
 * rule.
 */
#ifndef STORE_ANNEX_RULE_CLAUSE_H
#define STORE_ANNEX_RULE_CLAUSE_H

#include <stdbool.h>

#include "store/base/slice.h"

#define PATTERNS_MOST 14
#define PARTS_MOST 8

/*
 * {name}   a text              {name#}  a whole number
 * {name@}  a day, 31/12/2025   {name,}  texts with ";" between
 * {name#,} whole numbers       {name!}  true, and no word of the line
 * `list`: the line is an element of that array; "shares": a member of that
 * object, its name in {=} and its value in {:}.
 */
struct clause {
	const char *list; /* NULL: members of the rule itself */
	const char *text;
};

struct clause_kind {
	const char *type;
	unsigned heads; /* the first so many clauses: one of them begins it */
	struct clause pattern[PATTERNS_MOST];
};

/* The head tells the kind, so no two kinds begin alike. */
extern const struct clause_kind clause_kinds[];
extern const unsigned n_clause_kinds;

/* A pattern's {part}: its member's name and how it is written. */
struct clause_part {
	struct slice before; /* the words before it */
	char name[24];
	char how[3];
};

/* Takes a clause's text apart; the words behind the last part in `*rest`. */
unsigned clause_parts(const char *text, struct clause_part out[PARTS_MOST],
    struct slice *rest);
bool clause_is(const struct clause_part *p, char how);

#endif
