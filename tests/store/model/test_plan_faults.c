/*
 * test_plan_faults.c - one row for each thing that can be wrong in a bundle:
 * a good bundle is changed in one place, and exactly that is found.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/kit/period.h"
#include "tests/kit/suite.h"

struct row {
	const char *find, *put; /* the first place where `find` stands */
	const char *pointer;
	enum err err;
};

/* clang-format off */
static const struct row rows[] = {
/* the outer shape */
{ "\"parindex-bundle/1\"", "\"parindex-bundle/9\"", "/format", ERR_MALFORMED },
{ "\"format\":\"parindex-bundle/1\",", "", "/format", ERR_MISSING_FIELD },
{ "\"format\":\"parindex-bundle/1\",", "\"format\":\"parindex-bundle/1\",\"more\":1,", "/more", ERR_UNKNOWN_FIELD },
{ "\"parindex-period/1\"", "\"parindex-units/1\"", "/period/format", ERR_MALFORMED },
{ "\"parindex-criteria/1\"", "7", "/criteria/format", ERR_MALFORMED },
{ "\"parindex-units/1\"", "\"\"", "/units/format", ERR_MALFORMED },

/* the period's own members */
{ "\"id\":\"2030\"", "\"id\":\"20 30\"", "/period/id", ERR_MALFORMED },
{ "\"id\":\"2030\",", "", "/period/id", ERR_MISSING_FIELD },
{ "\"Kỳ thử\"", "\"\"", "/period/name_vi", ERR_EMPTY },
{ "\"Kỳ thử\"", "12", "/period/name_vi", ERR_MALFORMED },
{ "\"Kỳ thử\"", "\"Kỳ\\u0007thử\"", "/period/name_vi", ERR_ENCODING },
{ "\"year\":2030", "\"year\":1975", "/period/year", ERR_RANGE },
{ "\"year\":2030", "\"year\":9999", "/period/year", ERR_RANGE },
{ "\"year\":2030", "\"year\":\"2030\"", "/period/year", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"colour\":\"red\"", "/period/colour", ERR_UNKNOWN_FIELD },
{ "\"year\":2030", "\"year\":2030,\"assumed\":\"yes\"", "/period/assumed", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"source\":1", "/period/source", ERR_MALFORMED },
{ "\"c.json\"", "\"/etc/c.json\"", "/period/criteria", ERR_MALFORMED },
{ "\"u.json\"", "\"a/../u.json\"", "/period/units", ERR_MALFORMED },
{ "\"units\":\"u.json\",", "", "/period/units", ERR_MISSING_FIELD },
{ "\"leaf_decimals\":2", "\"leaf_decimals\":7", "/period/leaf_decimals", ERR_RANGE },
{ "\"leaf_decimals\":2", "\"leaf_decimals\":-1", "/period/leaf_decimals", ERR_RANGE },
{ "\"leaf_decimals\":2", "\"leaf_decimals\":1", NULL, OK },
{ "\"index_decimals\":1", "\"index_decimals\":7", "/period/index_decimals", ERR_RANGE },
{ "\"doubt\":\"strict\"", "\"doubt\":\"both\"", "/period/doubt", ERR_MALFORMED },
{ "\"doubt\":\"strict\",", "", "/period/doubt", ERR_MISSING_FIELD },
{ "\"late_policy\":\"refuse\"", "\"late_policy\":\"\"", "/period/late_policy", ERR_MALFORMED },
{ "\"tie_rule\":\"dense\"", "\"tie_rule\":\"lot\"", "/period/tie_rule", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":true", "/period/classify_on", ERR_MALFORMED },

/* the year before */
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"period\":\"2029\"}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"year\":2029,\"units\":[{\"unit\":\"W1\",\"rank\":1}]}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"period\":\"2030\"}", "/period/previous/period", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"period\":\"2029\",\"year\":2029}", "/period/previous/year", ERR_UNKNOWN_FIELD },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"year\":2029,\"units\":[{\"unit\":\"W1\",\"rank\":0}]}", "/period/previous/units/0/rank", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"period\":\"20 29\"}", "/period/previous/period", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"previous\":{\"period\":2029}", "/period/previous/period", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"previous\":7", "/period/previous", ERR_MALFORMED },

/* indicators */
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"agency\":\"W1\",\"value\":\"b\",\"of\":\"a\",\"target\":\"80\",\"better\":\"lower\"}]", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[]", "/period/indicators", ERR_EMPTY },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"9\",\"value\":\"b\"}]", "/period/indicators/0/leaf", ERR_UNKNOWN_LEAF },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\"}]", "/period/indicators/0/value", ERR_MISSING_FIELD },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"z\"}]", "/period/indicators/0/value", ERR_NOT_FOUND },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"2.1\",\"value\":\"yes\"}]", "/period/indicators/0/value", ERR_NOT_FOUND },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"b\",\"of\":\"z\"}]", "/period/indicators/0/of", ERR_NOT_FOUND },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"b\",\"agency\":\"Q\"}]", "/period/indicators/0/agency", ERR_UNKNOWN_UNIT },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"b\",\"target\":\"101\"}]", "/period/indicators/0/target", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"b\",\"better\":\"red\"}]", "/period/indicators/0/better", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"indicators\":[{\"leaf\":\"1.1\",\"value\":\"b\"},{\"leaf\":\"1.1\",\"value\":\"a\"}]", "/period/indicators/1/leaf", ERR_EXISTS },

{ "\"year\":2030", "\"year\":2030,\"merged\":\"new\"", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"merged\":\"worst\"", "/period/merged", ERR_MALFORMED },

/* bonus and penalty */
{ "\"year\":2030", "\"year\":2030,\"outside\":\"counted\"", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"outside\":\"some\"", "/period/outside", ERR_MALFORMED },
{ "{\"id\":\"S1\",", "{\"outside\":\"gift\",\"id\":\"S1\",", NULL, ERR_MALFORMED },
{ "{\"id\":\"S1\",", "{\"outside\":\"bonus\",\"id\":\"S1\",", NULL, ERR_MALFORMED },
{ "{\"id\":\"F2\",", "{\"outside\":\"penalty\",\"id\":\"F2\",", NULL, ERR_MALFORMED },
{ "{\"id\":\"F2\",", "{\"outside\":\"bonus\",\"id\":\"F2\",", NULL, ERR_RANGE },
/* retention */
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"evidence_years\":100,\"unaccepted_years\":1}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"forms_years\":5,\"people_years\":2,\"events_years\":1}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"people_years\":0}", "/period/retention/people_years", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"retention\":{}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"retention\":10", "/period/retention", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"evidence_years\":0}", "/period/retention/evidence_years", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"unaccepted_years\":101}", "/period/retention/unaccepted_years", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"evidence_years\":\"10\"}", "/period/retention/evidence_years", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"retention\":{\"log_years\":1}", "/period/retention/log_years", ERR_UNKNOWN_FIELD },

