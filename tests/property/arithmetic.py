"""arithmetic.py - a year's results once more: exact fractions, one rounding a
leaf, none of our C.

Knows docs/criteria-format.md, docs/scoring.md and the laws at the head of
store/model/grade.c, rank.c and score_leaf.c as they are written there.
"""
import collections
import datetime
import fractions

from formula import Absent, ask

F = fractions.Fraction
NOT_APPLICABLE = None
BROKEN = (Absent, ZeroDivisionError, ValueError)


def values(leaf, inputs):
    """The inputs as numbers, days, names and truth values."""
    out = {}
    for var in leaf["vars"]:
        v = inputs.get(var["key"])
        if v is None:
            if not var.get("optional"):
                raise Absent(var["key"])
            out[var["key"]] = False if var["type"] == "flag" else None
        elif var["type"] in ("count", "decimal"):
            out[var["key"]] = F(v)
        elif var["type"] == "date":
            out[var["key"]] = datetime.date.fromisoformat(v)
        else:
            out[var["key"]] = v
    return out


def share(rule, key, otherwise="0"):
    return F(rule.get(key, otherwise))


def when_zero(rule, most):
    said = rule.get("when_zero")
    if said is None:
        raise ZeroDivisionError
    return {"max": most, "0": F(0), "na": NOT_APPLICABLE}[said]


def proportion(r, floor, most):
    return min(r, F(1)) * most if r >= floor else F(0)


def bool_rule(rule, v, most):
    return most if v[rule["var"]] else F(0)


def deadline_rule(rule, v, most):
    if v.get(rule.get("not_obliged")):
        return most
    day = v[rule["var"]]
    if day is None:
        return most * share(rule, "none")
    if day <= datetime.date.fromisoformat(rule["by"]):
        return most
    return most * share(rule, "late")


def ratio_rule(rule, v, most):
    if v[rule["den"]] == 0:
        return when_zero(rule, most)
    return proportion(v[rule["num"]] / v[rule["den"]], share(rule, "floor"),
                      most)


def step_rule(rule, v, most):
    if "var" in rule:
        value = v[rule["var"]]
    elif v[rule["den"]] == 0:
        return when_zero(rule, most)
    else:
        value = v[rule["num"]] / v[rule["den"]]
    for step in rule["steps"]:
        bound = {k: F(b) for k, b in step.items() if k != "share"}
        if (value >= bound.get(">=", value + 1) or
                value > bound.get(">", value) or
                value <= bound.get("<=", value - 1) or
                value < bound.get("<", value)):
            return most * F(step["share"])
    return most * share(rule, "otherwise")


def level_rule(rule, v, most):
    return most * F(rule["shares"][v[rule["var"]]])


def deduct_rule(rule, v, most):
    if v.get(rule.get("zero_if")):
        return F(0)
    return most - sum(v[d["var"]] * (F(d["points"]) if "points" in d
                                     else most * F(d["share"]))
                      for d in rule["deduct"])


def count_rule(rule, v, most):
    return v[rule["var"]] * F(rule["per"])


def checklist_rule(rule, v, most):
    def worth(item):
        if rule.get("equal"):
            return most / len(rule["items"])
        return F(item["points"]) if "points" in item \
            else most * F(item["share"])
    return sum((worth(i) for i in rule["items"]
                if (v[i["var"]] >= i["at_least"] if "at_least" in i
                    else v[i["var"]])), F(0))


def relative_rule(rule, v, most):
    now, before = v[rule["now"]], v[rule["before"]]
    if now >= before:
        return most
    return proportion(now / before, share(rule, "floor"), most)


def judged_rule(rule, v, most):
    given = v[rule["var"]]
    if given > most or (given / F(rule["step"])).denominator != 1:
        raise ValueError(given)
    return given


def cases_rule(rule, v, most):
    for case in rule["cases"]:
        if ask(case["when"], v, most):
            return NOT_APPLICABLE if case.get("not_applicable") \
                else ask(case["points"], v, most)
    return ask(rule.get("otherwise", "0"), v, most)


def survey_rule(rule, tally, most):
    parts = [F(p) for p in rule["percents"]]
    return most * sum(parts[a - 1] * n for a, n in tally.items()) \
        / sum(tally.values()) / 100


