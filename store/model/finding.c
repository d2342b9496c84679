/*
 * finding.c - the kinds of finding, and the list.
 *
 * Knows THE table of kinds. Touches nothing but its arguments.
 */
#include "store/model/finding.h"

#include "store/model/finding_words.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const severity_names[] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
};
static_assert(sizeof severity_names / sizeof *severity_names == SEVERITIES,
    "all named");

/* clang-format off */
static const struct {
	const char *name;
	enum severity severity;
	const char *en, *vi;
} kinds[] = {
	[FINDING_CLOCK_BACK] = { "clock-back", SEVERITY_HIGH,
	    "The clock reads earlier than at the entry before, beyond both error bounds.",
	    "Đồng hồ chỉ sớm hơn mục nhật ký liền trước, vượt quá sai số của cả hai." },
	[FINDING_CLOCK_STEP] = { "clock-step", SEVERITY_HIGH,
	    "Between two entries the clock moved otherwise than the time since boot.",
	    "Giữa hai mục nhật ký, đồng hồ chạy lệch so với thời gian từ lúc khởi động máy." },
	[FINDING_CLOCK_INCIDENT] = { "clock-incident", SEVERITY_MEDIUM,
	    "The server itself recorded that its clock stepped or that it was started anew.",
	    "Chính máy chủ ghi nhận đồng hồ nhảy giờ hoặc máy được khởi động lại." },
	[FINDING_CLOCK_UNFIT] = { "clock-unfit", SEVERITY_MEDIUM,
	    "A stretch of the log in which the clock was unfit or not synchronised.",
	    "Một đoạn nhật ký mà đồng hồ không đạt yêu cầu hoặc không được đồng bộ." },
	[FINDING_SILENCE] = { "silence", SEVERITY_HIGH,
	    "No entry for more than three heartbeats while a window was open.",
	    "Không có mục nhật ký nào trong hơn ba nhịp tim khi thời hạn nộp đang mở." },
	[FINDING_OUTAGE] = { "outage", SEVERITY_HIGH,
	    "The server recorded an outage.",
	    "Máy chủ ghi nhận một khoảng ngừng hoạt động." },
	[FINDING_LOG_SUCCEEDED] = { "log-succeeded", SEVERITY_HIGH,
	    "A new log was begun after another one.",
	    "Một nhật ký mới được mở tiếp sau nhật ký cũ." },
	[FINDING_RULES_CHANGED] = { "rules-changed", SEVERITY_HIGH,
	    "The period's rules were written into the log again after it had opened.",
	    "Quy định của kỳ đánh giá được ghi lại vào nhật ký sau khi kỳ đã mở." },
	[FINDING_DEADLINE_CHANGED] = { "deadline-changed", SEVERITY_HIGH,
	    "A window has a later version with another deadline.",
	    "Thời hạn có phiên bản sau với thời điểm khác." },
	[FINDING_VERDICT_FLIPPED] = { "verdict-flipped", SEVERITY_HIGH,
	    "By the deadline in force this submission would be judged otherwise, and was not yet.",
	    "Theo thời hạn đang có hiệu lực, kết luận về lần nộp này sẽ khác, nhưng chưa được xét lại." },
	[FINDING_REJUDGED] = { "rejudged", SEVERITY_HIGH,
	    "A verdict became another one because a deadline was changed.",
	    "Kết luận về lần nộp thay đổi do thời hạn được điều chỉnh." },
	[FINDING_ADMITTED] = { "admitted", SEVERITY_MEDIUM,
	    "A late document counts because the council decided so.",
	    "Tài liệu nộp quá hạn được tính theo quyết định của Hội đồng." },
	[FINDING_BOUNDED] = { "bounded", SEVERITY_MEDIUM,
	    "A verdict that rested on an unfit clock became another one by outside time.",
	    "Kết luận dựa trên đồng hồ không đạt yêu cầu đã đổi theo giờ bên ngoài." },
	[FINDING_RULED] = { "ruled", SEVERITY_MEDIUM,
	    "A person ruled on when a submission came.",
	    "Thời điểm nhận của lần nộp được kết luận theo quyết định." },
	[FINDING_TOKEN] = { "token", SEVERITY_LOW,
	    "An operator gave out or ended an access token while a window was open.",
	    "Quản trị viên cấp hoặc thu hồi mã truy cập khi thời hạn đang mở." },
	[FINDING_CLOCK_SET] = { "clock-set", SEVERITY_LOW,
	    "An operator moved a simulated clock while a window was open.",
	    "Quản trị viên chỉnh đồng hồ giả lập khi thời hạn đang mở." },
	[FINDING_DUTY] = { "duty", SEVERITY_LOW,
	    "A person was given a duty, or a duty ended, while a window was open.",
	    "Một người được giao nhiệm vụ, hoặc nhiệm vụ chấm dứt, khi thời hạn đang mở." },
	[FINDING_DESTROYED] = { "destroyed", SEVERITY_MEDIUM,
	    "A document's bytes, or records of the period, were destroyed under a decision.",
	    "Nội dung một tài liệu, hoặc bản ghi của kỳ đánh giá, bị hủy theo quyết định." },
	[FINDING_EXPORTED] = { "exported", SEVERITY_INFO,
	    "An evidence pack was made.",
	    "Một gói chứng cứ được lập." },
	[FINDING_CORRECTED] = { "corrected", SEVERITY_HIGH,
	    "Published results were corrected.",
	    "Kết quả đã công bố được đính chính." },
	[FINDING_OUTSIDE_CHANGED] = { "outside-changed", SEVERITY_MEDIUM,
	    "Other time-stamp authorities or witnesses were asked after the period had opened.",
	    "Tổ chức cấp dấu thời gian hoặc nhân chứng được thay đổi sau khi kỳ đánh giá đã mở." },
	[FINDING_SCORE_AFTER_CLOSE] = { "score-after-close", SEVERITY_HIGH,
	    "A score was written after its window had closed.",
	    "Điểm được ghi sau khi thời hạn chấm đã đóng." },
	[FINDING_WITHDRAWN_AFTER_CLOSE] = { "withdrawn-after-close", SEVERITY_HIGH,
	    "A submission was withdrawn after its window had closed.",
	    "Lần nộp bị rút sau khi thời hạn nộp đã đóng." },
	[FINDING_REOPENED] = { "reopened", SEVERITY_MEDIUM,
	    "A sheet was opened again after it had been locked or decided.",
	    "Bảng tự chấm được mở lại sau khi đã khóa hoặc đã quyết định." },
	[FINDING_UNLOCKED] = { "unlocked", SEVERITY_INFO,
	    "A unit unlocked its own sheet, which it had locked.",
	    "Cơ quan tự mở khóa bảng tự chấm mà mình đã khóa." },
	[FINDING_IN_DOUBT] = { "in-doubt", SEVERITY_MEDIUM,
	    "The deadline lies within the clock's uncertainty of the arrival.",
	    "Thời hạn nằm trong khoảng sai số đồng hồ của thời điểm nhận." },
	[FINDING_ENTRY_FAR] = { "entry-far", SEVERITY_MEDIUM,
	    "The time of arrival is more than 10 s before its entry, or after it.",
	    "Thời điểm nhận sớm hơn mục nhật ký quá 10 giây, hoặc muộn hơn mục đó." },
	[FINDING_REFUSED] = { "refused", SEVERITY_INFO,
	    "A document was refused outside its window.",
	    "Tài liệu bị từ chối vì nằm ngoài thời hạn." },
	[FINDING_RETURNED] = { "returned", SEVERITY_INFO,
	    "A document came whole and was not taken for what it is.",
	    "Tài liệu đã đến đủ nhưng không được tiếp nhận vì tệp không đúng quy định." },
	[FINDING_REJECTED] = { "rejected", SEVERITY_LOW,
	    "The check of a document rejected it.",
	    "Tài liệu bị loại khi kiểm tra." },
	[FINDING_BURST] = { "burst", SEVERITY_INFO,
	    "In the last hour before the deadline more than ten times the median of the other hours arrived.",
	    "Giờ cuối trước hạn nhận nhiều hơn mười lần trung vị của các giờ khác." },
	[FINDING_COMMITMENT_OPEN] = { "commitment-open", SEVERITY_INFO,
	    "A unit committed to documents that did not all come in time.",
	    "Đơn vị đã khai trước tài liệu nhưng không nộp đủ trong thời gian được tính." },
	[FINDING_ISSUED_AFTER_ARRIVAL] = { "issued-after-arrival", SEVERITY_HIGH,
	    "The document's stated date of issue is after the day on which it arrived.",
	    "Ngày ban hành khai của văn bản sau ngày nhận được." },
	[FINDING_ISSUED_AFTER_DEADLINE] = { "issued-after-deadline", SEVERITY_MEDIUM,
	    "The document's stated date of issue is not before the deadline.",
	    "Ngày ban hành khai của văn bản không trước thời hạn." },
	[FINDING_FILE_AFTER_ISSUED] = { "file-after-issued", SEVERITY_LOW,
	    "The file says (unverified) that it was made, changed or signed after the stated date of issue.",
	    "Tệp tự khai (chưa kiểm chứng) được tạo, sửa hoặc ký sau ngày ban hành." },
	[FINDING_FILE_AFTER_ARRIVAL] = { "file-after-arrival", SEVERITY_MEDIUM,
	    "The file says (unverified) that it was made, changed or signed more than a day after it arrived.",
	    "Tệp tự khai (chưa kiểm chứng) được tạo, sửa hoặc ký sau khi nhận hơn một ngày." },
	[FINDING_SAME_FILE] = { "same-file", SEVERITY_MEDIUM,
	    "Two units sent the very same file.",
	    "Hai cơ quan nộp cùng một tệp." },
	[FINDING_SAME_PAPER_UNITS] = { "same-paper-units", SEVERITY_LOW,
	    "Two units named the same number, symbol and issuer, with different files.",
	    "Hai cơ quan khai cùng số, ký hiệu và cơ quan ban hành, nhưng khác tệp." },
	[FINDING_SAME_PAPER_TWICE] = { "same-paper-twice", SEVERITY_LOW,
	    "One unit named the same number, symbol and issuer twice, with different files.",
	    "Một cơ quan khai hai lần cùng số, ký hiệu và cơ quan ban hành, nhưng khác tệp." },
	[FINDING_SEAL_OTHER] = { "seal-other", SEVERITY_HIGH,
	    "The seals found on a survey's packages are not those that were handed over.",
	    "Số niêm phong trên gói phiếu khi mở không khớp với biên bản bàn giao." },
	[FINDING_SEAL_BROKEN] = { "seal-broken", SEVERITY_HIGH,
	    "A survey's packages were opened although their seals were not intact.",
	    "Gói phiếu được mở khi niêm phong không còn nguyên vẹn." },
	[FINDING_FORMS_MISCOUNTED] = { "forms-miscounted", SEVERITY_MEDIUM,
	    "After the survey's window, the forms that count are not as many as were valid in the packages handed over.",
	    "Hết thời hạn khảo sát, số phiếu đã nhập không bằng số phiếu hợp lệ theo biên bản bàn giao." },
	[FINDING_FORMS_OVER_QUOTA] = { "forms-over-quota", SEVERITY_MEDIUM,
	    "A group of respondents has more forms than were planned for it.",
	    "Một nhóm đối tượng khảo sát có nhiều phiếu hơn chỉ tiêu." },
	[FINDING_FORM_UNEXPLAINED] = { "form-unexplained", SEVERITY_MEDIUM,
	    "The second entry of a form differs from the first, and nobody has said why.",
	    "Kết quả nhập lần hai của một phiếu khác lần đầu mà chưa được giải thích." },
	[FINDING_SECOND_MISSING] = { "second-missing", SEVERITY_MEDIUM,
	    "After the survey's window, forms that were drawn have not been entered a second time.",
	    "Hết thời hạn khảo sát, còn phiếu đã rút mẫu mà chưa được nhập lần hai." },
};
/* clang-format on */
static_assert(sizeof kinds / sizeof *kinds == FINDING_CODES, "all described");

