"""invent_set.py - a criteria set out of a random number: fields inside the
total and outside it, leaves of every mode, rules of every kind.

Draws only from the random source it is given.
"""
import fractions

from invent_rules import Rules, decimal

F = fractions.Fraction


class SetMaker:
    """Needs `random`, `blocks` and `decimals`; keeps in `draw` how a leaf's
    inputs are drawn."""

    def some_most(self, none=0.15):
        step = F(1, 10 ** self.decimals)

        def one():
            return self.random.randint(1, int(6 / step)) * step
        most = {b: one() for b in self.blocks
                if self.random.random() >= none}
        return most or {self.blocks[0]: one()}

    def survey_rule(self):
        r = self.random
        if r.random() < 0.5:
            return {"type": "SIPAS", "satisfied": sorted(
                r.sample(range(1, 6), r.randint(1, 4)))}
        return {"type": "SURVEY", "percents": ["100"] + [
            str(r.randint(0, 100)) for _ in range(r.randint(1, 4))]}

    def mode(self, field):
        if field == "S":
            return "survey"
        if field == "P1" or self.random.random() < 0.2:
            return "appraised"
        return "evidence"

    def make_leaf(self, number, field):
        most = self.some_most()
        leaf = {"id": str(number), "field": field, "criterion": field,
                "name_vi": f"Tiêu chí {number}",
                "max": {b: decimal(m) for b, m in most.items()},
                "mode": self.mode(field)}
        if field == "S":
            return leaf | {"vars": [], "rule": self.survey_rule(),
                           "na_allowed": False}
        variables, rule, draw = Rules(self.random, most, self.decimals).any()
        self.draw[leaf["id"]] = draw
        return leaf | {"vars": variables, "rule": rule,
                       "na_allowed": self.random.random() < 0.3}

    def system_leaf(self, number):
        return {"id": str(number), "field": "F1", "criterion": "F1",
                "name_vi": "Tự chấm",
                "max": {b: decimal(m) for b, m in self.some_most(0).items()},
                "mode": "system", "na_allowed": False,
                "vars": [{"key": "self_on_time", "label": "Đúng hạn",
                          "type": "flag"},
                         {"key": "self_close", "label": "Sát",
                          "type": "flag"}],
                "rule": {"type": "CHECKLIST", "items": [
                    {"var": "self_on_time", "share": "1/3"},
                    {"var": "self_close", "share": "2/3"}]}}

    def make_set(self):
        r = self.random
        fields = ["F1", "F2", "F3"][:r.randint(1, 3)]
        if r.random() < 0.7:
            fields.append("S")
        leaves = [self.make_leaf(i + 1, fields[i % len(fields)])
                  for i in range(r.randint(len(fields), 9))]
        for outside in ("B1", "P1"):
            if r.random() < 0.4:
                fields.append(outside)
                leaves += [self.make_leaf(len(leaves) + 1 + i, outside)
                           for i in range(r.randint(1, 2))]
        if r.random() < 0.6:
            leaves.append(self.system_leaf(len(leaves) + 1))
        self.criteria = {
            "format": "parindex-criteria/1", "id": "set",
            "name_vi": "Bộ tiêu chí",
            "blocks": [{"id": b, "name_vi": b} for b in self.blocks],
            "fields": [{"id": f, "name_vi": f, "survey": f == "S"} | (
                {"outside": "bonus"} if f == "B1" else
                {"outside": "penalty"} if f == "P1" else {})
                for f in fields],
            "leaves": leaves}
        self.add_up()

    def add_up(self):
        """Fields and blocks have what their leaves have; a field outside the
        total has a cap of at most that."""
        def worth(block, ids):
            return sum((F(leaf["max"].get(block, "0"))
                        for leaf in self.criteria["leaves"]
                        if leaf["field"] in ids), F(0))

        def cap(most):
            step = F(1, 10 ** self.decimals)
            return self.random.randint(0, int(most / step)) * step
        for f in self.criteria["fields"]:
            f["max"] = {b: decimal(cap(worth(b, [f["id"]])) if "outside" in f
                                   else worth(b, [f["id"]]))
                        for b in self.blocks}
        inside = [f["id"] for f in self.criteria["fields"]
                  if "outside" not in f]
        for b in self.criteria["blocks"]:
            b["total"] = decimal(worth(b["id"], inside))

    def inside_fields(self):
        return [f["id"] for f in self.criteria["fields"] if "outside" not in f]