/* reminders */
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"closing_days\":[60,1],\"missing_days\":[]}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"reminders\":[7]", "/period/reminders", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"days\":[7]}", "/period/reminders/days", ERR_UNKNOWN_FIELD },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"closing_days\":7}", "/period/reminders/closing_days", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"closing_days\":[61]}", "/period/reminders/closing_days/0", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"closing_days\":[3,3]}", "/period/reminders/closing_days/1", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"missing_days\":[1,0]}", "/period/reminders/missing_days/1", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"missing_days\":[\"3\"]}", "/period/reminders/missing_days/0", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"reminders\":{\"missing_days\":[9,8,7,6,5,4,3,2,1]}", "/period/reminders/missing_days", ERR_TOO_BIG },

/* what is announced about time */
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\",\"hours\":168,\"source\":\"x\"}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"completion\"}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"commitments\":7", "/period/commitments", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"hours\":12}", "/period/commitments/counts", ERR_MISSING_FIELD },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"both\"}", "/period/commitments/counts", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\"}", "/period/commitments/hours", ERR_MISSING_FIELD },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\",\"hours\":0}", "/period/commitments/hours", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\",\"hours\":169}", "/period/commitments/hours", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\",\"hours\":\"12\"}", "/period/commitments/hours", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"completion\",\"hours\":12}", "/period/commitments/hours", ERR_CONFLICT },
{ "\"year\":2030", "\"year\":2030,\"commitments\":{\"counts\":\"commitment\",\"hours\":12,\"minutes\":5}", "/period/commitments/minutes", ERR_UNKNOWN_FIELD },
{ "\"year\":2030", "\"year\":2030,\"cure_hours\":744,\"holidays\":[{\"date\":\"2030-12-25\",\"name_vi\":\"Nghỉ\"},{\"date\":\"2031-01-01\",\"name_vi\":\"Tết\",\"source\":\"x\"}],\"outage\":{\"last_hours\":24,\"least_minutes\":30,\"hours_after\":6}", NULL, OK },
{ "\"year\":2030", "\"year\":2030,\"cure_hours\":745", "/period/cure_hours", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"cure_hours\":-1", "/period/cure_hours", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"cure_hours\":\"48\"", "/period/cure_hours", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"holidays\":{}", "/period/holidays", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"holidays\":[7]", "/period/holidays/0", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"holidays\":[{\"date\":\"2031-02-29\",\"name_vi\":\"x\"}]", "/period/holidays/0/date", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"holidays\":[{\"date\":\"2031-01-01\"}]", "/period/holidays/0/name_vi", ERR_MISSING_FIELD },
{ "\"year\":2030", "\"year\":2030,\"holidays\":[{\"date\":\"2031-01-02\",\"name_vi\":\"x\"},{\"date\":\"2031-01-01\",\"name_vi\":\"x\"}]", "/period/holidays/1/date", ERR_CONFLICT },
{ "\"year\":2030", "\"year\":2030,\"holidays\":[{\"date\":\"2031-01-01\",\"name_vi\":\"x\"},{\"date\":\"2031-01-01\",\"name_vi\":\"x\"}]", "/period/holidays/1/date", ERR_CONFLICT },
{ "\"year\":2030", "\"year\":2030,\"outage\":7", "/period/outage", ERR_MALFORMED },
{ "\"year\":2030", "\"year\":2030,\"outage\":{\"last_hours\":0,\"least_minutes\":30,\"hours_after\":6}", "/period/outage/last_hours", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"outage\":{\"last_hours\":24,\"least_minutes\":0,\"hours_after\":6}", "/period/outage/least_minutes", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"outage\":{\"last_hours\":24,\"least_minutes\":30,\"hours_after\":745}", "/period/outage/hours_after", ERR_RANGE },
{ "\"year\":2030", "\"year\":2030,\"outage\":{\"last_hours\":24,\"least_minutes\":30}", "/period/outage/hours_after", ERR_MISSING_FIELD },
{ "\"year\":2030", "\"year\":2030,\"outage\":{\"last_hours\":24,\"least_minutes\":30,\"hours_after\":6,\"more\":1}", "/period/outage/more", ERR_UNKNOWN_FIELD },

/* windows for one unit */
{ "\"version\":2", "\"version\":2,\"unit\":\"T1\"", NULL, OK },
{ "\"version\":2", "\"version\":2,\"unit\":\"W1\"", "/period/windows/4/unit", ERR_CONFLICT },
{ "\"version\":2", "\"version\":2,\"unit\":\"X9\"", "/period/windows/4/unit", ERR_UNKNOWN_UNIT },
{ "\"version\":2", "\"version\":2,\"unit\":7", "/period/windows/4/unit", ERR_MALFORMED },
{ "\"version\":2", "\"version\":1,\"unit\":\"T1\"", "/period/windows/4", ERR_EXISTS },

