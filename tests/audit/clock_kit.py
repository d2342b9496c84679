"""clock_kit.py - a real store, served by nginx and parindex-cgi under a clock
that a test sets (unfit_clock.c).

Touches a folder of its own and the processes it started.
"""
import datetime
import json
import os
import pathlib
import signal
import struct
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in "tests/cgi", "tests/flow", "scripts/lib":
    sys.path.insert(0, str(ROOT / folder))
import flow_kit  # noqa: E402
import plain  # noqa: E402
import service  # noqa: E402
import site_kit  # noqa: E402

BUILD = pathlib.Path(site_kit.BUILD).resolve()
CLOCK = BUILD / "tests/unfit_clock.so"
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
HOUR = 3_600_000_000


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, VIETNAM).isoformat()


class Site(flow_kit.Flow):
    """Its evidence window ends at `deadline` (seconds); `more` are further
    members of the period's data."""

    # Programs that are not started with the others, and run under the true
    # clock.
    outside = ("parindex-dispatch",)
    # How the clock is while the store is made: fit.
    at_first = (0, 2000, 1)

    def __init__(self, deadline, more=""):
        if not CLOCK.exists():
            sys.exit(f"there is no {CLOCK}: scripts/build")
        self.folder = tempfile.TemporaryDirectory(prefix="parindex-clock-")
        os.chmod(self.folder.name, 0o755)
        service.Service.__init__(self, self.folder.name, build_folder=BUILD)
        self.prepare()
        self.plain_conf = self.conf.read_text() + "[store]\nmap_gib = 1\n"
        self.conf.write_text(self.plain_conf)
        self.hand = self.dir / "clock"
        self.hand.write_bytes(bytes(32))
        self.clock(*self.at_first)
        # The operator's command reads the same clock.
        under = self.dir / "parindex-under-clock"
        under.write_text("#!/bin/sh\nexec " + " ".join(
            map(str, self.under_clock(self.programs["parindex"])))
            + ' "$@"\n')
        under.chmod(0o700)
        self.programs["parindex"] = under
        self.parindex("init", "--origin", "log.example.vn")
        self.parindex("period", "load", self.period(deadline, more))
        self.parindex("period", "open", site_kit.PERIOD)

    def period(self, deadline, more):
        text = plain.period(self.dir).read_text()
        now = int(time.time())
        for name, at in (("2022-12-25", now - 86400), ("2023-01-11", deadline),
                         ("2023-01-17", now + 86400),
                         ("2022-12-16", now - 86400)):
            text = text.replace(f"{name}T00:00:00+07:00", moment(at))
        text = text.replace('"groups":', more + '"groups":', 1)
        (self.dir / "period.json").write_text(text)
        units = json.loads((site_kit.DATA / "units.json").read_text())
        for unit in units["units"]:
            unit.pop("valid_to", None)
        (self.dir / "units.json").write_text(json.dumps(units))
        return self.dir / "period.json"

    def clock(self, off_us, bound_us, synchronised):
        with open(self.hand, "r+b") as hand:
            hand.write(struct.pack("=qqq", off_us, bound_us, synchronised))

    def wait(self, us):
        """It is so much later now than it truly is."""
        with open(self.hand, "r+b") as hand:
            hand.seek(24)
            hand.write(struct.pack("=q", us))

    def under_clock(self, *command):
        return ["env", f"LD_PRELOAD={CLOCK}", f"UNFIT_CLOCK={self.hand}",
                "ASAN_OPTIONS=verify_asan_link_order=0", *command]

    def _run(self, name, command, end=signal.SIGTERM):
        if name not in self.outside:
            service.Service._run(self, name, self.under_clock(*command), end)
