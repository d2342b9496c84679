/*
 * plan_read_channels.c - by which channels a survey's forms come.
 *
 * Knows "channels" of a survey in the "period" part of a bundle.
 */
#include "store/model/plan_read.h"

void
plan_read_channels(struct plan_reading *r, const struct jv *survey,
    struct survey *s)
{
	static const char *const known[] = { "id", "name_vi", NULL };
	struct jv there = jv_get(survey, "channels"), list, one, id;
	struct channel *c = NULL;
	char name[NAME_ROOM];
	unsigned n, i, j;

	if (jv_kind(&there) == JSON_NONE)
		return;
	n = member_list(r, survey, "channels", 1, CHANNELS_MOST, sizeof *c,
	    &list, &c);
	s->channels = c;
	for (i = 0; i < n; i++, s->n_channels++) {
		one = jv_at(&list, i);
		id = jv_get(&one, "id");
		c[i].id = "";
		if (!object_open(r, &one, known))
			continue;
		if (member_name(r, &one, "id", name))
			c[i].id = text_of(r, &id);
		c[i].name_vi = member_text(r, &one, "name_vi");
		for (j = 0; j < i && c[i].id[0] != '\0'; j++)
			if (strcmp(c[j].id, c[i].id) == 0)
				fault_at(r, &id, ERR_EXISTS,
				    "Survey %s has another channel \"%s\".",
				    s->id.text, c[i].id);
	}
}
