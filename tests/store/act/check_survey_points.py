#!/usr/bin/python3
"""check_survey_points - the points of survey leaves, computed a second time.

Random surveys (weights, options with percents, "don't know"), random forms
entered and imported, blanks and corrections: what the store scores must be what
exact fractions give, with the one rounding a leaf. Nothing here is shared with
the C code but the data it reads (docs/scoring.md).
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = ROOT / os.environ.get("PARINDEX_BUILD",
                                "build/dev") / "tests/survey-points"
DATA = ROOT / "store/data/hai-duong-2022"
SEEDS = range(16)


def decimal(dice, most):
    whole = dice.randrange(most + 1)
    return (str(whole) if whole == most or dice.random() < 0.4
            else f"{whole}.{dice.randrange(1, 1000):03}")


def random_options(dice):
    count = dice.randrange(2, 6)
    options = [{"id": "ABCDE"[i], "label_vi": f"Mức {i}",
                "percent": decimal(dice, 100)} for i in range(count)]
    if dice.random() < 0.5:
        del options[-1]["percent"]
    options[0]["percent"] = "100"
    return options


def random_bundle(dice):
    bundle = {"format": "parindex-bundle/1"}
    for part in ("period", "criteria", "units"):
        bundle[part] = json.loads((DATA / f"{part}.json").read_text())
    period = bundle["period"]
    for survey in period["surveys"]:
        del survey["sealed"], survey["over_quota"]
    period["leaf_decimals"] = dice.choice((2, 2, 3, 6))
    weighted = {block for block in ("department", "district")
                if dice.random() < 0.6}
    for survey in period["surveys"]:
        if survey["block"] in weighted:
            for group in survey["respondents"]:
                group["weight"] = str(dice.choice(
                    (1, 3, 7, 30, "12.5", "0.333333", 1000000)))
        for question in survey["questions"]:
            if dice.random() < 0.3:
                question["options"] = random_options(dice)
                del question["scale"]
    return bundle


def applies(bundle, unit, leaf):
    if leaf["max"].get(unit["block"], "0") == "0":
        return False
    for row in bundle["period"].get("not_applicable", []):
        if unit["id"] in row["units"] and (
                leaf["id"] in row.get("leaves", [])
                or leaf["field"] in row.get("fields", [])):
            return False
    return True


class Year:
    """One bundle and the forms that were given in it."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.bundle = random_bundle(self.dice)
        self.leaves = {leaf["id"]: leaf
                       for leaf in self.bundle["criteria"]["leaves"]}
        self.units = self.bundle["units"]["units"]
        self.forms = {}  # (survey, number): what counts
        self.lines = []

    def answers(self, survey, unit):
        given = {}
        for question in survey["questions"]:
            if not applies(self.bundle, unit, self.leaves[question["leaf"]]):
                continue
            roll = self.dice.random()
            if roll < 0.1:
                continue
            if roll < 0.2:
                given[question["id"]] = None
            elif "options" in question:
                given[question["id"]] = self.dice.choice(
                    question["options"])["id"]
            else:
                given[question["id"]] = self.dice.randrange(
                    question["scale"] + 1)
        return given

    def form(self, survey, number):
        units = [unit for unit in self.units
                 if unit["block"] == survey["block"]]
        form = {"number": number,
                "group": self.dice.choice(survey["respondents"])["id"]}
        if survey["kind"] == "citizen":
            unit = self.dice.choice(units)
            form.update(unit=unit["id"],
                        answers=self.answers(survey, unit))
        else:
            judged = self.dice.sample(units, self.dice.randrange(
                1, len(units) + 1))
            form["units"] = {unit["id"]: self.answers(survey, unit)
                             for unit in judged}
        return form

    def give(self):
        for survey in self.bundle["period"]["surveys"]:
            for batch in range(self.dice.randrange(1, 4)):
                forms = [self.form(survey, f"P-{batch}-{i}")
                         for i in range(self.dice.randrange(1, 25))]
                line = {"survey": survey["id"], "forms": forms}
                if self.dice.random() < 0.5:
                    line["import"] = 1
                self.lines.append(line)
                for form in forms:
                    self.forms[survey["id"], form["number"]] = form
        self.correct()

    def correct(self):
        surveys = {s["id"]: s for s in self.bundle["period"]["surveys"]}
        versions = {}
        for key in self.dice.choices(list(self.forms), k=20):
            form = self.form(surveys[key[0]], key[1])
            if said(form) == said(self.forms[key]):
                continue
            versions[key] = versions.get(key, 0) + 1
            self.lines.append({"survey": key[0], "form": form,
                               "version": versions[key]})
            self.forms[key] = form


