"""compare.py - what is shown of a year beside what should be, and whether what is
printed adds up.
"""
import collections
import fractions

F = fractions.Fraction


def printed(value, decimals):
    """Half up, with that many decimals."""
    scaled = (value * 10 ** decimals + F(1, 2)).__floor__()
    text = f"{scaled:0{decimals + 1}d}"
    return text if decimals == 0 else f"{text[:-decimals]}.{text[-decimals:]}"


def flags_shown(unit):
    return [f for f in unit["flags"]
            if f == "rule_gap" or f.startswith("self_review:")]


def signed(value, decimals):
    return ("-" if value < 0 else "") + printed(abs(value), decimals)


def outside_shown(unit):
    return unit.get("adjustment"), [
        [f["field"], f["kind"], f["points"], f["max"]]
        for f in unit.get("outside", [])]


def compare_unit(arithmetic, want, unit, leaves):
    """Differences between what is shown of a unit and what should be."""
    decimals = arithmetic.decimals
    index = arithmetic.period["index_decimals"]

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
             ("outside",
              (signed(want["adjustment"], decimals), [
                  [f, arithmetic.outside[f]["outside"], printed(p, decimals),
                   printed(m, decimals)]
                  for f, (p, m) in want["outside"].items()])
              if want["outside"] else (None, []), outside_shown(unit)),
             ("leaves", {k: [leaf.status, leaf.points * 1000000,
                             leaf.max * 1000000]
                         for k, leaf in want["leaves"].items()}, leaves)]
    return [(want["unit"], *pair) for pair in pairs if pair[1] != pair[2]]


def compare(arithmetic, came):
    wrong = []
    blocks = [b["id"] for b in arithmetic.set["blocks"]]
    for block, shown in zip(blocks, came["results"]["blocks"]):
        want = arithmetic.block(block)
        order = [u["unit"] for u in shown["units"]]
        if order != [u["unit"] for u in want]:
            wrong.append((block, [u["unit"] for u in want], order))
            continue
        for one, unit in zip(want, shown["units"]):
            wrong += compare_unit(arithmetic, one, unit,
                                  came["leaves"][one["unit"]])
    return wrong


def above(came):
    """Units with more points than there are."""
    return [u["unit"] for b in came["results"]["blocks"] for u in b["units"]
            if F(u["points"]) > F(u["max"]) or F(u["index"]) > 100]


def sums(arithmetic, came):
    """Units whose printed parts do not add up to what is printed of the whole:
    leaf by leaf, field by field, and with what stands outside the total."""
    wrong = []
    for unit in (u for b in came["results"]["blocks"] for u in b["units"]):
        leaves = came["leaves"][unit["unit"]]
        for what, at in (("points", 1), ("max", 2)):
            parts = collections.Counter()
            for leaf in arithmetic.set["leaves"]:
                parts[leaf["field"]] += F(printed(
                    F(leaves[leaf["id"]][at], 1000000), arithmetic.decimals))
            shown = {f["field"]: F(f[what]) for f in unit["fields"]}
            more = F(unit.get("adjustment", "0")) if what == "points" else 0
            if shown != {f: parts[f] for f in shown} or \
                    sum(shown.values()) + more != F(unit[what]):
                wrong.append((unit["unit"], what))
    return wrong
