/*
 * plan_member.c - single members of a bundle's objects: there or not, of the
 * right kind, within bounds; every fault by its pointer.
 *
 * Knows JSON values and the plan's pool, and none of the plan's rules.
 */
#include "store/model/plan_read.h"

#include <stdarg.h>
#include <stdio.h>

#include "store/base/text.h"

void
fault_at(struct plan_reading *r, const struct jv *v, enum err e,
    const char *detail, ...)
{
	struct fault f;
	va_list args;

	va_start(args, detail);
	vsnprintf(f.detail, sizeof f.detail, detail, args);
	va_end(args);
	jv_pointer(v, f.pointer, sizeof f.pointer);
	faults_add(r->fs, e, f.pointer, "%s", f.detail);
}

int
shown(struct slice s)
{
	size_t n = s.n < 64 ? s.n : 64;

	while (n > 0 && n < s.n && (s.p[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static bool
listed(const char *key, const char *const *known)
{
	for (; *known != NULL; known++)
		if (strcmp(key, *known) == 0)
			return true;
	return false;
}

bool
object_open(struct plan_reading *r, const struct jv *v,
    const char *const *known)
{
	static const char *const always[] = { "source", "assumed", NULL };
	struct jv m;
	void *it = NULL;

	if (jv_kind(v) != JSON_IS_OBJECT) {
		fault_at(r, v, ERR_MALFORMED, "This must be an object.");
		return false;
	}
	while (jv_next(v, &it, &m))
		if (!listed(m.key, known) && !listed(m.key, always))
			fault_at(r, &m, ERR_UNKNOWN_FIELD,
			    "The field \"%s\" is not known here.", m.key);
	member_text_maybe(r, v, "source");
	member_bool(r, v, "assumed", false);
	return true;
}

static void
wrong_kind(struct plan_reading *r, const struct jv *v, const char *wanted)
{
	if (v->key != NULL)
		fault_at(r, v, ERR_MALFORMED, "The field \"%s\" must be %s.",
		    v->key, wanted);
	else
		fault_at(r, v, ERR_MALFORMED, "The element must be %s.",
		    wanted);
}

bool
member_of(struct plan_reading *r, const struct jv *object, const char *key,
    enum json_kind kind, struct jv *out)
{
	static const char *const words[] = {
		[JSON_IS_BOOL] = "true or false",
		[JSON_IS_INT] = "a whole number",
		[JSON_IS_TEXT] = "text",
		[JSON_IS_ARRAY] = "an array",
		[JSON_IS_OBJECT] = "an object",
	};

	*out = jv_get(object, key);
	if (jv_kind(out) == JSON_NONE)
		fault_at(r, out, ERR_MISSING_FIELD,
		    "The field \"%s\" is missing.", key);
	else if (jv_kind(out) != kind)
		wrong_kind(r, out, words[kind]);
	return jv_kind(out) == kind;
}

void
member_format(struct plan_reading *r, const struct jv *object, const char *text)
{
	struct slice s;
	struct jv v;

	if (!member_of(r, object, "format", JSON_IS_TEXT, &v))
		return;
	jv_text(&v, &s);
	if (!slice_is(s, text))
		fault_at(r, &v, ERR_MALFORMED,
		    "The field \"format\" must be \"%s\".", text);
}

static const char *
pool_keep(struct plan_reading *r, struct slice s)
{
	const char *kept = pool_text(r->pool, s);

	if (kept == NULL)
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
	return kept == NULL ? "" : kept;
}

const char *
text_of(struct plan_reading *r, const struct jv *v)
{
	struct slice s;

	if (!jv_text(v, &s)) {
		wrong_kind(r, v, "text");
		return "";
	}
	buf_clear(&r->scratch);
	if (text_normalise(s, &r->scratch) != OK) {
		fault_at(r, v, ERR_ENCODING,
		    "The text has a control character.");
		return "";
	}
	return pool_keep(r, buf_all(&r->scratch));
}

const char *
member_text_maybe(struct plan_reading *r, const struct jv *object,
    const char *key)
{
	struct jv v = jv_get(object, key);

	return jv_kind(&v) == JSON_NONE ? "" : text_of(r, &v);
}

const char *
member_text(struct plan_reading *r, const struct jv *object, const char *key)
{
	struct slice s;
	struct jv v;

	if (!member_of(r, object, key, JSON_IS_TEXT, &v))
		return "";
	jv_text(&v, &s);
	if (s.n == 0) {
		fault_at(r, &v, ERR_EMPTY, "The field \"%s\" is empty.", key);
		return "";
	}
	return text_of(r, &v);
}

bool
name_of(struct plan_reading *r, const struct jv *v, char out[NAME_ROOM])
{
	struct slice s;

	if (!jv_text(v, &s)) {
		wrong_kind(r, v, "text");
		return false;
	}
	if (name_read(s, out) == OK)
		return true;
	fault_at(r, v, ERR_MALFORMED,
	    "\"%.*s\" is not a name: 1 to %d of "
	    "[0-9A-Za-z._-], not starting with '.' or '-'.",
	    shown(s), (const char *)s.p, NAME_ROOM - 1);
	return false;
}

bool
member_name(struct plan_reading *r, const struct jv *object, const char *key,
    char out[NAME_ROOM])
{
	struct jv v;

	return member_of(r, object, key, JSON_IS_TEXT, &v) &&
	       name_of(r, &v, out);
}

bool
member_bool(struct plan_reading *r, const struct jv *object, const char *key,
    bool otherwise)
{
	struct jv v = jv_get(object, key);
	bool b = otherwise;

	if (jv_kind(&v) != JSON_NONE && !jv_bool(&v, &b))
		wrong_kind(r, &v, "true or false");
	return b;
}

int64_t
member_int(struct plan_reading *r, const struct jv *object, const char *key,
    int64_t least, int64_t most)
{
	struct jv v;
	int64_t n;

	if (!member_of(r, object, key, JSON_IS_INT, &v))
		return 0;
	jv_int(&v, &n);
	if (n >= least && n <= most)
		return n;
	fault_at(r, &v, ERR_RANGE,
	    "The field \"%s\" must be from %lld to %lld, not %lld.", key,
	    (long long)least, (long long)most, (long long)n);
	return 0;
}

bool
points_of(struct plan_reading *r, const struct jv *v, int64_t most,
    struct points *out)
{
	struct points p;
	struct slice s;

	if (!jv_text(v, &s)) {
		wrong_kind(r, v, "a decimal as text, such as \"14.5\"");
		return false;
	}
	if (points_read(s, &p) == OK && p.millionths >= 0 &&
	    p.millionths <= most * POINTS_ONE) {
		*out = p;
		return true;
	}
	fault_at(r, v, ERR_RANGE,
	    "\"%.*s\" is not a decimal from 0 to %lld "
	    "with at most six decimals.",
	    shown(s), (const char *)s.p, (long long)most);
	return false;
}

bool
member_points(struct plan_reading *r, const struct jv *object, const char *key,
    int64_t most, struct points *out)
{
	struct jv v;

	return member_of(r, object, key, JSON_IS_TEXT, &v) &&
	       points_of(r, &v, most, out);
}

bool
member_moment(struct plan_reading *r, const struct jv *object, const char *key,
    struct moment *out)
{
	struct slice s;
	struct jv v;
	enum err e;

	if (!member_of(r, object, key, JSON_IS_TEXT, &v))
		return false;
	jv_text(&v, &s);
	if ((e = moment_read(s, out)) != OK)
		fault_at(r, &v, e,
		    "The field \"%s\" is not a time with its "
		    "offset, such as \"2023-01-11T00:00:00+07:00\".",
		    key);
	return e == OK;
}

bool
member_date(struct plan_reading *r, const struct jv *object, const char *key,
    int64_t *out)
{
	struct slice s;
	struct jv v;
	enum err e;

	if (!member_of(r, object, key, JSON_IS_TEXT, &v))
		return false;
	jv_text(&v, &s);
	if ((e = date_read(s, out)) != OK)
		fault_at(r, &v, e,
		    "The field \"%s\" is not a day, such as "
		    "\"2023-01-10\".",
		    key);
	return e == OK;
}