const char *
severity_name(enum severity s)
{
	assert(s < SEVERITIES);
	return severity_names[s];
}

bool
severity_read(struct slice name, enum severity *out)
{
	for (unsigned s = 0; s < SEVERITIES; s++)
		if (slice_is(name, severity_names[s])) {
			*out = (enum severity)s;
			return true;
		}
	return false;
}

const char *
finding_name(enum finding_code code)
{
	assert(code < FINDING_CODES);
	return kinds[code].name;
}

enum severity
finding_severity(enum finding_code code)
{
	assert(code < FINDING_CODES);
	return kinds[code].severity;
}

const char *
finding_about_en(enum finding_code code)
{
	assert(code < FINDING_CODES);
	return kinds[code].en;
}

const char *
finding_about_vi(enum finding_code code)
{
	assert(code < FINDING_CODES);
	return kinds[code].vi;
}

static bool
has_room(struct findings *fs)
{
	size_t room = fs->room == 0 ? 64 : fs->room * 2;
	struct finding *list;

	if (fs->n < fs->room)
		return true;
	if ((list = realloc(fs->list, room * sizeof *list)) == NULL) {
		fs->lost = true;
		return false;
	}
	fs->list = list;
	fs->room = room;
	return true;
}

struct finding *
findings_add(struct findings *fs, const struct finding *f)
{
	assert(f->code < FINDING_CODES);
	fs->count[f->code]++;
	if (fs->kept[f->code] == FINDINGS_MOST || !has_room(fs))
		return NULL;
	fs->kept[f->code]++;
	fs->list[fs->n] = *f;
	return &fs->list[fs->n++];
}

