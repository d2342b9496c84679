/*
 * rule_text.h - a leaf's rule as the annex of a decision words it, and back.
 *
 *     Tỷ lệ b / a, nhân điểm tối đa
 *     Dưới 0.80: 0 điểm
 *
 * One clause a line; docs/criteria-format.md lists them. What the clauses
 * cannot say stands as the rule's JSON text, which is read too, so that
 * nothing is lost on the way there and back.
 */
#ifndef STORE_ANNEX_RULE_TEXT_H
#define STORE_ANNEX_RULE_TEXT_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/base/json_in.h"

/* Appends the clauses; false, and nothing appended, where they cannot say
 * just this rule (rule_text_put_any then writes the JSON). */
bool rule_text_put(const struct jv *rule, struct buf *to);
void rule_text_put_any(const struct jv *rule, struct buf *to);

/* Appends the rule's JSON. ERR_MALFORMED: `*why` names the line that is no
 * clause of its kind. */
enum err rule_text_read(struct slice text, struct buf *json, struct fault *why);

#endif
