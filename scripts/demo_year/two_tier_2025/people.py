"""people.py - who takes part in Hải Phòng's invented year of 2025.

Knows the offices of the register; names of persons and numbers of the papers
that gave them their duties are invented. Touches nothing.
"""
from names import name
from people import Decision, Person

GROUP = Decision("210/QĐ-HĐ", "2025-10-27")      # on the secretariat
CONTRACT = Decision("18/HĐ-SNV-BĐ", "2025-10-30")  # with the post office
# field: (person's id, unit, position)
SECRETARIAT = {
    "F1": ("tts.chidao", "S03", "Trưởng phòng Cải cách hành chính, Sở Nội vụ"),
    "F2": ("tts.theche", "S04", "Trưởng phòng Văn bản quy phạm pháp luật, "
                                "Sở Tư pháp"),
    "F3": ("tts.thutuc", "S01", "Trưởng phòng Kiểm soát thủ tục hành chính, "
                                "Văn phòng UBND thành phố"),
    "F4": ("tts.bomay", "S03", "Trưởng phòng Tổ chức, biên chế, Sở Nội vụ"),
    "F5": ("tts.congvu", "S03", "Trưởng phòng Công chức, viên chức, "
                                "Sở Nội vụ"),
    "F6": ("tts.taichinh", "S05", "Trưởng phòng Tài chính hành chính sự "
                                  "nghiệp, Sở Tài chính"),
    "F7": ("tts.chinhquyenso", "S09", "Trưởng phòng Chuyển đổi số, "
                                      "Sở Khoa học và Công nghệ"),
    "F8": ("tts.kinhte", "S05", "Trưởng phòng Tổng hợp, quy hoạch, "
                                "Sở Tài chính"),
}
STANDING = {field: who[0] for field, who in SECRETARIAT.items()}
# Nobody appraises their own unit: these do it there.
STAND_IN = {field: "tts.thutuc" for field in ("F1", "F4", "F5")} | {
    field: "tts.chidao" for field in ("F2", "F3", "F6", "F7")}


def head_of(register, code):
    """Who signs for a unit; without an account."""
    return name(2 * [unit["id"] for unit in register].index(code) + 1)


def _officers(register):
    for n, unit in enumerate(register):
        code = unit["id"]
        yield Person(f"{code.lower()}.cchc", name(2 * n),
                     "Công chức phụ trách cải cách hành chính", "unit",
                     Decision(f"{60 + n}/TB-{code}", "2025-10-29"), code, code,
                     ("--unit", code))


def _of_the_city(register):
    first = register[0]
    yield Person(f"{first['id'].lower()}.thutruong",
                 head_of(register, first["id"]), first["head_title"], "leader",
                 Decision("60/TB-LĐ", "2025-10-29"), first["id"], "leader",
                 ("--unit", first["id"]))
    for n, (field, (id_, unit, position)) in enumerate(SECRETARIAT.items()):
        yield Person(id_, name(260 + n), position, "appraiser", GROUP, unit,
                     f"appraiser {field}")
    yield Person("tts.totruong", name(270), "Phó Giám đốc Sở Nội vụ, "
                 "Tổ trưởng Tổ thư ký", "lead", GROUP, "S03", "lead")
    yield Person("hd.phochutich", name(271), "Giám đốc Sở Nội vụ, Phó Chủ tịch "
                 "Hội đồng", "council", GROUP, "S03", "council")
    yield Person("cds.quantri", name(272), "Trung tâm Chuyển đổi số thành phố",
                 "operator", GROUP, "S09", "operator")
    yield Person("kt.doclap", name(273), "Kiểm tra viên độc lập", "auditor",
                 GROUP, token="auditor")
    for n in (1, 2):  # from outside the offices: their duties have an end
        yield Person(f"bd.nhaplieu{n}", name(280 + n), "Nhân viên nhập phiếu, "
                     "Bưu điện thành phố", "survey", CONTRACT,
                     token="survey" if n == 1 else "survey again",
                     reach=("--kind", "external", "--until", "2026-02-01"))


def everybody(register):
    return (*_officers(register), *_of_the_city(register))
