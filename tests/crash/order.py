"""order.py - in which order an acknowledged upload reaches the disk.

Knows strace and what LMDB does in a commit. Touches a stand.
"""
import os

import strace
from stand import Broken, Stand, folder
from story import LARGE, SMALL, Story

ANSWER = "Status: 202"


def traced_uploads(base):
    """The calls of parindex-cgi up to its end, over two uploads."""
    with folder() as place:
        stand = Stand.from_base(base, place)
        path = stand.dir / "strace"
        stand.around["cgi"] = ["/usr/bin/strace", "-f", "-y", "-qq", "-s",
                               "64", "-e", f"trace={strace.FILE_CALLS}", "-o",
                               path]
        try:
            stand.start("cgi")
            story = Story(stand)
            story.upload("small", "D01", "1.1.1", SMALL)
            story.upload("large", "D01", "1.4.1", LARGE)
            stand.stop()
        finally:
            stand.end()
        return strace.calls(path)


def one_upload(calls, which):
    """Those of the which-th upload, by the thread that served it: its answer
    is the last."""
    answers = [i for i, call in enumerate(calls)
               if call.name in ("write", "writev", "sendto", "sendmsg")
               and ANSWER in call.text]
    if len(answers) != 2:
        raise Broken(f"{len(answers)} answers are in the trace, not 2")
    first = answers[which - 1] + 1 if which else 0
    answer = calls[answers[which]]
    return [call for call in calls[first:answers[which] + 1]
            if call.thread == answer.thread]


def self_flushing(calls, what):
    """Descriptors of such files that flush what is written to them."""
    return {os.path.basename(call.text.rsplit("= ", 1)[1].split("<")[0])
            for call in calls if call.name == "openat"
            and what in call.text and "O_DSYNC" in call.text}


def on(call, what):
    return what in call.text.split(",")[0] or (
        call.name == "linkat" and what in call.text)


def steps_of_commit(calls, meta_fds):
    """(words, calls) in the order in which they must have happened."""
    data = [c for c in calls if on(c, "data.mdb>")]
    writes = [c for c in data if c.name in ("pwrite64", "pwritev", "writev",
                                            "write")]
    meta = [c for c in writes if c.text.split("<")[0] in meta_fds]
    return [
        ("LMDB's pages are written", [c for c in writes if c not in meta]),
        ("LMDB's data is flushed", [c for c in data
                                    if c.name in ("fdatasync", "fsync")]),
        ("LMDB's meta page is written and flushed", meta),
        ("the answer leaves", calls[-1:])]


def steps_of_document(calls):
    inside = [c for c in calls if on(c, "/documents")]
    flushes = [c for c in inside if c.name in ("fsync", "fdatasync")]
    files = [c for c in flushes if "/documents/#" in c.text]
    return [
        ("the document is written", [c for c in inside if c.name == "write"]),
        ("the document is flushed", files),
        ("its name is given", [c for c in inside if c.name == "linkat"]),
        ("its folder is flushed", [c for c in flushes if c not in files
                                   and "/documents>" not in c.text])]


def happened_in_order(steps):
    """Each step ended before the next began."""
    for (words, calls) in steps:
        if not calls:
            raise Broken(f"nowhere is it that {words}: {steps}")
    for (before, early), (after, late) in zip(steps, steps[1:]):
        if max(c.ended for c in early) >= min(c.began for c in late):
            raise Broken(f"not in order: {before} ({early[-1]}), then "
                         f"{after} ({late[0]})")


def steps_of_pack(calls):
    """A pack of its own is made by a process's first small document."""
    inside = [c for c in calls if on(c, "/documents/packs")]
    flushes = [c for c in inside if c.name == "fsync"]
    return [
        ("the pack is flushed", [c for c in flushes if "packs/" in c.text]),
        ("its name is flushed", [c for c in flushes
                                 if "packs/" not in c.text]),
        ("the document is written", [c for c in inside
                                     if c.name.startswith("pwrite")]),
        ("the document is flushed", [c for c in inside
                                     if c.name == "fdatasync"])]


def small(calls):
    mine = one_upload(calls, 0)
    happened_in_order(
        steps_of_pack(mine)
        + steps_of_commit(mine, self_flushing(calls, "data.mdb")))


def large(calls):
    mine = one_upload(calls, 1)
    happened_in_order(steps_of_document(mine)
                      + steps_of_commit(mine, self_flushing(calls, "data.mdb")))
    shard = [c for c in mine if c.name == "fsync" and "/documents>" in c.text]
    link = [c for c in mine if c.name == "linkat"]
    if not shard or shard[0].ended >= link[0].began:
        raise Broken("the shard's own name was not flushed before the link")


def order(tally, base, full):
    del full
    calls = tally.hold("uploads are traced", traced_uploads, base)
    if calls is None:
        return
    tally.hold("a small upload reaches the disk in order", small, calls)
    tally.hold("a large upload reaches the disk in order", large, calls)
