/*
 * event.c - the kinds of events, and what a reader must be allowed to see.
 *
 * Knows the table. Touches nothing.
 */
#include "store/model/event.h"

/* clang-format off */
const struct event_policy event_policies[EVENT_KINDS] = {
	[EVENT_PERIOD_OPENED] =        { "period-opened", MAY_READ_PLAN },
	[EVENT_SUBMISSION_RECEIVED] =  { "submission-received", MAY_READ_SHEET },
	[EVENT_SUBMISSION_JUDGED] =    { "submission-judged", MAY_READ_SHEET },
	[EVENT_SUBMISSION_WITHDRAWN] = { "submission-withdrawn", MAY_READ_SHEET },
	[EVENT_LEAF_SCORED] =          { "leaf-scored", MAY_READ_SHEET },
	[EVENT_FORMS_ENTERED] =        { "forms-entered", MAY_READ_SURVEY_POINTS },
	[EVENT_RESULT_CHANGED] =       { "result-changed", MAY_READ_OWN_RESULT },
	[EVENT_RANKS_CHANGED] =        { "ranks-changed", MAY_READ_RESULTS },
	[EVENT_WINDOW_OPENED] =        { "window-opened", MAY_READ_PLAN },
	[EVENT_WINDOW_CLOSING] =       { "window-closing", MAY_READ_PLAN },
	[EVENT_EVIDENCE_MISSING] =     { "evidence-missing", MAY_READ_SHEET },
	[EVENT_EXPLANATION_REQUESTED] = { "explanation-requested", MAY_READ_SHEET },
	[EVENT_RESULTS_PUBLISHED] =    { "results-published", MAY_READ_PLAN },
	[EVENT_RECORD_KEPT] =          { "record-kept", MAY_READ_RECORDS },
	[EVENT_CORRECTION_DUE] =       { "correction-due", MAY_READ_RECORDS },
	[EVENT_PERIOD_AMENDED] =       { "period-amended", MAY_READ_PLAN },
	[EVENT_SUBMISSION_REJUDGED] =  { "submission-rejudged", MAY_READ_SHEET },
	[EVENT_SUBMISSION_ADMITTED] =  { "submission-admitted", MAY_READ_SHEET },
	[EVENT_DOCUMENT_SEEN] =        { "document-seen", MAY_READ_SHEET },
	[EVENT_DOCUMENT_UNSEEN] =      { "document-unseen", MAY_READ_SHEET },
	[EVENT_SHEET_STEP] =           { "sheet-step", MAY_READ_SHEET },
	[EVENT_DOCUMENT_DESTROYED] =   { "document-destroyed", MAY_READ_SHEET },
	[EVENT_FIGURES_SUPPLIED] =     { "figures-supplied", MAY_READ_PLAN },
	[EVENT_SUBMISSION_RULED] =     { "submission-ruled", MAY_READ_SHEET },
	[EVENT_COMMITMENT_RECEIVED] =  { "commitment-received", MAY_READ_SHEET },
	[EVENT_DOCUMENT_RETURNED] =    { "document-returned", MAY_READ_SHEET },
};
/* clang-format on */
