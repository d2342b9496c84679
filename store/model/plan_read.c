/*
 * plan_read.c - a bundle's text to a plan, or to all of its faults.
 *
 * Knows the bundle's outer shape and the order in which its parts are read.
 * Touches nothing but the text.
 */
#include "store/model/plan_read.h"

#include <stdlib.h>

#include "store/model/bundle.h"

static void
read_parts(struct plan_reading *r, const struct jv *root)
{
	static const char *const known[] = { "format", "period", "criteria",
		"units", NULL };
	struct jv criteria, part;
	size_t before = r->fs->n;

	if (!object_open(r, root, known))
		return;
	member_format(r, root, "parindex-bundle/1");
	if (member_of(r, root, "criteria", JSON_IS_OBJECT, &criteria))
		plan_read_criteria(r, &criteria);
	if (member_of(r, root, "units", JSON_IS_OBJECT, &part))
		plan_read_units(r, &part);
	if (member_of(r, root, "period", JSON_IS_OBJECT, &part)) {
		plan_read_period(r, &part);
		plan_read_surveys(r, &part);
		plan_read_life(r, &part);
	}
	if (r->fs->n == before)
		plan_check_decimals(r, &criteria);
}

struct plan *
plan_read(struct slice bundle, uint32_t version, struct faults *fs)
{
	struct plan_reading r = { .fs = fs };
	struct fault why = { 0 };
	struct json *doc = NULL;
	size_t before = fs->n;
	struct jv root;

	if (json_parse(bundle, BUNDLE_MOST, &doc, &why) != OK) {
		faults_add(fs, why.err, why.pointer, "%s", why.detail);
		return NULL;
	}
	if ((r.p = calloc(1, sizeof *r.p)) == NULL) {
		faults_add(fs, ERR_NO_MEMORY, "", "There is no memory.");
		goto out;
	}
	r.p->version = version;
	r.pool = &r.p->pool;
	root = json_root(doc);
	read_parts(&r, &root);
	if (fs->n != before || fs->lost)
		plan_free(&r.p);
out:
	buf_free(&r.scratch);
	json_free(&doc);
	return r.p;
}