/* windows */
{ "\"block\":\"ward\",\"stage\":\"evidence\"", "\"block\":\"city\",\"stage\":\"evidence\"", "/period/windows/0/block", ERR_NOT_FOUND },
{ "\"block\":\"ward\",\"stage\":\"evidence\"", "\"stage\":\"evidence\"", "/period/windows/0/block", ERR_MISSING_FIELD },
{ "\"stage\":\"evidence\"", "\"stage\":\"publication\"", "/period/windows/0/stage", ERR_MALFORMED },
{ "\"opens\":\"2030-12-01T00:00:00+07:00\"", "\"opens\":\"2030-12-01\"", "/period/windows/0/opens", ERR_MALFORMED },
{ "\"opens\":\"2030-12-01T00:00:00+07:00\"", "\"opens\":\"2030-02-30T00:00:00+07:00\"", "/period/windows/0/opens", ERR_RANGE },
{ "\"opens\":\"2030-12-01T00:00:00+07:00\",", "", "/period/windows/0/opens", ERR_MISSING_FIELD },
{ "\"opens\":\"2030-12-01T00:00:00+07:00\"", "\"opens\":\"2031-02-01T00:00:00+07:00\"", "/period/windows/0/on_time_until", ERR_RANGE },
{ "\"opens\":\"2030-12-01T00:00:00+07:00\"", "\"opens\":\"2031-01-01T00:00:00+07:00\"", "/period/windows/0/on_time_until", ERR_RANGE },
{ "\"on_time_until\":\"2031-01-01T00:00:00+07:00\"", "\"on_time_until\":\"2031-01-01T00:00:00+07:00\",\"closes\":\"2030-12-31T00:00:00+07:00\"", "/period/windows/0/closes", ERR_RANGE },
{ "\"on_time_until\":\"2031-01-01T00:00:00+07:00\"", "\"on_time_until\":\"2031-01-01T00:00:00+07:00\",\"closes\":\"2031-01-02T00:00:00+07:00\"", "/period/windows/0/closes", ERR_RANGE },
{ "\"on_time_until\":\"2031-01-01T00:00:00+07:00\"", "\"on_time_until\":\"2031-01-05T00:00:00+07:00\"", "/period/windows/1/opens", ERR_RANGE },
{ "\"on_time_until\":\"2031-01-01T00:00:00+07:00\"", "\"on_time_until\":\"2031-01-01T00:00:00+07:00\",\"shuts\":1", "/period/windows/0/shuts", ERR_UNKNOWN_FIELD },
{ "\"version\":2", "\"version\":1", "/period/windows/4", ERR_EXISTS },
{ "\"version\":2", "\"version\":0", "/period/windows/4/version", ERR_RANGE },
{ "\"version\":2", "\"version\":\"2\"", "/period/windows/4/version", ERR_MALFORMED },
{ "\"stage\":\"survey\",\"opens\":\"2030-11", "\"stage\":\"appraisal\",\"version\":2,\"opens\":\"2031-01", "/period/windows", ERR_MISSING_FIELD },
{ "\"windows\":[", "\"windows\":[7,", "/period/windows/0", ERR_MALFORMED },
{ "\"windows\":[", "\"windows\":[],\"source\":[", NULL, ERR_EMPTY },

{ "\"block\":\"town\",\"stage\":\"appraisal\"", "\"block\":\"to wn\",\"stage\":\"appraisal\"", "/period/windows/5/block", ERR_NOT_FOUND },
{ "\"block\":\"town\",\"stage\":\"appraisal\"", "\"block\":\"a name that goes on and on until it is longer than it may be: ếếế\",\"stage\":\"appraisal\"", "/period/windows/5/block", ERR_NOT_FOUND },
{ "\"block\":\"town\",\"stage\":\"appraisal\"", "\"block\":\"town\",\"stage\":\"survey\"", "/period/windows", ERR_MISSING_FIELD },
{ "\"stage\":\"evidence\",\"opens\":\"2030-12-01", "\"stage\":\"survey\",\"version\":2,\"opens\":\"2030-12-01", "/period/windows", ERR_MISSING_FIELD },
{ "\"opens\":\"2030-12-02", "\"version\":3,\"opens\":\"2030-12-02", NULL, OK },

/* rounds */
{ "\"windows\":[", "\"windows\":[{\"block\":\"ward\",\"stage\":\"round2\",\"opens\":\"2031-01-10T00:00:00+07:00\",\"on_time_until\":\"2031-01-20T00:00:00+07:00\"},", NULL, OK },
{ "\"windows\":[", "\"windows\":[{\"block\":\"ward\",\"stage\":\"round2\",\"opens\":\"2031-01-09T00:00:00+07:00\",\"on_time_until\":\"2031-01-20T00:00:00+07:00\"},", "/period/windows/0/opens", ERR_RANGE },
{ "\"windows\":[", "\"windows\":[{\"block\":\"ward\",\"stage\":\"explanation\",\"opens\":\"2031-01-01T00:00:00+07:00\",\"on_time_until\":\"2031-01-20T00:00:00+07:00\"},", NULL, OK },
{ "\"windows\":[", "\"windows\":[{\"block\":\"ward\",\"stage\":\"explanation\",\"opens\":\"2030-12-31T00:00:00+07:00\",\"on_time_until\":\"2031-01-20T00:00:00+07:00\"},", "/period/windows/0/opens", ERR_RANGE },

/* the sheet's life */
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{}", NULL, OK },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"confirmation\":\"required\",\"assignments\":\"none\",\"missing_evidence\":\"explained\",\"late_evidence\":\"judged\",\"rejected_evidence\":\"zero\",\"loss_reasons\":[{\"id\":\"late\",\"name_vi\":\"Chậm\"}]}", NULL, OK },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":7", "/period/life", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"death\":1}", "/period/life/death", ERR_UNKNOWN_FIELD },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"confirmation\":\"asked\"}", "/period/life/confirmation", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"assignments\":true}", "/period/life/assignments", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"missing_evidence\":\"half\"}", "/period/life/missing_evidence", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[]}", "/period/life/loss_reasons", ERR_EMPTY },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[{\"id\":\"late\"}]}", "/period/life/loss_reasons/0/name_vi", ERR_MISSING_FIELD },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[{\"id\":\"la te\",\"name_vi\":\"Chậm\"}]}", "/period/life/loss_reasons/0/id", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[7]}", "/period/life/loss_reasons/0", ERR_MALFORMED },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[{\"name_vi\":\"Chậm\"}]}", "/period/life/loss_reasons/0/id", ERR_MISSING_FIELD },
{ "\"classify_on\":\"printed\"", "\"classify_on\":\"printed\",\"life\":{\"loss_reasons\":[{\"id\":\"late\",\"name_vi\":\"Chậm\"},{\"id\":\"late\",\"name_vi\":\"Chậm\"}]}", "/period/life/loss_reasons/1", ERR_EXISTS },

/* heads */
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[]", NULL, OK },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"Giám đốc\",\"name\":\"An\",\"from\":\"2030-01-01\",\"to\":\"2030-06-01\"},{\"title\":\"Q. Giám đốc\",\"name\":\"Bình\",\"from\":\"2030-06-01\"}]", NULL, OK },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":{}", "/units/units/0/heads", ERR_MALFORMED },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"name\":\"An\",\"from\":\"2030-01-01\"}]", "/units/units/0/heads/0/title", ERR_MISSING_FIELD },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"Giám đốc\",\"name\":\"An\",\"from\":\"1/1/2030\"}]", "/units/units/0/heads/0/from", ERR_MALFORMED },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[7]", "/units/units/0/heads/0", ERR_MALFORMED },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"A\",\"name\":\"An\",\"from\":\"2030-01-01\",\"to\":\"soon\"}]", "/units/units/0/heads/0/to", ERR_MALFORMED },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"A\",\"name\":\"An\",\"from\":\"2030-01-01\",\"to\":\"2029-12-31\"}]", "/units/units/0/heads/0/to", ERR_RANGE },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"Giám đốc\",\"name\":\"An\",\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}]", "/units/units/0/heads/0/to", ERR_RANGE },
{ "\"head_title\":\"Chủ tịch\"", "\"head_title\":\"Chủ tịch\",\"heads\":[{\"title\":\"A\",\"name\":\"An\",\"from\":\"2030-01-01\"},{\"title\":\"B\",\"name\":\"Bình\",\"from\":\"2030-06-01\"}]", "/units/units/0/heads/1/from", ERR_RANGE },

