/*
 * finding_words.c - words of the records in Vietnamese.
 *
 * Knows THE table. Touches nothing but its arguments.
 */
#include "store/model/finding_words.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"
#include "store/model/finding.h"

/* clang-format off */
static const struct {
	char list;
	const char *word, *vi;
} words[] = {
	{ 'v', "none", "chưa có kết luận" },
	{ 'v', "on-time", "đúng hạn" },
	{ 'v', "on-time-in-doubt", "đúng hạn trong sai số đồng hồ" },
	{ 'v', "late-in-doubt", "trễ hạn trong sai số đồng hồ" },
	{ 'v', "late", "trễ hạn" },
	{ 'v', "not-open", "chưa mở" },
	{ 'v', "closed", "đã đóng" },
	{ 'v', "cured", "được thay thế trong thời gian cho phép" },
	{ 'r', "nobody", "không có vai trò" },
	{ 'r', "unit", "cơ quan, đơn vị" },
	{ 'r', "appraiser", "thành viên Tổ thư ký" },
	{ 'r', "council", "Hội đồng đánh giá" },
	{ 'r', "survey", "đơn vị điều tra xã hội học" },
	{ 'r', "operator", "quản trị viên" },
	{ 'r', "auditor", "người kiểm tra độc lập" },
	{ 'r', "dms", "hệ thống quản lý văn bản và điều hành" },
	{ 'r', "leader", "lãnh đạo cơ quan, đơn vị" },
	{ 'r', "lead", "Tổ trưởng Tổ thư ký" },
	{ 'c', "self", "tự chấm" },
	{ 'c', "round1", "thẩm định lần 1" },
	{ 'c', "round2", "thẩm định lần 2" },
	{ 'c', "council", "Hội đồng" },
	{ 's', "evidence", "nộp tài liệu kiểm chứng" },
	{ 's', "appraisal", "thẩm định" },
	{ 's', "survey", "điều tra xã hội học" },
	{ 's', "explanation", "giải trình" },
	{ 's', "round2", "thẩm định lần 2" },
	{ 'l', "draft", "đang lập" },
	{ 'l', "locked", "đã khóa" },
	{ 'l', "confirmed", "đã xác nhận" },
	{ 'l', "appraised", "đã thẩm định" },
	{ 'l', "explained", "đã giải trình" },
	{ 'l', "reappraised", "đã thẩm định lần 2" },
	{ 'l', "decided", "đã quyết định" },
	{ 'l', "final", "đã hoàn tất" },
	{ 'k', "fit", "đạt yêu cầu" },
	{ 'k', "unfit", "không đạt yêu cầu" },
	{ 'k', "unsynchronised", "không được đồng bộ" },
	{ 'k', "simulated", "mô phỏng" },
	{ 'k', "unknown", "không ai bảo chứng" },
	{ 'a', "issued", "đã cấp" },
	{ 'a', "revoked", "đã thu hồi" },
	{ 'a', "given", "đã giao" },
	{ 'a', "ended", "đã chấm dứt" },
	{ 'e', "disguised", "nội dung không đúng với tên tệp" },
	{ 'e', "malformed", "tệp hỏng, không đọc được" },
	{ 'e', "media-type", "loại tệp không được chấp nhận, hoặc có mật khẩu" },
	{ 'e', "empty", "tệp rỗng" },
	{ 'e', "digest", "nội dung không khớp giá trị băm đã thông báo" },
	{ 'e', "too-big", "nội dung vượt quá giới hạn" },
	{ 'e', "gone", "tài liệu đã bị hủy theo quyết định" },
	{ 't', "block", "Khối" },
	{ 't', "unit", "Cơ quan" },
	{ 't', "forms", "phiếu điều tra" },
	{ 't', "people", "thông tin về người" },
	{ 't', "events", "sự kiện" },
	{ 't', "CreationDate", "ngày tạo" },
	{ 't', "ModDate", "ngày sửa" },
	{ 't', "signing time", "thời điểm ký" },
	{ 'p', "all", "toàn bộ kỳ đánh giá" },
	{ 'p', "unit", "một cơ quan" },
};
/* clang-format on */

const char *
word_in_vietnamese(char list, const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].list == list && strlen(words[i].word) == n &&
		    memcmp(words[i].word, word, n) == 0)
			return words[i].vi;
	return NULL;
}

/* Bytes of the letter at `at`, of `n`; 0 for what is none. */
static size_t
letter(const char *at, size_t n)
{
	for (size_t k = 1; k <= 4 && k <= n; k++)
		if (text_is_utf8(slice_of(at, k)))
			return k;
	return 0;
}

/* The Vietnamese of a marked word, and *at moves behind it; where there is
 * none, nothing, and *at moves to the word itself. */
static struct slice
marked(const char **at, const char *end)
{
	const char *from = *at + 2, *stop;
	const char *vi = NULL;

	if (from > end)
		from = end;
	stop = memchr(from, '\002', (size_t)(end - from));
	if (stop != NULL)
		vi = word_in_vietnamese((*at)[1], from, (size_t)(stop - from));
	*at = vi != NULL ? stop + 1 : from;
	return vi != NULL ? slice_text(vi) : SLICE_NONE;
}

/* What stands for the bytes at *at, which moves behind them. */
static struct slice
next(const char **at, const char *end)
{
	const char *from = *at;
	size_t n;

	if (*from == '\001')
		return marked(at, end);
	n = *from == '\002' ? 0 : letter(from, (size_t)(end - from));
	*at = from + (n == 0 ? 1 : n);
	return slice_of(from, n);
}

void
words_put(char *text, size_t room)
{
	const char *at, *end;
	char in[FINDING_TEXT];
	struct slice part;
	size_t n = 0;

	(void)snprintf(in, sizeof in, "%s", text);
	at = in;
	end = in + strlen(in);
	while (at < end) {
		part = next(&at, end);
		if (n + part.n >= room)
			break;
		if (part.n > 0)
			memcpy(text + n, part.p, part.n);
		n += part.n;
	}
	text[n] = 0;
}
