/*
 * cmd_minutes.c - one page about the log for offices to sign, and the signed
 * one back into the log.
 *
 * Touches the log; the files it is given.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/minutes_words.h"
#include "store/base/draft.h"
#include "store/paper/page.h"

#define OFFICES 3

enum {
	OPT_STAGE = 256,
	OPT_PDF,
	OPT_LANG,
	OPT_OFFICE,
	OPT_ABOVE,
	OPT_SIZE,
};

const struct argp_option minutes_options[] = {
	{ "stage", OPT_STAGE, "STAGE", 0,
	    "evidence (the default), appraisal or survey", 0 },
	{ "lang", OPT_LANG, "vi|en", 0, "Vietnamese (the default) or English",
	    0 },
	{ "pdf", OPT_PDF, "FILE", 0, "Write the page to sign as a PDF, too",
	    0 },
	{ "office", OPT_OFFICE, "NAME", 0, "Whose name stands on that page",
	    0 },
	{ "above", OPT_ABOVE, "NAME", 0, "and the office above it", 0 },
	{ 0 },
};

const struct argp_option signed_options[] = {
	{ "stage", OPT_STAGE, "STAGE", 0,
	    "evidence (the default), appraisal or survey", 0 },
	{ "size", OPT_SIZE, "N", 0, "the number of entries on the page", 0 },
	{ 0 },
};

static bool
arg_stage(const struct call *c, enum stage *out)
{
	const char *text = call_option(c, OPT_STAGE);

	*out = STAGE_EVIDENCE;
	if (text == NULL)
		return true;
	for (enum stage i = 0; i < STAGES; i++)
		if (strcmp(text, stage_name(i)) == 0) {
			*out = i;
			return true;
		}
	(void)admin_usage("--stage is evidence, appraisal or survey.");
	return false;
}

static const char *
option(const struct call *c, int key)
{
	const char *value = call_option(c, key);

	return value == NULL ? "" : value;
}

/* ---- the page ---- */

static void
put_places(struct page *p, bool vi)
{
	static const char *const labels[OFFICES][2] = {
		{ "Cơ quan 1", "Office 1" },
		{ "Cơ quan 2", "Office 2" },
		{ "Cơ quan 3", "Office 3" },
	};

	for (unsigned i = 0; i < OFFICES; i++)
		page_row(p, labels[i][vi ? 0 : 1],
		    vi ? "Tên, chữ ký, dấu, ngày: ……………………………………………………"
		       : "Name, signature, seal, date: …………………………………………");
}

static enum err
write_page(const struct call *c, const struct statement *s,
    const struct minutes *m, bool vi)
{
	struct page *p = page_open(call_option(c, OPT_PDF));
	char day[64], made[MOMENT_TEXT];

	if (p == NULL)
		return ERR_NO_MEMORY;
	moment_text(s->made, made);
	(void)snprintf(day, sizeof day,
	    vi ? "Ngày %.2s tháng %.2s năm %.4s" : "%.2s/%.2s/%.4s", made + 8,
	    made + 5, made);
	page_head(p, &(struct page_head){ .above = option(c, OPT_ABOVE),
			 .office = option(c, OPT_OFFICE),
			 .number = "",
			 .day = day,
			 .title = s->title });
	for (unsigned i = 0; i < s->n; i++) {
		struct buf text = s->row[i].text;

		page_row(p, s->row[i].label, buf_cstr(&text));
	}
	put_places(p, vi);
	page_code(p, buf_all(&m->note),
	    vi ? "Mã QR chứa nguyên văn điểm kiểm đã ký số của nhật ký.\n\n"
		 "Ai giữ trang này có thể chứng minh về sau rằng nhật ký vào "
		 "ngày ký có đúng số mục và gốc ghi ở trên."
	       : "The QR code holds the log's signed checkpoint word for word."
		 "\n\nWho keeps this page can prove later that on the day of "
		 "signing the log had the entries and the root above.");
	page_foot(p,
	    vi ? "Bản quét có chữ ký được ghi vào nhật ký: parindex log signed"
	       : "The signed scan goes into the log: parindex log signed");
	return page_close(&p);
}

static void
print_rows(const struct statement *s, const struct minutes *m)
{
	(void)printf("%s\n", s->title);
	for (unsigned i = 0; i < s->n; i++) {
		struct buf text = s->row[i].text;

		(void)printf("%s: %s\n", s->row[i].label, buf_cstr(&text));
	}
	(void)printf("\n");
	(void)fwrite(m->note.p, 1, m->note.n, stdout);
}

enum ending
cmd_log_minutes(struct admin *a, const struct call *c)
{
	const char *lang = call_option(c, OPT_LANG);
	bool vi = lang == NULL || strcmp(lang, "vi") == 0;
	struct statement words = { .n = 0 };
	const struct plan *plan;
	struct period row;
	struct minutes m;
	enum stage stage;
	enum err e;

	if (!vi && strcmp(lang, "en") != 0)
		return admin_usage("--lang is vi or en.");
	if (!arg_stage(c, &stage))
		return END_USAGE;
	if ((e = admin_plan(a, c->arg[0], &plan, &row)) != OK)
		return admin_end(a, e);
	e = look_minutes(a->store, row.id, stage, &m, &a->why);
	if (e == OK)
		e = minutes_words(&m, plan, vi ? VIETNAMESE : ENGLISH, &words);
	if (e == OK && call_option(c, OPT_PDF) != NULL)
		e = write_page(c, &words, &m, vi);
	if (e == OK)
		print_rows(&words, &m);
	statement_free(&words);
	look_minutes_free(&m);
	return admin_end(a, e);
}

/* ---- the signed one ---- */

/* Of a file, and no larger than a document may be. */
static enum err
hash_scan(const struct admin *a, const char *path, struct digest *out,
    struct fault *why)
{
	struct stat st;
	enum err e;

	if (stat(path, &st) != 0)
		e = err_of_errno(errno);
	else if (!S_ISREG(st.st_mode))
		return fault_set(why, ERR_MALFORMED, "", "%s is not a file.",
		    path);
	else if (st.st_size == 0)
		e = ERR_EMPTY;
	else
		e = file_digest(path, a->conf.upload_most, out);
	return e == OK ? OK
		       : fault_set(why, e, "", "%s cannot be taken: %s.", path,
			     err_words(e));
}

enum ending
cmd_log_signed(struct admin *a, const struct call *c)
{
	struct period_id period;
	struct digest scan;
	enum stage stage;
	uint64_t size;
	enum err e;

	if (call_option(c, OPT_SIZE) == NULL)
		return admin_usage("--size is the number of entries that the "
				   "signed page names.");
	if (!arg_period(c->arg[0], &period) || !arg_stage(c, &stage) ||
	    !arg_number(call_option(c, OPT_SIZE), "--size", &size))
		return END_USAGE;
	if ((e = hash_scan(a, c->arg[1], &scan, &a->why)) == OK)
		e = act_minutes(a->store, &a->who, period, stage, size, scan,
		    &a->why);
	if (e == OK)
		(void)printf("written into the log\n");
	return admin_end(a, e);
}