/* groups */
{ "\"from\":\"90\"", "\"from\":\"101\"", "/period/groups/0/from", ERR_RANGE },
{ "\"from\":\"90\"", "\"from\":\"-1\"", "/period/groups/0/from", ERR_RANGE },
{ "\"from\":\"90\"", "\"from\":\"90.0000001\"", "/period/groups/0/from", ERR_RANGE },
{ "\"from\":\"90\"", "\"from\":90", "/period/groups/0/from", ERR_MALFORMED },
{ "\"from\":\"90\"", "\"from\":\"0\"", "/period/groups/2/from", ERR_RANGE },
{ "\"id\":\"<90\",\"name_vi\":\"Dưới\",\"from\":\"0\"", "\"id\":\"<90\",\"name_vi\":\"Dưới\",\"from\":\"10\"", "/period/groups", ERR_RANGE },
{ "\"id\":\"<90\"", "\"id\":\"90+\"", "/period/groups/2/id", ERR_EXISTS },
{ "\"id\":\"<90\"", "\"id\":\"this group has a name far too long\"", "/period/groups/2/id", ERR_TOO_BIG },
{ "\"block\":\"town\",\"id\":\"all\"", "\"block\":\"city\",\"id\":\"all\"", "/period/groups/1/block", ERR_NOT_FOUND },
{ "\"id\":\"90+\",", "", "/period/groups/0/id", ERR_MISSING_FIELD },
{ "\"groups\":[", "\"groups\":[null,", "/period/groups/0", ERR_MALFORMED },
{ "{\"block\":\"town\",\"id\":\"all\",\"name_vi\":\"Tất cả\",\"from\":\"0\",\"source\":\"thử\",\"assumed\":true},", "", "/period/groups", ERR_RANGE },

/* classes */
{ "\"from\":\"65\"", "\"from\":\"80\"", "/period/classes/1/from", ERR_RANGE },
{ "\"from\":\"65\"", "\"from\":\"85\"", "/period/classes/1/from", ERR_RANGE },
{ "\"from\":\"65\",", "", "/period/classes/1/from", ERR_MISSING_FIELD },
{ "\"from\":\"0\",\"fields_from\":\"0\"", "\"from\":\"5\",\"fields_from\":\"0\"", "/period/classes/2", ERR_RANGE },
{ "\"from\":\"0\",\"fields_from\":\"0\"", "\"from\":\"0\",\"fields_from\":\"1\"", "/period/classes/2", ERR_RANGE },
{ "\"fields_from\":\"50\"", "\"fields_from\":\"fifty\"", "/period/classes/1/fields_from", ERR_RANGE },
{ "\"id\":\"fair\"", "\"id\":\"good\"", "/period/classes/1/id", ERR_EXISTS },
{ "\"id\":\"fair\"", "\"id\":\".fair\"", "/period/classes/1/id", ERR_MALFORMED },
{ "\"classes\":[", "\"classes\":[[],", "/period/classes/0", ERR_MALFORMED },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":[\"F1\",\"F9\"]", "/period/class_fields/1", ERR_NOT_FOUND },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":[\"F1\",\"F1\"]", "/period/class_fields/1", ERR_EXISTS },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":[\"F1\",2]", "/period/class_fields/1", ERR_MALFORMED },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "/period/class_fields", ERR_TOO_BIG },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":[]", NULL, OK },
{ "\"class_fields\":[\"F1\",\"F2\"]", "\"class_fields\":\"F1\"", "/period/class_fields", ERR_MALFORMED },
{ "\"self_review\":{\"fields\":[\"F2\"]", "\"self_review\":{\"fields\":[\"F3\"]", "/period/self_review/fields/0", ERR_NOT_FOUND },
{ "\"below\":\"75\"", "\"below\":\"175\"", "/period/self_review/below", ERR_RANGE },
{ "\"self_review\":{\"fields\":[\"F2\"],\"below\":\"75\"},", "", "/period/self_review", ERR_MISSING_FIELD },

/* not applicable */
{ "\"units\":[\"W2\"]", "\"units\":[\"W3\"]", "/period/not_applicable/0/units/0", ERR_UNKNOWN_UNIT },
{ "\"units\":[\"W2\"]", "\"units\":[\"W2\",\"W2\"]", "/period/not_applicable/0/units/1", ERR_EXISTS },
{ "\"units\":[\"W2\"],", "", "/period/not_applicable/0/units", ERR_MISSING_FIELD },
{ "\"units\":[\"W2\"]", "\"units\":[\"\"]", "/period/not_applicable/0/units/0", ERR_MALFORMED },
{ "\"fields\":[\"S1\"]", "\"fields\":[\"S3\"]", "/period/not_applicable/0/fields/0", ERR_NOT_FOUND },
{ "\"leaves\":[\"1.1\"]", "\"leaves\":[\"1.9\"]", "/period/not_applicable/1/leaves/0", ERR_UNKNOWN_LEAF },
{ "\"leaves\":[\"1.1\"]", "\"leaves\":[false]", "/period/not_applicable/1/leaves/0", ERR_MALFORMED },
{ "\"not_applicable\":[", "\"not_applicable\":[1,", "/period/not_applicable/0", ERR_MALFORMED },

