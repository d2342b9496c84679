/*
 * rotation.c - a log whose key was rotated ends, and another goes on from it.
 *
 * Knows the lines of both ends: the old log's last entry, signed with the old
 * key, names the new log and its key; the new log's first entry names the old
 * one and its size, the last entry included. Touches the recheck's memory.
 */
#include <stdio.h>

#include "store/recheck/inside.h"

static bool
take(const struct entry *e, const char *key, char *out, size_t room)
{
	struct slice value;

	if (!entry_value(e->body, key, 0, &value) || value.n >= room)
		return false;
	(void)snprintf(out, room, "%.*s", (int)value.n, (const char *)value.p);
	return true;
}

void
recheck_rotation(struct recheck *a, const struct entry *e)
{
	struct told_rotation *r = &a->rotation;

	*r = (struct told_rotation){ .any = true, .at = a->next };
	if (!take(e, "next", r->next, sizeof r->next) ||
	    !take(e, "vkey", r->vkey, sizeof r->vkey))
		recheck_tell(a, GRAVE_ERROR, a->next, "rotation",
		    "This names no log that could go on.");
	else
		recheck_tell(a, GRAVE_NOTE, a->next, "rotation",
		    "Here the log's key was rotated.");
}

/* The first entry behind a rotation must be the one that it names. */
void
recheck_rotated(struct recheck *a, const struct entry *e)
{
	const struct told_rotation *r = &a->rotation;
	int64_t size;

	if (!r->any)
		return;
	if (PLACE_LOG(a->next) == PLACE_LOG(r->at))
		recheck_tell(a, GRAVE_ERROR, a->next, "rotation",
		    "The log said in entry %llu that it ends there.",
		    (unsigned long long)PLACE_INDEX(r->at));
	else if (e->type != ENTRY_SUCCESSION ||
		 !recheck_says(e, "origin", r->next) ||
		 !recheck_says(e, "vkey", r->vkey) ||
		 !entry_number(e->body, "size", &size) ||
		 (uint64_t)size != PLACE_INDEX(r->at) + 1)
		recheck_tell(a, GRAVE_ERROR, a->next, "rotation",
		    "This is not the log, or not the key, that the last entry "
		    "of the one before named, or it does not go on from that "
		    "entry.");
	a->rotation.any = false;
}

void
recheck_unsucceeded(struct recheck *a)
{
	if (a->rotation.any)
		recheck_tell(a, GRAVE_WARNING, a->rotation.at, "rotation",
		    "The log that goes on from here is not among these.");
}
