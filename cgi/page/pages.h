/*
 * pages.h - every page: from a request to an answer. `self` is a struct visit.
 * A page reads the request, calls one act or look, and describes the outcome;
 * cgi/routes.c says which path leads to which.
 */
#ifndef CGI_PAGE_PAGES_H
#define CGI_PAGE_PAGES_H

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"

void submissions_post(void *self, struct ask *a, struct reply *r);
void submission_get(void *self, struct ask *a, struct reply *r);
void submission_receipt_get(void *self, struct ask *a, struct reply *r);
void submission_fences_get(void *self, struct ask *a, struct reply *r);
void submission_withdrawal_post(void *self, struct ask *a, struct reply *r);
void submission_admission_post(void *self, struct ask *a, struct reply *r);
void submission_ruling_post(void *self, struct ask *a, struct reply *r);
void unit_submissions_get(void *self, struct ask *a, struct reply *r);
void commitments_post(void *self, struct ask *a, struct reply *r);
void commitments_get_all(void *self, struct ask *a, struct reply *r);
void commitment_get(void *self, struct ask *a, struct reply *r);
void commitment_receipt_get(void *self, struct ask *a, struct reply *r);
void commitment_fences_get(void *self, struct ask *a, struct reply *r);
void document_get(void *self, struct ask *a, struct reply *r);
void periods_get_all(void *self, struct ask *a, struct reply *r);
void period_get(void *self, struct ask *a, struct reply *r);
void period_versions_get(void *self, struct ask *a, struct reply *r);
void retention_get(void *self, struct ask *a, struct reply *r);
void destroyed_get(void *self, struct ask *a, struct reply *r);
void holds_get_all(void *self, struct ask *a, struct reply *r);
void period_bundle_get(void *self, struct ask *a, struct reply *r);
void amendments_post(void *self, struct ask *a, struct reply *r);
void exemptions_post(void *self, struct ask *a, struct reply *r);
void extensions_post(void *self, struct ask *a, struct reply *r);
void sightings_post(void *self, struct ask *a, struct reply *r);
void sightings_get_all(void *self, struct ask *a, struct reply *r);
void sighting_withdrawal_post(void *self, struct ask *a, struct reply *r);
void sheet_get(void *self, struct ask *a, struct reply *r);
void sheet_leaf_get(void *self, struct ask *a, struct reply *r);
void sheet_history_get(void *self, struct ask *a, struct reply *r);
void sheet_self_put(void *self, struct ask *a, struct reply *r);
void sheet_round1_put(void *self, struct ask *a, struct reply *r);
void sheet_round2_put(void *self, struct ask *a, struct reply *r);
void sheet_council_put(void *self, struct ask *a, struct reply *r);
void council_post(void *self, struct ask *a, struct reply *r);
void sheet_step_post(void *self, struct ask *a, struct reply *r);
void sheets_get_all(void *self, struct ask *a, struct reply *r);
void life_get(void *self, struct ask *a, struct reply *r);
void report_get(void *self, struct ask *a, struct reply *r);
void report_text_get(void *self, struct ask *a, struct reply *r);
void report_signed_get(void *self, struct ask *a, struct reply *r);
void me_get(void *self, struct ask *a, struct reply *r);
void assignments_get_all(void *self, struct ask *a, struct reply *r);
void assignments_post(void *self, struct ask *a, struct reply *r);
void survey_get(void *self, struct ask *a, struct reply *r);
void survey_forms_post(void *self, struct ask *a, struct reply *r);
void survey_correction_post(void *self, struct ask *a, struct reply *r);
void survey_seconds_post(void *self, struct ask *a, struct reply *r);
void survey_sample_get(void *self, struct ask *a, struct reply *r);
void survey_differences_get(void *self, struct ask *a, struct reply *r);
void survey_explanation_post(void *self, struct ask *a, struct reply *r);
void survey_answers_get(void *self, struct ask *a, struct reply *r);
void handovers_get_all(void *self, struct ask *a, struct reply *r);
void handovers_post(void *self, struct ask *a, struct reply *r);
void handover_opening_post(void *self, struct ask *a, struct reply *r);
void results_get_all(void *self, struct ask *a, struct reply *r);
void results_get_unit(void *self, struct ask *a, struct reply *r);
void decisions_get_all(void *self, struct ask *a, struct reply *r);
void decisions_post(void *self, struct ask *a, struct reply *r);
void decision_get(void *self, struct ask *a, struct reply *r);
void decision_document_get(void *self, struct ask *a, struct reply *r);
void results_why_get(void *self, struct ask *a, struct reply *r);
void sheet_what_if_post(void *self, struct ask *a, struct reply *r);
void indicators_get(void *self, struct ask *a, struct reply *r);
void indicator_put(void *self, struct ask *a, struct reply *r);
void analysis_get(void *self, struct ask *a, struct reply *r);
void previous_put_page(void *self, struct ask *a, struct reply *r);
void publication_get(void *self, struct ask *a, struct reply *r);
void publication_post(void *self, struct ask *a, struct reply *r);
void correction_post(void *self, struct ask *a, struct reply *r);
void audit_get(void *self, struct ask *a, struct reply *r);
void changes_get(void *self, struct ask *a, struct reply *r);
void log_checkpoint_get(void *self, struct ask *a, struct reply *r);
void log_tile_get(void *self, struct ask *a, struct reply *r);
void log_before_checkpoint_get(void *self, struct ask *a, struct reply *r);
void log_before_tile_get(void *self, struct ask *a, struct reply *r);
void healthz_get(void *self, struct ask *a, struct reply *r);
void readyz_get(void *self, struct ask *a, struct reply *r);
void metrics_get(void *self, struct ask *a, struct reply *r);

#endif
