#!/usr/bin/python3
"""replay.py - what a power cut could have left of a recorded store.

    replay.py TRACE --verify COMMAND [--base DIR] [--final DIR] [--seed N]
              [--points N] [--each N] [--random N]

Reads a trace of record.c and stops the power at every flush: everything
flushed before is on the disk, and of the rest none, all, all but each single
change, some at random, or all with the last write torn at sector boundaries.
Of each state it builds the folder and runs COMMAND FOLDER ACKS, where ACKS is
a file of what had been acknowledged by then, one line each; a state is good
when that exits 0. Folders are strict: a name is on the disk when its folder
was flushed, not before.

--base is the folder as it was when recording began (nothing, unless told);
--final is how it was left: it must equal the whole trace, or the recorder
missed something. lock.mdb is shared memory, not data, and left out of all.
"""
import argparse
import os
import random
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile

HEAD = struct.Struct("<4s3I3Q4I")
(CREATE, WRITE, TRUNCATE, LINK, UNLINK, RENAME, MKDIR, FLUSH_BEGIN, FLUSH_END,
 ACKNOWLEDGE) = range(1, 11)
SYNC, FOLDER = 1, 2
LEFT_OUT = {"lock.mdb"}


class Record:
    """One record of the trace."""

    def __init__(self, head, path, other, data):
        (_, self.kind, self.process, self.thread, self.inode, self.offset, _,
         _, _, self.flags, _) = head
        self.path, self.other, self.data = path, other, data


def records(path):
    with open(path, "rb") as trace:
        while head := trace.read(HEAD.size):
            if len(head) < HEAD.size:
                return      # the process was killed in the middle of it
            fields = HEAD.unpack(head)
            if fields[0] != b"PXTR":
                raise ValueError(f"{path} is no trace at {trace.tell()}")
            body = [trace.read(n) for n in (fields[7], fields[8], fields[6])]
            yield Record(fields, os.fsdecode(body[0]), os.fsdecode(body[1]),
                         body[2])


def acknowledge(path, text):
    """Appends to the trace that text was acknowledged: for the one who got
    the answer."""
    data = text.encode()
    with open(path, "ab", buffering=0) as trace:
        trace.write(HEAD.pack(b"PXTR", ACKNOWLEDGE, os.getpid(), 0, 0, 0,
                              len(data), 0, 0, 0, 0) + data)


