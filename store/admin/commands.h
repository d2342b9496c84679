/*
 * commands.h - every command by its function and its own options; main.c has
 * the table. One cmd_*.c a noun. parindex(1) is the text of each.
 */
#ifndef STORE_ADMIN_COMMANDS_H
#define STORE_ADMIN_COMMANDS_H

#include "store/admin/admin.h"

extern const struct argp_option init_options[];
enum ending cmd_init(struct admin *a, const struct call *c);

enum ending cmd_period_check(struct admin *a, const struct call *c);
enum ending cmd_period_load(struct admin *a, const struct call *c);
enum ending cmd_period_open(struct admin *a, const struct call *c);
extern const struct argp_option amend_options[];
enum ending cmd_period_amend(struct admin *a, const struct call *c);
extern const struct argp_option extend_options[];
enum ending cmd_period_extend(struct admin *a, const struct call *c);
extern const struct argp_option not_applicable_options[];
enum ending cmd_period_not_applicable(struct admin *a, const struct call *c);
extern const struct argp_option show_options[];
enum ending cmd_period_show(struct admin *a, const struct call *c);
extern const struct argp_option admit_options[];
enum ending cmd_late_list(struct admin *a, const struct call *c);
enum ending cmd_late_admit(struct admin *a, const struct call *c);
enum ending cmd_period_rescore(struct admin *a, const struct call *c);
extern const struct argp_option recompute_options[];
enum ending cmd_period_recompute(struct admin *a, const struct call *c);
extern const struct argp_option export_options[], import_options[];
enum ending cmd_period_export(struct admin *a, const struct call *c);
enum ending cmd_period_import(struct admin *a, const struct call *c);
extern const struct argp_option clone_options[], diff_options[];
enum ending cmd_period_clone(struct admin *a, const struct call *c);
enum ending cmd_period_diff(struct admin *a, const struct call *c);

extern const struct argp_option previous_options[];
enum ending cmd_period_previous(struct admin *a, const struct call *c);

extern const struct argp_option unit_options[];
enum ending cmd_unit_list(struct admin *a, const struct call *c);

extern const struct argp_option token_options[];
enum ending cmd_token_add(struct admin *a, const struct call *c);
enum ending cmd_token_list(struct admin *a, const struct call *c);
enum ending cmd_token_revoke(struct admin *a, const struct call *c);

extern const struct argp_option person_options[], duty_options[],
    duty_end_options[];
enum ending cmd_person_add(struct admin *a, const struct call *c);
enum ending cmd_person_list(struct admin *a, const struct call *c);
extern const struct argp_option person_export_options[];
enum ending cmd_person_export(struct admin *a, const struct call *c);
enum ending cmd_person_import(struct admin *a, const struct call *c);
enum ending cmd_duty_add(struct admin *a, const struct call *c);
enum ending cmd_duty_end(struct admin *a, const struct call *c);
enum ending cmd_duty_transfer(struct admin *a, const struct call *c);
enum ending cmd_duty_list(struct admin *a, const struct call *c);

extern const struct argp_option assign_options[], assigned_options[];
enum ending cmd_assign_add(struct admin *a, const struct call *c);
enum ending cmd_assign_remove(struct admin *a, const struct call *c);
enum ending cmd_assign_list(struct admin *a, const struct call *c);

extern const struct argp_option retry_options[], bury_options[];
enum ending cmd_job_list(struct admin *a, const struct call *c);
enum ending cmd_job_retry(struct admin *a, const struct call *c);
enum ending cmd_job_bury(struct admin *a, const struct call *c);

extern const struct argp_option log_key_options[];
enum ending cmd_log_key(struct admin *a, const struct call *c);
enum ending cmd_log_checkpoint(struct admin *a, const struct call *c);
enum ending cmd_log_verify(struct admin *a, const struct call *c);
enum ending cmd_log_receipt(struct admin *a, const struct call *c);
extern const struct argp_option log_check_options[];
enum ending cmd_log_check(struct admin *a, const struct call *c);
enum ending cmd_log_export(struct admin *a, const struct call *c);
extern const struct argp_option resume_options[], succeed_options[];
enum ending cmd_log_resume(struct admin *a, const struct call *c);
enum ending cmd_log_succeed(struct admin *a, const struct call *c);
enum ending cmd_log_rotate(struct admin *a, const struct call *c);
/* Prints a warning or an error about an entry on the standard error; a note is
 * for who asks the auditor's report. */
struct objection;
void log_objection(void *self, const struct objection *o);

/* log_verify for `store check` and others: says nothing but what is sound. */
enum err log_verify(struct admin *a);

extern const struct argp_option minutes_options[], signed_options[];
enum ending cmd_log_minutes(struct admin *a, const struct call *c);
enum ending cmd_log_signed(struct admin *a, const struct call *c);

