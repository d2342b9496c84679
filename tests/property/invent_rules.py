"""invent_rules.py - variables, a rule and its inputs of every kind, at random.

Knows the members of docs/criteria-format.md. Draws only from the random source
it is given.
"""
import datetime
import fractions

F = fractions.Fraction
SHARES = ("0", "0.25", "1/3", "0.5", "2/3", "0.8", "0.999999")


def decimal(value):
    """Exact text of a fraction whose denominator divides a million."""
    whole = value * 1000000
    assert whole.denominator == 1, value
    text = f"{whole.numerator // 1000000}.{whole.numerator % 1000000:06d}"
    return text.rstrip("0").rstrip(".")


class Expression:
    """Random formulas over a leaf's variables."""

    def __init__(self, random, numbers, optional):
        self.random, self.numbers, self.optional = random, numbers, optional

    def number(self, depth):
        """At most 2^depth values."""
        r = self.random
        if depth <= 0 or r.random() < 0.3:
            return r.choice([*self.numbers, *self.numbers, "max",
                             str(r.randint(0, 9)), f"0.{r.randint(1, 9)}"])
        a, b = self.number(depth - 1), self.number(depth - 1)
        return r.choice([f"({a} + {b})", f"({a} - {b})", f"({a} * {b})",
                         f"({a} / {b})", f"min({a}, {b})", f"max({a}, {b})",
                         f"-({a})",
                         f"if({self.question(depth - 1)}, {a}, {b})"])

    def question(self, depth):
        r = self.random
        if depth > 0 and r.random() < 0.4:
            a, b = self.question(depth - 1), self.question(depth - 1)
            return r.choice([f"({a} and {b})", f"({a} or {b})", f"not ({a})"])
        if self.optional and r.random() < 0.2:
            return f"given({r.choice(self.optional)})"
        sign = r.choice(["=", "!=", "<", "<=", ">", ">="])
        return f"{self.number(depth - 1)} {sign} {self.number(depth - 1)}"


