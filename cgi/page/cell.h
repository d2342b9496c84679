/*
 * cell.h - a column of a sheet, described to a reader. For cgi/page.
 */
#ifndef CGI_PAGE_CELL_H
#define CGI_PAGE_CELL_H

#include "store/base/json_out.h"
#include "store/look/looks.h"

/*
 * An object: what was written, by whom, when and why, and what it gives by
 * itself under this plan: status, points and arithmetic, whatever documents
 * there are and whichever column counts.
 */
void cell_json(struct jout *j, const struct plan *p, unsigned unit,
    unsigned leaf, const struct cell *cell);

#endif
