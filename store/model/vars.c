/*
 * vars.c - the variables a leaf declares.
 *
 * Knows their JSON (docs/criteria-format.md, "Variables"). Takes memory from
 * the pool it is given.
 */
#include "store/base/moment.h"
#include "store/model/expr.h"
#include "store/model/plan_read.h"

#define COUNT_MOST INT64_C(1000000000)
#define LEVELS_MOST 16
#define LEVEL_BYTES 63

static const char *const type_words[] = {
	[VAR_COUNT] = "count",
	[VAR_DECIMAL] = "decimal",
	[VAR_FLAG] = "flag",
	[VAR_LEVEL] = "level",
	[VAR_DATE] = "date",
};

static bool
key_shaped(const char *key)
{
	size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return key[0] >= 'a' && key[0] <= 'z' && key[n] == 0 && n < NAME_ROOM &&
	       !expr_word(slice_text(key)) &&
	       strcmp(key, "not_applicable") != 0;
}

static void
read_key(struct plan_reading *r, const struct jv *json, const struct var *vars,
    unsigned i, struct var *v)
{
	struct jv at = jv_get(json, "key");

	v->key = member_text(r, json, "key");
	if (v->key[0] == 0)
		return;
	if (!key_shaped(v->key))
		fault_at(r, &at, ERR_MALFORMED,
		    "\"%s\" cannot be a key: 1 to "
		    "%d of [a-z0-9_], a letter first, and no word of the "
		    "formula language.",
		    v->key, NAME_ROOM - 1);
	for (unsigned k = 0; k < i; k++)
		if (strcmp(vars[k].key, v->key) == 0)
			fault_at(r, &at, ERR_EXISTS,
			    "The key \"%s\" is declared twice.", v->key);
}

/* One bound, in the type's own unit; `otherwise` when absent. */
static int64_t
read_bound(struct plan_reading *r, const struct jv *json, const char *key,
    enum var_type type, int64_t otherwise)
{
	struct jv at = jv_get(json, key);
	struct points p = { otherwise };
	int64_t n = otherwise;

	if (jv_kind(&at) == JSON_NONE)
		return otherwise;
	switch (type) {
	case VAR_COUNT:
		return member_int(r, json, key, 0, COUNT_MOST);
	case VAR_DECIMAL:
		(void)member_points(r, json, key, COUNT_MOST, &p);
		return p.millionths;
	case VAR_DATE:
		(void)member_date(r, json, key, &n);
		return n;
	default:
		fault_at(r, &at, ERR_UNKNOWN_FIELD, "A %s has no field \"%s\".",
		    type_words[type], key);
		return otherwise;
	}
}

static void
read_bounds(struct plan_reading *r, const struct jv *json, struct var *v)
{
	static const struct {
		int64_t least, most;
	} by_type[] = {
		[VAR_COUNT] = { 0, COUNT_MOST },
		[VAR_DECIMAL] = { 0, COUNT_MOST * POINTS_ONE },
		[VAR_FLAG] = { 0, 1 },
		[VAR_LEVEL] = { 0, LEVELS_MOST - 1 },
		[VAR_DATE] = { 0, 2932896 }, /* 9999-12-31 */
	};

	v->least = read_bound(r, json, "min", v->type, by_type[v->type].least);
	v->most = read_bound(r, json, "max", v->type, by_type[v->type].most);
	if (v->least > v->most)
		fault_at(r, json, ERR_RANGE,
		    "The field \"min\" of \"%s\" is above its \"max\".",
		    v->key);
}

static void
read_level(struct plan_reading *r, const struct jv *at, const char **names,
    unsigned i)
{
	names[i] = text_of(r, at);
	if (names[i][0] == 0 || strlen(names[i]) > LEVEL_BYTES ||
	    strchr(names[i], '"') != NULL)
		fault_at(r, at, ERR_MALFORMED,
		    "A level's name has 1 to %d bytes and no quote.",
		    LEVEL_BYTES);
	for (unsigned k = 0; k < i; k++)
		if (strcmp(names[k], names[i]) == 0)
			fault_at(r, at, ERR_EXISTS,
			    "The level \"%s\" is named twice.", names[i]);
}

