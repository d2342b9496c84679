/*
 * audit_papers.c - the auditor's rules about submissions: when they came, and
 * what the documents say of their own dates.
 *
 * Knows the rules. Touches nothing but the report.
 */
#include "store/judge.h"
#include "store/look/audit.h"
#include "store/model/pdf_date.h"

#define FAR_US INT64_C(10000000) /* 10 s (audit.md 4.6 R5) */
#define DAY_US INT64_C(86400000000)

static const struct window *
window_of(struct auditing *a, const struct audited *x)
{
	const struct window *w;

	(void)judge_then(&a->t, a->plan, &x->sub, &w);
	return w;
}

/* Then it existed at the latest: a commitment named its digest. */
static struct moment
existed(const struct submission *s)
{
	return commitment_id_is(s->completes.id) ? s->completes.received.latest
						 : s->received.latest;
}

void
audit_doubt(struct auditing *a, const struct audited *x)
{
	struct basis by = submission_basis(&x->sub, a->plan->commitment);
	char earliest[MOMENT_TEXT], latest[MOMENT_TEXT];

	if (x->sub.verdict != VERDICT_ON_TIME_DOUBT &&
	    x->sub.verdict != VERDICT_LATE_DOUBT)
		return;
	moment_text(by.received.earliest, earliest);
	moment_text(by.received.latest, latest);
	finding_say(audit_find(a, x, FINDING_IN_DOUBT),
	    "Unit %s: received between %s and %s; judged %s.",
	    "Cơ quan %s: nhận trong khoảng %s đến %s; kết luận " A_VERDICT(
		"%s") ".",
	    x->sub.unit.text, earliest, latest, verdict_name(x->sub.verdict));
}

void
audit_far(struct auditing *a, const struct audited *x)
{
	const struct entry *e = x->entry;
	int64_t early = e->time.us - x->sub.received.earliest.us;
	int64_t late = x->sub.received.latest.us - e->time.us - e->bound.us;

	if (early <= FAR_US && late <= 0)
		return;
	finding_say(audit_find(a, x, FINDING_ENTRY_FAR),
	    "Unit %s: the arrival begins %lld microseconds before the entry "
	    "and ends %lld after it.",
	    "Cơ quan %s: thời điểm nhận bắt đầu trước mục nhật ký %lld micro "
	    "giây và kết thúc sau mục đó %lld.",
	    x->sub.unit.text, (long long)early,
	    (long long)(late > 0 ? late : 0));
}

void
audit_flip(struct auditing *a, const struct audited *x)
{
	const struct window *newest;
	enum verdict would = judge_now(&a->t, a->plan, &x->sub, &newest);

	if (newest == NULL || would == x->sub.verdict)
		return;
	finding_say(audit_find(a, x, FINDING_VERDICT_FLIPPED),
	    "Unit %s: %s by version %u of the window, %s by version %u.",
	    "Cơ quan %s: " A_VERDICT("%s") " theo phiên bản %u của thời "
					   "hạn, " A_VERDICT(
					       "%s") " theo phiên bản %u.",
	    x->sub.unit.text, verdict_name(x->sub.verdict),
	    (unsigned)x->sub.window_version, verdict_name(would),
	    (unsigned)newest->version);
}

void
audit_issued(struct auditing *a, const struct audited *x)
{
	const struct window *w = window_of(a, x);
	const char *issued = x->sub.facts.issued;
	struct moment day;
	int64_t days;

	if (date_read(slice_text(issued), &days) != OK)
		return;
	day = date_start(days);
	if (moment_before(existed(&x->sub), day))
		finding_say(audit_find(a, x, FINDING_ISSUED_AFTER_ARRIVAL),
		    "Unit %s: issued %s.", "Cơ quan %s: ban hành %s.",
		    x->sub.unit.text, issued);
	if (w != NULL && !moment_before(day, w->on_time_until))
		finding_say(audit_find(a, x, FINDING_ISSUED_AFTER_DEADLINE),
		    "Unit %s: issued %s.", "Cơ quan %s: ban hành %s.",
		    x->sub.unit.text, issued);
}

/* One of the file's own dates against those of the submission. */
static void
claim(struct auditing *a, const struct audited *x, const char *key,
    const char *text)
{
	const char *issued = x->sub.facts.issued;
	char says[MOMENT_TEXT];
	struct moment m;
	int64_t days;

	if (pdf_date_read(text, &m) != OK)
		return;
	moment_text(m, says);
	if (m.us - existed(&x->sub).us > DAY_US)
		finding_say(audit_find(a, x, FINDING_FILE_AFTER_ARRIVAL),
		    "Unit %s: the file's %s is %s (unverified).",
		    "Cơ quan %s: " A_THING(
			"%s") " ghi trong tệp là %s (chưa kiểm chứng).",
		    x->sub.unit.text, key, says);
	else if (date_read(slice_text(issued), &days) == OK &&
		 !moment_before(m, date_start(days + 1)))
		finding_say(audit_find(a, x, FINDING_FILE_AFTER_ISSUED),
		    "Unit %s: the file's %s is %s (unverified); issued %s.",
		    "Cơ quan %s: " A_THING("%s") " ghi trong tệp là %s (chưa "
						 "kiểm chứng); ban hành "
						 "%s.",
		    x->sub.unit.text, key, says, issued);
}

void
audit_claims(struct auditing *a, const struct audited *x)
{
	claim(a, x, "CreationDate", x->sub.claims.created);
	claim(a, x, "ModDate", x->sub.claims.modified);
	claim(a, x, "signing time", x->sub.claims.signed_at);
}
