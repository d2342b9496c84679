/*
 * people.c - persons are entered, duties given, ended and handed over.
 *
 * Knows what of it the log says: numbers, roles and days, and names only
 * salted. Touches persons, duties and ledger.
 */
#include "store/act/part.h"
#include "store/act/peopling.h"
#include "store/base/json_out.h"

/* ---- persons ---- */

static struct digest
what_of_person(const struct person_row *p)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct digest d;

	jout_object(&j);
	jout_kstr(&j, "name", p->person.name);
	jout_kstr(&j, "position", p->person.position);
	jout_kstr(&j, "unit", p->person.home.text);
	jout_object_end(&j);
	d = part_salted(p->noted.salt, buf_all(&text));
	buf_free(&text);
	return d;
}

enum err
entering_run(struct entering *w, struct txn *t)
{
	struct buf body = { 0 };
	enum err e;

	entry_digest(&body, "person",
	    part_salted(w->row.noted.salt, slice_text(w->row.person.id.text)));
	entry_digest(&body, "what", what_of_person(&w->row));
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_PERSON, &w->now,
		    buf_all(&body), &w->row.noted.entry, &w->row.noted.time);
	buf_free(&body);
	if (e != OK)
		return e;
	persons_put(t, &w->row);
	return t->err;
}

static enum err
enter(struct txn *t, void *arg)
{
	return entering_run(arg, t);
}

enum err
act_put_person(struct store *s, const struct who *who,
    const struct person *person, struct fault *why)
{
	struct entering w = { .store = s,
		.who = who,
		.row = { .person = *person, .noted = { .by = who->token } } };
	enum err e;

	if ((e = part_operator(who, why)) != OK)
		return e;
	if (person->name[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/name",
		    "A person has a name.");
	if ((e = random_bytes(w.row.noted.salt, sizeof w.row.noted.salt)) !=
		OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	return env_change(s->env, enter, &w, 1024);
}

/* ---- duties ---- */

static struct digest
what_of_duty(const struct duty_asked *w, const struct duty_row *d)
{
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	struct digest what;

	jout_object(&j);
	jout_kstr(&j, "kind", duty_kind_name(d->duty.kind));
	jout_kuint(&j, "of", d->duty.of);
	jout_key(&j, "fields");
	jout_array(&j);
	for (unsigned i = 0; i < d->duty.n_fields; i++)
		jout_str(&j, d->duty.field[i].text);
	jout_array_end(&j);
	jout_key(&j, "blocks");
	jout_array(&j);
	for (unsigned i = 0; i < d->duty.n_blocks; i++)
		jout_str(&j, d->duty.block[i].text);
	jout_array_end(&j);
	jout_kstr(&j, "number", w->decision->number);
	jout_kstr(&j, "date", w->decision->date);
	jout_kstr(&j, "reason", w->decision->reason);
	jout_object_end(&j);
	what = part_salted(d->noted.salt, buf_all(&text));
	buf_free(&text);
	return what;
}

static enum err
log_duty(struct duty_asked *w, struct txn *t, struct duty_row *d,
    const char *action)
{
	const uint8_t *salt = d->noted.salt;
	char day[DATE_TEXT];
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "duty", (int64_t)d->duty.number);
	entry_digest(&body, "person",
	    part_salted(salt, slice_text(d->duty.person.text)));
	entry_str(&body, "role", role_name(d->duty.role));
	if (d->duty.unit.text[0] != 0)
		entry_digest(&body, "unit",
		    entry_salted_unit(salt, d->duty.unit.text));
	date_text(d->duty.from, day);
	entry_str(&body, "from", day);
	if (d->duty.until != DUTY_NO_END) {
		date_text(d->duty.until, day);
		entry_str(&body, "until", day);
	}
	entry_digest(&body, "what", what_of_duty(w, d));
	entry_str(&body, "action", action);
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_DUTY, &w->now,
		    buf_all(&body), &d->noted.entry, &d->noted.time);
	buf_free(&body);
	return e;
}

