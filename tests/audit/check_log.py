#!/usr/bin/python3
"""check_log.py - the published log against a checker that is not ours, whole
and damaged.

Fills a store, keeps checkpoints on the way, exports the log step by step and
fetches receipts. checker.go (golang.org/x/mod) and `parindex log check`,
`parindex verify` must accept all of it, and refuse each damage of it. Ends
with `N passed, N failed`; PARINDEX_BUILD names the build's folder.
"""
import base64
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import go_checker

BUILD = pathlib.Path(os.environ.get("PARINDEX_BUILD", "build/dev")).resolve()
PARINDEX = BUILD / "bin/parindex"
SKIPPED = 77
STEPS = (1, 2, 5, 120, 130, 40, 10)  # entries between two exports


class Log:
    """A store of its own below `place`, and what was published of it."""

    def __init__(self, place):
        self.place = place
        self.out = place / "public"
        self.receipts = place / "receipts"
        self.kept = place / "kept"
        self.key = place / "log.key"
        for folder in (self.receipts, self.kept):
            folder.mkdir()
        self.env = {"PATH": os.environ["PATH"], "LANG": "C",
                    "PARINDEX_CONF": "/dev/null"}
        self.parindex("init", "--simulated", "--start",
                      "2022-12-25T08:00:00+07:00", "--origin", "test/log")
        self.vkey = self.parindex("log", "key").strip()
        self.size = 1
        self.checker = go_checker.GoChecker(place)

    def run(self, *words, common=True):
        options = (["--store", self.place / "store", "--key",
                    self.key] if common else [])
        return subprocess.run([PARINDEX, *options, *map(str, words)],
                              env=self.env, capture_output=True, text=True)

    def parindex(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise RuntimeError(f"parindex {words}: {done.stderr}")
        return done.stdout

    def grow(self, entries):
        """A clock that moves is one entry each time."""
        for _ in range(entries):
            self.size += 1
            minutes = self.size
            self.parindex("clock", "set",
                          f"2022-12-{26 + minutes // 1440:02}T"
                          f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"
                          "+07:00")

    def keep(self):
        """The checkpoint of now, its files, and receipts of some entries."""
        self.parindex("log", "export", self.out)
        shutil.copy(self.out / "checkpoint", self.kept / f"{self.size}")
        for index in {0, self.size // 2, self.size - 1}:
            path = self.receipts / f"{index}-of-{self.size}"
            path.write_text(self.parindex("log", "receipt", index))

    def succeed(self, how="succeed"):
        """The log ends, and another goes on from it: with a key of its own."""
        new = self.key.with_name(f"{self.key.name}.next")
        self.parindex("log", how, "--new-key", new, "--reason", "a test")
        self.key = new
        self.vkey = self.parindex("log", "key").strip()

    # ---- the two verdicts: None when it holds, else why not ----

    def theirs(self, out=None, receipts=None, kept=None):
        well, said = self.checker.check(
            self.vkey, out or self.out, receipts or self.receipts,
            kept or self.kept)
        return None if well else said

    def ours(self, out=None, receipts=None, kept=None):
        options = [word for path in sorted((kept or self.kept).iterdir())
                   for word in ("--checkpoint", path)]
        done = [self.run("log", "check", out or self.out, "--key", self.vkey,
                         *options, common=False)]
        if out is None and kept is None:
            done += [self.run("verify", path, "--key", self.vkey,
                              common=False)
                     for path in sorted((receipts or self.receipts)
                                        .iterdir())]
        if any(one.returncode not in (0, 1) for one in done):
            return None  # a crash or a wrong word is no refusal
        bad = [one.stderr.strip() for one in done if one.returncode != 0]
        return bad[0] if bad else None


# ---- damages: each changes the bytes of one file ----

def flip(at):
    def damage(data):
        data = bytearray(data)
        data[at if at >= 0 else len(data) + at] ^= 1
        return bytes(data)
    return damage


def lines(change):
    def damage(data):
        return "\n".join(change(data.decode().split("\n"))).encode()
    return damage


def swap(rows):
    """The first two hashes of a receipt change places."""
    return rows[:3] + [rows[4], rows[3]] + rows[5:]


def other_size(by):
    def damage(rows):
        at = rows.index("") + 1
        size = rows[at + 1]
        return (rows[:at + 1] + [str(int(size) + by)] + rows[at + 2:])
    return damage


def index_plus(by):
    def damage(rows):
        return (rows[:2] + [f"index {int(rows[2][6:]) + by}"] + rows[3:])
    return damage


def earlier(rows):
    """The entry an hour earlier, as an administrator would like it."""
    entry = base64.b64decode(rows[1][6:]).decode().split("\n")
    entry[2] = f"time {int(entry[2][5:]) - 3600_000_000}"
    rows[1] = "extra " + base64.b64encode("\n".join(entry).encode()).decode()
    return rows


def earlier_in(data):
    at = data.index(b"\ntime ") + len(b"\ntime ")
    return data[:at] + b"0" + data[at + 1:]


BYTES = [("first bit", flip(0)), ("a bit in the middle", flip(1000)),
         ("last bit", flip(-1)), ("one byte less", lambda d: d[:-1]),
         ("one byte more", lambda d: d + b"\0"),
         ("half of it", lambda d: d[:len(d) // 2]),
         ("nothing of it", lambda d: b"")]
NOTE = [("a letter of the origin", flip(0)),
        ("another size", lines(lambda r: r[:1] + ["7"] + r[2:])),
        ("another root", lines(lambda r: r[:2] + [
            base64.b64encode(bytes(32)).decode()] + r[3:])),
        ("a bit of the signature", flip(-10)), ("no signature", lines(
            lambda r: r[:4] + [""])), ("half of it", lambda d: d[:40]),
        ("nothing of it", lambda d: b"")]
RECEIPT = [("index + 1", lines(index_plus(1))),
           ("index - 1", lines(index_plus(-1))),
           ("size + 1", lines(other_size(1))),
           ("size - 1", lines(other_size(-1))),
           ("two hashes in another order", lines(swap)),
           ("a hash less", lines(lambda r: r[:3] + r[4:])),
           ("a hash more", lines(lambda r: r[:3] + [r[3]] + r[3:])),
           ("a hash of another length", lines(
               lambda r: r[:3] + [r[3][:40]] + r[4:])),
           ("an earlier time", lines(earlier)),
           ("an unknown version", lambda d: d.replace(b"@v1", b"@v2")),
           ("a bit of the signature", flip(-10)),
           ("half of it", lambda d: d[:len(d) // 2])]


def damages(log):
    """(what, folder among out, receipts and kept, file, how)"""
    n = log.size
    width = n % 256
    tiles = ["tile/0/000", f"tile/0/{n // 256:03}.p/{width}",
             f"tile/1/000.p/{n // 256}", "tile/entries/000",
             f"tile/entries/{n // 256:03}.p/{width}"]
    for file in tiles:
        for what, how in BYTES:
            if file.startswith("tile/1") and "middle" in what:
                continue
            yield f"{file}: {what}", "out", file, how
    for file in tiles[3:]:
        yield f"{file}: an earlier time", "out", file, earlier_in
    for what, how in NOTE:
        yield f"checkpoint: {what}", "out", "checkpoint", how
        yield f"a kept checkpoint: {what}", "kept", "9", how
    for what, how in RECEIPT:
        yield f"a receipt: {what}", "receipts", f"{n // 2}-of-{n}", how


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def note(self, fine, what):
        self.passed += fine
        self.failed += not fine
        if not fine:
            print("FAILED:", what)


def try_damage(log, tally, what, where, file, how):
    copy = log.place / "damaged"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(getattr(log, where), copy)
    path = copy / file
    before = path.read_bytes()
    after = how(before)
    if after == before:
        tally.note(False, f"{what} changes nothing")
        return
    path.write_bytes(after)
    for name in ("theirs", "ours"):
        why = getattr(log, name)(**{where: copy})
        tally.note(why is not None, f"{what}: {name} does not refuse it")


def page_fits(log, out, page):
    return log.run("log", "check", out, "--key", log.vkey, "--text", page,
                   common=False).returncode == 0


def other_history(log, tally):
    """A log rebuilt with the same key, but another entry: refused by whoever
    kept one checkpoint or receipt of the first."""
    rebuilt = log.place / "rebuilt"
    shutil.rmtree(log.place / "store")
    shutil.copytree(log.place / "young", log.place / "store")
    shutil.copy(log.place / "young.mark", log.place / "log.key.mark")
    log.parindex("token", "add", "auditor")
    log.grow(3)
    log.parindex("log", "export", rebuilt)
    none = log.place / "none"
    none.mkdir()
    page = log.place / "page.txt"   # as typed off a signed page
    newest = (log.kept / "129").read_text().splitlines(True)[:3]
    for size in "9", "129":
        page.write_text("".join(
            (log.kept / size).read_text().splitlines(True)[:3]))
        tally.note(page_fits(log, log.out, page), f"page {size}, its own log")
        tally.note(page_fits(log, rebuilt, page) == (size == "9"),
                   f"page {size}, the rebuilt log: 9 is of both")
    tally.note(log.theirs(rebuilt, none, none) is None, "the rebuilt log alone")
    tally.note(log.ours(rebuilt, none, none) is None, "the rebuilt log alone")
    tally.note(log.theirs(rebuilt, none) is not None, "checkpoints against it")
    tally.note(log.ours(rebuilt, none) is not None, "checkpoints against it")
    for what, text in (("another log", "other/log\n9\n" + "A" * 43 + "=\n"),
                       ("two lines", "test/log/simulated\n9\n"),
                       ("a larger tree", "".join(
                           [newest[0], "900\n", newest[2]])),
                       ("another root", "".join(newest[:2]) + "A" * 43
                        + "=\n")):
        page.write_text(text)
        tally.note(not page_fits(log, log.out, page), f"a page with {what}")
    tally.note(log.theirs(rebuilt, kept=none) is not None,
               "receipts against it")
    for receipt in sorted(log.receipts.iterdir()):
        size = int(receipt.name.rsplit("-", 1)[1])
        for out, fits in (log.out, True), (rebuilt, size <= 9):
            tally.note(log.run("log", "check", out, "--key", log.vkey,
                               "--receipt", receipt, common=False)
                       .returncode == (0 if fits else 1),
                       f"receipt {receipt.name} against {out.name}")
    again = log.run("log", "export", log.out)
    tally.note(again.returncode == 1, "an export over the first history")


def successors(place, tally):
    """Logs that go on from others: an export has all of them, each in a folder
    that a checker accepts by that log's own key, and takes the place of what
    was exported before."""
    place.mkdir()
    log = Log(place)
    keys = []
    none = place / "none"
    none.mkdir()
    for entries in 20, 300, 5:
        log.grow(entries)
        log.parindex("log", "export", log.out)
        keys.append(log.vkey)
        if entries != 5:
            shutil.copy(log.out / "checkpoint", place / f"kept-{len(keys)}")
            log.succeed("rotate" if entries == 300 else "succeed")
    said = log.parindex("log", "export", log.out)
    tally.note(said.count(" files written") == 3 and
               "before/0: 21 entries" in said, f"three logs: {said}")
    folders = [log.out / "before/0", log.out / "before/1", log.out]
    for number, folder in enumerate(folders):
        kept = place / f"kept-of-{number}"
        kept.mkdir()
        if number < 2:
            shutil.copy(place / f"kept-{number + 1}", kept / "it")
            tally.note((folder / "vkey").read_text().strip() == keys[number],
                       f"log {number} has its key beside it")
        for other, key in enumerate(keys):
            well, why = log.checker.check(key, folder, none, kept)
            tally.note(well == (other == number),
                       f"log {number} by key {other}: {why}")
            ours = log.run("log", "check", folder, "--key", key, *(
                word for path in kept.iterdir()
                for word in ("--checkpoint", path)), common=False)
            tally.note((ours.returncode == 0) == (other == number),
                       f"log {number} by key {other}, ours: {ours.stderr}")
    fresh = place / "fresh"
    log.parindex("log", "export", fresh)
    one, two = (sorted(p.relative_to(root) for p in root.rglob("*"))
                for root in (log.out, fresh))
    tally.note(set(two) <= set(one), "a fresh export has the same files")
    (fresh / "before/0/checkpoint").write_bytes(
        (log.out / "before/1/checkpoint").read_bytes())
    tally.note(log.run("log", "export", fresh).returncode == 1,
               "an export over another log's folder")


def main():
    if not go_checker.can_be_built():
        print("no Go with golang.org/x/mod: run scripts/setup")
        return SKIPPED
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="parindex-log-") as folder:
        log = Log(pathlib.Path(folder))
        for step in STEPS:
            log.grow(step)
            log.keep()
            if log.size == 9:
                shutil.copytree(log.place / "store", log.place / "young")
                shutil.copy(log.place / "log.key.mark",
                            log.place / "young.mark")
        for name in ("theirs", "ours"):
            why = getattr(log, name)()
            tally.note(why is None, f"the whole log, {name}: {why}")
        for damage in damages(log):
            try_damage(log, tally, *damage)
        other_history(log, tally)
        successors(log.place / "successors", tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
