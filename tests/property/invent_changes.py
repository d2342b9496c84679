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
        number = 1 + max(int(leaf["id"]) for leaf in [
            *self.opened["criteria"]["leaves"], *self.criteria["leaves"]])
        self.criteria["leaves"].append(self.make_leaf(number, field))
        self.add_up()

    def change_order(self):
        """Whatever is known by its id, in another order."""
        self.random.shuffle(self.criteria["fields"])
        self.random.shuffle(self.criteria["leaves"])
        self.random.shuffle(self.period["surveys"])
        for leaf in self.criteria["leaves"]:
            if leaf["mode"] != "system":
                self.random.shuffle(leaf["vars"])
        for survey in self.period["surveys"]:
            self.random.shuffle(survey["respondents"])

    def drop_leaves(self):
        """At least one stays in each field."""
        leaves = self.criteria["leaves"]
        for leaf in self.random.sample(leaves, len(leaves) // 3):
            if sum(other["field"] == leaf["field"] for other in leaves) < 2:
                continue
            leaves.remove(leaf)
            for survey in self.period["surveys"]:
                for question in survey["questions"]:
                    if question.get("leaf") == leaf["id"]:
                        del question["leaf"]
            for taken in self.period["not_applicable"]:
                if leaf["id"] in taken["leaves"]:
                    taken["leaves"].remove(leaf["id"])
        self.add_up()

    def drop_questions(self):
        """Some count nowhere any more, as long as another one of the block
        feeds their leaf."""
        for survey in self.period["surveys"]:
            for question in survey["questions"]:
                feed = [q for s in self.period["surveys"]
                        if s["block"] == survey["block"]
                        for q in s["questions"]
                        if q.get("leaf") == question.get("leaf")]
                if len(feed) > 1 and self.random.random() < 0.4:
                    question.pop("leaf", None)

    def move_units(self):
        """To the other block, but for who has a window there, and the last
        one."""
        for unit in list(self.units):
            mine = [u for u in self.units if self.block[u] == self.block[unit]]
            others = [b for b in self.blocks if b != self.block[unit]]
            if others and len(mine) > 1 and self.random.random() < 0.4 and \
                    not any(w.get("unit") == unit
                            for w in self.period["windows"]):
                self.block[unit] = others[0]

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
             change_leaves, change_units, change_windows, change_order,
             drop_leaves, drop_questions, move_units)

    def amendment(self):
        for change in self.random.sample(self.KINDS,
                                         self.random.randint(1, 4)):
            change(self)
        return [{"do": "amend", "bundle": copy.deepcopy(self.bundle())}]
