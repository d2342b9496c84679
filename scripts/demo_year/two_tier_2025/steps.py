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
import people
import sealed
import signing
import year
from two_tier_2025 import papers
from two_tier_2025 import people as who

SHIPPED = pathlib.Path(__file__).parents[3] / "store/data/two-tier-2025"
SURVEYED = "2025-11-05T08:30:00+07:00"
WORKDAYS = ("2025-11-14T09:10:00+07:00", "2025-11-21T15:20:00+07:00",
            "2025-11-27T10:40:00+07:00")
SIGNED = "2025-11-28T15:30:00+07:00"
LAST_MOMENT = "2025-11-28T16:59:59.999999+07:00"
AFTER = "2025-11-28T17:00:00+07:00"
HANDED_OVER = "2025-12-01T15:00:00+07:00"
OPENED = "2025-12-02T07:45:00+07:00"
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
# The decision on its initiatives comes with the explanation.
SUPPLEMENTED = ("P17", INITIATIVES)
NOT_ASKED = ("P17", "1.1.1")  # its document is there: nobody asks
SHORT = {"S01": "VP", "S02": "TTr", "S03": "SNV", "S04": "STP", "S05": "STC",
         "S06": "SCT", "S07": "SNNMT", "S08": "SXD", "S09": "SKHCN",
         "S10": "SVHTTDL", "S11": "SGDĐT", "S12": "SYT", "S13": "SNgV",
         "S14": "BQL"}


@dataclasses.dataclass
class Record(year.Record):
    on_time: str = ""
    late: object = None  # the answer
    refused: dict = dataclasses.field(default_factory=dict)  # what: answer
    imported: str = ""  # what the command said of the people's workbook
    own_units: set = dataclasses.field(default_factory=set)  # skipped, then
    left_open: set = dataclasses.field(default_factory=set)  # what that left
    sealed: list = dataclasses.field(default_factory=list)   # answers to forms
                                                # before the seals were opened
    too_many: list = dataclasses.field(default_factory=list)  # and to one more
    drawn: dict = dataclasses.field(default_factory=dict)  # survey: numbers
    entered_by: dict = dataclasses.field(default_factory=dict)  # (survey,
                                        # number): the log's entry
    supplements: dict = dataclasses.field(default_factory=dict)  # (unit,
                                                        # leaf): submission
    points: list = dataclasses.field(default_factory=list)  # of the one that
                                    # waited for its document: before, after
    signed: dict = dataclasses.field(default_factory=dict)  # unit: its report
                                                            # and digest


