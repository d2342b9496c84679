/*
 * audit_log.c - the auditor's rules about the clock, the log, and what was not
 * taken.
 *
 * Knows what in an entry is worth a look. Touches its arguments alone.
 */
#include "store/look/audit.h"

#define SECOND INT64_C(1000000)
#define HOUR (3600 * SECOND)
/* Three heartbeats: every 60 s, every 10 s in the last hour (promise 7). */
#define SILENCE (180 * SECOND)
#define LAST_SILENCE (30 * SECOND)

static bool
in_span(const struct auditing *a, const struct audited *x)
{
	return x->entry->time.us >= a->opens.us &&
	       x->entry->time.us < a->closes.us;
}

static bool
is_real(const struct entry *e)
{
	return e->status != CLOCK_SIMULATED;
}

static int64_t
wall_us(const struct entry *e)
{
	return e->clock.earliest.us + e->bound.us;
}

/* ---- the clock ---- */

/* An act reads the clock and then waits for its turn: readings stand in the log
 * in another order than they were taken in. How much earlier than the one
 * before it this one was taken, by the time since boot. */
static int64_t
taken_earlier(const struct entry *was, const struct entry *is)
{
	if (memcmp(was->boot_id, is->boot_id, sizeof is->boot_id) != 0 ||
	    was->boottime_us <= is->boottime_us)
		return 0;
	return was->boottime_us - is->boottime_us;
}

/* A simulated clock moves forwards only. */
void
audit_clock_back(struct auditing *a, const struct audited *x)
{
	const struct entry *was = &a->before, *is = x->entry;
	int64_t by = was->clock.earliest.us - is->clock.latest.us;

	if (!a->has_before || !in_span(a, x) || !is_real(was) || !is_real(is))
		return;
	by -= taken_earlier(was, is);
	if (by <= 0)
		return;
	finding_say(audit_find(a, x, FINDING_CLOCK_BACK),
	    "The clock went back by at least %lld microseconds.",
	    "Đồng hồ lùi ít nhất %lld micro giây.", (long long)by);
}

void
audit_clock_step(struct auditing *a, const struct audited *x)
{
	const struct entry *was = &a->before, *is = x->entry;
	int64_t by;

	if (!a->has_before || !in_span(a, x) || !is_real(was) || !is_real(is) ||
	    memcmp(was->boot_id, is->boot_id, sizeof is->boot_id) != 0 ||
	    !clock_stepped(wall_us(was), was->boottime_us, wall_us(is),
		is->boottime_us, &by))
		return;
	finding_say(audit_find(a, x, FINDING_CLOCK_STEP),
	    "The clock moved %lld microseconds otherwise than the time since "
	    "boot.",
	    "Đồng hồ lệch %lld micro giây so với thời gian từ lúc khởi động.",
	    (long long)by);
}

/* A stretch is told once, when it has ended. */
void
audit_unfit_end(struct auditing *a)
{
	struct finding f = { .code = FINDING_CLOCK_UNFIT,
		.place = a->unfit_from,
		.time = a->unfit_since };
	char from[MOMENT_TEXT], to[MOMENT_TEXT];

	if (!a->is_unfit)
		return;
	a->is_unfit = false;
	moment_text(a->unfit_since, from);
	moment_text(a->before.time, to);
	finding_say(findings_add(a->out, &f),
	    "The clock was %s in %llu entries, from %s to %s.",
	    "Đồng hồ " A_CLOCK("%s") " trong %llu mục nhật ký, từ %s đến %s.",
	    clock_status_name(a->unfit_status),
	    (unsigned long long)a->unfit_entries, from, to);
}

void
audit_clock_unfit(struct auditing *a, const struct audited *x)
{
	enum clock_status status = x->entry->status;
	bool bad = (status == CLOCK_UNFIT || status == CLOCK_UNSYNCHRONISED) &&
		   in_span(a, x);

	if (a->is_unfit && (!bad || status != a->unfit_status))
		audit_unfit_end(a);
	if (!bad)
		return;
	if (!a->is_unfit) {
		a->unfit_from = x->place;
		a->unfit_since = x->entry->time;
		a->unfit_status = status;
		a->unfit_entries = 0;
	}
	a->is_unfit = true;
	a->unfit_entries++;
}

/* How long of the silence (from, to) lies in the window, and whether that is
 * too long. */
static bool
is_silent(const struct window *w, int64_t from, int64_t to)
{
	int64_t until = w->on_time_until.us, last = until - HOUR;

	if (from < w->opens.us)
		from = w->opens.us;
	if (to > until)
		to = until;
	return to - from > SILENCE ||
	       to - (from > last ? from : last) > LAST_SILENCE;
}

