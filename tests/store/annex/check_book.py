#!/usr/bin/python3
"""check_book.py - a period as officials' workbook, seen with openpyxl.

    tests/store/annex/check_book.py      programs from $PARINDEX_BUILD

Touches a temporary folder.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[3]
PARINDEX = ROOT / os.environ.get("PARINDEX_BUILD", "build/dev") / "bin/parindex"
PARTS = ("period", "criteria", "units")
EXAMPLES = ("hai-duong-2022", "two-tier-2025")
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


def run(*words):
    done = subprocess.run([PARINDEX, *map(str, words)], capture_output=True,
                          text=True)
    return done.returncode, done.stdout + done.stderr


def values(folder):
    return [json.loads((folder / f"{part}.json").read_text())
            for part in PARTS]


def cell_under(sheet, head, row):
    """The cell of a column by its name; names stand in row 2."""
    column = next(c.column for c in sheet[2] if c.value == head)
    return sheet.cell(row, column)


def there_and_back(place, name):
    shipped = ROOT / "store/data" / name
    book = place / f"{name}.xlsx"
    status, said = run("period", "export", shipped / "period.json", "--xlsx",
                       book)
    hold(status == 0, f"{name} is written as a workbook: {said.strip()}")
    hold(run("period", "export", shipped / "period.json", "--xlsx",
             book)[0] == 1, "which is not written over")
    hold(run("period", "check", book)[0] == 0, "and has no fault")
    first, again = place / f"{name}-1", place / f"{name}-2"
    run("period", "import", book, "--to", first)
    hold(values(first) == values(shipped),
         "its three files hold the same values as the shipped ones")
    run("period", "export", first / "period.json", "--xlsx",
        place / "again.xlsx")
    run("period", "import", place / "again.xlsx", "--to", again)
    (place / "again.xlsx").unlink()
    hold(all((first / f"{part}.json").read_bytes()
             == (again / f"{part}.json").read_bytes() for part in PARTS),
         "and once more there and back not a byte differs")
    return book


def as_an_annex(book):
    sheets = openpyxl.load_workbook(book)
    hold(sheets.sheetnames[:2] == ["Kỳ đánh giá", "Bộ tiêu chí"],
         "the period comes first, then its criteria")
    annex = sheets["Bộ tiêu chí"]
    heads = [c.value for c in annex[2]]
    hold(heads[:6] == ["STT", "Tiêu chí/tiêu chí thành phần",
                       "Điểm tối đa: department", "Điểm tối đa: district",
                       "Cách tính điểm", "Tài liệu kiểm chứng"],
         "criteria stand under the columns of a decision's annex")
    hold([annex["A3"].value, annex["C3"].value, annex["G3"].value]
         == ["F1", "14.5", "Lĩnh vực"] and annex["A3"].font.bold,
         "a field is a heading with its points")
    hold(annex["E5"].value == "Tỷ lệ b / a, nhân điểm tối đa\n"
                              "Dưới 0.80: 0 điểm",
         "a rule is words that an official reads")
    window = sheets["Thời hạn"]
    hold([c.value for c in window[3]][:7] ==
         ["department", "Nộp tài liệu kiểm chứng, tự chấm", None, None,
          "25/12/2022 00:00", "11/01/2023 00:00", "17/01/2023 00:00"],
         "a window is days and hours as people write them")
    hold(not any(cell.data_type == "f" for sheet in sheets
                 for row in sheet.iter_rows() for cell in row),
         "no cell is a formula")


def filled_in(place, book):
    """An official changes cells the way Excel keeps what is typed."""
    sheets = openpyxl.load_workbook(book)
    annex, window = sheets["Bộ tiêu chí"], sheets["Thời hạn"]
    annex["C4"], annex["C5"] = 1.5, "1,5"    # a number; as people write it
    annex["E5"] = "Tỷ lệ b / a, nhân điểm tối đa\nDưới 0.70: 0 điểm"
    window["F3"] = datetime.datetime(2023, 1, 10, 17, 0)  # a date cell
    window["G3"] = "18/01/2023 07:30"
    sheets["Đơn vị"]["D3"].value = "department"
    sheets.create_sheet("Ghi chú của Sở Nội vụ")["A1"] = "đã rà soát"
    changed = place / "changed.xlsx"
    sheets.save(changed)
    status, said = run("period", "import", changed, "--to", place / "changed")
    hold(status == 0, f"what was typed is read: {said[-200:]!r}"
         if status else "what was typed is read")
    period, criteria, _ = values(place / "changed")
    hold([leaf["max"]["department"] for leaf in criteria["leaves"][:2]]
         == ["1.5", "1.5"], "points typed as a number, and with a comma")
    hold(criteria["leaves"][1]["rule"]["floor"] == "0.70",
         "a rule typed as words")
    hold((period["windows"][0]["on_time_until"],
          period["windows"][0]["closes"]) ==
         ("2023-01-10T17:00:00+07:00", "2023-01-18T07:30:00+07:00"),
         "moments typed as a date cell and as text")
    status, said = run("period", "diff", book, changed)
    hold("Tiêu chí thành phần 1.1.1" in said and "Dưới 0.70: 0 điểm" in said
         and "18/01/2023" not in said, "and two workbooks are compared")


def columns_in_any_order(place, book):
    sheets = openpyxl.load_workbook(book)
    units = sheets["Đơn vị"]
    for row in units.iter_rows():
        turned = [cell.value for cell in reversed(row)]
        for cell, value in zip(row, turned):
            cell.value = value
    units["A1"] = "PHỤ LỤC II"
    sheets.move_sheet("Đơn vị", -4)
    sheets.save(place / "order.xlsx")
    run("period", "import", place / "order.xlsx", "--to", place / "order")
    hold(values(place / "order") ==
         values(ROOT / "store/data/hai-duong-2022"),
         "sheets and columns may stand in any order")


FAULTS = (
    # sheet, column's name, row, what is typed, where it must be said
    ("Bộ tiêu chí", "Điểm tối đa: department", 3, "14.25",
     "Bộ tiêu chí!C3: row 3, column C (Điểm tối đa: department): "),
    ("Bộ tiêu chí", "Cách tính điểm", 5, "Cho điểm theo tỷ lệ",
     "Bộ tiêu chí!E5: Row 5, column E: \"Cho điểm theo tỷ lệ\" is no clause"),
    ("Bộ tiêu chí", "Cách tính điểm", 5, "Tỷ lệ b / x, nhân điểm tối đa",
     "Bộ tiêu chí!E5: row 5, column E (Cách tính điểm): "),
    ("Bộ tiêu chí", "Hình thức đánh giá", 6, "bằng mắt",
     "Bộ tiêu chí!G6: row 6, column G (Hình thức đánh giá): "),
    ("Đơn vị", "Khối", 7, "ministry",
     "Đơn vị!D7: row 7, column D (Khối): There is no block \"ministry\"."),
    ("Đơn vị", "Từ ngày", 7, "31/02/2022",
     "Đơn vị!G7: row 7, column G (Từ ngày): "),
    ("Đơn vị", "STT", 7, "năm", "Đơn vị!A7: Row 7, column A: "
     "This must be a whole number."),
    ("Đơn vị", "Mã đơn vị", 7, None, "Đơn vị!7: row 7: "),
    ("Đơn vị", "Giả định", 7, "maybe", "Đơn vị!N7: Row 7, column N: "),
    ("Thời hạn", "Bắt đầu", 3, "hôm nay",
     "Thời hạn!E3: row 3, column E (Bắt đầu): "),
    ("Thời hạn", "Bắt đầu", 3, "25/12/2023 00:00",
     "Thời hạn!F3: row 3, column F (Đúng hạn trước): "),
    ("Số liệu", "Tiêu chí thành phần", 3, "9.9.9",
     "Số liệu!A3: Row 3, column A: This names no row"),
    ("Số liệu", "Từ", 4, "một", "Số liệu!F4: Row 4, column F: "),
    ("Câu hỏi", "Tiêu chí thành phần", 4, "S9.9",
     "Câu hỏi!D4: row 4, column D (Tiêu chí thành phần): "),
    ("Kỳ đánh giá", "Giá trị", 5, "hai nghìn",
     "Kỳ đánh giá!B5: Row 5, column B: This must be a whole number."),
    ("Kỳ đánh giá", "Nội dung", 5, "Năm sau",
     "Kỳ đánh giá!A5: Row 5, column A: There is no such setting"),
    ("Xếp loại", "Chỉ số từ (%)", 4, "95",
     "Xếp loại!C4: row 4, column C (Chỉ số từ (%)): "),
    ("Xếp loại", "Thông tin khác (JSON)", 4, "{",
     "Xếp loại!G4: Row 4, column G: "),
    ("Đơn vị", "Tên đơn vị", 4, "=1+1", "Đơn vị!4: Row 4: "),
    ("Đơn vị", "Tên tiếng Anh", 2, "Tên Lào",
     "Đơn vị!K2: Row 2, column K: There is no column of this name."),
)


def faults_are_named(place, book):
    for sheet, head, row, typed, says in FAULTS:
        sheets = openpyxl.load_workbook(book)
        cell_under(sheets[sheet], head, row).value = typed
        sheets.save(place / "fault.xlsx")
        status, said = run("period", "check", place / "fault.xlsx")
        well = status == 1 and f"fault.xlsx: {says}" in said
        hold(well, f"{sheet}, {head}, row {row}: {typed!r} is named"
             + ("" if well else f": {said[:400]}"))
    sheets = openpyxl.load_workbook(book)
    sheets["Đơn vị"].title = "Danh sách"
    sheets.save(place / "fault.xlsx")
    said = run("period", "check", place / "fault.xlsx")[1]
    hold("Danh sách: There is no sheet of this name" in said,
         "a sheet nobody knows is named")


def in_a_store(place, book):
    """Loaded, opened and amended: nobody types JSON."""
    def at(*words):
        return run("--store", place / "store", "--key", place / "log.key",
                   *words)

    at("init", "--simulated", "--start", "2022-12-25T00:00:00+07:00",
       "--origin", "test.example/log")
    hold("version 1 loaded" in at("period", "load", book)[1]
         and "is open" in at("period", "open", "2022")[1],
         "a workbook is loaded, and its period opened")
    amended = place / "amended.xlsx"
    at("period", "export", "2022", "--xlsx", amended)
    sheets = openpyxl.load_workbook(amended)
    sheets["Thời hạn"].append(
        ["district", "Nộp tài liệu kiểm chứng, tự chấm", "H06", 2,
         "25/12/2022 00:00", "12/01/2023 12:00", "17/01/2023 00:00"])
    sheets.save(amended)
    said = at("period", "diff", "2022", amended)[1]
    hold("+ Thời hạn district/evidence/H06/2\n" == said,
         f"what was added is compared with the store: {said!r}")
    status, said = at("period", "amend", amended, "--decision", "12/QĐ-UBND",
                      "--date", "2023-01-09", "--reason", "Mất điện diện rộng",
                      "--person", "Nguyễn Văn An")
    hold(status == 0 and "version 2" in at("period", "show", "2022")[1],
         f"and becomes the open period's next version: {said.strip()[-60:]!r}")
    sheets["Đơn vị"].delete_rows(5)
    sheets.save(amended)
    status, said = at("period", "amend", amended, "--decision", "13/QĐ-UBND",
                      "--date", "2023-01-09", "--reason", "Nhầm",
                      "--person", "Nguyễn Văn An")
    hold(status == 1, f"what may not change is refused: {said.strip()!r}")
    at("period", "export", "2022", "--xlsx", place / "past.xlsx")
    sheets = openpyxl.load_workbook(place / "past.xlsx")
    sheets["Thời hạn"].append(
        ["district", "Nộp tài liệu kiểm chứng, tự chấm", "H07", 3,
         "01/12/2022 00:00", "24/12/2022 12:00", "17/01/2023 00:00"])
    row = sheets["Thời hạn"].max_row
    sheets.save(place / "past.xlsx")
    status, said = at("period", "amend", place / "past.xlsx", "--decision",
                      "14/QĐ-UBND", "--date", "2023-01-09", "--reason",
                      "Nhầm", "--person", "Nguyễn Văn An")
    hold(status == 1 and f"Thời hạn!F{row}: row {row}, column F" in said
         and "into the past" in said,
         f"and where it stands is said by its cell: {said.strip()!r}")


def a_criterion_goes(place):
    """The sheet of an open period without 1.1.2, whose rows are deleted."""
    def at(*words):
        return run("--store", place / "store", "--key", place / "log.key",
                   *words)

    less = place / "less.xlsx"
    at("period", "export", "2022", "--xlsx", less)
    sheets = openpyxl.load_workbook(less)
    annex, variables = sheets["Bộ tiêu chí"], sheets["Số liệu"]
    annex.delete_rows(next(c.row for c in annex["A"] if c.value == "1.1.2"))
    while rows := [c.row for c in variables["A"] if c.value == "1.1.2"]:
        variables.delete_rows(rows[0])
    annex["C3"], annex["D3"] = "12.5", "13.5"
    sheets["Khối"]["C3"], sheets["Khối"]["C4"] = "98", "98"
    sheets.save(less)
    decision = ("--decision", "15/QĐ-UBND", "--date", "2023-01-09", "--reason",
                "Bỏ tiêu chí", "--person", "Nguyễn Văn An")
    status, said = at("period", "amend", less, *decision)
    hold(status == 0, f"a criterion goes with its row: {said.strip()[-70:]!r}")
    hold(at("store", "check")[0] == 0, "and what is kept hangs together")
    mode = next(c.column for c in annex[2] if c.value == "Hình thức đánh giá")
    for row in (4, 5):
        annex.cell(row, mode).value = "Thẩm định chấm"
    sheets.save(less)
    status, said = at("period", "amend", less, *decision)
    hold(status == 1 and "Bộ tiêu chí!G4" in said and "Bộ tiêu chí!G5" in said
         and "another mode" in said,
         f"every cell that cannot be is named: {said.strip()[-300:]!r}")


def merged_units(place, book):
    """Two units become one: the comparison says into which."""
    sheets = openpyxl.load_workbook(book)
    units = sheets["Đơn vị"]
    for row in (11, 12):  # D09, D10
        cell_under(units, "Không còn từ ngày", row).value = "01/07/2023"
        cell_under(units, "Đơn vị kế thừa", row).value = "D99"
    sheets.save(place / "before.xlsx")
    hold(run("period", "check", place / "before.xlsx")[0] == 0,
         "units that end name the one that follows them")
    units.delete_rows(11, 2)
    sheets.save(place / "after.xlsx")
    hold("- Đơn vị D09 (Sở Tài chính → D99)\n"
         in run("period", "diff", place / "before.xlsx",
                place / "after.xlsx")[1],
         "a comparison shows into which unit a merged one went")
    sheets = openpyxl.load_workbook(place / "before.xlsx")
    cell_under(sheets["Đơn vị"], "Đơn vị kế thừa", 7).value = "D06"
    cell_under(sheets["Đơn vị"], "Đơn vị kế thừa", 8).value = "D05"
    sheets.save(place / "circle.xlsx")
    said = run("period", "check", place / "circle.xlsx")[1]
    hold("Đơn vị!I8: row 8, column I (Đơn vị kế thừa): The successors of "
         "unit D06 lead in a circle, back to unit D05." in said
         and "Đơn vị!I7" in said and "overlaps" in said,
         "successors in a circle, and overlapping ones, are refused by cell")


def commitments_are_settings(place):
    """What counts of a commitment is two rows of the first sheet."""
    folder = place / "commitments"
    folder.mkdir()
    for part in PARTS:
        text = (ROOT / f"store/data/hai-duong-2022/{part}.json").read_text()
        if part == "period":
            text = text.replace(
                '"groups": [', '"commitments": {"counts": "commitment", '
                '"hours": 12},\n"groups": [', 1)
        (folder / f"{part}.json").write_text(text)
    book = place / "commitments.xlsx"
    run("period", "export", folder / "period.json", "--xlsx", book)
    rows = [[c.value for c in row[:2]]
            for row in openpyxl.load_workbook(book)["Kỳ đánh giá"]]
    hold(["Bản khai trước: thời điểm được tính", "Khi nhận bản khai trước"]
         in rows and ["Bản khai trước: số giờ phải nộp đủ", 12] in
         [[a, int(b) if a and "số giờ" in a else b] for a, b in rows],
         "what counts of a commitment is said in words")
    run("period", "import", book, "--to", place / "committed")
    hold(values(place / "committed") == values(folder),
         "and comes back as it went")


def no_workbook(place):
    (place / "text.xlsx").write_text("a;b\n")
    (place / "junk.xlsx").write_bytes(b"PK\3\4" + bytes(100))
    for name in ("text.xlsx", "junk.xlsx", "absent.xlsx"):
        status, said = run("period", "check", place / name)
        hold(status == 1 and said.startswith("parindex: "),
             f"{name}: {said.strip()}")


def main():
    with tempfile.TemporaryDirectory(prefix="parindex-book-") as made:
        place = pathlib.Path(made)
        books = [there_and_back(place, name) for name in EXAMPLES]
        as_an_annex(books[0])
        filled_in(place, books[0])
        columns_in_any_order(place, books[0])
        faults_are_named(place, books[0])
        in_a_store(place, books[0])
        a_criterion_goes(place)
        merged_units(place, books[0])
        commitments_are_settings(place)
        no_workbook(place)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
