/*
 * forms_count.c - how many forms count: of a survey, a group, by a channel.
 *
 * Knows the rows 'n', 'g' and 'c' of forms (forms.c). Touches the transaction
 * it is given.
 */
#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/form_rec.h"
#include "store/table/forms.h"
#include "store/table/schema.h"

static uint64_t
read_count(struct txn *t, const struct key *k)
{
	struct slice value;
	uint64_t n = 0;
	struct rec r;

	if (!txn_get(t, T_FORMS, key_all(k), &value))
		return 0;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			n = rec_get_uint(&r);
	txn_require(t, r.err);
	return n;
}

uint64_t
forms_count(struct txn *t, struct period_id period, struct survey_id survey)
{
	struct key k = forms_key(period, survey, 'n');

	return read_count(t, &k);
}

static struct key
group_key(const struct plan *plan, unsigned index, unsigned group)
{
	const struct survey *s = &plan->surveys[index];
	struct key k = forms_key(plan->period, s->id, 'g');

	key_text(&k, s->respondents[group].id);
	return k;
}

static struct key
channel_key(const struct plan *plan, unsigned index, unsigned channel)
{
	const struct survey *s = &plan->surveys[index];
	struct key k = forms_key(plan->period, s->id, 'c');

	key_text(&k, s->channels[channel].id);
	return k;
}

uint64_t
forms_count_by(struct txn *t, const struct plan *plan, unsigned index,
    unsigned channel)
{
	struct key k = channel_key(plan, index, channel);

	return read_count(t, &k);
}

uint64_t
forms_count_of(struct txn *t, const struct plan *plan, unsigned index,
    unsigned group)
{
	struct key k = group_key(plan, index, group);

	return read_count(t, &k);
}

static void
count_more(struct txn *t, const struct key *k, int64_t by)
{
	uint64_t n = read_count(t, k);
	struct buf value = { 0 };

	if (by < 0 && n < (uint64_t)-by)
		txn_require(t, ERR_BROKEN);
	rec_uint(&value, 1, n + (uint64_t)by);
	txn_put_buf(t, T_FORMS, key_all(k), &value);
}

void
forms_count_more(struct txn *t, const struct plan *plan, unsigned index,
    unsigned group, int64_t by)
{
	struct key all = forms_key(plan->period, plan->surveys[index].id, 'n'),
		   one = group_key(plan, index, group);

	count_more(t, &all, by);
	count_more(t, &one, by);
}

void
forms_channel_more(struct txn *t, const struct plan *plan, unsigned index,
    unsigned channel, int64_t by)
{
	struct key k = channel_key(plan, index, channel);

	count_more(t, &k, by);
}
