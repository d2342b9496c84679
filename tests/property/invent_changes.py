"""invent_changes.py - what a decision changes in a period that is open, at
random, as far as store/model/amend.h lets it.

Draws only from the random source it is given.
"""
import copy
import fractions

from invent_rules import decimal

F = fractions.Fraction
EXTENDED = "2023-01-15T00:00:00+07:00"
APPRAISED_LATER = "2023-01-20T00:00:00+07:00"


class ChangeMaker:
    """Needs `random`, `criteria`, `period` and what makes them."""

    def change_maxima(self):
        for leaf in self.criteria["leaves"]:
            if leaf["mode"] == "survey":
                blocks = list(leaf["max"])
                most = {b: m for b, m in self.some_most(0).items()
                        if b in blocks}
            else:
                most = self.some_most()
            if self.random.random() < 0.4:
                leaf["max"] = {b: decimal(m) for b, m in most.items()}
        self.add_up()

    def change_rules(self):
        for leaf in self.criteria["leaves"]:
            rule = leaf["rule"]
            for key in ("floor", "late", "none", "otherwise"):
                if key in rule and rule["type"] != "CASES":
                    rule[key] = self.random.choice(["0", "0.25", "0.8"])
            if "percents" in rule:
                rule["percents"] = ["100"] + [
                    str(self.random.randint(0, 100))
                    for _ in rule["percents"][1:]]
            if leaf["mode"] in ("evidence", "appraised"):
                leaf["na_allowed"] = self.random.random() < 0.5

    def change_surveys(self):
        weighted = {b: self.random.random() < 0.5 for b in self.blocks}
        for survey in self.period["surveys"]:
            for group in survey["respondents"]:
                group.pop("weight", None)
                if weighted[survey["block"]]:
                    group["weight"] = self.some_weight()
            for option in (o for q in survey["questions"]
                           for o in q.get("options", [])):
                if option.get("percent") != "100":
                    option.pop("percent", None)
                    if self.random.random() < 0.7:
                        option["percent"] = str(self.random.randint(0, 100))

    def change_not_applicable(self):
        self.period["not_applicable"] = self.taken_out()

    def change_grades(self):
        self.make_grades()

    def change_terms(self):
        self.make_terms()
        if self.period["late_policy"] != "refuse":
            self.period["late_policy"] = self.random.choice(
                ["mark", "council"])

    def change_leaves(self):
        field = self.random.choice(
            [f for f in self.criteria["fields"] if f["id"] != "S"])["id"]
        self.criteria["leaves"].append(
            self.make_leaf(len(self.criteria["leaves"]) + 1, field))
        self.add_up()

    def change_units(self):
        last = self.units[-1]
        self.add_unit(f"{last[0]}{int(last[1:]) + 1}", self.block[last])

    def change_windows(self):
        """The evidence of one unit or of a block once more in time; one
        unit's appraisal longer than the others'."""
        for number, unit in enumerate(self.units):
            if self.random.random() < 0.3:
                self.follow(unit, "evidence", EXTENDED, 2 + number)
            if self.random.random() < 0.2:
                self.follow(unit, "appraisal", APPRAISED_LATER, 2 + number)
        for block in self.blocks:
            if self.random.random() < 0.3:
                self.follow(None, "evidence", EXTENDED, 90, block)

    def follow(self, unit, stage, until, version, block=None):
        block = block or self.block[unit]
        first = next(w for w in self.period["windows"]
                     if w["block"] == block and w["stage"] == stage)
        row = {k: v for k, v in first.items() if k != "closes"} | {
            "on_time_until": until, "version": version}
        if unit:
            row["unit"] = unit
        self.period["windows"].append(row)

    KINDS = (change_maxima, change_rules, change_surveys,
             change_not_applicable, change_grades, change_terms,
             change_leaves, change_units, change_windows)

    def amendment(self):
        for change in self.random.sample(self.KINDS,
                                         self.random.randint(1, 4)):
            change(self)
        return [{"do": "amend", "bundle": copy.deepcopy(self.bundle())}]
