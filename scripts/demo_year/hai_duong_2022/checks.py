"""checks.py - what Hải Dương's report of 2022 says beyond groups and classes.

Knows the scenes of steps.py. Touches the service for reading.
"""
import fractions
import pathlib

import checks
import oracle
import procedure
import report
from hai_duong_2022 import said, steps


class Checks(said.Said, procedure.Procedure, checks.Checks):
    HERE = pathlib.Path(__file__).parent

    def own(self):
        return [self.names_printed, self.counted, self.one_round,
                self.signed_by_heads, self.bounds, self.places_of_2021,
                self.council_papers, self.last_year, self.figures, self.indicators,
                self.documents, self.by_eoffice, self.scenes,
                self.deadline, self.before_and_after, self.nobody_their_own,
                self.quotas, self.seals, self.second_entries,
                self.refusals, self.auditor,
                self.lives, self.publication, self.before, self.after]

    def last_year(self):
        """Places won and lost since 2021, as the report tells them."""
        is_ = {code: u["rank_change"] for code, u in self.units.items()}
        told = self.expected["rank_change"]
        for code, change in told.items():
            self.same(is_[code], change,
                      f"{code}: {change:+} places since 2021")
        self.same(sum(is_.values()), 0, "all changes add up to nothing")
        self.same({code: report.reviews_again(u) for code, u in
                   sorted(self.units.items()) if report.reviews_again(u)},
                  self.expected["self_review_again"],
                  "self-review in two years running: exactly D16 and D18")

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

    def indicators(self):
        """The same as the service tells it, from the agencies' figures."""
        told = {one["leaf"]: one for one in self.year.http.ask(
            "GET", self.year.of_period("indicators"),
            self.year.tokens["auditor"]).json["indicators"]}
        online = {row["unit"]: row["against_target"]
                  for row in told["7.3.1"]["units"]}
        for word, codes in self.expected["online_against_target"].items():
            self.same({online[code] for code in codes}, {word},
                      f"online service, {len(codes)} units the report names: "
                      f"target {word}")
        means = {block: f"{float(mean):.1f}" for block, mean in
                 told["3.5.1"]["averages"].items()}
        self.hold(float(means["department"]) > 88
                  and means["district"] == "78.2",
                  f"digitised files, told by block: {means['department']} and "
                  f"{means['district']} %")

    def by_eoffice(self):
        """Both are on record: the e-office, and the person it acted for."""
        code = steps.BY_EOFFICE
        said = {(s.get("via"), s.get("person"))
                for s in self.submissions.values() if s["unit"] == code}
        self.same(said, {("dms", f"{code.lower()}.cchc")},
                  f"{code}'s documents came by the e-office, for its officer")

    def documents(self):
        self.answered()
        taken = len(self.record.taken)
        states = [s["status"] for s in self.submissions.values()]
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

    # ---- the procedure ----

    def lives(self):
        told = {code: self.year.life(code) for code in self.units}
        self.same({life["state"] for life in told.values()}, {"final"},
                  f"all {len(told)} sheets were decided and are final")
        taken = [code for code, life in told.items() if any(
            step["step"] == "take" for step in life["steps"])]
        signed = [code for code, life in told.items() if any(
            step["step"] == "confirm" and step["signer"]
            for step in life["steps"])]
        self.same((taken, len(signed)), ([steps.LATE[0]], 29),
                  f"{len(signed)} heads signed; {steps.LATE[0]}'s sheet was "
                  "taken by the lead, with a reason")

    def publication(self):
        self.same(self.record.standing, ["provisional", "appraised", "final",
                                         "published"],
                  "results were provisional, appraised, final, published")
        told = self.results["published"]
        self.same((self.results["status"], told["revision"], told["number"],
                   told["date"]), ("published", 1, "336/QĐ-UBND",
                                   "2023-03-01"),
                  "published as revision 1 under decision 336/QĐ-UBND of "
                  "01/03/2023")
        self.same(self.year.results("1").json, self.results,
                  "revision 1 is what everybody reads")

    def before(self):
        """What D16 saw while the council had not published."""
        seen = self.record.seen["before"]
        self.same((seen["other"].status, seen["decisions"].status,
                   seen["sheet of another"].status), (403, 403, 403),
                  "before publication a unit reads nobody else's result or "
                  "sheet, and no minutes")
        own = seen["own"].json
        listed = [u["unit"] for block in seen["all"].json["blocks"]
                  for u in block["units"]]
        self.same(listed, ["D16"], "the ranking shows it itself alone")
        self.same((own["rank"], own["index"], own["class"],
                   [f["field"] for f in own["fields"]
                    if f["field"][0] == "S"]), (None, None, None, []),
                  "of its own it sees points, but no rank, index or survey")

    def after(self):
        seen = self.record.seen["after"]
        self.same(seen["all"].status and seen["all"].json["blocks"],
                  self.results["blocks"],
                  "once published a unit reads what the council reads")
        self.same((seen["other"].status, seen["decisions"].status,
                   seen["sheet of another"].status), (200, 200, 403),
                  "others' results and the decisions too, but not their "
                  "sheets")