def sipas_rule(rule, tally, most):
    return most * sum(n for a, n in tally.items()
                      if a in rule["satisfied"]) / sum(tally.values())


RULES = {"BOOL": bool_rule, "DEADLINE": deadline_rule, "RATIO": ratio_rule,
         "STEP": step_rule, "LEVEL": level_rule, "DEDUCT": deduct_rule,
         "COUNT": count_rule, "CHECKLIST": checklist_rule,
         "RELATIVE": relative_rule, "JUDGED": judged_rule,
         "CASES": cases_rule, "SURVEY": survey_rule, "SIPAS": sipas_rule}


def half_up(value, decimals):
    scale = 10 ** decimals
    return F((value * scale + F(1, 2)).__floor__(), scale)


def leaf_points(leaf, most, inputs, decimals):
    """Points, or NOT_APPLICABLE; one of BROKEN where there are none."""
    rule = leaf["rule"]
    v = values(leaf, inputs)
    if "na_if" in rule and ask(rule["na_if"], v, most):
        return NOT_APPLICABLE
    points = RULES[rule["type"]](rule, v, most)
    if points is NOT_APPLICABLE:
        return NOT_APPLICABLE
    return min(half_up(max(F(0), min(points, most)), decimals), most)


class Leaf(collections.namedtuple("Leaf", "status points max")):
    """What a leaf of a unit has."""


