/*
 * main.c - parindex, the operator's command: the table of its commands.
 *
 * Knows every command by name. Touches what the chosen one does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/admin/commands.h"

static const struct command commands[] = {
	/* clang-format off */
	{ "init", "", NEEDS_CONF, 0, 0, "",
	    "Make a store and its log's key", init_options, cmd_init },
	{ "period", "check", NEEDS_NOTHING, 1, 1, "FILE",
	    "Name every fault of a period's files", NULL, cmd_period_check },
	{ "period", "load", NEEDS_KEY, 1, 1, "FILE",
	    "Keep a period's files as its next version", NULL,
	    cmd_period_load },
	{ "period", "open", NEEDS_KEY, 1, 1, "PERIOD",
	    "Freeze a loaded period and begin", NULL, cmd_period_open },
	{ "period", "amend", NEEDS_KEY, 1, 1, "FILE",
	    "Change an open period's data, under a decision", amend_options,
	    cmd_period_amend },
	{ "period", "extend", NEEDS_KEY, 1, 1, "PERIOD",
	    "Extend a deadline of an open period, under a decision",
	    extend_options, cmd_period_extend },
	{ "period", "not-applicable", NEEDS_KEY, 3, 8,
	    "PERIOD UNIT CRITERION|FIELD...",
	    "Take criteria out for a unit, under a decision",
	    not_applicable_options, cmd_period_not_applicable },
	{ "period", "show", NEEDS_STORE, 0, 1, "[PERIOD]",
	    "Show all periods, or what one says", show_options,
	    cmd_period_show },
	{ "period", "rescore", NEEDS_KEY, 1, 1, "PERIOD",
	    "Have every unit scored again", NULL, cmd_period_rescore },
	{ "period", "recompute", NEEDS_STORE, 1, 1, "PERIOD",
	    "Compare the kept results with what their records give",
	    recompute_options, cmd_period_recompute },
	{ "period", "export", NEEDS_LATER, 1, 1, "PERIOD|FILE",
	    "Write a period as a workbook, an annex of the decision",
	    export_options, cmd_period_export },
	{ "period", "import", NEEDS_NOTHING, 1, 1, "FILE.xlsx",
	    "Make a period's files of a workbook", import_options,
	    cmd_period_import },
	{ "period", "clone", NEEDS_LATER, 2, 2, "PERIOD|FILE NEW",
	    "Draft the next period from last year's set", clone_options,
	    cmd_period_clone },
	{ "period", "diff", NEEDS_LATER, 2, 2, "PERIOD|FILE PERIOD|FILE",
	    "Tell in what two periods differ", diff_options, cmd_period_diff },
	{ "period", "previous", NEEDS_KEY, 2, 2, "PERIOD FILE",
	    "Take last year's ranking in (JSON, CSV or XLSX)",
	    previous_options, cmd_period_previous },
	{ "unit", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "List a period's units", unit_options, cmd_unit_list },
	{ "token", "add", NEEDS_KEY, 1, 1, "ROLE",
	    "Give out an access token", token_options, cmd_token_add },
	{ "token", "list", NEEDS_STORE, 0, 0, "",
	    "List tokens by number", NULL, cmd_token_list },
	{ "token", "revoke", NEEDS_KEY, 1, 1, "NUMBER",
	    "End a token", NULL, cmd_token_revoke },
	{ "person", "add", NEEDS_KEY, 1, 1, "PERSON",
	    "Enter a person, or change what is said of one", person_options,
	    cmd_person_add },
	{ "person", "list", NEEDS_STORE, 0, 0, "",
	    "List persons", NULL, cmd_person_list },
	{ "person", "export", NEEDS_STORE, 0, 0, "",
	    "Write persons and duties as a workbook", person_export_options,
	    cmd_person_export },
	{ "person", "import", NEEDS_KEY, 1, 1, "FILE.xlsx",
	    "Enter persons and give duties by a workbook", NULL,
	    cmd_person_import },
	{ "duty", "add", NEEDS_KEY, 2, 2, "PERSON ROLE",
	    "Give a person a duty, under a decision", duty_options,
	    cmd_duty_add },
	{ "duty", "end", NEEDS_KEY, 1, 1, "NUMBER",
	    "End a duty, under a decision", duty_end_options, cmd_duty_end },
	{ "duty", "transfer", NEEDS_KEY, 2, 2, "NUMBER PERSON",
	    "Hand a duty over to another person", duty_end_options,
	    cmd_duty_transfer },
	{ "duty", "list", NEEDS_STORE, 0, 1, "[PERSON]",
	    "List duties, those that are over too", NULL, cmd_duty_list },
	{ "assign", "add", NEEDS_KEY, 2, 2, "PERIOD PERSON",
	    "Have a person appraise fields of units", assign_options,
	    cmd_assign_add },
	{ "assign", "remove", NEEDS_KEY, 2, 2, "PERIOD PERSON",
	    "Take such an assignment back", assign_options,
	    cmd_assign_remove },
	{ "assign", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "Show who appraises what, and what is open", assigned_options,
	    cmd_assign_list },
	{ "job", "list", NEEDS_STORE, 0, 0, "",
	    "List the work that waits or was given up", NULL, cmd_job_list },
	{ "job", "retry", NEEDS_KEY, 0, 3, "KIND PERIOD UNIT\n--all",
	    "Make work due again", retry_options, cmd_job_retry },
	{ "job", "bury", NEEDS_KEY, 3, 3, "KIND PERIOD UNIT",
	    "Give a piece of work up", bury_options, cmd_job_bury },
	{ "log", "key", NEEDS_STORE, 0, 0, "",
	    "Print the log's public key, or copy the private one",
	    log_key_options, cmd_log_key },
	{ "log", "checkpoint", NEEDS_STORE, 0, 0, "",
	    "Print the newest signed checkpoint", NULL, cmd_log_checkpoint },
	{ "log", "verify", NEEDS_STORE, 0, 0, "",
	    "Rebuild the log's tree and compare", NULL, cmd_log_verify },
	{ "log", "receipt", NEEDS_STORE, 1, 1, "INDEX",
	    "Print the receipt of an entry", NULL, cmd_log_receipt },
	{ "log", "export", NEEDS_STORE, 1, 1, "DIR",
	    "Write the log as files for any web server", NULL,
	    cmd_log_export },
	{ "log", "check", NEEDS_NOTHING, 1, 1, "DIR",
	    "Check a published log from its files alone", log_check_options,
	    cmd_log_check },
	{ "log", "resume", NEEDS_SIGNER, 0, 0, "",
	    "Prove a log whole that lost its mark, and go on",
	    resume_options, cmd_log_resume },
	{ "log", "succeed", NEEDS_STORE, 0, 0, "",
	    "End a log that cannot go on, and begin its successor",
	    succeed_options, cmd_log_succeed },
	{ "log", "rotate", NEEDS_KEY, 0, 0, "",
	    "Give a sound log another key: end it, begin its successor",
	    succeed_options, cmd_log_rotate },
	{ "log", "minutes", NEEDS_STORE, 1, 1, "PERIOD",
	    "Print a page about the log for offices to sign",
	    minutes_options, cmd_log_minutes },
	{ "log", "signed", NEEDS_KEY, 2, 2, "PERIOD FILE",
	    "Write into the log that such a page was signed", signed_options,
	    cmd_log_signed },
	{ "log", "stamps", NEEDS_STORE, 0, 0, "",
	    "Show the authorities and their time-stamps", stamps_options,
	    cmd_log_stamps },
	{ "store", "check", NEEDS_STORE, 0, 0, "",
	    "Check everything that is kept", NULL, cmd_store_check },
	{ "store", "copy", NEEDS_STORE, 1, 1, "DIR",
	    "Copy the store into a new folder", NULL, cmd_store_copy },
	{ "store", "sweep", NEEDS_STORE, 0, 0, "",
	    "Give back to the disk what is no document's", NULL,
	    cmd_store_sweep },
	{ "store", "upgrade", NEEDS_CONF, 0, 0, "",
	    "Make an older program's store one of this program's", NULL,
	    cmd_store_upgrade },
	{ "store", "usage", NEEDS_STORE, 0, 0, "",
	    "Show how much is kept", NULL, cmd_store_usage },
	{ "clock", "set", NEEDS_KEY, 1, 1, "TIME",
	    "Move a simulated store's clock forwards", clock_options,
	    cmd_clock_set },
	{ "clock", "show", NEEDS_STORE, 0, 0, "",
	    "Show the store's clock", NULL, cmd_clock_show },
	{ "results", "", NEEDS_STORE, 1, 1, "PERIOD",
	    "Show the index of every unit", results_options, cmd_results },
	{ "indicator", "supply", NEEDS_KEY, 3, 3, "PERIOD LEAF FILE",
	    "Take a criterion's figures for all units in (JSON, CSV or XLSX)",
	    supply_options, cmd_indicator_supply },
	{ "indicator", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "Show the figures beside targets and averages", indicator_options,
	    cmd_indicator_list },
	{ "explain", "", NEEDS_STORE, 2, 3, "PERIOD UNIT [PART]",
	    "Tell why a unit's numbers are what they are", explain_options,
	    cmd_explain },
	{ "analysis", "", NEEDS_STORE, 1, 1, "PERIOD",
	    "Tell where points were lost, and who sent what in time",
	    analysis_options, cmd_analysis },
	{ "late", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "List late documents and whether they count", NULL,
	    cmd_late_list },
	{ "late", "admit", NEEDS_KEY, 1, 1, "SUBMISSION",
	    "Let a late document count, under the council's decision",
	    admit_options, cmd_late_admit },
	{ "decision", "add", NEEDS_KEY, 2, 2, "PERIOD FILE",
	    "Put the council's minutes or decision on file",
	    decision_options, cmd_decision_add },
	{ "decision", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "List the council's minutes and decisions", NULL,
	    cmd_decision_list },
	{ "council", "decide", NEEDS_KEY, 2, 2, "PERIOD FILE",
	    "Write the council's values, all or none (JSON, CSV or XLSX)",
	    council_options, cmd_council_decide },
	{ "ruling", "add", NEEDS_KEY, 2, 2, "SUBMISSION on-time|late",
	    "Rule on when a submission came, under a decision", ruling_options,
	    cmd_ruling_add },
	{ "ruling", "list", NEEDS_STORE, 1, 1, "PERIOD",
	    "List what was ruled on, and what is open", NULL,
	    cmd_ruling_list },
	{ "publish", "", NEEDS_KEY, 1, 1, "PERIOD",
	    "Freeze the results under a decision", publish_options,
	    cmd_publish },
	{ "correct", "", NEEDS_KEY, 1, 1, "PERIOD",
	    "Publish corrected results as the next revision",
	    correct_options, cmd_correct },
	{ "verify", "", NEEDS_NOTHING, 1, 1, "RECEIPT",
	    "Check a receipt, offline, and explain it", verify_options,
	    cmd_verify },
	{ "audit", "pack", NEEDS_KEY, 1, 1, "PERIOD",
	    "Write an evidence pack and its signed manifest", pack_options,
	    cmd_audit_pack },
	{ "audit", "check", NEEDS_NOTHING, 1, 1, "FILE",
	    "Check an evidence pack, offline", pack_check_options,
	    cmd_audit_check },
	{ "audit", "", NEEDS_STORE, 1, 1, "PERIOD",
	    "Tell what an auditor should look at", audit_options, cmd_audit },
	{ "survey", "progress", NEEDS_STORE, 1, 2, "PERIOD [SURVEY]",
	    "Show forms against what was planned", NULL, cmd_survey_progress },
	{ "survey", "handover", NEEDS_KEY, 3, 3, "PERIOD SURVEY FILE",
	    "Record that sealed packages of forms changed hands", NULL,
	    cmd_survey_handover },
	{ "survey", "open", NEEDS_KEY, 3, 3, "PERIOD SURVEY NUMBER",
	    "Record that two persons opened them", survey_open_options,
	    cmd_survey_open },
	{ "survey", "handovers", NEEDS_STORE, 2, 2, "PERIOD SURVEY",
	    "List handovers", NULL, cmd_survey_handovers },
	{ "survey", "import", NEEDS_KEY, 3, 3, "PERIOD SURVEY FILE",
	    "Take in a file of survey forms, CSV or .xlsx",
	    survey_import_options, cmd_survey_import },
	{ "survey", "drop", NEEDS_KEY, 2, 2, "PERIOD SURVEY",
	    "Give up an import that is not finished", NULL, cmd_survey_drop },
	{ "survey", "sample", NEEDS_STORE, 2, 2, "PERIOD SURVEY",
	    "List the forms to be entered a second time", NULL,
	    cmd_survey_sample },
	{ "survey", "second", NEEDS_KEY, 3, 3, "PERIOD SURVEY FILE",
	    "Compare second entries of forms", survey_sheet_options,
	    cmd_survey_second },
	{ "survey", "differences", NEEDS_STORE, 2, 2, "PERIOD SURVEY",
	    "List second entries that differ", NULL, cmd_survey_differences },
	{ "survey", "explain", NEEDS_KEY, 3, 3, "PERIOD SURVEY FORM",
	    "Say why the entries of a form differ", survey_reason_options,
	    cmd_survey_explain },
	{ "survey", "correct", NEEDS_KEY, 3, 3, "PERIOD SURVEY FILE",
	    "Put other answers in the place of forms'", survey_correct_options,
	    cmd_survey_correct },
	{ "survey", "form", NEEDS_STORE, 3, 3, "PERIOD SURVEY FORM",
	    "Show a form", survey_form_options, cmd_survey_form },
	{ "expunge", "", NEEDS_KEY, 0, 1, "[SHA256]",
	    "Destroy a document's bytes, or list what was destroyed",
	    expunge_options, cmd_expunge },
	{ "hold", "add", NEEDS_KEY, 0, 0, "",
	    "Forbid that documents are destroyed", hold_options,
	    cmd_hold_add },
	{ "hold", "list", NEEDS_STORE, 0, 0, "", "List legal holds", NULL,
	    cmd_hold_list },
	{ "hold", "end", NEEDS_KEY, 1, 1, "NUMBER", "End a legal hold",
	    expunge_options, cmd_hold_end },
	{ "retention", "list", NEEDS_STORE, 0, 1, "[PERIOD]",
	    "Show how long documents are kept", NULL, cmd_retention_list },
	{ "retention", "dispose", NEEDS_KEY, 2, 2, "PERIOD KIND",
	    "Destroy documents whose years are over", expunge_options,
	    cmd_retention_dispose },
	{ "sighting", "add", NEEDS_KEY, 3, 8, "PERIOD UNIT LEAF...",
	    "Register a secret document as seen in person",
	    sighting_options, cmd_sighting_add },
	{ "sighting", "list", NEEDS_STORE, 1, 2, "PERIOD [UNIT]",
	    "List documents that were seen in person", NULL,
	    cmd_sighting_list },
	{ "sighting", "withdraw", NEEDS_KEY, 3, 3, "PERIOD UNIT NUMBER",
	    "Take such a registration back", unsee_options,
	    cmd_sighting_withdraw },
	{ "submit", "", NEEDS_NOTHING, 1, 1, "FILE",
	    "Send a document to a running parindex", submit_options,
	    cmd_submit },
	/* clang-format on */
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