static void
tell_silence(struct auditing *a, const struct audited *x, const struct plan *p,
    const struct window *w)
{
	bool all = w->unit == WINDOW_FOR_ALL;
	const char *whose =
	    all ? p->blocks[w->block].id.text : p->units[w->unit].id.text;
	char from[MOMENT_TEXT];

	moment_text(a->before.time, from);
	finding_say(audit_find(a, x, FINDING_SILENCE),
	    all ? "No entry for %lld s from %s, while the window of block %s "
		  "was open."
		: "No entry for %lld s from %s, while the window of unit %s "
		  "was open.",
	    all ? "Không có mục nào trong %lld giây từ %s, khi thời hạn của "
		  "khối %s đang mở."
		: "Không có mục nào trong %lld giây từ %s, khi thời hạn của "
		  "đơn vị %s đang mở.",
	    (long long)((x->entry->time.us - a->before.time.us) / SECOND), from,
	    whose);
}

/* Blocks' windows and those that a unit alone was given, as heartbeats go by
 * both. A silence is told once. */
void
audit_silence(struct auditing *a, const struct audited *x)
{
	const struct plan *p = audit_plan_at(a, x->place);
	const struct window *w;

	if (!a->has_before || !is_real(x->entry) || !is_real(&a->before))
		return;
	for (w = p->windows; w < p->windows + p->n_windows; w++)
		if (w->stage == STAGE_EVIDENCE &&
		    is_silent(w, a->before.time.us, x->entry->time.us) &&
		    plan_window_in_force(p, w)) {
			tell_silence(a, x, p, w);
			return;
		}
}

/* ---- what the server itself told ---- */

static void
told_outage(struct auditing *a, const struct audited *x)
{
	char from[MOMENT_TEXT], until[MOMENT_TEXT];
	uint64_t start = 0, end = 0;

	(void)audit_number(x->entry, "from", &start);
	(void)audit_number(x->entry, "until", &end);
	moment_text((struct moment){ (int64_t)start }, from);
	moment_text((struct moment){ (int64_t)end }, until);
	finding_say(audit_find(a, x, FINDING_OUTAGE),
	    "No sign of life from %s to %s.",
	    "Không có dấu hiệu hoạt động từ %s đến %s.", from, until);
}

void
audit_told(struct auditing *a, const struct audited *x)
{
	struct slice by = slice_text("0");
	char at[MOMENT_TEXT];

	moment_text(x->entry->time, at);
	if (x->entry->type == ENTRY_SUCCESSION) {
		finding_say(audit_find(a, x, FINDING_LOG_SUCCEEDED),
		    "A new log begins here, %s.",
		    "Nhật ký mới bắt đầu từ đây, %s.", at);
	} else if (in_span(a, x) && x->entry->type == ENTRY_OUTAGE) {
		told_outage(a, x);
	} else if (in_span(a, x)) {
		(void)entry_value(x->entry->body, "by", 0, &by);
		finding_say(audit_find(a, x, FINDING_CLOCK_INCIDENT),
		    "Recorded at %s; the clock moved by %.*s microseconds.",
		    "Ghi nhận lúc %s; đồng hồ lệch %.*s micro giây.", at,
		    (int)by.n, (const char *)by.p);
	}
}

/* ---- what was not taken ---- */

void
audit_refusal(struct auditing *a, const struct audited *x)
{
	struct slice verdict = SLICE_NONE;
	uint64_t by = 0;

	if (!audit_of_period(a, x))
		return;
	(void)entry_value(x->entry->body, "verdict", 0, &verdict);
	(void)audit_number(x->entry, "by", &by);
	finding_say(audit_find(a, x, FINDING_REFUSED),
	    "Sent with token %llu; verdict %.*s.",
	    "Nộp bằng mã truy cập số %llu; kết luận " A_VERDICT("%.*s") ".",
	    (unsigned long long)by, (int)verdict.n, (const char *)verdict.p);
}

void
audit_returned(struct auditing *a, const struct audited *x)
{
	struct slice reason = SLICE_NONE, verdict = SLICE_NONE;
	uint64_t by = 0;

	if (!audit_of_period(a, x))
		return;
	(void)entry_value(x->entry->body, "reason", 0, &reason);
	(void)entry_value(x->entry->body, "verdict", 0, &verdict);
	(void)audit_number(x->entry, "by", &by);
	finding_say(audit_find(a, x, FINDING_RETURNED),
	    "Sent with token %llu: %.*s; verdict on its time %.*s.",
	    "Nộp bằng mã truy cập số %llu: " A_REASON(
		"%.*s") "; kết luận về "
			"thời điểm nhận: " A_VERDICT("%.*s") ".",
	    (unsigned long long)by, (int)reason.n, (const char *)reason.p,
	    (int)verdict.n, (const char *)verdict.p);
}

void
audit_rejection(struct auditing *a, const struct audited *x)
{
	struct slice document, reason = SLICE_NONE;

	if (!entry_value(x->entry->body, "document", 0, &document) ||
	    !slice_is(document, "rejected"))
		return;
	(void)entry_value(x->entry->body, "reason", 0, &reason);
	finding_say(audit_find(a, x, FINDING_REJECTED),
	    "Unit %s, file \"%.80s\": %.*s.",
	    "Cơ quan %s, tệp “%.80s”: " A_REASON("%.*s") ".", x->sub.unit.text,
	    x->sub.facts.file_name, (int)reason.n, (const char *)reason.p);
}