/* surveys */
{ "\"kind\":\"organisation\"", "\"kind\":\"party\"", "/period/surveys/0/kind", ERR_MALFORMED },
{ "\"block\":\"ward\",\"expected\":12", "\"block\":\"nowhere\",\"expected\":12", "/period/surveys/0/block", ERR_NOT_FOUND },
{ "\"expected\":12", "\"expected\":13", "/period/surveys/0/expected", ERR_RANGE },
{ "\"expected\":12", "\"expected\":-1", "/period/surveys/0/expected", ERR_RANGE },
{ "\"id\":\"citizen\"", "\"id\":\"org\"", "/period/surveys/1/id", ERR_EXISTS },
{ "\"id\":\"citizen\"", "\"id\":\"\"", "/period/surveys/1/id", ERR_MALFORMED },
{ "\"id\":\"g2\"", "\"id\":\"g1\"", "/period/surveys/0/respondents/1/id", ERR_EXISTS },
{ "\"id\":\"g2\"", "\"id\":\"g 2\"", "/period/surveys/0/respondents/1/id", ERR_MALFORMED },
{ "\"kind\":\"citizen\",\"block\":\"ward\"", "\"kind\":\"citizen\",\"block\":\"town\"", "/period/surveys/1/questions/0/leaf", ERR_MALFORMED },
{ "\"satisfied\":[4,5]", "\"satisfied\":[9]", NULL, ERR_RANGE },
{ "\"respondents\":[{", "\"respondents\":[3,{", "/period/surveys/0/respondents/0", ERR_MALFORMED },
{ "\"id\":\"q2\"", "\"id\":\"q1\"", "/period/surveys/0/questions/1/id", ERR_EXISTS },
{ "\"id\":\"q2\"", "\"id\":\"?\"", "/period/surveys/0/questions/1/id", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.9\",\"scale\":4}", "/period/surveys/0/questions/0/leaf", ERR_UNKNOWN_LEAF },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"1.1\",\"scale\":4}", "/period/surveys/0/questions/0/leaf", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"scale\":5}", "/period/surveys/0/questions/0/scale", ERR_RANGE },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"scale\":6}", "/period/surveys/0/questions/0/scale", ERR_RANGE },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"scale\":4}", NULL, OK },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":null,\"scale\":4}", "/period/surveys/0/questions/0/leaf", ERR_MALFORMED },
{ "\"leaf\":\"S1.2\",\"scale\":5}", "\"leaf\":\"S1.2\",\"scale\":4}", "/period/surveys/1/questions/0/scale", ERR_RANGE },
{ "\"leaf\":\"S1.2\",\"scale\":5}", "\"leaf\":\"S1.1\",\"scale\":4}", "/period/surveys", ERR_MISSING_FIELD },
{ "\"questions\":[{\"id\":\"a1\"", "\"questions\":[{},{\"id\":\"a1\"", NULL, ERR_MISSING_FIELD },
{ "\"questions\":[{\"id\":\"a1\"", "\"questions\":[4,{\"id\":\"a1\"", "/period/surveys/1/questions/0", ERR_MALFORMED },
/* what a survey may say besides */
{ "\"expected\":12", "\"expected\":12,\"sealed\":true,\"over_quota\":\"refuse\",\"second_entry\":\"5\"", NULL, OK },
{ "\"expected\":12", "\"expected\":12,\"sealed\":1", "/period/surveys/0/sealed", ERR_MALFORMED },
{ "\"expected\":12", "\"expected\":12,\"over_quota\":\"ask\"", "/period/surveys/0/over_quota", ERR_MALFORMED },
{ "\"expected\":12", "\"expected\":12,\"second_entry\":\"101\"", "/period/surveys/0/second_entry", ERR_RANGE },
{ "\"expected\":12", "\"expected\":12,\"channels\":[{\"id\":\"a\",\"name_vi\":\"A\"},{\"id\":\"b\",\"name_vi\":\"B\"}]", NULL, OK },
{ "\"expected\":12", "\"expected\":12,\"channels\":[]", "/period/surveys/0/channels", ERR_EMPTY },
{ "\"expected\":12", "\"expected\":12,\"channels\":[{\"id\":\"a\",\"name_vi\":\"A\"},{\"id\":\"a\",\"name_vi\":\"B\"}]", "/period/surveys/0/channels/1/id", ERR_EXISTS },
{ "\"expected\":12", "\"expected\":12,\"channels\":[{\"id\":\"a b\",\"name_vi\":\"A\"}]", "/period/surveys/0/channels/0/id", ERR_MALFORMED },
{ "\"expected\":12", "\"expected\":12,\"channels\":[{\"id\":\"a\",\"name_vi\":\"A\",\"cost\":1}]", "/period/surveys/0/channels/0/cost", ERR_UNKNOWN_FIELD },
{ "\"id\":\"g2\"", "\"id\":\"g2\",\"eligible_vi\":\"Ai\"", NULL, OK },
{ "\"id\":\"g2\"", "\"id\":\"g2\",\"per_unit\":3", "/period/surveys/0/respondents/1/per_unit", ERR_MALFORMED },
{ "\"id\":\"g2\"", "\"id\":\"g2\",\"weight\":\"2.5\"", "/period/surveys", ERR_MALFORMED },
{ "\"id\":\"g2\"", "\"id\":\"g2\",\"weight\":\"0\"", "/period/surveys/0/respondents/1/weight", ERR_RANGE },
{ "\"id\":\"g2\"", "\"id\":\"g2\",\"weight\":2", "/period/surveys/0/respondents/1/weight", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"id\":\"E\",\"label_vi\":\"y\",\"percent\":null}]}", NULL, OK },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"scale\":3,\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"id\":\"E\",\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/scale", ERR_RANGE },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"90\"},{\"id\":\"E\",\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/options", ERR_RANGE },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"id\":\"A\",\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/options/1/id", ERR_EXISTS },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"101\"},{\"id\":\"B\",\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/options/0/percent", ERR_RANGE },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"}]}", "/period/surveys/0/questions/0/options", ERR_EMPTY },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"scale\":2,\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"id\":\"B\",\"label_vi\":\"y\"}]}", NULL, OK },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"scale\":4,\"options\":7}", "/period/surveys/0/questions/0/options", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},7]}", "/period/surveys/0/questions/0/options/1", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/options/1/id", ERR_MISSING_FIELD },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\",\"options\":[{\"id\":\"A\",\"label_vi\":\"x\",\"percent\":\"100\"},{\"id\":\"B B\",\"label_vi\":\"y\"}]}", "/period/surveys/0/questions/0/options/1/id", ERR_MALFORMED },
{ "\"leaf\":\"S1.1\",\"scale\":4}", "\"leaf\":\"S1.1\"}", "/period/surveys/0/questions/0/scale", ERR_MISSING_FIELD },
{ "\"surveys\":[", "\"surveys\":[\"\",", "/period/surveys/0", ERR_MALFORMED },

