/*
 * words.c - the table of words.
 *
 * Knows both languages. Touches nothing.
 */
#include "store/paper/words.h"

#include <assert.h>

/* clang-format off */
static const char *const words[WORDS][LANGUAGES] = {
	[TITLE_SUBMISSION] = { "PHIẾU TIẾP NHẬN TÀI LIỆU KIỂM CHỨNG",
	    "RECEIPT FOR EVIDENCE" },
	[TITLE_REFUSAL] = { "PHIẾU TỪ CHỐI TIẾP NHẬN TÀI LIỆU",
	    "NOTICE OF A REFUSED SUBMISSION" },
	[TITLE_OTHER] = { "XÁC NHẬN MỤC NHẬT KÝ", "CONFIRMATION OF A LOG ENTRY" },
	[LABEL_DOCUMENT] = { "Tài liệu", "Document" },
	[LABEL_PERIOD] = { "Kỳ đánh giá", "Period" },
	[LABEL_LEAF] = { "Tiêu chí", "Criterion" },
	[LABEL_UNIT] = { "Đơn vị nộp", "Unit" },
	[LABEL_ID] = { "Mã lần nộp", "Submission" },
	[LABEL_RECEIVED] = { "Thời điểm nhận", "Received" },
	[LABEL_DEADLINE] = { "Hạn nộp", "Deadline" },
	[LABEL_FINDING] = { "Kết luận", "Finding" },
	[LABEL_REASON] = { "Lý do từ chối", "Reason" },
	[LABEL_CLOCK] = { "Đồng hồ", "Clock" },
	[LABEL_PLACE] = { "Vị trí nhật ký", "Place in the log" },
	[LABEL_TYPE] = { "Loại mục", "Type of entry" },
	[LABEL_SAID] = { "Nội dung", "It says" },
	[LABEL_VOUCHED] = { "Bên bảo chứng", "Vouched for by" },
	[LABEL_NOTE] = { "Lưu ý", "Note" },
	[CHECKED_FILE] = { "Tệp “%s” đúng là tài liệu này. ",
	    "The file \"%s\" is this document. " },
	[BYTES] = { "%s byte, SHA-256 %s", "%s bytes, SHA-256 %s" },
	[UNIT_OPENED] = { "%s (khớp với mã băm trong nhật ký)",
	    "%s (its salted hash is the one in the log)" },
	[UNIT_CLOSED] = { "nhật ký chỉ ghi mã băm %s",
	    "the log has only its salted hash %s" },
	[MOMENT_BETWEEN] = { "từ ", "between " },
	[MOMENT_AND] = { " đến ", " and " },
	[MOMENT_AT] = { "lúc ", "at " },
	[ZONE] = { " (giờ Việt Nam, +07:00)", " (Viet Nam time, +07:00)" },
	[BEFORE] = { "trước ", "before " },
	[VERSION] = { ", theo phiên bản %s của thời hạn",
	    ", by version %s of the deadline" },
	[NO_WINDOW] = { "không có thời hạn nào đang hiệu lực",
	    "no deadline was in force" },
	[FIND_ON_TIME] = { "ĐÚNG HẠN. Byte cuối cùng đã đến trước thời hạn.",
	    "ON TIME. The last byte had arrived before the deadline." },
	[FIND_ON_TIME_DOUBT] = { "ĐÚNG HẠN, trong phạm vi sai số đồng hồ. Thời "
	    "hạn nằm trong khoảng thời điểm nhận; phần nghi ngờ thuộc về bên "
	    "nhận nên được tính có lợi cho đơn vị.",
	    "ON TIME, within the clock's uncertainty. The deadline lies within "
	    "the interval of arrival; the doubt is the receiver's, so it counts "
	    "for the unit." },
	[FIND_LATE_DOUBT] = { "TRỄ HẠN, trong phạm vi sai số đồng hồ. Thời hạn "
	    "nằm trong khoảng thời điểm nhận; quy định của kỳ tính là trễ.",
	    "LATE, within the clock's uncertainty. The deadline lies within the "
	    "interval of arrival; the period's rule counts that as late." },
	[FIND_LATE] = { "TRỄ HẠN. Byte cuối cùng đến khi thời hạn đã hết.",
	    "LATE. The last byte arrived when the deadline had passed." },
	[FIND_NOT_OPEN] = { "CHƯA MỞ. Tài liệu đến trước khi bắt đầu tiếp nhận.",
	    "NOT OPEN. The document came before the window opened." },
	[FIND_CLOSED] = { "ĐÃ ĐÓNG. Tài liệu đến khi đã thôi tiếp nhận.",
	    "CLOSED. The document came when nothing more was taken." },
	[FIND_CURED] = { "ĐƯỢC TÍNH. Tài liệu đến sau thời hạn, trong thời gian "
			 "cho phép thay thế tài liệu bị loại khi kiểm tra.",
	    "CURED. The document came after the deadline, in the time allowed "
	    "for replacing one that the check had rejected." },
	[FIND_FENCED] = { "TRỄ HẠN. Tài liệu được ghi vào nhật ký sau khi nhật ký "
			  "đã chốt thời hạn.",
	    "LATE. The document came into the log after the log had closed "
	    "the window." },
	[CLOCK_WORDS_FIT] = { "đã đồng bộ, sai số không quá %s giây.",
	    "synchronised, off by at most %s s." },
	[CLOCK_WORDS_UNFIT] = { "đã đồng bộ nhưng sai số tới %s giây, quá 1 giây.",
	    "synchronised, but off by up to %s s, more than 1 s." },
	[CLOCK_WORDS_ALONE] = { "KHÔNG được đồng bộ; sai số được coi là %s giây.",
	    "NOT synchronised; taken to be off by up to %s s." },
	[CLOCK_WORDS_SIMULATED] = { "mô phỏng; không phải giờ thật.",
	    "simulated; not real time." },
	[FROM_FRONT] = { " Mốc sớm nhất lấy từ máy chủ web.",
	    " The earliest moment is the web server's." },
	[FROM_HANDLER] = { " Mốc sớm nhất lấy từ chương trình tiếp nhận.",
	    " The earliest moment is the receiving program's." },
	[PLACE_WORDS] = { "mục số %s trong %s mục của nhật ký %s",
	    "entry %s of %s in the log %s" },
	[LOGGED] = { ", ghi lúc ", ", written at " },
	[SIGNED_BY] = { "Nhật ký %s (chữ ký số Ed25519). ",
	    "The log %s (Ed25519 signature). " },
	[COSIGNED_BY] = { "Nhân chứng %s, lúc ", "The witness %s, at " },
	[ONLY_US] = { "Không có nguồn thời gian bên ngoài: chỉ máy chủ này bảo "
	    "chứng cho thời điểm nêu trên.",
	    "No time from outside: only this server vouches for the times "
	    "above." },
	[WITNESSED] = { "Mục này đã có trong nhật ký chậm nhất vào lúc ấy.",
	    "By then, at the latest, this entry was in the log." },
	[LABEL_OUTSIDE] = { "Giờ bên ngoài", "Outside time" },
	[OUTSIDE_BEFORE] = { "đã có trong nhật ký trước %s, theo dấu thời gian "
	    "(RFC 3161) của “%s”. ",
	    "in the log before %s, by the time-stamp (RFC 3161) of \"%s\". " },
	[OUTSIDE_AFTER] = { "được ghi sau %s, theo dấu thời gian (RFC 3161) của "
	    "“%s”. ",
	    "written after %s, by the time-stamp (RFC 3161) of \"%s\". " },
	[OUTSIDE_ON_TIME] = { "Vì vậy tài liệu đã đến trước thời hạn, không phụ "
	    "thuộc vào đồng hồ của máy chủ này.",
	    "So it was there before the deadline, whatever this server's clock "
	    "said." },
	[STAMPED] = { "Giờ bên ngoài nêu trên không do máy chủ này đặt ra.",
	    "The outside time above is not this server's." },
	[LABEL_BOUNDED] = { "Xét theo giờ ngoài", "By outside time" },
	[BOUNDED_WAIT] = { "Đồng hồ của máy chủ khi đó không đủ tin cậy. Kết luận "
	    "trên sẽ được xét lại khi có dấu thời gian bên ngoài sau mục này.",
	    "The server's clock was not fit then. The finding above is looked at "
	    "again once there is an outside time behind this entry." },
	[BOUNDED_ON_TIME] = { "Đồng hồ của máy chủ khi đó không đủ tin cậy; theo "
	    "giờ bên ngoài nêu trên, tài liệu đến ĐÚNG HẠN.",
	    "The server's clock was not fit then; by the outside times above the "
	    "document came ON TIME." },
	[BOUNDED_LATE] = { "Đồng hồ của máy chủ khi đó không đủ tin cậy; theo giờ "
	    "bên ngoài nêu trên, tài liệu đến TRỄ HẠN.",
	    "The server's clock was not fit then; by the outside times above the "
	    "document came LATE." },
	[BOUNDED_DOUBT] = { "Đồng hồ của máy chủ khi đó không đủ tin cậy, và giờ "
	    "bên ngoài nêu trên chưa đủ để phân định: áp dụng quy định của kỳ, "
	    "hoặc kết luận của Hội đồng hay người vận hành theo quyết định.",
	    "The server's clock was not fit then, and the outside times above "
	    "leave it open: the period's rule decides, or a ruling under a "
	    "decision." },
	[BOUNDED_CONTRADICTION] = { "MÂU THUẪN: khoảng thời gian mà máy chủ ghi "
	    "nhận không khớp với giờ bên ngoài nêu trên.",
	    "A CONTRADICTION: the interval that the server gives does not agree "
	    "with the outside times above." },
	[TITLE_COMMITMENT] = { "PHIẾU TIẾP NHẬN BẢN KHAI TRƯỚC",
	    "RECEIPT FOR A COMMITMENT" },
	[LABEL_PROMISED] = { "Tài liệu sẽ nộp", "To be sent" },
	[LABEL_COMMITMENT] = { "Bản khai trước", "Commitment" },
	[LABEL_COMMITMENT_ID] = { "Mã bản khai", "Commitment's id" },
	[PROMISED_FILE] = { "Tệp “%s” là một trong các tài liệu này. ",
	    "The file \"%s\" is one of these documents. " },
	[PROMISED_MORE] = { "; và %s tài liệu khác ghi trong mục nhật ký",
	    "; and %s more, named in the entry" },
	[COMMITMENT_WORTH] = { "Đơn vị khai trước mã SHA-256 và dung lượng của "
	    "tài liệu; đây chưa phải là tài liệu đã nộp. Nếu nhật ký có công bố "
	    "của kỳ (mục commitment-rule, ghi ngay khi mở kỳ), tài liệu đến "
	    "trong số giờ nêu ở đó được xét theo thời điểm của bản khai này; "
	    "ngoài ra, xét theo thời điểm nhận đủ tài liệu.",
	    "The unit said beforehand the SHA-256 and size of what it will send; "
	    "nothing was submitted by that alone. Where the log announces it for "
	    "the period (entry commitment-rule, written when the period opened), "
	    "documents that come within the hours it names are judged by the "
	    "time of this commitment; else by when they had come whole." },
	[COMMITTED_BEFORE] = { "mục số %s của nhật ký, nhận từ ",
	    "entry %s of the log, received between " },
	[COUNTS_COMMITMENT] = { ". Kết luận theo thời điểm này: tài liệu đến "
	    "trong số giờ mà kỳ công bố trong nhật ký (mục commitment-rule).",
	    ". The finding is by this time: the document came within the hours "
	    "that the log announces for the period (entry commitment-rule)." },
	[COUNTS_COMPLETION] = { ". Kết luận theo thời điểm nhận đủ tài liệu: kỳ "
	    "không tính thời điểm khai trước, hoặc tài liệu đến sau số giờ công "
	    "bố.",
	    ". The finding is by when the document had come whole: in this "
	    "period commitments do not count, or it came after the hours "
	    "announced." },
	[COUNTS_EITHER] = { ". Theo thời điểm khai trước hay thời điểm nhận đủ "
	    "tài liệu, kết luận đều như nhau.",
	    ". By either time the finding is the same." },
	[COMMITMENT_COMPARED] = { " Phiếu của bản khai trước đã được đối chiếu và "
	    "khớp.",
	    " The commitment's own receipt was compared, and agrees." },
	[FIND_SAID_ON_TIME] = { "ĐÚNG HẠN. Bản khai trước đã đến trước thời hạn.",
	    "ON TIME. The commitment had arrived before the deadline." },
	[FIND_SAID_ON_TIME_DOUBT] = { "ĐÚNG HẠN, trong phạm vi sai số đồng hồ. "
	    "Thời hạn nằm trong khoảng thời điểm nhận bản khai trước; phần nghi "
	    "ngờ thuộc về bên nhận nên được tính có lợi cho đơn vị.",
	    "ON TIME, within the clock's uncertainty. The deadline lies within "
	    "the interval in which the commitment arrived; the doubt is the "
	    "receiver's, so it counts for the unit." },
	[FIND_SAID_LATE_DOUBT] = { "TRỄ HẠN, trong phạm vi sai số đồng hồ. Thời "
	    "hạn nằm trong khoảng thời điểm nhận bản khai trước; quy định của kỳ "
	    "tính là trễ.",
	    "LATE, within the clock's uncertainty. The deadline lies within the "
	    "interval in which the commitment arrived; the period's rule counts "
	    "that as late." },
	[FIND_SAID_LATE] = { "TRỄ HẠN. Bản khai trước đến khi thời hạn đã hết.",
	    "LATE. The commitment arrived when the deadline had passed." },
	[FIND_SAID_FENCED] = { "TRỄ HẠN. Bản khai trước được ghi vào nhật ký sau "
	    "khi nhật ký đã chốt thời hạn.",
	    "LATE. The commitment came into the log after the log had closed the "
	    "window." },
	[OUTSIDE_SAID_ON_TIME] = { "Vì vậy bản khai trước đã đến trước thời hạn, "
	    "không phụ thuộc vào đồng hồ của máy chủ này.",
	    "So the commitment was there before the deadline, whatever this "
	    "server's clock said." },
	[TITLE_RETURNED] = { "PHIẾU TRẢ LẠI TÀI LIỆU",
	    "NOTICE OF A RETURNED DOCUMENT" },
	[RETURNED_NOTE] = { "Tài liệu đã đến đủ nhưng không được tiếp nhận và "
	    "không được lưu. Phiếu này chứng minh tài liệu đã đến và đến lúc nào; "
	    "kết luận trên chỉ xét theo thời điểm nhận.",
	    "The document came whole, but was not taken and is not kept. This "
	    "proves that it came, and when; the finding is on its time alone." },
	[REASON_NOT_OPEN] = { "chưa đến thời gian tiếp nhận",
	    "the window had not opened" },
	[REASON_CLOSED] = { "đã hết thời gian tiếp nhận",
	    "the window had closed" },
	[REASON_MEDIA_TYPE] = { "loại tệp không được chấp nhận",
	    "files of its kind are not taken" },
	[REASON_DISGUISED] = { "nội dung không đúng với tên hoặc loại tệp đã khai",
	    "the content is not what its name or type says" },
	[REASON_EMPTY] = { "tệp rỗng", "the file is empty" },
	[REASON_DIGEST] = { "nội dung nhận được không khớp giá trị băm mà bên gửi "
	    "đã thông báo",
	    "the bytes that came are not those that the sender had announced" },
	[SIMULATED_NOTE] = { "MÔ PHỎNG (SIMULATED): kho dữ liệu thử nghiệm có "
	    "đồng hồ riêng; phiếu này không chứng minh điều gì về giờ thật.",
	    "SIMULATED: a trial store with a clock of its own; this proves "
	    "nothing about real time." },
};
/* clang-format on */

const char *
word_in(enum language l, enum word w)
{
	assert(l < LANGUAGES && w < WORDS && words[w][l] != NULL);
	return words[w][l];
}
