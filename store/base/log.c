/*
 * log.c - one line of JSON per event.
 *
 * Knows journald's prefix. Touches standard error and the wall clock.
 */
#include "store/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/base/json_out.h"
#include "store/base/text.h"

/* What log_open was told; a log serves the whole process. */
struct log_names {
	_Atomic(const char *) program;
	atomic_int most;
};

static struct log_names *
names(void)
{
	static struct log_names kept = { "parindex", LOG_IS_INFO };

	return &kept;
}

void
log_open(const char *program, enum log_level most)
{
	atomic_store(&names()->program, program);
	atomic_store(&names()->most, (int)most);
}

enum log_level
log_level_read(const char *word)
{
	if (strcmp(word, "error") == 0)
		return LOG_IS_ERROR;
	if (strcmp(word, "warning") == 0)
		return LOG_IS_WARNING;
	return strcmp(word, "debug") == 0 ? LOG_IS_DEBUG : LOG_IS_INFO;
}

static struct moment
wall(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (
	    struct moment){ (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000 };
}

/* A detail may quote broken bytes or be cut within a letter; a line of JSON
 * may not. */
static void
to_ascii(char *text)
{
	if (text_is_utf8(slice_text(text)))
		return;
	for (; *text != 0; text++)
		if ((*text & 0x80) != 0)
			*text = '?';
}

void
log_line(enum log_level level, const char *event, const char *detail, ...)
{
	char text[2048];
	struct buf b = { 0 };
	struct jout j = jout_start(&b);
	va_list args;
	ssize_t ignored;

	if ((int)level > atomic_load(&names()->most))
		return;
	va_start(args, detail);
	if (vsnprintf(text, sizeof text, detail, args) < 0)
		text[0] = 0;
	va_end(args);
	to_ascii(text);
	buf_print(&b, "<%d>", (int)level);
	jout_object(&j);
	jout_kmoment(&j, "t", wall());
	jout_kstr(&j, "program", atomic_load(&names()->program));
	jout_kstr(&j, "event", event);
	jout_kstr(&j, "detail", text);
	jout_object_end(&j);
	buf_byte(&b, '\n');
	if (b.err == OK) {
		ignored = write(STDERR_FILENO, b.p, b.n);
		(void)ignored;
	}
	buf_free(&b);
}
