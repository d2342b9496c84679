/*
 * routes.c - THE table: method, path, who may come in, handler.
 *
 * Knows every path. A route without a guard does not compile. What a visitor
 * may then do is decided by the acts and looks (store/model/role.c).
 */
#include "cgi/routes.h"

#include <assert.h>

#include "cgi/door/guard.h"
#include "cgi/door/problem.h"
#include "cgi/page/pages.h"

enum {
	TAKES_NOTHING,
	TAKES_JSON,
	TAKES_DOCUMENT,
	TAKES_FORMS
};

/* clang-format off */
#define PERIOD "/v1/periods/{period}"
#define SHEET PERIOD "/units/{unit}/sheet"
#define SURVEY PERIOD "/surveys/{survey}"
static const struct route routes[] = {
	{ METHOD_POST, "/v1/submissions",                        GUARD_TOKEN,    TAKES_DOCUMENT, submissions_post },
	{ METHOD_GET,  "/v1/submissions/{id}",                   GUARD_TOKEN,    TAKES_NOTHING,  submission_get },
	{ METHOD_GET,  "/v1/submissions/{id}/receipt",           GUARD_TOKEN,    TAKES_NOTHING,  submission_receipt_get },
	{ METHOD_GET,  "/v1/submissions/{id}/fences",            GUARD_TOKEN,    TAKES_NOTHING,  submission_fences_get },
	{ METHOD_POST, "/v1/submissions/{id}/withdrawal",        GUARD_TOKEN,    TAKES_JSON,     submission_withdrawal_post },
	{ METHOD_POST, "/v1/submissions/{id}/admission",         GUARD_TOKEN,    TAKES_JSON,     submission_admission_post },
	{ METHOD_POST, "/v1/submissions/{id}/ruling",            GUARD_TOKEN,    TAKES_JSON,     submission_ruling_post },
	{ METHOD_GET,  "/v1/documents/{sha256}",                 GUARD_TOKEN,    TAKES_NOTHING,  document_get },
	{ METHOD_GET,  "/v1/periods",                            GUARD_TOKEN,    TAKES_NOTHING,  periods_get_all },
	{ METHOD_GET,  PERIOD,                                   GUARD_TOKEN,    TAKES_NOTHING,  period_get },
	{ METHOD_GET,  PERIOD "/versions",                       GUARD_TOKEN,    TAKES_NOTHING,  period_versions_get },
	{ METHOD_GET,  PERIOD "/bundle",                         GUARD_TOKEN,    TAKES_NOTHING,  period_bundle_get },
	{ METHOD_POST, PERIOD "/amendments",                     GUARD_TOKEN,    TAKES_JSON,     amendments_post },
	{ METHOD_POST, PERIOD "/extensions",                     GUARD_TOKEN,    TAKES_JSON,     extensions_post },
	{ METHOD_POST, PERIOD "/exemptions",                     GUARD_TOKEN,    TAKES_JSON,     exemptions_post },
	{ METHOD_GET,  PERIOD "/units/{unit}/submissions",       GUARD_TOKEN,    TAKES_NOTHING,  unit_submissions_get },
	{ METHOD_POST, PERIOD "/units/{unit}/commitments",       GUARD_TOKEN,    TAKES_JSON,     commitments_post },
	{ METHOD_GET,  PERIOD "/units/{unit}/commitments",       GUARD_TOKEN,    TAKES_NOTHING,  commitments_get_all },
	{ METHOD_GET,  PERIOD "/units/{unit}/commitments/{commitment}", GUARD_TOKEN, TAKES_NOTHING, commitment_get },
	{ METHOD_GET,  PERIOD "/units/{unit}/commitments/{commitment}/receipt", GUARD_TOKEN, TAKES_NOTHING, commitment_receipt_get },
	{ METHOD_GET,  PERIOD "/units/{unit}/commitments/{commitment}/fences", GUARD_TOKEN, TAKES_NOTHING, commitment_fences_get },
	{ METHOD_POST, PERIOD "/units/{unit}/sightings",         GUARD_TOKEN,    TAKES_JSON,     sightings_post },
	{ METHOD_GET,  PERIOD "/units/{unit}/sightings",         GUARD_TOKEN,    TAKES_NOTHING,  sightings_get_all },
	{ METHOD_POST, PERIOD "/units/{unit}/sightings/{sighting}/withdrawal", GUARD_TOKEN, TAKES_JSON, sighting_withdrawal_post },
	{ METHOD_GET,  SHEET,                                    GUARD_TOKEN,    TAKES_NOTHING,  sheet_get },
	{ METHOD_GET,  SHEET "/{leaf}",                          GUARD_TOKEN,    TAKES_NOTHING,  sheet_leaf_get },
	{ METHOD_GET,  SHEET "/{leaf}/history",                  GUARD_TOKEN,    TAKES_NOTHING,  sheet_history_get },
	{ METHOD_PUT,  SHEET "/{leaf}/self",                     GUARD_TOKEN,    TAKES_JSON,     sheet_self_put },
	{ METHOD_PUT,  SHEET "/{leaf}/round1",                   GUARD_TOKEN,    TAKES_JSON,     sheet_round1_put },
	{ METHOD_PUT,  SHEET "/{leaf}/round2",                   GUARD_TOKEN,    TAKES_JSON,     sheet_round2_put },
	{ METHOD_PUT,  SHEET "/{leaf}/council",                  GUARD_TOKEN,    TAKES_JSON,     sheet_council_put },
	{ METHOD_POST, SHEET "/lock",                           GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/unlock",                         GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/confirm",                        GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/reopen",                         GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/take",                           GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/request-explanation",            GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/end-round1",                     GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/explain",                        GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/end-explanation",                GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/end-round2",                     GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/decide",                         GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/resume",                         GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, SHEET "/finish",                         GUARD_TOKEN,    TAKES_JSON,     sheet_step_post },
	{ METHOD_POST, PERIOD "/council",                        GUARD_TOKEN,    TAKES_JSON,     council_post },
	{ METHOD_GET,  PERIOD "/sheets",                         GUARD_TOKEN,    TAKES_NOTHING,  sheets_get_all },
	{ METHOD_GET,  PERIOD "/units/{unit}/life",              GUARD_TOKEN,    TAKES_NOTHING,  life_get },
	{ METHOD_GET,  PERIOD "/units/{unit}/report",            GUARD_TOKEN,    TAKES_NOTHING,  report_get },
	{ METHOD_GET,  PERIOD "/units/{unit}/report/text",       GUARD_TOKEN,    TAKES_NOTHING,  report_text_get },
	{ METHOD_GET,  PERIOD "/units/{unit}/report/signed",     GUARD_TOKEN,    TAKES_NOTHING,  report_signed_get },
	{ METHOD_GET,  "/v1/me",                                 GUARD_TOKEN,    TAKES_NOTHING,  me_get },
	{ METHOD_GET,  PERIOD "/assignments",                    GUARD_TOKEN,    TAKES_NOTHING,  assignments_get_all },
	{ METHOD_POST, PERIOD "/assignments",                    GUARD_TOKEN,    TAKES_JSON,     assignments_post },
	{ METHOD_GET,  SURVEY,                                   GUARD_TOKEN,    TAKES_NOTHING,  survey_get },
	{ METHOD_POST, SURVEY "/forms",                          GUARD_TOKEN,    TAKES_FORMS,    survey_forms_post },
	{ METHOD_POST, SURVEY "/forms/{number}/corrections",     GUARD_TOKEN,    TAKES_JSON,     survey_correction_post },
	{ METHOD_GET,  SURVEY "/sample",                         GUARD_TOKEN,    TAKES_NOTHING,  survey_sample_get },
	{ METHOD_POST, SURVEY "/second-entries",                 GUARD_TOKEN,    TAKES_FORMS,    survey_seconds_post },
	{ METHOD_GET,  SURVEY "/second-entries",                 GUARD_TOKEN,    TAKES_NOTHING,  survey_differences_get },
	{ METHOD_POST, SURVEY "/second-entries/{number}/explanation", GUARD_TOKEN, TAKES_JSON,   survey_explanation_post },
	{ METHOD_GET,  SURVEY "/units/{unit}/answers",           GUARD_TOKEN,    TAKES_NOTHING,  survey_answers_get },
	{ METHOD_GET,  SURVEY "/handovers",                      GUARD_TOKEN,    TAKES_NOTHING,  handovers_get_all },
	{ METHOD_POST, SURVEY "/handovers",                      GUARD_TOKEN,    TAKES_JSON,     handovers_post },
	{ METHOD_POST, SURVEY "/handovers/{handover}/opening",   GUARD_TOKEN,    TAKES_JSON,     handover_opening_post },
	{ METHOD_GET,  PERIOD "/results",                        GUARD_TOKEN,    TAKES_NOTHING,  results_get_all },
	{ METHOD_GET,  PERIOD "/results/{unit}",                 GUARD_TOKEN,    TAKES_NOTHING,  results_get_unit },
	{ METHOD_GET,  PERIOD "/results/{unit}/why",             GUARD_TOKEN,    TAKES_NOTHING,  results_why_get },
	{ METHOD_POST, SHEET "/what-if",                         GUARD_TOKEN,    TAKES_JSON,     sheet_what_if_post },
	{ METHOD_GET,  PERIOD "/indicators",                     GUARD_TOKEN,    TAKES_NOTHING,  indicators_get },
	{ METHOD_PUT,  PERIOD "/indicators/{leaf}",              GUARD_TOKEN,    TAKES_JSON,     indicator_put },
	{ METHOD_GET,  PERIOD "/analysis",                       GUARD_TOKEN,    TAKES_NOTHING,  analysis_get },
	{ METHOD_GET,  PERIOD "/decisions",                      GUARD_TOKEN,    TAKES_NOTHING,  decisions_get_all },
	{ METHOD_POST, PERIOD "/decisions",                      GUARD_TOKEN,    TAKES_DOCUMENT, decisions_post },
	{ METHOD_GET,  PERIOD "/decisions/{decision}",           GUARD_TOKEN,    TAKES_NOTHING,  decision_get },
	{ METHOD_GET,  PERIOD "/decisions/{decision}/document",  GUARD_TOKEN,    TAKES_NOTHING,  decision_document_get },
	{ METHOD_PUT,  PERIOD "/previous",                       GUARD_TOKEN,    TAKES_JSON,     previous_put_page },
	{ METHOD_GET,  PERIOD "/publication",                    GUARD_TOKEN,    TAKES_NOTHING,  publication_get },
	{ METHOD_POST, PERIOD "/publication",                    GUARD_TOKEN,    TAKES_JSON,     publication_post },
	{ METHOD_POST, PERIOD "/correction",                     GUARD_TOKEN,    TAKES_JSON,     correction_post },
	{ METHOD_GET,  PERIOD "/audit",                          GUARD_TOKEN,    TAKES_NOTHING,  audit_get },
	{ METHOD_GET,  PERIOD "/retention",                      GUARD_TOKEN,    TAKES_NOTHING,  retention_get },
	{ METHOD_GET,  "/v1/destroyed",                          GUARD_TOKEN,    TAKES_NOTHING,  destroyed_get },
	{ METHOD_GET,  "/v1/holds",                              GUARD_TOKEN,    TAKES_NOTHING,  holds_get_all },
	{ METHOD_GET,  "/v1/changes",                            GUARD_TOKEN,    TAKES_NOTHING,  changes_get },
	{ METHOD_GET,  "/v1/log/checkpoint",                     GUARD_NONE,     TAKES_NOTHING,  log_checkpoint_get },
	{ METHOD_GET,  "/v1/log/tile/{tile...}",                 GUARD_NONE,     TAKES_NOTHING,  log_tile_get },
	{ METHOD_GET,  "/v1/log/before/{log}/checkpoint",        GUARD_NONE,     TAKES_NOTHING,  log_before_checkpoint_get },
	{ METHOD_GET,  "/v1/log/before/{log}/tile/{tile...}",    GUARD_NONE,     TAKES_NOTHING,  log_before_tile_get },
	{ METHOD_GET,  "/healthz",                               GUARD_NONE,     TAKES_NOTHING,  healthz_get },
	{ METHOD_GET,  "/readyz",                                GUARD_NONE,     TAKES_NOTHING,  readyz_get },
	{ METHOD_GET,  "/metrics",                               GUARD_LOOPBACK, TAKES_NOTHING,  metrics_get },
};

/* What each does, in the same order, for docs/api.md. */
static const char *const says[] = {
	"Takes a document in as evidence: `multipart/form-data` (fields first, then the part `file`) or the raw bytes with the fields in the query; `commitment` names the one that it completes. 202 with the receipt; 200 when these bytes are there already.",
	"A submission and what became of it: queued, accepted, late, rejected, superseded, withdrawn.",
	"The receipt, verifiable offline (C2SP tlog-proof).",
	"The outside times around it: time-stamps (RFC 3161) of each authority, the nearest before and behind, each with the receipt that proves it. For `parindex verify --fences`.",
	"Takes the submission back: `{\"reason\":\"...\"}`, while the evidence window is open.",
	"The council lets a late document count: `{\"decision\":{\"number\":\"...\",\"date\":\"YYYY-MM-DD\",\"reason\":\"...\",\"person\":\"...\"}}`, in a period whose `late_policy` is `council`. Council, operator.",
	"Rules on when the submission came: `{\"verdict\":\"on-time\",\"decision\":{...}}`, or `late`, where its verdict is in doubt or only a clock speaks that nobody vouches for. Council, operator.",
	"The document's bytes, to whom one of its submissions is visible. Range, ETag, Repr-Digest.",
	"All periods.",
	"A period: windows, blocks, thresholds, surveys, units, criteria; `?version=N` as it was in that version.",
	"Every version of the period's data since it opened: from when, by which log entry and, for council, operator and auditor, under which decision.",
	"The period's files as one (`parindex-bundle/1`), `?version=N` as they were; the ETag is the version. Council, operator, auditor.",
	"Changes an open period's data under a decision: `{\"bundle\":{...},\"decision\":{\"number\":\"...\",\"date\":\"YYYY-MM-DD\",\"reason\":\"...\",\"person\":\"...\"}}`, all of it as it shall be. `If-Match` names the version it was made of. `?dry_run=true`, which needs neither decision nor `If-Match`, shows whose verdicts, points and ranks would become others, and saves nothing. Council, operator.",
	"Extends a deadline under a decision: `{\"until\":\"2023-01-12T24:00:00+07:00\",\"decision\":{...}}`; `closes`, `stage`, `unit` or `block` if you like, `\"outage\":true` in the place of `until`. `If-Match` and `?dry_run=true` likewise. Council, operator.",
	"Takes criteria, or whole fields, out for a unit under a decision: `{\"unit\":\"D04\",\"parts\":[\"3.3.1\",\"F2\"],\"reason\":\"...\",\"decision\":{...}}`; the index is then of the rest. `If-Match` and `?dry_run=true` likewise. Council, operator.",
	"A unit's submissions, oldest first.",
	"Says what will be sent, before it is (a *commitment*): `{\"leaves\":[\"1.1.2\"],\"documents\":[{\"sha256\":\"...\",\"size\":73400320}]}`, at most 64. 201 with the receipt. Each document then comes as a submission with the field `commitment`. `Idempotency-Key` as there.",
	"A unit's commitments, oldest first.",
	"A commitment, and by which submission each of its documents came.",
	"Its receipt, verifiable offline (C2SP tlog-proof).",
	"The outside times around it, as around a submission.",
	"Registers a secret document that was seen in person, of which nothing is kept: `{\"leaves\":[\"1.1.1\"],\"number\":\"12\",\"symbol\":\"\",\"issuer\":\"\",\"issued\":\"\",\"person\":\"...\",\"seen\":\"2023-01-12T09:00:00+07:00\"}`. It counts as evidence. Appraiser, lead, operator.",
	"A unit's documents that were seen in person.",
	"Takes one back: `{\"reason\":\"...\"}`. The record stays.",
	"A unit's score sheet; `?revision=N` as it was published.",
	"One criterion of it, with its arithmetic: of each column that was written, and of the one that counts.",
	"What its columns said before they were written over, newest first: inputs, who, when, why, and what that gave by the rules of then. `?column=round1`, `?before=N` for versions below N, `?revision=N`.",
	"The unit's inputs: `{\"inputs\":{...},\"not_applicable\":false,\"reason\":\"\"}`. `If-Match` names the version seen (`\"v0\"`: none).",
	"The appraiser's inputs, first round. Likewise; `lost` lists why points were lost, from the period's own list.",
	"The appraiser's inputs, second round. Likewise; a reason is due.",
	"The council's inputs. Likewise; a reason is due; `decision` names the record on which it rests.",
	"The unit's sheet is frozen and waits for the signed report: `{}`. Its SHA-256 is in the answer.",
	"A locked sheet that is not signed becomes a draft again: `{}`.",
	"The signed report as the body, `?number=&date=&signer=&title=&competence=&sheet=&file=` in the query; completes the confirmation.",
	"The lead makes a locked or confirmed sheet a draft again: `{\"text\":\"...\",\"decision\":{\"number\":\"...\",\"date\":\"...\"}}`.",
	"The lead takes an unconfirmed sheet into appraisal: `{\"text\":\"...\"}` says why.",
	"An appraiser asks about a criterion: `{\"leaf\":\"...\",\"text\":\"...\"}`.",
	"The lead ends round 1 for the unit: `{}`.",
	"The unit explains a criterion: `{\"leaf\":\"...\",\"text\":\"...\"}`.",
	"The unit has nothing more to explain: `{}`.",
	"The lead ends round 2 for the unit: `{}`.",
	"The council decides on the sheet: `{\"decision\":2}`, a record on file, or `{\"decision\":{\"number\":\"...\",\"date\":\"...\"}}`.",
	"The council takes its decision on the sheet back, to decide anew: `{\"text\":\"...\"}`.",
	"The sheet is final: `{}`.",
	"The council decides many values under one of its records, all or none: `{\"decision\":2,\"reason\":\"...\",\"values\":[{\"unit\":\"D01\",\"leaf\":\"1.1.2\",\"inputs\":{...}}]}`; with `\"preview\":true` only what each unit's points would be, and `seen`, to be sent along with what is then decided.",
	"Every unit's sheet by its state, and whether the unit has submitted nothing.",
	"A sheet's life: its state, what is due, and every step with who and when. `?revision=N` as it was published.",
	"The locked sheet as a report to sign (PDF, Decree 30/2020), with its SHA-256. `?revision=N` as it was published.",
	"The sheet as it was locked, as text; its SHA-256 is printed on the report. `?revision=N` as it was published.",
	"The signed report's bytes. `?revision=N` as it was published.",
	"Who the token acts for just now: role, unit, person, and the person's duties in force. `Parindex-Role` and `Parindex-Person` choose among them, here and everywhere.",
	"Who appraises which field of which unit; `?open=true` lists what nobody appraises. Lead appraiser, council, operator, auditor.",
	"`{\"person\":\"...\",\"units\":[...],\"fields\":[...],\"release\":false}`: every named field of every named unit to the person, or away. The person's own unit is skipped and named in `own_units`. Lead appraiser.",
	"How a survey stands: forms against what was planned, by group and unit; sealed packages, second entries.",
	"A batch of survey forms, all or none, at most 1,000: `{\"forms\":[...]}`, one form a line (`application/x-ndjson`), or a table (`text/csv`), of which every faulty line is named.",
	"Other answers in the place of a form's: `{\"form\":{...},\"version\":1,\"reason\":\"...\"}`; the version that was seen.",
	"The forms that are to be entered a second time, at most 1,000: number, the log entry by which each came to count, the log's root there, and whether it was; `?after=NUMBER` goes on. Anybody can draw them again (docs/scoring.md).",
	"Forms entered a second time by somebody else, to compare; they count for nothing.",
	"The second entries that differ, answer by answer, and why.",
	"Why a second entry differs: `{\"reason\":\"...\"}`.",
	"How often each answer was given about a unit; groups with fewer than 5 answers stand together. Council, auditor, operator.",
	"The survey's sealed packages.",
	"Sealed packages change hands: `{\"packages\":1,\"seals\":[\"...\"],\"from\":\"...\",\"to\":\"...\",\"minutes\":\"...\",\"issued\":0,\"collected\":0,\"valid\":0,\"invalid\":0}`.",
	"Two persons open them: `{\"persons\":[\"...\",\"...\"],\"intact\":true,\"seals\":[\"...\"],\"note\":\"\"}`; `seals`, the numbers that were found, may be left out.",
	"The index of every unit, by block and rank, and whether it submitted nothing (`nothing_submitted`). `?revision=N` reads a published revision, `working` the working results; else the newest that was published, if any.",
	"The index of one unit.",
	"Why a unit's numbers are what they are: inputs, rule version, arithmetic and the clause that decided, for the whole, each field, criterion and leaf. To readers of its sheet. `?revision=N` likewise.",
	"What the unit's points and index would be: `{\"leaves\":{\"1.1.2\":{\"inputs\":{...}}},\"evidence\":true,\"surveys\":\"85\"}`, as if appraisal had closed. Nothing is saved.",
	"The figures that agencies supplied: value, target, above or below, the block's average, this year and last, and whether the unit's own figures differ. A unit sees its own. `?revision=N` likewise.",
	"Supplies the figures of a criterion for all units: `{\"source\":\"...\",\"extracted\":\"2023-01-05T00:00:00+07:00\",\"units\":[{\"unit\":\"D01\",\"inputs\":{...},\"previous\":\"75.2\"}]}`. The agency in charge, lead, council, operator.",
	"Averages, where points were lost and why, documents on time, the matrix of units and criteria, self-scores beside appraised ones. `?revision=N` likewise. Council, operator, auditor.",
	"The council's minutes and decisions: to council, operator and auditor, and to all once the results are published.",
	"Puts minutes or a decision on file: the document's bytes, and `?kind=minutes|decision&number=336/QĐ-UBND&date=2023-03-01&file=NAME`, `signer` if you like. Council, operator.",
	"One of them.",
	"Its document.",
	"Last year's ranking, with which ranks and indexes are compared (docs/period-format.md). Council, operator.",
	"How far the results have come: provisional, appraised, final; the published revisions; the units for which a correction is due.",
	"Publishes the results: `{\"decision\":2}` freezes them as revision 1 under that decision. Council, operator.",
	"Makes the next revision: `{\"decision\":3,\"reason\":\"...\"}`. Council, operator.",
	"What an auditor should look at, the gravest first, in English and Vietnamese: `?severity=high` leaves out what is lighter (info, low, medium). Auditor, council, operator.",
	"How long what kind of the period's records is kept, until when, how many there are and were destroyed, and the hold that lies on them. Operator, auditor, council.",
	"Documents that were destroyed under a decision, those under way first, and other records whose years were over, with the decision. Operator, auditor, council.",
	"Every legal hold, ended ones too, with the decision that placed it. Operator, auditor, council.",
	"Events after a number: `?after=N&wait=S&feed=ID`. 410 when the feed is another one.",
	"The log's newest signed checkpoint.",
	"A tile or a bundle of entries: `0/x001/234`, `entries/000.p/17` (C2SP tlog-tiles).",
	"The last signed checkpoint of a log that this one goes on from, by its number from 0.",
	"A tile or a bundle of entries of that log.",
	"The process answers.",
	"The store is open and the disk has room.",
	"Prometheus text; answered to this machine only.",
};
/* clang-format on */
#define ROUTES (sizeof routes / sizeof *routes)
static_assert(sizeof says / sizeof *says == ROUTES,
    "every route says what it does");

enum err
routes_check(struct fault *why)
{
	return route_check(routes, ROUTES, why);
}

/* A token's request, counted against its share of the threads. */
static void
serve(struct visit *v, const struct route *route, struct ask *a,
    struct reply *r)
{
	struct fault why = { 0 };
	enum err e = guard_admit(v, (enum guard)route->who, a, &why);
	bool counted = e == OK && v->who.role != ROLE_NOBODY;

	if (counted) {
		e = throttle_enter(v->door->throttle, v->who.token);
		counted = e == OK;
		if (!counted)
			(void)fault_set(&why, e, "",
			    "This token has too many "
			    "requests under way.");
	}
	if (e == OK && route->method != METHOD_GET)
		e = store_writable(v->door->store, &why);
	if (e != OK) {
		problem_reply(r, e, &why);
		goto out;
	}
	route->handle(v, a, r);
out:
	if (counted)
		throttle_leave(v->door->throttle, v->who.token);
}

void
routes_handle(void *self, struct ask *a, struct reply *r)
{
	struct visit v = { .door = self };
	const struct route *route;

	if (a->refused != 0) {
		problem_reply_status(r, a->refused, &a->why);
		goto out;
	}
	switch (route_find(routes, ROUTES, a, &route)) {
	case ROUTED:
		serve(&v, route, a, r);
		break;
	case ROUTED_NOWHERE:
		problem_reply_status(r, 404, NULL);
		break;
	case ROUTED_OTHERWISE:
		route_allow(routes, ROUTES, a, r);
		problem_reply_status(r, 405, NULL);
		break;
	case ROUTED_OPTIONS:
		reply_empty(r, 204);
		route_allow(routes, ROUTES, a, r);
		break;
	case ROUTED_BROKEN:
		(void)fault_set(&a->why, ERR_MALFORMED, "",
		    "The path is not percent-encoded UTF-8 without NUL.");
		problem_reply_status(r, 400, &a->why);
		break;
	}
out:
	if (r->status >= 100 && r->status < 600)
		atomic_fetch_add(&v.door->counts.requests[r->status / 100], 1);
}

void
routes_describe(struct buf *to)
{
	static const char *const guards[] = { [GUARD_NONE] = "anyone",
		[GUARD_TOKEN] = "token",
		[GUARD_LOOPBACK] = "loopback" };
	static const char *const bodies[] = { [TAKES_NOTHING] = "-",
		[TAKES_JSON] = "JSON",
		[TAKES_DOCUMENT] = "document",
		[TAKES_FORMS] = "JSON, NDJSON, CSV" };

	buf_text(to, "| method | path | for | body | |\n"
		     "|---|---|---|---|---|\n");
	for (size_t i = 0; i < ROUTES; i++)
		buf_print(to, "| %s | `%s` | %s | %s | %s |\n",
		    method_name(routes[i].method), routes[i].path,
		    guards[routes[i].who], bodies[routes[i].takes], says[i]);
}
