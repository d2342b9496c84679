"""year.py - an evaluation from its opening to its results, as steps.

Knows what every year has: a period loaded and opened, tokens, documents and
self-scores, survey forms, an appraisal, and jobs to wait for. What one example
has of its own is a class beside this one: a calendar and a list of steps.
Touches the service through its HTTP interface; only what an operator does at
set-up, and the simulated clock, go through the command.
"""
import collections
import concurrent.futures
import dataclasses
import json
import threading
import time

import client
import documents
import ending
import progress

PATIENCE = 120     # seconds for the queue to empty
RAW_EVERY = 8      # one upload of so many is a raw body
NOT_SO = "Tài liệu kiểm chứng không đủ căn cứ như đơn vị tự chấm."


@dataclasses.dataclass
class Record:
    """What happened, for --check."""
    taken: dict = dataclasses.field(default_factory=dict)  # id: submission
    forms: collections.Counter = dataclasses.field(
        default_factory=collections.Counter)
    checkpoints: list = dataclasses.field(default_factory=list)  # kept on the
                                                                 # way


class Year:
    """One example: SHIPPED, PERIOD, BEGIN, APPRAISERS, TOKENS and steps() are
    its own class's."""
    SHIPPED = PERIOD = BEGIN = None
    APPRAISERS = 3
    LOST = None  # the reason of the period's own list that is given
    TOKENS = {"operator": "operator", "council": "council",
              "appraiser": "appraiser 0", "survey": "survey",
              "auditor": "auditor", "dms": "dms", "lead": "lead",
              "leader": "leader"}

    def __init__(self, service, units, batches):
        """`units`: {code: unit.Unit}; `batches`: (survey, forms) each."""
        self.service, self.units, self.batches = service, units, batches
        self.record, self.lock = self.new_record(), threading.Lock()
        criteria = json.loads((self.SHIPPED / "criteria.json").read_text())
        register = json.loads((self.SHIPPED / "units.json").read_text())
        self.leaves = {leaf["id"]: leaf for leaf in criteria["leaves"]}
        self.names = {u["id"]: u["name_vi"] for u in register["units"]}
        self.progress = progress.Progress(self.requests())
        self.http, self.tokens, self.papers = None, {}, {}

    def shipped_period(self):
        return json.loads((self.SHIPPED / "period.json").read_text())

    def new_record(self):
        return Record()

    def steps(self):
        """What is done, one function after the other."""
        raise NotImplementedError

    def requests(self):
        """How many of them the progress bar counts."""
        raise NotImplementedError

    def run(self):
        try:
            for step in self.steps():
                step()
        finally:
            self.progress.end()

    # ---- the operator, before anybody comes ----

    def set_up(self):
        self.progress.part("a fresh store, its period and its tokens")
        run = self.service.parindex
        run("init", "--simulated", "--start", self.BEGIN)
        run("period", "load", str(self.SHIPPED / "period.json"))
        run("period", "open", self.PERIOD)
        self.let_in()
        self.service.start()
        self.http = client.Client(self.service.port, self.service.prefix)

    def let_in(self):
        """A token for every role, of nobody by name."""
        run = self.service.parindex
        for code in self.units:
            self.tokens[code] = run("token", "add", "unit", "--unit",
                                    code).strip()
        for role in ("survey", "council", "operator", "auditor", "dms",
                     "lead"):
            self.tokens[role] = run("token", "add", role).strip()
        self.tokens["leader"] = run("token", "add", "leader", "--unit",
                                    next(iter(self.units))).strip()
        for n in range(self.APPRAISERS):
            self.tokens[f"appraiser {n}"] = run(
                "token", "add", "appraiser", "--label", f"Tổ thư ký {n + 1}"
            ).strip()

    def at(self, moment):
        """The clock moves on; before, somebody keeps the newest checkpoint."""
        self.record.checkpoints.append(
            self.http.ask("GET", "/v1/log/checkpoint").body)
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

    def results(self, revision=""):
        """As published, or as they stand; or a revision, or "working"."""
        return self.http.ask("GET", f"/v1/periods/{self.PERIOD}/results"
                             + (revision and f"?revision={revision}"),
                             self.tokens["council"])

    def sheet(self, unit, leaf=""):
        return (f"/v1/periods/{self.PERIOD}/units/{unit}/sheet"
                f"{leaf and '/' + leaf}")

    # ---- the units ----

    def print_papers(self, papers):
        """{key: (paper, its bytes)} of {key: paper}, on every core."""
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
        fields = [("period", self.PERIOD), ("unit", paper.unit),
                  *(("leaf", leaf) for leaf in paper.leaves),
                  ("secrecy", "thường"), ("number", paper.number),
                  ("symbol", paper.symbol), ("issued", paper.issued),
                  ("issuer", paper.issuer), ("section", "I"), ("page", "1")]
        path, headers = "/v1/submissions", {"Content-Type": "application/pdf"}
        if raw:
            path += "?" + client.query(fields, paper.file_name)
        else:
            data, headers = client.form(fields, paper.file_name,
                                        "application/pdf", data)
        token, acting = self.sender_of(paper.unit)
        answer = self.http.ask("POST", path, token, data, headers | acting,
                               expect)
        if answer.status == 202:
            with self.lock:
                self.record.taken[answer.json["id"]] = answer.json
        return answer

    def sender_of(self, unit):
        """Whose token a unit's documents come under, and who is named."""
        return self.tokens[unit], {}

    def declare(self, unit, leaf):
        self.http.put_json(
            f"{self.sheet(unit, leaf)}/self", self.tokens[unit],
            {"inputs": self.units[unit].declared[leaf]},
            headers={"If-Match": '"v0"'})
        self.progress.step()

    # ---- the survey, the secretariat ----

    def ask_people(self, batches=None):
        self.progress.part("the post office enters the survey forms")

        def enter(batch):
            survey, forms = batch
            done = self.http.post_json(
                f"/v1/periods/{self.PERIOD}/surveys/{survey}/forms",
                self.tokens["survey"], {"forms": forms}).json
            with self.lock:
                self.record.forms[survey] += done["taken"]
            self.progress.step()

        client.in_parallel(enter, batches or self.batches, 4)

    def appraiser_of(self, code, leaf):
        """The token of the member of the secretariat who sees to it."""
        return self.tokens[f"appraiser {int(code[1:]) % self.APPRAISERS}"]

    def appraise_on(self, moments):
        """Round 1, in as many sittings."""
        work = [(u.code, leaf) for u in self.units.values() for leaf in u.found]
        for n, moment in enumerate(moments):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: the secretariat appraises")
            client.in_parallel(self.appraise_one, work[n::len(moments)])

    def appraise_one(self, key):
        code, leaf = key
        unit = self.units[code]
        found = unit.first.get(leaf, unit.found[leaf])
        well = found == unit.declared[leaf]
        self.put_column("round1", code, leaf, found, "" if well else NOT_SO,
                        lost=not well)
        self.progress.step()

    def put_column(self, column, code, leaf, inputs, reason, lost=False):
        """What an appraiser writes; why points are lost where the period has
        a list of reasons (LOST)."""
        said = {"inputs": inputs, "reason": reason}
        if lost and self.LOST:
            said["lost"] = [self.LOST]
        self.http.put_json(f"{self.sheet(code, leaf)}/{column}",
                           self.appraiser_of(code, leaf), said,
                           headers={"If-Match": '"v0"'})

    def step(self, step, code, token, said=None):
        """A step of the sheet's life; its answer."""
        return self.http.post_json(f"{self.sheet(code)}/{step}", token,
                                   said or {}).json

    def close_on(self, moment, leaf):
        """Appraisal ends; the system computes what it alone may: `leaf`."""
        self.at(moment)
        self.progress.part(f"{moment[:10]}: appraisal has closed; the last "
                           "results")
        until = time.monotonic() + PATIENCE
        for code in self.units:
            while self.http.ask("GET", self.sheet(code, leaf),
                                self.tokens["council"]
                                ).json["leaf"]["status"] == "waiting":
                self.service.check()
                if time.monotonic() > until:
                    raise TimeoutError(f"{leaf} of {code} is not computed")
                time.sleep(0.2)
        self.settle()
