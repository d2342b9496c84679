/*
 * test_refeed.c - a copy of a store follows a feed of its own.
 */
#include "store/look/looks.h"
#include <stdio.h>

#include "store/refeed.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

START_TEST(a_copy_has_another_feed_and_the_same_everything_else)
{
	struct world w;
	char copy[FOLDER_ROOM + 16];
	struct store *s;
	struct fault why = { 0 };

	world_open(&w);
	(void)snprintf(copy, sizeof copy, "%s/copy", w.folder.path);
	ck_assert_err(env_copy(w.store->env, copy, &why), OK);
	ck_assert_err(store_refeed(copy, &why), OK);
	ck_assert_err(store_open(&s, &(struct store_options){ .path = copy },
			  &why),
	    OK);
	ck_assert_str_ne(s->meta.feed, w.store->meta.feed);
	ck_assert_str_eq(s->meta.origin, w.store->meta.origin);
	ck_assert_str_eq(s->meta.vkey, w.store->meta.vkey);
	store_close(&s);
	world_close(&w);
}
END_TEST

START_TEST(what_is_no_store_gets_none)
{
	struct fault why = { 0 };

	ck_assert_err(store_refeed("/nonexistent", &why), ERR_NOT_A_STORE);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_copy_has_another_feed_and_the_same_everything_else,
		what_is_no_store_gets_none, NULL
	};

	return suite_run("store/refeed", tests);
}