/* The duty w->ends gets its last day. */
static enum err
end_duty(struct duty_asked *w, struct txn *t, struct duty_row *old)
{
	enum err e;

	old->duty.number = w->ends;
	if (!duties_get(t, old))
		return fault_set(w->why, ERR_NOT_FOUND, "/duty",
		    "There is no duty number %llu.",
		    (unsigned long long)w->ends);
	if (w->on <= old->duty.from || w->on >= old->duty.until)
		return fault_set(w->why, ERR_RANGE, "/on",
		    "Duty %llu can end only between its first day and its "
		    "last.",
		    (unsigned long long)w->ends);
	old->duty.until = w->on;
	if ((e = log_duty(w, t, old, "ended")) != OK)
		return e;
	duties_put(t, old);
	return t->err;
}

/* Who follows takes over role and reach. */
static void
take_over(struct duty *d, const struct duty *old)
{
	d->role = old->role;
	d->unit = old->unit;
	memcpy(d->field, old->field, sizeof d->field);
	memcpy(d->block, old->block, sizeof d->block);
	d->n_fields = old->n_fields;
	d->n_blocks = old->n_blocks;
}

/* A substitute and who follows stand for a duty that is there. */
static enum err
check_of(struct duty_asked *w, struct txn *t)
{
	struct duty_row of = { .duty = { .number = w->row.duty.of } };

	if (w->row.duty.of == 0)
		return OK;
	if (!duties_get(t, &of))
		return fault_set(w->why, ERR_NOT_FOUND, "/of",
		    "There is no duty number %llu.",
		    (unsigned long long)w->row.duty.of);
	take_over(&w->row.duty, &of.duty);
	return OK;
}

static enum err
give(struct duty_asked *w, struct txn *t)
{
	struct person_row person = { .person = { .id = w->row.duty.person } };
	enum err e;

	if (!persons_get(t, &person))
		return fault_set(w->why, ERR_NOT_FOUND, "/person",
		    "There is no person \"%s\".", person.person.id.text);
	if ((e = check_of(w, t)) != OK ||
	    (e = duty_check(&w->row.duty, w->why)) != OK)
		return e;
	w->row.duty.number = duties_last(t) + 1;
	if ((e = log_duty(w, t, &w->row, "given")) != OK)
		return e;
	duties_put(t, &w->row);
	return t->err;
}

enum err
duty_asked_run(struct duty_asked *w, struct txn *t)
{
	struct duty_row old = { .duty = { .number = w->ends } };
	enum err e;

	if (w->ends != 0 && (e = end_duty(w, t, &old)) != OK)
		return e;
	return w->gives ? give(w, t) : t->err;
}

static enum err
run_duty(struct txn *t, void *arg)
{
	return duty_asked_run(arg, t);
}

static enum err
change_duty(struct duty_asked *w)
{
	enum err e;

	if ((e = part_operator(w->who, w->why)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK ||
	    (e = decision_check(w->decision, moment_day(w->now.wall),
		 w->why)) != OK ||
	    (e = random_bytes(w->row.noted.salt, sizeof w->row.noted.salt)) !=
		OK)
		return e;
	w->row.noted.by = w->who->token;
	return env_change(w->store->env, run_duty, w, 2048);
}

enum err
act_give_duty(struct store *s, const struct who *who, const struct duty *duty,
    uint64_t *number, struct fault *why)
{
	struct duty_asked w = { .store = s,
		.who = who,
		.row = { .duty = *duty },
		.gives = true,
		.decision = &duty->decision,
		.why = why };
	enum err e = change_duty(&w);

	*number = w.row.duty.number;
	return e;
}

enum err
act_end_duty(struct store *s, const struct who *who, uint64_t number,
    int64_t on, const struct decision *decision, struct fault *why)
{
	struct duty_asked w = { .store = s,
		.who = who,
		.ends = number,
		.on = on,
		.decision = decision,
		.why = why };

	return change_duty(&w);
}

enum err
act_transfer_duty(struct store *s, const struct who *who, uint64_t of,
    struct person_id to, int64_t on, const struct decision *decision,
    uint64_t *number, struct fault *why)
{
	struct duty_asked w = { .store = s,
		.who = who,
		.row = { .duty = { .person = to,
			     .from = on,
			     .until = DUTY_NO_END,
			     .kind = DUTY_HANDOVER,
			     .of = of,
			     .decision = *decision } },
		.ends = of,
		.on = on,
		.gives = true,
		.decision = decision,
		.why = why };
	enum err e = change_duty(&w);

	*number = w.row.duty.number;
	return e;
}
