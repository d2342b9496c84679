/*
 * conf_named.c - sections with a name, by a table of their kinds.
 *
 * Knows what each kind's keys are. Touches the configuration's rows.
 */
#include "store/base/conf_named.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of a named section: their keys, what they are when not given, and
 * their bounds; in seconds. */
static const struct {
	const char *key;
	unsigned preset, least, most;
} counts[] = {
	{ "interval", 600, 10, 86400 },
	{ "limit", 180, 1, 600 },
};
#define N_COUNTS (sizeof counts / sizeof *counts)
#define N_TEXTS 3

/* All in bytes from the configuration's start, or a row's. `name` stands first
 * in each row. */
struct conf_kind {
	const char *start; /* "tsa " */
	size_t rows, n;    /* the first row; how many are taken (unsigned) */
	size_t name_room, step;
	unsigned most;
	size_t counts[N_COUNTS];
	struct {
		const char *key;
		size_t at;
	} texts[N_TEXTS]; /* of CONF_TEXT bytes; NULL ends them; the first two
			   * must be given */
};

#define TSA(member) offsetof(struct conf_tsa, member)
#define WITNESS(member) offsetof(struct conf_witness, member)

static const struct conf_kind kinds[] = {
	{ "tsa ", offsetof(struct conf, tsa), offsetof(struct conf, n_tsa),
	    sizeof((struct conf_tsa *)NULL)->name, sizeof(struct conf_tsa),
	    CONF_TSAS, { TSA(interval), TSA(limit) },
	    { { "url", TSA(url) }, { "ca", TSA(ca) },
		{ "policies", TSA(policies) } } },
	{ "witness ", offsetof(struct conf, witness),
	    offsetof(struct conf, n_witness),
	    sizeof((struct conf_witness *)NULL)->name,
	    sizeof(struct conf_witness), CONF_WITNESSES,
	    { WITNESS(interval), WITNESS(limit) },
	    { { "url", WITNESS(url) }, { "vkey", WITNESS(vkey) } } },
};
#define N_KINDS (sizeof kinds / sizeof *kinds)

bool
conf_number(const char *value, uint64_t *out)
{
	size_t n = strspn(value, "0123456789");

	if (n == 0 || n > 18 || value[n] != 0)
		return false;
	*out = strtoull(value, NULL, 10);
	return true;
}

const struct conf_kind *
conf_named_kind(const char *section)
{
	for (const struct conf_kind *k = kinds; k < kinds + N_KINDS; k++)
		if (strncmp(section, k->start, strlen(k->start)) == 0)
			return k;
	return NULL;
}

/* How many rows of the kind there are. */
static unsigned
taken(const struct conf_kind *kind, const struct conf *c)
{
	unsigned n;

	memcpy(&n, (const char *)c + kind->n, sizeof n);
	return n;
}

char *
conf_named_row(const struct conf_kind *kind, struct conf *c,
    const char *section)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *name = section + strlen(kind->start);
	unsigned rows = taken(kind, c);
	size_t n = strlen(name);
	char *row = (char *)c + kind->rows;

	for (unsigned i = 0; i < rows; i++, row += kind->step)
		if (strcmp(row, name) == 0)
			return row;
	if (n == 0 || n >= kind->name_room || strspn(name, letters) != n ||
	    rows == kind->most)
		return NULL;
	memcpy(row, name, n + 1);
	for (size_t i = 0; i < N_COUNTS; i++)
		memcpy(row + kind->counts[i], &counts[i].preset,
		    sizeof counts[i].preset);
	rows++;
	memcpy((char *)c + kind->n, &rows, sizeof rows);
	return row;
}

static enum err
count_give(const struct conf_kind *kind, char *row, const char *name,
    const char *value)
{
	unsigned count;
	uint64_t n;

	for (size_t i = 0; i < N_COUNTS; i++) {
		if (strcmp(counts[i].key, name) != 0)
			continue;
		if (!conf_number(value, &n))
			return ERR_MALFORMED;
		if (n < counts[i].least || n > counts[i].most)
			return ERR_RANGE;
		count = (unsigned)n;
		memcpy(row + kind->counts[i], &count, sizeof count);
		return OK;
	}
	return ERR_UNKNOWN_FIELD;
}

enum err
conf_named_give(const struct conf_kind *kind, char *row, const char *name,
    const char *value)
{
	for (size_t i = 0; i < N_TEXTS && kind->texts[i].key != NULL; i++) {
		char *at = row + kind->texts[i].at;

		if (strcmp(kind->texts[i].key, name) != 0)
			continue;
		if (at[0] != 0)
			return ERR_EXISTS;
		if (strlen(value) >= CONF_TEXT)
			return ERR_TOO_BIG;
		memcpy(at, value, strlen(value) + 1);
		return OK;
	}
	return count_give(kind, row, name, value);
}

static enum err
kind_whole(const struct conf_kind *kind, const struct conf *c,
    struct fault *why)
{
	const char *row = (const char *)c + kind->rows;
	unsigned rows = taken(kind, c);

	for (unsigned i = 0; i < rows; i++, row += kind->step)
		if (row[kind->texts[0].at] == 0 || row[kind->texts[1].at] == 0)
			return fault_set(why, ERR_MISSING_FIELD, "",
			    "[%s%s] needs %s and %s.", kind->start, row,
			    kind->texts[0].key, kind->texts[1].key);
	return OK;
}

enum err
conf_named_whole(const struct conf *c, struct fault *why)
{
	enum err e = OK;

	for (size_t i = 0; e == OK && i < N_KINDS; i++)
		e = kind_whole(&kinds[i], c, why);
	return e;
}
