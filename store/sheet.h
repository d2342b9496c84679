/*
 * sheet.h - one unit's whole sheet gathered from the tables: what unit_score
 * needs. Used by the act that scores and by the look that explains.
 */
#ifndef STORE_SHEET_H
#define STORE_SHEET_H

#include "store/db/txn.h"
#include "store/model/score.h"

/* `now` decides whether appraisal has closed for the unit's block. Cost is
 * that of one sheet, whatever else is kept. */
enum err sheet_gather(struct txn *t, const struct plan *plan, unsigned unit,
    struct moment now, struct sheet_facts *out);

/* The part of it that documents seen in person are. */
void sheet_sightings(struct txn *t, const struct plan *plan, unsigned unit,
    struct sheet_facts *out);

/* Does a leaf stand on a document that counts, may still count, or was seen in
 * person? */
bool sheet_proven(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned leaf);

#endif
