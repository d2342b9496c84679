"""checks.py - what the two-tier year must show beyond groups and classes.

Knows the scenes of steps.py. Touches the service for reading.
"""
import fractions
import pathlib

import checks
import procedure
from two_tier_2025 import steps


class Checks(procedure.Procedure, checks.Checks):
    HERE = pathlib.Path(__file__).parent

    def own(self):
        return [self.published, self.satisfaction, self.people,
                self.nobody_their_own, self.quotas, self.channels,
                self.seals,
                self.second_entries, self.documents, self.deadline,
                self.supplements, self.refusals, self.rounds, self.auditor,
                self.end]

    def people(self):
        """Everybody acts in their own name."""
        said = self.expected["people"]
        self.same(self.record.imported, said["workbook"],
                  f"people came by a workbook: {said['workbook']}")
        wrong = [(code, leaf["leaf"]) for code in self.units
                 for leaf in self.sheet_of(code) if leaf.get("self")
                 and leaf["self"]["person"] != f"{code.lower()}.cchc"]
        wrong += [s["id"] for s in self.submissions.values()
                  if s["person"] != f"{s['unit'].lower()}.cchc"]
        self.same(wrong, [], "every self-score and document carries the name "
                             "of its unit's officer")

    def channels(self):
        """By which way forms came, as the server counts them."""
        for survey, told in self.expected["channels"].items():
            is_ = {c["id"]: c["forms"] for c in
                   self.survey(survey)["channels"]}
            self.same(is_, told, f"{survey}: " + ", ".join(
                f"{n} by {name}" for name, n in told.items()))

    def supplements(self):
        """What was asked for with an explanation was on time by the window
        for explanations, long after the other had ended."""
        said = self.expected["explained"]
        told = {key: self.submission(id_)
                for key, id_ in self.record.supplements.items()}
        self.same((len(told), len({code for code, _ in told})),
                  (said["criteria"], said["units"]),
                  f"{said['criteria']} criteria of {said['units']} units got a "
                  "further document with their explanation")
        self.same({(s["verdict"], s["status"], s.get("supplement"),
                    s["received"]["latest"] > steps.AFTER)
                   for s in told.values()},
                  {("on-time", "accepted", True, True)},
                  "all of them on time by the window for explanations")
        one = self.expected["supplemented"]
        unit, leaf = one["unit"], one["leaf"]
        final = next(x for x in self.sheet_of(unit) if x["leaf"] == leaf)
        self.same([*self.record.points, final["points"]],
                  [one["before"], one["after"], one["after"]],
                  f"{unit}, {leaf}: {one['before']} without its document, "
                  f"{one['after']} with it, in round 2 too")

    def published(self):
        """What the city printed: units, best and worst, ten wards."""
        for block in self.results["blocks"]:
            said = self.expected["published"][block["block"]]
            index = [fractions.Fraction(u["index"]) for u in block["units"]]
            self.same((len(index), f"{float(max(index)):.2f}",
                       f"{float(min(index)):.2f}"),
                      (said["units"], said["best"], said["worst"]),
                      f"{block['block']}: {said['units']} units, from "
                      f"{said['best']} to {said['worst']}")
        top = [u for u in self.units.values() if u["block"] == "ward"
               and fractions.Fraction(u["points"]) >= 93]
        self.same(len(top), self.expected["wards_from_93"],
                  f"{len(top)} wards have 93 points or more")

    def satisfaction(self):
        for block, mean in self.expected["satisfied_percent"].items():
            percents = [fractions.Fraction(f["percent"])
                        for u in self.units.values() if u["block"] == block
                        for f in u["fields"]
                        if f["field"] == "S2" and fractions.Fraction(f["max"])]
            is_ = sum(percents) / len(percents)
            self.same(f"{float(is_):.2f}", mean,
                      f"{block}: {mean} % of people satisfied on average")

    def documents(self):
        self.answered()
        taken = len(self.record.taken)
        told = self.submissions.values()
        self.same([s["status"] for s in told], ["accepted"] * taken,
                  f"all {taken} documents are accepted")
        self.hold(max(len(s["leaves"]) for s in told) > 5,
                  "one document serves several leaves")

    def deadline(self):
        on_time = self.submission(self.record.on_time)
        self.same((on_time["verdict"], on_time["status"]),
                  ("on-time", "accepted"),
                  "16:59:59.999999 on 28/11/2025 is on time")
        late = self.record.late
        self.same((late.status, late.headers["Content-Type"]),
                  (409, "application/problem+json"),
                  "17:00 is late, and this period's policy refuses")

    def rounds(self):
        """Each column keeps what its own persons found."""
        asked = {code: u.first for code, u in self.year.units.items()
                 if u.first}
        kept = sum(
            leaf["round1"]["inputs"] == first
            and leaf["round2"]["inputs"] == self.year.units[code].found[id_]
            for code, leaves in asked.items() for id_, first in leaves.items()
            for leaf in [self.year.http.ask(
                "GET", self.year.sheet(code, id_),
                self.year.tokens["auditor"]).json["leaf"]])
        self.same(kept, self.expected["explained"]["first_otherwise"],
                  f"{kept} criteria of {len(asked)} units were explained, and "
                  "round 2 stands beside round 1")

    def end(self):
        told = self.year.http.ask(
            "GET", f"/v1/periods/{self.year.PERIOD}/sheets",
            self.year.tokens["auditor"]).json["sheets"]
        self.same({s["state"] for s in told}, {"final"},
                  f"all {len(told)} sheets are final")
        self.same(self.results["status"], "published",
                  "the results are published")
