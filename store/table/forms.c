/*
 * forms.c - survey forms and running tallies.
 *
 * forms     key    period, zero | survey, zero | 'f' | number, zero
 *           value  record 1 respondent group, 2 log index,
 *                  3 per unit judged: unit, zero, one byte an answer;
 *                  from the second version on 4 version, 7 when (us),
 *                  8 reason, 9 salt; 5 import, 6 token, 16 channel where
 *                  there is one
 *           key    period, zero | survey, zero | 'v' | number, zero |
 *                  version (8)
 *           value  the record that a correction replaced
 *           key    period, zero | survey, zero | 'n'
 *           value  record 1 how many forms count
 *           key    period, zero | survey, zero | 'g' | group, zero
 *           value  record 1 how many of that group count
 *           key    period, zero | survey, zero | 'c' | channel, zero
 *           value  record 1 how many that came by it count
 * tallies   key    period, zero | unit, zero
 *           value  record 1 repeated: leaf, zero, five counts (8 each)
 *
 * Answers stand in the order of the survey's questions, which are frozen with
 * its first form. A form of an import (imports.c) counts when that is counted.
 * A tally changes in the transaction in which its forms begin to count, so one
 * more form costs the same at the first and at the millionth.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/forms.h"

#include <stdio.h>

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/disposals.h"
#include "store/table/form_rec.h"
#include "store/table/imports.h"
#include "store/table/schema.h"

struct key
forms_key(struct period_id period, struct survey_id survey, uint8_t kind)
{
	struct key k = key_of_text(period.text);

	key_text(&k, survey.text);
	key_u8(&k, kind);
	return k;
}

static uint64_t
import_of(struct txn *t, struct slice value)
{
	uint64_t import = 0;
	struct rec r;

	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 5)
			import = rec_get_uint(&r);
	txn_require(t, r.err);
	return import;
}

/* What a kept form is worth; *import is the one it came by. */
static enum import_state
state_of(struct txn *t, const struct plan *plan, unsigned index,
    struct slice value, uint64_t *import)
{
	struct import row;

	*import = import_of(t, value);
	if (*import == 0)
		return IMPORT_COUNTED;
	if (imports_get(t, plan->period, plan->surveys[index].id, *import,
		&row))
		return row.state;
	txn_require(t, ERR_BROKEN);
	return IMPORT_DROPPED;
}

static struct key
form_key(const struct plan *plan, unsigned index, const char *number)
{
	struct key k = forms_key(plan->period, plan->surveys[index].id, 'f');

	key_text(&k, number);
	return k;
}

bool
forms_any(struct txn *t, struct period_id period, struct survey_id survey)
{
	struct key k = forms_key(period, survey, 'f');
	struct walk w;
	bool any;

	walk_start(&w, t, T_FORMS, key_all(&k));
	any = walk_on(&w);
	walk_end(&w);
	return any;
}

uint64_t
forms_dispose(struct txn *t, struct period_id period, struct survey_id survey,
    uint64_t most, struct digest_stream *to)
{
	struct key forms = forms_key(period, survey, 'f');
	struct key older = forms_key(period, survey, 'v');
	uint64_t n = disposal_drop(t, T_FORMS, key_all(&forms), most, to);

	return n + disposal_drop(t, T_FORMS, key_all(&older), most - n, to);
}

/* What stands there already, told apart; a dropped one gives way. */
static enum form_found
meet(struct txn *t, const struct plan *plan, unsigned index,
    const struct key *k, struct slice come, uint64_t own, uint64_t *import)
{
	struct slice kept;
	bool same;

	if (!txn_get(t, T_FORMS, key_all(k), &kept))
		return FORM_OTHER;
	same = form_same(t, kept, come);
	switch (state_of(t, plan, index, kept, import)) {
	case IMPORT_DROPPED:
		txn_put(t, T_FORMS, key_all(k), come);
		return FORM_NEW;
	case IMPORT_STAGING:
		if (*import != own)
			return FORM_STAGED;
		break;
	default:
		break;
	}
	return same ? FORM_SAME : FORM_OTHER;
}

enum form_found
forms_add(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, const struct form_facts *facts, uint64_t *import)
{
	struct key k = form_key(plan, index, form->number);
	struct buf value = { 0 };
	enum form_found found = FORM_NEW;

	form_pack(&value, plan, index, form, facts);
	form_pack_channel(&value, form);
	txn_require(t, value.err);
	if (!txn_put_new(t, T_FORMS, key_all(&k), buf_all(&value)))
		found = meet(t, plan, index, &k, buf_all(&value), facts->import,
		    import);
	buf_free(&value);
	return found;
}