def rows_of(form):
    return form["units"] if "units" in form else {form["unit"]:
                                                  form["answers"]}


def said(form):
    return form["group"], {
        unit: {q: a for q, a in answers.items() if a}
        for unit, answers in rows_of(form).items()
        if any(answers.values())}


def worth(leaf, question, answer):
    """Percent of an answer; None when it is none."""
    if answer in (None, 0):
        return None
    if "options" in question:
        percent = next(o for o in question["options"]
                       if o["id"] == answer).get("percent")
        return None if percent is None else Fraction(percent)
    rule = leaf["rule"]
    if rule["type"] == "SURVEY":
        return Fraction(rule["percents"][answer - 1])
    return Fraction(100 if answer in rule["satisfied"] else 0)


def half_up(value, decimals):
    scaled = value * 10 ** decimals
    return Fraction((2 * scaled.numerator + scaled.denominator)
                    // (2 * scaled.denominator), 10 ** decimals)


def points_of(year, unit, leaf):
    """Fraction, or None when the leaf does not apply."""
    if not applies(year.bundle, unit, leaf):
        return None
    groups = {}  # weight key: (weight, worths)
    for (name, _), form in year.forms.items():
        survey = next(s for s in year.bundle["period"]["surveys"]
                      if s["id"] == name)
        answers = rows_of(form).get(unit["id"])
        if survey["block"] != unit["block"] or answers is None:
            continue
        group = next(g for g in survey["respondents"]
                     if g["id"] == form["group"])
        weight = group.get("weight")
        for question in survey["questions"]:
            if question["leaf"] != leaf["id"]:
                continue
            value = worth(leaf, question, answers.get(question["id"]))
            if value is None:
                continue
            key = (group["id"], weight) if weight else None
            groups.setdefault(key, (Fraction(weight or 1), []))[1].append(
                value)
    if not groups:
        return Fraction(0)
    weights = sum(weight for weight, _ in groups.values())
    mean = sum(weight * sum(worths) / len(worths)
               for weight, worths in groups.values()) / weights
    return half_up(Fraction(leaf["max"][unit["block"]]) * mean / 100,
                   year.bundle["period"]["leaf_decimals"])


def check(seed):
    """How many leaves differ, and were compared."""
    year = Year(seed)
    year.give()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as bundle:
        json.dump(year.bundle, bundle, ensure_ascii=False)
        bundle.flush()
        done = subprocess.run(
            [PROGRAM, bundle.name], check=False, text=True,
            input="".join(json.dumps(line) + "\n" for line in year.lines),
            stdout=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        sys.exit(f"seed {seed}: {done.stdout[-2000:]}")
    units = {unit["id"]: unit for unit in year.units}
    wrong = compared = 0
    for line in done.stdout.splitlines():
        if not line.startswith("leaf "):
            continue
        unit, leaf, status, millionths = line.split()[1:]
        want = points_of(year, units[unit], year.leaves[leaf])
        compared += 1
        if want is None:
            bad = status not in ("not-applicable", "not-assessed")
        else:
            bad = Fraction(int(millionths), 10 ** 6) != want
        if bad:
            wrong += 1
            print(f"seed {seed}: {unit} {leaf} is {status} {millionths}, "
                  f"not {want}")
    return wrong, compared


def main():
    wrong = compared = 0
    for seed in SEEDS:
        bad, all_of_it = check(seed)
        wrong += bad
        compared += all_of_it
    print(f"{compared} survey leaves computed twice, {wrong} differ")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
