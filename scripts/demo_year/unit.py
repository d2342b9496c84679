"""unit.py - one unit's year: what it declared, what was found.

Knows nothing of rules, points or results. Touches nothing.
"""
import dataclasses


@dataclasses.dataclass
class Unit:
    code: str
    orgs: float      # level of the organisations' answers
    people: float    # % of satisfied answers; None: not surveyed
    found: dict      # leaf: inputs, as they stood in the end
    declared: dict   # leaf: inputs, as the unit declared them
    no_document: set = dataclasses.field(default_factory=set)
    late_document: set = dataclasses.field(default_factory=set)
    # leaf: inputs, as round 1 found them where round 2 found otherwise
    first: dict = dataclasses.field(default_factory=dict)


def rows(path):
    """The lines of a table of inputs, without its comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def number(text):
    """A table's cell: "-" is none."""
    return None if text == "-" else float(text) if "." in text else int(text)
