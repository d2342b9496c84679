/*
 * bundle.c - three files to the one text that is kept, and back.
 *
 * Knows the bundle's outer shape. Touches nothing but its arguments.
 */
#include "store/model/bundle.h"

#include <assert.h>
#include <stdio.h>

#include "store/base/json_in.h"

static const char *const names[] = {
	[BUNDLE_PERIOD] = "period",
	[BUNDLE_CRITERIA] = "criteria",
	[BUNDLE_UNITS] = "units",
};

const char *
bundle_part_name(enum bundle_part part)
{
	static_assert(sizeof names / sizeof *names == BUNDLE_PARTS,
	    "every part has a name");
	assert(part < BUNDLE_PARTS);
	return names[part];
}

bool
bundle_file_ok(struct slice name)
{
	size_t i, start = 0;

	if (name.n == 0 || name.p[0] == '/')
		return false;
	for (i = 0; i <= name.n; i++) {
		if (i < name.n && name.p[i] != '/')
			continue;
		if (slice_is(slice_of(name.p + start, i - start), ".."))
			return false;
		start = i + 1;
	}
	return true;
}

static enum err
file_named(const struct jv *period, const char *key, struct buf *out,
    struct fault *why)
{
	struct jv v = jv_get(period, key);
	struct slice name;
	char pointer[64];

	jv_pointer(&v, pointer, sizeof pointer);
	if (!jv_text(&v, &name))
		return fault_set(why, ERR_MISSING_FIELD, pointer,
		    "The field \"%s\" must name a file.", key);
	if (!bundle_file_ok(name))
		return fault_set(why, ERR_MALFORMED, pointer,
		    "The field \"%s\" must name a file relative to the "
		    "period's, without \"..\".",
		    key);
	buf_slice(out, name);
	return out->err;
}

enum err
bundle_files(struct slice period_json, struct buf *criteria, struct buf *units,
    struct fault *why)
{
	struct json *doc = NULL;
	struct jv root;
	enum err e;

	if ((e = json_parse(period_json, BUNDLE_MOST, &doc, why)) != OK)
		return e;
	root = json_root(doc);
	if ((e = file_named(&root, "criteria", criteria, why)) == OK)
		e = file_named(&root, "units", units, why);
	json_free(&doc);
	return e;
}

enum err
bundle_compose(struct slice period_json, struct slice criteria_json,
    struct slice units_json, struct buf *out, struct fault *why)
{
	const struct slice part[] = { period_json, criteria_json, units_json };
	struct json *doc = NULL;
	struct fault in_part = { 0 };
	char pointer[16];
	enum err e;
	unsigned i;

	buf_text(out, "{\"format\":\"parindex-bundle/1\"");
	for (i = 0; i < BUNDLE_PARTS; i++) {
		e = json_parse(part[i], BUNDLE_MOST, &doc, &in_part);
		json_free(&doc);
		if (e != OK) {
			snprintf(pointer, sizeof pointer, "/%s", names[i]);
			return fault_set(why, e, pointer, "%s", in_part.detail);
		}
		buf_print(out, ",\n\"%s\":", names[i]);
		buf_slice(out, part[i]);
	}
	buf_text(out, "}\n");
	return out->err;
}

enum bundle_part
bundle_locate(const char *pointer, const char **within)
{
	unsigned i;
	size_t n;

	*within = pointer;
	for (i = 0; i < BUNDLE_PARTS && pointer[0] == '/'; i++) {
		n = strlen(names[i]);
		if (strncmp(pointer + 1, names[i], n) == 0 &&
		    (pointer[n + 1] == '/' || pointer[n + 1] == '\0')) {
			*within = pointer + 1 + n;
			return (enum bundle_part)i;
		}
	}
	return BUNDLE_PARTS;
}
