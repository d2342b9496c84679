/*
 * sheet_text.h - a unit's own sheet as a text that never changes once it is
 * locked: what is confirmed, printed and hashed.
 *
 *     parindex-sheet/1
 *     period 2022
 *     version 1                       of the bundle
 *     unit D01
 *     leaf 1.1.1                      every criterion that applies, by the set
 *     max 1.50
 *     points 1.00                     by the unit's own inputs; none: no line
 *     inputs {"a":10,"b":9}
 *     not-applicable                  said by the unit
 *     reason Đã ban hành kế hoạch
 *     document <SHA-256>              each that counts or is not checked yet
 *     explanation Hồ sơ lưu tại đơn vị
 *     total 71.50 45.25               of the criteria by evidence: max, points
 *
 * Lines end with LF; a line feed within a text is a space.
 */
#ifndef STORE_SHEET_TEXT_H
#define STORE_SHEET_TEXT_H

#include "store/db/txn.h"
#include "store/model/plan.h"

/* Appends it. */
enum err sheet_text(struct txn *t, const struct plan *plan, unsigned unit,
    struct buf *to);

/* One criterion of such a text. */
struct sheet_line {
	struct slice leaf, max, points, inputs, reason, explanation;
	bool not_applicable;
	unsigned documents;
};
struct sheet_total {
	struct slice max, points;
};
/* Walks through its criteria; false when it is no such text. */
bool sheet_text_each(struct slice text,
    void (*each)(void *self, const struct sheet_line *line), void *self,
    struct sheet_total *total);

#endif
