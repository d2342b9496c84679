#!/usr/bin/python3
"""check_unfit.py - a clock that goes unfit around a deadline, end to end: nginx
and parindex-cgi under a clock that this test sets (unfit_clock.c), the
dispatcher, its workers and an authority of OpenSSL's under the true one.

Four documents: late to on time, doubt to on time, doubt to late, and one that
only outside times bound, on which a person rules. The log, the unit's answers
and its receipts must say the same. Then the programs are started again while
nobody vouches for the clock, which was fit a moment before.

    tests/audit/check_unfit.py      programs from $PARINDEX_BUILD

Touches a temporary folder, free ports and the processes it starts.
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import clock_kit  # noqa: E402
from clock_kit import HOUR, flow_kit, site_kit  # noqa: E402
import tsa  # noqa: E402

failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


class Site(clock_kit.Site):
    """With an authority that stamps its log. Nobody vouches for the clock."""

    at_first = (0, 0, 0)

    def __init__(self, deadline, authority):
        self.authority = authority
        super().__init__(deadline)

    def dispatch(self, until, *more, seconds=60):
        """Runs the dispatcher until `until` says something; that."""
        log = open(self.dir / "log/dispatch.log", "ab")
        process = subprocess.Popen(
            [self.programs["parindex-dispatch"], "--config", self.conf, *more],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            return flow_kit.until(until, seconds)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            log.close()

    def stamp(self, name):
        """A token by an authority of that name, over the newest checkpoint."""
        self.conf.write_text(
            self.plain_conf + f"[tsa {name}]\nurl = {self.authority.url}/\n"
            f"ca = {self.authority.ca}\ninterval = 10\n")

        def stamped():
            return f" by {name} at " in self.parindex("log", "stamps")
        self.dispatch(stamped, "--no-workers")
        self.conf.write_text(self.plain_conf)

    def seen(self, id):
        return self.ask("GET", f"/v1/submissions/{id}", self.unit("D01"))[2]

    def explained(self, id, language):
        """What parindex verify makes of its receipt and outside times."""
        at = f"/v1/submissions/{id}/"
        for what in "receipt", "fences":
            said = self.ask("GET", at + what, self.unit("D01"))[2]
            said = said if isinstance(said, bytes) else json.dumps(said).encode()
            (self.dir / what).write_bytes(said)
        done = subprocess.run(
            [self.programs["parindex"], "verify", self.dir / "receipt",
             "--key", self.log_key(), "--fences", self.dir / "fences",
             "--authority", self.authority.ca, "--lang", language],
            capture_output=True, text=True)
        return done.stdout + done.stderr


def story(site, deadline):
    """The four documents, by name; times are true ones from the deadline."""
    sent = {}

    def at(seconds):
        time.sleep(max(0, deadline + seconds - time.time()))

    def send(name, number):
        sent[name] = site.submit(number, "D01", "1.1.1")

    site.stamp("one")
    site.clock(HOUR, 16_000_000, 0)
    send("late to on time", 1)
    site.stamp("two")
    site.clock(0, 9_000_000, 1)
    site.submit(2, "D02", "1.1.1")  # the step is behind the clock then
    at(-7)
    send("doubt to on time", 3)
    site.stamp("three")
    site.clock(-HOUR, 16_000_000, 0)
    send("outside times alone", 4)
    assert time.time() < deadline - 1.6, "this machine is too slow"
    at(2.5)
    site.stamp("four")
    site.clock(0, 9_000_000, 1)
    site.submit(5, "D02", "1.1.1")
    send("doubt to late", 6)
    site.stamp("five")
    return sent


FIRST = {"late to on time": ("late", "unknown"),
         "doubt to on time": ("on-time-in-doubt", "unfit"),
         "outside times alone": ("on-time", "unknown"),
         "doubt to late": ("on-time-in-doubt", "unfit")}
THEN = {"late to on time": ("on-time", "accepted", "ON TIME", "ĐÚNG HẠN"),
        "doubt to on time": ("on-time", "accepted", "ON TIME", "ĐÚNG HẠN"),
        "outside times alone": ("on-time-in-doubt", "accepted",
                                "leave it open", "chưa đủ để phân định"),
        "doubt to late": ("late", "late", "LATE", "TRỄ HẠN")}


def check_story(site, sent):
    for name, id in sent.items():
        said = site.seen(id)
        hold((said["verdict"], said["clock"]["state"]) == FIRST[name],
             f"{name}: at first {said['verdict']}, clock {said['clock']}")

    def settled():
        now = {name: site.seen(id) for name, id in sent.items()}
        return all((now[n]["verdict"], now[n]["status"]) == THEN[n][:2]
                   for n in now) and now
    now = site.dispatch(settled)
    for name, said in now.items():
        hold("after" in said["clock"] and "before" in said["clock"],
             f"{name}: {said['verdict']}, between {said['clock']}")
        for language, words in (("en", THEN[name][2]), ("vi", THEN[name][3])):
            told = site.explained(sent[name], language)
            hold(any(words in line for line in told.splitlines()
                     if line.startswith(("By outside", "Xét theo"))),
                 f"{name}: verify says so in {language}")
    hold("every verdict holds" in site.parindex("log", "verify"),
         "the log says the same")


def check_ruling(site, id):
    row = [line for line in site.parindex(
        "ruling", "list", site_kit.PERIOD).splitlines() if id in line]
    hold(len(row) == 1 and row[0].endswith("open"), f"it is open: {row}")
    site.parindex("ruling", "add", id, "late", "--decision", "16/QĐ-HĐ",
                  "--date", "2026-01-12", "--reason", "chưa đồng bộ giờ",
                  "--person", "Lê Thị C")
    said = site.seen(id)
    hold((said["verdict"], said["status"]) == ("late", "late") and
         said["ruling"]["verdict"] == "late", f"it is ruled: {said['ruling']}")
    hold("every verdict holds" in site.parindex("log", "verify"),
         "the log says the same of the ruling")
    public = site.dir / "public"
    site.parindex("log", "export", public)
    hold("every verdict holds" in site.parindex(
        "log", "check", public, "--key", site.log_key()),
        "and so do its published files")


def check_restart(site):
    site.clock(0, 2000, 1)
    fit = site.seen(site.submit(7, "D01", "1.1.1"))
    site.stop()
    site.clock(-HOUR, 16_000_000, 0)
    site.start()
    said = site.seen(site.submit(8, "D01", "1.1.1"))
    hold("clock" not in fit, "a fit clock is not spoken of")
    hold((said["verdict"], said["clock"]["state"]) == ("late", "unfit"),
         "started again, the last fit reading is carried on: "
         f"{said['verdict']}, clock {said['clock']}")


def main():
    with tempfile.TemporaryDirectory(prefix="tsa.") as folder:
        authority = tsa.Tsa(pathlib.Path(folder))
        deadline = int(time.time()) + 30
        site = Site(deadline, authority)
        try:
            site.clock(HOUR, 16_000_000, 0)
            site.start()
            sent = story(site, deadline)
            check_story(site, sent)
            check_ruling(site, sent["outside times alone"])
            check_restart(site)
        finally:
            site.end()
            authority.close()
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
