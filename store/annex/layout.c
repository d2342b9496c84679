/*
 * layout.c - the table of lists and members.
 *
 * Knows docs/period-format.md and how a decision's annex calls things. Touches
 * nothing.
 */
#include "store/annex/layout.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"

static const struct word stages[] = {
	{ "evidence", "Nộp tài liệu kiểm chứng, tự chấm" },
	{ "appraisal", "Thẩm định" },
	{ "explanation", "Giải trình" },
	{ "round2", "Thẩm định vòng 2" },
	{ "survey", "Điều tra xã hội học" },
	{ "", "" },
};
static const struct word modes[] = {
	{ "evidence", "Tài liệu kiểm chứng" },
	{ "survey", "Điều tra xã hội học" },
	{ "system", "Hệ thống tính" },
	{ "appraised", "Thẩm định chấm" },
	{ "", "" },
};
static const struct word var_types[] = {
	{ "count", "Số đếm" },
	{ "decimal", "Số thập phân" },
	{ "flag", "Có hoặc không" },
	{ "level", "Mức" },
	{ "date", "Ngày" },
	{ "", "" },
};
static const struct word survey_kinds[] = {
	{ "organisation", "Tổ chức: một phiếu đánh giá mọi đơn vị của khối" },
	{ "citizen", "Người dân: một phiếu đánh giá một đơn vị" },
	{ "", "" },
};
static const struct word doubts[] = {
	{ "unit", "Có lợi cho đơn vị" },
	{ "strict", "Coi là quá hạn" },
	{ "", "" },
};
static const struct word late_policies[] = {
	{ "refuse", "Không nhận" },
	{ "mark", "Nhận, đánh dấu, không tính điểm" },
	{ "council", "Nhận, chỉ tính khi Hội đồng quyết định" },
	{ "", "" },
};
static const struct word tie_rules[] = {
	{ "shared", "Cùng hạng, hạng sau bỏ cách (1 1 3)" },
	{ "dense", "Cùng hạng, hạng sau liền kề (1 1 2)" },
	{ "", "" },
};
static const struct word over_quota[] = {
	{ "take", "Nhận" },
	{ "refuse", "Không nhận" },
	{ "", "" },
};
static const struct word asked[] = {
	{ "none", "Không bắt buộc" },
	{ "required", "Bắt buộc" },
	{ "", "" },
};
static const struct word without_evidence[] = {
	{ "zero", "0 điểm" },
	{ "explained", "Điểm thẩm định khi đơn vị đã giải trình" },
	{ "judged", "Điểm thẩm định" },
	{ "", "" },
};
static const struct word outsides[] = {
	{ "shown", "Ghi bên cạnh, không tính vào điểm" },
	{ "counted", "Tính vào điểm của đơn vị" },
	{ "", "" },
};
static const struct word mergers[] = {
	{ "best", "So với đơn vị xếp cao nhất trong các đơn vị sáp nhập" },
	{ "new", "Coi là đơn vị mới, không so sánh" },
	{ "", "" },
};
static const struct word commitments[] = {
	{ "completion", "Khi nhận đủ tài liệu" },
	{ "commitment", "Khi nhận bản khai trước" },
	{ "", "" },
};
static const struct word better[] = {
	{ "higher", "Càng cao càng tốt" },
	{ "lower", "Càng thấp càng tốt" },
	{ "", "" },
};
static const struct word exactness[] = {
	{ "exact", "Theo giá trị chưa làm tròn" },
	{ "printed", "Theo giá trị đã làm tròn" },
	{ "", "" },
};

const struct column source_column = { "source", "Nguồn", "source", COL_TEXT,
	NULL, NULL };
const struct column assumed_column = { "assumed", "Giả định", "assumed",
	COL_FLAG, NULL, NULL };

