"""repeat.py - every job twice and in random order: the same bytes.

Knows that a buried job waits until it is dug up, which gives the order.
Touches stands.
"""
import random

from stand import PERIOD, UNITS, Broken, Stand, folder
from story import LARGE, OTHER, SMALL, Story, check_store, pdf, submissions

ORDERS = 4


def evidence(stand):
    """Documents, a withdrawal and inputs, and not one job done."""
    stand.start("cgi")
    story = Story(stand)
    story.upload("a", "D01", "1.1.1", SMALL)
    story.upload("b", "D01", "1.4.1", LARGE)
    story.upload("c", "D02", "1.1.1", SMALL)
    story.upload("d", "D03", "1.1.1", OTHER)
    story.upload("e", "H01", "1.4.1", pdf("e"))
    story.upload("f", "H02", "2.1.1", LARGE)
    story.withdraw("d", "D03")
    story.upload("g", "D01", "1.1.1", pdf("g"), "a")
    story.score("D01", "D01", "1.1.1", "self", {"issued": "2022-01-15"})
    story.score("D02", "D02", "1.1.1", "self", {"issued": "2022-02-10"})
    story.score("H01", "H01", "1.4.1", "self",
                {"plan": True, "news": 14, "other": False})
    story.score("H02", "H02", "2.1.1", "self", {"a": 10, "b": 9})
    stand.parindex("period", "rescore", PERIOD)
    for unit in UNITS:
        stand.parindex("job", "bury", "score-unit", PERIOD, unit, "--reason",
                       "its turn comes")
    stand.stop()


def in_order(filled, units):
    """The results when the jobs are done one after the other."""
    with folder() as place:
        stand = Stand.from_base(filled, place)
        try:
            stand.start("cgi", "dispatch")
            for unit in units:
                stand.parindex("job", "retry", "score-unit", PERIOD, unit)
                stand.drain()
            first = state(stand)
            again(stand)
            if state(stand) != first:
                raise Broken("done again, the jobs give something else: "
                             f"{state(stand)} instead of {first}")
            check_store(stand)
            return first
        finally:
            stand.end()


def state(stand):
    """Results as they are printed, and what became of each document."""
    return stand.results(), {name: (one["status"], one["verdict"])
                             for name, one in submissions(stand).items()}


def again(stand):
    """Every job a second time. A recompute that changes nothing writes
    nothing: not in the log, not in the feed."""
    def written():
        return stand.number("log_entries"), stand.number("events")

    before = written()
    stand.parindex("period", "rescore", PERIOD)
    stand.drain()
    stand.parindex("period", "recompute", PERIOD)
    if written() != before:
        raise Broken(f"{before} entries and events became {written()}")


def same(found, expected):
    if found != expected:
        raise Broken(f"{found} instead of {expected}")


def repeat(tally, base, full):
    dice = random.Random(2022)
    orders = [UNITS] + [tuple(dice.sample(UNITS, len(UNITS)))
                        for _ in range(40 if full else ORDERS)]
    with folder() as place:
        filled = Stand.from_base(base, place)
        try:
            tally.hold("evidence comes in", evidence, filled)
        finally:
            filled.end()
        # They mostly wait: a command rings no bell.
        found = tally.hold_all("jobs twice, in some order", [
            (f"jobs in the order {' '.join(units)}", in_order, filled, units)
            for units in orders], 8)
    for units, one in zip(orders[1:], found[1:]):
        tally.hold(f"the order {' '.join(units)} changes nothing", same, one,
                   found[0])