static void
read_levels(struct plan_reading *r, const struct jv *json, struct var *v)
{
	struct jv list = jv_get(json, "levels"), at;
	const char **names; /* NULL-terminated: the members of "shares" */
	void *room;

	if (v->type != VAR_LEVEL) {
		if (jv_kind(&list) != JSON_NONE)
			fault_at(r, &list, ERR_UNKNOWN_FIELD,
			    "A %s has no field \"levels\".",
			    type_words[v->type]);
		return;
	}
	v->n_levels =
	    member_list(r, json, "levels", 2, LEVELS_MOST, 1, &list, &room);
	names = pool_array(r->pool, v->n_levels + 1, sizeof *names);
	if (names == NULL) {
		faults_add(r->fs, ERR_NO_MEMORY, "", "There is no memory.");
		v->n_levels = 0;
	}
	for (unsigned i = 0; i < v->n_levels; i++) {
		at = jv_at(&list, i);
		read_level(r, &at, names, i);
	}
	v->levels = names;
	v->most = v->n_levels == 0 ? 0 : v->n_levels - 1;
}

static void
read_var(struct plan_reading *r, const struct jv *json, struct var *vars,
    unsigned i)
{
	static const char *const known[] = { "key", "label", "type", "optional",
		"min", "max", "at_most", "levels", NULL };
	struct var *v = &vars[i];
	int type;

	v->key = v->label = "";
	v->at_most_var = -1;
	if (!object_open(r, json, known))
		return;
	read_key(r, json, vars, i, v);
	v->label = member_text(r, json, "label");
	v->optional = member_bool(r, json, "optional", false);
	type = member_word(r, json, "type", type_words,
	    sizeof type_words / sizeof *type_words);
	if (type < 0)
		return;
	v->type = (enum var_type)type;
	read_bounds(r, json, v);
	read_levels(r, json, v);
}

/* Once all are known: the variable that one may not exceed. */
static void
read_at_most(struct plan_reading *r, const struct jv *json, struct var *vars,
    unsigned n, unsigned i)
{
	struct jv at = jv_get(json, "at_most");
	const char *key = jv_kind(&at) == JSON_NONE ? "" : text_of(r, &at);

	if (key[0] == 0)
		return;
	for (unsigned k = 0; k < n; k++)
		if (k != i && strcmp(vars[k].key, key) == 0 &&
		    vars[k].type == vars[i].type && vars[i].type != VAR_FLAG &&
		    vars[i].type != VAR_LEVEL) {
			vars[i].at_most_var = (int)k;
			return;
		}
	fault_at(r, &at, ERR_NOT_FOUND,
	    "There is no other count, decimal or date \"%s\" of the same "
	    "type.",
	    key);
}

const struct var *
vars_read(const struct jv *json, struct pool *pool, unsigned *n_out,
    struct faults *fs)
{
	struct plan_reading r = { .pool = pool, .fs = fs };
	size_t before = fs->n, n = jv_count(json);
	struct var *vars = NULL;
	struct jv at;

	*n_out = 0;
	if (jv_kind(json) != JSON_IS_ARRAY || n > VARS_MOST)
		fault_at(&r, json, ERR_RANGE,
		    "The variables are an array of at most %d.", VARS_MOST);
	else if ((vars = pool_array(pool, n + 1, sizeof *vars)) == NULL)
		faults_add(fs, ERR_NO_MEMORY, "", "There is no memory.");
	for (unsigned i = 0; vars != NULL && i < n; i++) {
		at = jv_at(json, i);
		read_var(&r, &at, vars, i);
	}
	for (unsigned i = 0; vars != NULL && i < n; i++) {
		at = jv_at(json, i);
		read_at_most(&r, &at, vars, (unsigned)n, i);
	}
	buf_free(&r.scratch);
	if (fs->n != before || fs->lost)
		return NULL;
	*n_out = (unsigned)n;
	return vars;
}
