"""power.py - the power cut at every flush of some uploads and their jobs.

Knows librecord.so and replay.py. Touches a stand, and each disk that might
have been left.
"""
import argparse
import json
import shutil
import subprocess
import threading

import replay
from stand import BUILD, PATIENCE, PERIOD, TOOLS, Broken, Stand, bare_env, \
    folder
from story import LARGE, OTHER, SMALL, Story, pdf

WHO = ("D01", "H01")    # only their submissions are looked at


def record(stand):
    """Uploads, large and small, some at once, with their jobs between; the
    disk before them is `stand.dir`/before."""
    trace = stand.dir / "trace"
    shutil.copytree(stand.disk, stand.dir / "before")
    env = {"LD_PRELOAD": TOOLS / "librecord.so", "RECORD_TRACE": trace,
           "RECORD_DIR": stand.disk}
    stand.env = {"cgi": env, "dispatch": env}
    stand.start("cgi", "dispatch")
    story = Story(stand, lambda ack: replay.acknowledge(
        trace, json.dumps([ack["id"], ack["unit"], ack["log"]["index"]])))
    story.upload("a", "D01", "1.1.1", SMALL)
    story.upload("b", "D01", "1.4.1", LARGE)
    stand.drain()
    together = [threading.Thread(target=story.upload, args=args) for args in (
        ("c", "H01", "1.4.1", OTHER), ("d", "H01", "1.1.1", SMALL),
        ("e", "D01", "2.1.1", pdf("e")), ("f", "H01", "2.1.1", LARGE),
        ("g", "D01", "1.5.1", pdf("g", 150_000)),
        ("h", "H01", "1.5.1", pdf("h", 60_000)))]
    for one in together:
        one.start()
    for one in together:
        one.join(PATIENCE)
    story.upload("i", "D01", "1.1.1", pdf("i"), "a")
    story.withdraw("f", "H01")
    story.upload("j", "H01", "2.1.1", pdf("j", 131_072))
    stand.drain()
    stand.stop()
    if len(story.acks) != 10:
        raise Broken(f"only {sorted(story.acks)} were acknowledged")
    return trace


class Auditor(replay.Verifier):
    """Instead of a command: the operator's checks, and what was acknowledged
    is asked for through plain CGI."""

    def __init__(self, stand, place):
        super().__init__("none", place)
        self.tokens = stand.tokens
        self.conf = f"{place}/conf"
        with open(self.conf, "w", encoding="utf-8") as conf:
            conf.write(stand.conf.read_text().replace(
                str(stand.disk), self.folder))

    def ask(self, where, disk, acknowledged):
        disk.build(self.folder)
        try:
            self.check_store()
            self.check_told([json.loads(line) for line in acknowledged])
            self.passed += 1
        except Broken as why:
            self.failures.append(f"{where}: {why}")

    def run(self, program, *words, **env):
        done = subprocess.run([BUILD / "bin" / program, "--config", self.conf,
                               *words], env=bare_env(**env), text=True,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise Broken(f"{program} {words} ended with {done.returncode}: "
                         f"{done.stdout}{done.stderr}")
        return done.stdout

    def check_store(self):
        if "sound" not in self.run("parindex", "store", "check"):
            raise Broken("the store is not sound")

    def check_told(self, told):
        for unit in WHO:
            mine = [(i, index) for i, of, index in told if of == unit]
            if not mine:
                continue
            answer = self.run(
                "parindex-cgi", GATEWAY_INTERFACE="CGI/1.1",
                REQUEST_METHOD="GET", SERVER_PROTOCOL="HTTP/1.1",
                REQUEST_URI=f"/parindex/v1/periods/{PERIOD}/units/{unit}"
                            "/submissions",
                HTTP_AUTHORIZATION=f"Bearer {self.tokens[unit]}")
            if not answer.startswith("Status: 200"):
                raise Broken(f"what {unit} sent is not told: {answer}")
            kept = json.loads(answer.partition("\n\n")[2])["submissions"]
            lost = set(mine) - {(s["id"], s["log"]["index"]) for s in kept}
            if lost:
                raise Broken(f"{unit} was told of {lost}, which is lost")


def cut(stand, trace, full):
    with folder() as place:
        auditor = Auditor(stand, place)
        options = argparse.Namespace(
            trace=trace, base=stand.dir / "before", seed=2022, enough=5,
            points=0 if full else 12, each=8 if full else 4,
            random=4 if full else 2)
        left = replay.cut_everywhere(options, auditor)
        if auditor.failures:
            raise Broken("\n".join(auditor.failures))
        wrong = replay.compare(left.live, stand.disk)
        if wrong:
            raise Broken(f"the trace does not lead to {wrong} as it is")
        return auditor.passed


def power(tally, base, full):
    with folder() as place:
        stand = Stand.from_base(base, place, workers=2)
        try:
            trace = tally.hold("uploads are recorded", record, stand)
        finally:
            stand.end()
        if trace is None:
            return
        tally.say(f"{trace.stat().st_size >> 10} KiB of trace")
        states = tally.hold("what the power leaves is whole", cut, stand,
                            trace, full)
        tally.say(f"{states} disks were looked at")