class Rules:
    """One rule of each kind: (variables, rule, how inputs are drawn)."""

    def __init__(self, random, most, decimals):
        self.random, self.most, self.decimals = random, most, decimals

    def share(self):
        return self.random.choice(SHARES)

    def var(self, key, kind, **more):
        return {"key": key, "label": f"Biến {key}", "type": kind} | more

    def flag(self):
        return self.random.random() < 0.5

    def day(self):
        return (datetime.date(2022, 1, 1) + datetime.timedelta(
            self.random.randint(0, 364))).isoformat()

    def bool(self):
        return [self.var("yes", "flag")], {"type": "BOOL", "var": "yes"}, \
            lambda: {"yes": self.flag()}

    def deadline(self):
        variables = [self.var("issued", "date", optional=True)]
        rule = {"type": "DEADLINE", "var": "issued", "by": self.day(),
                "late": self.share(), "none": self.share()}
        if self.flag():
            variables.append(self.var("free", "flag", optional=True))
            rule["not_obliged"] = "free"

        def draw():
            out = {"issued": self.day()} if self.flag() else {}
            if len(variables) == 2 and self.random.random() < 0.3:
                out["free"] = self.flag()
            return out
        return variables, rule, draw

    def parts(self):
        """den and num, and what den = 0 means."""
        said = self.random.choice([None, "max", "na", "0"])
        num = self.var("b", "count")
        if self.flag():
            num["at_most"] = "a"
        den = self.var("a", "count", **({} if said else {"min": 1}))

        def draw():
            a = self.random.randint(0 if said else 1, 60)
            return {"a": a, "b": self.random.randint(0, a) if "at_most" in num
                    else self.random.randint(0, 60)}
        return [den, num], {"when_zero": said} if said else {}, draw

    def ratio(self):
        variables, more, draw = self.parts()
        floor = self.random.choice(["0", "0.5", "0.80", "0.123456"])
        return variables, {"type": "RATIO", "num": "b", "den": "a",
                           "floor": floor} | more, draw

    def step(self):
        up = self.flag()
        bounds = sorted({f"0.{self.random.randint(1, 99):02d}"
                         for _ in range(self.random.randint(1, 4))},
                        reverse=up)
        shares = sorted((self.share() for _ in bounds[1:]), key=F,
                        reverse=True)
        sign = self.random.choice([">=", ">"] if up else ["<=", "<"])
        steps = [{sign: b, "share": s}
                 for b, s in zip(bounds, ["1", *shares])]
        rule = {"type": "STEP", "steps": steps, "otherwise": self.share()}
        if self.flag():
            variables, more, draw = self.parts()
            return variables, rule | more | {"num": "b", "den": "a"}, draw
        return [self.var("rate", "decimal", max="1")], \
            rule | {"var": "rate"}, \
            lambda: {"rate": decimal(F(self.random.randint(0, 1000), 1000))}

    def level(self):
        names = ["tốt", "khá", "đạt", "kém"][:self.random.randint(2, 4)]
        return [self.var("how", "level", levels=names)], \
            {"type": "LEVEL", "var": "how", "shares": dict(
                zip(names, ["1"] + [self.share() for _ in names[1:]]))}, \
            lambda: {"how": self.random.choice(names)}

    def deduct(self):
        keys = ["late", "missing", "wrong"][:self.random.randint(1, 3)]
        penalties = [
            {"var": k, "points": decimal(F(self.random.randint(1, 80), 100))}
            if self.flag() else {"var": k, "share": self.share()}
            for k in keys]
        variables = [self.var(k, "count") for k in keys]
        rule = {"type": "DEDUCT", "deduct": penalties}
        if self.flag():
            variables.append(self.var("leader", "flag"))
            rule["zero_if"] = "leader"

        def draw():
            out = {k: self.random.randint(0, 4) for k in keys}
            return out | ({"leader": self.random.random() < 0.2}
                          if "zero_if" in rule else {})
        return variables, rule, draw

    def count(self):
        per = decimal(F(self.random.randint(1, 300), 100))
        return [self.var("n", "count")], \
            {"type": "COUNT", "var": "n", "per": per}, \
            lambda: {"n": self.random.randint(0, 12)}

    def checklist(self):
        keys = ["plan", "news", "report"][:self.random.randint(2, 3)]
        counted = keys[0] if self.flag() else None
        items = [{"var": k} | ({"at_least": 12} if k == counted else {})
                 for k in keys]
        rule = {"type": "CHECKLIST", "items": items}
        if self.flag():
            rule["equal"] = True
        else:
            cut = self.random.choice([["1/3", "1/3", "1/3"],
                                      ["0.5", "0.3", "0.2"]]) \
                if len(keys) == 3 else ["0.25", "0.75"]
            for item, part in zip(items, cut):
                item["share"] = part
        return [self.var(k, "count" if k == counted else "flag")
                for k in keys], rule, \
            lambda: {k: self.random.randint(0, 24) if k == counted
                     else self.flag() for k in keys}

    def relative(self):
        return [self.var("now", "count"), self.var("before", "count")], \
            {"type": "RELATIVE", "now": "now", "before": "before",
             "floor": self.random.choice(["0", "0.5", "0.7"])}, \
            lambda: {"now": self.random.randint(0, 40),
                     "before": self.random.randint(0, 40)}

    def judged(self):
        step = F(1, 10 ** self.decimals)

        def draw():
            most = int(max(self.most.values()) / step)
            points = self.random.randint(0, most) * step
            if self.random.random() < 0.1:
                points += step / 2 if self.decimals < 6 else step
            return {"points": decimal(points)}
        return [self.var("points", "decimal")], \
            {"type": "JUDGED", "var": "points", "step": decimal(step)}, draw

    def cases(self):
        variables = [self.var("done", "count", max=30),
                     self.var("all", "count", max=30),
                     self.var("x", "decimal", max="10", optional=True)]
        write = Expression(self.random, ["done", "all", "x"], ["x"])
        cases = [{"when": write.question(2),
                  "points": f"min(max, {write.number(2)})"}
                 for _ in range(self.random.randint(0, 2))]
        if self.flag():
            cases.insert(0, {"when": "all = 0", "not_applicable": True})
        # a question that rule_most surely meets at full worth
        cases.append({"when": "done = 30 and all = 30", "points": "max"})
        cases = [cases[-1], *cases[:-1]]
        rule = {"type": "CASES", "cases": cases,
                "otherwise": f"min(max, {write.number(2)})"}
        if self.flag():
            rule["na_if"] = "done = 0 and all = 1"

        def draw():
            out = {"done": self.random.randint(0, 30),
                   "all": self.random.choice([0, 1, 30,
                                              self.random.randint(0, 30)])}
            if self.random.random() < 0.7:
                out["x"] = decimal(F(self.random.randint(0, 100), 10))
            return out
        return variables, rule, draw

    KINDS = (bool, deadline, ratio, step, level, deduct, count, checklist,
             relative, judged, cases)

    def any(self):
        return self.random.choice(self.KINDS)(self)
