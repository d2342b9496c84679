"""inputs.py - what each of the 127 units did in 2025, as inputs of its sheet.

Knows the leaves of the shipped set and the table figures.txt. Knows nothing of
rules, points or results: what comes out of these inputs is for the programs to
find. Touches nothing.
"""
import pathlib

import dealing
import unit

HERE = pathlib.Path(__file__).parent
LETTERS = {"department": "S", "ward": "P", "commune": "X"}
LEADERS = {"department": {"hdnd": 20, "xa": 113},
           "ward": {"hdnd": 20, "so": 28, "phong": 32},
           "commune": {"hdnd": 20, "so": 28, "phong": 32}}
BY = {"hdnd": "email", "xa": "phan-mem", "so": "phan-mem", "phong": "zalo"}
CITIZENS_BY = ("zalo", "giay", "zalo", "giay", "zalo")
CITIZENS = {"department": 40, "ward": 20, "commune": 20}  # forms a unit
QUESTIONS = 5
FACTORS = {"a": 1, "b": 2, "c": 2, "d": 1, "e": 1}

# leaf: (what was due, what was done), where a figure is so many of a thousand
SHARES = {
    "tasks": ("1.1.2", "a", "b"), "fixed": ("1.3.1", "a", "b"),
    "missions": ("1.6.1", "total", "on_time"), "laws": ("2.1.1", "a", "b"),
    "review": ("2.2.1", "a", "b"), "public": ("3.1.1", "a", "b"),
    "cut": ("3.2.1", "all", "cut"), "border": ("3.3.1", "a", "b"),
    "done": ("3.4.1", "a", "b"), "sorry": ("3.4.2", "a", "b"),
    "digital": ("3.5.1", "a", "b"), "voice": ("3.6.1", "a", "b"),
    "reorg": ("4.1.1", "a", "b"), "jobs": ("5.1.1", "a", "b"),
    "skills": ("5.2.1", "a", "b"), "audit": ("6.3.1", "a", "b"),
    "plan": ("7.1.1", "a", "b"), "signed": ("7.2.1", "a", "b"),
    "online": ("7.3.1", "all", "online"), "paid": ("7.4.1", "all", "paid"),
    "work": ("7.5.1", "a", "b"), "targets": ("8.2.1", "a", "b")}
MONEY = {"capital": ("6.1.1", "plan", "paid"),
         "revenue": ("8.1.1", "plan", "done")}  # millions of đồng, as text
# leaf: what it becomes, where a figure is 1
LAPSES = {
    "late_plan": ("1.1.1", {"issued": "2025-08-12"}),
    "quiet": ("1.4.1", {"other": False}),
    "unchecked": ("2.3.1", {"checks": False}),
    "half": ("4.3.1", {"how": "partial"}),
    "late_rating": ("5.4.1", {"issued": "2025-12-02"}),
    "assets": ("6.2.1", {"assets": False})}
COUNTS = {"reports": ("1.2.1", "late"), "ideas": ("1.5.1", "n"),
          "unlawful": ("2.4.1", "n"), "disciplined": ("5.3.1", "staff")}


