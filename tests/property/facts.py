"""facts.py - what was done in a year, as far as the rules let it: says of
every deed whether it should have been taken, and keeps what was.

Knows docs/scoring.md ("The life of a sheet") and docs/period-format.md, and
nothing of our C.
"""
import collections
import datetime
import fractions
import json

from invent import BEGINS
from rules import BROKEN, leaf_points

F = fractions.Fraction


def moment(text):
    return datetime.datetime.fromisoformat(text)


class Facts:
    """Of a year that begins with `bundle`."""

    def __init__(self, bundle):
        self.now = moment(BEGINS)
        self.cells = collections.defaultdict(dict)
        self.uploads = {}
        self.tallies = collections.defaultdict(
            lambda: collections.defaultdict(collections.Counter))
        self.state = collections.defaultdict(lambda: "draft")
        self.asked, self.explained = {}, {}
        self.steps = 0
        self.wrong = []
        self.happened = collections.Counter()
        self.bundle = None
        self.amend({"bundle": bundle}, "ok")

    def expect(self, fine, does, said):
        if fine != (said == "ok"):
            self.wrong.append((does, said))
        return fine

    # ---- the period's data as they stand ----

    def amend(self, does, said):
        """Data that says what is said already is no change."""
        is_new = json.dumps(does["bundle"]) != json.dumps(self.bundle)
        if not self.expect(is_new, {"do": "amend"}, said):
            return
        self.bundle = does["bundle"]
        self.period = self.bundle["period"]
        self.leaf = {leaf["id"]: leaf
                     for leaf in self.bundle["criteria"]["leaves"]}
        self.block = {u["id"]: u["block"]
                      for u in self.bundle["units"]["units"]}
        self.question = {(s["id"], q["id"]): q for s in self.period["surveys"]
                         for q in s["questions"]}

    def window(self, unit, stage):
        rows = [w for w in self.period["windows"]
                if w["block"] == self.block[unit] and w["stage"] == stage and
                w.get("unit", unit) == unit]
        return max(rows, key=lambda w: w.get("version", 1), default=None)

    def ends(self, unit, stage):
        row = self.window(unit, stage)
        return moment(row.get("closes", row["on_time_until"]))

    def is_open(self, unit, stage):
        row = self.window(unit, stage)
        return row is not None and \
            moment(row["opens"]) <= self.now < self.ends(unit, stage)

    def closed(self, unit):
        return self.now >= self.ends(unit, "appraisal")

    def applies(self, unit, leaf):
        return F(leaf["max"].get(self.block[unit], "0")) > 0 and not any(
            unit in d["units"] and (leaf["id"] in d.get("leaves", []) or
                                    leaf["field"] in d.get("fields", []))
            for d in self.period["not_applicable"])

    def by_evidence(self, unit):
        return [leaf for leaf in self.leaf.values()
                if leaf["mode"] == "evidence" and self.applies(unit, leaf)]

    # ---- deeds ----

    def clock(self, does, said):
        self.expect(True, does, said)
        self.now = moment(does["to"])

    def settle(self, does, said):
        self.expect(True, does, said)

    def may_score(self, unit, column):
        two = self.window(unit, "round2") is not None
        states, window = {
            "self": (["draft"], "evidence"),
            "round1": (["draft"], "appraisal"),
            "round2": (["appraised"] * two, "round2"),
            "council": (["reappraised" if two else "appraised"], None),
        }[column]
        return self.state[unit] in states and (
            window is None or self.is_open(unit, window))

    def score(self, does, said):
        leaf, inputs = self.leaf[does["leaf"]], does["inputs"]
        if said == "overflow":
            return
        fine = self.may_score(does["unit"], does["column"])
        if inputs.get("not_applicable"):
            inputs, fine = None, fine and leaf["na_allowed"]
        else:
            try:
                leaf_points(leaf, F(leaf["max"][self.block[does["unit"]]]),
                            inputs, self.period["leaf_decimals"])
            except BROKEN:
                fine = False
        if self.expect(fine, does, said):
            self.cells[does["unit"], does["leaf"]][does["column"]] = inputs

    def stage(self, does):
        """Evidence to what was asked, all of it, is judged by the window for
        explanations while that is open."""
        unit = does["unit"]
        asked = all((unit, leaf) in self.asked for leaf in does["leaves"])
        return "explanation" if asked and self.is_open(unit, "explanation") \
            and self.state[unit] in ("draft", "appraised") else "evidence"

    def upload(self, does, said):
        stage = self.stage(does)
        fine = self.now < self.ends(does["unit"], stage)
        if not fine or "replaces" not in does:
            self.expect(fine, does, said)
        if said == "ok":
            if "replaces" in does:
                self.uploads.pop(does["replaces"])
            self.uploads[does["name"]] = does | {
                "at": self.now, "stage": stage}

    def withdraw(self, does, said):
        if said == "ok":
            self.uploads.pop(does["name"])

    def admit(self, does, said):
        one = self.uploads.get(does["name"])
        if self.expect(one is not None and self.status(one) == "late" and
                       self.period["late_policy"] == "council", does, said):
            one["admitted"] = True

    def form(self, does, said):
        self.expect(True, does, said)
        form = does["form"]
        for unit, answers in (form.get("units") or
                              {form["unit"]: form["answers"]}).items():
            for name, answer in answers.items():
                question = self.question[does["survey"], name]
                if isinstance(answer, str):
                    answer = 1 + [o["id"] for o in question["options"]
                                  ].index(answer)
                if answer:
                    self.tallies[unit][does["survey"], form["group"], name][
                        answer] += 1

    # ---- steps ----

    def step(self, does, said):
        name = does["step"].replace("-", "_")
        if self.expect(getattr(self, name)(does["unit"], does.get("leaf")),
                       does, said):
            self.steps += 1
            getattr(self, "did_" + name)(does["unit"], does.get("leaf"))

    def explain(self, unit, leaf):
        windows = ["explanation"] + ["evidence"] * (
            self.state[unit] == "draft")
        return self.state[unit] in ("draft", "appraised") and \
            any(self.is_open(unit, w) for w in windows) and \
            ((unit, leaf) in self.asked or
             "accepted" not in self.documents()[unit, leaf])

    def did_explain(self, unit, leaf):
        self.explained[unit, leaf] = self.steps

    def request_explanation(self, unit, _):
        return self.state[unit] == "draft" and self.is_open(unit, "appraisal")

    def did_request_explanation(self, unit, leaf):
        self.asked[unit, leaf] = self.steps

    def end_round1(self, unit, _):
        return self.request_explanation(unit, _) and not any(
            cells.get("self") is not None and "round1" not in cells
            for cells in (self.cells.get((unit, leaf["id"]), {})
                          for leaf in self.by_evidence(unit)))

    def did_end_round1(self, unit, _):
        self.state[unit] = "appraised"

    def end_round2(self, unit, _):
        def waits(leaf):
            at = unit, leaf["id"]
            return self.explained.get(at, 0) > self.asked.get(at, 1 << 30) \
                and "round2" not in self.cells.get(at, {})
        return self.state[unit] == "appraised" and \
            self.is_open(unit, "round2") and \
            not any(waits(leaf) for leaf in self.by_evidence(unit))

    def did_end_round2(self, unit, _):
        self.state[unit] = "reappraised"

    # ---- what it comes to ----

    def status(self, one):
        """Judged by the window that is in force now."""
        until = moment(self.window(one["unit"], one["stage"])["on_time_until"])
        if not one["sound"]:
            return "rejected"
        return "accepted" if one["at"] < until or "admitted" in one else "late"

    def documents(self):
        out = collections.defaultdict(set)
        for one in self.uploads.values():
            for leaf in one["leaves"]:
                out[one["unit"], leaf].add(self.status(one))
        return out

    def take(self, does, said):
        assert len(does) == len(said)
        for one, answer in zip(does, said):
            getattr(self, one["do"])(one, answer)
            what = one.get("column") or one.get("step") or one["do"]
            self.happened[what, answer == "ok"] += 1
