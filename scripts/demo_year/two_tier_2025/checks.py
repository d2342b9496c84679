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
                self.deadline]

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
