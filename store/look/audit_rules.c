/*
 * audit_rules.c - the auditor's rules about changed rules: who changed what
 * under which decision, which deadlines moved, whose verdicts became others.
 *
 * Knows how one version of a period follows another. Touches records, for
 * reading.
 */
#include "store/look/audit.h"
#include "store/table/mandates.h"

const struct window *
audit_window_at(const struct auditing *a, uint64_t place, struct unit_id unit,
    enum stage stage)
{
	const struct plan *p = audit_plan_at(a, place);
	int at = plan_unit(p, unit);

	return at < 0 ? NULL : plan_unit_window(p, (unsigned)at, stage);
}

static const char *
whose(const struct plan *p, const struct window *w)
{
	return w->unit == WINDOW_FOR_ALL ? p->blocks[w->block].id.text
					 : p->units[w->unit].id.text;
}

/* The deadline that a row takes the place of, among the rows of `p`. */
static const struct window *
before_it(const struct plan *p, const struct window *w)
{
	const struct window *old = NULL;

	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *x = &p->windows[i];

		if (x->block == w->block && x->stage == w->stage &&
		    x->version < w->version &&
		    (x->unit == WINDOW_FOR_ALL || x->unit == w->unit) &&
		    (old == NULL || x->version > old->version))
			old = x;
	}
	return old;
}

static void
tell_deadline(struct auditing *a, const struct plan *p, const struct window *w,
    uint64_t place, struct moment time)
{
	struct finding f = { .code = FINDING_DEADLINE_CHANGED,
		.place = place,
		.time = time };
	const struct window *old = before_it(p, w);
	char was[MOMENT_TEXT], is[MOMENT_TEXT];

	if (old == NULL || old->on_time_until.us == w->on_time_until.us)
		return;
	moment_text(old->on_time_until, was);
	moment_text(w->on_time_until, is);
	finding_say(findings_add(a->out, &f),
	    "%s %s, stage %s, version %u: from %s to %s.",
	    A_THING("%s") " %s, giai đoạn " A_STAGE(
		"%s") ", phiên bản %u: từ %s thành %s.",
	    w->unit == WINDOW_FOR_ALL ? "block" : "unit", whose(p, w),
	    stage_name(w->stage), (unsigned)w->version, was, is);
}

/* What the period was opened with may have versions, too. */
void
audit_windows(struct auditing *a)
{
	const struct plan *p = a->rules_of[0].plan;

	for (unsigned i = 0; i < p->n_windows; i++)
		tell_deadline(a, p, &p->windows[i], a->rules,
		    (struct moment){ 0 });
}

static void
deadlines_of(struct auditing *a, const struct audited *x)
{
	const struct plan *was = audit_plan_at(a, x->place);
	const struct plan *is = audit_plan_at(a, x->place + 1);

	for (unsigned i = 0; i < is->n_windows; i++) {
		const struct window *w = &is->windows[i];

		if (w->block >= was->n_blocks ||
		    plan_window_version(was, w->block, w->stage, w->version) ==
			NULL)
			tell_deadline(a, is, w, x->place, x->entry->time);
	}
}

void
audit_rules(struct auditing *a, const struct audited *x)
{
	uint64_t version = 0;
	struct mandated m;

	if (!audit_of_period(a, x) || x->place == a->rules)
		return;
	(void)audit_number(x->entry, "version", &version);
	if (x->entry->type != ENTRY_AMENDMENT ||
	    !mandates_get(&a->t, x->place, &m)) {
		finding_say(audit_find(a, x, FINDING_RULES_CHANGED),
		    "Version %llu of the period's rules was written.",
		    "Phiên bản %llu của quy định kỳ đánh giá được ghi.",
		    (unsigned long long)version);
		return;
	}
	finding_say(audit_find(a, x, FINDING_RULES_CHANGED),
	    "Version %llu under decision %s of %s (%.80s): %.120s.",
	    "Phiên bản %llu theo quyết định %s ngày %s (%.80s): %.120s.",
	    (unsigned long long)version, m.mandate.number, m.mandate.date,
	    m.mandate.person, m.mandate.reason);
	deadlines_of(a, x);
}

void
audit_rejudged(struct auditing *a, const struct audited *x)
{
	struct slice was = SLICE_NONE, is = SLICE_NONE;
	uint64_t rules = 0;

	(void)entry_value(x->entry->body, "was", 0, &was);
	(void)entry_value(x->entry->body, "verdict", 0, &is);
	(void)audit_number(x->entry, "rules", &rules);
	finding_say(audit_find(a, x, FINDING_REJUDGED),
	    "Unit %s: %.*s became %.*s by the rules of entry %llu.",
	    "Cơ quan %s: kết luận " A_VERDICT("%.*s") " đổi thành " A_VERDICT(
		"%.*s") " theo quy định ở mục %llu.",
	    x->sub.unit.text, (int)was.n, (const char *)was.p, (int)is.n,
	    (const char *)is.p, (unsigned long long)rules);
}

void
audit_admitted(struct auditing *a, const struct audited *x)
{
	struct mandated m;

	(void)mandates_get(&a->t, x->place, &m);
	finding_say(audit_find(a, x, FINDING_ADMITTED),
	    "Unit %s, verdict %s: counts by decision %s of %s (%.80s).",
	    "Cơ quan %s, kết luận " A_VERDICT(
		"%s") ": được tính theo quyết định %s ngày %s (%.80s).",
	    x->sub.unit.text, verdict_name(x->sub.verdict), m.mandate.number,
	    m.mandate.date, m.mandate.person);
}

void
audit_bounded(struct auditing *a, const struct audited *x)
{
	struct slice was = SLICE_NONE, is = SLICE_NONE;

	(void)entry_value(x->entry->body, "was", 0, &was);
	(void)entry_value(x->entry->body, "verdict", 0, &is);
	finding_say(audit_find(a, x, FINDING_BOUNDED),
	    "Unit %s, clock %s: %.*s became %.*s by the outside times around "
	    "it.",
	    "Cơ quan %s, đồng hồ " A_CLOCK("%s") ": kết luận " A_VERDICT(
		"%.*s") " đổi thành " A_VERDICT("%.*s") " theo giờ bên ngoài "
							"trước và sau mục đó.",
	    x->sub.unit.text, trust_name(x->sub.trust), (int)was.n,
	    (const char *)was.p, (int)is.n, (const char *)is.p);
}

void
audit_ruled(struct auditing *a, const struct audited *x)
{
	struct slice was = SLICE_NONE, is = SLICE_NONE;
	struct mandated m;

	(void)entry_value(x->entry->body, "was", 0, &was);
	(void)entry_value(x->entry->body, "verdict", 0, &is);
	(void)mandates_get(&a->t, x->place, &m);
	finding_say(audit_find(a, x, FINDING_RULED),
	    "Unit %s: %.*s became %.*s by decision %s of %s (%.80s).",
	    "Cơ quan %s: kết luận " A_VERDICT("%.*s") " đổi thành " A_VERDICT(
		"%.*s") " theo quyết định %s ngày %s (%.80s).",
	    x->sub.unit.text, (int)was.n, (const char *)was.p, (int)is.n,
	    (const char *)is.p, m.mandate.number, m.mandate.date,
	    m.mandate.person);
}
