/*
 * counts.c - counted answers, running and staged.
 *
 * counts    key    period, zero | unit, zero | survey, zero | group, zero
 *           value  record 1 forms that judged the unit, 2 a list of numbers:
 *                  five for each question of the survey, in its order
 * staged    key    period, zero | survey, zero | import (8) | unit, zero |
 *                  group, zero
 *           value  as above; with no unit: 1 forms of the group; with the unit
 *                  "-": the same of the channel that stands for the group
 *
 * The questions' order is frozen with the first form. One more form changes
 * one row for each unit it judges.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/counts.h"

#include <assert.h>

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/forms.h"
#include "store/table/schema.h"

static struct key
counts_key(const struct plan *plan, unsigned unit, unsigned survey,
    unsigned group)
{
	const struct survey *s = &plan->surveys[survey];
	struct key k = key_of_text(plan->period.text);

	key_text(&k, plan->units[unit].id.text);
	key_text(&k, s->id.text);
	key_text(&k, s->respondents[group].id);
	return k;
}

static struct key
import_key(struct period_id period, struct survey_id survey, uint64_t import)
{
	struct key k = key_of_text(period.text);

	key_text(&k, survey.text);
	key_u64(&k, import);
	return k;
}

static struct key
staged_key(const struct form_sums *s, uint64_t import, const char *unit,
    unsigned group)
{
	const struct survey *survey = &s->plan->surveys[s->survey];
	struct key k = import_key(s->plan->period, survey->id, import);

	key_text(&k, unit);
	key_text(&k, survey->respondents[group].id);
	return k;
}

/* [0] forms, then the answers: `width` numbers in all. */
static void
read_numbers(struct txn *t, struct slice value, int64_t *to, size_t width)
{
	struct rec r;

	memset(to, 0, width * sizeof *to);
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			to[0] = (int64_t)rec_get_uint(&r);
		else if (r.tag == 2 &&
			 rec_get_ints(&r, to + 1, width - 1) != width - 1)
			r.err = ERR_BROKEN;
	txn_require(t, r.err);
}

/* Reads a row, adds, and writes it back. */
static void
add_to(struct txn *t, enum table table, const struct key *k,
    const int64_t *change, size_t width)
{
	int64_t now[1 + LEAVES_MOST * ANSWERS_MOST];
	struct buf row = { 0 };
	struct slice value;

	assert(width <= sizeof now / sizeof *now);
	memset(now, 0, sizeof now);
	if (txn_get(t, table, key_all(k), &value))
		read_numbers(t, value, now, width);
	for (size_t i = 0; i < width; i++)
		if (__builtin_add_overflow(now[i], change[i], &now[i]) ||
		    now[i] < 0)
			txn_require(t, ERR_BROKEN);
	rec_uint(&row, 1, (uint64_t)now[0]);
	if (width > 1)
		rec_ints(&row, 2, now + 1, width - 1);
	txn_require(t, row.err);
	txn_put(t, table, key_all(k), buf_all(&row));
	buf_free(&row);
}

void
counts_get(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned survey, unsigned group, struct counts *out)
{
	int64_t now[1 + LEAVES_MOST * ANSWERS_MOST];
	size_t width =
	    1 + (size_t)plan->surveys[survey].n_questions * ANSWERS_MOST;
	struct key k = counts_key(plan, unit, survey, group);
	struct slice value;

	memset(out, 0, sizeof *out);
	if (!txn_get(t, T_COUNTS, key_all(&k), &value))
		return;
	read_numbers(t, value, now, width);
	out->forms = (uint64_t)now[0];
	for (size_t i = 1; i < width; i++)
		out->of[i - 1] = (uint64_t)now[i];
}

/* ---- tallies ---- */

static void
add_counted(struct txn *t, const struct plan *plan, unsigned unit,
    unsigned survey, struct tally *by_leaf)
{
	const struct survey *s = &plan->surveys[survey];
	struct counts kept;

	for (unsigned g = 0; g < s->n_respondents; g++) {
		counts_get(t, plan, unit, survey, g, &kept);
		for (unsigned q = 0; q < s->n_questions; q++)
			if (s->questions[q].leaf != FEEDS_NO_LEAF)
				question_tally(&s->questions[q],
				    kept.of + (size_t)q * ANSWERS_MOST,
				    &by_leaf[s->questions[q].leaf]);
	}
}

void
counts_tally(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf)
{
	memset(by_leaf, 0, plan->n_leaves * sizeof *by_leaf);
	for (unsigned i = 0; i < plan->n_surveys; i++)
		if (plan->surveys[i].block == plan->units[unit].block)
			add_counted(t, plan, unit, i, by_leaf);
}

static void
change_tally(struct txn *t, const struct survey *s, const int64_t *change,
    struct tally *by_leaf)
{
	for (unsigned q = 0; q < s->n_questions; q++)
		for (unsigned a = 0; a < ANSWERS_MOST; a++) {
			unsigned leaf = s->questions[q].leaf;
			int64_t by = change[1 + q * ANSWERS_MOST + a];
			uint64_t *to;

			if (leaf == FEEDS_NO_LEAF ||
			    !question_counts(&s->questions[q], a))
				continue;
			to = &by_leaf[leaf].count[a];
			if (by < 0 ? *to < (uint64_t)-by
				   : *to > UINT64_MAX - (uint64_t)by)
				txn_require(t,
				    by < 0 ? ERR_BROKEN : ERR_OVERFLOW);
			else
				*to += (uint64_t)by;
		}
}

