/*
 * cell_entry.h - what the log says of a cell of a sheet: written by the act
 * that writes the cell, and compared with it by who checks the store.
 */
#ifndef STORE_CELL_ENTRY_H
#define STORE_CELL_ENTRY_H

#include "store/base/buf.h"
#include "store/model/plan.h"
#include "store/table/cells.h"

/* What the writer said, salted with the cell's salt: a named person is part of
 * it, so that the log, which names nobody, still binds who it was. Everything
 * but version, token, time and entry must be there. */
struct digest cell_digest(const struct leaf *leaf, const struct cell *cell);

/* The lines of the entry (docs/log-format.md, `score`), appended. */
void cell_entry(const struct cell *cell, struct digest said, struct buf *body);

#endif
