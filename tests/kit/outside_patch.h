/*
 * outside_patch.h - the shipped period with a bonus of at most 2 points (two
 * leaves of 1.5) and a penalty of at most 3, as patches of its text.
 */
#ifndef TESTS_KIT_OUTSIDE_PATCH_H
#define TESTS_KIT_OUTSIDE_PATCH_H

#define OUTSIDE_FIELDS                                                            \
	"\"fields\": [{\"id\": \"B\", \"name_vi\": \"Điểm thưởng\", "       \
	"\"outside\": \"bonus\", \"max\": {\"department\": \"2\", "               \
	"\"district\": \"2\"}}, {\"id\": \"P\", \"name_vi\": \"Điểm trừ\", " \
	"\"outside\": \"penalty\", \"max\": {\"department\": \"3\", "             \
	"\"district\": \"3\"}},"
#define OUTSIDE_LEAF(id, field, mode, max, var)                                \
	"{\"id\": \"" id "\", \"field\": \"" field                             \
	"\", \"criterion\": \"" field "\", \"name_vi\": \"" id                 \
	"\", \"max\": {\"department\": \"" max "\", \"district\": \"" max      \
	"\"}, \"mode\": \"" mode "\", \"vars\": [{\"key\": \"" var             \
	"\", \"label\": \"Điểm\", "                                         \
	"\"type\": \"decimal\", \"min\": \"0\"}], \"rule\": {\"type\": "       \
	"\"JUDGED\", \"var\": \"" var "\", \"step\": \"0.25\"}},"
#define OUTSIDE_LEAVES                                                         \
	"\"leaves\": [" OUTSIDE_LEAF("B.1", "B", "appraised", "1.5", "x")      \
	    OUTSIDE_LEAF("B.2", "B", "evidence", "1.5", "x")                   \
		OUTSIDE_LEAF("P.1", "P", "appraised", "3", "x")
#define OUTSIDE_PATCH(how)                                                     \
	"\"fields\": [\n", OUTSIDE_FIELDS "\n", "\"leaves\": [\n",             \
	    OUTSIDE_LEAVES "\n", "\"year\": 2022",                             \
	    "\"year\": 2022, \"outside\": \"" how "\""

#endif