const char *argp_program_version = "parindex " PARINDEX_VERSION;

struct words {
	struct admin *admin;
	int first; /* index of the first word that is no common option */
};

static error_t
take(int key, char *value, struct argp_state *state)
{
	struct words *w = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		w->first = state->next - 1;
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a command is missing");
		return EINVAL;
	default:
		return common_take(w->admin, key, value) ? 0 : ARGP_ERR_UNKNOWN;
	}
}

/* The table of commands under the options, for --help. */
static char *
list_commands(int key, const char *text, void *input)
{
	struct buf list = { 0 };
	char name[32], *out;

	(void)input;
	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)(uintptr_t)text;
	buf_text(&list, "Commands:\n");
	for (size_t i = 0; i < N_COMMANDS; i++) {
		(void)snprintf(name, sizeof name, "%s %s", commands[i].noun,
		    commands[i].verb);
		buf_print(&list, "  %-20s %s\n", name, commands[i].about);
	}
	buf_text(&list, "\nparindex COMMAND --help says more.\n");
	out = list.err == OK ? strdup(buf_cstr(&list)) : NULL;
	buf_free(&list);
	return out;
}

/* The row of argv[0] and argv[1]; `*words` is how many of them name it. */
static const struct command *
find(int argc, char **argv, int *words)
{
	const struct command *c;

	for (c = commands; c < commands + N_COMMANDS; c++) {
		*words = c->verb[0] == 0 ? 1 : 2;
		if (strcmp(c->noun, argv[0]) == 0 &&
		    (*words == 1 ||
			(argc > 1 && strcmp(c->verb, argv[1]) == 0)))
			return c;
	}
	return NULL;
}

