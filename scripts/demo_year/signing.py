"""signing.py - sheets are locked, printed, signed by the head, and confirmed;
and what becomes of them after that.

Knows the steps of a sheet's life. Touches the service through its HTTP
interface; makes the signed copies with qpdf and poppler's tools.
"""
import hashlib
import io
import math
import pathlib
import re
import subprocess
import tempfile
import urllib.parse

import client
import documents
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

AT_ONCE = 8
NO_DOCUMENT = ("Quyết định công nhận sáng kiến chưa được ban hành tại thời điểm "
               "tự chấm điểm.")
INK, SEAL = (0.05, 0.1, 0.6), (0.75, 0.05, 0.05)


def _stroke(page, x, y, seed):
    """A signature: a line that only its owner writes like this."""
    path = page.beginPath()
    path.moveTo(x - 48, y)
    for n in range(1, 40):
        turn = n * (0.55 + seed % 7 / 40)
        path.lineTo(x - 48 + 2.4 * n + 7 * math.sin(turn),
                    y + (11 - n / 5) * math.cos(1.7 * turn + seed))
    page.setStrokeColorRGB(*INK)
    page.setLineWidth(1.1)
    page.drawPath(path)


def _places(report, page):
    """{word: (its right end, its foot)} of a page, in points from below;
    where a word first stands."""
    said = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), "-bbox", "-", "-"],
        input=report, check=True, capture_output=True).stdout.decode()
    high = float(re.search(r'<page [^>]*height="([\d.]+)"', said)[1])
    found = re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', said)
    return {word: (float(right), high - float(foot))
            for right, foot, word in reversed(found)}


def _pages(report):
    said = subprocess.run(["pdfinfo", "-"], input=report, check=True,
                          capture_output=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", said)[1])


def _number_and_day(page, places, words):
    """By hand, into the places that are left for them."""
    number, symbol = words["number"].split("/BC-")
    year, month, day = words["date"].split("-")
    page.setFillColorRGB(*INK)
    for after, text in (("Số:", number), ("/BC-", symbol), ("Ngày", day),
                        ("tháng", month), ("năm", year)):
        right, foot = places[after]
        page.drawString(right + 4, foot + 3, text)


def _name_and_seal(page, places, name):
    """Below the place that says so."""
    right, foot = places["dấu)"]
    x, y = right - 72, foot - 40
    page.setStrokeColorRGB(*SEAL)
    for radius, width in ((36, 1.8), (32, 0.6), (17, 0.6)):
        page.setLineWidth(width)
        page.circle(x - 52, y + 4, radius)
    _stroke(page, x, y, sum(name.encode()))
    page.setFillColorRGB(0, 0, 0)
    page.drawCentredString(x, y - 52, name)


def pen(report, words):
    """Pages with nothing on them but what is written and stamped by hand."""
    documents.load_font()
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    last = _pages(report)
    for n in range(1, last + 1):
        page.setFont(documents.FONT, 10)
        if n == 1:
            _number_and_day(page, _places(report, 1), words)
        if n == last:
            _name_and_seal(page, _places(report, last), words["signer"])
        page.showPage()
    page.save()
    return out.getvalue()


def sign(report, words):
    """The report with number, day, pen and seal, as it comes back."""
    with tempfile.TemporaryDirectory(prefix="parindex-sign-") as folder:
        place = pathlib.Path(folder)
        (place / "report.pdf").write_bytes(report)
        (place / "pen.pdf").write_bytes(pen(report, words))
        subprocess.run(
            ["qpdf", "--deterministic-id", "report.pdf", "--overlay",
             "pen.pdf", "--", "signed.pdf"],
            cwd=place, check=True, capture_output=True)
        return (place / "signed.pdf").read_bytes()


class Signing:
    """For a Year: SIGNS says {unit: who signs} as {"number": ..., "signer":
    ..., "title": ..., "competence": ...}."""
    SIGNS = {}

    def life(self, code):
        return self.http.ask("GET", self.of_period("units", code, "life"),
                             self.tokens["auditor"]).json

    def freeze(self, code):
        """From here on nothing of the sheet changes. What has no document
        needs a word first."""
        for leaf in self.units[code].no_document:
            self.step("explain", code, self.tokens[code],
                      {"leaf": leaf, "text": NO_DOCUMENT})
        self.step("lock", code, self.tokens[code])

    def confirm(self, code, day):
        """The report, as the head signed it on that day, comes back."""
        printed, text = (
            self.http.ask("GET", self.of_period("units", code, *what),
                          self.tokens[code]).body
            for what in (("report",), ("report", "text")))
        words = self.SIGNS[code] | {
            "date": day, "sheet": hashlib.sha256(text).hexdigest(),
            "file": f"bao-cao-{code}.pdf"}
        signed = sign(printed, words)
        self.http.ask("POST", f"{self.sheet(code, 'confirm')}?"
                      + urllib.parse.urlencode(words), self.tokens[code],
                      signed, {"Content-Type": "application/pdf"})
        with self.lock:
            self.record.signed[code] = signed, words["sheet"]
        self.progress.step()

    def freeze_and_confirm(self, codes, day):
        def both(code):
            self.freeze(code)
            self.confirm(code, day)

        client.in_parallel(both, codes, AT_ONCE)

    def of_all(self, step, role, said=None):
        client.in_parallel(
            lambda code: self.step(step, code, self.tokens[role], said),
            list(self.units), AT_ONCE)
