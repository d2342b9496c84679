"""invent_deeds.py - what everybody does in a year, at random: values, documents,
questions and explanations, steps.

Draws only from the random source it is given. What is in one chain is done in
that order, what is in several chains in any.
"""


class DeedMaker:
    """Needs `random`, `criteria`, `period`, `units`, `block` and `draw`."""

    def taken_out_of(self, unit, leaf):
        return any(unit in d["units"] and
                   (leaf["id"] in d["leaves"] or
                    leaf["field"] in d.get("fields", []))
                   for d in self.period["not_applicable"])

    def applying(self, unit, *modes):
        return [leaf for leaf in self.criteria["leaves"]
                if leaf["mode"] in modes and self.block[unit] in leaf["max"]
                and not self.taken_out_of(unit, leaf)]

    def inputs(self, leaf):
        if leaf["na_allowed"] and self.random.random() < 0.2:
            return {"not_applicable": True}
        return self.draw[leaf["id"]]()

    def scores(self, column, often):
        modes = ["evidence"] + ["appraised"] * (column != "self")
        for unit in self.units:
            for leaf in self.applying(unit, *modes):
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
            self.sent.append(name)
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

    def step(self, step, unit, leaf=None):
        return {"do": "step", "step": step, "unit": unit} | (
            {"leaf": leaf["id"]} if leaf else {})

    def explanations(self, often):
        """Of what has no document, or has one and then is not taken."""
        for unit in self.units:
            for leaf in self.applying(unit, "evidence"):
                if self.random.random() < often:
                    yield [self.step("explain", unit, leaf)]

    def questions(self, often):
        for unit in self.units:
            for leaf in self.applying(unit, "evidence"):
                if self.random.random() < often:
                    yield [self.step("request-explanation", unit, leaf),
                           self.step("explain", unit, leaf)]

    def each_unit(self, step):
        return [[self.step(step, unit)] for unit in self.units]

    def admissions(self):
        """What the council lets count; some of it is not late."""
        return [[{"do": "admit", "name": name}] for name in self.sent
                if self.random.random() < 0.2]


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
