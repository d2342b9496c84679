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
           "06/01/2023", None, None, "12/QĐ-SNV", "05/01/2023", "Lập tổ", "a",
           None],
          ["ttb", "Cơ quan, đơn vị", "D05", None, None,
           datetime.datetime(2023, 1, 6), "01/02/2023", "Ngoài cơ quan",
           "13/QĐ-SNV", "05/01/2023", None, None, None],
          ["ttb", None, None, None, None, "10/01/2023", "15/01/2023",
           "Thay thế", "14/QĐ-SNV", "05/01/2023", "Nghỉ phép", None, "a"]]
PERSON, ROLE, FROM, UNTIL, KIND, NUMBER, NO, OF = 1, 2, 6, 7, 8, 9, 12, 13


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
         "Lý do", "Số nhiệm vụ", "Thay cho nhiệm vụ số"]], "with the columns that an official fills in")
    for row in PERSONS:
        sheets["Nhân sự"].append(row)
    for row in DUTIES:
        sheets["Nhiệm vụ"].append(row)
    sheets.save(book)
    status, said = desk.run("person", "import", book)
    hold((status, said) == (0, "2 persons, 3 new duties\n"),
         f"what was filled in is taken: {said.strip()}")
    said = desk.run("duty", "list")[1]
    hold("appraiser" in said and "2023-02-01" in said and "12/QĐ-SNV" in said,
         "duties have their role, days and decision")
    hold(said.count("appraiser") == 2 and "substitute" in said,
         "a substitute takes over the role of the duty it stands for")
    hold(desk.run("person", "import", book)[1]
         == "0 persons, 0 new duties\n",
         "read again, nothing is entered and no duty given twice")
    return book


def there_and_back(place, desk, book):
    again = place / "again.xlsx"
    desk.run("person", "export", "--xlsx", again)
    sheets = openpyxl.load_workbook(again)
    duties = rows(sheets["Nhiệm vụ"])
    hold(rows(sheets["Nhân sự"]) == PERSONS
         and duties[0][:5] == DUTIES[0][:5] and duties[0][11] == "1"
         and duties[1][5:8] == ["06/01/2023", "01/02/2023", "Ngoài cơ quan"],
         "what is exported is what was filled in")
    hold(duties[2][1] == "Thành viên Tổ thư ký" and duties[2][7] ==
         "Thay thế" and duties[2][12] == "1", "and whom a substitute stands for")
    other = Desk(place, "other")
    hold(other.run("person", "import", again)[1]
         == "2 persons, 3 new duties\n",
         "and another store takes it")
    third = place / "third.xlsx"
    other.run("person", "export", "--xlsx", third)
    sheets, copy = (openpyxl.load_workbook(path) for path in (again, third))
    hold([rows(sheet) for sheet in sheets] == [rows(sheet) for sheet in copy],
         "cell for cell")
    hold(desk.run("person", "export", "--xlsx", again)[0] == 1,
         "a workbook is not written over")
    return again


def handed_over(place, desk, again):
    """Somebody new takes a duty over by a row of the exported workbook."""
    sheets = openpyxl.load_workbook(again)
    sheets["Nhân sự"].append(["pvc", "Phạm Văn Cường", "Chuyên viên", None])
    sheets["Nhiệm vụ"].append(
        ["pvc", None, None, None, None, "20/01/2023", None, "Nhận bàn giao",
         "15/QĐ-SNV", "05/01/2023", "Chuyển công tác", None, "1"])
    book = place / "handover.xlsx"
    sheets.save(book)
    hold(desk.run("person", "import", book)[1]
         == "1 persons, 1 new duties, 1 handed over\n",
         "a duty is taken over by a row of its own")
    said = [line.split() for line in desk.run("duty", "list")[1].splitlines()]
    hold(any(w[:2] == ["1", "nva"] and "2023-01-20" in w for w in said)
         and any(w[1:2] == ["pvc"] and "handover" in w and "F1" in w
                 for w in said), "the one before ends on that day")
    hold(desk.run("log", "verify")[0] == 0, "and the log is sound")
    fresh = place / "fresh.xlsx"
    desk.run("person", "export", "--xlsx", fresh)
    hold(desk.run("person", "import", fresh)[1]
         == "0 persons, 0 new duties\n",
         "what is exported then changes nothing")
    other = Desk(place, "fourth")
    hold(other.run("person", "import", fresh)[1]
         == "3 persons, 4 new duties\n",
         "and a new store takes all of it")
    copy = place / "fourth.xlsx"
    other.run("person", "export", "--xlsx", copy)
    sheets, copy = (openpyxl.load_workbook(path) for path in (fresh, copy))
    hold([rows(sheet) for sheet in sheets] == [rows(sheet) for sheet in copy],
         "cell for cell")
    return fresh


def faults_are_named(place, desk, book):
    before = desk.run("log", "checkpoint")[1].split("\n")[1]
    for sheet, column, value, says in (
            ("Nhân sự", 1, "a b", "Nhân sự!A3: row 3, column A (Mã người)"),
            ("Nhân sự", 2, None, "Nhân sự!3: row 3: A person has a name."),
            ("Nhiệm vụ", ROLE, "Bảo vệ", "Nhiệm vụ!B3: row 3"),
            ("Nhiệm vụ", FROM, "hôm nay", "Nhiệm vụ!F3: row 3"),
            ("Nhiệm vụ", UNTIL, "01/01/2023", "Nhiệm vụ!G3: row 3"),
            ("Nhiệm vụ", KIND, "Thay thế", "Nhiệm vụ!3: row 3"),
            ("Nhiệm vụ", OF, "zz", "Nhiệm vụ!M3: row 3"),
            ("Nhiệm vụ", OF, "4", "Nhiệm vụ!M3: row 3"),
            ("Nhiệm vụ", NUMBER, None, "Nhiệm vụ!3: row 3: "),
            ("Nhiệm vụ", NO, "2", "Nhiệm vụ!L4: row 4"),
            ("Nhiệm vụ", PERSON, "zzz", "Nhiệm vụ!A3: row 3")):
        sheets = openpyxl.load_workbook(book)
        sheets["Nhân sự"].append(["new", "Người mới", None, None])
        if sheet == "Nhiệm vụ":
            sheets[sheet].cell(3, NUMBER).value = "99/QĐ"
        sheets[sheet].cell(3, column).value = value
        sheets.save(place / "fault.xlsx")
        status, said = desk.run("person", "import", place / "fault.xlsx")
        well = (status == 1 and f"fault.xlsx: {says}" in said
                and "Nothing of" in said)
        hold(well, f"{sheet}, column {column}, {value!r} is named"
             + ("" if well else f": {said}"))
    hold(desk.run("log", "checkpoint")[1].split("\n")[1] == before
         and "new" not in desk.run("person", "list")[1],
         "and nothing was taken, not the persons before it either")
    sheets = openpyxl.load_workbook(book)
    sheets["Nhiệm vụ"].cell(4, UNTIL).value = "01/03/2023"
    sheets.save(place / "end.xlsx")
    said = desk.run("person", "import", place / "end.xlsx")[1]
    hold("Nhiệm vụ!G4" in said and "ends otherwise" in said,
         "another end of a duty that is there is not passed over")


def main():
    with tempfile.TemporaryDirectory(prefix="parindex-people-") as made:
        place = pathlib.Path(made)
        desk = Desk(place, "store")
        book = filled(place, desk)
        again = there_and_back(place, desk, book)
        fresh = handed_over(place, desk, again)
        faults_are_named(place, desk, fresh)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
