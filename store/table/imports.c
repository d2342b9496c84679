/*
 * imports.c - files of survey forms taken in.
 *
 * imports   key    period, zero | survey, zero | number (8)
 *           value  record 1 state (0 staging, 1 counted, 2 dropped), 2 SHA-256
 *                  of the file, 3 forms staged, 4 faulty ones left out,
 *                  5 token, 6 begun (us), 7 ended (us), 8 log index
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/imports.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

const char *
import_state_name(enum import_state s)
{
	static const char *const names[] = {
		[IMPORT_STAGING] = "staging",
		[IMPORT_COUNTED] = "counted",
		[IMPORT_DROPPED] = "dropped",
	};

	return names[s];
}

static struct key
survey_key(struct period_id period, struct survey_id survey)
{
	struct key k = key_of_text(period.text);

	key_text(&k, survey.text);
	return k;
}

static void
read_import(struct txn *t, uint64_t number, struct slice value,
    struct import *out)
{
	uint64_t state = 0;
	struct rec r;

	*out = (struct import){ .number = number };
	for (r = rec_open(value); rec_on(&r);)
		switch (r.tag) {
		case 1:
			state = rec_get_uint(&r);
			break;
		case 2:
			rec_get_bytes(&r, out->file.b, sizeof out->file.b);
			break;
		case 3:
			out->forms = rec_get_uint(&r);
			break;
		case 4:
			out->skipped = rec_get_uint(&r);
			break;
		case 5:
			out->by = rec_get_uint(&r);
			break;
		case 6:
			out->begun.us = rec_get_int(&r);
			break;
		case 7:
			out->ended.us = rec_get_int(&r);
			break;
		case 8:
			out->entry = rec_get_uint(&r);
			break;
		default:
			break;
		}
	if (state > IMPORT_DROPPED)
		r.err = ERR_BROKEN;
	out->state = (enum import_state)state;
	txn_require(t, r.err);
}

bool
imports_get(struct txn *t, struct period_id period, struct survey_id survey,
    uint64_t number, struct import *out)
{
	struct key k = survey_key(period, survey);
	struct slice value;

	key_u64(&k, number);
	if (!txn_get(t, T_IMPORTS, key_all(&k), &value))
		return false;
	read_import(t, number, value, out);
	return t->err == OK;
}

void
imports_put(struct txn *t, struct period_id period, struct survey_id survey,
    const struct import *in)
{
	struct key k = survey_key(period, survey);
	struct buf value = { 0 };

	key_u64(&k, in->number);
	rec_uint(&value, 1, in->state);
	rec_bytes(&value, 2, slice_of(in->file.b, sizeof in->file.b));
	rec_uint(&value, 3, in->forms);
	rec_uint(&value, 4, in->skipped);
	rec_uint(&value, 5, in->by);
	rec_int(&value, 6, in->begun.us);
	rec_int(&value, 7, in->ended.us);
	rec_uint(&value, 8, in->entry);
	txn_put_buf(t, T_IMPORTS, key_all(&k), &value);
}

bool
imports_last(struct txn *t, struct period_id period, struct survey_id survey,
    struct import *out)
{
	struct key k = survey_key(period, survey);
	uint64_t n = walk_last(t, T_IMPORTS, key_all(&k));

	return n != 0 && imports_get(t, period, survey, n, out);
}

void
imports_each(struct txn *t, struct period_id period, struct survey_id survey,
    void (*each)(void *self, const struct import *i), void *self)
{
	struct key k = survey_key(period, survey);
	struct import one;
	struct walk w;
	uint64_t n;

	walk_start(&w, t, T_IMPORTS, key_all(&k));
	while (walk_numbered(&w, &n)) {
		read_import(t, n, w.value, &one);
		if (t->err == OK)
			each(self, &one);
	}
	walk_end(&w);
}
