/*
 * signature.c - who signed an administrative document.
 *
 * Knows the marks of competence. Touches nothing but its arguments.
 */
#include "store/model/signature.h"

#include <assert.h>

#include "store/base/moment.h"

static const char *const names[] = {
	[COMPETENCE_HEAD] = "",
	[COMPETENCE_TM] = "TM.",
	[COMPETENCE_KT] = "KT.",
	[COMPETENCE_TL] = "TL.",
	[COMPETENCE_TUQ] = "TUQ.",
	[COMPETENCE_Q] = "Q.",
};
static_assert(sizeof names / sizeof *names == COMPETENCES, "all named");

const char *
competence_name(enum competence c)
{
	assert(c < COMPETENCES);
	return names[c];
}

enum competence
competence_read(struct slice name)
{
	for (unsigned c = 0; c < COMPETENCES; c++)
		if (slice_is(name, names[c]))
			return (enum competence)c;
	return COMPETENCES;
}

enum err
signature_check(const struct signature *s, int64_t today, struct fault *why)
{
	int64_t day;

	if (s->number[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/number",
		    "A signed document has a number (\"27/BC-SGTVT\").");
	if (s->date[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/date",
		    "A signed document has a date (\"YYYY-MM-DD\").");
	if (s->signer[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/signer",
		    "A signed document names its signer.");
	if (s->competence >= COMPETENCES)
		return fault_set(why, ERR_RANGE, "/competence",
		    "\"competence\" is \"TM.\", \"KT.\", \"TL.\", \"TUQ.\", "
		    "\"Q.\" or left out.");
	if (date_read(slice_text(s->date), &day) != OK)
		return fault_set(why, ERR_MALFORMED, "/date",
		    "\"%s\" is no date (\"YYYY-MM-DD\").", s->date);
	if (day > today)
		return fault_set(why, ERR_RANGE, "/date",
		    "A document cannot be signed on a day to come (%s).",
		    s->date);
	return OK;
}
