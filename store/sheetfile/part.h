/*
 * part.h - one XML part of a workbook, unpacked and parsed as it comes.
 *
 * Refused, whatever the part: a document type declaration, more bytes than the
 * workbook may unpack to, a token above 1 MiB, nesting deeper than 64.
 */
#ifndef STORE_SHEETFILE_PART_H
#define STORE_SHEETFILE_PART_H

#include <expat.h>
#include <zip.h>

#include "store/base/fault.h"
#include "store/sheetfile/sheetfile.h"

/* The archive, and how much was unpacked of it. */
struct package {
	zip_t *zip;
	const struct sheetfile_limits *limits;
	uint64_t packed, unpacked;
	struct fault fault;
};

/* What is told of a part: local names, without their namespace. */
struct part_tell {
	void (*start)(void *self, const char *name, const char **attributes);
	void (*end)(void *self, const char *name);
	void (*text)(void *self, const char *p, int n);
	void *self;
};

struct part {
	struct package *of;
	struct part_tell tell;
	zip_file_t *file;
	XML_Parser xml;
	uint64_t at, whole; /* bytes unpacked */
	unsigned depth;
	bool waiting, last;
};

/* ERR_NOT_FOUND (nothing said) when the package has no such part. */
enum err part_open(struct part *p, struct package *of, const char *name,
    const struct part_tell *tell);
void part_shut(struct part *p);

/* Reads on until part_wait was called or the part ends; false at the end and
 * after a failure, which stands in of->fault. */
bool part_on(struct part *p);

/* From within `tell`: let part_on return. */
void part_wait(struct part *p);

/* A whole part at once. ERR_NOT_FOUND as above. */
enum err part_all(struct package *of, const char *name,
    const struct part_tell *tell);

/* From within `tell`: this workbook cannot be read. */
void part_refuse(struct part *p, enum err e, const char *what);

/* The attribute's value by its local name; NULL if it is not there. */
const char *part_attribute(const char **attributes, const char *name);

#endif
