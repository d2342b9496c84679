"""people.py - who took part in Hải Dương's year of 2022.

Knows which office each works in, as report 27/BC-UBND has them act; names of
persons and numbers of the papers that gave them their duties are invented.
Touches nothing.
"""
from names import name
from people import Decision, Person

GROUP = Decision("05/QĐ-HĐ", "2022-12-15")    # on the secretariat
CONTRACT = Decision("01/HĐ-SNV-BĐT", "2022-12-15")  # with the post office
# field: (person's id, office, unit, position). Each office appraises what it
# answers for in the whole province.
SECRETARIAT = {
    "F1": ("tts.chidao", "D02", "Trưởng phòng Cải cách hành chính, Sở Nội vụ"),
    "F2": ("tts.theche", "D14", "Trưởng phòng Xây dựng và Kiểm tra văn bản, "
                                "Sở Tư pháp"),
    "F3": ("tts.thutuc", "D04", "Trưởng phòng Kiểm soát thủ tục hành chính, "
                                "Văn phòng UBND tỉnh"),
    "F4": ("tts.bomay", "D02", "Trưởng phòng Tổ chức bộ máy, Sở Nội vụ"),
    "F5": ("tts.congvu", "D02", "Trưởng phòng Công chức, viên chức, "
                                "Sở Nội vụ"),
    "F6": ("tts.taichinh", "D09", "Trưởng phòng Hành chính sự nghiệp, "
                                  "Sở Tài chính"),
    "F7": ("tts.dientu", "D05", "Trưởng phòng Công nghệ thông tin, "
                                "Sở Thông tin và Truyền thông"),
    "F8": ("tts.kinhte", "D12", "Trưởng phòng Tổng hợp, "
                                "Sở Kế hoạch và Đầu tư"),
}
STANDING = {field: who[0] for field, who in SECRETARIAT.items()}
# Nobody appraises their own unit: these do it there.
STAND_IN = {"F1": "tts.thutuc", "F4": "tts.thutuc", "F5": "tts.thutuc",
            "F2": "tts.chidao", "F3": "tts.chidao", "F6": "tts.chidao",
            "F7": "tts.chidao"}


def _of_units(register):
    """An officer and the head of each; the head signs and has no account."""
    for n, unit in enumerate(register):
        code = unit["id"]
        duty = Decision(f"{30 + n}/TB-{code}", "2022-12-12")
        at = ("--unit", code)
        yield Person(f"{code.lower()}.cchc", name(2 * n),
                     "Công chức phụ trách cải cách hành chính", "unit", duty,
                     code, code, at)
        yield Person(f"{code.lower()}.thutruong", name(2 * n + 1),
                     unit["head_title"], "leader", duty, code,
                     "leader" if n == 0 else "", at)


def _of_the_province():
    for n, (field, (id_, unit, position)) in enumerate(SECRETARIAT.items()):
        yield Person(id_, name(101 + n), position, "appraiser", GROUP, unit,
                     f"appraiser {field}")
    yield Person("tts.totruong", name(120), "Phó Giám đốc Sở Nội vụ, "
                 "Tổ trưởng Tổ thư ký", "lead", GROUP, "D02", "lead")
    yield Person("hd.phochutich", name(121), "Phó Chủ tịch Hội đồng đánh giá, xác "
                 "định Chỉ số CCHC", "council", GROUP, "D02", "council")
    yield Person("cntt.quantri", name(122), "Trung tâm Công nghệ thông tin, "
                 "Văn phòng UBND tỉnh", "operator", GROUP, "D04", "operator")
    yield Person("kt.doclap", name(123), "Kiểm tra viên độc lập", "auditor",
                 GROUP, token="auditor")
    for n in (1, 2):  # from outside the offices: their duties have an end
        yield Person(f"bdt.nhaplieu{n}", name(130 + n), "Nhân viên nhập phiếu, "
                     "Bưu điện tỉnh", "survey", CONTRACT,
                     token="survey" if n == 1 else "survey again",
                     reach=("--kind", "external", "--until", "2024-01-01"))


def everybody(register):
    return (*_of_units(register), *_of_the_province())
