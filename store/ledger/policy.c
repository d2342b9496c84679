/*
 * policy.c - a policy's lines, and who it finds under a checkpoint.
 *
 * Knows tlog-policy. Touches nothing but its arguments.
 */
#include "store/ledger/policy.h"

#include "store/ledger/lines.h"

#define NONE "none"

struct reading_policy {
	struct policy *p;
	struct fault *why;
	unsigned line;
	bool has_quorum;
};

static enum err
wrong(struct reading_policy *r, const char *what)
{
	return fault_set(r->why, ERR_MALFORMED, "",
	    "Line %u of the policy: %s.", r->line, what);
}

/* The next word between spaces and tabs; false when none is left. */
static bool
next_word(struct slice *line, struct slice *word)
{
	size_t from = 0, to;

	while (
	    from < line->n && (line->p[from] == ' ' || line->p[from] == '\t'))
		from++;
	for (to = from;
	     to < line->n && line->p[to] != ' ' && line->p[to] != '\t';)
		to++;
	*word = slice_of(line->p + from, to - from);
	*line = slice_of(line->p + to, line->n - to);
	return to > from;
}

static int
find(const struct policy *p, struct slice name)
{
	for (unsigned i = 0; i < p->nodes; i++)
		if (slice_is(name, p->node[i].name))
			return (int)i;
	return -1;
}

/* A line's end: an optional URL, then nothing. */
static bool
ends(struct slice *line, bool may_have_url)
{
	struct slice word;

	return !next_word(line, &word) ||
	       (may_have_url && !next_word(line, &word));
}

static enum err
take_log(struct reading_policy *r, struct slice *line)
{
	struct policy *p = r->p;
	struct note_key key;
	struct slice vkey;

	if (!next_word(line, &vkey) || note_key_read(vkey, &key) != OK ||
	    key.type != NOTE_ED25519)
		return wrong(r, "\"log\" goes with the key of a log");
	if (!ends(line, true))
		return wrong(r, "there are words too many");
	for (unsigned i = 0; i < p->logs; i++)
		if (memcmp(p->log[i].public, key.public, 32) == 0)
			return wrong(r, "this log's key stood before");
	if (p->logs == POLICY_LOGS)
		return wrong(r, "there are more than 32 logs");
	p->log[p->logs++] = key;
	return OK;
}

/* A name that is free, as a new node which is not counted yet. */
static enum err
new_node(struct reading_policy *r, struct slice *line, struct policy_node **out)
{
	struct policy *p = r->p;
	struct slice name;

	if (!next_word(line, &name) || name.n >= ORIGIN_ROOM)
		return wrong(r, "a name of at most 127 bytes is missing");
	if (slice_is(name, NONE) || find(p, name) >= 0)
		return wrong(r, "this name has a meaning already");
	if (p->nodes == POLICY_NODES)
		return wrong(r, "there are more than 96 witnesses and groups");
	*out = &p->node[p->nodes];
	**out = (struct policy_node){ .above = -1 };
	memcpy((*out)->name, name.p, name.n);
	return OK;
}

static enum err
take_witness(struct reading_policy *r, struct slice *line)
{
	struct policy *p = r->p;
	struct policy_node *w;
	struct slice vkey;
	enum err e;

	if ((e = new_node(r, line, &w)) != OK)
		return e;
	if (!next_word(line, &vkey) || note_key_read(vkey, &w->key) != OK ||
	    w->key.type != NOTE_COSIGNATURE)
		return wrong(r,
		    "a witness needs an Ed25519 key for cosignatures (type "
		    "04)");
	if (!ends(line, true))
		return wrong(r, "there are words too many");
	for (unsigned i = 0; i < p->nodes; i++)
		if (p->node[i].least == 0 &&
		    memcmp(p->node[i].key.public, w->key.public, 32) == 0)
			return wrong(r, "this witness's key stood before");
	p->nodes++;
	return OK;
}

static enum err
take_members(struct reading_policy *r, struct slice *line,
    struct policy_node *group)
{
	struct policy *p = r->p;
	struct slice name;
	int i;

	while (next_word(line, &name)) {
		if ((i = find(p, name)) < 0)
			return wrong(r, "a member is not defined before");
		if (p->node[i].above >= 0)
			return wrong(r, "a member is in a group already");
		p->node[i].above = (int)p->nodes;
		group->members++;
	}
	return group->members > 0 ? OK : wrong(r, "a group needs members");
}

static enum err
take_group(struct reading_policy *r, struct slice *line)
{
	struct policy_node *group;
	struct slice many;
	uint64_t k = 1;
	bool all;
	enum err e;

	if ((e = new_node(r, line, &group)) != OK)
		return e;
	if (!next_word(line, &many))
		return wrong(r, "a group goes with all, any or a number");
	all = slice_is(many, "all");
	if (!all && !slice_is(many, "any") && number_read(many, &k) != OK)
		return wrong(r, "a group goes with all, any or a number");
	if ((e = take_members(r, line, group)) != OK)
		return e;
	if (all)
		k = group->members;
	if (k < 1 || k > group->members)
		return wrong(r, "a group cannot need more than its members, "
				"nor none of them");
	group->least = (unsigned)k;
	r->p->nodes++;
	return OK;
}

