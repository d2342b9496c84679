"""people.py - who takes part in a year: persons, duties, tokens, assignments.

Knows what an operator enters before anybody comes, one by one or by a workbook,
and what the lead appraiser gives out over HTTP. Touches the service through its
command and its interface.
"""
import dataclasses

import client
import openpyxl

AT_ONCE = 4  # commands beside each other: each waits for the disk


@dataclasses.dataclass(frozen=True)
class Decision:
    number: str
    date: str

    @property
    def words(self):
        return ("--decision", self.number, "--date", self.date)


@dataclasses.dataclass(frozen=True)
class Person:
    id: str
    name: str
    position: str
    role: str
    decision: Decision   # that gave the duty
    unit: str = ""       # where they work
    token: str = ""      # what the year calls theirs; "": has no account
    reach: tuple = ()    # options of `duty add`


class People:
    """For a Year whose PEOPLE these are. STANDING: {field: person's id};
    STAND_IN: {field: who appraises it where it is that person's own unit}."""
    PEOPLE = ()
    STANDING = STAND_IN = {}

    def let_in(self):
        client.in_parallel(self.let_one_in, self.PEOPLE, AT_ONCE)
        self.tokens["dms"] = self.service.parindex(
            "token", "add", "dms", "--label",
            "Hệ thống quản lý văn bản và điều hành").strip()

    def let_one_in(self, one):
        run = self.service.parindex
        at = ("--unit", one.unit) if one.unit else ()
        run("person", "add", one.id, "--name", one.name, "--position",
            one.position, *at)
        run("duty", "add", one.id, one.role, *one.reach, *one.decision.words)
        self.give_token(one)

    def give_token(self, one):
        if one.token:
            self.tokens[one.token] = self.service.parindex(
                "token", "add", "person", "--person", one.id, "--label",
                one.name).strip()
        self.progress.step()

    def person(self, id_):
        return next(one for one in self.PEOPLE if one.id == id_)

    def assignments(self, open_only=False):
        return self.http.ask(
            "GET", f"/v1/periods/{self.PERIOD}/assignments"
            + ("?open=true" if open_only else ""),
            self.tokens["lead"]).json["assignments"]

    def assign(self):
        """Each field of every unit to who stands for it; then what was
        skipped, because nobody appraises the unit they work in."""
        self.progress.part("the lead appraiser gives out units and fields")
        for field, id_ in self.STANDING.items():
            self.record.own_units |= {
                (unit, field) for unit in
                self.give(id_, list(self.units), [field])["own_units"]}
        self.record.left_open = {(row["unit"], row["field"])
                                 for row in self.assignments(True)}
        for unit, field in sorted(self.record.left_open):
            self.give(self.STAND_IN[field], [unit], [field])

    def give(self, id_, units, fields):
        return self.http.post_json(
            f"/v1/periods/{self.PERIOD}/assignments", self.tokens["lead"],
            {"person": id_, "units": units, "fields": fields,
             "release": False}).json

    def appraiser_of(self, code, leaf):
        field = self.leaves[leaf]["field"]
        id_ = self.STANDING[field]
        if self.person(id_).unit == code:
            id_ = self.STAND_IN[field]
        return self.tokens[self.person(id_).token]


ROLES = {"unit": "Cơ quan, đơn vị", "leader": "Lãnh đạo cơ quan, đơn vị",
         "appraiser": "Thành viên Tổ thư ký", "lead": "Tổ trưởng Tổ thư ký",
         "council": "Hội đồng", "survey": "Điều tra xã hội học",
         "operator": "Quản trị", "auditor": "Kiểm tra độc lập"}
KINDS = {"external": "Ngoài cơ quan"}


def _day(iso):
    """As an official writes it: 15/12/2025."""
    return "/".join(reversed(iso.split("-")))


def _write(sheet, said):
    """A row of a sheet whose second row names the columns."""
    sheet.append([said.get(cell.value) or None for cell in sheet[2]])


class ByWorkbook(People):
    """The same, whose persons and duties the operator takes from a workbook."""

    def let_in(self):
        book = self.service.dir / "nhan-su.xlsx"
        run = self.service.parindex
        run("person", "export", "--xlsx", str(book))
        sheets = openpyxl.load_workbook(book)
        for nth, one in enumerate(self.PEOPLE):
            reach = dict(zip(one.reach[::2], one.reach[1::2]))
            _write(sheets["Nhân sự"], {
                "Mã người": one.id, "Họ và tên": one.name,
                "Chức vụ": one.position, "Đơn vị công tác": one.unit})
            _write(sheets["Nhiệm vụ"], {
                "Số nhiệm vụ": f"m{nth + 1}", "Mã người": one.id,
                "Vai trò": ROLES[one.role], "Đơn vị": reach.get("--unit"),
                "Từ ngày": _day(self.BEGIN[:10]),
                "Không còn từ ngày": _day(reach.get("--until", "")),
                "Loại": KINDS.get(reach.get("--kind")),
                "Số quyết định": one.decision.number,
                "Ngày quyết định": _day(one.decision.date)})
        sheets.save(book)
        self.record.imported = run("person", "import", str(book)).strip()
        client.in_parallel(self.give_token, self.PEOPLE, AT_ONCE)
        self.tokens["dms"] = run(
            "token", "add", "dms", "--label",
            "Hệ thống quản lý văn bản và điều hành").strip()