/* blocks and fields */
{ "\"id\":\"town\",", "\"id\":\"ward\",", NULL, ERR_EXISTS },
{ "\"total\":\"100\"", "\"total\":\"99.5\"", "/criteria/blocks/0/total", ERR_RANGE },
{ "\"total\":\"50\"", "\"total\":\"2000\"", "/criteria/blocks/1/total", ERR_RANGE },
{ "\"total\":\"50\"", "\"total\":\"50\",\"x\":0", "/criteria/blocks/1/x", ERR_UNKNOWN_FIELD },
{ "\"blocks\":[", "\"blocks\":[[],", "/criteria/blocks/0", ERR_MALFORMED },
{ "\"id\":\"ward\",\"name_vi\"", "\"id\":\"-ward\",\"name_vi\"", NULL, ERR_MALFORMED },
{ "{\"ward\":\"40.5\",\"town\":\"30\"}},", "{\"ward\":\"40\",\"town\":\"30\"}},", NULL, ERR_RANGE },
{ "{\"ward\":\"29.5\",\"town\":\"20\"}", "{\"ward\":\"29.5\",\"town\":\"20\",\"city\":\"1\"}", "/criteria/fields/1/max/city", ERR_NOT_FOUND },
{ "{\"ward\":\"29.5\",\"town\":\"20\"}", "{\"ward\":29,\"town\":\"20\"}", "/criteria/fields/1/max/ward", ERR_MALFORMED },
{ "\"id\":\"F2\"", "\"id\":\"F1\"", NULL, ERR_EXISTS },
{ "\"id\":\"F2\"", "\"id\":\"F 2\"", NULL, ERR_MALFORMED },
{ "\"fields\":[\n", "\"fields\":[\n1,", NULL, ERR_MALFORMED },
{ "\"survey\":true", "\"survey\":1", NULL, ERR_MALFORMED },
{ "\"survey\":true", "\"survey\":false", NULL, ERR_MALFORMED },

/* leaves */
{ "\"id\":\"2.2\"", "\"id\":\"2.1\"", "/criteria/leaves/2/id", ERR_EXISTS },
{ "\"id\":\"2.2\"", "\"id\":\"2,2\"", "/criteria/leaves/2/id", ERR_MALFORMED },
{ "\"field\":\"F2\",\"criterion\":\"2\",\"name_vi\":\"Có không\"", "\"field\":\"F4\",\"criterion\":\"2\",\"name_vi\":\"Có không\"", "/criteria/leaves/1/field", ERR_NOT_FOUND },
{ "\"field\":\"F2\",\"criterion\":\"2\",\"name_vi\":\"Có không\"", "\"criterion\":\"2\",\"name_vi\":\"Có không\"", "/criteria/leaves/1/field", ERR_MISSING_FIELD },
{ "\"max\":{\"ward\":\"19.5\",\"town\":\"20\"}", "\"max\":{\"ward\":\"19.25\",\"town\":\"20\"}", "/criteria/fields/1/max", ERR_RANGE },
{ "\"max\":{\"ward\":\"19.5\",\"town\":\"20\"}", "\"max\":{\"ward\":\"19.5\",\"town\":\"20\",\"sea\":\"1\"}", "/criteria/leaves/1/max/sea", ERR_NOT_FOUND },
{ "\"max\":{\"ward\":\"19.5\",\"town\":\"20\"}", "\"max\":\"19.5\"", "/criteria/leaves/1/max", ERR_MALFORMED },
{ "\"mode\":\"system\"", "\"mode\":\"magic\"", "/criteria/leaves/2/mode", ERR_MALFORMED },
{ "\"mode\":\"system\"", "\"mode\":\"survey\"", NULL, ERR_MALFORMED },
{ "\"ward\":\"20\"},\"mode\":\"survey\"", "\"ward\":\"20\"},\"mode\":\"evidence\"", NULL, ERR_MALFORMED },
{ "\"key\":\"yes\",\"label\":\"Có\",\"type\":\"flag\"", "\"key\":\"yes\",\"label\":\"Có\",\"type\":\"float\"", "/criteria/leaves/1/vars/0/type", ERR_MALFORMED },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"rule\":{\"type\":\"CASES\",\"cases\":[{\"when\":\"yes\",\"points\":\"max * 1000000000 * 1000000000 * 1000000000 * 1000000000 * 1000000000\"}]}", NULL, ERR_RANGE },
{ "\"na_allowed\":true", "\"na_allowed\":null", "/criteria/leaves/0/na_allowed", ERR_MALFORMED },
{ "\"na_allowed\":true", "\"na_allowed\":true,\"weight\":1", "/criteria/leaves/0/weight", ERR_UNKNOWN_FIELD },
{ "\"leaves\":[\n", "\"leaves\":[\n\"\",", "/criteria/leaves/0", ERR_MALFORMED },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"rule\":[]", "/criteria/leaves/1/rule", ERR_MALFORMED },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"na_allowed\":false", "/criteria/leaves/1/rule", ERR_MISSING_FIELD },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"rule\":{\"type\":\"SURVEY\",\"percents\":[\"100\",\"0\"]}", "/criteria/leaves/1/rule", ERR_MALFORMED },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"rule\":{\"type\":\"CHECKLIST\",\"items\":[{\"var\":\"yes\",\"share\":\"0.5\"}]}", NULL, ERR_RANGE },
{ "\"rule\":{\"type\":\"BOOL\",\"var\":\"yes\"}", "\"rule\":{\"type\":\"CASES\",\"cases\":[{\"when\":\"yes\",\"points\":\"max + 1\"}]}", NULL, ERR_RANGE },
{ "\"percents\":[\"100\",\"60\",\"20\",\"0\"]", "\"percents\":[\"90\",\"60\",\"20\",\"0\"]", "/criteria/leaves/3/rule", ERR_RANGE },

