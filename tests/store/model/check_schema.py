#!/usr/bin/python3
"""Validates the shipped period and the test's small bundle against
docs/schema, and sees the schemas refuse what they must.

    /usr/bin/python3 tests/store/model/check_schema.py

Needs Debian's python3-jsonschema; exits 77 (skipped) without it.
"""
import copy
import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator, RefResolver
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[3]
KINDS = ("period", "criteria", "units", "bundle", "previous")
schemas = {k: json.loads((ROOT / f"docs/schema/{k}.schema.json").read_text())
           for k in KINDS}
store = {s["$id"]: s for s in schemas.values()}
failed = 0


def validator(kind):
    Draft202012Validator.check_schema(schemas[kind])
    resolver = RefResolver.from_schema(schemas[kind], store=store)
    return Draft202012Validator(schemas[kind], resolver=resolver)


def check(what, kind, document, good=True):
    global failed
    errors = list(validator(kind).iter_errors(document))
    if bool(errors) == good:
        failed += 1
        print(f"FAIL {what}")
        for e in errors[:5]:
            print("  /" + "/".join(map(str, e.absolute_path)), e.message[:200])


def changed(document, path, value):
    """A copy with one member replaced; None takes it out."""
    document = copy.deepcopy(document)
    at = document
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return document


data = ROOT / "store/data"
for folder in sorted(data.iterdir()):
    parts = {k: json.loads((folder / f"{k}.json").read_text())
             for k in KINDS[:3]}
    for kind, part in parts.items():
        check(f"{folder.name}/{kind}.json", kind, part)
    check(folder.name, "bundle", {"format": "parindex-bundle/1", **parts})

small = json.loads((ROOT / "tests/store/model/small.json").read_text())
check("small.json", "bundle", small)
for path, value in (
        (("format",), "parindex-bundle/2"),
        (("units",), None),
        (("more",), 1),
        (("period", "year"), "2030"),
        (("period", "leaf_decimals"), 7),
        (("period", "criteria"), "../c.json"),
        (("period", "criteria"), "a/../c.json"),
        (("period", "windows", 0, "opens"), "2030-12-01"),
        (("period", "windows", 0, "stage"), "publication"),
        (("period", "life"), {"confirmation": "asked"}),
        (("period", "life"), {"loss_reasons": []}),
        (("period", "life"), {"missing_evidence": "half"}),
        (("period", "outside"), "some"),
        (("period", "commitments"), {"counts": "commitment"}),
        (("period", "commitments"), {"counts": "commitment", "hours": 169}),
        (("period", "commitments"), {"counts": "completion", "hours": 12}),
        (("period", "commitments"), {"hours": 12}),
        (("criteria", "fields", 0, "outside"), "gift"),
        (("period", "previous"), {"period": "2029", "year": 2029}),
        (("period", "previous"), {"year": 2029, "units": []}),
        (("period", "previous"), {"year": 2029, "units": [{"rank": 1}]}),
        (("period", "groups", 0, "from"), "100.5"),
        (("period", "classes", 0, "from"), 80),
        (("period", "class_fields"), ["F1", "F1"]),
        (("period", "surveys", 0, "questions", 0, "scale"), 6),
        (("criteria", "blocks", 0, "total"), "1000.5"),
        (("criteria", "leaves", 0, "max", "ward"), "1.0000001"),
        (("criteria", "leaves", 0, "mode"), "magic"),
        (("criteria", "leaves", 0, "rule", "type"), "LUCK"),
        (("criteria", "leaves", 0, "rule", "floor"), "0.8.0"),
        (("criteria", "leaves", 0, "vars", 0, "key"), "max"),
        (("units", "units", 0, "id"), "W/1"),
        (("units", "units", 0, "org_code"), "H23."),
        (("units", "units", 0, "order"), 0),
        (("units", "units", 0, "chief"), "")):
    check(f"{path} = {value!r} is refused", "bundle",
          changed(small, path, value), good=False)

for value in ({"counts": "completion"},
              {"counts": "commitment", "hours": 168, "assumed": True}):
    check(f"commitments {value} is taken", "bundle",
          changed(small, ("period", "commitments"), value))

print("schemas:", f"{failed} failed" if failed else "all hold")
sys.exit(failed != 0)
