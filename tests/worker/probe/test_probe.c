/* The probe: hostile documents, hostile children. */
#include <check.h>
#include <fcntl.h>
#include <qpdf/qpdf-c.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/kit/pdf.h"
#include "worker/probe/probe.h"
#include "worker/probe/seal.h"

static struct probe self; /* this program is the nurse */

/* A script that starts this program as the nurse of hostile children. */
static char hostile[] = "/tmp/probe-hostile-XXXXXX";

static void
make_hostile(const char *program)
{
	char *whole = realpath(program, NULL);
	int fd = mkstemp(hostile);

	if (whole == NULL || fd < 0 ||
	    dprintf(fd, "#!/bin/sh\nexec '%s' --hostile\n", whole) < 0 ||
	    fchmod(fd, 0700) != 0)
		abort();
	(void)close(fd);
	free(whole);
}

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\0"
			  "\0\0\0:~\x9bU\0\0\0\nIDATx\x9c"
			  "c`\0\0\0\2\0\1H\xaf"
			  "\xa4q\0\0\0\0IEND\xae"
			  "B`\x82";

/* Has a document in memory judged. */
static enum err
probe_bytes(struct probe *p, struct slice bytes, const char *extension,
    struct probe_result *out)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	enum err e;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	e = probe_document(p, (struct part){ fd, 0, bytes.n }, extension, out);
	(void)close(fd);
	return e;
}

static enum probe_verdict
judge(struct slice bytes, const char *extension, struct probe_result *r)
{
	ck_assert_int_eq(probe_bytes(&self, bytes, extension, r), OK);
	return r->verdict;
}

static enum probe_verdict
judge_text(const char *text, const char *extension)
{
	struct probe_result r;

	return judge(slice_text(text), extension, &r);
}

static struct buf
a_pdf(void)
{
	struct buf b = { 0 };

	pdf_write(&b, slice_text("Kế hoạch cải cách hành chính"), 7);
	ck_assert_int_eq(b.err, OK);
	return b;
}

START_TEST(a_whole_pdf_is_ok_with_its_pages_and_date)
{
	struct buf pdf = a_pdf();
	struct probe_result r;

	ck_assert_int_eq(judge(buf_all(&pdf), "pdf", &r), PROBE_OK);
	ck_assert_str_eq(r.type, "application/pdf");
	ck_assert_uint_eq(r.pages, 1);
	ck_assert_str_eq(r.created, PDF_CREATED);
	ck_assert(!r.flawed);
	buf_free(&pdf);
}
END_TEST

/* The same file with its date under another key of the same length. */
START_TEST(a_pdfs_date_of_change_is_told)
{
	struct buf pdf = a_pdf();
	struct probe_result r;
	uint8_t *key = memmem(pdf.p, pdf.n, "/CreationDate", 13);

	ck_assert_ptr_nonnull(key);
	memcpy(key, "/ModDate     ", 13);
	ck_assert_int_eq(judge(buf_all(&pdf), "pdf", &r), PROBE_OK);
	ck_assert_str_eq(r.created, "");
	ck_assert_str_eq(r.modified, PDF_CREATED);
	buf_free(&pdf);
}
END_TEST

#define SIGNED(at) "<< /FT /Sig /T (S) /V << /Type /Sig /M (" at ") >> >>"

