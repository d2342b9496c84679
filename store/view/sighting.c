/*
 * sighting.c - a document seen in person, as JSON.
 *
 * Knows its shape. Touches nothing but its arguments.
 */
#include "store/view/views.h"

void
view_sighting(struct jout *j, const struct sighting *s)
{
	const char *const texts[][2] = {
		{ "number", s->number },
		{ "symbol", s->symbol },
		{ "issuer", s->issuer },
		{ "issued", s->issued },
		{ "person", s->person },
	};

	jout_object(j);
	jout_kuint(j, "sighting", s->n);
	jout_kstr(j, "period", s->period.text);
	jout_kstr(j, "unit", s->unit.text);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < s->n_leaves; i++)
		jout_str(j, s->leaf[i].text);
	jout_array_end(j);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (*texts[i][1] != 0)
			jout_kstr(j, texts[i][0], texts[i][1]);
	jout_kmoment(j, "seen", s->seen);
	jout_kuint(j, "by", s->by.n);
	jout_kuint(j, "log_index", s->entry);
	jout_kmoment(j, "time", s->time);
	jout_kbool(j, "withdrawn", s->withdrawn != 0);
	if (s->withdrawn != 0)
		jout_kstr(j, "reason", s->reason);
	jout_object_end(j);
}
