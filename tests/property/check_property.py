#!/usr/bin/python3
"""check_property.py - results against an arithmetic of their own.

Random years (a criteria set with rules of every kind, bonus and penalty, units,
surveys with weighted groups, documents, one or two rounds, the council, a change
of the open period under a decision) are played through the acts in a simulated
store, each twice in another order. What may be done must be taken and nothing
else (facts.py), and what comes out must be what exact fractions with one rounding
a leaf say (arithmetic.py): points, index, group, class, self-review, rank, of
both orders the same; nobody above 100; what is printed adds up.

    check_property.py [--full] [--seed N] [--years N]

PARINDEX_BUILD is the build folder. The seed is printed: the same seed plays
the same years. Ends with a line `N passed, N failed`.
"""
import argparse
import collections
import copy
import decimal
import json
import os
import pathlib
import random
import subprocess
import sys

from arithmetic import Arithmetic
from compare import above, compare, sums
from facts import Facts
from invent import Year
from invent_deeds import woven

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE, FULL = 80, 4000
# What must have been both taken and refused at least once among so many years.
BOTH = ("self", "round1", "round2", "council", "upload", "admit", "explain",
        "end-round1", "end-round2")


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
        def text(one):
            return json.dumps(one, ensure_ascii=False)
        line = text({"bundle": text(bundle), "does": [
            d | {"bundle": text(d["bundle"])} if "bundle" in d else d
            for d in does]})
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        said = self.program.stdout.readline()
        assert said, "the program ended"
        return json.loads(said, parse_float=decimal.Decimal)

    def end(self):
        self.program.stdin.close()
        return self.program.wait()


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


def without_leaves(source, bundle, does, came):
    """The same year, in which from the beginning some scored leaves do not
    apply and nobody answers a survey."""
    taken = [{"units": [unit], "leaves": [k]}
             for unit, leaves in came["leaves"].items()
             for k, leaf in leaves.items()
             if leaf[0] == "scored" and source.random() < 0.5]

    def without(one):
        out = copy.deepcopy(one)
        units = {u["id"] for u in one["units"]["units"]}
        leaves = {leaf["id"] for leaf in one["criteria"]["leaves"]}
        out["period"]["not_applicable"] += [
            t for t in taken if t["units"][0] in units and
            t["leaves"][0] in leaves]
        return out
    return without(bundle), [
        d | {"bundle": without(d["bundle"])} if "bundle" in d else d
        for d in does if d["do"] != "form"]


def shown(came):
    """What must not depend on the order of things."""
    return [b["units"] for b in came["results"]["blocks"]], came["leaves"]


def one_year(tally, player, seed):
    source = random.Random(seed)
    year = Year(source)

    def order():
        return [deed for phase in year.story for deed in woven(source, phase)]
    does = order()
    came = player.play(year.opened, does)
    facts = Facts(year.opened)
    facts.take(does, came["said"])
    arithmetic = Arithmetic(facts)
    tally.holds(seed, "an act was refused that the rules allow, or taken that "
                "they do not", facts.wrong)
    tally.holds(seed, "the results are not those of the arithmetic",
                compare(arithmetic, came))
    tally.holds(seed, "printed parts do not add up", sums(arithmetic, came))
    tally.holds(seed, "a unit is above 100", above(came))
    again = player.play(year.opened, order())
    tally.holds(seed, "another order gave other results",
                [] if shown(came) == shown(again) else [came, again])
    fewer = player.play(*without_leaves(source, year.opened, does, came))
    tally.holds(seed, "what does not apply raised a unit above 100",
                above(fewer))
    return facts.happened


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
    happened = collections.Counter()
    for i in range(years):
        happened += one_year(tally, player, seed + i)
    if years >= SAMPLE:
        tally.holds(seed, "what never happened in all these years", [
            (what, "taken" if fine else "refused")
            for what, fine in [(what, f) for what in BOTH
                               for f in (True, False)] +
            [("amend", True), ("form", True), ("request-explanation", True)]
            if not happened[what, fine]])
    tally.holds(seed, "the program ended with a failure", [player.end()]
                if player.program.returncode else [])
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