extern const struct argp_option stamps_options[];
enum ending cmd_log_stamps(struct admin *a, const struct call *c);

enum ending cmd_store_check(struct admin *a, const struct call *c);
enum ending cmd_store_copy(struct admin *a, const struct call *c);
enum ending cmd_store_sweep(struct admin *a, const struct call *c);
enum ending cmd_store_upgrade(struct admin *a, const struct call *c);
enum ending cmd_store_usage(struct admin *a, const struct call *c);

extern const struct argp_option clock_options[];
enum ending cmd_clock_set(struct admin *a, const struct call *c);
enum ending cmd_clock_show(struct admin *a, const struct call *c);

extern const struct argp_option results_options[];
enum ending cmd_results(struct admin *a, const struct call *c);

extern const struct argp_option supply_options[], indicator_options[];
enum ending cmd_indicator_supply(struct admin *a, const struct call *c);
enum ending cmd_indicator_list(struct admin *a, const struct call *c);

extern const struct argp_option explain_options[];
enum ending cmd_explain(struct admin *a, const struct call *c);

extern const struct argp_option analysis_options[];
enum ending cmd_analysis(struct admin *a, const struct call *c);

extern const struct argp_option ruling_options[];
enum ending cmd_ruling_add(struct admin *a, const struct call *c);
enum ending cmd_ruling_list(struct admin *a, const struct call *c);

extern const struct argp_option decision_options[], publish_options[],
    correct_options[];
enum ending cmd_decision_add(struct admin *a, const struct call *c);
enum ending cmd_decision_list(struct admin *a, const struct call *c);
extern const struct argp_option council_options[];
enum ending cmd_council_decide(struct admin *a, const struct call *c);
enum ending cmd_publish(struct admin *a, const struct call *c);
enum ending cmd_correct(struct admin *a, const struct call *c);

extern const struct argp_option verify_options[];
enum ending cmd_verify(struct admin *a, const struct call *c);
/* Whom to trust, by a command's --key or --policy; false after saying what is
 * wrong. */
struct policy;
bool policy_of_call(struct admin *a, const char *vkey, const char *path,
    struct policy *out);

extern const struct argp_option audit_options[];
enum ending cmd_audit(struct admin *a, const struct call *c);
extern const struct argp_option pack_options[], pack_check_options[];
enum ending cmd_audit_pack(struct admin *a, const struct call *c);
enum ending cmd_audit_check(struct admin *a, const struct call *c);

/* The period and survey that a command's first two words name. */
struct survey_call {
	const struct plan *plan;
	struct period_id period;
	struct survey_id survey;
	unsigned index;
};
enum err survey_of_call(struct admin *a, const struct call *c,
    struct survey_call *out);
extern const struct argp_option survey_import_options[], survey_sheet_options[],
    survey_correct_options[], survey_reason_options[], survey_form_options[],
    survey_open_options[];
enum ending cmd_survey_progress(struct admin *a, const struct call *c);
enum ending cmd_survey_import(struct admin *a, const struct call *c);
enum ending cmd_survey_drop(struct admin *a, const struct call *c);
enum ending cmd_survey_second(struct admin *a, const struct call *c);
enum ending cmd_survey_sample(struct admin *a, const struct call *c);
enum ending cmd_survey_differences(struct admin *a, const struct call *c);
enum ending cmd_survey_explain(struct admin *a, const struct call *c);
enum ending cmd_survey_correct(struct admin *a, const struct call *c);
enum ending cmd_survey_form(struct admin *a, const struct call *c);
enum ending cmd_survey_handover(struct admin *a, const struct call *c);
enum ending cmd_survey_open(struct admin *a, const struct call *c);
enum ending cmd_survey_handovers(struct admin *a, const struct call *c);

extern const struct argp_option expunge_options[], hold_options[];
enum ending cmd_expunge(struct admin *a, const struct call *c);
enum ending cmd_hold_add(struct admin *a, const struct call *c);
enum ending cmd_hold_list(struct admin *a, const struct call *c);
enum ending cmd_hold_end(struct admin *a, const struct call *c);
enum ending cmd_retention_list(struct admin *a, const struct call *c);
enum ending cmd_retention_dispose(struct admin *a, const struct call *c);

extern const struct argp_option sighting_options[], unsee_options[];
enum ending cmd_sighting_add(struct admin *a, const struct call *c);
enum ending cmd_sighting_list(struct admin *a, const struct call *c);
enum ending cmd_sighting_withdraw(struct admin *a, const struct call *c);

extern const struct argp_option submit_options[];
enum ending cmd_submit(struct admin *a, const struct call *c);

#endif
