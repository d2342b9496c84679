/*
 * log.h - one JSON line per event on stderr, prefixed "<N>" for journald.
 *
 * Never a secret, never a document's content. Audit records are not logs.
 */
#ifndef STORE_BASE_LOG_H
#define STORE_BASE_LOG_H

enum log_level {
	LOG_IS_ERROR = 3,
	LOG_IS_WARNING = 4,
	LOG_IS_INFO = 6,
	LOG_IS_DEBUG = 7
};

/* Names the program once, before threads start. Lines above `most` are
 * dropped. */
void log_open(const char *program, enum log_level most);

/* "error", "warning", "info" or "debug"; anything else is "info". */
enum log_level log_level_read(const char *word);

/* Writes one line: {"t":..,"program":..,"event":event,"detail":text}. One
 * write(2) a line, so threads do not mix. */
void log_line(enum log_level level, const char *event, const char *detail, ...)
    __attribute__((format(printf, 3, 4)));

#endif
