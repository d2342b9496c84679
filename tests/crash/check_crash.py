#!/usr/bin/python3
"""check_crash.py - that what is acknowledged stays, whatever ends.

Kills every program at every call that makes something last, also between a
commitment and its bytes, kills the operator's acts and what is decided late in
a period, looks at the order in which an upload reaches the disk, cuts the power
at every flush, runs jobs twice and in random order, has every file call of an
upload fail, and kills the program at every one. A sample of the cases, or all
of them with --full.

PARINDEX_BUILD is the build folder. Ends with a line `N passed, N failed`.
"""
import argparse
import sys

from births import births
from deaths import deaths
from decided import decided
from faults import faults
from order import order
from power import power
from promises import promises
from repeat import repeat
from stand import Stand, folder
from tally import Tally

PARTS = {"births": births, "decided": decided, "deaths": deaths, "promises": promises,
         "order": order, "power": power, "faults": faults, "repeat": repeat}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--full", action="store_true", help="every case")
    parser.add_argument("part", nargs="*",
                        help=f"some of: {', '.join(PARTS)}")
    words = parser.parse_args()
    if unknown := set(words.part) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    tally = Tally()
    with folder() as place:
        base = Stand(place)
        try:
            base.set_up()
        finally:
            base.end()
        for name, part in PARTS.items():
            if not words.part or name in words.part:
                part(tally, base, words.full)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 and tally.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
