"""steps.py - the year 2025 of Hải Phòng's departments, wards and communes.

Knows the calendar of store/data/two-tier-2025 and who does what: the same steps
as any year's, by other data. A unit hands in one report a field, which serves
every leaf of it. Touches the service as year.py does.
"""
import dataclasses
import json
import pathlib

import client
import council
import documents
import signing
import year

SHIPPED = pathlib.Path(__file__).parents[3] / "store/data/two-tier-2025"
SURVEYED = "2025-11-05T08:30:00+07:00"
WORKDAYS = ("2025-11-14T09:10:00+07:00", "2025-11-21T15:20:00+07:00",
            "2025-11-27T10:40:00+07:00")
SIGNED = "2025-11-28T15:30:00+07:00"
LAST_MOMENT = "2025-11-28T16:59:59.999999+07:00"
AFTER = "2025-11-28T17:00:00+07:00"
APPRAISAL = ("2025-12-02T08:30:00+07:00", "2025-12-10T14:00:00+07:00")
ROUND1_ENDS = "2025-12-12T16:00:00+07:00"
EXPLAINED = "2025-12-16T09:30:00+07:00"
ROUND2 = "2025-12-22T08:30:00+07:00"
CLOSED = "2025-12-27T00:00:00+07:00"
COUNCIL = "2025-12-30T08:00:00+07:00"
PUBLISHED = "2026-01-09T08:00:00+07:00"

REFUSED = "X44"  # comes after 17:00 with its initiatives, and locks nothing
LAST = "P31"     # comes with them at the last moment, and then locks
INITIATIVES = "1.5.1"
SHORT = {"S01": "VP", "S02": "TTr", "S03": "SNV", "S04": "STP", "S05": "STC",
         "S06": "SCT", "S07": "SNNMT", "S08": "SXD", "S09": "SKHCN",
         "S10": "SVHTTDL", "S11": "SGDĐT", "S12": "SYT", "S13": "SNgV",
         "S14": "BQL"}


@dataclasses.dataclass
class Record(year.Record):
    on_time: str = ""
    refused: object = None  # the answer
    signed: dict = dataclasses.field(default_factory=dict)  # unit: its report
                                                            # and digest


