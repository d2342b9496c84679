#!/usr/bin/python3
"""check_sheetfile - our reader of workbooks beside openpyxl, and hostile ones.

Asks the program sheetfile-rows of the build ($PARINDEX_BUILD, build/dev).
"""
import datetime
import io
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import unittest
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROWS = str(ROOT / os.environ.get("PARINDEX_BUILD", "build/dev")
           / "tests/sheetfile-rows")
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="sheetfile."))


def rows_of(path):
    """Sheets as lists of rows, and what ended the reading."""
    done = subprocess.run([ROWS, str(path)], check=False, text=True,
                          stdout=subprocess.PIPE, timeout=60)
    sheets, ended = {}, None
    for line in done.stdout.splitlines():
        if line.startswith("# "):
            rows = sheets.setdefault(line[2:], [])
        elif line.startswith("! "):
            ended = line[2:]
        else:
            rows.append(json.loads(line))
    return sheets, ended


def shown(value):
    """A cell of openpyxl as we hand it over."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return (value.strftime("%Y-%m-%dT%H:%M:%S")
                if value.time() != datetime.time() else
                value.strftime("%Y-%m-%d"))
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()


def oracle(path):
    book = openpyxl.load_workbook(path)
    sheets = {}
    for sheet in book.worksheets:
        rows = sheets.setdefault(sheet.title, [])
        for row in sheet.iter_rows(values_only=True):
            cells = [shown(value) for value in row]
            while cells and cells[-1] == "":
                cells.pop()
            if cells:
                rows.append(cells)
    return sheets


def random_cell(dice):
    kind = dice.randrange(9)
    if kind == 0:
        return None
    if kind == 1:
        return dice.randrange(-10**9, 10**9)
    if kind == 2:
        return round(dice.random() * 100, dice.randrange(1, 7))
    if kind == 3:
        return datetime.datetime(2022, 12, 25) + datetime.timedelta(
            days=dice.randrange(400), seconds=dice.randrange(86400))
    if kind == 4:
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(
            days=dice.randrange(30000))
    if kind == 5:
        return dice.random() < 0.5
    return "".join(dice.choice("abc đĐửỹ;,\"'&<>0123456789")
                   for _ in range(dice.randrange(1, 20)))


def part(text):
    return ('<?xml version="1.0" encoding="UTF-8"?>' + text).encode()


def hostile(sheet, *more):
    """A workbook by hand, with this sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/package/2006/relationships"
    doc = ("http://schemas.openxmlformats.org/officeDocument/2006/"
           "relationships")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("_rels/.rels", part(
            f'<Relationships xmlns="{rel}"><Relationship Id="r" Type="{doc}'
            '/officeDocument" Target="xl/workbook.xml"/></Relationships>'))
        book.writestr("xl/workbook.xml", part(
            f'<workbook xmlns="{main}" xmlns:r="{doc}"><sheets><sheet '
            'name="S" sheetId="1" r:id="r1"/></sheets></workbook>'))
        book.writestr("xl/_rels/workbook.xml.rels", part(
            f'<Relationships xmlns="{rel}"><Relationship Id="r1" Type="{doc}'
            '/worksheet" Target="worksheets/s.xml"/><Relationship Id="r2" '
            f'Type="{doc}/sharedStrings" Target="/xl/strings.xml"/>'
            '</Relationships>'))
        for name, bytes_ in more:
            book.writestr(name, bytes_)
        if isinstance(sheet, str):
            sheet = part(sheet if sheet.startswith("<!") else
                         f'<worksheet xmlns="{main}"><sheetData>{sheet}'
                         '</sheetData></worksheet>')
        book.writestr("xl/worksheets/s.xml", sheet)
    path = FOLDER / "hostile.xlsx"
    path.write_bytes(out.getvalue())
    return path


