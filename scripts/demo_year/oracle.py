"""oracle.py - the same arithmetic once more: exact fractions, none of our C.

Knows docs/criteria-format.md and the shipped set. Touches nothing. --check
compares what the programs answered with what this gives for the same inputs.
"""
import ast
import collections
import datetime
import fractions
import json
import operator
import re

F = fractions.Fraction
NOT_APPLICABLE = None


def share(text):
    return F(text)


def tests(inputs, most):
    """The formula language's names."""
    def value(v):
        if isinstance(v, bool) or not isinstance(v, (int, str)):
            return v
        try:
            return F(v)
        except ValueError:
            return v
    return {key: value(v) for key, v in inputs.items()} | {"max": most}


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub,
             ast.Mult: operator.mul, ast.Div: operator.truediv,
             ast.Eq: operator.eq, ast.Lt: operator.lt, ast.LtE: operator.le,
             ast.Gt: operator.gt, ast.GtE: operator.ge}


def formula(text, names):
    """The part of the formula language that the shipped set uses."""
    text = re.sub(r"(?<![<>!=])=", "==", text)
    numbers = re.compile(r"\d+(?:\.\d+)?")

    def walk(node):
        match node:
            case ast.Expression(body=body):
                return walk(body)
            case ast.Constant():
                return F(numbers.match(text, node.col_offset).group())
            case ast.Name(id=name):
                return names[name]
            case ast.BinOp(left=a, op=op, right=b):
                return OPERATORS[type(op)](walk(a), walk(b))
            case ast.Compare(left=a, ops=[op], comparators=[b]):
                return OPERATORS[type(op)](walk(a), walk(b))
        raise ValueError(f"formula {text}")
    return walk(ast.parse(text, mode="eval"))


def ratio(rule, names):
    if names[rule["den"]] == 0:
        return rule.get("when_zero", "error")
    return names[rule["num"]] / names[rule["den"]]


def given_share(r, rule):
    """What a ratio, or what stands for one where there is none, means."""
    if isinstance(r, F):
        return min(r, F(1)) if r >= share(rule.get("floor", "0")) else F(0)
    return {"max": F(1), "0": F(0), "na": NOT_APPLICABLE}[r]


def bool_rule(rule, names, inputs, most):
    return most if inputs[rule["var"]] else F(0)


def deadline_rule(rule, names, inputs, most):
    if inputs.get(rule.get("not_obliged")):
        return most
    day = inputs.get(rule["var"])
    if day is None:
        return most * share(rule.get("none", "0"))
    in_time = datetime.date.fromisoformat(day) <= \
        datetime.date.fromisoformat(rule["by"])
    return most if in_time else most * share(rule.get("late", "0"))


def ratio_rule(rule, names, inputs, most):
    part = given_share(ratio(rule, names), rule)
    return NOT_APPLICABLE if part is NOT_APPLICABLE else most * part


def step_rule(rule, names, inputs, most):
    r = ratio(rule, names) if "num" in rule else names[rule["var"]]
    if not isinstance(r, F):
        return most * given_share(r, rule)
    holds = {">=": operator.ge, ">": operator.gt, "<=": operator.le,
             "<": operator.lt}
    for step in rule["steps"]:
        for sign, bound in step.items():
            if sign in holds and holds[sign](r, F(bound)):
                return most * share(step["share"])
    return most * share(rule.get("otherwise", "0"))


def level_rule(rule, names, inputs, most):
    return most * share(rule["shares"][inputs[rule["var"]]])


def deduct_rule(rule, names, inputs, most):
    if inputs.get(rule.get("zero_if")):
        return F(0)
    return most - sum(
        names[d["var"]] * (F(d["points"]) if "points" in d
                           else most * share(d["share"]))
        for d in rule["deduct"])


def count_rule(rule, names, inputs, most):
    return names[rule["var"]] * F(rule["per"])


def checklist_rule(rule, names, inputs, most):
    got = F(0)
    for item in rule["items"]:
        worth = (most / len(rule["items"]) if rule.get("equal") else
                 F(item["points"]) if "points" in item else
                 most * share(item["share"]))
        if (inputs[item["var"]] >= item["at_least"] if "at_least" in item
                else inputs[item["var"]]):
            got += worth
    return got


def relative_rule(rule, names, inputs, most):
    now, before = names[rule["now"]], names[rule["before"]]
    if now >= before:
        return most
    r = now / before
    return most * r if r >= share(rule.get("floor", "0")) else F(0)


def cases_rule(rule, names, inputs, most):
    if "na_if" in rule and formula(rule["na_if"], names):
        return NOT_APPLICABLE
    for case in rule["cases"]:
        if formula(case["when"], names):
            return formula(case["points"], names)
    return formula(rule.get("otherwise", "0"), names)