/* What a form's signatures say of their time; what is none says nothing. */
START_TEST(the_time_of_a_pdfs_latest_signature_is_told)
{
	static const struct {
		const char *fields, *told;
	} rows[] = {
		{ "[" SIGNED("D:20230109170000+07'00'") "]",
		    "D:20230109170000+07'00'" },
		{ "[" SIGNED("D:20230110") SIGNED("D:20230109") "]",
		    "D:20230110" },
		{ "[<< /T (a) /Kids [" SIGNED("D:20230111") "] >>]",
		    "D:20230111" },
		{ "[" SIGNED("yesterday") SIGNED("D:2023\\n") "]", "" },
		{ "[<< /T (t) /V (D:20230109) >> null 7 [] << /V << >> >>]",
		    "" },
		{ "[<< /FT /Sig /V << /M 20230109 >> >>]", "" },
		{ "(D:20230109)", "" },
		/* a form that has itself among its fields */
		{ "[1 0 R << /Kids [1 0 R] >>" SIGNED("D:2023") "]", "D:2023" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf pdf = { 0 };
		struct probe_result r;

		pdf_write_form(&pdf, slice_text("a"), 1, rows[i].fields);
		ck_assert_int_eq(judge(buf_all(&pdf), "pdf", &r), PROBE_OK);
		ck_assert_msg(strcmp(r.signed_at, rows[i].told) == 0,
		    "row %zu: %s", i, r.signed_at);
		buf_free(&pdf);
	}
}
END_TEST

START_TEST(a_pdf_cut_short_is_damaged)
{
	struct buf pdf = a_pdf();
	struct probe_result r;
	const size_t cuts[] = { pdf.n - 30, pdf.n / 2, 100 };

	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(judge(slice_of(pdf.p, cuts[i]), "pdf", &r),
		    PROBE_DAMAGED);
	ck_assert_str_eq(r.type, "");
	buf_free(&pdf);
}
END_TEST

START_TEST(nothing_at_all_is_damaged)
{
	struct probe_result r;

	ck_assert_int_eq(judge(SLICE_NONE, "pdf", &r), PROBE_DAMAGED);
	ck_assert_int_eq(judge(SLICE_NONE, "png", &r), PROBE_DAMAGED);
}
END_TEST

START_TEST(html_called_pdf_is_disguised)
{
	ck_assert_int_eq(judge_text("<html><!-- %PDF-1.4 "
				    "--><body>hi</body></html>",
			     "pdf"),
	    PROBE_DISGUISED);
	ck_assert_int_eq(judge_text("%PDF-1.4\n<html><body>hi</body></html>",
			     "pdf"),
	    PROBE_DISGUISED);
	ck_assert_int_eq(judge_text("just words", "pdf"), PROBE_DISGUISED);
}
END_TEST

START_TEST(a_whole_pdf_behind_a_page_of_html_is_disguised)
{
	struct buf both = { 0 };
	struct probe_result r;

	buf_text(&both, "<html><script>alert(1)</script></html>\n");
	pdf_write(&both, slice_text("x"), 1);
	ck_assert_int_eq(judge(buf_all(&both), "pdf", &r), PROBE_DISGUISED);
	buf_free(&both);
}
END_TEST

/* The page again, with passwords for reading and for changing. */
static enum probe_verdict
judge_locked(const char *to_read)
{
	struct buf pdf = a_pdf();
	qpdf_data q = qpdf_init();
	struct probe_result r;
	enum probe_verdict v;

	ck_assert_int_eq(qpdf_read_memory(q, "a", (const char *)pdf.p, pdf.n,
			     NULL),
	    QPDF_SUCCESS);
	ck_assert_int_eq(qpdf_init_write_memory(q), QPDF_SUCCESS);
	qpdf_set_r6_encryption_parameters2(q, to_read, "owner", QPDF_TRUE,
	    QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
	    qpdf_r3p_full, QPDF_TRUE);
	ck_assert_int_eq(qpdf_write(q), QPDF_SUCCESS);
	v = judge(slice_of(qpdf_get_buffer(q), qpdf_get_buffer_length(q)),
	    "pdf", &r);
	qpdf_cleanup(&q);
	buf_free(&pdf);
	return v;
}

START_TEST(a_pdf_that_needs_a_password_is_encrypted)
{
	ck_assert_int_eq(judge_locked("secret"), PROBE_ENCRYPTED);
}
END_TEST

START_TEST(a_pdf_that_anybody_may_read_is_ok_though_locked_against_change)
{
	ck_assert_int_eq(judge_locked(""), PROBE_OK);
}
END_TEST

static void
put_le(struct buf *to, uint32_t n, int bytes)
{
	for (; bytes > 0; bytes--, n >>= 8)
		buf_byte(to, (uint8_t)n);
}

/* An archive of one entry whose sizes are what it claims. */
static void
archive(struct buf *to, const char *name, const char *body, unsigned flags,
    uint32_t unpacked)
{
	uint32_t n = (uint32_t)strlen(body), m = (uint32_t)strlen(name), at;
	const uint32_t common[] = { 20, flags, 0, 0, 0 };

	put_le(to, 0x04034b50, 4);
	for (int i = 0; i < 5; i++)
		put_le(to, common[i], 2);
	put_le(to, 0, 4);
	put_le(to, n, 4);
	put_le(to, n, 4);
	put_le(to, m, 2);
	put_le(to, 0, 2);
	buf_text(to, name);
	buf_text(to, body);
	at = (uint32_t)to->n;
	put_le(to, 0x02014b50, 4);
	put_le(to, 20, 2);
	for (int i = 0; i < 5; i++)
		put_le(to, common[i], 2);
	put_le(to, 0, 4);
	put_le(to, n, 4);
	put_le(to, unpacked, 4);
	put_le(to, m, 2);
	put_le(to, 0, 4);
	put_le(to, 0, 4);
	put_le(to, 0, 4);
	put_le(to, 0, 4);
	buf_text(to, name);
	put_le(to, 0x06054b50, 4);
	put_le(to, 0, 4);
	put_le(to, 1, 2);
	put_le(to, 1, 2);
	put_le(to, 46 + m, 4);
	put_le(to, at, 4);
	put_le(to, 0, 2);
}

START_TEST(office_documents_are_told_by_what_their_archive_holds)
{
	static const char odt[] = "application/vnd.oasis.opendocument.text";
	/* clang-format off */
	const struct {
		const char *extension, *name, *body;
		unsigned flags;
		uint32_t unpacked;
		enum probe_verdict expect;
	} rows[] = {
		{ "docx", "word/document.xml", "<w/>", 0, 4, PROBE_OK },
		{ "DOCX", "word/document.xml", "<w/>", 0, 4, PROBE_OK },
		{ "xlsx", "word/document.xml", "<w/>", 0, 4, PROBE_DISGUISED },
		{ "docx", "readme.txt", "hello", 0, 5, PROBE_DISGUISED },
		{ "docx", "word/document.xml", "<w/>", 1, 4, PROBE_ENCRYPTED },
		{ "docx", "word/document.xml", "<w/>", 0, 0xfffffffe, PROBE_EXCESSIVE },
		{ "docx", "word/document.xml", "<w/>", 0, 100u << 20, PROBE_EXCESSIVE },
		{ "odt", "mimetype", odt, 0, sizeof odt - 1, PROBE_DISGUISED },
		{ "pdf", "word/document.xml", "<w/>", 0, 4, PROBE_DISGUISED },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = { 0 };
		struct probe_result r;

		archive(&b, rows[i].name, rows[i].body, rows[i].flags,
		    rows[i].unpacked);
		ck_assert_msg(judge(buf_all(&b), rows[i].extension, &r) ==
				  rows[i].expect,
		    "row %zu: %s", i, probe_verdict_name(r.verdict));
		if (i == 0)
			ck_assert_int_eq(judge(slice_of(b.p, b.n - 4), "docx",
					     &r),
			    PROBE_DAMAGED);
		buf_free(&b);
	}
}
END_TEST

START_TEST(images_and_xml_are_told_by_their_content)
{
	struct slice image = slice_of(png, sizeof png - 1);
	const char *xml = "<?xml version=\"1.0\"?><edXMLEnvelope/>";
	struct probe_result r;

	ck_assert_int_eq(judge(image, "png", &r), PROBE_OK);
	ck_assert_str_eq(r.type, "image/png");
	ck_assert_int_eq(judge(image, "jpg", &r), PROBE_DISGUISED);
	ck_assert_int_eq(judge(image, "pdf", &r), PROBE_DISGUISED);
	ck_assert_int_eq(judge_text(xml, "edxml"), PROBE_OK);
	ck_assert_int_eq(judge_text(xml, "xml"), PROBE_OK);
	ck_assert_int_eq(judge_text("<html></html>", "xml"), PROBE_DISGUISED);
}
END_TEST

START_TEST(a_kind_nobody_knows_is_unsupported)
{
	ck_assert_int_eq(judge_text("MZ", "exe"), PROBE_UNSUPPORTED);
	ck_assert_int_eq(judge_text("x", ""), PROBE_UNSUPPORTED);
	ck_assert_int_eq(judge_text("x", "pdf\n"), PROBE_UNSUPPORTED);
}
END_TEST

START_TEST(a_child_that_hangs_is_ended)
{
	struct probe hasty = { .wall_ms = 100 };
	struct probe_result r;
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	ck_assert_int_eq(probe_document(&hasty, (struct part){ .fd = ends[0] },
			     "pdf", &r),
	    OK);
	ck_assert_int_eq(r.verdict, PROBE_EXCESSIVE);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	(void)close(ends[0]);
	(void)close(ends[1]);
}
END_TEST

/* Two documents in one file, as in a pack: what stands before and behind is not
 * looked at. */
START_TEST(a_document_may_be_a_part_of_a_file)
{
	struct buf pdf = a_pdf(), file = { 0 };
	int fd = memfd_create("pack", MFD_CLOEXEC);
	struct part part = { fd, 4096, pdf.n };
	struct probe_result r;

	buf_text(&file, "<html>");
	while (file.n < part.at)
		buf_byte(&file, 0);
	buf_slice(&file, buf_all(&pdf));
	buf_text(&file, "<html>");
	ck_assert_int_eq(write(fd, file.p, file.n), (ssize_t)file.n);
	ck_assert_int_eq(probe_document(&self, part, "pdf", &r), OK);
	ck_assert_int_eq(r.verdict, PROBE_OK);
	ck_assert_uint_eq(r.pages, 1);
	part.at = 0;
	ck_assert_int_eq(probe_document(&self, part, "pdf", &r), OK);
	ck_assert_int_eq(r.verdict, PROBE_DISGUISED);
	part.size = file.n + 1; /* than there is */
	ck_assert_int_eq(probe_document(&self, part, "pdf", &r), ERR_IO);
	(void)close(fd);
	buf_free(&file);
	buf_free(&pdf);
}
END_TEST

/* Descriptors on documents in memory, for many at once. */
static struct asked
asked_of(struct slice bytes, const char *extension)
{
	int fd = memfd_create("document", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	return (
	    struct asked){ .part = { fd, 0, bytes.n }, .extension = extension };
}

static void
close_all(struct asked *a, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		(void)close(a[i].part.fd);
}

/* More than share a child, and among them what may share none. */
START_TEST(many_documents_each_get_their_own_verdict)
{
	struct buf pdf = a_pdf();
	uint8_t *large = calloc(1, PROBE_SMALL + 1);
	struct asked a[2 * PROBE_TOGETHER + 3];
	const unsigned n = sizeof a / sizeof *a;

	for (unsigned i = 0; i < n; i++)
		a[i] = asked_of(buf_all(&pdf), "pdf");
	close_all(a + 3, 4);
	a[3] = asked_of(slice_text("<html></html>"), "pdf");
	a[4] = asked_of(slice_of(png, sizeof png - 1), "png");
	a[5] = asked_of(slice_of(large, PROBE_SMALL + 1), "pdf");
	a[6] = asked_of(slice_text("MZ"), "exe");
	probe_documents(&self, a, n);
	for (unsigned i = 0; i < n; i++) {
		enum probe_verdict expect = i == 3 || i == 5 ? PROBE_DISGUISED
					    : i == 6         ? PROBE_UNSUPPORTED
							     : PROBE_OK;

		ck_assert_int_eq(a[i].err, OK);
		ck_assert_msg(a[i].result.verdict == expect, "document %u: %s",
		    i, probe_verdict_name(a[i].result.verdict));
		ck_assert_uint_eq(a[i].result.pages,
		    expect == PROBE_OK && i != 4);
	}
	close_all(a, n);
	free(large);
	buf_free(&pdf);
}
END_TEST

START_TEST(a_document_may_come_through_a_pipe)
{
	struct buf pdf = a_pdf();
	struct probe_result r;
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	ck_assert_int_eq(write(ends[1], pdf.p, pdf.n), pdf.n);
	(void)close(ends[1]);
	ck_assert_int_eq(probe_document(&self, (struct part){ .fd = ends[0] },
			     "pdf", &r),
	    OK);
	ck_assert_int_eq(r.verdict, PROBE_OK);
	(void)close(ends[0]);
	buf_free(&pdf);
}
END_TEST

/* What the parent makes of a child that is this shell script: the document
 * itself, which the child of this test's own nurse executes. */
static enum err
with_child(const char *script, unsigned wall_ms, struct probe_result *r)
{
	struct probe p = { .wall_ms = wall_ms, .program = hostile };
	enum err e = probe_bytes(&p, slice_text(script), "tif", r);

	probe_close(&p);
	return e;
}

static int
be_hostile(void *self_, const struct order *order, const int *documents)
{
	(void)self_;
	(void)order;
	(void)documents;
	(void)execl("/bin/sh", "sh", "/proc/self/fd/0", NULL);
	return 1;
}

#define OK_LINE                                                                \
	"probe 3 verdict=ok type=image/tiff pages=1 flawed=0 created=- "       \
	"modified=- signed=-"

START_TEST(a_child_that_lies_is_not_believed)
{
	const struct {
		const char *script;
		enum probe_verdict expect;
	} rows[] = {
		{ "echo '" OK_LINE "'", PROBE_OK },
		{ "printf '" OK_LINE "'", PROBE_CRASHED },
		{ "echo '" OK_LINE "'; exit 1", PROBE_CRASHED },
		{ "echo '" OK_LINE "'; kill -SEGV $$", PROBE_CRASHED },
		{ "echo '" OK_LINE "'; kill -KILL $$", PROBE_EXCESSIVE },
		{ "echo '" OK_LINE "'; echo more", PROBE_CRASHED },
		{ "echo 'probe 3 verdict=ok type=text/html pages=1 flawed=0 "
		  "created=- modified=- signed=-'",
		    PROBE_CRASHED },
		{ "while :; do echo much; done", PROBE_CRASHED },
		{ "exit 0", PROBE_CRASHED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct probe_result r;

		ck_assert_int_eq(with_child(rows[i].script, 10000, &r), OK);
		ck_assert_msg(r.verdict == rows[i].expect, "row %zu: %s", i,
		    probe_verdict_name(r.verdict));
	}
}
END_TEST

/* The first document says how the child goes on, with two as with one. */
START_TEST(documents_whose_child_fails_are_each_judged_alone)
{
	static const char *const scripts[] = {
		"echo '" OK_LINE "'; echo '" OK_LINE "'; kill -SEGV $$",
		"echo '" OK_LINE "'",
		"echo '" OK_LINE "'; echo nonsense",
		"echo '" OK_LINE "'; echo '" OK_LINE "'; echo '" OK_LINE "'",
	};
	static const enum probe_verdict alone[] = { PROBE_CRASHED, PROBE_OK,
		PROBE_CRASHED, PROBE_CRASHED };
	struct slice second = slice_text("echo '" OK_LINE "'");

	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		struct probe p = { .wall_ms = 10000, .program = hostile };
		struct asked a[] = { asked_of(slice_text(scripts[i]), "tif"),
			asked_of(second, "tif") };

		probe_documents(&p, a, 2);
		ck_assert_int_eq(a[0].err, OK);
		ck_assert_int_eq(a[1].err, OK);
		ck_assert_msg(a[0].result.verdict == alone[i], "row %zu: %s", i,
		    probe_verdict_name(a[0].result.verdict));
		ck_assert_int_eq(a[1].result.verdict, PROBE_OK);
		close_all(a, 2);
		probe_close(&p);
	}
}
END_TEST

START_TEST(a_child_that_answers_but_does_not_end_is_ended)
{
	struct probe_result r;

	ck_assert_int_eq(with_child("echo '" OK_LINE
				    "'; exec >&-; while :; do :; done",
			     200, &r),
	    OK);
	ck_assert_int_eq(r.verdict, PROBE_EXCESSIVE);
}
END_TEST

START_TEST(a_child_gets_the_document_and_nothing_else)
{
	struct probe_result r;
	int spare = dup(0);

	ck_assert_int_eq(with_child("test -z \"$(ls /proc/self/fd | grep -v "
				    "'^[0-3]$')\" && test -z \"$HOME\" && "
				    "echo '" OK_LINE "'",
			     10000, &r),
	    OK);
	ck_assert_int_eq(r.verdict, PROBE_OK);
	(void)close(spare);
}
END_TEST

START_TEST(a_nurse_that_died_is_replaced)
{
	struct buf pdf = a_pdf();
	struct probe_result r;
	struct probe p = { 0 };
	pid_t first;

	ck_assert_int_eq(probe_bytes(&p, buf_all(&pdf), "pdf", &r), OK);
	first = p.nurse;
	ck_assert_int_eq(probe_bytes(&p, buf_all(&pdf), "pdf", &r), OK);
	ck_assert_int_eq(p.nurse, first);
	ck_assert_int_eq(kill(first, SIGKILL), 0);
	ck_assert_int_eq(waitid(P_PID, (id_t)first, NULL, WEXITED | WNOWAIT),
	    0);
	ck_assert_int_eq(probe_bytes(&p, buf_all(&pdf), "pdf", &r), OK);
	ck_assert_int_eq(r.verdict, PROBE_OK);
	ck_assert_int_ne(p.nurse, first);
	probe_close(&p);
	probe_close(&p);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	buf_free(&pdf);
}
END_TEST

START_TEST(no_verdict_is_given_when_the_child_cannot_be_had)
{
	struct probe none = { .program = "/nonexistent" };
	struct probe_result r;

	ck_assert_int_eq(probe_bytes(&none, slice_text("x"), "pdf", &r),
	    ERR_IO);
	ck_assert_int_eq(with_child("exit 70", 10000, &r), ERR_IO);
}
END_TEST

/* How a sealed process ends when it does `what`. */
static int
sealed(void (*what)(void))
{
	struct seal s;
	int status;
	pid_t pid;

	ck_assert_int_eq(seal_prepare(&s), OK);
	ck_assert_int_ge(pid = fork(), 0);
	if (pid == 0) {
		if (seal_limits() != OK || seal(&s) != OK)
			_exit(1);
		what();
		(void)syscall(SYS_exit_group, 0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void
think(void)
{
	void *p = malloc(1 << 20);

	memset(p, 1, 1 << 20);
	free(p);
	(void)!write(1, "", 0);
}

static void
open_a_file(void)
{
	(void)open("/etc/passwd", O_RDONLY);
}

static void
open_a_socket(void)
{
	(void)socket(AF_UNIX, SOCK_STREAM, 0);
}

static void
write_elsewhere(void)
{
	(void)!write(2, "x", 1);
}

static void
start_another(void)
{
	(void)fork();
}

static void
execute(void)
{
	(void)execl("/bin/true", "true", NULL);
}

START_TEST(a_sealed_process_can_think_and_nothing_else)
{
	void (*const forbidden[])(void) = { open_a_file, open_a_socket,
		write_elsewhere, start_another, execute };

	ck_assert_int_eq(sealed(think), 0);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		ck_assert_msg(sealed(forbidden[i]) == SIGSYS, "attempt %zu", i);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *s = suite_create("probe");
	TCase *t = tcase_create("documents");
	TCase *c = tcase_create("children");
	SRunner *r;
	int failed;

	if (argc > 1 && strcmp(argv[1], "--probe") == 0)
		probe_main();
	if (argc > 1 && strcmp(argv[1], "--hostile") == 0)
		probe_serve(be_hostile, NULL);
	make_hostile(argv[0]);
	r = srunner_create(s);
	tcase_set_timeout(t, 60);
	tcase_set_timeout(c, 60);
	tcase_add_test(t, a_whole_pdf_is_ok_with_its_pages_and_date);
	tcase_add_test(t, a_pdfs_date_of_change_is_told);
	tcase_add_test(t, the_time_of_a_pdfs_latest_signature_is_told);
	tcase_add_test(t, a_pdf_cut_short_is_damaged);
	tcase_add_test(t, nothing_at_all_is_damaged);
	tcase_add_test(t, html_called_pdf_is_disguised);
	tcase_add_test(t, a_whole_pdf_behind_a_page_of_html_is_disguised);
	tcase_add_test(t, a_pdf_that_needs_a_password_is_encrypted);
	tcase_add_test(t,
	    a_pdf_that_anybody_may_read_is_ok_though_locked_against_change);
	tcase_add_test(t,
	    office_documents_are_told_by_what_their_archive_holds);
	tcase_add_test(t, images_and_xml_are_told_by_their_content);
	tcase_add_test(t, a_kind_nobody_knows_is_unsupported);
	tcase_add_test(t, a_document_may_come_through_a_pipe);
	tcase_add_test(t, a_document_may_be_a_part_of_a_file);
	tcase_add_test(t, many_documents_each_get_their_own_verdict);
	tcase_add_test(c, a_child_that_hangs_is_ended);
	tcase_add_test(c, a_child_that_lies_is_not_believed);
	tcase_add_test(c, documents_whose_child_fails_are_each_judged_alone);
	tcase_add_test(c, a_child_that_answers_but_does_not_end_is_ended);
	tcase_add_test(c, a_child_gets_the_document_and_nothing_else);
	tcase_add_test(c, a_nurse_that_died_is_replaced);
	tcase_add_test(c, no_verdict_is_given_when_the_child_cannot_be_had);
	tcase_add_test(c, a_sealed_process_can_think_and_nothing_else);
	suite_add_tcase(s, t);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	probe_close(&self);
	(void)unlink(hostile);
	srunner_free(r);
	return failed != 0;
}