class Reader(unittest.TestCase):
    def test_a_workbook_reads_as_openpyxl_reads_it(self):
        path = FOLDER / "random.xlsx"
        for seed in range(20):
            dice = random.Random(seed)
            book = openpyxl.Workbook()
            for number in range(dice.randrange(1, 4)):
                sheet = (book.active if number == 0
                         else book.create_sheet(f"Phiếu {number}"))
                for _ in range(dice.randrange(40)):
                    sheet.append([random_cell(dice) for _ in
                                  range(dice.randrange(1, 12))])
            for row in book.active.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = None
            book.save(path)
            self.assertEqual(rows_of(path), (oracle(path), None), seed)

    def test_a_formula_is_named_by_line_and_column_and_not_taken(self):
        book = openpyxl.Workbook()
        book.active.append(["number", "q1"])
        book.active.append(["P1", "=1+1"])
        book.active.append(["P2", 3])
        book.save(FOLDER / "formula.xlsx")
        sheets, ended = rows_of(FOLDER / "formula.xlsx")
        self.assertIsNone(ended)
        rows = sheets["Sheet"]
        self.assertIn("Line 2, column B", rows[1]["bad"])
        self.assertEqual(rows[2], ["P2", "3"])

    def test_a_document_type_is_refused(self):
        _, ended = rows_of(hostile(
            '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'))
        self.assertIn("document type", ended)

    def test_what_unpacks_without_end_is_refused(self):
        _, ended = rows_of(hostile(
            "<row>" + "<c><v>1</v></c>" * (2 << 20) + "</row>"))
        self.assertIn("far more", ended)

    def test_a_token_without_end_is_refused(self):
        dice = random.Random(1)
        noise = "".join(dice.choice("abcdefgh0123456789") for _ in
                        range(3 << 20))
        _, ended = rows_of(hostile(f'<row spans="{noise}"></row>'))
        self.assertIn("has no end", ended)

    def test_nesting_without_end_is_refused(self):
        _, ended = rows_of(hostile("<a>" * 100 + "</a>" * 100))
        self.assertIn("too deep", ended)

    def test_a_string_that_is_not_there_makes_the_row_bad(self):
        sheets, ended = rows_of(hostile(
            '<row><c t="s"><v>7</v></c></row>'
            '<row><c t="inlineStr"><is><t>x</t></is></c></row>'))
        self.assertIsNone(ended)
        self.assertIn("cannot be read", sheets["S"][0]["bad"])
        self.assertEqual(sheets["S"][1], ["x"])

    def test_phonetic_runs_are_no_part_of_a_string(self):
        strings = part('<sst xmlns="http://schemas.openxmlformats.org/'
                       'spreadsheetml/2006/main"><si><r><t>Hải </t></r><r><t>'
                       'Dương</t></r><rPh><t>no</t></rPh></si></sst>')
        sheets, _ = rows_of(hostile('<row r="3"><c r="B3" t="s"><v>0</v></c>'
                                    '</row>', ("xl/strings.xml", strings)))
        self.assertEqual(sheets["S"], [["", "Hải Dương"]])

    def test_rows_and_cells_out_of_order_are_refused(self):
        for sheet in ('<row r="2"/><row r="2"/>',
                      '<row><c r="B1"/><c r="A1"/></row>'):
            _, ended = rows_of(hostile(sheet))
            self.assertIn("not in order", ended)

    def test_a_broken_archive_is_refused(self):
        whole = hostile("<row/>").read_bytes()
        for size in (30, len(whole) // 2, len(whole) - 1):
            path = FOLDER / "cut.xlsx"
            path.write_bytes(whole[:size])
            self.assertIn("broken", rows_of(path)[1])

    def test_a_zip_that_is_no_workbook_is_refused(self):
        path = FOLDER / "other.xlsx"
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("word/document.xml", "<w/>")
        self.assertIn("no workbook", rows_of(path)[1])

    def test_a_million_lines_need_little_memory(self):
        path = FOLDER / "long.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("số;nhóm;q1\r\n")
            for number in range(1_000_000):
                out.write(f"C-{number:07};dân;{number % 5 + 1}\r\n")
        done = subprocess.run(
            ["/usr/bin/python3", "-c", "import resource, subprocess, sys\n"
             "lines = 0\n"
             "p = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)\n"
             "for line in p.stdout: lines += 1\n"
             "p.wait()\n"
             "print(lines, resource.getrusage(resource.RUSAGE_CHILDREN)"
             ".ru_maxrss)", ROWS, str(path)], check=True, text=True,
            stdout=subprocess.PIPE)
        lines, kib = map(int, re.findall(r"\d+", done.stdout))
        path.unlink()
        self.assertEqual(lines, 1_000_002)
        self.assertLess(kib, 64 * 1024)


if __name__ == "__main__":
    try:
        unittest.main()
    finally:
        for left in FOLDER.iterdir():
            left.unlink()
        FOLDER.rmdir()