class Year(people.ByWorkbook, sealed.Sealed, signing.Signing, council.Council,
           year.Year):
    SHIPPED, PERIOD = SHIPPED, "2025"
    BEGIN = "2025-11-01T08:00:00+07:00"
    LOST = "not-done"
    TOKENS = year.Year.TOKENS | {"unit": "S03", "appraiser": "appraiser F1"}
    STANDING, STAND_IN = who.STANDING, who.STAND_IN
    PARTIES = ("Bưu điện thành phố", "Sở Nội vụ, cơ quan thường trực của Hội "
               "đồng")
    SHAPES = {"citizen-department": sealed.as_table,
              "citizen-ward": sealed.as_lines,
              "citizen-commune": sealed.as_batch}

    def __init__(self, service, units, batches):
        register = json.loads((SHIPPED / "units.json").read_text())["units"]
        self.PEOPLE = who.everybody(register)
        super().__init__(service, units, batches)
        self.HANDED = {survey: papers.handed(survey, nth,
                                             len(self.by_survey()[survey]))
                       for nth, survey in enumerate(self.SHAPES)}
        self.OPENERS = tuple(
            f"{one.name}, {one.position}" for one in
            (self.person("tts.totruong"), self.person("hd.phochutich")))
        self.SIGNS = {
            unit["id"]: {
                "number": f"95/BC-{SHORT.get(unit['id'], 'UBND')}",
                "signer": who.head_of(register, unit["id"]),
                "title": unit["head_title"],
                "competence": "" if unit["id"] in SHORT else "TM."}
            for unit in register}

    def new_record(self):
        return Record()

    def steps(self):
        return [self.set_up, self.assign, self.write_papers, self.survey,
                self.hand_in, self.sign, self.reach_the_deadline, self.seal,
                self.unseal, self.appraise,
                self.end_round1, self.explain, self.appraise_again,
                self.close, self.decide, self.publish]

    def requests(self):
        leaves = sum(len(u.found) for u in self.units.values())
        return (2 * leaves + len(self.batches) + len(self.units) - 1 + 3
                + len(self.PEOPLE) + 2 * len(self.HANDED))

    # ---- the reports, one a field ----

    def office(self, code):
        return documents.Office(code, self.names[code],
                                SHORT.get(code, "UBND"), "Hải Phòng", 2025)

    def report(self, code, number, leaves, issued=""):
        """One paper for these leaves of a unit."""
        return documents.paper(
            self.office(code), [self.leaves[leaf] for leaf in leaves],
            {leaf: self.units[code].declared[leaf] for leaf in leaves},
            str(number), issued or f"2025-11-{1 + int(code[1:]) % 9:02}")

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
            for nth, leaf in enumerate(self.asked(code)):
                papers[code, "supplement", leaf] = self.report(
                    code, 120 + nth, [leaf], "2025-12-15")
            if INITIATIVES not in unit.no_document or code == REFUSED:
                papers[code, INITIATIVES] = self.report(code, 90,
                                                        [INITIATIVES])
        self.papers = self.print_papers(papers)

    def asked(self, code):
        """What round 1 asks the unit about."""
        return [*self.units[code].first,
                *([SUPPLEMENTED[1]] if code == SUPPLEMENTED[0] else [])]

    # ---- November: the survey and the units ----

    def survey(self):
        """Leaders and officials answer by e-mail and software: no seals."""
        self.at(SURVEYED)
        self.ask_people([batch for batch in self.batches
                         if batch[0] not in self.HANDED])

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
                [key for key in self.papers if len(key) == 2
                 and key[0] in mine and key not in apart])
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
        self.record.late = self.upload(*self.papers[REFUSED, INITIATIVES],
                                          expect=None)

    # ---- December: the citizens' forms, and two rounds ----

    def seal(self):
        self.at(HANDED_OVER)
        self.progress.part(f"{HANDED_OVER[:10]}: the citizens' forms are handed "
                           "over, sealed")
        self.hand_over()

    def unseal(self):
        self.at(OPENED)
        self.progress.part(f"{OPENED[:10]}: two persons open the seals; the "
                           "forms are entered")
        self.open_seals()
        self.enter_forms()

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
            for leaf in self.asked(code):
                self.step("request-explanation", code,
                          self.appraiser_of(code, leaf),
                          {"leaf": leaf, "text": year.NOT_SO})
            self.step("end-round1", code, self.tokens["lead"])

        self.all_units(end)

    def points_of(self, code, leaf):
        self.settle()
        return self.http.ask("GET", self.sheet(code, leaf),
                             self.tokens["auditor"]).json["leaf"]["points"]

    def supplement(self, code, leaf):
        """One document more for what was asked, in the window for that."""
        told = self.upload(*self.papers[code, "supplement", leaf]).json
        with self.lock:
            self.record.supplements[code, leaf] = told["id"]

    def explain(self):
        """In a window of its own, leaf by leaf, with what proves it."""
        self.at(EXPLAINED)
        self.progress.part(f"{EXPLAINED[:10]}: units explain, with further "
                           "documents")
        self.record.points = [self.points_of(*SUPPLEMENTED)]
        code, leaf = NOT_ASKED
        self.record.refused["a document that nobody asked for"] = self.upload(
            self.report(code, 150, [leaf]), b"%PDF-1.4\nnobody asked\n",
            expect=None)

        def answer(code):
            for leaf in self.asked(code):
                self.supplement(code, leaf)
                self.step("explain", code, self.tokens[code], {
                    "leaf": leaf, "text": "Số liệu đến 30/11/2025 có tại mục I "
                    "của báo cáo đã nộp; đề nghị xem xét lại."})
            if self.asked(code):
                self.step("end-explanation", code, self.tokens[code])

        self.all_units(answer)
        self.record.points.append(self.points_of(*SUPPLEMENTED))
        self.units[SUPPLEMENTED[0]].no_document.discard(SUPPLEMENTED[1])

    def appraise_again(self):
        self.at(ROUND2)
        self.progress.part(f"{ROUND2[:10]}: round 2")
        code, leaf = SUPPLEMENTED
        self.record.refused["a document after the explanations"] = self.upload(
            self.report(code, 151, [leaf]), b"%PDF-1.4\ntoo late\n",
            expect=None)

        def again(code):
            unit = self.units[code]
            for leaf in self.asked(code):
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
        self.keep("minutes", papers.of_council("Biên bản", "41", COUNCIL[:10]),
                  "41/BB-HĐ", self.person("hd.phochutich").name)
        self.publish_under(self.keep(
            "decision", papers.of_council("Quyết định", "98", PUBLISHED[:10]),
            "98/QĐ-UBND", "Chủ tịch UBND thành phố"))
        self.settle()
