"""year.py - the evaluation of 2022 from its opening to its results.

Knows the report's calendar (27/BC-UBND, 4 and 5) and who does what. Touches the
service through its HTTP interface; only what an operator does at set-up, and
the simulated clock, go through the command.
"""
import collections
import concurrent.futures
import dataclasses
import json
import random
import threading
import time

import client
import documents
import ending

PERIOD = "2022"
BEGIN = "2022-12-20T08:00:00+07:00"
WORKDAYS = ("2022-12-26T09:00:00+07:00", "2022-12-30T14:30:00+07:00",
            "2023-01-05T10:15:00+07:00", "2023-01-09T16:40:00+07:00")
EVENING = "2023-01-10T20:00:00+07:00"
LAST_MOMENT = "2023-01-10T23:59:59.999999+07:00"
MIDNIGHT = "2023-01-11T00:00:00+07:00"
APPRAISAL = ("2023-01-12T09:00:00+07:00", "2023-01-16T15:00:00+07:00")
CLOSED = "2023-01-17T00:00:00+07:00"

APPRAISERS = 3
RAW_EVERY = 8      # one upload of so many is a raw body
PATIENCE = 120     # seconds for the queue to empty
# (unit, leaf) of the scenes
TWICE = ("D02", "1.1.1")
ON_TIME = ("H09", "1.5.1")
LATE = ("H11", "1.5.1")
WEB_PAGE = ("D10", "1.1.2")
BEFORE_AND_AFTER = ("D14", "1.5.1")


@dataclasses.dataclass
class Record:
    """What happened, for --check."""
    taken: dict = dataclasses.field(default_factory=dict)  # id: submission
    same: list = dataclasses.field(default_factory=list)   # first, second
    door: object = None     # the answer to the web page without a PDF's head
    disguised: str = ""     # the id of the one with it
    on_time: str = ""
    late: str = ""
    points: list = dataclasses.field(default_factory=list)  # before, with it,
                                                            # after
    forms: collections.Counter = dataclasses.field(
        default_factory=collections.Counter)