/* who runs the round */
{ "\"year\":", "\"owner\":{\"unit\":\"H03\",\"name_vi\":\"UBND thành phố\"},\"year\":", NULL, OK },
{ "\"year\":", "\"owner\":{\"unit\":\"W1\",\"name_vi\":\"Phường Đông\"},\"year\":", "/period/owner/unit", ERR_RANGE },
{ "\"year\":", "\"owner\":{\"unit\":\"H03\"},\"year\":", "/period/owner/name_vi", ERR_MISSING_FIELD },
{ "\"year\":", "\"owner\":\"H03\",\"year\":", "/period/owner", ERR_MALFORMED },
{ "\"year\":", "\"owner\":{\"unit\":\"H 03\",\"name_vi\":\"UBND\"},\"year\":", "/period/owner/unit", ERR_MALFORMED },
{ "\"year\":", "\"owner\":{\"name_vi\":\"UBND\"},\"year\":", "/period/owner/unit", ERR_MISSING_FIELD },
/* units */
{ "\"id\":\"T1\"", "\"id\":\"W1\"", NULL, ERR_EXISTS },
{ "\"id\":\"W1\"", "\"id\":\"W/1\"", "/units/units/0/id", ERR_MALFORMED },
{ "\"name_vi\":\"Xã Nam\"", "\"name_vi\":\"phường TÂY\"", "/units/units/2/name_vi", ERR_EXISTS },
{ "\"aliases\":[\"Nam\"]", "\"aliases\":[\"Nam\",\"đông\"]", "/units/units/2/aliases/1", ERR_EXISTS },
{ "\"aliases\":[\"Nam\"]", "\"aliases\":[\"Nam\",5]", "/units/units/2/aliases/1", ERR_MALFORMED },
{ "\"aliases\":[\"Nam\"]", "\"aliases\":[\"Nam\",\"XÃ NAM\"]", NULL, OK },
{ "\"aliases\":[\"Nam\"]", "\"aliases\":[\"\"]", "/units/units/2/aliases/0", ERR_EMPTY },
{ "\"aliases\":[\"Nam\"]", "\"aliases\":{}", "/units/units/2/aliases", ERR_MALFORMED },
{ "\"block\":\"town\",\"org_code\"", "\"block\":\"sea\",\"org_code\"", "/units/units/2/block", ERR_NOT_FOUND },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":\"h23.1\"", NULL, OK },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":\"H23.1\"", "/units/units/2/org_code", ERR_EXISTS },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":\"H23..A\"", "/units/units/2/org_code", ERR_MALFORMED },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":\"H23.\"", "/units/units/2/org_code", ERR_MALFORMED },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":\"123456789012345678901234567890123456\"", "/units/units/2/org_code", ERR_MALFORMED },
{ "\"org_code\":\"H23.2.A\"", "\"org_code\":23", "/units/units/2/org_code", ERR_MALFORMED },
{ "\"valid_to\":\"2031-07-01\"", "\"valid_to\":\"2025-07-01\"", "/units/units/2/valid_to", ERR_RANGE },
{ "\"valid_to\":\"2031-07-01\"", "\"valid_to\":\"2020-01-01\"", "/units/units/2/valid_to", ERR_RANGE },
{ "\"valid_from\":\"2025-07-01\",\"valid_to\":\"2031", "\"valid_from\":\"2025-13-01\",\"valid_to\":\"2031", "/units/units/2/valid_from", ERR_RANGE },
{ "\"valid_to\":\"2031-07-01\"", "\"valid_to\":\"soon\"", "/units/units/2/valid_to", ERR_MALFORMED },
{ "\"valid_from\":\"2025-07-01\",\"head_title\":\"Chủ tịch\",\"order\":1}", "\"head_title\":\"Chủ tịch\",\"order\":1}", "/units/units/0/valid_from", ERR_MISSING_FIELD },
{ "\"successors\":[\"W1\",\"X9\"]", "\"successors\":[\"W1\",\"?\"]", "/units/units/1/successors/1", ERR_MALFORMED },
{ "\"successors\":[\"W1\",\"X9\"]", "\"successors\":[\"W1\",9]", "/units/units/1/successors/1", ERR_MALFORMED },
/* merged, split, renamed: by successors that come later, and never back */
{ "\"successors\":[\"W1\",\"X9\"]", "\"successors\":[\"X9\",\"W1\",\"X9\"]", "/units/units/1/successors/2", ERR_EXISTS },
{ "\"successors\":[\"W1\",\"X9\"]", "\"successors\":[\"X9\",\"W2\"]", "/units/units/1/successors/1", ERR_RANGE },
{ "\"valid_from\":\"2025-07-01\",\"head_title\":\"Chủ tịch\",\"order\":1}", "\"valid_from\":\"2025-07-01\",\"successors\":[\"W2\"],\"head_title\":\"Chủ tịch\",\"order\":1}", "/units/units/1/successors/0", ERR_RANGE },
{ "\"valid_to\":null,\"successors\":[\"W1\"", "\"valid_to\":\"2025-07-02\",\"successors\":[\"W1\"", "/units/units/1/successors/0", ERR_RANGE },
{ "\"valid_from\":\"2025-07-01\",\"valid_to\":null,\"successors\":[\"W1\"", "\"valid_from\":\"2025-06-01\",\"valid_to\":\"2025-07-01\",\"successors\":[\"W1\"", NULL, OK },
{ "\"order\":2", "\"order\":1", "/units/units/1/order", ERR_RANGE },
{ "\"order\":2", "\"order\":0", "/units/units/1/order", ERR_RANGE },
{ "\"order\":2", "\"order\":2,\"chief\":\"\"", "/units/units/1/chief", ERR_UNKNOWN_FIELD },
{ "\"head_title\":\"Chủ tịch\",\"order\":2", "\"order\":2", "/units/units/1/head_title", ERR_MISSING_FIELD },
{ "\"units\":[\n", "\"units\":[\n{},", NULL, ERR_MISSING_FIELD },
{ "\"units\":[\n", "\"units\":[\n0,", NULL, ERR_MALFORMED },
};
/* clang-format on */

static struct buf
patched(const struct row *row)
{
	struct buf good = source_file("tests/store/model/small.json");
	const char *text = buf_cstr(&good), *at = strstr(text, row->find);
	struct buf bad = { 0 };

	ck_assert_msg(at != NULL, "%s is not in the good bundle", row->find);
	buf_bytes(&bad, text, (size_t)(at - text));
	buf_text(&bad, row->put);
	buf_text(&bad, at + strlen(row->find));
	buf_free(&good);
	return bad;
}

static bool
found(const struct faults *fs, const struct row *row)
{
	size_t i;

	for (i = 0; i < fs->n; i++)
		if (fs->list[i].err == row->err &&
		    (row->pointer == NULL ||
			strcmp(fs->list[i].pointer, row->pointer) == 0))
			return true;
	return false;
}

/* A row with a pointer is the only fault; one without brings others along,
 * of what named the thing that is missing now. */
