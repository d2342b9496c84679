/*
 * cell_shape.h - inside cell_*.c only: what both ways know of a cell's text.
 */
#ifndef STORE_ANNEX_CELL_SHAPE_H
#define STORE_ANNEX_CELL_SHAPE_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "store/base/slice.h"

/* Do the bytes follow the shape? 'd' stands for a digit. */
static inline bool
shaped(struct slice s, const char *shape)
{
	if (s.n != strlen(shape))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (shape[i] == 'd' ? !isdigit(s.p[i])
				    : s.p[i] != (uint8_t)shape[i])
			return false;
	return true;
}

/* The next of the names in "id|label_vi"; "" at the end. */
static inline const char *
next_member(const char *members, char out[24])
{
	size_t n = strcspn(members, "|");

	(void)snprintf(out, 24, "%.*s", (int)n, members);
	return members + n + (members[n] == '|');
}

#endif