class Year(signing.Signing, council.Council, year.Year):
    SHIPPED, PERIOD = SHIPPED, "2025"
    BEGIN = "2025-11-01T08:00:00+07:00"
    APPRAISERS = 9
    LOST = "not-done"
    TOKENS = year.Year.TOKENS | {"unit": "S03"}

    def __init__(self, service, units, batches):
        super().__init__(service, units, batches)
        register = json.loads((SHIPPED / "units.json").read_text())["units"]
        self.SIGNS = {
            unit["id"]: {
                "number": f"95/BC-{SHORT.get(unit['id'], 'UBND')}",
                "signer": f"Thủ trưởng {unit['id']}",
                "title": unit["head_title"],
                "competence": "" if unit["id"] in SHORT else "TM."}
            for unit in register}

    def new_record(self):
        return Record()

    def steps(self):
        return [self.set_up, self.write_papers, self.survey, self.hand_in,
                self.sign, self.reach_the_deadline, self.appraise,
                self.end_round1, self.explain, self.appraise_again,
                self.close, self.decide, self.publish]

    def requests(self):
        leaves = sum(len(u.found) for u in self.units.values())
        return 2 * leaves + len(self.batches) + len(self.units) - 1 + 3

    # ---- the reports, one a field ----

    def office(self, code):
        return documents.Office(code, self.names[code],
                                SHORT.get(code, "UBND"), "Hải Phòng", 2025)

    def report(self, code, number, leaves):
        """One paper for these leaves of a unit."""
        return documents.paper(
            self.office(code), [self.leaves[leaf] for leaf in leaves],
            {leaf: self.units[code].declared[leaf] for leaf in leaves},
            str(number), f"2025-11-{1 + int(code[1:]) % 9:02}")

    def write_papers(self):
        self.progress.part("a report for every field of every unit")
        papers = {}
        for code, unit in self.units.items():
            by_field = {}
            for leaf in unit.declared:
                if leaf not in unit.no_document | {INITIATIVES}:
                    by_field.setdefault(self.leaves[leaf]["field"],
                                        []).append(leaf)
            for nth, (field, leaves) in enumerate(by_field.items()):
                papers[code, field] = self.report(code, 40 + nth, leaves)
            if INITIATIVES not in unit.no_document or code == REFUSED:
                papers[code, INITIATIVES] = self.report(code, 90,
                                                        [INITIATIVES])
        self.papers = self.print_papers(papers)

    # ---- November: the survey and the units ----

    def survey(self):
        self.at(SURVEYED)
        self.ask_people()

    def hand_in(self):
        """Every unit on one of three days; a field at a time."""
        apart = {(REFUSED, INITIATIVES), (LAST, INITIATIVES)}
        codes = list(self.units)
        for n, moment in enumerate(WORKDAYS):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: units hand in reports and "
                               "self-scores")
            mine = set(codes[n::len(WORKDAYS)])
            client.in_parallel(
                lambda key: self.upload(*self.papers[key]),
                [key for key in self.papers
                 if key[0] in mine and key not in apart])
            client.in_parallel(
                lambda key: self.declare(*key),
                [(code, leaf) for code in mine
                 for leaf in self.units[code].declared])

    def all_units(self, work, codes=None):
        """One thing for every unit, on some threads."""
        client.in_parallel(work, list(self.units if codes is None else codes))

    def sign(self):
        """Sheets are locked; the report with the digest is signed on paper and
        uploaded, which completes it."""
        self.at(SIGNED)
        self.progress.part(f"{SIGNED[:10]}: sheets are locked, reports signed")
        self.freeze_and_confirm([c for c in self.units
                                 if c not in (LAST, REFUSED)], SIGNED[:10])

    def reach_the_deadline(self):
        self.progress.part("17:00 on 28/11/2025")
        self.at(LAST_MOMENT)
        self.record.on_time = self.upload(
            *self.papers[LAST, INITIATIVES]).json["id"]
        self.freeze(LAST)
        self.at(AFTER)
        self.record.refused = self.upload(*self.papers[REFUSED, INITIATIVES],
                                          expect=None)

    # ---- December: two rounds ----

    def appraise(self):
        """One report is signed the day after; one sheet was never locked, and
        the lead takes it as it stands."""
        self.at(APPRAISAL[0])
        self.confirm(LAST, APPRAISAL[0][:10])
        self.step("take", REFUSED, self.tokens["lead"],
                  {"text": "Đơn vị không khóa bảng tự chấm đúng hạn."})
        self.appraise_on(APPRAISAL)

    def end_round1(self):
        self.at(ROUND1_ENDS)
        self.progress.part(f"{ROUND1_ENDS[:10]}: explanations are asked for")

        def end(code):
            for leaf in self.units[code].first:
                self.step("request-explanation", code,
                          self.appraiser_of(code, leaf),
                          {"leaf": leaf, "text": year.NOT_SO})
            self.step("end-round1", code, self.tokens["lead"])

        self.all_units(end)

    def explain(self):
        """In a window of its own, leaf by leaf."""
        self.at(EXPLAINED)
        self.progress.part(f"{EXPLAINED[:10]}: units explain")

        def answer(code):
            for leaf in self.units[code].first:
                self.step("explain", code, self.tokens[code], {
                    "leaf": leaf, "text": "Số liệu đến 30/11/2025 có tại mục I "
                    "của báo cáo đã nộp; đề nghị xem xét lại."})
            if self.units[code].first:
                self.step("end-explanation", code, self.tokens[code])

        self.all_units(answer)

    def appraise_again(self):
        self.at(ROUND2)
        self.progress.part(f"{ROUND2[:10]}: round 2")

        def again(code):
            unit = self.units[code]
            for leaf in unit.first:
                self.put_column("round2", code, leaf, unit.found[leaf],
                                "Chấp nhận giải trình của đơn vị.",
                                lost=unit.found[leaf] != unit.declared[leaf])
            self.step("end-round2", code, self.tokens["lead"])

        self.all_units(again)

    def close(self):
        self.close_on(CLOSED, "1.7.1")

    # ---- the council ----

    def decide(self):
        self.at(COUNCIL)
        self.progress.part(f"{COUNCIL[:10]}: the council decides")
        minutes = {"decision": {"number": "41/BB-HĐ", "date": "2025-12-30"}}

        def finish(code):
            self.step("decide", code, self.tokens["council"], minutes)
            self.step("finish", code, self.tokens["council"])

        self.all_units(finish)
        self.settle()

    def publish(self):
        """Minutes and decision are kept, and revision 1 is frozen."""
        self.at(PUBLISHED)
        self.progress.part(f"{PUBLISHED[:10]}: results are published")
        self.settle()
        self.keep("minutes", self.of_council("Biên bản", "41", COUNCIL[:10]),
                  "41/BB-HĐ", "Chủ tịch Hội đồng")
        self.publish_under(self.keep(
            "decision", self.of_council("Quyết định", "98", PUBLISHED[:10]),
            "98/QĐ-UBND", "Chủ tịch UBND thành phố"))
        self.settle()

    def of_council(self, kind, number, day):
        return documents.Paper(
            documents.Office("", "Hội đồng đánh giá, xác định Chỉ số CCHC",
                             "HĐ" if kind == "Biên bản" else "UBND",
                             "Hải Phòng", 2025),
            kind, "Kết quả Chỉ số cải cách hành chính năm 2025", number, day,
            "Hội đồng thống nhất kết quả như phần mềm tổng hợp.", ())
