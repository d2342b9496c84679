/*
 * minutes_words.c - the minutes of a closed window in plain words.
 *
 * Knows what stands in which row. Touches nothing but its arguments.
 */
#include "store/admin/minutes_words.h"

#include "store/base/encode.h"

struct writing {
	const struct minutes *m;
	const struct plan *plan;
	enum language language;
	struct statement *to;
};

static const char *say(const struct writing *w, const char *vi, const char *en)
    __attribute__((format_arg(2), format_arg(3)));

/* The text in the page's language. */
static const char *
say(const struct writing *w, const char *vi, const char *en)
{
	return w->language == VIETNAMESE ? vi : en;
}

static struct buf *
row(struct writing *w, const char *vi, const char *en)
{
	struct statement *s = w->to;
	unsigned at = s->n < STATEMENT_ROWS ? s->n++ : STATEMENT_ROWS - 1;

	s->row[at].label = say(w, vi, en);
	return &s->row[at].text;
}

static void
put_period(struct writing *w)
{
	static const char *const vi[STAGES] = { "nộp tài liệu kiểm chứng",
		"thẩm định", "điều tra xã hội học", "giải trình",
		"thẩm định lần 2" };
	struct buf *to = row(w, "Kỳ đánh giá", "Period");

	buf_print(to, "%s, %s", w->m->period.text,
	    say(w, vi[w->m->stage], stage_name(w->m->stage)));
	if (w->m->simulated)
		buf_text(to,
		    say(w, ". MÔ PHỎNG: thời gian ở đây không chứng minh gì",
			". SIMULATED: its times prove nothing"));
}

/* Whose window it is: by name where offices sign, by code in English, for names
 * are Vietnamese alone. */
static const char *
whose(const struct writing *w, const struct window *is)
{
	const struct plan *p = w->plan;

	if (is->unit == WINDOW_FOR_ALL)
		return say(w, p->blocks[is->block].name_vi,
		    p->blocks[is->block].id.text);
	return say(w, p->units[is->unit].name_vi, p->units[is->unit].id.text);
}

static void
put_blocks(struct writing *w, const struct window *of, struct buf *to)
{
	const struct plan *p = w->plan;
	const char *between = " (";

	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *is = &p->windows[i];

		if (is->stage != of->stage || is->version != of->version ||
		    is->on_time_until.us != of->on_time_until.us)
			continue;
		buf_print(to, "%s%s", between, whose(w, is));
		between = "; ";
	}
	buf_text(to, ")");
}

static void
put_deadlines(struct writing *w)
{
	for (unsigned i = 0; i < w->m->n_deadlines; i++) {
		const struct window *is = &w->m->deadline[i].window;
		const struct closing *c = &w->m->deadline[i].counts;
		struct buf *to = row(w, "Hạn nộp", "Deadline");

		statement_moment(is->on_time_until, w->language, to);
		buf_print(to, "%s%u",
		    say(w, " (+07:00), phiên bản ", " (+07:00), version "),
		    (unsigned)is->version);
		put_blocks(w, is, to);
		if (is->stage != STAGE_EVIDENCE)
			continue;
		to = row(w, "Số tài liệu", "Documents");
		buf_print(to,
		    say(w,
			"đúng hạn %llu; đúng hạn trong sai số đồng hồ %llu; "
			"trễ hạn %llu; từ chối %llu; %s",
			"on time %llu; within the clock's uncertainty %llu; "
			"late %llu; refused %llu; %s"),
		    (unsigned long long)c->on_time,
		    (unsigned long long)c->doubt, (unsigned long long)c->late,
		    (unsigned long long)c->refused,
		    c->closed
			? say(w, "đã chốt trong nhật ký", "closed in the log")
			: say(w, "CHƯA CHỐT", "NOT CLOSED YET"));
	}
	if (w->m->unlisted > 0)
		buf_print(row(w, "Hạn riêng khác", "Other deadlines"), "%u",
		    w->m->unlisted);
}

static void
put_root(struct writing *w)
{
	char hex[DIGEST_TEXT];
	struct buf *to;

	buf_text(row(w, "Nhật ký", "Log"), w->m->checkpoint.origin);
	to = row(w, "Số mục", "Entries");
	buf_u64(to, w->m->checkpoint.size);
	to = row(w, "Gốc cây Merkle", "Root of the tree");
	digest_text(w->m->checkpoint.root, hex);
	for (unsigned i = 0; i < DIGEST_TEXT - 1; i += 4)
		buf_print(to, "%s%.4s", i == 0 ? "" : " ", hex + i);
}

static const char *
clock_word(const struct writing *w, enum clock_status status)
{
	static const char *const vi[] = {
		[CLOCK_FIT] = "đạt yêu cầu",
		[CLOCK_UNFIT] = "KHÔNG đạt yêu cầu",
		[CLOCK_UNSYNCHRONISED] = "KHÔNG được đồng bộ",
		[CLOCK_SIMULATED] = "mô phỏng",
	};

	return say(w, vi[status], clock_status_name(status));
}

static void
put_clock(struct writing *w)
{
	const struct entry *last = &w->m->last;
	struct buf *to = row(w, "Đồng hồ", "Clock");

	statement_moment(last->time, w->language, to);
	buf_print(to,
	    say(w, ": %s, sai số ± %lld µs; số lần lệch %llu",
		": %s, within ± %lld µs; steps %llu"),
	    clock_word(w, last->status), (long long)last->bound.us,
	    (unsigned long long)w->m->incidents);
	to = row(w, "Gián đoạn", "Outages");
	buf_u64(to, w->m->outages);
	for (unsigned i = 0; i < w->m->outages && i < MINUTES_OUTAGES; i++) {
		buf_text(to, "; ");
		statement_moment(w->m->outage[i].earliest, w->language, to);
		buf_text(to, " – ");
		statement_moment(w->m->outage[i].latest, w->language, to);
	}
	if (w->m->outages > MINUTES_OUTAGES)
		buf_text(to, "; …");
}

static void
put_outside(struct writing *w)
{
	struct buf *to =
	    row(w, "Dấu thời gian bên ngoài", "Outside time-stamps");

	buf_u64(to, w->m->tokens);
	if (w->m->authority[0] == 0)
		return;
	buf_print(to, "%s%s, ", say(w, "; gần nhất: ", "; newest: "),
	    w->m->authority);
	statement_moment(w->m->stamped, w->language, to);
}

enum err
minutes_words(const struct minutes *m, const struct plan *plan,
    enum language language, struct statement *out)
{
	struct writing w = { m, plan, language, out };

	*out = (struct statement){ .made = m->last.time };
	out->title = say(&w, "BIÊN BẢN XÁC NHẬN NHẬT KÝ TIẾP NHẬN",
	    "MINUTES OF THE LOG");
	put_period(&w);
	put_deadlines(&w);
	put_root(&w);
	put_clock(&w);
	put_outside(&w);
	for (unsigned i = 0; i < out->n; i++)
		if (out->row[i].text.err != OK)
			return out->row[i].text.err;
	return out->n < STATEMENT_ROWS ? OK : ERR_TOO_BIG;
}