/* clang-format off */
const struct setting settings[] = {
	{ BUNDLE_PERIOD, "id", "Mã kỳ đánh giá", "period", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "name_vi", "Tên kỳ đánh giá", "name", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "year", "Năm đánh giá", "year", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "source", "Căn cứ", "source", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "assumed", "Kỳ giả định", "assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "criteria", "Tệp bộ tiêu chí", "criteria file", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "units", "Tệp danh sách đơn vị", "units file", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "leaf_decimals", "Số chữ số thập phân của điểm", "decimals of points", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "index_decimals", "Số chữ số thập phân của chỉ số", "decimals of the index", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "doubt", "Khi thời điểm nộp không chắc chắn", "doubt about a moment", COL_WORD, doubts, NULL },
	{ BUNDLE_PERIOD, "late_policy", "Tài liệu nộp quá hạn", "late documents", COL_WORD, late_policies, NULL },
	{ BUNDLE_PERIOD, "tie_rule", "Xếp hạng khi bằng điểm", "equal units", COL_WORD, tie_rules, NULL },
	{ BUNDLE_PERIOD, "classify_on", "Căn cứ xếp nhóm, xếp loại", "groups and classes look at", COL_WORD, exactness, NULL },
	{ BUNDLE_PERIOD, "outside", "Điểm cộng, điểm trừ", "bonus and penalty", COL_WORD, outsides, NULL },
	{ BUNDLE_PERIOD, "merged", "Đơn vị sáp nhập so với năm trước", "a merged unit is compared", COL_WORD, mergers, NULL },
	{ BUNDLE_PERIOD, "class_fields", "Lĩnh vực xét xếp loại", "fields of the classes", COL_NAMES, NULL, NULL },
	{ BUNDLE_PERIOD, "self_review/fields", "Lĩnh vực xét kiểm điểm", "fields of self-review", COL_NAMES, NULL, NULL },
	{ BUNDLE_PERIOD, "self_review/below", "Phải kiểm điểm khi dưới (%)", "self-review below (%)", COL_POINTS, NULL, NULL },
	{ BUNDLE_PERIOD, "self_review/source", "Căn cứ kiểm điểm", "source of self-review", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "self_review/assumed", "Kiểm điểm: giả định", "self-review assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "cure_hours", "Số giờ được thay tài liệu bị từ chối", "hours to replace a rejected document", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "outage/last_hours", "Sự cố trong số giờ cuối trước hạn", "outage in the last hours", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "outage/least_minutes", "Sự cố từ số phút", "outage of at least minutes", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "outage/hours_after", "Gia hạn số giờ sau sự cố", "hours after an outage", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "outage/source", "Căn cứ: gia hạn do sự cố", "source of outages", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "outage/assumed", "Giả định: gia hạn do sự cố", "outages assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "commitments/counts", "Bản khai trước: thời điểm được tính", "of commitments counts", COL_WORD, commitments, NULL },
	{ BUNDLE_PERIOD, "commitments/hours", "Bản khai trước: số giờ phải nộp đủ", "hours to complete a commitment", COL_WHOLE, NULL, NULL },
	{ BUNDLE_PERIOD, "commitments/source", "Căn cứ: bản khai trước", "source of commitments", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "commitments/assumed", "Giả định: bản khai trước", "commitments assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "reminders/closing_days", "Nhắc trước khi hết hạn (ngày)", "days before a window closes", COL_WHOLES, NULL, NULL },
	{ BUNDLE_PERIOD, "reminders/missing_days", "Nhắc khi còn thiếu tài liệu (ngày)", "days before, while evidence is missing", COL_WHOLES, NULL, NULL },
	{ BUNDLE_PERIOD, "reminders/source", "Căn cứ: nhắc việc", "source of reminders", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "reminders/assumed", "Giả định: nhắc việc", "reminders assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "life/confirmation", "Báo cáo tự chấm có chữ ký", "signed self-score report", COL_WORD, asked, NULL },
	{ BUNDLE_PERIOD, "life/assignments", "Phân công người thẩm định", "assigned appraisers", COL_WORD, asked, NULL },
	{ BUNDLE_PERIOD, "life/missing_evidence", "Tiêu chí thiếu tài liệu", "criterion without evidence", COL_WORD, without_evidence, NULL },
	{ BUNDLE_PERIOD, "life/late_evidence", "Tiêu chí có tài liệu quá hạn", "criterion with late evidence", COL_WORD, without_evidence, NULL },
	{ BUNDLE_PERIOD, "life/rejected_evidence", "Tiêu chí có tài liệu bị từ chối", "criterion with rejected evidence", COL_WORD, without_evidence, NULL },
	{ BUNDLE_PERIOD, "life/loss_reasons", "Nguyên nhân mất điểm (mã | tên)", "reasons of lost points", COL_OBJECTS, NULL, "id|name_vi" },
	{ BUNDLE_PERIOD, "life/source", "Căn cứ: bảng tự chấm", "source of sheets", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "life/assumed", "Giả định: bảng tự chấm", "sheets assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_PERIOD, "previous/period", "Kỳ đánh giá năm trước", "the year before", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "owner/unit", "Cơ quan tổ chức kỳ: mã đơn vị", "owner", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "owner/name_vi", "Cơ quan tổ chức kỳ: tên", "owner's name", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "owner/source", "Căn cứ: cơ quan tổ chức kỳ", "source of owner", COL_TEXT, NULL, NULL },
	{ BUNDLE_PERIOD, "owner/assumed", "Giả định: cơ quan tổ chức kỳ", "owner assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_CRITERIA, "id", "Mã bộ tiêu chí", "criteria set", COL_TEXT, NULL, NULL },
	{ BUNDLE_CRITERIA, "name_vi", "Tên bộ tiêu chí", "name of the set", COL_TEXT, NULL, NULL },
	{ BUNDLE_CRITERIA, "source", "Căn cứ của bộ tiêu chí", "source of the set", COL_TEXT, NULL, NULL },
	{ BUNDLE_CRITERIA, "assumed", "Bộ tiêu chí giả định", "set assumed", COL_FLAG, NULL, NULL },
	{ BUNDLE_UNITS, "source", "Căn cứ của danh sách đơn vị", "source of the units", COL_TEXT, NULL, NULL },
	{ BUNDLE_UNITS, "assumed", "Danh sách đơn vị giả định", "units assumed", COL_FLAG, NULL, NULL },
};
const unsigned n_settings = sizeof settings / sizeof *settings;

const struct noun nouns[] = {
	{ BUNDLE_CRITERIA, NULL, "blocks", "Khối", "Khối", "block", true, false,
	    { "id" }, {
		{ "id", "Mã khối", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tên khối", "name", COL_TEXT, NULL, NULL },
		{ "total", "Tổng điểm", "total", COL_POINTS, NULL, NULL } } },
	{ BUNDLE_CRITERIA, NULL, "fields", "Bộ tiêu chí", "Lĩnh vực", "field", true, false,
	    { "id" }, {
		{ "id", "STT", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tiêu chí/tiêu chí thành phần", "name", COL_TEXT, NULL, NULL },
		{ "max", "Điểm tối đa", "maximum", COL_BY_BLOCK, NULL, NULL },
		{ "survey", "Lĩnh vực khảo sát", "survey", COL_FLAG, NULL, NULL },
		{ "outside", "Lĩnh vực cộng, trừ điểm", "outside", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_CRITERIA, NULL, "leaves", "Bộ tiêu chí", "Tiêu chí thành phần", "criterion", true, false,
	    { "id" }, {
		{ "id", "STT", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tiêu chí/tiêu chí thành phần", "name", COL_TEXT, NULL, NULL },
		{ "max", "Điểm tối đa", "maximum", COL_BY_BLOCK, NULL, NULL },
		{ "rule", "Cách tính điểm", "rule", COL_RULE, NULL, NULL },
		{ "evidence_vi", "Tài liệu kiểm chứng", "evidence", COL_TEXT, NULL, NULL },
		{ "mode", "Hình thức đánh giá", "mode", COL_WORD, modes, NULL },
		{ "criterion", "Thuộc tiêu chí", "belongs to", COL_TEXT, NULL, NULL },
		{ "field", "Thuộc lĩnh vực", "field", COL_TEXT, NULL, NULL },
		{ "na_allowed", "Có thể không áp dụng", "may not apply", COL_FLAG, NULL, NULL } } },
	{ BUNDLE_CRITERIA, "leaves", "vars", "Số liệu", "Số liệu", "variable", true, false,
	    { "key" }, {
		{ "key", "Ký hiệu", "key", COL_TEXT, NULL, NULL },
		{ "label", "Tên số liệu", "label", COL_TEXT, NULL, NULL },
		{ "type", "Kiểu", "type", COL_WORD, var_types, NULL },
		{ "optional", "Không bắt buộc", "optional", COL_FLAG, NULL, NULL },
		{ "min", "Từ", "from", COL_BOUND, NULL, NULL },
		{ "max", "Đến", "to", COL_BOUND, NULL, NULL },
		{ "at_most", "Không quá số liệu", "at most", COL_TEXT, NULL, NULL },
		{ "levels", "Các mức", "levels", COL_LINES, NULL, NULL } } },
	{ BUNDLE_UNITS, NULL, "units", "Đơn vị", "Đơn vị", "unit", true, false,
	    { "id" }, {
		{ "order", "STT", "order", COL_WHOLE, NULL, NULL },
		{ "id", "Mã đơn vị", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tên đơn vị", "name", COL_TEXT, NULL, NULL },
		{ "block", "Khối", "block", COL_TEXT, NULL, NULL },
		{ "head_title", "Người đứng đầu", "head", COL_TEXT, NULL, NULL },
		{ "org_code", "Mã định danh", "organisation code", COL_TEXT, NULL, NULL },
		{ "valid_from", "Từ ngày", "from", COL_DATE, NULL, NULL },
		{ "valid_to", "Không còn từ ngày", "ends on", COL_DATE, NULL, NULL },
		{ "successors", "Đơn vị kế thừa", "successors", COL_NAMES, NULL, NULL },
		{ "aliases", "Tên gọi khác", "other names", COL_LINES, NULL, NULL },
		{ "name_en", "Tên tiếng Anh", "English name", COL_TEXT, NULL, NULL },
		{ "heads", "Người đứng đầu từng thời gian (chức danh | họ tên | từ | đến)", "heads", COL_OBJECTS, NULL, "title|name|from|to" } } },
	{ BUNDLE_PERIOD, NULL, "windows", "Thời hạn", "Thời hạn", "window", true, false,
	    { "block", "stage", "unit", "version" }, {
		{ "block", "Khối", "block", COL_TEXT, NULL, NULL },
		{ "stage", "Giai đoạn", "stage", COL_WORD, stages, NULL },
		{ "unit", "Riêng đơn vị", "unit", COL_TEXT, NULL, NULL },
		{ "version", "Lần", "version", COL_WHOLE, NULL, NULL },
		{ "opens", "Bắt đầu", "opens", COL_MOMENT, NULL, NULL },
		{ "on_time_until", "Đúng hạn trước", "on time before", COL_MOMENT, NULL, NULL },
		{ "closes", "Khóa lúc", "closes", COL_MOMENT, NULL, NULL } } },
	{ BUNDLE_PERIOD, NULL, "holidays", "Ngày nghỉ", "Ngày nghỉ", "day off", false, false,
	    { "date" }, {
		{ "date", "Ngày", "day", COL_DATE, NULL, NULL },
		{ "name_vi", "Lý do nghỉ", "name", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_PERIOD, NULL, "indicators", "Chỉ tiêu", "Chỉ tiêu", "indicator", false, false,
	    { "leaf" }, {
		{ "leaf", "Tiêu chí thành phần", "criterion", COL_TEXT, NULL, NULL },
		{ "agency", "Cơ quan cung cấp", "agency", COL_TEXT, NULL, NULL },
		{ "value", "Số liệu", "value", COL_TEXT, NULL, NULL },
		{ "of", "Trên tổng số", "of", COL_TEXT, NULL, NULL },
		{ "target", "Mục tiêu (%)", "target (%)", COL_POINTS, NULL, NULL },
		{ "better", "Chiều đánh giá", "better", COL_WORD, better, NULL } } },
	{ BUNDLE_PERIOD, NULL, "groups", "Nhóm chỉ số", "Nhóm chỉ số", "group", true, false,
	    { "block", "id" }, {
		{ "block", "Khối", "block", COL_TEXT, NULL, NULL },
		{ "id", "Mã nhóm", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tên nhóm", "name", COL_TEXT, NULL, NULL },
		{ "from", "Từ (%)", "from (%)", COL_POINTS, NULL, NULL } } },
	{ BUNDLE_PERIOD, NULL, "classes", "Xếp loại", "Xếp loại", "class", true, false,
	    { "id" }, {
		{ "id", "Mã loại", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Mức xếp loại người đứng đầu", "name", COL_TEXT, NULL, NULL },
		{ "from", "Chỉ số từ (%)", "index from (%)", COL_POINTS, NULL, NULL },
		{ "fields_from", "Từng lĩnh vực từ (%)", "each field from (%)", COL_POINTS, NULL, NULL } } },
	{ BUNDLE_PERIOD, NULL, "not_applicable", "Không áp dụng", "Không áp dụng", "not applicable", true, false,
	    { NULL }, {
		{ "units", "Đơn vị", "units", COL_NAMES, NULL, NULL },
		{ "fields", "Lĩnh vực", "fields", COL_NAMES, NULL, NULL },
		{ "leaves", "Tiêu chí thành phần", "criteria", COL_NAMES, NULL, NULL },
		{ "reason_vi", "Lý do", "reason", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_PERIOD, NULL, "surveys", "Mẫu phiếu", "Mẫu phiếu", "survey", true, false,
	    { "id" }, {
		{ "id", "Mã mẫu phiếu", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Tên mẫu phiếu", "name", COL_TEXT, NULL, NULL },
		{ "kind", "Loại", "kind", COL_WORD, survey_kinds, NULL },
		{ "block", "Khối", "block", COL_TEXT, NULL, NULL },
		{ "expected", "Số phiếu", "forms", COL_WHOLE, NULL, NULL },
		{ "sealed", "Niêm phong", "sealed", COL_FLAG, NULL, NULL },
		{ "over_quota", "Phiếu vượt số lượng", "forms above the plan", COL_WORD, over_quota, NULL },
		{ "second_entry", "Nhập lại để kiểm tra (%)", "second entry (%)", COL_POINTS, NULL, NULL } } },
	{ BUNDLE_PERIOD, "surveys", "respondents", "Đối tượng khảo sát", "Đối tượng khảo sát", "respondents", true, false,
	    { "id" }, {
		{ "id", "Mã đối tượng", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Đối tượng", "name", COL_TEXT, NULL, NULL },
		{ "expected", "Số phiếu", "forms", COL_WHOLE, NULL, NULL },
		{ "per_unit", "Số phiếu mỗi đơn vị", "forms a unit", COL_WHOLE, NULL, NULL },
		{ "weight", "Trọng số", "weight", COL_POINTS, NULL, NULL },
		{ "eligible_vi", "Ai thuộc đối tượng", "who belongs to it", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_PERIOD, "surveys", "channels", "Kênh khảo sát", "Kênh khảo sát", "channel", false, false,
	    { "id" }, {
		{ "id", "Mã kênh", "id", COL_TEXT, NULL, NULL },
		{ "name_vi", "Kênh", "name", COL_TEXT, NULL, NULL } } },
	{ BUNDLE_PERIOD, "surveys", "questions", "Câu hỏi", "Câu hỏi", "question", true, false,
	    { "id" }, {
		{ "id", "Mã câu hỏi", "id", COL_TEXT, NULL, NULL },
		{ "text_vi", "Nội dung câu hỏi", "text", COL_TEXT, NULL, NULL },
		{ "leaf", "Tiêu chí thành phần", "criterion", COL_TEXT, NULL, NULL },
		{ "scale", "Số phương án", "scale", COL_WHOLE, NULL, NULL },
		{ "options", "Phương án (mã | nội dung | %)", "options", COL_OBJECTS, NULL, "id|label_vi|percent" } } },
};
const unsigned n_nouns = sizeof nouns / sizeof *nouns;
/* clang-format on */

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

const struct noun *
noun_of(enum bundle_part part, const char *within, const char *list)
{
	for (unsigned i = 0; i < n_nouns; i++)
		if (nouns[i].part == part && same(nouns[i].within, within) &&
		    same(nouns[i].list, list))
			return nouns + i;
	return NULL;
}

const struct column *
noun_column(const struct noun *n, const char *key)
{
	for (const struct column *c = n->column; c->key != NULL; c++)
		if (strcmp(c->key, key) == 0)
			return c;
	if (strcmp(key, source_column.key) == 0)
		return &source_column;
	return strcmp(key, assumed_column.key) == 0 ? &assumed_column : NULL;
}

const struct setting *
setting_of(enum bundle_part part, const char *path)
{
	for (unsigned i = 0; i < n_settings; i++)
		if (settings[i].part == part &&
		    strcmp(settings[i].path, path) == 0)
			return settings + i;
	return NULL;
}

const char *
word_vi(const struct word *words, struct slice is, char room[64])
{
	for (; words != NULL && words->is[0] != '\0'; words++)
		if (slice_is(is, words->is))
			return words->vi;
	(void)snprintf(room, 64, "%.*s", (int)is.n, (const char *)is.p);
	return room;
}

const char *
word_is(const struct word *words, struct slice vi)
{
	struct buf a = { 0 }, b = { 0 };
	const char *found = NULL;

	(void)text_fold(vi, &a);
	for (; words->is[0] != '\0' && found == NULL; words++) {
		buf_clear(&b);
		(void)text_fold(slice_text(words->vi), &b);
		if (slice_eq(buf_all(&a), buf_all(&b)) ||
		    slice_is(vi, words->is))
			found = words->is;
	}
	buf_free(&a);
	buf_free(&b);
	return found;
}
