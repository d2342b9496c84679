/*
 * sample.h - which forms are drawn to be entered a second time. Pure.
 *
 * Nobody who enters a form can know whether it will be drawn, nor whoever knew
 * its number before; once it is in, anybody with the log can draw again:
 *
 * 1. The lot is SHA-256 over the root (32 bytes) of the log's first entries up
 *    to and with the one by which the form came to count, then period, zero,
 *    survey, zero, number. Of a form that was corrected its first entry counts;
 *    of an imported one the entry that counted the import.
 * 2. The form is drawn when the lot's first eight bytes, big-endian, modulo 100
 *    percent in millionths are below the survey's percentage in millionths.
 */
#ifndef STORE_MODEL_SAMPLE_H
#define STORE_MODEL_SAMPLE_H

#include "store/base/digest.h"
#include "store/model/plan.h"

bool form_is_drawn(const struct plan *p, unsigned survey, struct digest root,
    const char *number);

#endif
