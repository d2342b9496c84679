/*
 * seconds.c - second entries.
 *
 * seconds   key    period, zero | survey, zero | number, zero
 *           value  record as of a form (forms.c): 1 respondent group, 2 log
 *                  index, 3 per unit judged its answers, 6 token; and 10 when
 *                  (us), 11 how many answers differ, 12 from which version of
 *                  the form, 13 why, 14 token of who said so, 15 when (us),
 *                  16 channel where there is one
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/seconds.h"

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/table/disposals.h"
#include "store/table/form_rec.h"
#include "store/table/schema.h"

static struct key
survey_key(const struct plan *plan, unsigned index)
{
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->surveys[index].id.text);
	return k;
}

uint64_t
seconds_dispose(struct txn *t, const struct plan *plan, unsigned index,
    uint64_t most, struct digest_stream *to)
{
	struct key k = survey_key(plan, index);

	return disposal_drop(t, T_SECONDS, key_all(&k), most, to);
}

void
seconds_put(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, const struct second *s)
{
	struct key k = survey_key(plan, index);
	struct buf value = { 0 };

	key_text(&k, form->number);
	form_pack(&value, plan, index, form, &s->facts);
	rec_int(&value, 10, s->time.us);
	rec_uint(&value, 11, s->differs);
	rec_uint(&value, 12, s->against);
	if (s->reason[0] != '\0') {
		rec_text(&value, 13, s->reason);
		rec_uint(&value, 14, s->explained_by);
		rec_int(&value, 15, s->explained.us);
	}
	form_pack_channel(&value, form);
	txn_put_buf(t, T_SECONDS, key_all(&k), &value);
}

static void
read_second(struct txn *t, struct slice value, struct second *s)
{
	struct rec r;

	*s = (struct second){ .facts.version = 1 };
	for (r = rec_open(value); rec_on(&r);)
		switch (r.tag) {
		case 10:
			s->time.us = rec_get_int(&r);
			break;
		case 11:
			s->differs = rec_get_uint(&r);
			break;
		case 12:
			s->against = (uint32_t)rec_get_uint(&r);
			break;
		case 13:
			rec_get_text(&r, s->reason, sizeof s->reason);
			break;
		case 14:
			s->explained_by = rec_get_uint(&r);
			break;
		case 15:
			s->explained.us = rec_get_int(&r);
			break;
		default:
			form_read_facts(&r, &s->facts);
		}
	txn_require(t, r.err);
}

bool
seconds_get(struct txn *t, const struct plan *plan, unsigned index,
    const char *number, struct pool *pool, struct form *form, struct second *s)
{
	struct key k = survey_key(plan, index);
	struct form_facts facts;
	struct slice value;

	key_text(&k, number);
	if (!txn_get(t, T_SECONDS, key_all(&k), &value))
		return false;
	*form = (struct form){ 0 };
	memcpy(form->number, number, strlen(number) + 1);
	txn_require(t, form_unpack(plan, index, value, pool, form, &facts));
	read_second(t, value, s);
	return t->err == OK;
}

void
seconds_each(struct txn *t, const struct plan *plan, unsigned index,
    bool (*each)(void *self, const char *number, const struct second *s),
    void *self)
{
	struct key k = survey_key(plan, index);
	struct second one;
	struct walk w;

	for (walk_start(&w, t, T_SECONDS, key_all(&k)); walk_on(&w);) {
		read_second(t, w.value, &one);
		if (t->err != OK ||
		    !each(self, (const char *)w.key.p + k.n, &one))
			break;
	}
	walk_end(&w);
}