class Change:
    """One change that a flush has to make last: to a file's content, or to
    the names in a folder."""

    def __init__(self, file=None, at=0, data=b"", size=None, folder=None,
                 names=None, made=None):
        self.file, self.at, self.data, self.size = file, at, data, size
        self.folder, self.names, self.made = folder, names, made

    def apply(self, disk):
        if self.file is not None:
            content = disk.content(self.file)
            if self.size is not None:
                del content[self.size:]
                content.extend(bytes(self.size - len(content)))
            else:
                content.extend(bytes(max(0, self.at - len(content))))
                content[self.at:self.at + len(self.data)] = self.data
            return
        if self.made is not None:
            disk.folders.add(self.made)
        for name, file in (self.names or {}).items():
            if file is None:
                disk.names.pop(name, None)
                disk.folders.discard(name)
            else:
                disk.names[name] = file

    def torn(self, sector, chosen):
        """The change with only those of its sectors that chosen() keeps."""
        parts, at, end = [], self.at, self.at + len(self.data)
        while at < end:
            stop = min(end, (at // sector + 1) * sector)
            if chosen():
                parts.append(Change(self.file, at,
                                    self.data[at - self.at:stop - self.at]))
            at = stop
        return parts

    def __str__(self):
        if self.file is not None:
            return (f"file {self.file} cut to {self.size}" if self.size
                    is not None else f"file {self.file} "
                    f"{self.at}+{len(self.data)}")
        return f"names {self.names}" if self.names else f"folder {self.made}"


class Disk:
    """Contents by file, files by name, folders."""

    def __init__(self):
        self.contents, self.names, self.folders = {}, {}, {""}
        self.mine = set()

    def content(self, file):
        """For writing: a copy unless it is this disk's own already."""
        if file not in self.mine:
            self.contents[file] = bytearray(self.contents.get(file, b""))
            self.mine.add(file)
        return self.contents[file]

    def fork(self):
        """A disk that shares every content until it writes to it."""
        twin = Disk()
        twin.contents = dict(self.contents)
        twin.names, twin.folders = dict(self.names), set(self.folders)
        self.mine = set()
        return twin

    def with_changes(self, changes):
        twin = self.fork()
        for change in changes:
            change.apply(twin)
        return twin

    def visible(self):
        """{path: content} of the files whose folders exist."""
        return {name: bytes(self.contents.get(file, b""))
                for name, file in self.names.items()
                if os.path.dirname(name) in self.folders
                and os.path.basename(name) not in LEFT_OUT}

    def build(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder, 0o700)
        for name in sorted(self.folders - {""}):
            if os.path.dirname(name) in self.folders:
                os.mkdir(os.path.join(folder, name), 0o700)
        for name, content in self.visible().items():
            with open(os.open(os.path.join(folder, name),
                              os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(content)


class Replay:
    """Reads the trace forwards: what lasts, what waits, what is told."""

    def __init__(self, base=None):
        self.lasting, self.live = Disk(), Disk()
        self.waiting = []       # (number, Change) in order
        self.begun = {}         # (process, thread): number at flush begin
        self.acknowledged = []
        self.files = {}         # inode: file number
        self.count = 0          # of changes so far
        self.made = 0           # files so far
        if base:
            self.load(base)

    def load(self, base):
        for place, folders, files in os.walk(base):
            below = os.path.relpath(place, base)
            below = "" if below == "." else below + "/"
            self.lasting.folders |= {below + name for name in folders}
            for name in files:
                self.made += 1
                with open(os.path.join(place, name), "rb") as file:
                    self.lasting.contents[self.made] = file.read()
                self.lasting.names[below + name] = self.made
        self.live = self.lasting.fork()

    def change(self, change):
        self.count += 1
        self.waiting.append((self.count, change))
        change.apply(self.live)

    def name(self, *pairs):
        """The names change as told, (path, file or None) each; they last when
        the folder of the last is flushed."""
        self.change(Change(folder=os.path.dirname(pairs[-1][0]),
                           names=dict(pairs)))

    def create(self, record):
        self.made += 1
        self.files[record.inode] = self.made
        if record.path:
            self.name((record.path, self.made))
        return self.made

    def file(self, record, path):
        """The file that the record speaks of; met here first, it is the one
        of that name, or a new one that a call we do not see made."""
        if record.inode not in self.files:
            known = self.live.names.get(path)
            if known is None:
                return self.create(record)
            self.files[record.inode] = known
        return self.files[record.inode]

    def flush(self, record):
        """What waited when the flush began lasts from now on."""
        begun = self.begun.pop((record.process, record.thread))
        file = (None if record.flags & FOLDER
                else self.file(record, record.path))
        self.settle(lambda number, change: number <= begun and (
            change.folder == record.path if file is None
            else change.file == file))

    def settle(self, lasts):
        still = []
        for number, change in self.waiting:
            if lasts(number, change):
                change.apply(self.lasting)
            else:
                still.append((number, change))
        self.waiting = still

    def step(self, record):
        """Takes one record; True when the power may be cut just before what
        it completes."""
        kind = record.kind
        if kind == CREATE:
            self.create(record)
        elif kind == WRITE:
            self.change(Change(self.file(record, record.path), record.offset,
                               record.data))
            return bool(record.flags & SYNC)
        elif kind == TRUNCATE:
            self.change(Change(self.file(record, record.path),
                               size=record.offset))
        elif kind == LINK:
            self.name((record.path, self.file(record, record.path)))
        elif kind == UNLINK:
            self.name((record.path, None))
        elif kind == RENAME:
            file = self.file(record, record.path)
            self.name(*([(record.path, None)] if record.path else []),
                      (record.other, file))
        elif kind == MKDIR:
            self.change(Change(folder=os.path.dirname(record.path),
                               made=record.path))
        elif kind == FLUSH_BEGIN:
            self.begun[record.process, record.thread] = self.count
        elif kind == ACKNOWLEDGE:
            self.acknowledged.append(record.data.decode())
        return kind == FLUSH_END

    def complete(self, record):
        """After a cut was tried: the record's flush has happened."""
        if record.kind == FLUSH_END:
            self.flush(record)
        elif record.kind == WRITE and record.flags & SYNC:
            last = self.count
            self.settle(lambda number, change: number == last)


def subsets(waiting, options, dice):
    """(words, changes) for each way in which the waiting changes may have
    reached the disk."""
    changes = [change for _, change in waiting]
    yield "none", []
    if not changes:
        return
    yield "all", changes
    dropped = range(len(changes))
    if len(changes) > options.each:
        dropped = dice.sample(dropped, options.each)
    if len(changes) > 1:
        for i in dropped:
            yield f"all but {changes[i]}", changes[:i] + changes[i + 1:]
        for i in range(options.random):
            yield f"random {i}", [c for c in changes if dice.random() < 0.5]
    writes = [i for i, change in enumerate(changes) if change.data]
    if writes:
        last = writes[-1]
        for sector in (512, 4096):
            if changes[last].at // sector == (
                    changes[last].at + len(changes[last].data) - 1) // sector:
                continue
            cut = iter([True] * dice.randrange(1, 1 + len(changes[last].data)
                                               // sector))
            for words, keep in (("cut", lambda: next(cut, False)),
                                ("torn", lambda: dice.random() < 0.5)):
                yield (f"{words} at {sector}: {changes[last]}",
                       changes[:last] + changes[last].torn(sector, keep)
                       + changes[last + 1:])


class Verifier:
    """Builds states and asks the command about each."""

    def __init__(self, command, folder):
        self.command = shlex.split(command)
        self.folder = os.path.join(folder, "store")
        self.acks = os.path.join(folder, "acks")
        self.passed, self.failures = 0, []

    def ask(self, where, disk, acknowledged):
        disk.build(self.folder)
        with open(self.acks, "w") as file:
            file.writelines(line + "\n" for line in acknowledged)
        done = subprocess.run(self.command + [self.folder, self.acks],
                              stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, errors="replace",
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode == 0:
            self.passed += 1
            return
        self.failures.append(where)
        print(f"{where}: exit {done.returncode}: "
              f"{done.stdout.strip()[-500:]}")


def compare(disk, final):
    """Names the files in which the trace and the folder differ."""
    other = Replay(final).lasting.visible()
    mine = disk.visible()
    return sorted(name for name in mine.keys() | other.keys()
                  if mine.get(name) != other.get(name))


def cut_everywhere(options, verifier):
    """Tries every cut, or `--points` of them spread evenly."""
    trace = list(records(options.trace))
    cuts = [i for i, r in enumerate(trace) if r.kind == FLUSH_END
            or (r.kind == WRITE and r.flags & SYNC)]
    chosen = set(cuts)
    if options.points and len(cuts) > options.points:
        chosen = {cuts[i * len(cuts) // options.points]
                  for i in range(options.points)} | {cuts[-1]}
    dice = random.Random(options.seed)
    replay = Replay(options.base)
    for number, record in enumerate(trace):
        if not replay.step(record):
            continue
        if number in chosen:
            for words, changes in subsets(replay.waiting, options, dice):
                verifier.ask(f"record {number}, {words}",
                             replay.lasting.with_changes(changes),
                             replay.acknowledged)
            if len(verifier.failures) >= options.enough:
                return replay
        replay.complete(record)
    for words, changes in subsets(replay.waiting, options, dice):
        verifier.ask(f"the end, {words}", replay.lasting.with_changes(changes),
                     replay.acknowledged)
    return replay


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("trace")
    parser.add_argument("--verify", required=True, metavar="COMMAND")
    parser.add_argument("--base", metavar="DIR")
    parser.add_argument("--final", metavar="DIR")
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--points", type=int, default=0,
                        help="cuts to try; all unless told")
    parser.add_argument("--each", type=int, default=32,
                        help="single changes to drop at most, at each cut")
    parser.add_argument("--random", type=int, default=6,
                        help="random subsets at each cut")
    parser.add_argument("--enough", type=int, default=5,
                        help="failures after which to stop")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verifier = Verifier(options.verify, folder)
        replay = cut_everywhere(options, verifier)
    failed = len(verifier.failures)
    if options.final and failed < options.enough:
        for name in compare(replay.live, options.final):
            print(f"the trace does not lead to {name} as it is")
            failed += 1
    print(f"{verifier.passed} passed, {failed} failed")
    return 1 if failed or not verifier.passed else 0


if __name__ == "__main__":
    sys.exit(main())
