/*
 * fuzz_chrony.c - any bytes as chronyd's answer; what is read has a bound that
 * is never negative.
 */
#include <assert.h>

#include "store/base/chrony.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct chrony_tracking t;
	int64_t bound;

	if (size >= 4)
		(void)chrony_float_us((uint32_t)data[0] << 24 |
				      (uint32_t)data[1] << 16 |
				      (uint32_t)data[2] << 8 | data[3]);
	if (chrony_read(slice_of(data, size), 7, &t) != OK)
		return 0;
	assert(t.correction_us >= 0 && t.interval_us >= 0);
	if (chrony_bound(&t, INT64_C(1673370000000000), &bound))
		assert(bound >= 0 && t.leap != 3);
	return 0;
}
