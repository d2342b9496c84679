/*
 * conf.h - the programs' one configuration file (INI) as one struct.
 *
 * Every key has a default; unknown sections and keys are faults that name the
 * line. docs/man/parindex.conf.5 is the table in words.
 */
#ifndef STORE_BASE_CONF_H
#define STORE_BASE_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"

#define CONF_TEXT 256

/* [tsa NAME]: an authority for time-stamps (RFC 3161). */
struct conf_tsa {
	char name[32];       /* a-z, 0-9 and - */
	char url[CONF_TEXT]; /* url = http://... or https://... */
	char ca[CONF_TEXT];  /* ca = a file of certificates, PEM */
	char
	    policies[CONF_TEXT]; /* policies = OIDs that may stand in a token */
	unsigned interval;       /* interval = 600, seconds between tokens */
	unsigned limit;          /* limit = 180, seconds that a call may take */
};
#define CONF_TSAS 4

/* [witness NAME]: somebody who cosigns checkpoints (C2SP tlog-witness). */
struct conf_witness {
	char name[22];        /* a-z, 0-9 and - */
	char url[CONF_TEXT];  /* url = its submission prefix */
	char vkey[CONF_TEXT]; /* vkey = its public key, type 04 */
	unsigned interval;    /* interval = 600, seconds between two */
	unsigned limit;       /* limit = 180, seconds that a call may take */
};
#define CONF_WITNESSES 4

struct conf {
	/* [store] */
	char store_path[CONF_TEXT]; /* path = /var/lib/parindex */
	char log_key[CONF_TEXT];    /* log_key = /etc/parindex/log.key */
	char log_mark[CONF_TEXT]; /* log_mark = /var/lib/parindex-mark/log.mark
				   */
	uint64_t map_bytes;       /* map_gib = 16 */
	/* [http] */
	char socket[CONF_TEXT]; /* socket = /run/parindex/cgi.sock */
	char prefix[64];        /* prefix = /parindex */
	unsigned threads;       /* threads = 40: requests at once */
	uint64_t upload_most;   /* upload_mib = 200 */
	uint64_t unit_day_most; /* day_mib = 20480, bytes a token a day */
	/* [bus] */
	char bus_dir[CONF_TEXT]; /* dir = /run/parindex: sockets live here */
	char publish[CONF_TEXT]; /* publish = ipc://<dir>/events.ipc */
	char publish_keys[CONF_TEXT]; /* publish_keys = (none): for tcp:// */
	unsigned workers;             /* workers = 2 */
	/* [tsa NAME], in the file's order; none by default */
	struct conf_tsa tsa[CONF_TSAS];
	unsigned n_tsa;
	/* [witness NAME], likewise */
	struct conf_witness witness[CONF_WITNESSES];
	unsigned n_witness;
	/* [log] */
	char log_level[16]; /* level = info */
};

/* Fills `*out` from `path`; NULL: $PARINDEX_CONF, else
 * /etc/parindex/parindex.conf, else defaults alone. */
enum err conf_read(const char *path, struct conf *out, struct fault *why);

#endif
