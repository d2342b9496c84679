"""checks.py - what the two-tier year must show beyond groups and classes.

Knows the scenes of steps.py. Touches the service for reading.
"""
import fractions
import pathlib

import checks
from two_tier_2025 import steps


class Checks(checks.Checks):
    HERE = pathlib.Path(__file__).parent

    def own(self):
        return [self.published, self.satisfaction, self.documents,
                self.deadline, self.rounds, self.end]

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
        told = self.submissions().values()
        self.same([s["status"] for s in told], ["accepted"] * taken,
                  f"all {taken} documents are accepted")
        self.hold(max(len(s["leaves"]) for s in told) > 5,
                  "one document serves several leaves")

    def deadline(self):
        on_time = self.submission(self.record.on_time)
        self.same((on_time["verdict"], on_time["status"]),
                  ("on-time", "accepted"),
                  "16:59:59.999999 on 28/11/2025 is on time")
        late = self.record.refused
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
        self.same(kept, sum(map(len, asked.values())),
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
