"""invent.py - a period out of a random number: a criteria set with rules of
every kind, units, surveys, and what everybody does in a year.

Knows what `period check` asks of a bundle. Draws only from the random source
it is given, so that a seed is a year.
"""
import fractions
import json

from invent_rules import Rules, decimal

F = fractions.Fraction

OPENS = "2022-12-25T00:00:00+07:00"
UNTIL = "2023-01-11T00:00:00+07:00"
APPRAISAL = "2023-01-12T08:00:00+07:00"
CLOSES = "2023-01-17T00:00:00+07:00"


class Year:
    """A bundle, and what is done in each of its phases, by chains: what is in
    one chain is done in that order, what is in several in any."""

    def __init__(self, random):
        self.random = random
        self.draw = {}
        self.period = {}
        self.blocks = ["phong", "xa"][:random.randint(1, 2)]
        self.decimals = random.choice([0, 1, 2, 2, 3, 6])
        self.units = [f"{'U' if b == 0 else 'H'}{i + 1}"
                      for b in range(len(self.blocks))
                      for i in range(random.randint(1, 4))]
        self.block = {u: self.blocks[0 if u[0] == "U" else 1]
                      for u in self.units}
        self.criteria = self.make_set()
        self.surveys = self.make_surveys()
        self.make_period()

    # ---- the bundle ----

    def some_most(self, none=0.15):
        step = F(1, 10 ** self.decimals)

        def one():
            return self.random.randint(1, int(6 / step)) * step
        most = {b: one() for b in self.blocks
                if self.random.random() >= none}
        return most or {self.blocks[0]: one()}

    def make_leaf(self, number, field):
        most = self.some_most()
        r = self.random
        leaf = {"id": str(number), "field": field, "criterion": field,
                "name_vi": f"Tiêu chí {number}",
                "max": {b: decimal(m) for b, m in most.items()}}
        if field == "S":
            levels = r.randint(2, 5)
            percents = ["100"] + [str(r.randint(0, 100))
                                  for _ in range(levels - 1)]
            rule = {"type": "SURVEY", "percents": percents} if r.random() < .5 \
                else {"type": "SIPAS", "satisfied": sorted(
                    r.sample(range(1, 6), r.randint(1, 4)))}
            return leaf | {"mode": "survey", "vars": [], "rule": rule}
        variables, rule, draw = Rules(r, most, self.decimals).any()
        self.draw[leaf["id"]] = draw
        return leaf | {"mode": "evidence", "vars": variables, "rule": rule,
                       "na_allowed": r.random() < 0.3}

    def system_leaf(self, number):
        return {"id": str(number), "field": "F1", "criterion": "F1",
                "name_vi": "Tự chấm",
                "max": {b: decimal(m) for b, m in self.some_most(0).items()},
                "mode": "system",
                "vars": [{"key": "self_on_time", "label": "Đúng hạn",
                          "type": "flag"},
                         {"key": "self_close", "label": "Sát",
                          "type": "flag"}],
                "rule": {"type": "CHECKLIST", "items": [
                    {"var": "self_on_time", "share": "1/3"},
                    {"var": "self_close", "share": "2/3"}]}}

    def make_set(self):
        fields = ["F1", "F2", "F3"][:self.random.randint(1, 3)]
        if self.random.random() < 0.7:
            fields.append("S")
        leaves = [self.make_leaf(i + 1, fields[i % len(fields)])
                  for i in range(self.random.randint(len(fields), 9))]
        if self.random.random() < 0.6:
            leaves.append(self.system_leaf(len(leaves) + 1))

        def total(block, field=None):
            return sum((F(leaf["max"].get(block, "0")) for leaf in leaves
                        if field in (None, leaf["field"])), F(0))
        return {"format": "parindex-criteria/1", "id": "set",
                "name_vi": "Bộ tiêu chí",
                "blocks": [{"id": b, "name_vi": b,
                            "total": decimal(total(b))} for b in self.blocks],
                "fields": [{"id": f, "name_vi": f, "survey": f == "S",
                            "max": {b: decimal(total(b, f))
                                    for b in self.blocks}} for f in fields],
                "leaves": leaves}

    def make_surveys(self):
        out = []
        for block in self.blocks:
            asked = [leaf for leaf in self.criteria["leaves"]
                     if leaf["mode"] == "survey" and block in leaf["max"]]
            if not asked:
                continue
            out.append({
                "id": f"s-{block}", "name_vi": "Khảo sát", "block": block,
                "kind": self.random.choice(["organisation", "citizen"]),
                "expected": 40,
                "respondents": [{"id": "g", "name_vi": "Nhóm",
                                 "expected": 40}],
                "questions": [
                    {"id": f"q{i}-{k}", "text_vi": "Hỏi", "leaf": leaf["id"],
                     "scale": len(leaf["rule"].get("percents", "12345"))}
                    for i, leaf in enumerate(asked)
                    for k in range(self.random.randint(1, 2))]})
        return out

    def falling(self, most):
        """Bounds of bands, the last 0."""
        return [str(n) for n in sorted(self.random.sample(
            range(20, 100), self.random.randint(1, most)), reverse=True)] + ["0"]

    def windows(self):
        out = []
        for block in self.blocks:
            out += [{"block": block, "stage": "evidence", "opens": OPENS,
                     "on_time_until": UNTIL},
                    {"block": block, "stage": "appraisal", "opens": UNTIL,
                     "on_time_until": CLOSES},
                    {"block": block, "stage": "survey", "opens": OPENS,
                     "on_time_until": CLOSES}]
            if self.period["late_policy"] == "mark":
                out[-3]["closes"] = CLOSES
        return out

    def make_classes(self):
        froms = self.falling(3)
        return [{"id": f"c{i}", "name_vi": f"Mức {i}", "from": f,
                 "fields_from": "0" if f == "0"
                 else str(self.random.randint(0, 90))}
                for i, f in enumerate(froms)]

    def taken_out(self):
        return [{"units": [u], "leaves": [self.random.choice(
            self.criteria["leaves"])["id"]]} | (
                {"fields": ["F1"]} if self.random.random() < 0.2 else {})
            for u in self.units if self.random.random() < 0.4]

    def make_period(self):
        r = self.random
        fields = [f["id"] for f in self.criteria["fields"]]
        self.period.update({
            "format": "parindex-period/1", "id": "2030", "name_vi": "Kỳ",
            "year": 2030, "criteria": "c.json", "units": "u.json",
            "leaf_decimals": self.decimals,
            "index_decimals": r.randint(0, 4),
            "doubt": r.choice(["unit", "strict"]),
            "late_policy": r.choice(["mark", "mark", "refuse"]),
            "tie_rule": r.choice(["shared", "dense"]),
            "classify_on": r.choice(["exact", "printed"])})
        self.period.update({
            "windows": self.windows(),
            "groups": [{"block": b, "id": f"{b[0]}{f}", "name_vi": "Nhóm",
                        "from": f}
                       for b in self.blocks for f in self.falling(3)],
            "classes": self.make_classes(),
            "class_fields": [f for f in fields if r.random() < 0.6],
            "self_review": {"fields": [f for f in fields if r.random() < 0.5],
                            "below": str(r.randint(30, 90))},
            "not_applicable": self.taken_out(), "surveys": self.surveys})

    def bundle(self):
        return {"format": "parindex-bundle/1", "period": self.period,
                "criteria": self.criteria,
                "units": {"format": "parindex-units/1", "units": [
                    {"id": u, "name_vi": f"Đơn vị {u}",
                     "block": self.block[u], "org_code": "",
                     "valid_from": "2020-01-01", "head_title": "Chủ tịch",
                     "order": i + 1} for i, u in enumerate(self.units)]}}

    def text(self):
        return json.dumps(self.bundle(), ensure_ascii=False)

    # ---- what is done ----

    def taken_out_of(self, unit, leaf):
        return any(unit in d["units"] and
                   (leaf["id"] in d["leaves"] or
                    leaf["field"] in d.get("fields", []))
                   for d in self.period["not_applicable"])

    def applying(self, unit, mode):
        return [leaf for leaf in self.criteria["leaves"]
                if leaf["mode"] == mode and self.block[unit] in leaf["max"]
                and not self.taken_out_of(unit, leaf)]

    def inputs(self, leaf):
        if leaf["na_allowed"] and self.random.random() < 0.2:
            return {"not_applicable": True}
        return self.draw[leaf["id"]]()

    def scores(self, column, often):
        for unit in self.units:
            for leaf in self.applying(unit, "evidence"):
                if self.random.random() < often:
                    yield [{"do": "score", "unit": unit, "leaf": leaf["id"],
                            "column": column, "inputs": self.inputs(leaf)}
                           for _ in range(self.random.choice([1, 1, 1, 2]))]

    def uploads(self, phase, often):
        """A document a leaf, at times one for several; a replacement or a
        withdrawal after it at times."""
        for unit in self.units:
            leaves = [leaf["id"] for leaf in self.applying(unit, "evidence")]
            self.random.shuffle(leaves)
            while leaves:
                some, leaves = (leaves[:2], leaves[2:]) \
                    if self.random.random() < 0.2 else (leaves[:1], leaves[1:])
                if self.random.random() < often:
                    yield self.chain(phase, unit, some)

    def chain(self, phase, unit, leaves):
        def one(tail, **more):
            name = f"{phase}{unit}-{leaves[0]}{tail}"
            return {"do": "upload", "name": name, "unit": unit,
                    "leaves": leaves, "bytes": f"bytes of {name}",
                    "sound": self.random.random() < 0.85} | more
        chain = [one("")]
        what = self.random.random()
        if what < 0.15:
            chain.append(one("r", replaces=chain[0]["name"]))
        elif what < 0.25:
            chain.append({"do": "withdraw", "name": chain[0]["name"]})
        return chain

    def answers(self, survey, unit):
        fits = {leaf["id"] for leaf in self.applying(unit, "survey")}
        return {q["id"]: self.random.randint(0, q["scale"])
                for q in survey["questions"] if q["leaf"] in fits}

    def forms(self, phase):
        for survey in self.surveys:
            units = [u for u in self.units
                     if self.block[u] == survey["block"]]
            for n in range(self.random.randint(0, 6)):
                form = {"number": f"{phase}{n}", "group": "g"}
                if survey["kind"] == "citizen":
                    unit = self.random.choice(units)
                    form |= {"unit": unit,
                             "answers": self.answers(survey, unit)}
                else:
                    form["units"] = {u: self.answers(survey, u)
                                     for u in units}
                yield [{"do": "form", "survey": survey["id"], "form": form}]

    def phases(self):
        """Chains of the time for evidence, and of the appraisal."""
        first = [*self.scores("self", 0.8), *self.uploads("a", 0.8),
                 *self.forms("a")]
        second = [*self.scores("round1", 0.4), *self.uploads("b", 0.15),
                  *self.forms("b")]
        return first, second


def woven(random, chains):
    """One order in which the chains can be done, with settlements between."""
    left = [list(chain) for chain in chains]
    out = []
    while left:
        chain = random.choice(left)
        out.append(chain.pop(0))
        if not chain:
            left.remove(chain)
        if random.random() < 0.05:
            out.append({"do": "settle"})
    return out