def survey_rule(rule, tally, most):
    worth = [F(p) for p in rule["percents"]]
    valid = sum(tally.values())
    return most * sum(worth[a - 1] * n for a, n in tally.items()) / valid / 100


def sipas_rule(rule, tally, most):
    return most * sum(n for a, n in tally.items()
                      if a in rule["satisfied"]) / F(sum(tally.values()))


def pooled(rule, groups, most, weights):
    """A survey leaf from its {group: tally}: pooled, or where the groups have
    weights the weighted mean of what each gives by itself."""
    ask = RULES[rule["type"]]
    if not any(group in weights for group in groups):
        return ask(rule, sum(groups.values(), collections.Counter()), most)
    given = {g: F(weights[g]) for g, tally in groups.items() if tally.total()}
    return sum(w * ask(rule, groups[g], most)
               for g, w in given.items()) / sum(given.values())


RULES = {"BOOL": bool_rule, "DEADLINE": deadline_rule, "RATIO": ratio_rule,
         "STEP": step_rule, "LEVEL": level_rule, "DEDUCT": deduct_rule,
         "COUNT": count_rule, "CHECKLIST": checklist_rule,
         "RELATIVE": relative_rule, "CASES": cases_rule,
         "SURVEY": survey_rule, "SIPAS": sipas_rule}


def round_once(points, most, decimals):
    """Clamped, then one rounding, half up."""
    points = max(F(0), min(points, most))
    unit = 10 ** decimals
    return F((points * unit + F(1, 2)).__floor__(), unit)


class Oracle:
    """Everything the period decides, and what every form answered."""

    def __init__(self, folder, batches):
        self.period = json.loads((folder / "period.json").read_text())
        self.set = json.loads((folder / "criteria.json").read_text())
        register = json.loads((folder / "units.json").read_text())
        self.block = {u["id"]: u["block"] for u in register["units"]}
        self.tally = collections.defaultdict(
            lambda: collections.defaultdict(collections.Counter))
        self.weights = {g["id"]: g["weight"] for s in self.period["surveys"]
                        for g in s["respondents"] if "weight" in g}
        leaf_of = {(s["id"], q["id"]): q["leaf"]
                   for s in self.period["surveys"] for q in s["questions"]}
        for survey, forms in batches:
            for form in forms:
                rows = form.get("units") or {form["unit"]: form["answers"]}
                for unit, answers in rows.items():
                    for question, answer in answers.items():
                        if answer:
                            self.tally[unit, leaf_of[survey, question]][
                                form["group"]][answer] += 1

    def leaf_points(self, leaf, most, inputs):
        points = RULES[leaf["rule"]["type"]](
            leaf["rule"], tests(inputs, most), inputs, most)
        if points is NOT_APPLICABLE:
            return NOT_APPLICABLE
        return round_once(points, most, self.period["leaf_decimals"])

    def applies(self, unit, leaf):
        for decision in self.period["not_applicable"]:
            if unit in decision["units"] and (
                    leaf["field"] in decision.get("fields", [])
                    or leaf["id"] in decision.get("leaves", [])):
                return False
        return self.block[unit] in leaf["max"]

    def fields(self, unit):
        """{field: (points, maximum)} of an inputs.Unit."""
        out = collections.defaultdict(lambda: (F(0), F(0)))
        declared = appraised = F(0)
        system = None

        def add(leaf, points, most):
            got, of = out[leaf["field"]]
            out[leaf["field"]] = got + points, of + most

        for leaf in self.set["leaves"]:
            if not self.applies(unit.code, leaf):
                continue
            most = F(leaf["max"][self.block[unit.code]])
            if leaf["mode"] == "system":
                system = leaf, most
            elif leaf["mode"] == "survey":
                add(leaf, round_once(
                    pooled(leaf["rule"], self.tally[unit.code, leaf["id"]],
                           most, self.weights),
                    most, self.period["leaf_decimals"]), most)
            else:
                points = self.leaf_points(leaf, most, unit.found[leaf["id"]])
                if points is NOT_APPLICABLE:
                    continue
                appraised += points
                declared += self.leaf_points(leaf, most,
                                             unit.declared[leaf["id"]])
                absent = unit.no_document | unit.late_document
                add(leaf, F(0) if leaf["id"] in absent else points, most)
        leaf, most = system
        close = abs(declared - appraised) * 100 <= appraised * 5
        add(leaf, round_once(most * ((not unit.late_document) + close) / 2,
                             most, self.period["leaf_decimals"]), most)
        return dict(out)


def total(fields):
    return (sum(p for p, _ in fields.values()),
            sum(m for _, m in fields.values()))
