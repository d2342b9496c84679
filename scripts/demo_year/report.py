"""report.py - the table of indexes, as the province would publish it.

Knows the answer of /v1/periods/{p}/results and the period's own words. Touches
nothing.
"""
import json
import unicodedata

REVIEW = "self_review:"
FLAGS = {"rule_gap": "quy định không xếp được: Hội đồng xác nhận"}


def units_of(results):
    """Every unit's result by its code, with its block."""
    return {unit["unit"]: unit | {"block": block["block"]}
            for block in results["blocks"] for unit in block["units"]}


def reviews(unit):
    return [flag.removeprefix(REVIEW) for flag in unit["flags"]
            if flag.startswith(REVIEW)]


def other_flags(unit):
    return [flag for flag in unit["flags"] if not flag.startswith(REVIEW)]


def table(results, shipped):
    """Lines of text."""
    period = json.loads((shipped / "period.json").read_text())
    groups = {(g["block"], g["id"]): g["name_vi"] for g in period["groups"]}
    classes = {c["id"]: c["name_vi"] for c in period["classes"]}
    for block in results["blocks"]:
        rows = [("Hạng", "Mã", "Đơn vị", "Chỉ số", "Nhóm", "Xếp loại",
                 "Kiểm điểm", "Ghi chú")]
        for unit in block["units"]:
            rows.append((
                str(unit["rank"]), unit["unit"], unit["name"],
                f"{unit['index']} %".replace(".", ","),
                groups.get((block["block"], unit["group"]), "-"),
                classes.get(unit["class"], "-"),
                ", ".join(reviews(unit)),
                "; ".join(FLAGS.get(f, f) for f in other_flags(unit))))
        widths = [max(map(_width, column)) for column in zip(*rows)]
        yield ""
        yield block["name"]
        for row in rows:
            yield "  ".join(_pad(cell, width, right=i in (0, 3)) for
                            i, (cell, width) in enumerate(zip(row, widths))
                            ).rstrip()


def _width(text):
    return sum(not unicodedata.combining(c)
               for c in unicodedata.normalize("NFC", text))


def _pad(text, width, right):
    space = " " * (width - _width(text))
    return space + text if right else text + space
