/*
 * rule_clause.c - the clauses of every kind of rule.
 *
 * Knows the members of every kind (docs/criteria-format.md), not what they
 * mean, and the words of a decision's annex.
 */
#include "store/annex/rule_clause.h"

#include <string.h>

#define NA_IF                                                                  \
	{                                                                      \
		NULL, "Không áp dụng nếu {na_if}"                        \
	}
#define WHEN_ZERO                                                              \
	{                                                                      \
		NULL, "Mẫu số bằng 0: {when_zero}"                       \
	}

/* clang-format off */
const struct clause_kind clause_kinds[] = {
	{ "BOOL", 1, { { NULL, "Có {var}: điểm tối đa; không có: 0 điểm" }, NA_IF } },
	{ "DEADLINE", 1, {
		{ NULL, "Ban hành {var} chậm nhất ngày {by@}: điểm tối đa" },
		{ NULL, "Ban hành muộn hơn: {late} × điểm tối đa" },
		{ NULL, "Không ban hành: {none} × điểm tối đa" },
		{ NULL, "Không phải thực hiện khi {not_obliged}: điểm tối đa" }, NA_IF } },
	{ "RATIO", 1, {
		{ NULL, "Tỷ lệ {num} / {den}, nhân điểm tối đa" },
		{ NULL, "Dưới {floor}: 0 điểm" }, WHEN_ZERO, NA_IF } },
	{ "STEP", 2, {
		{ NULL, "Theo bậc của tỷ lệ {num} / {den}" },
		{ NULL, "Theo bậc của {var}" },
		{ "steps", "Từ {>=} trở lên: {share} × điểm tối đa" },
		{ "steps", "Trên {>}: {share} × điểm tối đa" },
		{ "steps", "Đến {<=}: {share} × điểm tối đa" },
		{ "steps", "Dưới {<}: {share} × điểm tối đa" },
		{ NULL, "Còn lại: {otherwise} × điểm tối đa" }, WHEN_ZERO, NA_IF } },
	{ "LEVEL", 1, {
		{ NULL, "Theo mức của {var}" },
		{ "shares", "Mức \"{=}\": {:} × điểm tối đa" }, NA_IF } },
	{ "DEDUCT", 1, {
		{ NULL, "Điểm tối đa, trừ dần" },
		{ NULL, "Bằng 0 khi {zero_if}" },
		{ "deduct", "Mỗi {var}: trừ {points} điểm" },
		{ "deduct", "Mỗi {var}: trừ {share} × điểm tối đa" }, NA_IF } },
	{ "COUNT", 1, { { NULL, "Cứ mỗi {var} được {per} điểm" }, NA_IF } },
	{ "CHECKLIST", 2, {
		{ NULL, "Chia đều cho các nội dung đạt được{equal!}" },
		{ NULL, "Cộng các nội dung đạt được" },
		{ "items", "Có {var}: {points} điểm" },
		{ "items", "Có {var}: {share} × điểm tối đa" },
		{ "items", "Có {var}" },
		{ "items", "Số {var} từ {at_least#}: {points} điểm" },
		{ "items", "Số {var} từ {at_least#}: {share} × điểm tối đa" },
		{ "items", "Số {var} từ {at_least#}" }, NA_IF } },
	{ "RELATIVE", 1, {
		{ NULL, "Năm nay {now} so với năm trước {before}, nhân điểm tối đa" },
		{ NULL, "Dưới {floor}: 0 điểm" }, NA_IF } },
	{ "JUDGED", 1, { { NULL, "Chấm trực tiếp {var}, bước {step} điểm" }, NA_IF } },
	{ "CASES", 1, {
		{ NULL, "Theo trường hợp, lấy trường hợp đúng đầu tiên" },
		{ "cases", "Nếu {when} thì không áp dụng{not_applicable!}" },
		{ "cases", "Nếu {when} thì {points}" },
		{ NULL, "Còn lại {otherwise}" }, NA_IF } },
	{ "SURVEY", 1, { { NULL, "Điều tra xã hội học: trung bình các phương án {percents,} (%)" } } },
	{ "SIPAS", 1, { { NULL, "Mức độ hài lòng: tỷ lệ câu trả lời mức {satisfied#,}" } } },
};
/* clang-format on */
const unsigned n_clause_kinds = sizeof clause_kinds / sizeof *clause_kinds;

unsigned
clause_parts(const char *text, struct clause_part out[PARTS_MOST],
    struct slice *rest)
{
	unsigned n = 0;
	const char *open;

	while ((open = strchr(text, '{')) != NULL) {
		const char *close = strchr(open, '}');
		size_t length = (size_t)(close - open) - 1, how = 0;

		out[n] = (struct clause_part){ .before = slice_of(text,
						   (size_t)(open - text)) };
		while (length > 1 && strchr("#@,!", open[length]) != NULL &&
		       how < 2) {
			out[n].how[how++] = open[length--];
		}
		memcpy(out[n].name, open + 1, length);
		n++;
		text = close + 1;
	}
	*rest = slice_text(text);
	return n;
}

bool
clause_is(const struct clause_part *p, char how)
{
	return strchr(p->how, how) != NULL && how != '\0';
}
