#!/usr/bin/python3
"""check_property.py - results against an arithmetic of their own.

Random years (a criteria set with rules of every kind, units, surveys, scores,
documents, forms) are played through the acts in a simulated store, each twice
in another order, and must come out as exact fractions with one rounding a leaf
say (arithmetic.py): points, index, group, class, self-review, rank, of both
orders the same; nobody above 100; what is printed adds up.

    check_property.py [--full] [--seed N] [--years N]

PARINDEX_BUILD is the build folder. The seed is printed: the same seed plays
the same years. Ends with a line `N passed, N failed`.
"""
import argparse
import collections
import decimal
import fractions
import json
import os
import pathlib
import random
import subprocess
import sys

from arithmetic import BROKEN, Arithmetic, leaf_points
from invent import APPRAISAL, CLOSES, Year, woven

F = fractions.Fraction
ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE, FULL = 40, 1500


class Player:
    """The program that plays a year."""

    def __init__(self):
        build = os.environ.get("PARINDEX_BUILD", "build/dev")
        quick = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.program = subprocess.Popen(
            [ROOT / build / "property/property-year"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | ({"TMPDIR": quick} if quick else {}))

    def play(self, bundle, does):
        line = json.dumps({"bundle": bundle, "does": does},
                          ensure_ascii=False)
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        said = self.program.stdout.readline()
        assert said, "the program ended"
        return json.loads(said, parse_float=decimal.Decimal)

    def end(self):
        self.program.stdin.close()
        return self.program.wait()


class Facts:
    """What was done, as far as it was taken."""

    def __init__(self, year):
        self.year = year
        self.leaf = {leaf["id"]: leaf for leaf in year.criteria["leaves"]}
        self.question = {(s["id"], q["id"]): q["leaf"]
                         for s in year.surveys for q in s["questions"]}
        self.cells = collections.defaultdict(dict)
        self.uploads = {}
        self.tallies = collections.defaultdict(collections.Counter)
        self.late = False
        self.wrong = []

    def clock(self, does, said):
        self.late = True

    def settle(self, does, said):
        pass

    def score(self, does, said):
        leaf, inputs = self.leaf[does["leaf"]], does["inputs"]
        if inputs.get("not_applicable"):
            inputs, fine = None, True
        else:
            most = F(leaf["max"][self.year.block[does["unit"]]])
            try:
                leaf_points(leaf, most, inputs, self.year.decimals)
                fine = True
            except BROKEN:
                fine = False
        if said == "overflow":
            return
        if fine != (said == "ok"):
            self.wrong.append((does, said))
        if fine:
            self.cells[does["unit"], does["leaf"]][does["column"]] = inputs

    def upload(self, does, said):
        if self.late and self.year.period["late_policy"] == "refuse":
            if said == "ok":
                self.wrong.append((does, said))
            return
        if said != "ok":
            return
        if "replaces" in does:
            self.uploads.pop(does["replaces"])
        self.uploads[does["name"]] = does | {"late": self.late}

    def withdraw(self, does, said):
        if said == "ok":
            self.uploads.pop(does["name"])

    def form(self, does, said):
        if said != "ok":
            self.wrong.append((does, said))
        form = does["form"]
        for unit, answers in (form.get("units") or
                              {form["unit"]: form["answers"]}).items():
            for question, answer in answers.items():
                if answer:
                    leaf = self.question[does["survey"], question]
                    self.tallies[unit, leaf][answer] += 1

    def take(self, does, said):
        assert len(does) == len(said)
        for one, answer in zip(does, said):
            getattr(self, one["do"])(one, answer)

    def documents(self):
        out = collections.defaultdict(set)
        for one in self.uploads.values():
            for leaf in one["leaves"]:
                if one["sound"]:
                    out[one["unit"], leaf].add(
                        "late" if one["late"] else "accepted")
        return out


def printed(value, decimals):
    """Half up, with that many decimals."""
    scaled = (value * 10 ** decimals + F(1, 2)).__floor__()
    text = f"{scaled:0{decimals + 1}d}"
    return text if decimals == 0 else f"{text[:-decimals]}.{text[-decimals:]}"


def flags_shown(unit):
    return [f for f in unit["flags"]
            if f == "rule_gap" or f.startswith("self_review:")]


def compare_unit(year, want, unit, leaves):
    """Differences between what is shown of a unit and what should be."""
    decimals = year.decimals
    index = year.period["index_decimals"]

    def percent(points, most):
        return printed(points * 100 / most if most else F(0), index)
    pairs = [("points", printed(want["points"], decimals), unit["points"]),
             ("max", printed(want["max"], decimals), unit["max"]),
             ("index", percent(want["points"], want["max"]), unit["index"]),
             ("rank", want["rank"], unit["rank"]),
             ("group", want["group"], unit["group"]),
             ("class", want["class"], unit["class"]),
             ("flags", want["flags"], flags_shown(unit)),
             ("fields", [[f, printed(p, decimals), printed(m, decimals),
                          percent(p, m)]
                         for f, (p, m) in want["fields"].items()],
              [[f["field"], f["points"], f["max"], f["percent"]]
               for f in unit["fields"]]),
             ("leaves", {k: [leaf.status, leaf.points * 1000000,
                             leaf.max * 1000000]
                         for k, leaf in want["leaves"].items()}, leaves)]
    return [(want["unit"], *pair) for pair in pairs if pair[1] != pair[2]]


def compare(year, arithmetic, came):
    wrong = []
    for block, shown in zip(year.blocks, came["results"]["blocks"]):
        want = arithmetic.block(block)
        order = [u["unit"] for u in shown["units"]]
        if order != [u["unit"] for u in want]:
            wrong.append((block, [u["unit"] for u in want], order))
            continue
        for one, unit in zip(want, shown["units"]):
            wrong += compare_unit(year, one, unit,
                                  came["leaves"][one["unit"]])
    return wrong


def above(came):
    """Units with more points than there are."""
    return [u["unit"] for b in came["results"]["blocks"] for u in b["units"]
            if F(u["points"]) > F(u["max"]) or F(u["index"]) > 100]


def sums(year, came):
    """Units whose printed parts do not add up to what is printed of the whole,
    leaf by leaf and field by field."""
    wrong = []
    for unit in (u for b in came["results"]["blocks"] for u in b["units"]):
        leaves = came["leaves"][unit["unit"]]
        for what, at in (("points", 1), ("max", 2)):
            parts = collections.Counter()
            for leaf in year.criteria["leaves"]:
                parts[leaf["field"]] += F(printed(
                    F(leaves[leaf["id"]][at], 1000000), year.decimals))
            shown = {f["field"]: F(f[what]) for f in unit["fields"]}
            if shown != {f: parts[f] for f in shown} or \
                    sum(shown.values()) != F(unit[what]):
                wrong.append((unit["unit"], what))
    return wrong


def without_leaf(year, came, random):
    """The same year in which some scored leaves of evidence do not apply."""
    out = []
    for unit, leaves in came["leaves"].items():
        scored = [k for k, leaf in leaves.items() if leaf[0] == "scored"]
        out += [{"units": [unit], "leaves": [k]} for k in scored
                if random.random() < 0.5]
    return out


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def holds(self, seed, what, wrong):
        if not wrong:
            self.passed += 1
            return
        self.failed += 1
        print(f"seed {seed}: {what}")
        for one in wrong[:5]:
            print("   ", one)


def shown(came):
    """What must not depend on the order of things."""
    return [[{k: v for k, v in u.items()} for u in b["units"]]
            for b in came["results"]["blocks"]], came["leaves"]


def one_year(tally, player, seed):
    source = random.Random(seed)
    year = Year(source)
    first, second = year.phases()
    ends = source.random() < 0.7
    last = [{"do": "clock", "to": CLOSES}] if ends else []

    def order():
        return [*woven(source, first), {"do": "settle"},
                {"do": "clock", "to": APPRAISAL}, *woven(source, second),
                *last, {"do": "settle"}]
    does = order()
    came = player.play(year.text(), does)
    facts = Facts(year)
    facts.take(does, came["said"])
    arithmetic = Arithmetic(year.bundle(), facts.cells, facts.documents(),
                            facts.tallies, ends)
    tally.holds(seed, "an act was refused that the rules allow, or taken that "
                "they do not", facts.wrong)
    tally.holds(seed, "the results are not those of the arithmetic",
                compare(year, arithmetic, came))
    tally.holds(seed, "printed parts do not add up", sums(year, came))
    tally.holds(seed, "a unit is above 100", above(came))
    again = player.play(year.text(), order())
    tally.holds(seed, "another order gave other results",
                [] if shown(came) == shown(again) else [came, again])
    year.period["not_applicable"] += without_leaf(year, came, source)
    fewer = player.play(year.text(), [d for d in does if d["do"] != "form"])
    tally.holds(seed, "what does not apply raised a unit above 100",
                above(fewer))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--full", action="store_true", help="many more years")
    parser.add_argument("--seed", type=int, help="the first year's")
    parser.add_argument("--years", type=int, help="how many")
    words = parser.parse_args()
    seed = words.seed if words.seed is not None else (
        random.SystemRandom().randrange(1 << 32) if words.full else 1)
    years = words.years or (FULL if words.full else SAMPLE)
    print(f"seed {seed}, {years} years")
    tally, player = Tally(), Player()
    for i in range(years):
        one_year(tally, player, seed + i)
    tally.holds(seed, "the program ended with a failure", [player.end()]
                if player.program.returncode else [])
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
