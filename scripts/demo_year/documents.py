"""documents.py - the evidence: one page of Vietnamese for each criterion.

Knows how an official document looks (Decree 30/2020) and ReportLab. Touches
nothing but the font's file.
"""
import dataclasses
import io
import textwrap

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONT = "DejaVuSerif"
FONT_FILE = f"/usr/share/fonts/truetype/dejavu/{FONT}.ttf"
BOLD = 2  # a second font would double the time: these letters get an outline
LEFT, RIGHT, MIDDLE = 150, 430, 297
KINDS = {"Kế hoạch": "KH", "Quyết định": "QĐ", "Đề án": "ĐA",
         "Thông báo": "TB", "Biên bản": "BB"}


@dataclasses.dataclass(frozen=True)
class Office:
    """Who writes, as the head of the page names it."""
    code: str
    name: str
    short: str  # in the document's symbol
    place: str
    year: int


@dataclasses.dataclass(frozen=True)
class Paper:
    """A document, and what is said about it when it is handed in."""
    office: Office
    kind: str      # "Báo cáo"
    title: str
    number: str
    issued: str
    opening: str   # its first paragraph
    lines: tuple   # what it states
    signs: str = "THỦ TRƯỞNG ĐƠN VỊ"
    leaves: tuple = ()  # ids of the criteria it proves: it may serve several

    @property
    def unit(self):
        return self.office.code

    @property
    def issuer(self):
        return self.office.name

    @property
    def symbol(self):
        return f"{KINDS.get(self.kind, 'BC')}-{self.office.short}"

    @property
    def file_name(self):
        of = f" tiêu chí {self.leaves[0]}" if self.leaves else ""
        return f"{self.number}-{self.symbol} {self.kind}{of}.pdf"


def stated(leaf, values):
    """The lines that state the inputs of a leaf of criteria.json."""
    label = {v["key"]: v["label"] for v in leaf["vars"]}
    words = {True: "có", False: "không"}
    return tuple(f"- {label[key]}: "
                 f"{words[v] if isinstance(v, bool) else v};"
                 for key, v in values.items())


def paper(office, leaves, inputs, number, issued):
    """The document of leaves of criteria.json with these {leaf: inputs}."""
    asked = leaves[0]["evidence_vi"]
    ids = tuple(leaf["id"] for leaf in leaves)
    return Paper(
        office,
        next((k for k in KINDS if asked.startswith(k)), "Báo cáo"),
        f"{leaves[0]['name_vi']} năm {office.year}", number, issued,
        f"Thực hiện Bộ tiêu chí đánh giá, xác định Chỉ số cải cách hành chính "
        f"năm {office.year}, {office.name} báo cáo kết quả tiêu chí thành phần "
        f"{', '.join(ids)}. Tài liệu kiểm chứng theo yêu cầu: {asked}.",
        sum((stated(leaf, inputs[leaf["id"]]) for leaf in leaves), ()),
        leaves=ids)


def load_font():
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, FONT_FILE))


def pdf(p):
    """The paper's bytes."""
    load_font()
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setLineWidth(0.4)
    page.setTitle(f"{p.kind} {p.number}/{p.symbol}")
    page.setAuthor(p.issuer)
    _head(page, p)
    _body(page, p)
    page.showPage()
    page.save()
    return out.getvalue()


def day_in_words(iso):
    """ngày 01 tháng 3 năm 2023: a zero before days below 10 and months below
    3 (Decree 30/2020)."""
    year, month, day = iso.split("-")
    month = month if month in ("01", "02") else str(int(month))
    return f"ngày {day} tháng {month} năm {year}"


def balanced(text, most):
    """Its lines of at most so many letters, none much shorter than others."""
    lines = textwrap.wrap(text, most)
    while most > 8 and len(textwrap.wrap(text, most - 1)) == len(lines):
        most -= 1
        lines = textwrap.wrap(text, most)
    return lines


def _head(page, p):
    page.setFont(FONT, 10)
    page.drawCentredString(RIGHT, 790, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                           mode=BOLD)
    page.drawCentredString(RIGHT, 776, "Độc lập - Tự do - Hạnh phúc",
                           mode=BOLD)
    y = 790
    for line in balanced(p.issuer.upper(), 28):
        page.drawCentredString(LEFT, y, line, mode=BOLD)
        y -= 14
    page.drawCentredString(LEFT, 740, f"Số: {p.number}/{p.symbol}")
    page.drawCentredString(
        RIGHT, 740,
        f"{p.office.place}, {day_in_words(p.issued)}")


def _body(page, p):
    page.setFont(FONT, 13)
    page.drawCentredString(MIDDLE, 700, p.kind.upper(), mode=BOLD)
    y = 680
    page.setFont(FONT, 11)
    for line in balanced(p.title, 66):
        page.drawCentredString(MIDDLE, y, line, mode=BOLD)
        y -= 16
    page.setFont(FONT, 10)
    y -= 10
    for paragraph in (p.opening, *p.lines):
        for line in textwrap.wrap(paragraph, 84):
            page.drawString(70, y, line)
            y -= 15
    y -= 24
    for line in p.signs.split("\n"):
        page.drawCentredString(RIGHT, y, line, mode=BOLD)
        y -= 15


def disguised():
    """A web page under a PDF's first bytes; and one without them."""
    page = ("<!DOCTYPE html><html lang=\"vi\"><title>Báo cáo</title>"
            "<p>Đây là một trang web.</p></html>\n").encode()
    return b"%PDF-1.4\n" + page, page