/* "parindex log --help": the commands that begin with this word. */
static bool
help_of(int argc, char **argv)
{
	bool any = false;

	if (argc < 2 ||
	    (strcmp(argv[1], "--help") != 0 && strcmp(argv[1], "-?") != 0))
		return false;
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i].noun, argv[0]) != 0)
			continue;
		(void)printf("parindex %s %-16s %s\n", commands[i].noun,
		    commands[i].verb, commands[i].about);
		any = true;
	}
	return any;
}

static enum ending
no_such(int argc, char **argv)
{
	struct buf verbs = { 0 };

	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i].noun, argv[0]) == 0)
			buf_print(&verbs, "%s%s", verbs.n == 0 ? "" : ", ",
			    commands[i].verb);
	if (verbs.n == 0)
		(void)admin_usage("There is no command \"%s\"; see "
				  "parindex --help.",
		    argv[0]);
	else if (argc < 2)
		(void)admin_usage("\"%s\" goes with one of: %s.", argv[0],
		    buf_cstr(&verbs));
	else
		(void)admin_usage("\"%s %s\" is no command; \"%s\" goes with "
				  "one of: %s.",
		    argv[0], argv[1], argv[0], buf_cstr(&verbs));
	buf_free(&verbs);
	return END_USAGE;
}

static enum ending
run(struct admin *a, int argc, char **argv)
{
	const struct command *command;
	enum ending end;
	struct call call = { .n_args = 0 };
	int words;
	enum err e;

	if ((command = find(argc, argv, &words)) == NULL)
		return help_of(argc, argv) ? END_OK : no_such(argc, argv);
	call_read(command, a, argc - words + 1, argv + words - 1, &call);
	if ((e = admin_open(a, command->need)) != OK)
		end = admin_end(a, e);
	else
		end = command->run(a, &call);
	store_close(&a->store);
	if (fflush(stdout) != 0 && end == END_OK)
		end = admin_fail("The output could not be written.");
	return end;
}

int
main(int argc, char **argv)
{
	static const struct argp argp = { .options = common_options,
		.parser = take,
		.args_doc = "COMMAND [ARGUMENT...]",
		.doc = "Sets up and looks after a parindex store.\v",
		.help_filter = list_commands };
	static struct admin admin;
	struct words words = { .admin = &admin };

	argp_err_exit_status = END_USAGE;
	(void)umask(077);
	(void)argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &words);
	return run(&admin, argc - words.first, argv + words.first);
}
