#!/usr/bin/python3
"""check_year.py - the demos' inputs and their oracle, without any server.

Touches nothing.
"""
import collections
import fractions
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts/lib"), str(ROOT / "scripts/demo_year")]
import documents  # noqa: E402
import oracle  # noqa: E402
import hai_duong_2022.papers  # noqa: E402
import hai_duong_2022.people  # noqa: E402
import hai_duong_2022.steps  # noqa: E402
import two_tier_2025.steps  # noqa: E402

F = fractions.Fraction
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


def worked_examples(exact, leaves):
    """Worked by hand, each from its rule's definition."""
    for leaf, values, points in (
            ("1.1.2", {"a": 42, "b": 38}, "1.81"),
            ("1.1.2", {"a": 42, "b": 33}, "0"),
            ("1.2.1", {"late": 1, "missing": 1}, "0.75"),
            ("1.7.1", {"not_obliged": True}, "1"),
            ("1.7.1", {"not_obliged": False, "issued": "2022-04-01"}, "0.5"),
            ("2.3.1", {"plan": True, "checks": False, "report": True}, "1.33"),
            ("3.4.1", {"all": 1000, "done": 979}, "3.43"),
            ("3.4.1", {"all": 1000, "done": 899}, "0"),
            ("3.4.2", {"late": 0, "sorry": 0}, "1"),
            ("3.4.3", {"all": 100, "suspended": 5}, "0.5"),
            ("5.4.1", {"staff": 1, "leader": True}, "0"),
            ("7.3.1", {"all": 100, "online": 52}, "1.63"),
            ("7.3.1", {"all": 100, "online": 24}, "0")):
        is_ = exact.leaf_points(leaves[leaf],
                                F(leaves[leaf]["max"]["department"]), values)
        hold(is_ == F(points), f"{leaf} of {values} gives {points}")
    tally = collections.Counter({1: 60, 2: 36, 3: 18, 4: 6})
    hold(oracle.survey_rule(leaves["S1.1"]["rule"], tally, F(3)) == F("2.13"),
         "S1.1 of 60, 36, 18 and 6 answers gives 2.13")


def the_forms(batches, expected):
    sizes = collections.Counter()
    numbers = collections.Counter()
    answers = collections.Counter()
    for survey, forms in batches:
        sizes[survey] += len(forms)
        for form in forms:
            numbers[survey, form["number"]] += 1
            for row in (form.get("units") or {"": form["answers"]}).values():
                answers.update((survey[:3], a) for a in row.values())
    hold(sizes == expected, "forms as the survey's plan counts them")
    hold(max(numbers.values()) == 1, "no form has another's number")
    hold({a for kind, a in answers if kind != "cit"} == {0, 1, 2, 3, 4} and
         {a for kind, a in answers if kind == "cit"} == {0, 2, 3, 4, 5},
         "answers are within their scales, some left out")


def applicable(units, exact):
    hold(all({leaf["id"] for leaf in exact.set["leaves"]
              if leaf["mode"] == "evidence" and exact.applies(code, leaf)}
             == set(unit.found) == set(unit.declared)
             for code, unit in units.items()),
         "every unit has inputs for just the leaves it is assessed in")


def the_papers(units, leaves):
    papers = [hai_duong_2022.steps.paper(code, code, leaves[leaf], values, nth)
              for code, unit in units.items()
              for nth, (leaf, values) in enumerate(unit.declared.items())]
    hold(len({(p.unit, p.number) for p in papers}) == len(papers) <= 1440,
         f"{len(papers)} papers, each with its own number")
    hold(all(len(p.number) <= 11 and len(p.symbol) <= 30 for p in papers),
         "numbers and symbols as Decree 30/2020 bounds them")
    data = documents.pdf(papers[0])
    hold(data == documents.pdf(papers[0]) and data.startswith(b"%PDF-")
         and data != documents.pdf(papers[1]),
         "a paper is the same bytes each time, and unlike the next")


def the_year_before(exact):
    """A ranking that can have been one: each place of a block once."""
    path = hai_duong_2022.steps.Year.PREVIOUS
    rows = json.loads(path.read_text())["units"]
    blocks = collections.defaultdict(list)
    for row in rows:
        blocks[row["block"]].append(row["rank"])
    hold(all(sorted(ranks) == list(range(1, len(ranks) + 1))
             for ranks in blocks.values())
         and {row["unit"]: row["block"] for row in rows} == exact.block,
         "2021: every unit in its block, every place once")
    hold(all(row["assumed"] for row in rows), "and all of it says it is assumed")


def the_people(register):
    everybody = hai_duong_2022.people.everybody(register)
    hold(len({one.id for one in everybody})
         == len({one.name for one in everybody}) == len(everybody),
         f"{len(everybody)} persons, none like another")
    at = {one.id: one.unit for one in everybody}
    who = hai_duong_2022.people
    hold(all(at[who.STAND_IN[field]] != at[id_]
             for field, id_ in who.STANDING.items() if field in who.STAND_IN),
         "who stands in for an appraiser works in another unit")


def signed_papers():
    report = documents.pdf(hai_duong_2022.papers.minutes(30))
    hold(documents.day_in_words("2023-03-01") == "ngày 01 tháng 3 năm 2023"
         and documents.day_in_words("2023-01-10") == "ngày 10 tháng 01 năm 2023",
         "days as Decree 30/2020 writes them")
    hold(documents.balanced("ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG", 28)
         == ["ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG"]
         and report.startswith(b"%PDF-"), "an office's name breaks in halves")


def planned(exact):
    return {s["id"]: s["expected"] for s in exact.period["surveys"]}


def hai_duong():
    units = hai_duong_2022.inputs.units()
    batches = hai_duong_2022.inputs.batches(units)
    exact = oracle.Oracle(hai_duong_2022.steps.SHIPPED, batches)
    leaves = {leaf["id"]: leaf for leaf in exact.set["leaves"]}
    worked_examples(exact, leaves)
    applicable(units, exact)
    the_forms(batches, {"org-department": 120, "org-district": 96,
                        "citizen-department": 640, "citizen-district": 1620})
    the_papers(units, leaves)
    the_year_before(exact)
    the_people(json.loads((hai_duong_2022.steps.SHIPPED / "units.json")
                          .read_text())["units"])
    signed_papers()


def two_tiers():
    units = two_tier_2025.inputs.units()
    batches = two_tier_2025.inputs.batches(units)
    exact = oracle.Oracle(two_tier_2025.steps.SHIPPED, batches)
    hold(collections.Counter(exact.block.values()) ==
         {"department": 14, "ward": 45, "commune": 68}
         and list(units) == list(exact.block),
         "127 units: 14 departments, 45 wards, 68 communes and special zones")
    applicable(units, exact)
    the_forms(batches, planned(exact))


def main():
    hai_duong()
    two_tiers()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
