/*
 * audit_sums.c - what shows only when everything has been seen: bursts before
 * a deadline, and papers that came twice.
 *
 * Knows what is alike. Touches submissions, for reading.
 */
#include <stdlib.h>

#include "store/look/audit.h"
#include "store/table/submissions.h"

#define HOUR INT64_C(3600000000)
#define BURST_LEAST 10
#define BURST_TIMES 10

/* ---- remember ---- */

static void
remember(struct auditing *a, const struct audited *x, struct digest key,
    bool is_file)
{
	size_t room = a->papers_room == 0 ? 256 : a->papers_room * 2;
	struct paper *p;

	if (a->n_papers == AUDIT_PAPERS) {
		a->out->papers_cut = true;
		return;
	}
	if (a->n_papers == a->papers_room) {
		if ((p = realloc(a->papers, room * sizeof *p)) == NULL) {
			a->out->lost = true;
			return;
		}
		a->papers = p;
		a->papers_room = room;
	}
	p = &a->papers[a->n_papers++];
	*p = (struct paper){ .id = x->sub.id,
		.place = x->place,
		.unit = x->unit,
		.is_file = is_file };
	memcpy(p->key, key.b, sizeof p->key);
	memcpy(&p->file, x->sub.document.b, sizeof p->file);
}

static struct digest
paper_key(const struct document_facts *f)
{
	struct buf text = { 0 };
	struct digest d;

	buf_text(&text, f->number);
	buf_byte(&text, 0);
	buf_text(&text, f->symbol);
	buf_byte(&text, 0);
	buf_text(&text, f->issuer);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

/* Was it taken back, replaced or rejected? Then it repeats nothing. */
static bool
stands(const struct submission *s)
{
	return s->status != SUBMISSION_WITHDRAWN &&
	       s->status != SUBMISSION_SUPERSEDED &&
	       s->status != SUBMISSION_REJECTED;
}

void
audit_count(struct auditing *a, const struct audited *x)
{
	unsigned block = a->plan->units[x->unit].block;
	const struct window *w = plan_window(a->plan, block, STAGE_EVIDENCE);
	const struct document_facts *f = &x->sub.facts;
	int64_t before;

	remember(a, x, x->sub.document, true);
	if (stands(&x->sub) && f->number[0] != 0 && f->symbol[0] != 0)
		remember(a, x, paper_key(f), false);
	if (w == NULL || x->sub.received.latest.us < w->opens.us)
		return;
	before = w->on_time_until.us - 1 - x->sub.received.latest.us;
	if (before < 0 || before / HOUR >= AUDIT_HOURS)
		return;
	a->hours[block][before / HOUR]++;
	if (before < HOUR)
		a->last_hour[block] = x->place;
}

/* ---- bursts ---- */

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
burst(struct auditing *a, unsigned block)
{
	const struct window *w = plan_window(a->plan, block, STAGE_EVIDENCE);
	uint32_t *hours = a->hours[block], last = hours[0], median;
	struct finding f = { .code = FINDING_BURST,
		.place = a->last_hour[block] };
	int64_t n;

	if (w == NULL || last < BURST_LEAST)
		return;
	n = (w->on_time_until.us - w->opens.us) / HOUR;
	if (n > AUDIT_HOURS)
		n = AUDIT_HOURS;
	if (n < 2)
		return;
	qsort(hours + 1, (size_t)n - 1, sizeof *hours, by_number);
	median = hours[1 + (n - 1) / 2];
	if (last <= BURST_TIMES * (median == 0 ? 1 : (uint64_t)median))
		return;
	f.time = w->on_time_until;
	finding_say(findings_add(a->out, &f),
	    "Block %s: %u submissions in the last hour; median of the other "
	    "hours %u.",
	    "Khối %s: %u lần nộp trong giờ cuối; trung vị các giờ khác %u.",
	    a->plan->blocks[block].id.text, (unsigned)last, (unsigned)median);
}

/* ---- the same twice ---- */

static int
by_key(const void *a, const void *b)
{
	const struct paper *x = a, *y = b;
	int order = (int)x->is_file - (int)y->is_file;

	if (order == 0)
		order = memcmp(x->key, y->key, sizeof x->key);
	return order != 0 ? order
			  : (x->place > y->place) - (x->place < y->place);
}

/* Told at the second submission, naming the first. */
static void
tell(struct auditing *a, enum finding_code code, const struct paper *one,
    const struct paper *two)
{
	const struct plan *p = a->plan;
	struct finding f = { .code = code,
		.has_submission = true,
		.submission = two->id,
		.unit = p->units[two->unit].id };
	char first[UUID_TEXT];
	struct submission s;

	if (!submissions_get(&a->t, two->id, &s))
		return;
	f.document = s.document;
	f.place = s.entry;
	f.time = s.time;
	submission_id_text(one->id, first);
	finding_say(findings_add(a->out, &f),
	    "Unit %s after unit %s, which sent submission %s.",
	    "Cơ quan %s, sau cơ quan %s (lần nộp %s).",
	    p->units[two->unit].id.text, p->units[one->unit].id.text, first);
}

/* Each of a group of likes against the first of another unit, or of another
 * file. */
static void
compare(struct auditing *a, const struct paper *group, size_t n)
{
	const struct paper *first = group;

	for (size_t i = 1; i < n; i++) {
		if (group[i].unit != first->unit && first->is_file)
			tell(a, FINDING_SAME_FILE, first, &group[i]);
		else if (group[i].file == first->file)
			continue; /* the same file has its own kind */
		else
			tell(a,
			    group[i].unit == first->unit
				? FINDING_SAME_PAPER_TWICE
				: FINDING_SAME_PAPER_UNITS,
			    first, &group[i]);
	}
}

static void
same_papers(struct auditing *a)
{
	size_t from = 0;

	if (a->n_papers == 0)
		return;
	qsort(a->papers, a->n_papers, sizeof *a->papers, by_key);
	for (size_t i = 1; i <= a->n_papers; i++) {
		if (i < a->n_papers &&
		    a->papers[i].is_file == a->papers[from].is_file &&
		    memcmp(a->papers[i].key, a->papers[from].key,
			sizeof a->papers[i].key) == 0)
			continue;
		compare(a, a->papers + from, i - from);
		from = i;
	}
}

void
audit_sums(struct auditing *a)
{
	for (unsigned b = 0; b < a->plan->n_blocks; b++)
		burst(a, b);
	same_papers(a);
}
