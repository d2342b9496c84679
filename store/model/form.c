/*
 * form.c - a survey form from JSON, and which answers count.
 *
 * Knows the questions of a plan's surveys. Touches nothing but its arguments
 * and the pool it is given.
 */
#include "store/model/form.h"

#include <stdarg.h>
#include <stdio.h>

struct form_reading {
	const struct plan *p;
	const struct survey *s;
	struct fault *why;
};

static enum err
wrong(const struct form_reading *r, const struct jv *at, enum err e,
    const char *detail, ...)
{
	char pointer[sizeof r->why->pointer], text[sizeof r->why->detail];
	va_list args;

	va_start(args, detail);
	(void)vsnprintf(text, sizeof text, detail, args);
	va_end(args);
	jv_pointer(at, pointer, sizeof pointer);
	return fault_set(r->why, e, pointer, "%s", text);
}

/* A member that is not there is named below its object. */
static enum err
absent(const struct form_reading *r, const struct jv *object, const char *key)
{
	char pointer[sizeof r->why->pointer];
	size_t n;

	jv_pointer(object, pointer, sizeof pointer);
	n = strlen(pointer);
	(void)snprintf(pointer + n, sizeof pointer - n, "/%s", key);
	return fault_set(r->why, ERR_MISSING_FIELD, pointer,
	    "The field \"%s\" is missing.", key);
}

/* A number or a group: 1..39 bytes without control characters. */
static enum err
read_word(const struct form_reading *r, const struct jv *object,
    const char *key, char out[FORM_NUMBER_ROOM])
{
	struct jv at = jv_get(object, key);
	struct slice text;

	if (jv_kind(&at) == JSON_NONE)
		return absent(r, object, key);
	if (!jv_text(&at, &text) || text.n == 0 || text.n >= FORM_NUMBER_ROOM)
		return wrong(r, &at, ERR_MALFORMED,
		    "The field \"%s\" must be text of 1 to %d bytes.", key,
		    FORM_NUMBER_ROOM - 1);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] == 0x7f)
			return wrong(r, &at, ERR_ENCODING,
			    "The field \"%s\" has a control character.", key);
	memset(out, 0, FORM_NUMBER_ROOM);
	memcpy(out, text.p, text.n);
	return OK;
}

/* Where the survey lists its respondents, a form is of one of them. */
static enum err
read_group(const struct form_reading *r, const struct jv *json,
    char out[FORM_NUMBER_ROOM], unsigned *index)
{
	struct jv at = jv_get(json, "group");
	enum err e = read_word(r, json, "group", out);

	if (e != OK || r->s->n_respondents == 0)
		return e;
	for (unsigned i = 0; i < r->s->n_respondents; i++)
		if (strcmp(r->s->respondents[i].id, out) == 0) {
			*index = i;
			return OK;
		}
	return wrong(r, &at, ERR_NOT_FOUND,
	    "The survey %s has no group of respondents \"%s\".", r->s->id.text,
	    out);
}

int
channel_of(const struct survey *s, struct slice name)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (slice_is(name, s->channels[i].id))
			return (int)i;
	return -1;
}

/* Where the survey lists its channels a form came by one of them. */
static enum err
read_channel(const struct form_reading *r, const struct jv *json,
    struct form *out)
{
	struct jv at = jv_get(json, "channel");
	struct slice text = SLICE_NONE;
	int channel;

	if (jv_kind(&at) == JSON_NONE)
		return r->s->n_channels == 0 ? OK : absent(r, json, "channel");
	(void)jv_text(&at, &text);
	if ((channel = channel_of(r->s, text)) < 0)
		return wrong(r, &at, ERR_NOT_FOUND,
		    "The survey %s has no channel of that name.",
		    r->s->id.text);
	form_set_channel(out, r->s, (unsigned)channel);
	return OK;
}

static enum err
read_unit(const struct form_reading *r, const struct jv *at, struct slice name,
    unsigned *out)
{
	struct unit_id id;
	int unit = -1;

	if (unit_id_read(name, &id) == OK)
		unit = plan_unit(r->p, id);
	if (unit < 0)
		return wrong(r, at, ERR_UNKNOWN_UNIT,
		    "There is no unit \"%.*s\".",
		    (int)(name.n < NAME_ROOM ? name.n : NAME_ROOM),
		    (const char *)name.p);
	if (r->p->units[unit].block != r->s->block)
		return wrong(r, at, ERR_UNKNOWN_UNIT,
		    "The survey %s does not judge the block of unit %s.",
		    r->s->id.text, id.text);
	*out = (unsigned)unit;
	return OK;
}

