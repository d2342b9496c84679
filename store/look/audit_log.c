/*
 * audit_log.c - the auditor's rules about the clock, the log, and those who
 * run the place.
 *
 * Knows what in an entry is worth a look. Touches records, for reading.
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
	    "Đồng hồ ở trạng thái %s trong %llu mục nhật ký, từ %s đến %s.",
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

void
audit_silence(struct auditing *a, const struct audited *x)
{
	const struct plan *p = audit_plan_at(a, x->place);
	const struct window *w;
	char from[MOMENT_TEXT];

	if (!a->has_before || !is_real(x->entry) || !is_real(&a->before))
		return;
	for (unsigned b = 0; b < p->n_blocks; b++) {
		w = plan_window(p, b, STAGE_EVIDENCE);
		if (w == NULL ||
		    !is_silent(w, a->before.time.us, x->entry->time.us))
			continue;
		moment_text(a->before.time, from);
		finding_say(audit_find(a, x, FINDING_SILENCE),
		    "No entry for %lld s from %s, while the window of block "
		    "%s was open.",
		    "Không có mục nào trong %lld giây từ %s, khi thời hạn của "
		    "khối %s đang mở.",
		    (long long)((x->entry->time.us - a->before.time.us) /
				SECOND),
		    from, p->blocks[b].id.text);
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

/* ---- rules and operators ---- */

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
		    "Mã truy cập số %llu, vai trò %.*s: %.*s.",
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

bool
audit_of_period(const struct auditing *a, const struct audited *x)
{
	struct slice period;

	return entry_value(x->entry->body, "period", 0, &period) &&
	       slice_is(period, a->plan->period.text);
}

/* ---- after a lock ---- */

/* The unit of a score's entry: the log names it salted, and the newest cell
 * alone still knows the salt. */
static int
unit_of_score(struct auditing *a, const struct audited *x, struct slice leaf,
    enum column column)
{
	struct cell cell = { .period = a->plan->period, .column = column };

	if (leaf_id_read(leaf, &cell.leaf) != OK)
		return -1;
	for (unsigned u = 0; u < a->plan->n_units; u++) {
		cell.unit = a->plan->units[u].id;
		if (cells_get(&a->t, &cell) && cell.entry == x->place)
			return (int)u;
	}
	return -1;
}

static struct moment
first_close(const struct plan *p, enum stage stage)
{
	struct moment first = { INT64_MAX };
	const struct window *w;

	for (unsigned b = 0; b < p->n_blocks; b++)
		if ((w = plan_window(p, b, stage)) != NULL &&
		    moment_before(w->closes, first))
			first = w->closes;
	return first;
}

void
audit_score(struct auditing *a, const struct audited *x)
{
	struct slice leaf, column;
	const struct window *w;
	char closed[MOMENT_TEXT];
	enum stage stage;
	int unit;

	if (!audit_of_period(a, x) ||
	    !entry_value(x->entry->body, "leaf", 0, &leaf) ||
	    !entry_value(x->entry->body, "column", 0, &column))
		return;
	stage = slice_is(column, column_name(COLUMN_SELF)) ? STAGE_EVIDENCE
							   : STAGE_APPRAISAL;
	if (x->entry->clock.earliest.us <
	    first_close(audit_plan_at(a, x->place), stage).us)
		return;
	unit = unit_of_score(a, x, leaf,
	    stage == STAGE_EVIDENCE ? COLUMN_SELF : COLUMN_ROUND1);
	if (unit < 0) /* overwritten since: that entry is found instead */
		return;
	w = audit_window_at(a, x->place, a->plan->units[unit].id, stage);
	if (w == NULL || x->entry->clock.earliest.us < w->closes.us)
		return;
	moment_text(w->closes, closed);
	finding_say(audit_find(a, x, FINDING_SCORE_AFTER_CLOSE),
	    "Unit %s, criterion %.*s, column %.*s; closed since %s.",
	    "Cơ quan %s, tiêu chí %.*s, cột %.*s; đã đóng từ %s.",
	    a->plan->units[unit].id.text, (int)leaf.n, (const char *)leaf.p,
	    (int)column.n, (const char *)column.p, closed);
}

void
audit_withdrawal(struct auditing *a, const struct audited *x)
{
	const struct window *w =
	    audit_window_at(a, x->place, x->sub.unit, STAGE_EVIDENCE);
	char closed[MOMENT_TEXT];

	if (w == NULL || x->entry->clock.earliest.us < w->closes.us)
		return;
	moment_text(w->closes, closed);
	finding_say(audit_find(a, x, FINDING_WITHDRAWN_AFTER_CLOSE),
	    "Unit %s withdrew it; closed since %s.",
	    "Cơ quan %s đã rút; thời hạn đóng từ %s.", x->sub.unit.text,
	    closed);
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
	    "Nộp bằng mã truy cập số %llu; kết luận %.*s.",
	    (unsigned long long)by, (int)verdict.n, (const char *)verdict.p);
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
	    "Cơ quan %s, tệp \"%.80s\": %.*s.", x->sub.unit.text,
	    x->sub.facts.file_name, (int)reason.n, (const char *)reason.p);
}
