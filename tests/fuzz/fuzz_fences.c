/*
 * fuzz_fences.c - files of outside times as they come from outside: taken
 * apart, and each receipt and token in them checked as far as it goes without
 * an authority that anybody trusts.
 */
#include <assert.h>
#include <string.h>

#include "store/admin/fence_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of the store from which the corpus was fetched. */
#define VKEY                                                                   \
	"log.example.vn+3d298107+"                                             \
	"AU2Tg5H6F4YyvrTltg+qbEa9N04kbw73/6JEFP9fdKl1"

static enum err
take(void *self, const struct fence_proof *p)
{
	const struct tsp_trust nobody = { "/nonexistent", "" };
	struct note_key *key = self;
	struct fault why = { 0 };
	struct receipt held;
	struct fence is;

	assert(p->side < FENCE_SIDES);
	assert(memchr(p->authority, 0, sizeof p->authority) != NULL);
	if (receipt_check(p->receipt, key, &held, &why) != OK)
		return OK;
	assert(fence_check(p, &held, key, &nobody, &is, &why) != OK);
	assert(why.detail[0] != '\0');
	receipt_free(&held);
	return OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault why = { 0 };
	struct note_key key;

	assert(note_key_read(slice_text(VKEY), &key) == OK);
	if (fences_parse(slice_of(data, size), take, &key, &why) != OK)
		assert(why.detail[0] != '\0');
	return 0;
}