bool
forms_known(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *forms, unsigned n)
{
	const struct form_facts nothing = { 0 };
	struct buf value = { 0 };
	bool known = true;
	struct slice kept;
	uint64_t import;
	struct key k;

	for (unsigned i = 0; i < n && known; i++) {
		k = form_key(plan, index, forms[i].number);
		form_pack(&value, plan, index, &forms[i], &nothing);
		form_pack_channel(&value, &forms[i]);
		txn_require(t, value.err);
		known =
		    txn_get(t, T_FORMS, key_all(&k), &kept) &&
		    form_same(t, kept, buf_all(&value)) &&
		    state_of(t, plan, index, kept, &import) == IMPORT_COUNTED;
	}
	buf_free(&value);
	return known;
}

/* ---- read back ---- */

static struct key
version_key(const struct plan *plan, unsigned index, const char *number,
    uint32_t version)
{
	struct key k = forms_key(plan->period, plan->surveys[index].id, 'v');

	key_text(&k, number);
	key_u64(&k, version);
	return k;
}

bool
forms_get(struct txn *t, const struct plan *plan, unsigned index,
    const char *number, uint32_t version, struct pool *pool, struct form *out,
    struct form_facts *facts)
{
	struct key k = form_key(plan, index, number);
	struct slice value;
	uint64_t import;
	bool found = txn_get(t, T_FORMS, key_all(&k), &value);

	*out = (struct form){ 0 };
	(void)snprintf(out->number, sizeof out->number, "%s", number);
	if (!found ||
	    state_of(t, plan, index, value, &import) != IMPORT_COUNTED)
		return false;
	txn_require(t, form_unpack(plan, index, value, pool, out, facts));
	if (version == 0 || version == facts->version)
		return t->err == OK;
	k = version_key(plan, index, number, version);
	if (!txn_get(t, T_FORMS, key_all(&k), &value))
		return false;
	txn_require(t, form_unpack(plan, index, value, pool, out, facts));
	return t->err == OK;
}

void
forms_replace(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, const struct form_facts *facts)
{
	struct key k = form_key(plan, index, form->number), old;
	struct buf value = { 0 };
	struct slice kept;

	if (!txn_get(t, T_FORMS, key_all(&k), &kept)) {
		txn_require(t, ERR_BROKEN);
		return;
	}
	buf_slice(&value, kept);
	txn_require(t, value.err);
	old = version_key(plan, index, form->number, facts->version - 1);
	txn_put(t, T_FORMS, key_all(&old), buf_all(&value));
	form_pack(&value, plan, index, form, facts);
	form_pack_channel(&value, form);
	txn_put_buf(t, T_FORMS, key_all(&k), &value);
}

uint64_t
forms_drop_import(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t import, uint64_t look,
    char from[FORM_NUMBER_ROOM])
{
	struct key k = forms_key(period, survey, 'f'), at = k;
	uint64_t seen = 0, dropped = 0;
	struct walk w;

	key_text(&at, from);
	from[0] = '\0';
	for (walk_from(&w, t, T_FORMS, key_all(&k), key_all(&at));
	     walk_on(&w);) {
		if (seen++ == look) {
			(void)snprintf(from, FORM_NUMBER_ROOM, "%s",
			    (const char *)w.key.p + k.n);
			break;
		}
		if (import_of(t, w.value) == import) {
			walk_drop(&w);
			dropped++;
		}
	}
	walk_end(&w);
	return dropped;
}

void
forms_each(struct txn *t, const struct plan *plan, unsigned index,
    const char *from,
    bool (*each)(void *self, const char *number, const struct form_facts *f),
    void *self)
{
	struct key k = forms_key(plan->period, plan->surveys[index].id, 'f'),
		   at = k;
	struct form_facts facts;
	uint64_t import;
	struct walk w;
	struct rec r;

	key_text(&at, from);
	for (walk_from(&w, t, T_FORMS, key_all(&k), key_all(&at));
	     walk_on(&w);) {
		if (state_of(t, plan, index, w.value, &import) !=
		    IMPORT_COUNTED)
			continue;
		facts = (struct form_facts){ .version = 1 };
		for (r = rec_open(w.value); rec_on(&r);)
			form_read_facts(&r, &facts);
		txn_require(t, r.err);
		if (!each(self, (const char *)w.key.p + k.n, &facts))
			break;
	}
	walk_end(&w);
}
