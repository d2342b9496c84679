"""steps.py - the year 2022 of Hải Dương.

Knows the report's calendar (27/BC-UBND, 4 and 5) and who does what. Touches the
service as year.py does.
"""
import dataclasses
import json
import pathlib
import random

import client
import council
import documents
import people
import sealed
import signing
import year
from hai_duong_2022 import papers
from hai_duong_2022 import people as who

SHIPPED = pathlib.Path(__file__).parents[3] / "store/data/hai-duong-2022"
WORKDAYS = ("2022-12-26T09:00:00+07:00", "2022-12-30T14:30:00+07:00",
            "2023-01-05T10:15:00+07:00", "2023-01-09T16:40:00+07:00")
EVENING = "2023-01-10T20:00:00+07:00"
SIGNED = "2023-01-10T21:00:00+07:00"
LAST_MOMENT = "2023-01-10T23:59:59.999999+07:00"
MIDNIGHT = "2023-01-11T00:00:00+07:00"
HANDED_OVER = "2023-01-10T15:00:00+07:00"
OPENED = "2023-01-11T08:30:00+07:00"
APPRAISAL = ("2023-01-12T09:00:00+07:00", "2023-01-16T15:00:00+07:00")
CLOSED = "2023-01-17T00:00:00+07:00"
MEETING = "2023-02-21T14:00:00+07:00"   # not in the report
PUBLISHED = "2023-03-01T16:00:00+07:00"

# (unit, leaf) of the scenes
TWICE = ("D02", "1.1.1")
ON_TIME = ("H09", "1.5.1")
LATE = ("H11", "1.5.1")
WEB_PAGE = ("D10", "1.1.2")
BEFORE_AND_AFTER = ("D14", "1.5.1")
BY_EOFFICE = "D06"
SUPPLIED = "2022-12-25T08:00:00+07:00"
FIGURES = (  # leaf, the agency in charge, its source
    ("3.5.1", "D04", "Hệ thống thông tin giải quyết thủ tục hành chính tỉnh"),
    ("7.3.1", "D05", "Cổng dịch vụ công của tỉnh"))
SHORT = {
    "D01": "SGTVT", "D02": "SNV", "D03": "SKHCN", "D04": "VP", "D05": "STTTT",
    "D06": "SNN", "D07": "SCT", "D08": "SVHTTDL", "D09": "STC", "D10": "SXD",
    "D11": "TTr", "D12": "SKHĐT", "D13": "STNMT", "D14": "STP",
    "D15": "SLĐTBXH", "D16": "BQL", "D17": "SGDĐT", "D18": "SYT"}


def office(code, name):
    return documents.Office(code, name, SHORT.get(code, "UBND"), "Hải Dương",
                            2022)


def paper(code, name, leaf, values, nth):
    """The document of one leaf, the unit's nth."""
    issued = values.get("issued")
    if not isinstance(issued, str):
        issued = f"2022-12-{1 + (nth * 7 + int(code[1:])) % 22:02}"
    return documents.paper(office(code, name), [leaf], {leaf["id"]: values},
                           str(20 + 3 * nth), issued)


def _list():
    return dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Record(year.Record):
    own_units: set = dataclasses.field(default_factory=set)  # skipped, then
    left_open: set = dataclasses.field(default_factory=set)  # what that left
    same: list = _list()    # first, second
    door: object = None     # the answer to the web page without a PDF's head
    disguised: str = ""     # the id of the one with it
    on_time: str = ""
    late: str = ""
    points: list = _list()  # before, with it, after
    sealed: list = _list()    # answers to forms before the seals were opened
    too_many: list = _list()  # and to one form more than was planned
    drawn: dict = dataclasses.field(default_factory=dict)  # survey: numbers
    entered_by: dict = dataclasses.field(default_factory=dict)  # (survey,
                                        # number): the log's entry
    standing: list = _list()  # of the results, stage by stage
    signed: dict = dataclasses.field(default_factory=dict)  # unit: its report
                                                            # and digest
    refused: dict = dataclasses.field(default_factory=dict)  # what: answer
    seen: dict = dataclasses.field(default_factory=dict)  # what a unit saw


