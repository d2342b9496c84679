/*
 * audit_hands.c - the auditor's rules about those who run the place: tokens and
 * duties, what was destroyed or taken out, who vouches from outside, and what
 * was published once more.
 *
 * Knows what in an entry is worth a look. Touches records, for reading.
 */
#include "store/look/audit.h"
#include "store/table/submissions.h"

bool
audit_of_period(const struct auditing *a, const struct audited *x)
{
	struct slice period;

	return entry_value(x->entry->body, "period", 0, &period) &&
	       slice_is(period, a->plan->period.text);
}

/* ---- who may do what ---- */

void
audit_operator(struct auditing *a, const struct audited *x)
{
	struct slice action = SLICE_NONE, role = SLICE_NONE;
	uint64_t token = 0, set;
	char to[MOMENT_TEXT];

	if (!audit_window_open(a->plan, x->entry->time))
		return;
	if (x->entry->type != ENTRY_CLOCK) {
		(void)audit_number(x->entry, "token", &token);
		(void)entry_value(x->entry->body, "role", 0, &role);
		(void)entry_value(x->entry->body, "action", 0, &action);
		finding_say(audit_find(a, x, FINDING_TOKEN),
		    "Token %llu of role %.*s was %.*s.",
		    "Mã truy cập số %llu, vai trò " A_ROLE(
			"%.*s") ": " AN_ACTION("%.*s") ".",
		    (unsigned long long)token, (int)role.n,
		    (const char *)role.p, (int)action.n,
		    (const char *)action.p);
	} else if (audit_number(x->entry, "set", &set)) {
		moment_text((struct moment){ (int64_t)set }, to);
		finding_say(audit_find(a, x, FINDING_CLOCK_SET),
		    "The simulated clock was moved to %s.",
		    "Đồng hồ giả lập được chỉnh đến %s.", to);
	}
}

void
audit_duty(struct auditing *a, const struct audited *x)
{
	struct slice action = SLICE_NONE, role = SLICE_NONE, from = SLICE_NONE;
	uint64_t duty = 0;

	if (!audit_window_open(a->plan, x->entry->time))
		return;
	(void)audit_number(x->entry, "duty", &duty);
	(void)entry_value(x->entry->body, "role", 0, &role);
	(void)entry_value(x->entry->body, "from", 0, &from);
	(void)entry_value(x->entry->body, "action", 0, &action);
	finding_say(audit_find(a, x, FINDING_DUTY),
	    "Duty %llu of role %.*s, from %.*s on, was %.*s.",
	    "Nhiệm vụ số %llu, vai trò " A_ROLE(
		"%.*s") ", từ ngày %.*s: " AN_ACTION("%.*s") ".",
	    (unsigned long long)duty, (int)role.n, (const char *)role.p,
	    (int)from.n, (const char *)from.p, (int)action.n,
	    (const char *)action.p);
}

/* ---- what was destroyed ---- */

/* Looks for a submission of the period among those that used a document. */
struct using
{
	struct auditing *auditing;
	struct audited *at;
};

static bool
is_of_period(void *self, struct submission_id id)
{
	struct using *u = self;
	struct audited *x = u->at;
	int unit;

	if (!submissions_get(&u->auditing->t, id, &x->sub) ||
	    !period_id_eq(x->sub.period, u->auditing->plan->period) ||
	    (unit = plan_unit(u->auditing->plan, x->sub.unit)) < 0)
		return true;
	x->unit = (unsigned)unit;
	x->has_submission = true;
	return false;
}

void
audit_destroyed(struct auditing *a, const struct audited *x)
{
	struct audited of = *x;
	struct using u = { a, &of };
	struct mandated m = { .by = { 0 } };
	struct slice document;
	struct digest d;
	uint64_t size = 0;

	if (!entry_value(x->entry->body, "document", 0, &document) ||
	    digest_read(document, &d) != OK)
		return;
	document_uses_each(&a->t, d, is_of_period, &u);
	if (!of.has_submission)
		return;
	(void)audit_number(x->entry, "size", &size);
	(void)mandates_get(&a->t, x->place, &m);
	finding_say(audit_find(a, &of, FINDING_DESTROYED),
	    "Unit %s, %llu bytes, by decision %s of %s (%.80s).",
	    "Cơ quan %s, %llu byte, theo quyết định %s ngày %s (%.80s).",
	    of.sub.unit.text, (unsigned long long)size, m.mandate.number,
	    m.mandate.date, m.mandate.person);
}

void
audit_disposed(struct auditing *a, const struct audited *x)
{
	struct mandated m = { .by = { 0 } };
	struct slice kind = SLICE_NONE;
	uint64_t records = 0;

	if (!audit_of_period(a, x))
		return;
	(void)audit_number(x->entry, "records", &records);
	(void)entry_value(x->entry->body, "kind", 0, &kind);
	(void)mandates_get(&a->t, x->place, &m);
	finding_say(audit_find(a, x, FINDING_DESTROYED),
	    "%llu records of kind %.*s, by decision %s of %s (%.80s).",
	    "%llu bản ghi, loại: " A_THING(
		"%.*s") ", theo quyết định %s ngày %s (%.80s).",
	    (unsigned long long)records, (int)kind.n, (const char *)kind.p,
	    m.mandate.number, m.mandate.date, m.mandate.person);
}

/* ---- what left the house ---- */

void
audit_exported(struct auditing *a, const struct audited *x)
{
	struct slice scope = SLICE_NONE;
	uint64_t files = 0, by = 0;

	if (!audit_of_period(a, x))
		return;
	(void)entry_value(x->entry->body, "scope", 0, &scope);
	(void)audit_number(x->entry, "files", &files);
	(void)audit_number(x->entry, "by", &by);
	finding_say(audit_find(a, x, FINDING_EXPORTED),
	    "Scope %.*s, %llu parts, by token %llu.",
	    "Phạm vi: " A_SCOPE(
		"%.*s") ", %llu phần, bằng mã truy cập số %llu.",
	    (int)scope.n, (const char *)scope.p, (unsigned long long)files,
	    (unsigned long long)by);
}

void
audit_corrected(struct auditing *a, const struct audited *x)
{
	uint64_t revision = 0, corrects;

	if (!audit_of_period(a, x) ||
	    !audit_number(x->entry, "corrects", &corrects))
		return;
	(void)audit_number(x->entry, "revision", &revision);
	finding_say(audit_find(a, x, FINDING_CORRECTED),
	    "Revision %llu takes the place of revision %llu.",
	    "Bản công bố số %llu thay thế bản số %llu.",
	    (unsigned long long)revision, (unsigned long long)corrects);
}

/* ---- who vouches from outside ---- */

static unsigned
how_many(const struct entry *e, const char *key)
{
	struct slice value;
	unsigned n = 0;

	while (entry_value(e->body, key, n, &value))
		n++;
	return n;
}

void
audit_outside(struct auditing *a, const struct audited *x)
{
	if (!moment_before(x->entry->time, a->closes))
		return;
	finding_say(audit_find(a, x, FINDING_OUTSIDE_CHANGED),
	    "From here on %u authorities and %u witnesses are asked.",
	    "Từ đây hệ thống hỏi %u tổ chức cấp dấu thời gian và %u nhân "
	    "chứng.",
	    how_many(x->entry, "tsa"), how_many(x->entry, "witness"));
}
