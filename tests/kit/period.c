/*
 * period.c - the shipped period and files of the source tree, for tests.
 *
 * Reads files under KIT_SOURCE_DIR.
 */
#include "tests/kit/period.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "store/model/bundle.h"

struct buf
source_file(const char *path)
{
	struct buf b = { 0 };
	char whole[1024];
	char part[4096];
	size_t n;
	FILE *from;

	(void)snprintf(whole, sizeof whole, "%s/%s", KIT_SOURCE_DIR, path);
	from = fopen(whole, "rb");
	ck_assert_msg(from != NULL, "%s cannot be read", whole);
	while ((n = fread(part, 1, sizeof part, from)) > 0)
		buf_bytes(&b, part, n);
	(void)fclose(from);
	ck_assert_int_eq(b.err, OK);
	return b;
}

/* Moves what is in `text` without what goes from `begins` to `ends`. */
static bool
cut(struct buf *text, const char *begins, const char *ends)
{
	struct buf rest = { 0 };
	const char *all = buf_cstr(text), *from = strstr(all, begins), *to;

	if (from == NULL)
		return false;
	ck_assert_ptr_nonnull(to = strstr(from, ends));
	buf_bytes(&rest, all, (size_t)(from - all));
	buf_text(&rest, to + strlen(ends));
	buf_free(text);
	*text = rest;
	return true;
}

struct buf
plain_period(void)
{
	struct buf text = source_file("store/data/hai-duong-2022/period.json");

	while (cut(&text, "\t\t \"sealed\": true", "\n"))
		;
	ck_assert(cut(&text, "\t\"life\": {", "\n\t},\n"));
	return text;
}

struct buf
shipped_bundle(void)
{
	struct buf period = plain_period();
	struct buf criteria =
	    source_file("store/data/hai-duong-2022/criteria.json");
	struct buf units = source_file("store/data/hai-duong-2022/units.json");
	struct buf bundle = { 0 };
	struct fault why = { 0 };

	ck_assert_msg(bundle_compose(buf_all(&period), buf_all(&criteria),
			  buf_all(&units), &bundle, &why) == OK,
	    "%s: %s", why.pointer, why.detail);
	buf_free(&period);
	buf_free(&criteria);
	buf_free(&units);
	return bundle;
}

struct plan *
plan_of(const struct buf *bundle)
{
	struct faults fs = { 0 };
	struct plan *p = plan_read(buf_all(bundle), 1, &fs);

	ck_assert_msg(p != NULL, "%zu faults; %s: %s", fs.n,
	    fs.n > 0 ? fs.list[0].pointer : "",
	    fs.n > 0 ? fs.list[0].detail : "");
	ck_assert_uint_eq(fs.n, 0);
	faults_free(&fs);
	return p;
}

struct plan *
shipped_plan(void)
{
	struct buf bundle = shipped_bundle();
	struct plan *p = plan_of(&bundle);

	buf_free(&bundle);
	return p;
}
