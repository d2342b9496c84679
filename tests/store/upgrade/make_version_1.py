#!/usr/bin/python3
"""make_version_1 - how tests/golden/store-1.tar.xz was made: two stores of
version 1, by the programs that wrote that version.

    git worktree add OLD 26398495ef46
    cd OLD && scripts/build dev && ninja -C build/dev
    make_version_1.py OLD store-1.tar.xz

Knows the crash tests' stand and story of that commit. Each store stands beside
what its programs said about it (said.json).
"""
import json
import pathlib
import shutil
import sys
import tarfile
import tempfile

OLD, OUT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
sys.path.insert(0, str(OLD / "tests/crash"))
from stand import PERIOD, UNITS, Stand  # noqa: E402
import story  # noqa: E402

PUBLISHED = "2023-03-02T08:00:00+07:00"


def flat(words, padding):
    """A PDF of one page whose padding is nothing, for the archive's sake."""
    whole = story.pdf(words, padding)
    begin = whole.index(b"%", whole.index(b"Tj ET"))
    end = whole.index(b"\nendstream")
    return whole[:begin + 1] + b"0" * (end - begin - 1) + whole[end:]


def said(stand):
    """What its programs say about the store."""
    return {
        "submissions": story.submissions(stand),
        "results": json.loads(stand.results()),
        "sheets": [stand.ask("GET", f"/v1/periods/{PERIOD}/units/{unit}/sheet",
                             "appraiser").body for unit in UNITS],
        "tokens": stand.tokens,
        "checkpoint": stand.parindex("log", "checkpoint")}


def keep(stand, name):
    """A copy of the store as it stands, with its programs stopped."""
    text = json.dumps(said(stand), ensure_ascii=False, indent=1)
    stand.stop()
    stand.parindex("store", "check")
    to = stand.dir / "kept" / name
    for part in ("disk", "key"):
        shutil.copytree(stand.dir / part, to / part,
                        ignore=shutil.ignore_patterns("lock.mdb"))
    (to / "said.json").write_text(text)


def decide(stand, kind, number, words, day):
    file = stand.dir / f"{number}.pdf"
    file.write_bytes(story.pdf(words))
    stand.parindex("decision", "add", PERIOD, file, "--kind", kind, "--number",
                   f"{number}/QĐ", "--date", day, "--signer", "Chủ tịch")


def tell(stand):
    stand.set_up()
    told = story.Story(stand)
    told.tell()
    for i in range(64):
        told.upload(f"many-{i}", UNITS[i % len(UNITS)], "1.1.1",
                    story.pdf(f"one of many, {i}"))
    told.upload("both", "D03", "1.2.1", story.pdf("the decision"))
    stand.drain()
    stand.stop("dispatch")
    told.upload("waiting", "D02", "1.1.2", story.pdf("waits to be looked at"))
    keep(stand, "waiting")
    stand.start("cgi", "dispatch")
    stand.drain()
    stand.stop("dispatch")
    stand.parindex("clock", "set", PUBLISHED)
    stand.start("dispatch")
    stand.drain()
    decide(stand, "minutes", 12, "the minutes", "2023-02-28")
    decide(stand, "decision", 336, "the decision", "2023-03-01")
    stand.parindex("publish", PERIOD, "--decision", "2")
    stand.drain()
    keep(stand, "published")


def main():
    story.LARGE = flat("a large document", 200_000)
    story.OTHER = flat("another large document", 140_000)
    with tempfile.TemporaryDirectory(prefix="px-") as folder:
        stand = Stand(folder)
        try:
            tell(stand)
        finally:
            stand.end()
        with tarfile.open(OUT, "w:xz") as archive:
            archive.add(stand.dir / "kept", ".")


main()
