#!/usr/bin/python3
"""check_people.py - persons and duties as a workbook, seen with openpyxl.

    tests/store/annex/check_people.py      programs from $PARINDEX_BUILD

Touches a temporary folder.
"""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[3]
PARINDEX = ROOT / os.environ.get("PARINDEX_BUILD", "build/dev") / "bin/parindex"
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


class Desk:
    def __init__(self, place, name):
        self.common = ["--store", place / name, "--key", place / f"{name}.key"]
        self.run("init", "--simulated", "--start",
                 "2023-01-05T08:00:00+07:00", "--origin", "test.example/log")
        self.run("period", "load",
                 ROOT / "store/data/hai-duong-2022/period.json")

    def run(self, *words):
        done = subprocess.run([PARINDEX, *map(str, [*self.common, *words])],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


def rows(sheet):
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=3)]


PERSONS = [["nva", "Nguyễn Văn An", "Chuyên viên", "D02"],
           ["ttb", "Trần Thị Bình", None, None]]
DUTIES = [["nva", "Thành viên Tổ thư ký", None, "F1; F3", "department",
           "06/01/2023", None, None, "12/QĐ-SNV", "05/01/2023", "Lập tổ"],
          ["ttb", "Cơ quan, đơn vị", "D05", None, None,
           datetime.datetime(2023, 1, 6), "01/02/2023", "Ngoài cơ quan",
           "13/QĐ-SNV", "05/01/2023", None]]


def filled(place, desk):
    """An empty workbook is exported, filled in, and read."""
    book = place / "people.xlsx"
    hold(desk.run("person", "export", "--xlsx", book)[0] == 0,
         "a store without people gives an empty workbook")
    sheets = openpyxl.load_workbook(book)
    hold([[c.value for c in sheet[2]] for sheet in sheets] == [
        ["Mã người", "Họ và tên", "Chức vụ", "Đơn vị công tác"],
        ["Mã người", "Vai trò", "Đơn vị", "Lĩnh vực", "Khối", "Từ ngày",
         "Không còn từ ngày", "Loại", "Số quyết định", "Ngày quyết định",
         "Lý do"]], "with the columns that an official fills in")
    for row in PERSONS:
        sheets["Nhân sự"].append(row)
    for row in DUTIES:
        sheets["Nhiệm vụ"].append(row)
    sheets.save(book)
    status, said = desk.run("person", "import", book)
    hold((status, said) == (0, "2 persons, 2 new duties\n"),
         f"what was filled in is taken: {said.strip()}")
    said = desk.run("duty", "list")[1]
    hold("appraiser" in said and "2023-02-01" in said and "12/QĐ-SNV" in said,
         "duties have their role, days and decision")
    hold(desk.run("person", "import", book)[1]
         == "2 persons, 0 new duties\n",
         "read again, no duty is given twice")
    return book


def there_and_back(place, desk, book):
    again = place / "again.xlsx"
    desk.run("person", "export", "--xlsx", again)
    sheets = openpyxl.load_workbook(again)
    hold(rows(sheets["Nhân sự"]) == PERSONS
         and rows(sheets["Nhiệm vụ"])[0][:5] == DUTIES[0][:5]
         and rows(sheets["Nhiệm vụ"])[1][5:8] ==
         ["06/01/2023", "01/02/2023", "Ngoài cơ quan"],
         "what is exported is what was filled in")
    other = Desk(place, "other")
    hold(other.run("person", "import", again)[1]
         == "2 persons, 2 new duties\n", "and another store takes it")
    third = place / "third.xlsx"
    other.run("person", "export", "--xlsx", third)
    sheets, copy = (openpyxl.load_workbook(path) for path in (again, third))
    hold([rows(sheet) for sheet in sheets] == [rows(sheet) for sheet in copy],
         "cell for cell")
    hold(desk.run("person", "export", "--xlsx", again)[0] == 1,
         "a workbook is not written over")


def faults_are_named(place, desk, book):
    for sheet, column, value, says in (
            ("Nhân sự", 1, "a b", "Nhân sự!3: row 3: Mã người"),
            ("Nhân sự", 2, None, "Nhân sự!3: row 3: A person has a name."),
            ("Nhiệm vụ", 2, "Bảo vệ", "Nhiệm vụ!3: row 3: Vai trò"),
            ("Nhiệm vụ", 6, "hôm nay", "Nhiệm vụ!3: row 3: Từ ngày"),
            ("Nhiệm vụ", 8, "Thay thế", "Nhiệm vụ!3: row 3: Loại"),
            ("Nhiệm vụ", 9, None, "Nhiệm vụ!3: row 3: "),
            ("Nhiệm vụ", 1, "zzz", "Nhiệm vụ!3: row 3: ")):
        sheets = openpyxl.load_workbook(book)
        sheets[sheet].cell(3, column).value = value
        if sheet == "Nhiệm vụ":
            sheets[sheet].cell(3, 9).value = value if column == 9 else "99/QĐ"
        sheets.save(place / "fault.xlsx")
        status, said = desk.run("person", "import", place / "fault.xlsx")
        well = status == 1 and f"fault.xlsx: {says}" in said
        hold(well, f"{sheet}, column {column}, {value!r} is named"
             + ("" if well else f": {said}"))


def main():
    with tempfile.TemporaryDirectory(prefix="parindex-people-") as made:
        place = pathlib.Path(made)
        desk = Desk(place, "store")
        book = filled(place, desk)
        there_and_back(place, desk, book)
        faults_are_named(place, desk, book)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