static enum err
take_quorum(struct reading_policy *r, struct slice *line)
{
	struct slice name;

	if (r->has_quorum)
		return wrong(r, "there is a second quorum");
	if (!next_word(line, &name) || !ends(line, false))
		return wrong(r, "\"quorum\" goes with one name");
	r->has_quorum = true;
	r->p->quorum = find(r->p, name);
	if (r->p->quorum < 0 && !slice_is(name, NONE))
		return wrong(r, "the quorum is not defined before");
	return OK;
}

static enum err
take_line(struct reading_policy *r, struct slice line)
{
	static const struct {
		const char *word;
		enum err (*take)(struct reading_policy *r, struct slice *line);
	} kinds[] = {
		{ "log", take_log },
		{ "witness", take_witness },
		{ "group", take_group },
		{ "quorum", take_quorum },
	};
	struct slice word;

	for (size_t i = 0; i < line.n; i++)
		if ((line.p[i] < 0x20 && line.p[i] != '\t') ||
		    line.p[i] == 0x7f)
			return wrong(r, "there is a control character");
	if (!next_word(&line, &word) || word.p[0] == '#')
		return OK;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_is(word, kinds[i].word))
			return kinds[i].take(r, &line);
	return wrong(r, "it begins with none of log, witness, group, quorum");
}

enum err
policy_read(struct slice text, struct policy *out, struct fault *why)
{
	struct reading_policy r = { .p = out, .why = why };
	struct slice line;
	enum err e = OK;

	*out = (struct policy){ .quorum = -1 };
	if (text.n > POLICY_MOST)
		return fault_set(why, ERR_TOO_BIG, "",
		    "A policy has at most %d bytes.", POLICY_MOST);
	while (e == OK && text.n > 0) {
		r.line++;
		if (!line_take(&text, &line)) {
			line = text;
			text = SLICE_NONE;
		}
		e = take_line(&r, line);
	}
	if (e == OK && !r.has_quorum)
		e = fault_set(why, ERR_MALFORMED, "",
		    "The policy names no quorum.");
	return e;
}

void
policy_of_log(const struct note_key *log, struct policy *out)
{
	*out = (struct policy){ .quorum = -1, .logs = 1 };
	out->log[0] = *log;
}

static enum err
check_logs(const struct policy *p, struct slice note, struct vouched *out,
    struct fault *why)
{
	struct slice text;

	for (unsigned i = 0; i < p->logs; i++) {
		enum err e = note_open(note, &p->log[i], &text);

		if (e == OK)
			out->log = &p->log[i];
		else if (e != ERR_UNAUTHENTICATED)
			return fault_set(why, e, "",
			    "the signature of the log %s does not hold",
			    p->log[i].name);
	}
	return out->log != NULL
		   ? OK
		   : fault_set(why, ERR_UNAUTHENTICATED, "",
			 "no log that the policy or key names signed the "
			 "checkpoint");
}

/* Every witness, and how many of each group's members. */
static enum err
check_witnesses(const struct policy *p, struct slice note, struct vouched *out,
    unsigned found[POLICY_NODES], struct fault *why)
{
	for (unsigned i = 0; i < p->nodes; i++) {
		const struct policy_node *n = &p->node[i];
		uint64_t time;
		enum err e;

		if (n->least == 0) {
			e = note_cosigned(note, &n->key, &time);
			if (e == ERR_UNAUTHENTICATED)
				continue;
			if (e != OK)
				return fault_set(why, e, "",
				    "the cosignature of the witness %s does "
				    "not hold",
				    n->name);
			out->by[out->n].witness = n;
			out->by[out->n++].time = time;
			if (time < out->earliest)
				out->earliest = time;
			found[i] = 1;
		}
		if (n->above >= 0 && found[i] >= (n->least > 0 ? n->least : 1))
			found[n->above]++;
	}
	return OK;
}

enum err
policy_check(const struct policy *p, struct slice note, struct vouched *out,
    struct fault *why)
{
	unsigned found[POLICY_NODES] = { 0 }, least;
	enum err e;

	*out = (struct vouched){ .earliest = UINT64_MAX };
	if ((e = check_logs(p, note, out, why)) != OK ||
	    (e = check_witnesses(p, note, out, found, why)) != OK)
		return e;
	if (p->quorum < 0)
		return OK;
	least = p->node[p->quorum].least;
	if (found[p->quorum] >= (least > 0 ? least : 1))
		return OK;
	return fault_set(why, ERR_UNAUTHENTICATED, "",
	    "too few witnesses cosigned the checkpoint: the quorum is %s",
	    p->node[p->quorum].name);
}
