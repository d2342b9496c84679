/*
 * form_rec.h - inside store/table only: a form's answers as a record, the
 * bytes of "forms" (forms.c) and "seconds" (seconds.c).
 */
#ifndef STORE_TABLE_FORM_REC_H
#define STORE_TABLE_FORM_REC_H

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/forms.h"

/* The beginning of a key of forms: 'f', 'v', 'n', 'g' or 'c'. */
struct key forms_key(struct period_id period, struct survey_id survey,
    uint8_t kind);

/* Clears `value` and writes the record into it, all but what stands behind the
 * fields of others: the channel. */
void form_pack(struct buf *value, const struct plan *plan, unsigned index,
    const struct form *form, const struct form_facts *facts);
void form_pack_channel(struct buf *value, const struct form *form);

/* All but the number, which is the key's; rows in the pool. */
enum err form_unpack(const struct plan *plan, unsigned index,
    struct slice value, struct pool *pool, struct form *out,
    struct form_facts *facts);

/* The field the record stands on, if it is about the form, not its answers. */
void form_read_facts(struct rec *r, struct form_facts *f);

/* Whether two records say the same: group and answers. */
bool form_same(struct txn *t, struct slice kept, struct slice come);

#endif
