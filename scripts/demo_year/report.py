"""report.py - the table of indexes, as the province would publish it.

Knows the answer of /v1/periods/{p}/results and the period's own words. Touches
nothing.
"""
import json
import unicodedata

REVIEW, AGAIN = "self_review:", "self_review_again:"
FLAGS = {"rule_gap": "quy định chưa bao quát: Hội đồng xác nhận mức xếp loại",
         "not_scored": "chưa tính điểm"}
STATUS = {"provisional": "Kết quả tạm tính",
          "appraised": "Kết quả đã thẩm định, chưa công bố",
          "final": "Kết quả Hội đồng đã chốt, chưa công bố"}
HEAD = ("Hạng", "Bậc", "Mã", "Đơn vị", "Chỉ số", "Nhóm", "Xếp loại",
        "Kiểm điểm", "Ghi chú")
TO_THE_RIGHT = ("Hạng", "Bậc", "Chỉ số")


def units_of(results):
    """Every unit's result by its code, with its block."""
    return {unit["unit"]: unit | {"block": block["block"]}
            for block in results["blocks"] for unit in block["units"]}


def of_flags(unit, prefix):
    return [flag.removeprefix(prefix) for flag in unit["flags"]
            if flag.startswith(prefix)]


def reviews(unit):
    return of_flags(unit, REVIEW)


def reviews_again(unit):
    return of_flags(unit, AGAIN)


def notes(unit):
    return [FLAGS.get(flag, flag) for flag in unit["flags"]
            if not flag.startswith((REVIEW, AGAIN))]


def day(iso):
    """01/3/2023, as decisions write it."""
    year, month, of_month = iso.split("-")
    return f"{of_month}/{month if month in ('01', '02') else int(month)}/{year}"


def moved(change):
    """Places won since last year; nothing where there was none."""
    if change is None:
        return ""
    return f"{'+' if change > 0 else '−'}{abs(change)}" if change else "="


def headings(results, period):
    yield ""
    yield period["name_vi"]
    told = results.get("published")
    yield STATUS[results["status"]] if told is None else (
        f"Công bố theo Quyết định số {told['number']} ngày {day(told['date'])}"
        f" (bản công bố số {told['revision']})")
    if results.get("simulated"):
        yield "Mô phỏng: số liệu và thời gian không phải của thực tế."


def without_empty(rows):
    """The rows without columns that say nothing below their head."""
    full = [any(cells) for cells in zip(*rows[1:])]
    return [[cell for cell, keep in zip(cells, full) if keep]
            for cells in rows]


def footnotes(results, fields):
    """What the columns' short words stand for."""
    units = units_of(results).values()
    due = sorted({field for unit in units for field in reviews(unit)})
    yield ""
    if any(unit["rank_change"] is not None for unit in units):
        yield (f"Bậc: số bậc tăng (+), giảm (−) so với năm "
               f"{results['previous_year']}; dấu = là giữ nguyên.")
    if due:
        yield "Kiểm điểm: " + "; ".join(
            f"{field} là {fields[field]}" for field in due) + "."
    if any(reviews_again(unit) for unit in units):
        yield "(*) Phải kiểm điểm hai năm liên tiếp."


def row(unit, groups, classes):
    again = reviews_again(unit)
    return (str(unit["rank"]), moved(unit["rank_change"]), unit["unit"],
            unit["name"], f"{unit['index']} %".replace(".", ","),
            groups.get((unit["block"], unit["group"]), "-"),
            classes.get(unit["class"], "-"),
            ", ".join(field + "*" * (field in again)
                      for field in reviews(unit)),
            "; ".join(notes(unit)))


def table(results, shipped):
    """Lines of text."""
    period = json.loads((shipped / "period.json").read_text())
    criteria = json.loads((shipped / "criteria.json").read_text())
    groups = {(g["block"], g["id"]): g["name_vi"] for g in period["groups"]}
    classes = {c["id"]: c["name_vi"] for c in period["classes"]}
    yield from headings(results, period)
    for block in results["blocks"]:
        rows = [HEAD, *(row(unit | {"block": block["block"]}, groups, classes)
                        for unit in block["units"])]
        rows = without_empty(rows)
        widths = [max(map(_width, column)) for column in zip(*rows)]
        yield ""
        yield block["name"]
        for cells in rows:
            yield "  ".join(_pad(cell, width, name in TO_THE_RIGHT)
                            for name, cell, width in
                            zip(rows[0], cells, widths)).rstrip()
    yield from footnotes(results, {f["id"]: f["name_vi"]
                                   for f in criteria["fields"]})


def _width(text):
    return sum(not unicodedata.combining(c)
               for c in unicodedata.normalize("NFC", text))


def _pad(text, width, right):
    space = " " * (width - _width(text))
    return space + text if right else text + space
