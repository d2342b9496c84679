/*
 * slip.c - a statement laid out on a page.
 *
 * Knows what stands where. Touches the file it writes.
 */
#include "store/paper/slip.h"

#include <stdio.h>

#include "store/paper/page.h"

static void
put_head(struct page *p, const struct slip_head *head,
    const struct statement *s, const struct receipt *r)
{
	bool vi = head->language == VIETNAMESE;
	char number[48], day[64], made[MOMENT_TEXT];

	moment_text(s->made, made);
	(void)snprintf(number, sizeof number, vi ? "Số: %llu/NK" : "No. %llu",
	    (unsigned long long)r->index);
	if (vi)
		(void)snprintf(day, sizeof day, "Ngày %.2s tháng %.2s năm %.4s",
		    made + 8, made + 5, made);
	else
		(void)snprintf(day, sizeof day, "%.10s", made);
	page_head(p, &(struct page_head){ .above = head->above,
			 .office = head->office,
			 .number = number,
			 .day = day,
			 .title = s->title });
}

enum err
slip_write(const char *path, const struct slip_head *head,
    const struct statement *s, const struct receipt *r)
{
	bool vi = head->language == VIETNAMESE;
	struct page *p = page_open(path);

	if (p == NULL)
		return ERR_NO_MEMORY;
	put_head(p, head, s, r);
	for (unsigned i = 0; i < s->n; i++) {
		struct buf text = s->row[i].text;

		page_row(p, s->row[i].label, buf_cstr(&text));
	}
	page_code(p, buf_all(&r->bytes),
	    vi ? "Mã QR chứa nguyên văn mục nhật ký. Băm SHA-256 của byte 00 "
		 "và mục này là lá của cây Merkle mà nhật ký đã ký.\n\nKiểm "
		 "tra bằng tệp phiếu (.tlog-proof) và khóa công khai của nhật "
		 "ký:\nparindex verify PHIẾU --key KHÓA"
	       : "The QR code holds the log's entry word for word. SHA-256 of "
		 "a byte 00 and this entry is a leaf of the Merkle tree that "
		 "the log signed.\n\nCheck it with the receipt's file "
		 "(.tlog-proof) and the log's public key:\nparindex verify "
		 "RECEIPT --key KEY");
	page_foot(p,
	    vi ? "Phiếu do máy lập từ nhật ký đã ký số; giá trị chứng minh "
		 "nằm ở tệp phiếu, không ở bản in này."
	       : "Made by machine from the signed log; the proof is the "
		 "receipt's file, not this print.");
	return page_close(&p);
}