START_TEST(each_fault_is_found_where_it_is)
{
	const struct row *row = &rows[_i];
	struct buf bad = patched(row);
	struct faults fs = { 0 };
	struct plan *p = plan_read(buf_all(&bad), 1, &fs);

	ck_assert_int_eq(p == NULL, row->err != OK);
	ck_assert_msg(row->err == OK || found(&fs, row),
	    "%s for %s: %s at %s: %s", row->put, row->find,
	    fs.n > 0 ? err_name(fs.list[0].err) : "nothing",
	    fs.n > 0 ? fs.list[0].pointer : "",
	    fs.n > 0 ? fs.list[0].detail : "");
	ck_assert_msg(row->pointer == NULL || fs.n == 1,
	    "%s for %s: also %s: %s", row->put, row->find,
	    fs.n > 1 ? fs.list[1].pointer : "",
	    fs.n > 1 ? fs.list[1].detail : "");
	plan_free(&p);
	faults_free(&fs);
	buf_free(&bad);
}
END_TEST

START_TEST(all_faults_are_named_at_once)
{
	static const struct row two = { "\"order\":2",
		"\"order\":0,\"a\":1,\"b\":2,\"c\":3", NULL, OK };
	struct buf bad = patched(&two);
	struct faults fs = { 0 };

	ck_assert_ptr_null(plan_read(buf_all(&bad), 1, &fs));
	ck_assert_uint_eq(fs.n, 4);
	faults_free(&fs);
	buf_free(&bad);
}
END_TEST

START_TEST(a_leaf_worth_more_decimals_than_are_printed_is_named_by_block)
{
	static const struct row whole = { "\"leaf_decimals\":2",
		"\"leaf_decimals\":0", NULL, OK };
	struct buf bad = patched(&whole);
	struct faults fs = { 0 };

	ck_assert_ptr_null(plan_read(buf_all(&bad), 1, &fs));
	ck_assert_uint_eq(fs.n, 2);
	ck_assert_str_eq(fs.list[0].pointer, "/criteria/leaves/0/max/ward");
	ck_assert_str_eq(fs.list[1].pointer, "/criteria/leaves/1/max/ward");
	ck_assert_err(fs.list[1].err, ERR_RANGE);
	ck_assert_ptr_nonnull(strstr(fs.list[1].detail, "19.5 points"));
	faults_free(&fs);
	buf_free(&bad);
}
END_TEST

START_TEST(what_is_no_bundle_says_so)
{
	static const struct {
		const char *text;
		enum err err;
		const char *pointer;
	} no[] = {
		{ "", ERR_EMPTY, "" },
		{ "{", ERR_MALFORMED, "" },
		{ "{} {}", ERR_MALFORMED, "" },
		{ "[]", ERR_MALFORMED, "" },
		{ "{}", ERR_MISSING_FIELD, "/format" },
	};
	struct faults fs = { 0 };
	unsigned i;

	for (i = 0; i < sizeof no / sizeof *no; i++) {
		ck_assert_ptr_null(plan_read(slice_text(no[i].text), 1, &fs));
		ck_assert_err(fs.list[0].err, no[i].err);
		ck_assert_str_eq(fs.list[0].pointer, no[i].pointer);
		faults_free(&fs);
		fs = (struct faults){ 0 };
	}
}
END_TEST

START_TEST(without_blocks_leaves_and_units_only_that_is_said)
{
	static const char *const keys[] = { "\"blocks\":[\n", "\"leaves\":[\n",
		"\"fields\":[\n", "\"units\":[\n" };
	static const char *const at[] = { "/criteria/blocks",
		"/criteria/leaves", "/criteria/fields", "/units/units" };
	struct faults fs = { 0 };
	struct row row;
	struct buf bad;
	char put[64];
	unsigned i;

	for (i = 0; i < 4; i++) {
		(void)snprintf(put, sizeof put, "%.*s[],\"source\":[",
		    (int)strcspn(keys[i], "["), keys[i]);
		row = (struct row){ keys[i], put, at[i], ERR_EMPTY };
		bad = patched(&row);
		ck_assert_ptr_null(plan_read(buf_all(&bad), 1, &fs));
		ck_assert(found(&fs, &row));
		faults_free(&fs);
		fs = (struct faults){ 0 };
		buf_free(&bad);
	}
}
END_TEST

/* A survey of `n` weighted groups about leaf S1.1. */
static void
put_survey(struct buf *to, const char *id, unsigned n)
{
	buf_print(to,
	    "{\"id\":\"%s\",\"name_vi\":\"Phiếu\",\"kind\":\"citizen\","
	    "\"block\":\"ward\",\"expected\":0,\"respondents\":[",
	    id);
	for (unsigned i = 0; i < n; i++)
		buf_print(to,
		    "%s{\"id\":\"w%u\",\"name_vi\":\"Nhóm\","
		    "\"expected\":0,\"weight\":\"1\"}",
		    i == 0 ? "" : ",", i);
	buf_print(to, "],\"questions\":[{\"id\":\"q\",\"text_vi\":\"Hỏi\","
		      "\"leaf\":\"S1.1\",\"scale\":4}]},");
}

START_TEST(a_leaf_has_32_weighted_groups_and_no_more)
{
	for (unsigned n = 31; n <= 32; n++) {
		struct row row = { "\"surveys\":[", NULL, "/period/surveys",
			ERR_TOO_BIG };
		struct buf put = { 0 }, bad;
		struct faults fs = { 0 };

		buf_text(&put, row.find);
		put_survey(&put, "many", n);
		put_survey(&put, "one", 1);
		row.put = buf_cstr(&put);
		bad = patched(&row);
		/* the groups of "org" have no weight, which is a fault too */
		ck_assert_ptr_null(plan_read(buf_all(&bad), 1, &fs));
		ck_assert_uint_eq(fs.n, n == 32 ? 2 : 1);
		ck_assert_err(fs.list[0].err, ERR_MALFORMED);
		ck_assert_int_eq(found(&fs, &row), n == 32);
		faults_free(&fs);
		buf_free(&bad);
		buf_free(&put);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("plan faults");
	TCase *cases = tcase_create("plan faults");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, each_fault_is_found_where_it_is, 0,
	    (int)(sizeof rows / sizeof *rows));
	tcase_add_test(cases, all_faults_are_named_at_once);
	tcase_add_test(cases,
	    a_leaf_worth_more_decimals_than_are_printed_is_named_by_block);
	tcase_add_test(cases, a_leaf_has_32_weighted_groups_and_no_more);
	tcase_add_test(cases, what_is_no_bundle_says_so);
	tcase_add_test(cases,
	    without_blocks_leaves_and_units_only_that_is_said);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
