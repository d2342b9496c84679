"""single.py - one upload by a program with one thread, under a tracer that
lets one call of it go wrong.

Knows strace's fault injection. Touches stands.
"""
import os
import pathlib
import signal
import subprocess
import time

import strace
from stand import PATIENCE, PERIOD, Broken, Stand, bare_env, folder
from story import SMALL, Story, check_acks, check_files, check_store, \
    pdf, submissions

DOCUMENTS = {"small": pdf("to fail"), "large": pdf("to fail", 150_000)}
EVERY_CALL = "%file,%desc"
WAITS = ("poll", "ppoll", "epoll_wait", "select")   # change nothing


def own_threads(pid):
    """Those of a program that are not libzmq's, which connect and close when
    they like."""
    tasks = pathlib.Path(f"/proc/{pid}/task")
    return [task.name for task in sorted(tasks.iterdir())
            if not (task / "comm").read_text().startswith("ZMQ")]


class Traced:
    """strace on a running parindex-cgi; what it injects counts from here, in
    each thread for itself, and one thread serves."""

    def __init__(self, stand, *more):
        self.path = stand.dir / "strace"
        self.words = open(stand.dir / "strace.words", "w+")
        self.process = subprocess.Popen(
            ["/usr/bin/strace", "-y", "-s", "32", "-e",
             f"trace={EVERY_CALL}", *more, "-o", self.path,
             *(f"-p{thread}" for thread in
               own_threads(stand.running["cgi"].pid))], env=bare_env(),
            stdin=subprocess.DEVNULL, stdout=self.words, stderr=self.words)
        until = time.monotonic() + PATIENCE
        while "attached" not in (stand.dir / "strace.words").read_text():
            if self.process.poll() is not None or time.monotonic() > until:
                raise Broken("strace does not attach: "
                             + (stand.dir / "strace.words").read_text())
            time.sleep(0.005)

    def end(self, dies):
        """Lets go. A program that is about to end takes strace with it; asked
        to let go just then, strace was seen to hang."""
        try:
            self.process.wait(2 if dies else 0)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.words.close()


class Single:
    """A stand on which parindex-cgi has one thread, which has served; and an
    acknowledged upload of an earlier life, so that the next one, the first of
    this life, writes the log's mark too."""

    def __init__(self, base, place, name):
        self.name = name
        self.stand = Stand.from_base(base, place)
        self.stand.may_end.add(os.EX_SOFTWARE)  # env_die: store/db/inside.h
        self.stand.conf.write_text(self.stand.conf.read_text().replace(
            "threads = 4", "threads = 1"))
        self.stand.start("cgi")
        self.story = Story(self.stand)
        self.story.upload("before", "D02", "1.1.1", SMALL)
        self.stand.stop("cgi")
        self.stand.start("cgi")
        self.entries = self.stand.number("log_entries")

    def request(self, ask):
        at = (f"/v1/submissions?period={PERIOD}&unit=D01&leaf=1.1.1"
              f"&secrecy=thuong&file={self.name}.pdf")
        return ask("POST", at, "D01", DOCUMENTS[self.name],
                   CONTENT_TYPE="application/pdf",
                   HTTP_IDEMPOTENCY_KEY=f"key-{self.name}")

    def send(self, *inject, dies=False):
        """The upload, once, under a tracer: its answer, or None; and the
        trace's path. One who `dies` may do so after the answer."""
        traced = Traced(self.stand, *inject)
        try:
            answer = self.request(self.stand.once)
        except OSError:
            answer = None
        traced.end(dies or answer is None)
        return answer, traced.path

    def restart(self, patience=0.05):
        """A program that is about to end is given the time to."""
        try:
            self.stand.running["cgi"].wait(patience)
        except subprocess.TimeoutExpired:
            return False
        self.stand.revive("cgi")
        return True

    def check(self, answer):
        """What must be true whatever went wrong; the program runs."""
        stand, story, name = self.stand, self.story, self.name
        kept = name in submissions(stand)
        told = answer is not None and answer.status == 202
        if told and not kept:
            raise Broken("it was told 202 and is not there")
        if answer is not None and not told and kept:
            raise Broken(f"it was told {answer.status} and is there")
        if stand.number("log_entries") != self.entries + kept:
            raise Broken("the log has an entry of it, or lacks one")
        if told:
            story.acks[name] = answer.body
        seen = self.checkpoints()
        # Sent again by who was told an error, it goes in; and once.
        again = self.request(stand.ask)
        if again.status != 202:
            raise Broken(f"sent again it got {again}")
        if told and again.body["log"] != answer.body["log"]:
            raise Broken("sent again it is another entry")
        story.acks[name] = again.body
        if stand.number("log_entries") != self.entries + 1:
            raise Broken("sent again it was logged again")
        check_acks(stand, story.acks)
        check_files(stand, story.acks)
        check_store(stand)
        check_history(stand, seen + [again.body["receipt"].split("\n\n", 1)[1]])

    def checkpoints(self):
        """Every signed tree that anybody can have seen so far: in receipts,
        in the store, in the log's mark."""
        mark = self.stand.disk / "mark/log.mark"
        return [ack["receipt"].split("\n\n", 1)[1]
                for ack in self.story.acks.values()] + [
            self.stand.parindex("log", "checkpoint")] + (
            [mark.read_text()] if mark.exists() else [])


def check_history(stand, notes):
    """The log, rebuilt from its published files alone, is one that all these
    checkpoints were signed over."""
    published = stand.dir / "published"
    stand.parindex("log", "export", published)
    kept = []
    for number, note in enumerate(notes):
        path = stand.dir / f"kept-{number}"
        path.write_text(note)
        kept += ["--checkpoint", path]
    vkey = stand.parindex("log", "key").strip().removeprefix("log key: ")
    stand.parindex("log", "check", published, "--key", vkey, *kept)


def calls_of_upload(base, name):
    """(call, its number in the serving thread, what it is on) of one upload,
    from the request on to the answer."""
    with folder() as place:
        single = Single(base, place, name)
        try:
            answer, path = single.send()
            if answer is None or answer.status != 202:
                raise Broken(f"the upload got {answer}")
            counts, found = {}, []
            for call in strace.calls(path):
                key = call.thread, call.name
                counts[key] = counts.get(key, 0) + 1
                if call.name not in WAITS:
                    found.append((call.name, counts[key], call.text))
            if not any("log.mark" in text for _, _, text in found):
                raise Broken("the log's mark was not written")
            return [(call, number,
                     f"{single.stand.disk}/" in text)
                    for call, number, text in found]
        finally:
            single.stand.end()