class Year:
    def __init__(self, service, shipped, units, batches, progress):
        self.service, self.shipped = service, shipped
        self.units, self.batches = units, batches
        self.progress = progress
        self.record, self.lock = Record(), threading.Lock()
        criteria = json.loads((shipped / "criteria.json").read_text())
        register = json.loads((shipped / "units.json").read_text())
        self.leaves = {leaf["id"]: leaf for leaf in criteria["leaves"]}
        self.names = {u["id"]: u["name_vi"] for u in register["units"]}
        self.http = None
        self.tokens = {}

    def run(self):
        self.set_up()
        papers = self.write_papers()
        self.hand_in(papers)
        self.ask_people()
        self.show_before_and_after(papers)
        self.reach_the_deadline(papers)
        self.appraise()
        self.close()

    # ---- the operator, before anybody comes ----

    def set_up(self):
        self.progress.part("a fresh store, its period and its tokens")
        run = self.service.parindex
        run("init", "--simulated", "--start", BEGIN)
        run("period", "load", str(self.shipped / "period.json"))
        run("period", "open", PERIOD)
        for code in self.units:
            self.tokens[code] = run("token", "add", "unit", "--unit",
                                    code).strip()
        for role in ("survey", "council", "operator", "auditor", "dms"):
            self.tokens[role] = run("token", "add", role).strip()
        for n in range(APPRAISERS):
            self.tokens[f"appraiser {n}"] = run(
                "token", "add", "appraiser", "--label", f"Tổ thư ký {n + 1}"
            ).strip()
        self.service.start()
        self.http = client.Client(self.service.port, self.service.prefix)

    def at(self, moment):
        self.service.parindex("clock", "set", moment)

    def settle(self):
        """Waits until every promised job is done."""
        until = time.monotonic() + PATIENCE
        while self.metric("jobs_due") != 0:
            self.service.check()
            if time.monotonic() > until:
                raise TimeoutError("jobs stay due: see the log folder")
            time.sleep(0.1)

    def metric(self, name):
        text = self.http.ask("GET", "/metrics").body.decode()
        return int(next(line.split()[1] for line in text.splitlines()
                        if line.startswith(f"parindex_{name} ")))

    def results(self):
        return self.http.ask("GET", f"/v1/periods/{PERIOD}/results",
                             self.tokens["council"])

    def sheet(self, unit, leaf=""):
        return f"/v1/periods/{PERIOD}/units/{unit}/sheet{leaf and '/' + leaf}"

    # ---- the units ----

    def write_papers(self):
        """{(unit, leaf): (paper, its bytes)}"""
        self.progress.part("a document for every criterion of every unit")
        papers = {}
        for code, unit in self.units.items():
            for nth, (leaf, values) in enumerate(unit.declared.items()):
                papers[code, leaf] = documents.paper(
                    code, self.names[code], self.leaves[leaf], values, nth)
        # Ctrl-C is for us: it is we who tell the pool to stop.
        with concurrent.futures.ProcessPoolExecutor(
                initializer=ending.calm) as pool:
            try:
                made = pool.map(documents.pdf, papers.values(), chunksize=16)
                return {key: (one, data) for (key, one), data
                        in zip(papers.items(), made)}
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def upload(self, paper, data, raw=False, expect=(202,)):
        fields = [("period", PERIOD), ("unit", paper.unit),
                  ("leaf", paper.leaf), ("secrecy", "thường"),
                  ("number", paper.number), ("symbol", paper.symbol),
                  ("issued", paper.issued), ("issuer", paper.issuer),
                  ("section", "I"), ("page", "1")]
        path, headers = "/v1/submissions", {"Content-Type": "application/pdf"}
        if raw:
            path += "?" + client.query(fields, paper.file_name)
        else:
            data, headers = client.form(fields, paper.file_name,
                                        "application/pdf", data)
        answer = self.http.ask("POST", path, self.tokens[paper.unit], data,
                               headers, expect)
        if answer.status == 202:
            with self.lock:
                self.record.taken[answer.json["id"]] = answer.json
        return answer

    def declare(self, unit, leaf):
        self.http.put_json(
            f"{self.sheet(unit, leaf)}/self", self.tokens[unit],
            {"inputs": self.units[unit].declared[leaf]},
            headers={"If-Match": '"v0"'})
        self.progress.step()

    def hand_in(self, papers):
        """Documents and self-scores, in four sittings; each unit its own."""
        left_out = {(u.code, leaf) for u in self.units.values()
                    for leaf in u.no_document | u.late_document} | {ON_TIME}
        work = list(papers)
        random.Random(2022).shuffle(work)
        for n, moment in enumerate(WORKDAYS):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: units hand in documents and "
                               "self-scores")

            def hand(numbered):
                at, key = numbered
                if key not in left_out:
                    self.upload(*papers[key], raw=at % RAW_EVERY == 0)
                    self.progress.step()
                self.declare(*key)

            client.in_parallel(
                hand, list(enumerate(work))[n::len(WORKDAYS)])
        self.err(papers)

    def err(self, papers):
        """What goes wrong at any counter."""
        first = next(s for s in self.record.taken.values()
                     if (s["unit"], s["leaves"][0]) == TWICE)
        again = self.upload(*papers[TWICE], expect=(200,)).json
        self.record.same = [first, again]
        with_head, without = documents.disguised()
        paper = papers[WEB_PAGE][0]
        self.record.door = self.upload(paper, without, expect=None)
        self.record.disguised = self.upload(paper, with_head).json["id"]

    def show_before_and_after(self, papers):
        """A document for a leaf that has none, and taken back again."""
        self.at(EVENING)
        unit, leaf = BEFORE_AND_AFTER
        self.progress.part("the evening before: one more document, and it is "
                           "taken back")

        def points():
            self.settle()
            return self.http.ask("GET", f"/v1/periods/{PERIOD}/results/{unit}",
                                 self.tokens["council"]).json["points"]

        before = points()
        id_ = self.upload(*papers[unit, leaf]).json["id"]
        self.progress.step()
        with_it = points()
        self.http.post_json(f"/v1/submissions/{id_}/withdrawal",
                            self.tokens[unit],
                            {"reason": "Gửi nhầm văn bản chưa có hiệu lực."})
        self.record.points = [before, with_it, points()]

    def reach_the_deadline(self, papers):
        self.progress.part("24:00 on 10/01/2023")
        self.at(LAST_MOMENT)
        self.record.on_time = self.upload(*papers[ON_TIME]).json["id"]
        self.at(MIDNIGHT)
        self.record.late = self.upload(*papers[LATE]).json["id"]
        self.progress.step(2)

    # ---- the post office, the secretariat ----

    def ask_people(self):
        self.progress.part("the post office enters the survey forms")

        def enter(batch):
            survey, forms = batch
            done = self.http.post_json(
                f"/v1/periods/{PERIOD}/surveys/{survey}/forms",
                self.tokens["survey"], {"forms": forms}).json
            with self.lock:
                self.record.forms[survey] += done["taken"]
            self.progress.step()

        client.in_parallel(enter, self.batches, 4)

    def appraise(self):
        work = [(u.code, leaf) for u in self.units.values() for leaf in u.found]
        for n, moment in enumerate(APPRAISAL):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: the secretariat appraises")
            client.in_parallel(self.appraise_one, work[n::len(APPRAISAL)])

    def appraise_one(self, key):
        code, leaf = key
        unit = self.units[code]
        found, declared = unit.found[leaf], unit.declared[leaf]
        reason = "" if found == declared else \
            "Tài liệu kiểm chứng không đủ căn cứ như đơn vị tự chấm."
        who = f"appraiser {int(code[1:]) % APPRAISERS}"
        self.http.put_json(f"{self.sheet(code, leaf)}/round1",
                           self.tokens[who],
                           {"inputs": found, "reason": reason},
                           headers={"If-Match": '"v0"'})
        self.progress.step()

    def close(self):
        """Appraisal ends; the system computes what it alone may."""
        self.at(CLOSED)
        self.progress.part("17/01/2023: appraisal has closed; the last "
                           "results")
        until = time.monotonic() + PATIENCE
        for code in self.units:
            while self.http.ask("GET", self.sheet(code, "1.8.1"),
                                self.tokens["council"]
                                ).json["leaf"]["status"] == "waiting":
                self.service.check()
                if time.monotonic() > until:
                    raise TimeoutError(f"1.8.1 of {code} is not computed")
                time.sleep(0.2)
        self.settle()


def steps(units, batches):
    """How many requests the year has, for the progress bar."""
    leaves = sum(len(u.found) for u in units.values())
    left_out = sum(len(u.no_document) for u in units.values())
    return 3 * leaves - left_out + 1 + len(batches)
