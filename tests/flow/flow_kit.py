"""flow_kit.py - a served store with its dispatcher and workers, for stories.

Knows how an upload comes to count. Touches a folder of its own and the
processes it started.
"""
import json
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/cgi"))
from site_kit import PERIOD, Site  # noqa: E402
from service import Service  # noqa: E402

PATIENCE = 60  # seconds until a story counts as stuck


def paper(number):
    """A whole PDF of one page; two numbers never give the same bytes."""
    bodies = (b"<</Type/Catalog/Pages 2 0 R>>",
              b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
              b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    out, at = b"%%PDF-1.4\n%%%d\n" % number, []
    for i, body in enumerate(bodies, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    return out + (b"xref\n0 4\n0000000000 65535 f \n%strailer\n"
                  b"<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % (table, len(out)))


def until(what, seconds=PATIENCE):
    """What `what` gives once it is something; it is asked again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := what():
            return answer
        time.sleep(0.01)
    raise AssertionError(f"not within {seconds} s: {what.__name__}")


class Flow(Site):
    """The whole service."""

    def _run(self, *words):
        Service._run(self, *words)

    def start(self):
        super().start()
        self.council = self.token("council")
        self.units = {}  # a token for each unit that was asked for

    def unit(self, unit):
        if unit not in self.units:
            self.units[unit] = self.token("unit", unit)
        return self.units[unit]

    def restart(self, name):
        """Starts a program again that has been killed."""
        self.running = [one for one in self.running if one[0] != name]
        self._run(name, [self.programs[name], "--config", self.conf])

    def submit(self, number, unit, leaf, link=None):
        """The id of one acknowledged upload."""
        status, _, said = self.upload(self.unit(unit), paper(number), unit,
                                      leaf, link)
        assert status == 202, (status, said)
        return said["id"]

    def accepted(self, id, link=None):
        """False while it is queued."""
        said = self.ask("GET", f"/v1/submissions/{id}", self.council,
                        link=link)[2]["status"]
        assert said in ("queued", "accepted"), said
        return said == "accepted"

    def index(self, unit, link=None):
        return self.result(unit, link)["index"]

    def result(self, unit, link=None):
        """A unit's result, as the council sees it."""
        status, _, said = self.ask(
            "GET", f"/v1/periods/{PERIOD}/results/{unit}", self.council,
            link=link)
        assert status == 200, (status, said)
        return said

    def put(self, token, unit, leaf, column, inputs, tag):
        """Writes one cell; (status, headers, answer)."""
        body = json.dumps({"inputs": inputs, "not_applicable": False,
                           "reason": ""})
        return self.ask(
            "PUT", f"/v1/periods/{PERIOD}/units/{unit}/sheet/{leaf}/{column}",
            token, body, Content_Type="application/json", If_Match=tag)

    def declare(self, unit, leaf, inputs):
        """The unit's own figures, without which no document earns points."""
        status, _, said = self.put(self.unit(unit), unit, leaf, "self",
                                   inputs, '"v0"')
        assert status in (200, 201, 204), (status, said)

    def commits(self):
        """The store's commits so far, by whomever."""
        said = subprocess.run(["mdb_stat", "-e", self.dir / "store"],
                              capture_output=True, text=True, check=True)
        return int(re.search(r"Last transaction ID: (\d+)",
                             said.stdout)[1])

    def crew(self):
        """The numbers of the dispatcher's processes."""
        boss = self.process("parindex-dispatch").pid
        path = pathlib.Path(f"/proc/{boss}/task/{boss}/children")
        return [int(pid) for pid in path.read_text().split()]
