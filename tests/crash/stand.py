"""stand.py - a store and its programs, to be killed and started again.

Knows how the programs are configured and started, with a library in front of
them or a tracer around them. Touches a folder of its own and the processes it
started, by their number; what dies is noticed by who asks next.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/cgi"), str(ROOT / "tests/store/ledger")]
import fastcgi  # noqa: E402

BUILD = pathlib.Path(os.environ.get("PARINDEX_BUILD",
                                    ROOT / "build/dev")).resolve()
TOOLS = BUILD / "crash"
DATA = ROOT / "store/data/hai-duong-2022"
PERIOD = "2022"
UNITS = ("D01", "D02", "D03", "H01", "H02", "H03")
STAFF = ("appraiser", "survey", "council", "dms")
BEGIN = "2023-01-09T08:00:00+07:00"
PATIENCE = 30  # seconds for anything that must happen at all


class Broken(Exception):
    """A promise was not kept; said in a sentence."""


def bare_env(**more):
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(("DIE", "RECORD", "PARINDEX", "LD_"))}
    return {**kept, **{k: str(v) for k, v in more.items()}}


class Answer:
    """What parindex-cgi said: status, headers, the JSON or the bytes."""

    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        self.headers = {name.lower(): value for name, value in lines}
        self.status = int(self.headers.get("status", "200")[:3])
        if "json" in self.headers.get("content-type", ""):
            self.body = json.loads(self.body)

    def __str__(self):
        return f"{self.status}: {self.body}"


class Stand:
    """Everything is below `folder`; `env` is added to what a program sees,
    `around` goes before its command line."""

    def __init__(self, folder, workers=1):
        self.dir = pathlib.Path(folder).resolve()
        self.running = {}       # name: process
        self.groups = []        # every process group ever started
        self.env, self.around, self.lives = {}, {}, {}
        self.may_end = {-signal.SIGKILL}
        self.tokens = {}
        # What must survive a power cut together is below `disk`.
        self.disk = self.dir / "disk"
        self.store = self.disk / "store"
        for name in ("key", "run", "log", "disk/mark"):
            (self.dir / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.conf = self.dir / "parindex.conf"
        self.conf.write_text(
            f"[store]\npath = {self.store}\nmap_gib = 1\n"
            f"log_key = {self.dir}/key/log.key\n"
            f"log_mark = {self.disk}/mark/log.mark\n"
            f"[http]\nsocket = {self.dir}/run/cgi.sock\nthreads = 4\n"
            f"[bus]\ndir = {self.dir}/run\nworkers = {workers}\n")

    @classmethod
    def from_base(cls, base, folder, **more):
        """A twin of a stand that has stopped."""
        stand = cls(folder, **more)
        for name in ("disk", "key"):
            shutil.copytree(base.dir / name, stand.dir / name,
                            ignore=shutil.ignore_patterns("lock.mdb"),
                            dirs_exist_ok=True)
        stand.tokens = base.tokens
        return stand

    # ---- the operator ----

    def run(self, *words, env=None, around=()):
        """Runs the operator's command; how it ended."""
        return subprocess.run(
            [*around, BUILD / "bin/parindex", "--config", self.conf, *words],
            env=bare_env(**(env or {})), capture_output=True, text=True,
            timeout=PATIENCE, check=False)

    def parindex(self, *words, **more):
        done = self.run(*words, **more)
        if done.returncode != 0:
            raise Broken(f"parindex {' '.join(map(str, words))} ended with "
                         f"{done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def set_up(self, change=None):
        """A simulated store with the period open and a token for each."""
        self.parindex("init", "--simulated", "--start", BEGIN, "--origin",
                      "crash/parindex")
        self.parindex("period", "load",
                      small_period(self.dir / "period", change))
        self.parindex("period", "open", PERIOD)
        for unit in UNITS:
            self.tokens[unit] = self.parindex("token", "add", "unit",
                                              "--unit", unit).strip()
        for role in STAFF:
            self.tokens[role] = self.parindex("token", "add", role).strip()
        self.start("cgi", "dispatch")
        self.drain()
        self.stop()

    # ---- the programs ----

    def start(self, *names):
        for name in names:
            self.lives[name] = self.lives.get(name, 0) + 1
            env = self.env.get(name, {})
            if callable(env):
                env = env(self.lives[name])
            with open(self.dir / f"log/{name}.log", "ab") as log:
                self.running[name] = subprocess.Popen(
                    [*self.around.get(name, ()),
                     BUILD / f"bin/parindex-{name}", "--config", self.conf],
                    env=bare_env(**env), stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log, start_new_session=True)
            self.groups.append(self.running[name].pid)

    def revive(self, name):
        """Starts what has ended, again, if it may have ended like that."""
        process = self.running[name]
        status = process.poll()
        if status is None:
            return False
        if status not in self.may_end:
            raise Broken(f"parindex-{name} ended with {status}: "
                         + self.words_of(name))
        self.start(name)
        return True

    def words_of(self, name):
        return (self.dir / f"log/{name}.log").read_text()[-600:]

    def stop(self, *names):
        """Asks the programs to end and waits; a group left behind by a killed
        leader ends too."""
        for name in names or tuple(self.running):
            process = self.running.pop(name)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                raise Broken(f"parindex-{name} did not end") from None

    def end(self):
        for group in self.groups:
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for process in self.running.values():
            process.wait()
        self.running = {}

    # ---- its visitors ----

    def once(self, method, path, who=None, body=b"", **headers):
        """One request, once; OSError when nobody answered it whole."""
        if isinstance(body, dict):
            body = json.dumps(body, ensure_ascii=False).encode()
            headers.setdefault("CONTENT_TYPE", "application/json")
        said = fastcgi.variables(method, "/parindex" + path, len(body),
                                 self.tokens.get(who, ""), **headers)
        said["REMOTE_ADDR"] = "127.0.0.1"
        raw = fastcgi.ask(self.dir / "run/cgi.sock", said, body)
        if b"\r\n\r\n" not in raw:
            raise ConnectionError("no answer")
        return Answer(raw)

    def ask(self, *words, **more):
        """The same, again and again until there is an answer: a program that
        was killed is started again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.once(*words, **more)
            except OSError as why:
                self.revive("cgi")
                if time.monotonic() > until:
                    raise Broken(f"nobody answers {words[:2]}: {why}: "
                                 + self.words_of("cgi")) from None
            time.sleep(0.005)

    def number(self, metric):
        for line in self.ask("GET", "/metrics").body.decode().splitlines():
            name, _, value = line.partition(" ")
            if name == f"parindex_{metric}":
                return int(value)
        raise Broken(f"no metric {metric}")

    def drain(self):
        """Waits until no promised job is left."""
        until = time.monotonic() + PATIENCE
        while self.number("jobs_due") > 0:
            if "dispatch" in self.running:
                self.revive("dispatch")
            if time.monotonic() > until:
                raise Broken("jobs do not drain: "
                             + self.parindex("job", "list")
                             + self.words_of("dispatch"))
            time.sleep(0.01)

    def results(self):
        return self.parindex("results", PERIOD, "--json")


def small_period(folder, change=None):
    """The shipped period with six of its units: the crash tests rescore all
    of them hundreds of times. `change` may alter the period's own data."""
    shutil.copytree(DATA, folder)
    units = json.loads((folder / "units.json").read_text())
    units["units"] = [u for u in units["units"] if u["id"] in UNITS]
    (folder / "units.json").write_text(json.dumps(units))
    period = json.loads((folder / "period.json").read_text())
    period["not_applicable"] = []   # of units that are not among them
    period.pop("indicators", None)  # of agencies that are not
    period["commitments"] = {"counts": "commitment", "hours": 72}
    del period["life"]              # the story has no signed reports,
    for survey in period["surveys"]:
        del survey["sealed"]        # and no seals
    if change:
        change(period)
    (folder / "period.json").write_text(json.dumps(period))
    return folder / "period.json"


def folder():
    return tempfile.TemporaryDirectory(prefix="px-")