class Arithmetic:
    """What a period's data and a year's facts give.

    `cells` {(unit, leaf): {column: inputs}}, an input of None says that the
    leaf does not apply; `documents` {(unit, leaf): {"accepted", "late"}};
    `tallies` {(unit, leaf): Counter of answers}; `closed` says whether the
    appraisal is over."""

    def __init__(self, bundle, cells, documents, tallies, closed):
        self.period = bundle["period"]
        self.set = bundle["criteria"]
        self.units = {u["id"]: u for u in bundle["units"]["units"]}
        self.cells, self.documents = cells, documents
        self.tallies, self.closed = tallies, closed
        self.decimals = self.period["leaf_decimals"]

    def most(self, unit, leaf):
        return F(leaf["max"].get(self.units[unit]["block"], "0"))

    def taken_out(self, unit, leaf):
        return any(unit in d["units"] and
                   (leaf["field"] in d.get("fields", []) or
                    leaf["id"] in d.get("leaves", []))
                   for d in self.period["not_applicable"])

    def applies(self, unit, leaf):
        return self.most(unit, leaf) > 0 and not self.taken_out(unit, leaf)

    def said(self, unit, leaf, column):
        """(status, points) of one column's inputs."""
        inputs = self.cells[unit, leaf["id"]][column]
        if inputs is NOT_APPLICABLE:
            return "not-applicable", F(0)
        try:
            points = leaf_points(leaf, self.most(unit, leaf), inputs,
                                 self.decimals)
        except BROKEN:
            return "faulty", F(0)
        if points is NOT_APPLICABLE:
            return "not-applicable", F(0)
        return "scored", points

    def in_force(self, unit, leaf):
        cells = self.cells.get((unit, leaf["id"]), {})
        return next((c for c in ("round1", "self") if c in cells), None)

    def by_evidence(self, unit, leaf):
        most = self.most(unit, leaf)
        column = self.in_force(unit, leaf)
        if column is None:
            return Leaf("no-inputs", F(0), most)
        status, points = self.said(unit, leaf, column)
        if status == "not-applicable":
            return Leaf(status, F(0), F(0))
        if status == "scored" and "accepted" not in self.documents.get(
                (unit, leaf["id"]), ()):
            return Leaf("no-evidence", F(0), most)
        return Leaf(status, points, most)

    def by_survey(self, unit, leaf):
        most = self.most(unit, leaf)
        tally = self.tallies.get((unit, leaf["id"]))
        if not tally:
            return Leaf("no-inputs", F(0), most)
        points = RULES[leaf["rule"]["type"]](leaf["rule"], tally, most)
        return Leaf("scored", half_up(points, self.decimals), most)

    def facts(self, unit, leaves):
        """What a system leaf asks."""
        on_time, self_sum, sum_in_force, any_self = True, F(0), F(0), False
        for leaf in self.set["leaves"]:
            if leaf["mode"] != "evidence" or not self.applies(unit, leaf):
                continue
            cells = self.cells.get((unit, leaf["id"]), {})
            if "self" not in cells or "late" in self.documents.get(
                    (unit, leaf["id"]), ()):
                on_time = False
            column = self.in_force(unit, leaf)
            if column is None or \
                    leaves[leaf["id"]].status == "not-applicable":
                continue
            any_self = any_self or "self" in cells
            if "self" in cells:
                self_sum += self.said(unit, leaf, "self")[1]
            sum_in_force += self.said(unit, leaf, column)[1]
        close = any_self and \
            abs(self_sum - sum_in_force) * 100 <= 5 * sum_in_force
        return {"self_on_time": on_time, "self_close": close}

    def leaves(self, unit):
        out = {}
        for leaf in self.set["leaves"]:
            if self.most(unit, leaf) == 0:
                out[leaf["id"]] = Leaf("not-assessed", F(0), F(0))
            elif self.taken_out(unit, leaf):
                out[leaf["id"]] = Leaf("not-applicable", F(0), F(0))
            elif leaf["mode"] == "survey":
                out[leaf["id"]] = self.by_survey(unit, leaf)
            elif leaf["mode"] == "evidence":
                out[leaf["id"]] = self.by_evidence(unit, leaf)
        for leaf in self.set["leaves"]:
            if leaf["id"] in out:
                continue
            most = self.most(unit, leaf)
            if not self.closed:
                out[leaf["id"]] = Leaf("waiting", F(0), most)
            else:
                out[leaf["id"]] = Leaf("scored", leaf_points(
                    leaf, most, self.facts(unit, out), self.decimals), most)
        return out

    def percent(self, points, most):
        return half_up(points * 100 / most, self.period["index_decimals"]) \
            if most else F(0)

    def reaches(self, points, most, bound):
        if self.period["classify_on"] == "printed":
            return self.percent(points, most) >= F(bound)
        return points * 100 >= F(bound) * most if most else F(bound) <= 0

    def grades(self, unit, points, most, fields):
        """(group, class, rule gap)."""
        block = self.units[unit]["block"]
        if most == 0:
            return None, None, False
        group = next((g["id"] for g in self.period["groups"]
                      if g["block"] == block and
                      self.reaches(points, most, g["from"])), None)
        literal = True
        for c in self.period["classes"]:
            if not self.reaches(points, most, c["from"]):
                continue
            if all(self.reaches(*fields[f], c["fields_from"])
                   for f in self.period["class_fields"] if fields[f][1]):
                return group, c["id"], not literal
            literal = False
        return group, None, True

    def unit(self, unit):
        """Everything of one unit but its rank."""
        leaves = self.leaves(unit)
        fields = {f["id"]: (F(0), F(0)) for f in self.set["fields"]}
        for leaf in self.set["leaves"]:
            got, of = fields[leaf["field"]]
            fields[leaf["field"]] = (got + leaves[leaf["id"]].points,
                                     of + leaves[leaf["id"]].max)
        points = sum((p for p, _ in fields.values()), F(0))
        most = sum((m for _, m in fields.values()), F(0))
        group, klass, gap = self.grades(unit, points, most, fields)
        review = self.period["self_review"]
        flags = (["rule_gap"] if gap else []) + [
            f"self_review:{f['id']}" for f in self.set["fields"]
            if f["id"] in review["fields"] and fields[f["id"]][1] and
            not self.reaches(*fields[f["id"]], review["below"])]
        return {"leaves": leaves, "fields": fields, "points": points,
                "max": most, "group": group, "class": klass, "flags": flags}

    def block(self, block):
        """Units of a block with their rank, as they stand on the page."""
        def worth(one):
            if self.period["classify_on"] == "printed":
                return self.percent(one["points"], one["max"])
            return one["points"] / one["max"] if one["max"] else F(0)
        units = [self.unit(u) | {"unit": u} for u in self.units
                 if self.units[u]["block"] == block]
        units.sort(key=lambda one: (-worth(one),
                                    self.units[one["unit"]]["order"]))
        for i, one in enumerate(units):
            if i and worth(units[i - 1]) == worth(one):
                one["rank"] = units[i - 1]["rank"]
            elif i and self.period["tie_rule"] == "dense":
                one["rank"] = units[i - 1]["rank"] + 1
            else:
                one["rank"] = i + 1
        return units
