"""procedure.py - was a whole procedure followed: assignments, seals, quotas,
second entries, refusals?

Knows what a Year with People, Sealed and Signing recorded. Touches the service
for reading.
"""
import tempfile
import pathlib

import draw


class Procedure:
    """For an example's Checks."""

    def nobody_their_own(self):
        open_ = {tuple(pair) for pair in self.expected["own_and_open"]}
        self.same(self.record.left_open, open_,
                  f"{len(open_)} fields of appraisers' own units stayed open "
                  "until others took them")
        self.same(self.year.assignments(open_only=True), [],
                  "every field of every unit has an appraiser")
        at = {one.id: one.unit for one in self.year.PEOPLE}
        own = [f"{code} {leaf['leaf']}" for code in self.units
               for leaf in self.sheet_of(code)
               for column in ("round1", "round2")
               if leaf.get(column) and at[leaf[column]["person"]] == code]
        self.same(own, [], "nobody appraised the unit they work in")

    def survey(self, survey):
        return self.year.http.ask("GET", self.year.of_survey(survey),
                                  self.year.tokens["auditor"]).json

    def quotas(self):
        """As the server counts them, group by group."""
        for survey, groups in self.expected["respondents"].items():
            is_ = {g["id"]: g["forms"] for g in self.survey(survey)["groups"]}
            self.same(is_, groups, f"{survey}: "
                      f"{' + '.join(map(str, groups.values()))} forms")
        refused = {a.status for a in self.record.too_many}
        self.hold(refused == {429} or refused == {409},
                  f"one form more than was planned is refused: {refused}")

    def seals(self):
        self.same(sorted(self.year.HANDED), sorted(self.expected["sealed"]),
                  f"{len(self.year.HANDED)} surveys came under seals")
        self.same([a.status for a in self.record.sealed],
                  [409] * len(self.expected["sealed"]),
                  "no form enters before its package is opened")
        for survey in self.expected["sealed"]:
            told = self.survey(survey)
            opened = self.year.http.ask(
                "GET", self.year.of_survey(survey, "handovers"),
                self.year.tokens["auditor"]).json["handovers"]
            self.same([(one["persons"], one["intact"],
                        set(one["found"].split()) ==
                        set(one["seals"].split())) for one in opened],
                      [(list(self.year.OPENERS), True, True)],
                      f"{survey}: opened by {' and '.join(self.year.OPENERS)}, "
                      "seals intact, their numbers those handed over")
            self.same(told["handovers"]["valid"], told["forms"],
                      f"{survey}: {told['forms']} forms valid in the packages, "
                      "as many count")

    def second_entries(self):
        """What had to be entered again is what the log, fetched by anybody,
        draws; all of it was, and every difference has its reason."""
        asked = {s["id"]: s["second_entry"] for s in
                 self.year.shipped_period()["surveys"] if "second_entry" in s}
        with tempfile.TemporaryDirectory(prefix="parindex-draw-") as folder:
            public = pathlib.Path(folder) / "public"
            self.year.service.parindex("log", "export", public)
            roots = draw.roots(public, set(self.record.entered_by.values()))
        for survey, percent in asked.items():
            drawn = sorted(
                number for (of, number), entry in
                self.record.entered_by.items() if of == survey and
                draw.is_drawn(roots[entry], self.year.PERIOD, survey, number,
                              percent))
            told = self.year.sample(survey)
            again = self.survey(survey)["second_entries"]
            self.same((sorted(one["number"] for one in told),
                       all(one["entered"] for one in told), again["due"],
                       again["missing"], again["differ"],
                       again["unexplained"]),
                      (drawn, True, len(drawn), 0, 2, 0),
                      f"{survey}: {len(drawn)} forms drawn, the same ones by "
                      "the log as everybody can fetch it; all entered twice, "
                      "two differ, both explained")

    def refusals(self):
        for what, answer in self.record.refused.items():
            self.same(answer.status, 409, f"{what} is refused: 409")

    def auditor(self):
        """The auditor's report has what it must have, and no more than the
        scenes of the year explain."""
        said = self.year.http.ask(
            "GET", self.year.of_period("audit"),
            self.year.tokens["auditor"]).json
        found = {kind["code"]: kind["count"] for kind in said["kinds"]
                 if kind["count"] and kind["severity"] in ("high", "medium")}
        self.same(found, self.expected["findings"],
                  "the auditor's report lists, of medium and high weight, "
                  "exactly what happened: "
                  + (", ".join(f"{n} {code}" for code, n in found.items())
                     or "nothing"))
