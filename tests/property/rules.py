"""rules.py - what a rule of each kind gives, once more: exact fractions, one
rounding.

Knows docs/criteria-format.md, and nothing of our C.
"""
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


RULES = {"BOOL": bool_rule, "DEADLINE": deadline_rule, "RATIO": ratio_rule,
         "STEP": step_rule, "LEVEL": level_rule, "DEDUCT": deduct_rule,
         "COUNT": count_rule, "CHECKLIST": checklist_rule,
         "RELATIVE": relative_rule, "JUDGED": judged_rule,
         "CASES": cases_rule}


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
