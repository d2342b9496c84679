/*
 * plan.c - a period's data, as JSON.
 *
 * Knows the plan's shape. Touches nothing but its arguments.
 */
#include "store/view/views.h"

#define HOUR_US INT64_C(3600000000)

static void
put_blocks(struct jout *j, const struct plan *p)
{
	jout_key(j, "blocks");
	jout_array(j);
	for (unsigned i = 0; i < p->n_blocks; i++) {
		jout_object(j);
		jout_kstr(j, "id", p->blocks[i].id.text);
		jout_kstr(j, "name", p->blocks[i].name_vi);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_windows(struct jout *j, const struct plan *p)
{
	const struct window *w;

	jout_key(j, "windows");
	jout_array(j);
	for (unsigned i = 0; i < p->n_windows; i++) {
		w = &p->windows[i];
		jout_object(j);
		jout_kstr(j, "block", p->blocks[w->block].id.text);
		jout_kstr(j, "stage", stage_name(w->stage));
		if (w->unit != WINDOW_FOR_ALL)
			jout_kstr(j, "unit", p->units[w->unit].id.text);
		jout_kuint(j, "version", w->version);
		jout_kmoment(j, "opens", w->opens);
		jout_kmoment(j, "on_time_until", w->on_time_until);
		jout_kmoment(j, "closes", w->closes);
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* How long what is kept, and the first day on which it may be destroyed. */
static void
put_retention(struct jout *j, const struct plan *p)
{
	char day[DATE_TEXT];
	int64_t end;

	jout_key(j, "retention");
	jout_object(j);
	for (unsigned k = 0; k < RETAINED; k++) {
		if (!retention_ends(p, (enum retained)k, &end))
			continue;
		date_text(end, day);
		jout_key(j, retained_name((enum retained)k));
		jout_object(j);
		jout_kuint(j, "years", p->retain_years[k]);
		jout_kstr(j, "until", day);
		jout_object_end(j);
	}
	jout_object_end(j);
}

static void
put_percent(struct jout *j, const char *key, struct points percent)
{
	struct buf text = { 0 };

	points_put(&text, percent, 2);
	jout_ktext(j, key, buf_all(&text));
	buf_free(&text);
}

static void
put_bands(struct jout *j, const struct plan *p)
{
	jout_key(j, "groups");
	jout_array(j);
	for (unsigned i = 0; i < p->n_groups; i++) {
		jout_object(j);
		jout_kstr(j, "block", p->blocks[p->groups[i].block].id.text);
		jout_kstr(j, "id", p->groups[i].id);
		jout_kstr(j, "name", p->groups[i].name_vi);
		put_percent(j, "from", p->groups[i].from);
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_key(j, "classes");
	jout_array(j);
	for (unsigned i = 0; i < p->n_classes; i++) {
		jout_object(j);
		jout_kstr(j, "id", p->classes[i].id);
		jout_kstr(j, "name", p->classes[i].name_vi);
		put_percent(j, "from", p->classes[i].from);
		put_percent(j, "fields_from", p->classes[i].fields_from);
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* As many decimals as it has. */
static void
put_exact(struct jout *j, const char *key, struct points value)
{
	struct buf text = { 0 };

	points_put_short(&text, value);
	jout_ktext(j, key, buf_all(&text));
	buf_free(&text);
}

static void
put_options(struct jout *j, const struct question *q)
{
	if (q->options == NULL)
		return;
	jout_key(j, "options");
	jout_array(j);
	for (unsigned i = 0; i < q->scale; i++) {
		jout_object(j);
		jout_kstr(j, "id", q->options[i].id);
		jout_kstr(j, "label", q->options[i].label_vi);
		if (q->options[i].counts)
			put_exact(j, "percent", q->percent[i]);
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* Whom it asks. */
static void
put_respondents(struct jout *j, const struct survey *s)
{
	jout_key(j, "respondents");
	jout_array(j);
	for (unsigned i = 0; i < s->n_respondents; i++) {
		const struct respondents *g = &s->respondents[i];

		jout_object(j);
		jout_kstr(j, "id", g->id);
		jout_kstr(j, "name", g->name_vi);
		jout_kuint(j, "expected", g->expected);
		if (g->weight.millionths > 0)
			put_exact(j, "weight", g->weight);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_channels(struct jout *j, const struct survey *s)
{
	if (s->n_channels == 0)
		return;
	jout_key(j, "channels");
	jout_array(j);
	for (unsigned i = 0; i < s->n_channels; i++) {
		jout_object(j);
		jout_kstr(j, "id", s->channels[i].id);
		jout_kstr(j, "name", s->channels[i].name_vi);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_survey(struct jout *j, const struct plan *p, const struct survey *s)
{
	jout_object(j);
	jout_kstr(j, "id", s->id.text);
	jout_kstr(j, "name", s->name_vi);
	jout_kstr(j, "kind",
	    s->kind == SURVEY_ORGANISATION ? "organisation" : "citizen");
	jout_kstr(j, "block", p->blocks[s->block].id.text);
	jout_kuint(j, "expected", s->expected);
	jout_kbool(j, "sealed", s->sealed);
	put_respondents(j, s);
	put_channels(j, s);
	jout_key(j, "questions");
	jout_array(j);
	for (unsigned i = 0; i < s->n_questions; i++) {
		jout_object(j);
		jout_kstr(j, "id", s->questions[i].id);
		if (s->questions[i].leaf != FEEDS_NO_LEAF)
			jout_kstr(j, "leaf",
			    p->leaves[s->questions[i].leaf].id.text);
		jout_kuint(j, "scale", s->questions[i].scale);
		jout_kstr(j, "text", s->questions[i].text_vi);
		put_options(j, &s->questions[i]);
		jout_object_end(j);
	}
	jout_array_end(j);
	jout_object_end(j);
}

static void
put_days(struct jout *j, const char *key, const struct remind_days *days)
{
	jout_key(j, key);
	jout_array(j);
	for (unsigned i = 0; i < days->n; i++)
		jout_uint(j, days->day[i]);
	jout_array_end(j);
}

static void
put_reminders(struct jout *j, const struct plan *p)
{
	jout_key(j, "reminders");
	jout_object(j);
	put_days(j, "closing_days", &p->closing);
	put_days(j, "missing_days", &p->missing);
	jout_object_end(j);
}

/* What counts of a commitment, and within which hours of it. */
static void
put_commitments(struct jout *j, const struct plan *p)
{
	bool counts = p->commitment.us != 0;

	jout_key(j, "commitments");
	jout_object(j);
	jout_kstr(j, "counts", counts ? "commitment" : "completion");
	if (counts)
		jout_kint(j, "hours", p->commitment.us / HOUR_US);
	jout_object_end(j);
}

void
view_plan(struct jout *j, const struct plan *p, const char *state)
{
	jout_object(j);
	jout_kstr(j, "id", p->period.text);
	jout_kstr(j, "name", p->name_vi);
	jout_kint(j, "year", p->year);
	if (p->owner.text[0] != '\0') {
		jout_key(j, "owner");
		jout_object(j);
		jout_kstr(j, "unit", p->owner.text);
		jout_kstr(j, "name", p->owner_name);
		jout_object_end(j);
	}
	jout_kstr(j, "state", state);
	jout_kuint(j, "version", p->version);
	jout_kuint(j, "leaf_decimals", p->leaf_decimals);
	jout_kuint(j, "index_decimals", p->index_decimals);
	jout_kstr(j, "doubt", p->doubt == DOUBT_UNIT ? "unit" : "strict");
	jout_kstr(j, "late", late_policy_name(p->late));
	jout_kint(j, "cure_hours", p->cure.us / HOUR_US);
	put_commitments(j, p);
	put_blocks(j, p);
	put_windows(j, p);
	put_bands(j, p);
	put_reminders(j, p);
	put_retention(j, p);
	jout_key(j, "surveys");
	jout_array(j);
	for (unsigned i = 0; i < p->n_surveys; i++)
		put_survey(j, p, &p->surveys[i]);
	jout_array_end(j);
	jout_key(j, "units");
	view_units(j, p);
	jout_key(j, "criteria");
	view_criteria(j, p);
	jout_object_end(j);
}

/* Days, the last one of each not included. */
static void
put_heads(struct jout *j, const struct unit *u)
{
	char day[DATE_TEXT];

	jout_key(j, "heads");
	jout_array(j);
	for (const struct head *h = u->heads; h < u->heads + u->n_heads; h++) {
		jout_object(j);
		jout_kstr(j, "title", h->title);
		jout_kstr(j, "name", h->name);
		date_text(h->from, day);
		jout_kstr(j, "from", day);
		if (h->to != INT64_MAX) {
			date_text(h->to, day);
			jout_kstr(j, "to", day);
		}
		jout_object_end(j);
	}
	jout_array_end(j);
}

void
view_units(struct jout *j, const struct plan *p)
{
	const struct unit *u;

	jout_array(j);
	for (unsigned i = 0; i < p->n_units; i++) {
		u = &p->units[i];
		jout_object(j);
		jout_kstr(j, "id", u->id.text);
		jout_kstr(j, "name", u->name_vi);
		jout_kstr(j, "block", p->blocks[u->block].id.text);
		jout_kstr(j, "org_code", u->org_code);
		jout_kstr(j, "head_title", u->head_title);
		if (u->n_heads > 0)
			put_heads(j, u);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static const char *
var_type(enum var_type type)
{
	static const char *const names[] = {
		[VAR_COUNT] = "count",
		[VAR_DECIMAL] = "decimal",
		[VAR_FLAG] = "flag",
		[VAR_LEVEL] = "level",
		[VAR_DATE] = "date",
	};

	return names[type];
}

static void
put_vars(struct jout *j, const struct leaf *l)
{
	jout_key(j, "inputs");
	jout_array(j);
	for (unsigned i = 0; i < l->n_vars; i++) {
		jout_object(j);
		jout_kstr(j, "key", l->vars[i].key);
		jout_kstr(j, "label", l->vars[i].label);
		jout_kstr(j, "type", var_type(l->vars[i].type));
		jout_kbool(j, "optional", l->vars[i].optional);
		if (l->vars[i].type == VAR_LEVEL) {
			jout_key(j, "levels");
			jout_array(j);
			for (unsigned k = 0; k < l->vars[i].n_levels; k++)
				jout_str(j, l->vars[i].levels[k]);
			jout_array_end(j);
		}
		jout_object_end(j);
	}
	jout_array_end(j);
}

void
view_criteria(struct jout *j, const struct plan *p)
{
	static const char *const modes[] = { [LEAF_EVIDENCE] = "evidence",
		[LEAF_SURVEY] = "survey",
		[LEAF_SYSTEM] = "system",
		[LEAF_APPRAISED] = "appraised" };
	const struct leaf *l;

	jout_array(j);
	for (unsigned i = 0; i < p->n_leaves; i++) {
		l = &p->leaves[i];
		jout_object(j);
		jout_kstr(j, "id", l->id.text);
		jout_kstr(j, "field", p->fields[l->field].id.text);
		jout_kstr(j, "name", l->name_vi);
		jout_kstr(j, "mode", modes[l->mode]);
		jout_kstr(j, "rule", rule_kind_name(rule_kind(l->rule)));
		jout_key(j, "max");
		jout_object(j);
		for (unsigned b = 0; b < p->n_blocks; b++)
			view_kpoints(j, p->blocks[b].id.text, p, l->max[b]);
		jout_object_end(j);
		put_vars(j, l);
		jout_kbool(j, "assumed", l->assumed);
		jout_object_end(j);
	}
	jout_array_end(j);
}
