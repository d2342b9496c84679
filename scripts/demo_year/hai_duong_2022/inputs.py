"""inputs.py - what each unit did in 2022, as the inputs of its score sheet.

Knows the leaves of the shipped criteria set and the two tables figures.txt and
lapses.txt. Knows nothing of rules, points or results: what comes out of these
inputs is for the programs to find. Touches nothing.
"""
import pathlib
import re

import dealing
import unit

HERE = pathlib.Path(__file__).parent
ORGANISATIONS = {  # survey: (block's letter, {group: forms})
    "org-department": ("D", {"hdnd": 20, "mttq": 4, "huyen": 96}),
    "org-district": ("H", {"hdnd": 20, "mttq": 4, "so": 72})}
CITIZENS = {"citizen-department": ("D", 40), "citizen-district": ("H", 135)}
FACTORS = {"a": 3, "b": 4, "c": 3, "d": 3, "e": 3}  # questions of each


def part(top, bottom):
    """A trouble with NN%: so much of what was due was done."""
    return lambda good, n: {top: round(good[bottom] * n / 100)}


def amount(top, bottom):
    """The same in millions of đồng, as decimal text."""
    return lambda good, n: {top: str(int(good[bottom]) * n // 100)}


def count(key):
    return lambda good, n: {key: n}


def said(**values):
    return lambda good, n: values


def undone(good, n):
    return {"on_time": good["total"] - 3 * n, "undone": n}


# words in lapses.txt: (leaf, what becomes of its inputs)
TROUBLES = {
    "annual plan late": ("1.1.1", said(issued="2022-02-18")),
    "tasks": ("1.1.2", part("b", "a")),
    "reports late": ("1.2.1", count("late")),
    "reports missing": ("1.2.1", count("missing")),
    "inspected": ("1.3.1", part("checked", "all")),
    "shortcomings": ("1.3.2", part("fixed", "issues")),
    "little publicity": ("1.4.1", said(other=False)),
    "one initiative": ("1.5.1", said(n=1)),
    "no initiative": ("1.5.1", said(n=0)),
    "no document of initiatives": ("1.5.1", said()),
    "late document of initiatives": ("1.5.1", said()),
    "missions": ("1.6.1", part("on_time", "total")),
    "missions undone": ("1.6.1", undone),
    "review held": ("1.7.1", said(issued="2022-03-24", not_obliged=False)),
    "review held late": ("1.7.1", said(issued="2022-04-12",
                                       not_obliged=False)),
    "laws": ("2.1.1", part("b", "a")),
    "review plan late": ("2.2.1", said(issued="2022-03-08")),
    "law review": ("2.2.2", part("b", "a")),
    "no law checks": ("2.3.1", said(checks=False)),
    "unlawful": ("2.4.1", count("n")),
    "simplified": ("3.1.2", part("cut", "all")),
    "none simplified": ("3.1.2", said(cut=0)),
    "published": ("3.2.1", part("b", "a")),
    "one-stop": ("3.3.1", part("done", "all")),
    "restructured": ("4.1.1", part("done", "plan")),
    "surplus": ("4.1.2", count("surplus")),
    "partial delegation": ("4.3.1", said(how="partial")),
    "rules": ("4.3.2", count("n")),
    "positions": ("5.1.1", part("b", "a")),
    "rotation": ("5.1.2", part("b", "a")),
    "rated late": ("5.2.2", said(issued="2022-12-20")),
    "disciplined": ("5.4.1", count("staff")),
    "leader disciplined": ("5.4.1", said(staff=1, leader=True)),
    "communes": ("5.5.1", part("b", "a")),
    "capital": ("6.1.1", amount("paid", "plan")),
    "no income rise": ("6.2.1", said(income=False)),
    "audits": ("6.3.1", part("b", "a")),
    "autonomy": ("6.4.1", count("n")),
    "digital plan late": ("7.1.1", said(issued="2022-02-15")),
    "digital plan": ("7.1.2", part("b", "a")),
    "signed": ("7.2.1", part("b", "a")),
    "network": ("7.4.1", part("b", "a")),
    "no quality review": ("7.5.1", said(reviewed=False)),
    "no quality system": ("7.5.1", said(declared=False, reviewed=False)),
    "revenue": ("8.1.1", amount("done", "plan")),
    "enterprises": ("8.2.1", part("now", "before")),
    "targets": ("8.3.1", part("b", "a")),
}


def a_good_year(code):
    """The inputs of a unit where all went well, but for procedures."""
    n = int(code[1:])
    district = code[0] == "H"
    day = f"{6 + n % 20:02}"
    tasks, missions, staff = 34 + n % 13, 60 + 4 * n, 38 + 3 * n
    budget = 214000 + 9000 * n if district else 12400 + 830 * n
    letters = 5200 + 310 * n
    return {
        "1.1.1": {"issued": f"2022-01-{day}"},
        "1.1.2": {"a": tasks, "b": tasks},
        "1.2.1": {"late": 0, "missing": 0},
        "1.3.1": {"all": 12, "checked": 5},
        "1.3.2": {"issues": 7 + n % 2, "fixed": 7 + n % 2},
        "1.4.1": {"plan": True, "news": 14 + n % 9, "other": True},
        "1.5.1": {"n": 2},
        "1.6.1": {"total": missions, "on_time": missions, "undone": 0},
        "1.7.1": {"not_obliged": True},
        "2.1.1": {"a": 4 if district else 7, "b": 4 if district else 7},
        "2.2.1": {"issued": f"2022-02-{day}"},
        "2.2.2": {"a": 4, "b": 4},
        "2.3.1": {"plan": True, "checks": True, "report": True},
        "2.4.1": {"n": 0},
        "4.1.1": {"plan": 8 + n % 3, "done": 8 + n % 3},
        "4.1.2": {"surplus": 0},
        "4.2.1": {"within_quota": True},
        "4.3.1": {"how": "full"},
        "4.3.2": {"n": 2},
        "5.1.1": {"a": staff, "b": staff},
        "5.1.2": {"a": 6, "b": 6},
        "5.2.1": {"n": 0},
        "5.2.2": {"issued": f"2022-12-{6 + n % 9:02}"},
        "5.3.1": {"a": 40 + n, "b": 40 + n},
        "5.4.1": {"staff": 0, "leader": False},
        "5.5.1": {"a": 210 + 4 * n, "b": 210 + 4 * n},
        "6.1.1": {"plan": str(budget), "paid": str(budget * 97 // 100)},
        "6.1.2": {"issued": True},
        "6.2.1": {"regulation": True, "open": True, "income": True},
        "6.3.1": {"a": 5, "b": 5},
        "6.4.1": {"n": 2},
        "7.1.1": {"issued": f"2022-01-{day}"},
        "7.1.2": {"a": 18, "b": 18},
        "7.2.1": {"a": letters, "b": letters},
        "7.4.1": {"a": letters // 2, "b": letters // 2},
        "7.5.1": {"declared": True, "reviewed": True},
        "8.1.1": {"plan": str(budget * 3),
                  "done": str(budget * 324 // 100)},
        "8.2.1": {"now": 96 + n, "before": 96 + n},
        "8.3.1": {"a": 20, "b": 20},
    }


def procedures(code, f):
    """The inputs of a unit with procedures, from the figures of its files."""
    total = int(f["files"])
    late = round(total * f["late"] / 100)
    online, fees = total * 3 // 5, total * 2 // 5
    return {
        "3.1.1": {"issued": f"2022-01-{6 + int(code[1:]) % 20:02}"},
        "3.1.2": {"all": f["procedures"],
                  "cut": f["procedures"] * 2 // 5},
        "3.2.1": {"a": f["procedures"], "b": f["procedures"]},
        "3.3.1": {"all": f["procedures"], "done": f["procedures"]},
        "3.4.1": {"all": total, "done": total - late},
        "3.4.2": {"late": late, "sorry": round(late * f["sorry"] / 100)},
        "3.4.3": {"all": total, "suspended": round(total * f["held"] / 100)},
        "3.5.1": {"a": total, "b": round(total * f["digital"] / 100)},
        "3.6.1": {"a": 9, "b": 9},
        "7.3.1": {"all": online, "online": -(-online * f["online"] // 100)},
        "7.3.2": {"all": fees, "paid": round(fees * f["paid"] / 100)},
    }


def _figures():
    names = ("procedures files late sorry held digital online paid orgs "
             "people").split()
    for row in unit.rows(HERE / "figures.txt"):
        code, *values = row.split()
        yield code, dict(zip(names, map(unit.number, values), strict=True))


def _lapses():
    """unit: [(words, number or None, declared better?)]"""
    found = {}
    for row in unit.rows(HERE / "lapses.txt"):
        code, text = row.split(" ", 1)
        for one in text.split(";"):
            words, number, star = re.fullmatch(
                r"\s*(.*?)(?: (\d+)%?)?(\*?)", one).groups()
            found.setdefault(code, []).append(
                (words, number and int(number), bool(star)))
    return found


def _unit(code, figures, lapses):
    good = a_good_year(code)
    if figures["files"] is not None:
        good |= procedures(code, figures)
    if code[0] == "D":
        good = {leaf: v for leaf, v in good.items()
                if leaf not in ("4.3.2", "5.5.1") and leaf[0] != "8"}
    found = {leaf: dict(values) for leaf, values in good.items()}
    declared = {leaf: dict(values) for leaf, values in good.items()}
    one = unit.Unit(code, figures["orgs"], figures["people"], found, declared)
    for words, number, better in lapses:
        leaf, change = TROUBLES[words]
        found[leaf] |= change(good[leaf], number)
        if not better:
            declared[leaf] = dict(found[leaf])
        if words.startswith("no document"):
            one.no_document.add(leaf)
        if words.startswith("late document"):
            one.late_document.add(leaf)
    return one


def units():
    """Every unit by its code, in the decision's order."""
    lapses = _lapses()
    return {code: _unit(code, figures, lapses[code])
            for code, figures in _figures()}


# ---- surveys ----

def batches(all_units):
    """(survey, forms) of everybody who was asked."""
    of = {letter: [u for u in all_units.values() if u.code[0] == letter]
          for letter in "DH"}
    out = []
    for survey, (letter, groups) in ORGANISATIONS.items():
        out += dealing.organisation_batches(survey, letter, groups, of[letter],
                                            7)
    for survey, (letter, n) in CITIZENS.items():
        out += dealing.citizen_batches(survey, n, of[letter], FACTORS)
    return out
