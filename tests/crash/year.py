"""year.py - a small evaluation on the four days on which most is decided:
documents have come late, appraisal is over, the results are published, and
records have had their years.

Knows the requests and commands that lead there. Touches stands.
"""
import json
import re
import time

from stand import PATIENCE, PERIOD, UNITS, Broken, Stand, small_period
from story import OTHER, SECOND_DAY, SMALL, Story, pdf, submissions

MIDNIGHT = "2023-01-10T23:59:59.500000+07:00"
LATER = "2023-02-20T08:00:00+07:00"
YEARS_LATER = "2025-02-20T08:00:00+07:00"
SURVEY = "citizen-department"
FORMS = 2500    # more than one commit takes in, or destroys
STILL = 0.3     # seconds in which a tick would have said something
SELF = (
    *((unit, "1.1.1", {"issued": "2022-01-15"})
      for unit in ("D01", "D02", "H01", "H03")),
    ("D01", "1.4.1", {"plan": True, "news": 14, "other": False}),
    ("H02", "2.1.1", {"a": 10, "b": 9}))
VALUES = (      # of the council, in a table and in JSON
    ("D01", "1.4.1", "plan=true; news=12; other=false",
     {"plan": True, "news": 12, "other": False}),
    ("H02", "2.1.1", "a=10; b=8", {"a": 10, "b": 8}),
    ("D02", "1.1.1", "2022-01-18", {"issued": "2022-01-18"}))


def terms(period):
    """Late documents are the council's to decide, a year is enough for every
    record, and as many forms may come as do."""
    period["late_policy"] = "council"
    period["retention"] = {f"{kind}_years": 1 for kind in (
        "evidence", "unaccepted", "forms", "people", "events")}
    for survey in period["surveys"]:
        del survey["over_quota"]


def calm(stand):
    """Waits until all jobs are done and the dispatcher has nothing to say."""
    seen, since = None, 0
    until = time.monotonic() + PATIENCE
    while seen is None or time.monotonic() - since < STILL or seen[0] > 0:
        now = [stand.number(of) for of in ("jobs_due", "log_entries",
                                           "events")]
        if now != seen:
            seen, since = now, time.monotonic()
        if "dispatch" in stand.running:
            stand.revive("dispatch")
        if time.monotonic() > until:
            raise Broken(f"it does not come to rest: {now}")
        time.sleep(STILL / 4)


