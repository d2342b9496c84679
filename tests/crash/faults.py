"""faults.py - every file call of an upload fails once, and the program is
killed at every one.

Touches stands.
"""
import signal
import time

from single import DOCUMENTS, Single, calls_of_upload
from stand import Broken, folder
from tally import spread

ERRORS = ("EIO", "ENOSPC")
# A call that fails this way says that the disk is full.
FILLS = ("openat", "write", "pwrite64", "pwritev", "writev", "linkat",
         "mkdirat", "fsync", "fdatasync")
# What is only asked of a file has no way to say that the disk is full.
ASKS = ("read", "pread64", "fstat", "newfstatat", "statx", "fstatfs", "lseek",
        "fcntl", "flock", "close")


def fail(base, name, call, number, error):
    """The answer is an error and nothing is kept, or the upload is there."""
    with folder() as place:
        single = Single(base, place, name)
        try:
            answer, path = single.send(
                "-e", f"inject={call}:error={error}:when={number}")
            if "(INJECTED)" not in path.read_text(errors="replace"):
                raise Broken("nothing was injected")
            judge(answer, call, error, single.stand)
            single.restart()
            single.check(answer)
        finally:
            single.stand.end()


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


def kill(base, name, call, number):
    """Dead before that call, so after the one before it."""
    with folder() as place:
        single = Single(base, place, name)
        try:
            dead = single.stand.running["cgi"]
            answer, _ = single.send(
                "-e", f"inject={call}:signal=KILL:when={number}", dies=True)
            if not single.restart(patience=2) or (
                    dead.returncode != -signal.SIGKILL):
                raise Broken("it was not killed")
            single.check(answer)
        finally:
            single.stand.end()


def faults(tally, base, full):
    failures, deaths = [], []
    for name in DOCUMENTS:
        calls = tally.hold(f"the file calls of an {name} upload are counted",
                           calls_of_upload, base, name) or []
        ours = [(call, number) for call, number, disk in calls if disk]
        tally.say(f"{name} upload: {len(calls)} file calls, {len(ours)} of "
                  "them on the store or the log's mark")
        cases = [(c, n, e) for c, n in ours for e in ERRORS
                 if e == "EIO" or c not in ASKS]
        failures += [(f"{name} upload, {call} {n} fails with {error}", fail,
                      base, name, call, n, error)
                     for call, n, error in (cases if full
                                            else spread(cases, 8))]
        deaths += [(f"{name} upload, killed at {call} {n}", kill, base, name,
                    call, n)
                   for call, n, _ in (calls if full else spread(calls, 8))]
    tally.hold_all("failures of file calls", failures)
    tally.hold_all("deaths at file calls", deaths)