def a_good_year(code):
    """The inputs of a unit where all went well; what it has none of is left
    out."""
    n, department = int(code[1:]), code[0] == "S"
    files, letters = 4000 + 1000 * (n % 9), 3000 + 1000 * (n % 5)
    staff, budget = 40 + n % 37, 48000 + 1500 * n
    late = files // 100
    return {
        "1.1.1": {"issued": f"2025-07-{8 + n % 20:02}"},
        "1.1.2": {"a": 40, "b": 40},
        "1.2.1": {"late": 0, "missing": 0},
        "1.3.1": {"a": 10, "b": 10},
        "1.4.1": {"plan": True, "news": 8 + n % 30, "other": True},
        "1.5.1": {"n": 3 if department else 2},
        "1.6.1": {"total": 60 + n % 40, "on_time": 60 + n % 40, "undone": 0},
        **({"2.1.1": {"a": 8, "b": 8}} if department else {}),
        "2.2.1": {"a": 20, "b": 20},
        "2.3.1": {"plan": True, "checks": True, "report": True},
        "2.4.1": {"n": 0},
        "3.1.1": {"a": 200, "b": 200},
        **({"3.2.1": {"all": 100, "cut": 36}} if department else {}),
        "3.3.1": {"a": 200, "b": 200},
        "3.4.1": {"a": files, "b": files},
        "3.4.2": {"a": late, "b": late},
        "3.5.1": {"a": files, "b": files},
        "3.6.1": {"a": 50, "b": 50},
        "4.1.1": {"a": 20, "b": 20},
        "4.2.1": {"within_quota": True},
        "4.3.1": {"how": "full"},
        "5.1.1": {"a": staff, "b": staff},
        "5.2.1": {"a": staff, "b": staff},
        "5.3.1": {"staff": 0, "leader": False},
        "5.4.1": {"issued": f"2025-11-{10 + n % 18:02}"},
        "6.1.1": {"plan": str(budget), "paid": str(budget)},
        "6.2.1": {"regulation": True, "open": True, "assets": True},
        "6.3.1": {"a": 10, "b": 10},
        "7.1.1": {"a": 20, "b": 20},
        "7.2.1": {"a": letters, "b": letters},
        "7.3.1": {"all": files, "online": files},
        "7.4.1": {"all": files // 2, "paid": files // 2},
        "7.5.1": {"a": letters, "b": letters},
        **({} if department else {
            "8.1.1": {"plan": str(budget), "done": str(budget * 106 // 100)},
            "8.2.1": {"a": 20, "b": 20}}),
    }


def without_counter(good):
    """Of the two departments that nobody hands a file to."""
    return {leaf: v for leaf, v in good.items()
            if leaf not in ("3.3.1", "3.4.1", "3.4.2", "3.5.1", "7.3.1",
                            "7.4.1")}


def as_figured(good, figures):
    """What was found, of a good year and a row of the table."""
    found = {leaf: dict(values) for leaf, values in good.items()}
    for name, value in figures.items():
        leaf, *how = (SHARES | MONEY | LAPSES | COUNTS)[name]
        if leaf not in good:
            continue
        if name in SHARES:
            found[leaf][how[1]] = good[leaf][how[0]] * value // 1000
        elif name in MONEY:
            found[leaf][how[1]] = str(int(good[leaf][how[0]]) * value // 1000)
        elif name in COUNTS:
            found[leaf][how[0]] = value
        elif value:
            found[leaf] |= how[0]
    return found


def names(text):
    return [] if text == "-" else text.split(",")


def of_row(columns, row):
    """A line of figures.txt as a unit."""
    code, *cells = row.split()
    at = dict(zip(columns, cells, strict=True))
    claimed, explained, absent = (names(at.pop(key)) for key in (
        "claimed", "explained", "absent"))
    orgs, people = (unit.number(at.pop(key)) for key in ("orgs", "people"))
    good = a_good_year(code)
    if people is None:
        good = without_counter(good)
    found = as_figured(good, {key: int(cell) for key, cell in at.items()
                              if cell != "-"})
    declared = {leaf: dict(good[leaf] if leaf in claimed else values)
                for leaf, values in found.items()}
    first = {leaf: as_figured({leaf: good[leaf]}, FIRST)[leaf]
             for leaf in explained}
    return unit.Unit(code, orgs, people, found, declared, set(absent),
                     first=first)


# What round 1 found of a leaf, of 1000, before the unit explained it.
FIRST = {"tasks": 800, "review": 700, "voice": 700, "plan": 750, "fixed": 600,
         "skills": 600, "reorg": 700}


def units():
    """Every unit by its code, in the decision's order."""
    head, *rows = unit.rows(HERE / "figures.txt")
    made = (of_row(head.split()[1:], row) for row in rows)
    return {one.code: one for one in made}


def batches(all_units):
    """(survey, forms) of everybody who was asked."""
    out = []
    for block, letter in LETTERS.items():
        judged = [u for u in all_units.values() if u.code[0] == letter]
        out += dealing.organisation_batches(
            f"leader-{block}", letter, LEADERS[block], judged, QUESTIONS, BY)
        out += dealing.citizen_batches(
            f"citizen-{block}", CITIZENS[block], judged, FACTORS,
            CITIZENS_BY)
    return out
