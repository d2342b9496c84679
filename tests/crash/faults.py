"""faults.py - every file call of an upload fails once.

Knows strace's fault injection. Touches stands.
"""
import os
import signal
import subprocess
import time

import strace
from stand import PATIENCE, PERIOD, Broken, Stand, bare_env, folder
from story import SMALL, Story, check_acks, check_files, check_store, \
    pdf, submissions
from tally import spread

DOCUMENTS = {"inline": pdf("to fail"), "large": pdf("to fail", 150_000)}
ERRORS = ("EIO", "ENOSPC")
# A call that fails this way says that the disk is full.
FILLS = ("openat", "write", "pwrite64", "pwritev", "writev", "linkat",
         "mkdirat", "fsync", "fdatasync")


class Traced:
    """strace on a running parindex-cgi; what it injects counts from here, in
    each thread for itself, and one thread serves."""

    def __init__(self, stand, *more):
        self.path = stand.dir / "strace"
        self.words = open(stand.dir / "strace.words", "w+")
        self.process = subprocess.Popen(
            ["/usr/bin/strace", "-f", "-y", "-s", "32", "-e",
             f"trace={strace.FILE_CALLS}", *more, "-o", self.path, "-p",
             str(stand.running["cgi"].pid)], env=bare_env(),
            stdin=subprocess.DEVNULL, stdout=self.words, stderr=self.words)
        until = time.monotonic() + PATIENCE
        while "attached" not in (stand.dir / "strace.words").read_text():
            if self.process.poll() is not None or time.monotonic() > until:
                raise Broken("strace does not attach: "
                             + (stand.dir / "strace.words").read_text())
            time.sleep(0.005)

    def end(self, answered):
        """Lets go. A program that gave no answer is about to end, and strace
        with it; asked to let go just then, strace was seen to hang."""
        try:
            self.process.wait(0 if answered else 2)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.words.close()


def one_thread(base, place):
    """parindex-cgi with one thread that serves, which has served once."""
    stand = Stand.from_base(base, place)
    stand.may_end = {os.EX_SOFTWARE}    # env_die: store/db/inside.h
    stand.conf.write_text(stand.conf.read_text().replace("threads = 4",
                                                         "threads = 1"))
    stand.start("cgi")
    story = Story(stand)
    story.upload("before", "D02", "1.1.1", SMALL)
    return stand, story


def at(name):
    return (f"/v1/submissions?period={PERIOD}&unit=D01&leaf=1.1.1"
            f"&secrecy=thuong&file={name}.pdf")


def send(stand, name):
    """The upload, once: its answer, or None."""
    try:
        return stand.once("POST", at(name), "D01", DOCUMENTS[name],
                          CONTENT_TYPE="application/pdf",
                          HTTP_IDEMPOTENCY_KEY=f"key-{name}")
    except OSError:
        return None


def file_calls(base, name):
    """(call, its number in the serving thread) of those on the store."""
    with folder() as place:
        stand, _ = one_thread(base, place)
        try:
            traced = Traced(stand)
            answer = send(stand, name)
            traced.end(answer is not None)
            if answer is None or answer.status != 202:
                raise Broken(f"the upload got {answer}")
            counts, found = {}, []
            for call in strace.calls(traced.path):
                key = call.thread, call.name
                counts[key] = counts.get(key, 0) + 1
                if f"{stand.store}/" in call.text:
                    found.append((call.name, counts[key]))
            return found
        finally:
            stand.end()


def fail(base, name, call, number, error):
    """The answer is an error and nothing is kept, or the upload is there."""
    with folder() as place:
        stand, story = one_thread(base, place)
        try:
            entries = stand.number("log_entries")
            traced = Traced(stand, "-e",
                            f"inject={call}:error={error}:when={number}")
            answer = send(stand, name)
            traced.end(answer is not None)
            if "(INJECTED)" not in traced.path.read_text(errors="replace"):
                raise Broken("nothing was injected")
            judge(answer, call, error, stand)
            check_after(stand, story, name, answer, entries)
        finally:
            stand.end()


def judge(answer, call, error, stand):
    if answer is None:
        time.sleep(0.05)
        if stand.running["cgi"].poll() is None:
            raise Broken("no answer, and the program lives")
        return
    if answer.status == 202:
        return
    if (call, error) == ("fdatasync", "EIO"):
        raise Broken("LMDB's flush failed, and the program goes on: what a "
                     "second flush says is not true (design promise 2)")
    full = error == "ENOSPC" and call in FILLS
    if answer.status < 500 or (full and answer.status != 503):
        raise Broken(f"it was told {answer}")
    if full and "retry-after" not in answer.headers:
        raise Broken("503 without Retry-After")


def restart(stand):
    """After a failed write the program may end, of its own; it is given the
    time to."""
    try:
        stand.running["cgi"].wait(0.05)
    except subprocess.TimeoutExpired:
        return
    stand.revive("cgi")


def check_after(stand, story, name, answer, entries):
    restart(stand)
    kept = name in submissions(stand)
    told = answer is not None and answer.status == 202
    if told and not kept:
        raise Broken("it was told 202 and is not there")
    if answer is not None and not told and kept:
        raise Broken(f"it was told {answer.status} and is there")
    if stand.number("log_entries") != entries + kept:
        raise Broken("the log has an entry of it, or lacks one")
    if told:
        story.acks[name] = answer.body
    # Sent again by who was told an error, it goes in; and once.
    again = stand.ask("POST", at(name), "D01", DOCUMENTS[name],
                      CONTENT_TYPE="application/pdf",
                      HTTP_IDEMPOTENCY_KEY=f"key-{name}")
    if again.status != 202:
        raise Broken(f"sent again it got {again}")
    story.acks[name] = again.body
    if stand.number("log_entries") != entries + 1:
        raise Broken("sent again it was logged again")
    check_acks(stand, story.acks)
    check_files(stand, story.acks)
    check_store(stand)


def faults(tally, base, full):
    claims = []
    for name in DOCUMENTS:
        found = tally.hold(f"the file calls of an {name} upload are counted",
                           file_calls, base, name) or []
        cases = [(c, n, e) for c, n in found for e in ERRORS]
        tally.say(f"{name} upload: {len(found)} file calls")
        claims += [(f"{name} upload, {call} {n} fails with {error}", fail,
                    base, name, call, n, error)
                   for call, n, error in (cases if full
                                          else spread(cases, 9))]
    tally.hold_all("failures of file calls", claims)
