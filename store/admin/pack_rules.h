/*
 * pack_rules.h - the versions of a period's data in an evidence pack, against
 * what the pack's log says of them. Takes parts, and says what is wrong in
 * words: touches no file.
 */
#ifndef STORE_ADMIN_PACK_RULES_H
#define STORE_ADMIN_PACK_RULES_H

#include "store/base/digest.h"
#include "store/base/slice.h"

/* What the log said of versions; starts as zeroes. */
struct packed_rules {
	struct packed_rule *list;
	size_t n, room;
	bool lost; /* there was no memory */
};

/* Takes in an entry of a log. */
void packed_rules_entry(struct packed_rules *r, struct slice entry);

/*
 * A part by its name behind "rules/": "000002.json", whose digest the log must
 * give for that version, or "000002.decision.json", whose words and salt give
 * the hash that the log has. NULL, or what is wrong with it. The log stands
 * before the rules.
 */
const char *packed_rules_part(const struct packed_rules *r, const char *name,
    struct slice bytes, struct digest d);

/* Is it the data of some version? For rules.json, the newest. */
bool packed_rules_know(const struct packed_rules *r, struct digest d);

void packed_rules_free(struct packed_rules *r);

#endif
