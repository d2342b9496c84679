"""checks.py - is what came out what was expected, and is it proven?

Knows an example's expected.json, which no input ever reads, and what the year
recorded. Touches the service through its HTTP interface, for reading, and the
operator's checks; and asks for every result to be computed again.
"""
import base64
import collections
import fractions
import functools
import hashlib
import importlib.util
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import oracle
import report

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECEIPTS = 5
sys.path.append(str(ROOT / "tests/audit"))
import go_checker  # noqa: E402


def ranked(best_first, rule):
    """The ranks of these numbers by a tie rule: "shared" 1 1 3, "dense" 1 1 2."""
    distinct = sorted(set(best_first), reverse=True)
    return [(distinct.index(x) if rule == "dense"
             else sorted(best_first, reverse=True).index(x)) + 1
            for x in best_first]


def words_of(report):
    """The text of a PDF without blanks: digests are printed in groups."""
    said = subprocess.run(["pdftotext", "-", "-"], input=report, check=True,
                          capture_output=True).stdout.decode()
    return "".join(said.split())


class Checks:
    """One example: HERE, its folder, and what list() adds are its own
    class's."""
    HERE = None

    def __init__(self, done, say):
        self.year, self.record, self.say = done, done.record, say
        self.expected = json.loads((self.HERE / "expected.json").read_text())
        self.results = done.results().json
        self.units = report.units_of(self.results)
        self.passed = self.failed = 0
        self.sheet_of = functools.cache(self.read_sheet)

    def list(self):
        """What is checked, one function after the other."""
        return [self.grades, self.reviews, self.ranks, self.arithmetic,
                self.adds_up, self.losses_add_up, self.surveys, self.signatures, self.tokens,
                *self.own(), self.receipts, self.whole_log,
                self.operator, self.again]

    def own(self):
        """What only this example has."""
        return []

    def run(self):
        for check in self.list():
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

    # ---- what was expected ----

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
                  f"self-review of exactly {len(self.expected['self_review'])} "
                  "units, in exactly these fields")
        gap = self.expected["rule_gap"]
        self.same(sorted(code for code, u in self.units.items()
                         if "rule_gap" in u["flags"]), gap,
                  "the class rule has a gap for exactly "
                  f"{' and '.join(gap) or 'nobody'}")

    def ranks(self):
        for code, (best, worst) in self.expected["ranks"].items():
            rank = self.units[code]["rank"]
            self.hold(best <= rank <= worst,
                      f"{code} ranks {rank}, expected {best} to {worst}")
        for block in self.results["blocks"]:
            units = block["units"]
            self.same([u["rank"] for u in units], ranked(
                [fractions.Fraction(u["index"]) for u in units],
                self.expected["tie_rule"]),
                f"{block['block']}: {len(units)} units ranked, "
                f"{len(units) - len({u['rank'] for u in units})} level")

    def surveys(self):
        for block, surveys in self.expected["forms"].items():
            self.same({key: self.record.forms[key] for key in surveys},
                      surveys, f"{block}: {sum(surveys.values())} survey forms")
        self.same(sum(self.record.forms.values()),
                  sum(sum(s.values()) for s in self.expected["forms"].values()),
                  f"{sum(self.record.forms.values())} forms in all")

    def arithmetic(self):
        """Every number once more, in exact fractions, without our C."""
        exact = oracle.Oracle(self.year.SHIPPED, self.year.batches)
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
        self.same(wrong, [], f"points and fields of all {len(self.units)} "
                             "units as an independent calculation gives them")

    def adds_up(self):
        """What is printed: criteria give their field, fields the points, and
        points the index."""
        F, wrong, criteria = fractions.Fraction, [], 0
        for code, unit in self.units.items():
            of = collections.defaultdict(fractions.Fraction)
            sheet = self.year.http.ask("GET", self.year.sheet(code),
                                       self.year.tokens["council"]).json
            for leaf in sheet["leaves"]:
                of[leaf["field"]] += F(leaf["points"] or 0)
            criteria += len(sheet["leaves"])
            fields = {f["field"]: F(f["points"]) for f in unit["fields"]}
            wrong += [f"{code} {name}" for name, points in fields.items()
                      if of.pop(name, 0) != points]
            points, most = F(unit["points"]), F(unit["max"])
            printed = oracle.round_once(100 * points / most, F(100), 2)
            if (of or sum(fields.values()) != points
                    or printed != F(unit["index"])
                    or sum(F(f["max"]) for f in unit["fields"]) != most):
                wrong.append(code)
        self.same(wrong, [], f"{criteria} printed criteria add up to their "
                             "fields, fields to points, points to the index")

    def losses_add_up(self):
        """What criteria lost in a block is what its units lost, and that is
        what they do not have; averages are those of the units."""
        F, wrong = fractions.Fraction, []
        told = self.year.http.ask("GET", self.year.of_period("analysis"),
                                  self.year.tokens["auditor"]).json
        for block in told["blocks"]:
            units = {u["unit"]: F(u["lost"]) for u in block["units"]}
            wrong += [code for code, lost in units.items() if lost != F(
                self.units[code]["max"]) - F(self.units[code]["points"])]
            if sum(F(one["lost"]) for one in block["losses"]) != \
                    sum(units.values()):
                wrong.append(f"{block['block']}: criteria")
            mean = sum(100 * F(self.units[code]["points"])
                       / F(self.units[code]["max"]) for code in units
                       ) / len(units)
            if oracle.round_once(mean, F(100), 2) != F(
                    block["average"]["index"]):
                wrong.append(f"{block['block']}: average")
        self.same(wrong, [], "lost points add up by criterion and by unit, and "
                             "averages are those of the units")

    def inputs_of(self, unit, leaf):
        answer = self.year.http.ask("GET", self.year.sheet(unit, leaf),
                                    self.year.tokens["auditor"])
        return answer.json["leaf"]["round1"]["inputs"]

    def answered(self):
        """How many uploads the web server's own log says were taken."""
        log = (self.year.service.dir / "web/access.log").read_text()
        posts = re.findall(r'"POST /parindex/v1/submissions[? ][^"]*" (\d+)',
                           log)
        taken = len(self.record.taken)
        self.same(posts.count("202"), taken,
                  f"{taken} documents answered with 202, in the web server's "
                  "log too")

    @functools.cached_property
    def submissions(self):
        """Every submission as its unit is told of it."""
        return {s["id"]: s for code in self.year.units for s in
                self.year.http.ask(
                    "GET", f"/v1/periods/{self.year.PERIOD}/units/{code}/submissions",
                    self.year.tokens[code]).json["submissions"]}

    def read_sheet(self, code, revision=""):
        return self.year.http.ask("GET", self.year.sheet(code) + revision,
                                  self.year.tokens["auditor"]).json["leaves"]

    def submission(self, id_):
        return self.year.http.ask("GET", f"/v1/submissions/{id_}",
                                  self.year.tokens["operator"]).json

    def signatures(self):
        """The digest on the paper is that of the sheet as it was locked."""
        wrong = []
        for code, (signed, digest) in self.record.signed.items():
            text, back = (self.year.http.ask(
                "GET", self.year.of_period("units", code, "report", what),
                self.year.tokens["auditor"]).body
                for what in ("text", "signed"))
            words = words_of(signed)
            if (hashlib.sha256(text).hexdigest() != digest or back != signed
                    or digest[:16] not in words or "issued" in words):
                wrong.append(code)
        self.same(wrong, [], f"{len(self.record.signed)} signed reports come "
                             "back byte for byte and carry their sheet's "
                             "SHA-256")

    def tokens(self):
        """Each that is printed acts for whom it says, still."""
        acts = {role: self.year.http.ask("GET", "/v1/me",
                                         self.year.tokens[name]).json["role"]
                for role, name in self.year.TOKENS.items()}
        self.same(acts, {role: role for role in acts},
                  f"the tokens of {len(acts)} roles act in their role")

    # ---- proof ----

    def receipts(self):
        """With Python and openssl, without our C."""
        spec = importlib.util.spec_from_file_location(
            "check_receipt",
            ROOT / "tests/store/ledger/check_receipt.py")
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

    def whole_log(self):
        """Every receipt, as it was answered and as it is fetched now, and any
        two checkpoints that anybody kept, with a checker that is not ours."""
        with tempfile.TemporaryDirectory(prefix="parindex-log-") as folder:
            place = pathlib.Path(folder)
            for name in ("receipts", "kept"):
                (place / name).mkdir()
            for id_, told in self.record.taken.items():
                now = self.year.http.ask("GET", f"/v1/submissions/{id_}/receipt",
                                         self.year.tokens["auditor"]).body
                (place / f"receipts/{id_}").write_text(told["receipt"])
                (place / f"receipts/{id_}-now").write_bytes(now)
            for n, note in enumerate(self.record.checkpoints):
                (place / f"kept/{n}").write_bytes(note)
            self.year.service.parindex("log", "export", place / "public")
            held = 2 * len(self.record.taken)
            well, said = go_checker.GoChecker(place).check(
                self.year.service.log_key(), place / "public",
                place / "receipts", place / "kept")
            self.hold(well and f" {held} receipts, " in said,
                      f"golang.org/x/mod: {said}")

    def operator(self):
        for words in (("log", "verify"), ("store", "check"),
                      ("period", "recompute", self.year.PERIOD)):
            try:
                said = self.year.service.parindex(*words).strip()
                self.hold(True, f"parindex {' '.join(words)}: "
                                f"{said.splitlines()[-1] if said else 'ok'}")
            except Exception as why:
                self.hold(False, str(why))

    def bodies(self):
        """The results as everybody reads them, and as they are worked on."""
        return [self.year.results(which).body for which in ("", "working")]

    def again(self):
        """Every job once more changes nothing, not a byte."""
        before = self.bodies()
        self.year.service.parindex("period", "rescore", self.year.PERIOD)
        self.year.settle()
        self.hold(self.bodies() == before,
                  "every unit scored once more: the answer is the same, byte "
                  "for byte")
        self.same((self.year.metric("jobs_due"),
                   self.year.metric("jobs_buried")), (0, 0),
                  "no job waits, none was given up")
