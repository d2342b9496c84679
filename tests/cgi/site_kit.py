"""site_kit.py - parindex-cgi behind the shipped nginx, for tests from outside.

Knows how the shipped period is moved to today for a store with a real clock.
Touches a folder of its own and the processes it started.
"""
import datetime
import http.client
import json
import os
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import plain  # noqa: E402
import service  # noqa: E402

DATA = ROOT / "store/data/hai-duong-2022"
BUILD = os.environ.get("PARINDEX_BUILD", ROOT / "build/dev")
PERIOD = "2022"
PDF = b"%PDF-1.4\n"
QUERY = f"period={PERIOD}&secrecy=thuong&file=a.pdf"


def moved_period(folder):
    """The same, its windows round today."""
    today = datetime.date.today()
    text = plain.period(folder).read_text()
    for name, days in (("2022-12-25", -2), ("2023-01-11", 10),
                       ("2023-01-17", 20), ("2022-12-16", -3)):
        text = text.replace(f"{name}T", f"{today + datetime.timedelta(days)}T")
    (folder / "period.json").write_text(text)
    units = json.loads((DATA / "units.json").read_text())
    for unit in units["units"]:
        unit.pop("valid_to", None)
    (folder / "units.json").write_text(json.dumps(units))
    return folder / "period.json"


class Site(service.Service):
    """A store with its period open, parindex-cgi and nginx."""

    def __init__(self, start=None):
        self.folder = tempfile.TemporaryDirectory(prefix="parindex-site-")
        # Others have to get as far as the store to be refused by it.
        os.chmod(self.folder.name, 0o755)
        super().__init__(self.folder.name, build_folder=BUILD)
        self.prepare()
        with open(self.conf, "a") as conf:
            conf.write("[store]\nmap_gib = 1\n")
        if start:
            self.parindex("init", "--simulated", "--start", start, "--origin",
                          "test/parindex")
            period = plain.period(self.dir)
        else:
            self.parindex("init", "--origin", "test/parindex")
            period = moved_period(self.dir)
        self.parindex("period", "load", period)
        self.parindex("period", "open", PERIOD)

    def _run(self, name, *more):
        """Without the dispatcher: nothing here is scored."""
        if name != "parindex-dispatch":
            super()._run(name, *more)

    def end(self):
        self.stop()
        self.folder.cleanup()

    def process(self, name):
        return next(p for n, p, _ in self.running if n == name)

    def token(self, role, unit=None):
        return self.parindex("token", "add", role,
                             *(["--unit", unit] if unit else [])).strip()

    def link(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method, path, token=None, body=None, link=None, **headers):
        """One request; (status, headers, the JSON or the bytes)."""
        link = link or self.link()
        said = {name.replace("_", "-"): value
                for name, value in headers.items()}
        if token:
            said["Authorization"] = f"Bearer {token}"
        link.request(method, service.PREFIX + path, body, said)
        answer = link.getresponse()
        raw = answer.read()
        if "json" in answer.headers.get("Content-Type", ""):
            raw = json.loads(raw)
        return answer.status, answer.headers, raw

    def upload(self, token, body, unit="D01", leaf="1.1.1", link=None,
               **headers):
        return self.ask("POST",
                        f"/v1/submissions?{QUERY}&unit={unit}&leaf={leaf}",
                        token, body, link, **headers)

    def number(self, metric):
        text = self.ask("GET", "/metrics")[2].decode()
        return float(re.search(rf"^parindex_{metric} (\S+)$", text, re.M)[1])

    def kept(self):
        """How much there is: entries of the log and files of documents."""
        files = [f for f in (self.dir / "store").rglob("*") if f.is_file()]
        return self.number("log_entries"), len(files)

    def clock(self, text, bound_us=0):
        self.parindex("clock", "set", text, "--bound-us", str(bound_us))

    def bound_us(self):
        """The real clock's U."""
        said = self.parindex("clock", "show")
        return int(re.search(r"\+- (\d+) us", said)[1])
