/*
 * fuzz_receipt.c - receipts as they come from outside.
 */
#include <assert.h>

#include "store/ledger/ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of golang.org/x/mod's example, with which the corpus is signed. */
#define VKEY                                                                   \
	"PeterNeumann+c74f20a3+"                                               \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault why = { 0 };
	struct note_key key;
	struct receipt r;

	assert(note_key_read(slice_text(VKEY), &key) == OK);
	if (receipt_check(slice_of(data, size), &key, &r, &why) == OK) {
		assert(r.index < r.checkpoint.size);
		receipt_free(&r);
	} else {
		assert(why.detail[0] != '\0');
	}
	return 0;
}