static int
question_of(const struct survey *s, const char *id)
{
	for (unsigned i = 0; i < s->n_questions; i++)
		if (strcmp(s->questions[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* The number of an option by its id; 0 when there is none of that name. */
static int64_t
option_of(const struct question *q, const struct jv *at)
{
	struct slice text = SLICE_NONE;

	(void)jv_text(at, &text);
	for (unsigned i = 0; i < q->scale; i++)
		if (slice_is(text, q->options[i].id))
			return i + 1;
	return 0;
}

static enum err
read_answer(const struct form_reading *r, const struct jv *at,
    struct form_row *row)
{
	int q = question_of(r->s, at->key);
	const struct question *question;
	int64_t answer = 0;

	if (q < 0)
		return wrong(r, at, ERR_UNKNOWN_FIELD,
		    "The survey %s has no question \"%.40s\".", r->s->id.text,
		    at->key);
	question = &r->s->questions[q];
	if (jv_kind(at) == JSON_IS_NULL)
		return OK;
	if (question->options != NULL && jv_kind(at) == JSON_IS_TEXT) {
		if ((answer = option_of(question, at)) == 0)
			return wrong(r, at, ERR_RANGE,
			    "The answer to \"%s\" is none of its options.",
			    question->id);
	} else if (!jv_int(at, &answer) || answer < 0 ||
		   answer > question->scale)
		return wrong(r, at, ERR_RANGE,
		    "The answer to \"%s\" must be from 1 to %u, or 0 or null "
		    "for blank.",
		    question->id, question->scale);
	if (answer > 0 && !question_is_for(r->p, row->unit, question))
		return wrong(r, at, ERR_LEAF_NOT_YOURS,
		    "The leaf %s does not apply to unit %s.",
		    r->p->leaves[question->leaf].id.text,
		    r->p->units[row->unit].id.text);
	row->answer[q] = (uint8_t)answer;
	return OK;
}

static enum err
read_answers(const struct form_reading *r, const struct jv *answers,
    struct form_row *row)
{
	struct jv at;
	void *it = NULL;
	enum err e = OK;

	if (jv_kind(answers) != JSON_IS_OBJECT)
		return wrong(r, answers, ERR_MALFORMED,
		    "The answers must be an object of question and answer.");
	while (e == OK && jv_next(answers, &it, &at))
		e = read_answer(r, &at, row);
	return e;
}

static enum err
take_rows(struct pool *pool, size_t n, struct form *out)
{
	out->rows = pool_array(pool, n, sizeof *out->rows);
	out->n_rows = (unsigned)n;
	return out->rows == NULL ? ERR_NO_MEMORY : OK;
}

/* An organisation's form: a row for each unit it judges. */
static enum err
read_units(const struct form_reading *r, const struct jv *json,
    struct pool *pool, struct form *out)
{
	struct jv units = jv_get(json, "units"), at;
	struct form_row *row;
	void *it = NULL;
	enum err e;

	if (jv_kind(&units) == JSON_NONE)
		return absent(r, json, "units");
	if (jv_kind(&units) != JSON_IS_OBJECT || jv_count(&units) == 0)
		return wrong(r, &units, ERR_EMPTY,
		    "The field \"units\" must "
		    "be an object with at least one unit.");
	if ((e = take_rows(pool, jv_count(&units), out)) != OK)
		return e;
	for (row = out->rows; e == OK && jv_next(&units, &it, &at); row++) {
		e = read_unit(r, &at, slice_text(at.key), &row->unit);
		if (e == OK)
			e = read_answers(r, &at, row);
	}
	return e;
}

/* A citizen's form: one row. */
static enum err
read_one(const struct form_reading *r, const struct jv *json, struct pool *pool,
    struct form *out)
{
	struct jv unit = jv_get(json, "unit"),
		  answers = jv_get(json, "answers");
	struct slice name;
	enum err e;

	if (jv_kind(&unit) == JSON_NONE)
		return absent(r, json, "unit");
	if (jv_kind(&answers) == JSON_NONE)
		return absent(r, json, "answers");
	if (!jv_text(&unit, &name))
		return wrong(r, &unit, ERR_MALFORMED,
		    "The field \"unit\" must be text.");
	if ((e = take_rows(pool, 1, out)) == OK)
		e = read_unit(r, &unit, name, &out->rows->unit);
	return e == OK ? read_answers(r, &answers, out->rows) : e;
}

enum err
form_read(const struct plan *p, unsigned survey, const struct jv *json,
    struct pool *pool, struct form *out, struct fault *why)
{
	static const char *const of_organisation[] = { "number", "group",
		"channel", "units", NULL };
	static const char *const of_citizen[] = { "number", "group", "channel",
		"unit", "answers", NULL };
	struct form_reading r = { p, &p->surveys[survey], why };
	bool citizen = r.s->kind == SURVEY_CITIZEN;
	struct jv odd;
	enum err e;

	*out = (struct form){ 0 };
	if (jv_kind(json) != JSON_IS_OBJECT)
		return wrong(&r, json, ERR_MALFORMED,
		    "A form must be an object.");
	odd = jv_unknown(json, citizen ? of_citizen : of_organisation);
	if (jv_kind(&odd) != JSON_NONE)
		return wrong(&r, &odd, ERR_UNKNOWN_FIELD,
		    "The field \"%.40s\" is not known here.", odd.key);
	if ((e = read_word(&r, json, "number", out->number)) != OK ||
	    (e = read_group(&r, json, out->group, &out->respondents)) != OK ||
	    (e = read_channel(&r, json, out)) != OK)
		return e;
	return citizen ? read_one(&r, json, pool, out)
		       : read_units(&r, json, pool, out);
}

void
form_set_channel(struct form *f, const struct survey *s, unsigned channel)
{
	f->by_channel = channel;
	(void)snprintf(f->channel, sizeof f->channel, "%s",
	    s->channels[channel].id);
}

bool
question_counts(const struct question *q, unsigned answer)
{
	return answer < q->scale &&
	       (q->options == NULL || q->options[answer].counts);
}

bool
question_is_for(const struct plan *p, unsigned unit, const struct question *q)
{
	return q->leaf == FEEDS_NO_LEAF ||
	       plan_applies(p, unit, q->leaf) == APPLIES;
}

void
question_tally(const struct question *q, const uint64_t *count,
    struct tally *to)
{
	for (unsigned i = 0; i < q->scale; i++)
		if (question_counts(q, i))
			to->count[i] += count[i];
}
