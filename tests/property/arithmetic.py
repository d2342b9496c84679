"""arithmetic.py - a year's results once more: exact fractions, one rounding a
leaf, none of our C.

Knows docs/scoring.md and docs/period-format.md, and the laws at the head of
store/model/grade.c, rank.c, outside.c and score_leaf.c as they are written
there.
"""
import collections
import fractions

from rules import BROKEN, NOT_APPLICABLE, half_up, leaf_points
from surveys import survey_share

F = fractions.Fraction
COLUMNS = ("council", "round2", "round1", "self")


class Leaf(collections.namedtuple("Leaf", "status points max")):
    """What a leaf of a unit has."""


class Arithmetic:
    """What a period's data and a year's facts give (facts.py)."""

    def __init__(self, facts):
        self.period = facts.period
        self.set = facts.bundle["criteria"]
        self.units = {u["id"]: u for u in facts.bundle["units"]["units"]}
        self.outside = {f["id"]: f for f in self.set["fields"]
                        if "outside" in f}
        self.cells, self.documents = facts.cells, facts.documents()
        self.explained, self.tallies = facts.explained, facts.tallies
        self.applies, self.closed = facts.applies, facts.closed
        self.decimals = self.period["leaf_decimals"]

    def most(self, unit, leaf):
        return F(leaf["max"].get(self.units[unit]["block"], "0"))

    def said(self, unit, leaf, column):
        """(status, points) of one column's inputs."""
        inputs = self.cells[unit, leaf["id"]][column]
        if inputs is NOT_APPLICABLE and leaf["na_allowed"]:
            return "not-applicable", F(0)
        inputs = inputs or {}
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
        return next((c for c in COLUMNS if c in cells), None)

    def proven(self, unit, leaf, column):
        """Does what was said stand? (E1 to E4; nothing is waiting here.)"""
        documents = self.documents.get((unit, leaf["id"]), ())
        if leaf["mode"] == "appraised" or "accepted" in documents:
            return True
        what = next((w for w in ("late", "rejected") if w in documents),
                    "missing")
        policy = self.period.get("life", {}).get(f"{what}_evidence", "zero")
        return column != "self" and (
            policy == "judged" or
            (policy == "explained" and (unit, leaf["id"]) in self.explained))

    def by_persons(self, unit, leaf):
        most = self.most(unit, leaf)
        column = self.in_force(unit, leaf)
        if column is None:
            return Leaf("no-inputs", F(0), most)
        status, points = self.said(unit, leaf, column)
        if status == "not-applicable":
            return Leaf(status, F(0), F(0))
        if status == "scored" and not self.proven(unit, leaf, column):
            return Leaf("no-evidence", F(0), most)
        return Leaf(status, points, most)

    def by_survey(self, unit, leaf):
        most = self.most(unit, leaf)
        share = survey_share(self.period["surveys"], leaf,
                             self.units[unit]["block"],
                             self.tallies.get(unit, {}))
        if share is None:
            return Leaf("no-inputs", F(0), most)
        return Leaf("scored", half_up(most * share, self.decimals), most)

    def facts(self, unit, leaves):
        """What a system leaf asks."""
        on_time, self_sum, sum_in_force, any_self = True, F(0), F(0), False
        for leaf in self.set["leaves"]:
            if leaf["mode"] != "evidence" or leaf["field"] in self.outside \
                    or not self.applies(unit, leaf):
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
            elif not self.applies(unit, leaf):
                out[leaf["id"]] = Leaf("not-applicable", F(0), F(0))
            elif leaf["mode"] == "survey":
                out[leaf["id"]] = self.by_survey(unit, leaf)
            elif leaf["mode"] in ("evidence", "appraised"):
                out[leaf["id"]] = self.by_persons(unit, leaf)
        for leaf in self.set["leaves"]:
            if leaf["id"] in out:
                continue
            most = self.most(unit, leaf)
            if not self.closed(unit):
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

    def capped(self, unit, fields):
        """Takes the fields outside the total out of `fields`: (points, most)
        of each, at most the cap."""
        block = self.units[unit]["block"]
        return {f: tuple(min(x, F(field["max"].get(block, "0")))
                         for x in fields.pop(f))
                for f, field in self.outside.items()}

    def adjusted(self, total, most, outside):
        if self.period.get("outside") != "counted" or most == 0:
            return total
        sign = {"bonus": 1, "penalty": -1}
        points = total + sum(sign[self.outside[f]["outside"]] * p
                             for f, (p, _) in outside.items())
        return max(F(0), min(points, most))

    def unit(self, unit):
        """Everything of one unit but its rank."""
        leaves = self.leaves(unit)
        fields = {f["id"]: (F(0), F(0)) for f in self.set["fields"]}
        for leaf in self.set["leaves"]:
            got, of = fields[leaf["field"]]
            fields[leaf["field"]] = (got + leaves[leaf["id"]].points,
                                     of + leaves[leaf["id"]].max)
        outside = self.capped(unit, fields)
        total = sum((p for p, _ in fields.values()), F(0))
        most = sum((m for _, m in fields.values()), F(0))
        points = self.adjusted(total, most, outside)
        group, klass, gap = self.grades(unit, points, most, fields)
        review = self.period["self_review"]
        flags = (["rule_gap"] if gap else []) + [
            f"self_review:{f['id']}" for f in self.set["fields"]
            if f["id"] in review["fields"] and fields[f["id"]][1] and
            not self.reaches(*fields[f["id"]], review["below"])]
        return {"leaves": leaves, "fields": fields, "points": points,
                "outside": outside, "adjustment": points - total, "max": most,
                "group": group, "class": klass, "flags": flags}

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
