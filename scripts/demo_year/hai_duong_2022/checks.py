"""checks.py - what Hải Dương's report of 2022 says beyond groups and classes.

Knows the scenes of steps.py. Touches the service for reading.
"""
import fractions
import pathlib

import checks
import oracle
from hai_duong_2022 import steps


class Checks(checks.Checks):
    HERE = pathlib.Path(__file__).parent

    def own(self):
        return [self.figures, self.documents, self.scenes, self.deadline,
                self.before_and_after]

    def figures(self):
        for code, percent in self.expected["online_percent"].items():
            is_ = self.inputs_of(code, "7.3.1")
            self.same(round(100 * is_["online"] / is_["all"]), percent,
                      f"{code}: {percent} % of files online")
        for block, goal in self.expected["digitised_percent"].items():
            rates = [100 * is_["b"] / is_["a"] for is_ in (
                self.inputs_of(code, "3.5.1") for code, u in self.units.items()
                if u["block"] == block and "3.5.1" in
                self.year.units[code].found)]
            mean = sum(rates) / len(rates)
            self.hold(mean > goal["above"] if "above" in goal
                      else f"{mean:.1f}" == goal["is"],
                      f"{block}: {mean:.1f} % of files digitised on average")

    def documents(self):
        self.answered()
        taken = len(self.record.taken)
        states = [s["status"] for s in self.submissions().values()]
        self.same((len(states), states.count("accepted"),
                   states.count("rejected"), states.count("late"),
                   states.count("withdrawn")), (taken, taken - 3, 1, 1, 1),
                  "of these one is rejected, one late, one withdrawn, all "
                  "others accepted")

    def scenes(self):
        first, again = self.record.same
        self.same((again["id"], again["log"]["index"], again["document"]),
                  (first["id"], first["log"]["index"], first["document"]),
                  "the same document twice: 200, and the first submission")
        door = self.record.door
        self.hold(400 <= door.status < 500 and
                  door.headers["Content-Type"] == "application/problem+json",
                  f"a web page called .pdf is refused at the door: "
                  f"{door.status} {door.json.get('title')}")
        page = self.submission(self.record.disguised)
        self.same((page["status"], bool(page.get("reason"))),
                  ("rejected", True), "one with a PDF's first bytes is taken, "
                  "then rejected, with a reason")

    def deadline(self):
        on_time = self.submission(self.record.on_time)
        late = self.submission(self.record.late)
        self.same((on_time["verdict"], on_time["status"],
                   on_time["received"]["latest"]),
                  ("on-time", "accepted", steps.LAST_MOMENT),
                  "23:59:59.999999 on 10/01/2023 is on time")
        self.same((late["verdict"], late["status"],
                   late["received"]["earliest"]),
                  ("late", "late", "2023-01-11T00:00:00.000000+07:00"),
                  "24:00:00.000000 is late, and marked")
        for (unit, leaf), points, what in (
                (steps.ON_TIME, "1.00", "counts"),
                (steps.LATE, "0.00", "does not count")):
            answer = self.year.http.ask("GET", self.year.sheet(unit, leaf),
                                        self.year.tokens["auditor"])
            self.same(answer.json["leaf"]["points"], points,
                      f"{unit}: that document {what}")

    def before_and_after(self):
        before, with_it, after = map(fractions.Fraction, self.record.points)
        code, leaf = steps.BEFORE_AND_AFTER
        exact = oracle.Oracle(self.year.SHIPPED, [])
        worth = exact.leaf_points(
            self.year.leaves[leaf],
            fractions.Fraction(self.year.leaves[leaf]["max"]["department"]),
            self.year.units[code].declared[leaf])
        self.same(with_it - before, worth,
                  f"{code}: one document more, {worth} points more")
        self.same(after, before, f"{code}: taken back, the points fall back")
