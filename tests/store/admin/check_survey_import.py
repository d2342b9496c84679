#!/usr/bin/python3
"""check_survey_import - files of survey forms, as workbooks too, and an import
that is killed in the middle.
"""
import io
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[3]
PARINDEX = ROOT / os.environ.get("PARINDEX_BUILD",
                                 "build/dev") / "bin/parindex"
sys.path.insert(0, str(ROOT / "scripts/lib"))
import plain  # noqa: E402
SURVEY = ("2022", "citizen-department")
FORMS = 30_000


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="import."))
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = ["--store", str(self.folder / "store"), "--key",
                      str(self.folder / "key")]
        self.must("init", "--simulated", "--start",
                  "2022-12-26T08:00:00+07:00", "--origin", "check.example/x")
        path = plain.period(self.folder / "period")
        self.must("period", "load", str(path))
        self.must("period", "open", "2022")
        self.questions = [
            question["id"] for survey in json.loads(path.read_text())["surveys"]
            if survey["id"] == SURVEY[1] for question in survey["questions"]]

    def importing(self, file):
        """An import of which some forms are staged by now."""
        process = subprocess.Popen(
            [PARINDEX, "survey", "import", *SURVEY, file, *self.store],
            stdout=subprocess.DEVNULL)
        while "is under way" not in self.counts()[1]:
            self.assertIsNone(process.poll(), "the import ended")
        return process

    def run_it(self, *words):
        return subprocess.run([PARINDEX, *words, *self.store], check=False,
                              text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120)

    def must(self, *words):
        done = self.run_it(*words)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def rows(self, forms):
        dice = random.Random(7)
        yield ["Số phiếu", "Nhóm", "Đơn vị", *self.questions]
        for number in range(forms):
            yield [f"C-{number:06}", "citizen",
                   dice.choice(("D01", "Sở Nội vụ", "D18")),
                   *(dice.choice(("", 1, 2, 3, 4, 5, "kb"))
                     for _ in self.questions)]

    def csv(self, forms):
        path = self.folder / "forms.csv"
        with open(path, "w", encoding="utf-8-sig", newline="") as out:
            for row in self.rows(forms):
                out.write(";".join(map(str, row)) + "\r\n")
        return str(path)

    def xlsx(self, forms, spoil=None):
        path = self.folder / "forms.xlsx"
        book = openpyxl.Workbook(write_only=True)
        book.create_sheet("Ghi chú").append(["không phải phiếu"])
        sheet = book.create_sheet("Phiếu")
        for number, row in enumerate(self.rows(forms)):
            if spoil and number in spoil:
                row[3] = spoil[number]
            sheet.append([value if value != "" else None for value in row])
        book.save(path)
        return str(path)

    def counts(self):
        """The survey's progress by group and unit."""
        return self.must("survey", "progress", *SURVEY).split("\n", 1)

    def test_a_killed_import_goes_on_with_the_same_file_only(self):
        file = self.csv(FORMS)
        importing = self.importing(file)
        importing.send_signal(signal.SIGKILL)
        importing.wait()
        head, rest = self.counts()
        self.assertTrue(head.startswith("citizen-department: 0 of"), head)
        self.assertIn("under way", rest)
        other = self.xlsx(10)
        refused = self.run_it("survey", "import", *SURVEY, other, "--sheet",
                              "Phiếu")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("another file", refused.stdout)
        self.assertIn("forms count now",
                      self.must("survey", "import", *SURVEY, file))
        head, rest = self.counts()
        self.assertTrue(head.startswith(f"citizen-department: {FORMS} of"),
                        head)
        self.assertNotIn("under way", rest)
        self.assertIn("sound", self.must("store", "check"))

    def test_a_workbook_gives_the_forms_that_a_csv_gives(self):
        self.must("survey", "import", *SURVEY, self.csv(500))
        before = self.counts()
        said = self.must("survey", "import", *SURVEY, self.xlsx(500),
                         "--sheet", "Phiếu")
        self.assertIn("0 forms count now, 500 were known", said)
        self.assertEqual(self.counts(), before)

    def test_every_faulty_line_of_a_workbook_is_named(self):
        file = self.xlsx(50, {7: "=1+1", 20: 6, 33: "tốt"})
        done = self.run_it("survey", "import", *SURVEY, file, "--sheet",
                           "Phiếu")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Line 8, column D: the cell is a formula", done.stdout)
        self.assertIn('Line 21, column "a1": "6" is no answer', done.stdout)
        self.assertIn('Line 34, column "a1": "tốt" is no answer', done.stdout)
        self.assertIn("3 of the forms", done.stdout)
        self.assertTrue(self.counts()[0].startswith(
            "citizen-department: 0 of"))
        self.assertIn("is not known to survey", self.run_it(
            "survey", "import", *SURVEY, file).stdout)
        self.assertIn("has no sheet", self.run_it(
            "survey", "import", *SURVEY, file, "--sheet", "x").stdout)

    def test_every_faulty_line_of_a_million_is_named(self):
        path = self.folder / "long.csv"
        with open(path, "w", encoding="utf-8-sig", newline="") as out:
            out.write(";".join(["Số phiếu", "Nhóm", "Đơn vị",
                                *self.questions]) + "\r\n")
            tail = ";1" * (len(self.questions) - 1)
            for number in range(1_000_000):
                out.write(f"C-{number:07};citizen;D01;9{tail}\r\n")
        lines = 0
        with subprocess.Popen(
                [PARINDEX, "survey", "import", *SURVEY, str(path),
                 *self.store], stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT) as process:
            for line in process.stdout:
                lines += line.endswith(b': "9" is no answer; it has 5.\n')
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(lines, 1_000_000)
        self.assertLess(used.ru_maxrss, 96 << 10)  # KiB
        self.assertTrue(self.counts()[0].startswith(
            "citizen-department: 0 of"))
        self.assertNotIn("under way", self.counts()[1])

    def test_what_unpacks_without_end_leaves_nothing(self):
        """A megabyte of zip that would be a gigabyte of sheet."""
        whole = pathlib.Path(self.xlsx(10)).read_bytes()
        bomb = self.folder / "bomb.xlsx"
        with zipfile.ZipFile(io.BytesIO(whole)) as book, \
                zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
            for part in book.infolist():
                data = book.read(part)
                if part.filename == "xl/worksheets/sheet2.xml":
                    data = data.replace(
                        b"</sheetData>",
                        b"<row><c/></row>" * (8 << 20) + b"</sheetData>")
                out.writestr(part, data)
        for file, says in ((bomb, "far more"),
                           (self.cut(whole), "archive is broken")):
            done = self.run_it("survey", "import", *SURVEY, str(file),
                               "--sheet", "Phiếu")
            self.assertEqual(done.returncode, 1)
            self.assertIn(says, done.stdout)
            self.assertTrue(self.counts()[0].startswith(
                "citizen-department: 0 of"))

    def cut(self, whole):
        path = self.folder / "cut.xlsx"
        path.write_bytes(whole[:len(whole) // 2])
        return path

    def test_a_dropped_import_leaves_nothing(self):
        file = self.csv(FORMS)
        importing = self.importing(file)
        importing.terminate()
        importing.wait()
        self.assertIn("dropped", self.must("survey", "drop", *SURVEY))
        self.assertIn("100 forms count now, 0 were known",
                      self.must("survey", "import", *SURVEY, self.csv(100)))


if __name__ == "__main__":
    unittest.main()
