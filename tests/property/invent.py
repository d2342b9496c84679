"""invent.py - a period out of a random number, and the year in it.

Knows what `period check` asks of a bundle. Draws only from the random source
it is given, so that a seed is a year.
"""
import copy

from invent_changes import ChangeMaker
from invent_deeds import DeedMaker
from invent_set import SetMaker
from invent_surveys import SurveyMaker

OPENS = "2022-12-25T00:00:00+07:00"
BEGINS = "2022-12-26T08:00:00+07:00"
UNTIL = "2023-01-11T00:00:00+07:00"
APPRAISAL = "2023-01-12T08:00:00+07:00"
AMENDED = "2023-01-13T08:00:00+07:00"
CLOSES = "2023-01-17T00:00:00+07:00"
ROUND2 = "2023-01-18T08:00:00+07:00"
ENDS = "2023-01-25T00:00:00+07:00"


class Year(SetMaker, SurveyMaker, DeedMaker, ChangeMaker):
    """A bundle and, in `story`, what is done: phases of chains; what is in one
    chain is done in that order, what is in several of a phase in any."""

    def __init__(self, random):
        self.random = random
        self.draw, self.period, self.sent = {}, {}, []
        self.blocks = ["phong", "xa"][:random.randint(1, 2)]
        self.decimals = random.choice([0, 1, 2, 2, 3, 6])
        self.units, self.block = [], {}
        for b, block in enumerate(self.blocks):
            for i in range(random.randint(1, 4)):
                self.add_unit(f"{'UH'[b]}{i + 1}", block)
        self.make_set()
        self.make_surveys()
        self.make_period()
        self.opened = copy.deepcopy(self.bundle())
        self.ends = random.random() < 0.7
        self.story = list(self.phases())

    def add_unit(self, name, block):
        self.units.append(name)
        self.block[name] = block

    # ---- the bundle ----

    def falling(self, most):
        """Bounds of bands, the last 0."""
        return [str(n) for n in sorted(self.random.sample(
            range(20, 100), self.random.randint(1, most)), reverse=True)] + ["0"]

    def windows(self, block):
        def row(stage, opens, until, **more):
            return {"block": block, "stage": stage, "opens": opens,
                    "on_time_until": until} | more
        late = self.period["late_policy"] != "refuse"
        yield row("evidence", OPENS, UNTIL, **(
            {"closes": CLOSES} if late else {}))
        yield row("appraisal", UNTIL, CLOSES)
        yield row("survey", OPENS, CLOSES)
        yield row("explanation", UNTIL, CLOSES)
        if self.random.random() < 0.5:
            yield row("round2", CLOSES, ENDS)

    def make_grades(self):
        fields = self.inside_fields()
        self.period |= {
            "groups": [{"block": b, "id": f"{b[0]}{f}", "name_vi": "Nhóm",
                        "from": f}
                       for b in self.blocks for f in self.falling(3)],
            "classes": [{"id": f"c{i}", "name_vi": f"Mức {i}", "from": f,
                         "fields_from": "0" if f == "0"
                         else str(self.random.randint(0, 90))}
                        for i, f in enumerate(self.falling(3))],
            "class_fields": [f for f in fields if self.random.random() < 0.6],
            "self_review": {
                "fields": [f for f in fields if self.random.random() < 0.5],
                "below": str(self.random.randint(30, 90))}}

    def make_terms(self):
        r = self.random
        self.period |= {
            "index_decimals": r.randint(0, 4),
            "tie_rule": r.choice(["shared", "dense"]),
            "classify_on": r.choice(["exact", "printed"]),
            "outside": r.choice(["shown", "counted", "counted"]),
            "life": {f"{what}_evidence": r.choice(
                ["zero", "explained", "judged"])
                for what in ("missing", "late", "rejected")
                if r.random() < 0.5}}

    def taken_out(self):
        return [{"units": [u], "leaves": [self.random.choice(
            self.criteria["leaves"])["id"]]} | (
                {"fields": ["F1"]} if self.random.random() < 0.2 else {})
            for u in self.units if self.random.random() < 0.4]

    def make_period(self):
        r = self.random
        self.period |= {
            "format": "parindex-period/1", "id": "2030", "name_vi": "Kỳ",
            "year": 2030, "criteria": "c.json", "units": "u.json",
            "leaf_decimals": self.decimals, "doubt": r.choice(["unit", "strict"]),
            "late_policy": r.choice(["mark", "council", "refuse"])}
        self.make_terms()
        self.make_grades()
        self.period |= {
            "windows": [w for b in self.blocks for w in self.windows(b)],
            "not_applicable": self.taken_out(), "surveys": self.surveys}

    def bundle(self):
        def order(unit):
            mine = [u for u in self.units if self.block[u] == self.block[unit]]
            return mine.index(unit) + 1
        return {"format": "parindex-bundle/1", "period": self.period,
                "criteria": self.criteria,
                "units": {"format": "parindex-units/1", "units": [
                    {"id": u, "name_vi": f"Đơn vị {u}",
                     "block": self.block[u], "org_code": "",
                     "valid_from": "2020-01-01", "head_title": "Chủ tịch",
                     "order": order(u)} for u in self.units]}}

    # ---- what is done ----

    def phases(self):
        settle = [[{"do": "settle"}]]

        def clock(to):
            return [[{"do": "clock", "to": to}]]
        yield [*self.scores("self", 0.8), *self.uploads("a", 0.8),
               *self.forms("a")]
        yield settle
        yield list(self.explanations(0.15))
        yield clock(APPRAISAL)
        yield list(self.questions(0.1))
        yield [*self.scores("round1", 0.5), *self.uploads("b", 0.15),
               *self.forms("b")]
        yield settle
        yield clock(AMENDED)
        if self.random.random() < 0.6:
            yield [self.amendment()]
            yield settle
        yield [*self.scores("round1", self.random.choice([0.4, 1])),
               *self.uploads("c", 0.15), *self.forms("c")]
        yield settle
        yield self.admissions()
        yield from self.rounds(clock)
        yield settle

    def rounds(self, clock):
        if self.random.random() < 0.8:
            yield self.each_unit("end-round1")
        if not self.ends:
            yield list(self.scores("council", 0.1))
            return
        yield clock(ROUND2)
        yield list(self.scores("round2", 0.3))
        yield self.each_unit("end-round2")
        yield list(self.scores("council", 0.2))
