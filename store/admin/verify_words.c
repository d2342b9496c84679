/*
 * verify_words.c - why a receipt does not hold, in Vietnamese.
 *
 * Knows THE table. Touches nothing.
 */
#include "store/admin/verify_words.h"

#include <stddef.h>

/* clang-format off */
static const struct {
	enum verify_step step;
	enum err e;
	const char *vi;
} rows[] = {
	{ VERIFY_RECEIPT, ERR_TOO_BIG, "tệp lớn hơn mức một phiếu có thể có" },
	{ VERIFY_RECEIPT, ERR_MALFORMED,
	    "tệp không phải là phiếu (.tlog-proof), đã bị sửa, hoặc mục nhật ký thuộc loại mà phiên bản này của chương trình chưa đọc được" },
	{ VERIFY_RECEIPT, ERR_UNAUTHENTICATED,
	    "điểm kiểm (checkpoint) trên phiếu không có chữ ký của nhật ký theo khóa hoặc chính sách đã cho, hoặc chưa đủ chữ ký nhân chứng mà chính sách yêu cầu" },
	{ VERIFY_RECEIPT, ERR_BROKEN,
	    "chữ ký trên điểm kiểm (checkpoint) sai, hoặc mục nhật ký trên phiếu không nằm trong cây của điểm kiểm ấy" },
	{ VERIFY_COMMITMENT, ERR_TOO_BIG, "phiếu của bản khai trước lớn hơn mức một phiếu có thể có" },
	{ VERIFY_COMMITMENT, ERR_MALFORMED,
	    "tệp nêu ở --commitment không phải là phiếu (.tlog-proof), đã bị sửa, hoặc mục nhật ký thuộc loại mà phiên bản này của chương trình chưa đọc được" },
	{ VERIFY_COMMITMENT, ERR_UNAUTHENTICATED,
	    "phiếu của bản khai trước không có chữ ký của nhật ký theo khóa hoặc chính sách đã cho, hoặc chưa đủ chữ ký nhân chứng mà chính sách yêu cầu" },
	{ VERIFY_COMMITMENT, ERR_BROKEN,
	    "trên phiếu của bản khai trước, chữ ký sai hoặc mục nhật ký không nằm trong cây của điểm kiểm" },
	{ VERIFY_COMPLETES, ERR_DIGEST,
	    "lần nộp này không hoàn thành bản khai trước trên phiếu kia: vị trí, thời điểm, đơn vị, tài liệu hoặc tiêu chí không khớp" },
	{ VERIFY_DOCUMENT, ERR_DIGEST,
	    "tệp nêu ở --document không phải là tài liệu ghi trên phiếu (mã SHA-256 khác), hoặc phiếu không nói về tài liệu nào" },
	{ VERIFY_UNIT, ERR_MALFORMED, "muối (--salt) phải gồm 64 chữ số thập lục phân" },
	{ VERIFY_UNIT, ERR_DIGEST,
	    "muối (--salt) và mã đơn vị (--unit) không cho ra mã băm ghi trong nhật ký" },
	{ VERIFY_FENCES, ERR_MALFORMED, "tệp mốc giờ bên ngoài không còn nguyên như khi tải về" },
	{ VERIFY_FENCES, ERR_TOO_BIG, "tệp mốc giờ bên ngoài có quá nhiều mốc giờ hoặc quá lớn" },
	{ VERIFY_FENCES, ERR_FORBIDDEN,
	    "tổ chức cấp dấu thời gian không cấp dấu, hoặc tệp không được phép đọc" },
	{ VERIFY_FENCES, ERR_NOT_FOUND,
	    "không tìm thấy tệp mốc giờ bên ngoài hoặc chứng thư của tổ chức cấp dấu thời gian" },
	{ VERIFY_FENCES, ERR_UNAUTHENTICATED,
	    "mốc giờ bên ngoài dựa trên điểm kiểm (checkpoint) không có chữ ký của nhật ký" },
	{ VERIFY_FENCES, ERR_BROKEN,
	    "một mốc giờ bên ngoài sai: dấu thời gian không đúng, không do tổ chức được tin cậy cấp, hoặc không thuộc phiếu này" },
	{ VERIFY_STATEMENT, ERR_BROKEN,
	    "thời điểm hoặc kết luận ghi trong mục nhật ký mâu thuẫn với nhau" },
};

/* At whatever step. */
static const struct {
	enum err e;
	const char *vi;
} any[] = {
	{ ERR_NOT_FOUND, "không tìm thấy tệp" },
	{ ERR_FORBIDDEN, "tệp không được phép đọc" },
	{ ERR_NO_MEMORY, "máy không đủ bộ nhớ" },
};
/* clang-format on */

const char *
verify_words(enum verify_step step, enum err e)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].step == step && rows[i].e == e)
			return rows[i].vi;
	for (size_t i = 0; i < sizeof any / sizeof *any; i++)
		if (any[i].e == e)
			return any[i].vi;
	return "không đọc được tệp";
}