void
finding_say(struct finding *f, const char *en, const char *vi, ...)
{
	va_list args;

	if (f == NULL)
		return;
	va_start(args, vi);
	(void)vsnprintf(f->en, sizeof f->en, en, args);
	va_end(args);
	va_start(args, vi);
	(void)vsnprintf(f->vi, sizeof f->vi, vi, args);
	va_end(args);
	words_put(f->en, sizeof f->en);
	words_put(f->vi, sizeof f->vi);
}

static int
by_weight(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = (int)kinds[y->code].severity - (int)kinds[x->code].severity;

	if (order == 0)
		order = (int)x->code - (int)y->code;
	if (order == 0)
		order = (x->place > y->place) - (x->place < y->place);
	return order != 0 ? order : strcmp(x->en, y->en);
}

void
findings_sort(struct findings *fs)
{
	if (fs->n > 1)
		qsort(fs->list, fs->n, sizeof *fs->list, by_weight);
}

void
findings_of_unit(struct findings *fs, struct unit_id unit)
{
	size_t n = fs->n;

	fs->n = 0;
	memset(fs->count, 0, sizeof fs->count);
	memset(fs->kept, 0, sizeof fs->kept);
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = &fs->list[i];

		if (!f->has_submission || !unit_id_eq(f->unit, unit))
			continue;
		fs->count[f->code]++;
		fs->kept[f->code]++;
		fs->list[fs->n++] = *f;
	}
}

void
findings_free(struct findings *fs)
{
	free(fs->list);
	*fs = (struct findings){ 0 };
}
