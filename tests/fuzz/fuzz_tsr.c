/*
 * fuzz_tsr.c - answers of a time-stamp authority, as they come from outside.
 */
#include <assert.h>

#include "store/ledger/tsp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* tests/golden/tsp/asked.tsq, which the corpus answers. */
static const uint8_t start[] = { 0x30, 0x44, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30,
	0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
	0x05, 0x00, 0x04, 0x20 };
static const uint8_t end[] = { 0x02, 0x09, 0x00, 0x80, 0xf1, 0xe2, 0xd3, 0xc4,
	0xb5, 0xa6, 0x97, 0x01, 0x01, 0xff };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* No certificates: nothing is ever believed. */
	static const struct tsp_trust trust = { "/dev/null", "" };
	struct digest d = digest_of(slice_text("checkpoint"));
	struct buf asked = { 0 };
	struct tsp_token token;

	buf_bytes(&asked, start, sizeof start);
	buf_bytes(&asked, d.b, sizeof d.b);
	buf_bytes(&asked, end, sizeof end);
	assert(tsp_check(&trust, d, buf_all(&asked), slice_of(data, size),
		   &token, NULL) != OK);
	buf_free(&asked);
	return 0;
}
