"""checks.py - is what came out what the report published, and is it proven?

Knows expected.json and what the year recorded. Touches the service through its
HTTP interface, for reading, and the operator's checks; and asks for every
result to be computed again.
"""
import base64
import fractions
import importlib.util
import json
import pathlib
import random
import re

import oracle
import report
import year

HERE = pathlib.Path(__file__).parent
RECEIPTS = 5


class Checks:
    def __init__(self, done, say):
        self.year, self.record, self.say = done, done.record, say
        self.expected = json.loads((HERE / "expected.json").read_text())
        self.results = done.results().json
        self.units = report.units_of(self.results)
        self.passed = self.failed = 0

    def run(self):
        for check in (self.grades, self.reviews, self.ranks, self.arithmetic,
                      self.figures, self.documents, self.scenes, self.deadline,
                      self.before_and_after, self.surveys, self.receipts,
                      self.operator, self.again):
            try:
                check()
            except Exception as why:  # a check that breaks is one that failed
                self.hold(False, f"{check.__name__}: {why!r}")
        return self.passed, self.failed

    def hold(self, well, what):
        self.passed += bool(well)
        self.failed += not well
        self.say(f"{'ok    ' if well else 'FAILED'} {what}")

    def same(self, is_, expected, what):
        self.hold(is_ == expected, what if is_ == expected
                  else f"{what}: {is_}, not {expected}")

    # ---- what the report published ----

    def grades(self):
        for kind, key in (("groups", "group"), ("classes", "class")):
            for block, bands in self.expected[kind].items():
                for band, members in bands.items():
                    found = sorted(u["unit"] for u in self.units.values()
                                   if u["block"] == block and u[key] == band)
                    self.same(found, members,
                              f"{block}, {key} {band}: {len(members)} units")

    def reviews(self):
        self.same({code: report.reviews(u) for code, u in
                   sorted(self.units.items()) if report.reviews(u)},
                  self.expected["self_review"],
                  "self-review of exactly six units, in exactly these fields")
        self.same(sorted(code for code, u in self.units.items()
                         if "rule_gap" in u["flags"]),
                  self.expected["rule_gap"],
                  "the class rule has a gap for exactly D16 and H06")

    def ranks(self):
        for code, (best, worst) in self.expected["ranks"].items():
            rank = self.units[code]["rank"]
            self.hold(best <= rank <= worst,
                      f"{code} ranks {rank}, expected {best} to {worst}")
        for block in self.results["blocks"]:
            ranks = [u["rank"] for u in block["units"]]
            self.same(ranks, list(range(1, len(ranks) + 1)),
                      f"{block['block']}: {len(ranks)} units, no two equal")

    # ---- what was put in ----

    def arithmetic(self):
        """Every number once more, in exact fractions, without our C."""
        exact = oracle.Oracle(self.year.shipped, self.year.batches)
        wrong = []
        for code, unit in self.year.units.items():
            fields = exact.fields(unit)
            points, most = oracle.total(fields)
            told = self.units[code]
            wrong += [code] if (
                fractions.Fraction(told["points"]),
                fractions.Fraction(told["max"])) != (points, most) else []
            wrong += [f"{code} {f['field']}" for f in told["fields"] if (
                fractions.Fraction(f["points"]), fractions.Fraction(f["max"])
            ) != fields.get(f["field"], (0, 0))]
        self.same(wrong, [], "points and fields of all 30 units as an "
                             "independent calculation gives them")

    def inputs_of(self, unit, leaf):
        answer = self.year.http.ask("GET", self.year.sheet(unit, leaf),
                                    self.year.tokens["auditor"])
        return answer.json["leaf"]["round1"]["inputs"]

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
        log = (self.year.service.dir / "web/access.log").read_text()
        posts = re.findall(r'"POST /parindex/v1/submissions[? ][^"]*" (\d+)',
                           log)
        taken = len(self.record.taken)
        self.same(posts.count("202"), taken,
                  f"{taken} documents answered with 202, in the web server's "
                  "log too")
        states = [s["status"] for s in self.submissions().values()]
        self.same((len(states), states.count("accepted"),
                   states.count("rejected"), states.count("late"),
                   states.count("withdrawn")), (taken, taken - 3, 1, 1, 1),
                  "of these one is rejected, one late, one withdrawn, all "
                  "others accepted")

    def submissions(self):
        return {s["id"]: s for code in self.year.units for s in
                self.year.http.ask(
                    "GET", f"/v1/periods/{year.PERIOD}/units/{code}/submissions",
                    self.year.tokens[code]).json["submissions"]}

    def submission(self, id_):
        return self.year.http.ask("GET", f"/v1/submissions/{id_}",
                                  self.year.tokens["operator"]).json

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
                  ("on-time", "accepted", year.LAST_MOMENT),
                  "23:59:59.999999 on 10/01/2023 is on time")
        self.same((late["verdict"], late["status"],
                   late["received"]["earliest"]),
                  ("late", "late", "2023-01-11T00:00:00.000000+07:00"),
                  "24:00:00.000000 is late, and marked")
        for (unit, leaf), points, what in (
                (year.ON_TIME, "1.00", "counts"),
                (year.LATE, "0.00", "does not count")):
            answer = self.year.http.ask("GET", self.year.sheet(unit, leaf),
                                        self.year.tokens["auditor"])
            self.same(answer.json["leaf"]["points"], points,
                      f"{unit}: that document {what}")

    def before_and_after(self):
        before, with_it, after = map(fractions.Fraction, self.record.points)
        code, leaf = year.BEFORE_AND_AFTER
        exact = oracle.Oracle(self.year.shipped, [])
        worth = exact.leaf_points(
            self.year.leaves[leaf],
            fractions.Fraction(self.year.leaves[leaf]["max"]["department"]),
            self.year.units[code].declared[leaf])
        self.same(with_it - before, worth,
                  f"{code}: one document more, {worth} points more")
        self.same(after, before, f"{code}: taken back, the points fall back")

    def surveys(self):
        for block, surveys in self.expected["forms"].items():
            self.same({key: self.record.forms[key] for key in surveys},
                      surveys, f"{block}: {sum(surveys.values())} survey forms")
        self.same(sum(self.record.forms.values()), 2476, "2476 forms in all")

    # ---- proof ----

    def receipts(self):
        """With Python and openssl, without our C."""
        spec = importlib.util.spec_from_file_location(
            "check_receipt",
            HERE.parents[1] / "tests/store/ledger/check_receipt.py")
        checker = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(checker)
        vkey = self.year.service.log_key()
        some = random.Random(5).sample(sorted(self.record.taken), RECEIPTS)
        for id_ in some:
            told = self.record.taken[id_]
            text = self.year.http.ask("GET", f"/v1/submissions/{id_}/receipt",
                                      self.year.tokens["auditor"]).body.decode()
            try:
                checker.check(text, vkey)
                checker.check(told["receipt"], vkey)
                well = True
            except Exception:
                well = False
            entry = base64.b64decode(text.splitlines()[1].split(" ")[1])
            names = f"document {told['document']['sha256']}\n".encode()
            self.hold(well and names in entry,
                      f"the receipt of {told['unit']}'s {told['leaves'][0]} "
                      f"holds: entry {told['log']['index']}")

    def operator(self):
        for words in (("log", "verify"), ("store", "check"),
                      ("period", "recompute", year.PERIOD)):
            try:
                said = self.year.service.parindex(*words).strip()
                self.hold(True, f"parindex {' '.join(words)}: "
                                f"{said.splitlines()[-1] if said else 'ok'}")
            except Exception as why:
                self.hold(False, str(why))

    def again(self):
        """Every job once more changes nothing, not a byte."""
        before = self.year.results().body
        self.year.service.parindex("period", "rescore", year.PERIOD)
        self.year.settle()
        self.hold(self.year.results().body == before,
                  "every unit scored once more: the answer is the same, byte "
                  "for byte")
        self.same((self.year.metric("jobs_due"),
                   self.year.metric("jobs_buried")), (0, 0),
                  "no job waits, none was given up")
