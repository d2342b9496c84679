"""said.py - the report's own words about 2022, one by one: names, counts, the one
round, who signed, bounds of fields, places of the year before, the council's
papers.

Knows report 27/BC-UBND as expected.json has it. Touches the service for reading.
"""
import fractions

F = fractions.Fraction


class Said:
    """For the example's Checks."""

    def names_printed(self):
        """Every unit stands in the printed table by its official name."""
        lines = self.year.printed
        wrong = [code for code, name in self.expected["names"].items()
                 if not any(f"  {code}  {name}  " in line for line in lines)]
        self.same(wrong, [], f"the {len(self.expected['names'])} units stand "
                             "in the table by their official names")

    def counted(self):
        """Forms as the server counts them, by block and in all."""
        counted = {block: sum(self.survey(s)["forms"] for s in surveys)
                   for block, surveys in self.expected["forms"].items()}
        counted["all"] = sum(counted.values())
        self.same(counted, self.expected["survey_counts"],
                  "the server counts " + " / ".join(
                      f"{n:,}" for n in counted.values()) + " survey forms")

    def one_round(self):
        period = self.year.http.ask("GET", self.year.of_period(),
                                    self.year.tokens["auditor"]).json
        stages = {w["stage"] for w in period["windows"]}
        rounds = {self.year.life(code)["rounds"] for code in self.units}
        again = [code for code in self.units for leaf in self.sheet_of(code)
                 if leaf.get("round2")]
        self.same((stages & {"round2", "explanation"}, rounds, again),
                  (set(), {1}, []), "one round of appraisal, as the report "
                  "has it: nobody appraised twice")

    def signed_by_heads(self):
        """The head of each unit signed, in the competence that is his."""
        wrong, heads = [], 0
        for code in self.units:
            for step in self.year.life(code)["steps"]:
                if step["step"] != "confirm":
                    continue
                heads += 1
                head = self.year.person(f"{code.lower()}.thutruong")
                said = (step["signer"], step["title"],
                        step.get("competence", ""))
                if said != (head.name, head.position,
                            self.expected["competence"][code[0]]):
                    wrong.append((code, said))
        self.same((wrong, heads), ([], self.expected["signed"]),
                  f"{heads} reports are signed by the heads: chairmen TM., "
                  "directors in their own right")

    def bounds(self):
        """What classes and self-reviews of the report say of the fields."""
        wrong = []
        for code, unit in self.units.items():
            field = {f["field"]: F(f["percent"]) for f in unit["fields"]
                     if f["field"] in self.expected["class_fields"]
                     and F(f["max"])}
            least = self.expected["fields_from"][unit["class"]]
            wrong += [(code, name) for name, percent in field.items()
                      if percent < F(least)]
            for name, (low, high) in self.expected["between"].get(
                    code, {}).items():
                is_ = F(unit["index"]) if name == "index" else field[name]
                if not F(low) <= is_ < F(high):
                    wrong.append((code, name))
            if code in self.expected["rule_gap"] and not any(
                    percent < 70 for percent in field.values()):
                wrong.append((code, "no field below 70"))
        self.same(wrong, [], "every field stands where the report's classes "
                             "and self-reviews have it")

    def places_of_2021(self):
        """Each place was held by one, and the stated ones by the right one."""
        was = {code: u["rank"] + u["rank_change"]
               for code, u in self.units.items()}
        for block in self.results["blocks"]:
            places = sorted(was[u["unit"]] for u in block["units"])
            self.same(places, list(range(1, len(places) + 1)),
                      f"{block['block']}: the ranking of 2021 has every place "
                      "once")
        told = self.expected["ranks_2021"]
        self.same({code: was[code] for code in told}, told,
                  "in 2021 " + ", ".join(f"{code} was {place}."
                                         for code, place in told.items()))

    def council_papers(self):
        """Minutes and decision, with number, day, signer and file."""
        kept = {d["kind"]: d for d in self.year.http.ask(
            "GET", self.year.of_period("decisions"),
            self.year.tokens["auditor"]).json["decisions"]}
        said = {kind: [d["number"], d["date"], bool(d["signer"])]
                for kind, d in kept.items()}
        self.same(said, {kind: [*paper, True] for kind, paper in
                         self.expected["papers"].items()},
                  "the council's minutes and decision 336/QĐ-UBND are on file")
        for kind, d in kept.items():
            body = self.year.http.ask(
                "GET", self.year.of_period("decisions", str(d["decision"]),
                                           "document"),
                self.year.tokens["auditor"]).body
            self.hold(body[:5] == b"%PDF-", f"{kind}: the file comes back")