class Year(people.People, sealed.Sealed, signing.Signing, council.Council,
           year.Year):
    SHIPPED, PERIOD = SHIPPED, "2022"
    BEGIN = "2022-12-16T08:00:00+07:00"
    PREVIOUS = SHIPPED / "previous-2021.json"
    TOKENS = year.Year.TOKENS | {"unit": "D01", "appraiser": "appraiser F1"}
    LOST = "unconvincing"
    STANDING, STAND_IN = who.STANDING, who.STAND_IN
    PARTIES = ("Bưu điện tỉnh", "Sở Nội vụ, cơ quan thường trực của Hội đồng")
    SHAPES = {"org-department": sealed.as_batch,
              "org-district": sealed.as_batch,
              "citizen-department": sealed.as_table,
              "citizen-district": sealed.as_lines}

    def __init__(self, service, units, batches):
        register = json.loads((SHIPPED / "units.json").read_text())["units"]
        self.PEOPLE = who.everybody(register)
        super().__init__(service, units, batches)
        self.HANDED = {survey: papers.handed(survey, nth, len(forms))
                       for nth, (survey, forms) in
                       enumerate(self.by_survey().items())}
        self.SIGNS = {code: self.signs(code) for code in units}
        self.OPENERS = tuple(
            f"{one.name}, {one.position}" for one in
            (self.person("tts.totruong"), self.person("hd.phochutich")))

    def signs(self, code):
        """Who signs a unit's report, as Decree 30/2020 has them sign."""
        head = self.person(f"{code.lower()}.thutruong")
        return {"number": f"{40 + int(code[1:])}/BC-{SHORT.get(code, 'UBND')}",
                "signer": head.name, "title": head.position,
                "competence": "TM." if code[0] == "H" else ""}

    def new_record(self):
        return Record()

    def steps(self):
        return [self.set_up, self.assign, self.write_papers, self.supply,
                self.hand_in, self.err, self.seal, self.show_before_and_after,
                self.sign, self.reach_the_deadline, self.unseal,
                self.take_up, self.appraise, self.end_round, self.close,
                self.meet, self.publish]

    def requests(self):
        leaves = sum(len(u.found) for u in self.units.values())
        left_out = sum(len(u.no_document) for u in self.units.values())
        return (3 * leaves - left_out + 1 + len(self.batches)
                + len(self.PEOPLE) + 2 * len(self.SHAPES) + 5
                + len(self.units))

    def write_papers(self):
        self.progress.part("a document for every criterion of every unit")
        self.papers = self.print_papers({
            (code, leaf): paper(code, self.names[code], self.leaves[leaf],
                                values, nth)
            for code, unit in self.units.items()
            for nth, (leaf, values) in enumerate(unit.declared.items())})

    def sender_of(self, unit):
        """One unit sends by the e-office, which says for whom."""
        if unit == BY_EOFFICE:
            return self.tokens["dms"], {"Parindex-Person":
                                        f"{unit.lower()}.cchc"}
        return super().sender_of(unit)

    def supply(self):
        """Figures of all units, from the agencies that have them."""
        self.at(SUPPLIED)
        self.progress.part("agencies supply the figures of all units")
        for leaf, agency, source in FIGURES:
            self.http.put_json(
                self.of_period("indicators", leaf), self.tokens[agency],
                {"source": source, "extracted": SUPPLIED,
                 "units": [{"unit": code, "inputs": unit.found[leaf]}
                           for code, unit in self.units.items()
                           if leaf in unit.found]})
            self.progress.step()

    def hand_in(self):
        """Documents and self-scores, in four sittings; each unit its own."""
        left_out = {(u.code, leaf) for u in self.units.values()
                    for leaf in u.no_document | u.late_document} | {ON_TIME}
        work = list(self.papers)
        random.Random(2022).shuffle(work)
        for n, moment in enumerate(WORKDAYS):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: units hand in documents and "
                               "self-scores")

            def hand(numbered):
                at, key = numbered
                if key not in left_out:
                    self.upload(*self.papers[key],
                                raw=at % year.RAW_EVERY == 0)
                    self.progress.step()
                self.declare(*key)

            client.in_parallel(
                hand, list(enumerate(work))[n::len(WORKDAYS)])

    def err(self):
        """What goes wrong at any counter."""
        first = next(s for s in self.record.taken.values()
                     if (s["unit"], s["leaves"][0]) == TWICE)
        again = self.upload(*self.papers[TWICE], expect=(200,)).json
        self.record.same = [first, again]
        with_head, without = documents.disguised()
        page = self.papers[WEB_PAGE][0]
        self.record.door = self.upload(page, without, expect=None)
        self.record.disguised = self.upload(page, with_head).json["id"]

    def show_before_and_after(self):
        """A document for a leaf that has none, and taken back again."""
        self.at(EVENING)
        unit, leaf = BEFORE_AND_AFTER
        self.progress.part("the evening before: one more document, and it is "
                           "taken back")

        def points():
            self.settle()
            return self.http.ask(
                "GET", f"/v1/periods/{self.PERIOD}/results/{unit}",
                self.tokens["council"]).json["points"]

        before = points()
        id_ = self.upload(*self.papers[unit, leaf]).json["id"]
        self.progress.step()
        with_it = points()
        self.http.post_json(f"/v1/submissions/{id_}/withdrawal",
                            self.tokens[unit],
                            {"reason": "Gửi nhầm văn bản chưa có hiệu lực."})
        self.record.points = [before, with_it, points()]

    def sign(self):
        """All but the two that still wait for a document."""
        self.at(SIGNED)
        self.progress.part("sheets are locked, printed, signed by the heads, "
                           "confirmed")
        self.freeze_and_confirm([code for code in self.units if code not in
                                 (ON_TIME[0], LATE[0])], SIGNED[:10])
        paper, data = self.papers[TWICE]
        self.record.refused["evidence for a locked sheet"] = self.upload(
            paper, data + b"\n", expect=None)

    def reach_the_deadline(self):
        self.progress.part("24:00 on 10/01/2023")
        self.at(LAST_MOMENT)
        self.record.on_time = self.upload(*self.papers[ON_TIME]).json["id"]
        self.freeze(ON_TIME[0])
        self.at(MIDNIGHT)
        self.record.late = self.upload(*self.papers[LATE]).json["id"]
        self.progress.step(2)

    # ---- the survey ----

    def seal(self):
        self.at(HANDED_OVER)
        self.progress.part("the post office hands the survey forms over, "
                           "sealed")
        self.hand_over()

    def unseal(self):
        self.at(OPENED)
        self.progress.part("two persons open the seals; 2,476 forms are "
                           "entered")
        self.open_seals()
        self.enter_forms()

    # ---- the secretariat, the council ----

    def take_up(self):
        """One locked in time and is signed the day after; one did not lock,
        and the lead takes its sheet as it stands."""
        self.confirm(ON_TIME[0], OPENED[:10])
        code, leaf = LATE
        self.record.refused["appraising a sheet that nobody signed"] = \
            self.http.put_json(
                f"{self.sheet(code, leaf)}/round1",
                self.appraiser_of(code, leaf),
                {"inputs": self.units[code].found[leaf], "reason": ""},
                headers={"If-Match": '"v0"'}, expect=None)
        self.step("take", code, self.tokens["lead"],
                  {"text": "Đơn vị không khóa và ký báo cáo tự chấm điểm đúng "
                   "hạn; thẩm định theo nội dung đã có trên hệ thống."})

    def appraise(self):
        self.appraise_on(APPRAISAL)

    def end_round(self):
        """The only one."""
        self.of_all("end-round1", "lead")

    def close(self):
        self.record.standing.append(self.standing())
        self.close_on(CLOSED, "1.8.1")

    def meet(self):
        """Last year's places, the minutes; and what a unit sees before."""
        self.record.standing.append(self.standing())
        self.at(MEETING)
        self.progress.part("the council meets")
        self.bring_last_year()
        self.keep("minutes", papers.minutes(len(self.units)), "01/BB-HĐ",
                  self.person("hd.phochutich").name)
        paper = papers.minutes(len(self.units))
        self.of_all("decide", "council", {"decision": {
            "number": "01/BB-HĐ", "date": paper.issued}})
        self.of_all("finish", "council")
        self.settle()
        self.record.standing.append(self.standing())
        self.record.seen["before"] = self.looks_of_a_unit()

    def publish(self):
        self.at(PUBLISHED)
        self.progress.part("decision 336/QĐ-UBND: published")
        self.settle()
        decision = self.keep("decision", papers.decision(), "336/QĐ-UBND",
                             "Chủ tịch UBND tỉnh")
        self.publish_under(decision)
        self.record.standing.append(self.standing())
        self.record.seen["after"] = self.looks_of_a_unit()

    def looks_of_a_unit(self):
        """What D16 is answered about itself and others: (status, JSON)."""
        return {name: self.http.ask("GET", self.of_period(*path.split("/")),
                                    self.tokens["D16"], expect=None)
                for name, path in (("all", "results"),
                                   ("own", "results/D16"),
                                   ("other", "results/D18"),
                                   ("decisions", "decisions"),
                                   ("sheet of another", "units/D18/sheet"))}