class Year:
    """Stands that have stopped, one for each day, below `folder`; and the
    files that commands are given."""

    def __init__(self, folder):
        self.dir = folder
        self.late = self.stand("late")
        self.late.set_up(terms)
        self.files()
        self.documents(self.late)
        self.seen = self.seen_by_council()
        self.over = self.after(self.late, "over", self.appraised)
        self.published = self.after(self.over, "published", self.frozen)
        self.old = self.after(self.published, "old", self.aged)

    def stand(self, name):
        (self.dir / name).mkdir()
        return Stand(self.dir / name)

    def after(self, before, name, what):
        (self.dir / name).mkdir()
        stand = Stand.from_base(before, self.dir / name)
        try:
            what(stand)
            calm(stand)
            stand.stop()
        finally:
            stand.end()
        return stand

    # ---- what commands are given ----

    def files(self):
        self.values = self.write("values.csv", "".join((
            "unit,leaf,inputs,reason\n",
            *(f"{unit},{leaf},{inputs},x\n"
              for unit, leaf, inputs, _ in VALUES))))
        period = json.loads(
            (self.late.dir / "period/period.json").read_text())
        self.questions = next(
            [question["id"] for question in survey["questions"]]
            for survey in period["surveys"] if survey["id"] == SURVEY)
        self.forms = self.write("forms.csv", "".join(self.rows(FORMS)))
        self.amended = self.amendment()

    def write(self, name, text):
        path = self.dir / name
        path.write_text(text)
        return path

    def rows(self, forms):
        yield ",".join(("number", "group", "unit", *self.questions)) + "\n"
        for n in range(forms):
            answers = (str((n + q) % 5 + 1)
                       for q in range(len(self.questions)))
            yield f"C-{n},citizen,D0{n % 3 + 1},{','.join(answers)}\n"

    def amendment(self):
        """The districts have a day more."""
        path = small_period(self.dir / "amended", terms)
        period = json.loads(path.read_text())
        first = next(w for w in period["windows"] if w["stage"] == "evidence"
                     and w["block"] == "district")
        period["windows"].append({
            **first, "version": 2,
            "on_time_until": "2023-01-12T00:00:00+07:00"})
        path.write_text(json.dumps(period))
        return path

    def seen_by_council(self):
        """What the preview of the council's values says that it saw."""
        said = self.late.parindex("council", "decide", PERIOD, self.values,
                                  "--decision", "1", "--preview")
        return re.search(r"--seen (\d+)", said)[1]

    # ---- the days ----

    def documents(self, stand):
        """On time, in doubt and late; every sheet filled and appraised."""
        stand.tokens["lead"] = stand.parindex("token", "add", "lead").strip()
        stand.start("cgi", "dispatch")
        try:
            self.in_time(Story(stand))
            stand.stop("dispatch")
            stand.parindex("clock", "set", MIDNIGHT, "--bound-us", "1000000")
            stand.start("dispatch")
            Story(stand).upload("doubt", "H01", "1.1.1", pdf("in doubt"))
            stand.drain()
            self.too_late(Story(stand))
            self.id = {name: one["id"]
                       for name, one in submissions(stand).items()}
            calm(stand)
            stand.stop()
        finally:
            stand.end()

    def in_time(self, story):
        story.upload("plan", "D01", "1.1.1", SMALL)
        story.upload("news", "D01", "1.4.1", pdf("news"))
        story.upload("list", "H02", "2.1.1", pdf("a list"))
        story.upload("gone", "D03", "1.1.1", OTHER)
        story.withdraw("gone", "D03")
        for unit, leaf, inputs in SELF:
            story.score(unit, unit, leaf, "self", inputs)
        story.stand.drain()

    def too_late(self, story):
        stand = story.stand
        stand.stop("dispatch")
        stand.parindex("clock", "set", SECOND_DAY)
        stand.start("dispatch")
        story.upload("late", "H03", "1.1.1", pdf("too late"))
        for unit, leaf, inputs in SELF:
            story.score("appraiser", unit, leaf, "round1", inputs)
        for unit in UNITS:
            answer = stand.ask("POST", f"/v1/periods/{PERIOD}/units/{unit}"
                               "/sheet/end-round1", "lead", {})
            if answer.status != 200:
                raise Broken(f"the end of round 1 of {unit} got {answer}")
        self.record(stand, "1/QD", "decision", "2023-01-11")
        stand.drain()

    def appraised(self, stand):
        stand.parindex("survey", "import", PERIOD, SURVEY, self.forms)
        stand.parindex("clock", "set", LATER)
        stand.start("cgi", "dispatch")
        self.record(stand, "1/BB", "minutes", "2023-02-18")
        self.record(stand, "2/QD", "decision", "2023-02-18")

    def frozen(self, stand):
        stand.parindex("publish", PERIOD, "--decision", "3")
        self.record(stand, "3/QD", "decision", "2023-02-19")
        stand.start("cgi", "dispatch")

    def aged(self, stand):
        stand.parindex("person", "add", "an", "--name", "An", "--position",
                       "CV")
        stand.parindex("clock", "set", YEARS_LATER)
        stand.start("cgi", "dispatch")

    def record(self, stand, number, kind, day):
        paper = self.dir / "paper.pdf"
        paper.write_bytes(pdf(number))
        stand.parindex("decision", "add", PERIOD, paper, "--kind", kind,
                       "--number", number, "--date", day, "--signer", "An")