static void
change_unit(struct txn *t, const struct form_sums *sums, unsigned unit)
{
	const struct survey *s = &sums->plan->surveys[sums->survey];
	struct tally by_leaf[LEAVES_MOST];
	const int64_t *change;
	struct key k;

	tallies_get(t, sums->plan, unit, by_leaf);
	for (unsigned g = 0; g < s->n_respondents; g++) {
		change = form_sums_at(sums, unit, g);
		if (change == NULL)
			continue;
		k = counts_key(sums->plan, unit, sums->survey, g);
		add_to(t, T_COUNTS, &k, change, form_sums_width(sums));
		if (s->block == sums->plan->units[unit].block)
			change_tally(t, s, change, by_leaf);
	}
	tallies_put(t, sums->plan, unit, by_leaf);
}

void
counts_apply(struct txn *t, const struct form_sums *sums)
{
	const struct survey *s = &sums->plan->surveys[sums->survey];

	for (unsigned g = 0; g < s->n_respondents; g++)
		if (sums->forms[g] != 0)
			forms_count_more(t, sums->plan, sums->survey, g,
			    sums->forms[g]);
	for (unsigned c = 0; c < s->n_channels; c++)
		if (sums->channel[c] != 0)
			forms_channel_more(t, sums->plan, sums->survey, c,
			    sums->channel[c]);
	for (unsigned unit = 0; unit < sums->plan->n_units; unit++)
		if (form_sums_judge(sums, unit))
			change_unit(t, sums, unit);
}

/* ---- staged ---- */

static struct key
staged_channel_key(const struct form_sums *s, uint64_t import, unsigned channel)
{
	const struct survey *survey = &s->plan->surveys[s->survey];
	struct key k = import_key(s->plan->period, survey->id, import);

	key_text(&k, "-");
	key_text(&k, survey->channels[channel].id);
	return k;
}

static void
staged_channels_apply(struct txn *t, uint64_t import,
    const struct form_sums *sums)
{
	const struct survey *s = &sums->plan->surveys[sums->survey];
	struct key k;

	for (unsigned c = 0; c < s->n_channels; c++) {
		k = staged_channel_key(sums, import, c);
		if (sums->channel[c] != 0)
			add_to(t, T_STAGED, &k, &sums->channel[c], 1);
	}
}

static void
staged_channels_read(struct txn *t, uint64_t import, struct form_sums *sums)
{
	const struct survey *s = &sums->plan->surveys[sums->survey];
	struct slice value;
	int64_t forms;
	struct key k;

	for (unsigned c = 0; c < s->n_channels; c++) {
		k = staged_channel_key(sums, import, c);
		if (!txn_get(t, T_STAGED, key_all(&k), &value))
			continue;
		read_numbers(t, value, &forms, 1);
		sums->channel[c] += forms;
	}
}

void
staged_apply(struct txn *t, uint64_t import, const struct form_sums *sums)
{
	const struct plan *p = sums->plan;
	const struct survey *s = &p->surveys[sums->survey];
	const int64_t *change;
	struct key k;

	staged_channels_apply(t, import, sums);
	for (unsigned g = 0; g < s->n_respondents; g++) {
		k = staged_key(sums, import, "", g);
		if (sums->forms[g] != 0)
			add_to(t, T_STAGED, &k, &sums->forms[g], 1);
		for (unsigned unit = 0; unit < p->n_units; unit++) {
			change = form_sums_at(sums, unit, g);
			k = staged_key(sums, import, p->units[unit].id.text, g);
			if (change != NULL)
				add_to(t, T_STAGED, &k, change,
				    form_sums_width(sums));
		}
	}
}

static enum err
read_staged(struct txn *t, struct form_sums *sums, const struct key *k,
    unsigned unit, unsigned group)
{
	int64_t now[1 + LEAVES_MOST * ANSWERS_MOST], *to;
	struct slice value;

	if (!txn_get(t, T_STAGED, key_all(k), &value))
		return t->err;
	if ((to = form_sums_take(sums, unit, group)) == NULL)
		return ERR_NO_MEMORY;
	read_numbers(t, value, now, form_sums_width(sums));
	for (size_t i = 0; i < form_sums_width(sums); i++)
		to[i] += now[i];
	return t->err;
}

enum err
staged_read(struct txn *t, uint64_t import, struct form_sums *sums)
{
	const struct plan *p = sums->plan;
	const struct survey *s = &p->surveys[sums->survey];
	enum err e = OK;
	struct slice value;
	struct key k;
	int64_t forms;

	staged_channels_read(t, import, sums);
	for (unsigned g = 0; g < s->n_respondents && e == OK; g++) {
		k = staged_key(sums, import, "", g);
		if (txn_get(t, T_STAGED, key_all(&k), &value)) {
			read_numbers(t, value, &forms, 1);
			sums->forms[g] += forms;
		}
		for (unsigned unit = 0; unit < p->n_units && e == OK; unit++) {
			k = staged_key(sums, import, p->units[unit].id.text, g);
			e = read_staged(t, sums, &k, unit, g);
		}
	}
	return e == OK ? t->err : e;
}

void
staged_drop(struct txn *t, struct period_id period, struct survey_id survey,
    uint64_t import)
{
	struct key k = import_key(period, survey, import);
	struct walk w;

	for (walk_start(&w, t, T_STAGED, key_all(&k)); walk_on(&w);)
		walk_drop(&w);
}
