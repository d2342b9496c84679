"""invent_surveys.py - surveys and their forms at random: one or two of a
block, groups with weights and without, questions with answers of their own.

Draws only from the random source it is given.
"""
import fractions

from invent_rules import decimal

F = fractions.Fraction


class SurveyMaker:
    """Needs `random`, `blocks`, `criteria`, `period`, `block` and `units`."""

    def some_weight(self):
        return decimal(F(self.random.randint(1, 4000),
                         self.random.choice([1, 10, 100])))

    def options(self):
        """One is worth everything; the last may be "don't know"."""
        r = self.random
        percents = ["100"] + [decimal(F(r.randint(0, 100000), 1000))
                              for _ in range(r.randint(1, 3))]
        r.shuffle(percents)
        out = [{"id": "ABCDE"[i], "label_vi": f"Mức {i}", "percent": p}
               for i, p in enumerate(percents)]
        if r.random() < 0.5:
            out.append({"id": "K", "label_vi": "Không biết"})
        return out

    def question(self, leaf, name):
        out = {"id": name, "text_vi": "Hỏi", "leaf": leaf["id"]}
        if self.random.random() < 0.3:
            return out | {"options": self.options()}
        return out | {"scale": len(leaf["rule"].get("percents", "12345"))}

    def survey(self, block, name, asked, groups, weighted):
        r = self.random
        names = r.sample(groups, r.randint(1, len(groups)))
        respondents = [{"id": g, "name_vi": f"Nhóm {g}", "expected": 40} | (
            {"weight": self.some_weight()} if weighted else {})
            for g in names]
        return {"id": name, "name_vi": "Khảo sát", "block": block,
                "kind": r.choice(["organisation", "citizen"]),
                "expected": 40 * len(names), "respondents": respondents,
                "questions": [self.question(leaf, f"q{i}-{k}")
                              for i, leaf in enumerate(asked)
                              for k in range(r.randint(1, 2))]}

    def make_surveys(self):
        self.surveys = []
        for block in self.blocks:
            asked = [leaf for leaf in self.criteria["leaves"]
                     if leaf["mode"] == "survey" and block in leaf["max"]]
            if not asked:
                continue
            weighted = self.random.random() < 0.5
            self.surveys.append(self.survey(
                block, f"s-{block}", asked, ["g", "h", "i"], weighted))
            if self.random.random() < 0.4:
                some = self.random.sample(
                    asked, self.random.randint(1, len(asked)))
                self.surveys.append(self.survey(
                    block, f"t-{block}", some, ["g", "j"], weighted))

    # ---- forms ----

    def answer(self, question):
        options = question.get("options")
        if not options:
            return self.random.randint(0, question["scale"])
        n = self.random.randint(0, len(options))
        return options[n - 1]["id"] if n and self.random.random() < 0.5 else n

    def answers(self, survey, unit):
        fits = {leaf["id"] for leaf in self.applying(unit, "survey")}
        return {q["id"]: self.answer(q)
                for q in survey["questions"] if q.get("leaf") in fits}

    def forms(self, phase):
        for survey in self.period["surveys"]:
            units = [u for u in self.units
                     if self.block[u] == survey["block"]]
            for n in range(self.random.randint(0, 5)):
                form = {"number": f"{phase}{n}", "group": self.random.choice(
                    survey["respondents"])["id"]}
                if survey["kind"] == "citizen":
                    unit = self.random.choice(units)
                    form |= {"unit": unit,
                             "answers": self.answers(survey, unit)}
                else:
                    form["units"] = {u: self.answers(survey, u)
                                     for u in units}
                yield [{"do": "form", "survey": survey["id"], "form": form}]
