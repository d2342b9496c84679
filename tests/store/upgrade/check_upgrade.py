#!/usr/bin/python3
"""check_upgrade - stores that programs of version 1 wrote (make_version_1.py),
upgraded: what they said is what they say, wherever the upgrade was killed.
"""
import hashlib
import json
import pathlib
import shutil
import signal
import sys
import tarfile
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests/crash"))
from deaths import preload  # noqa: E402
from stand import PERIOD, UNITS, Stand  # noqa: E402
import story  # noqa: E402

ARCHIVE = ROOT / "tests/golden/store-1.tar.xz"
STORES = ("waiting", "published")


class Old(Stand):
    """A stand on a store of version 1."""

    def __init__(self, folder, name):
        super().__init__(folder)
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(self.dir / "old")
        for part in ("disk", "key"):
            shutil.copytree(self.dir / "old" / name / part, self.dir / part,
                            dirs_exist_ok=True)
        self.said = json.loads(
            (self.dir / "old" / name / "said.json").read_text())
        self.tokens = self.said["tokens"]


def still(was, now):
    """What was said, among what is said now: members may have been added."""
    if isinstance(was, dict):
        return isinstance(now, dict) and all(
            key in now and still(value, now[key])
            for key, value in was.items())
    if isinstance(was, list):
        return isinstance(now, list) and len(was) == len(now) and all(
            map(still, was, now))
    return was == now


class Upgrade(unittest.TestCase):
    def old(self, name):
        folder = tempfile.TemporaryDirectory(prefix="px-")
        self.addCleanup(folder.cleanup)
        stand = Old(folder.name, name)
        self.addCleanup(stand.end)
        return stand

    def is_whole(self, stand):
        """Checked by itself, and it says what it said."""
        told = stand.parindex("store", "check")
        self.assertIn("the store is sound", told)
        if stand.said["results"]["status"] != "provisional":
            self.assertIn("1 revisions, as the log has them", told)
        stand.parindex("log", "verify")
        self.assertEqual(stand.parindex("log", "checkpoint"),
                         stand.said["checkpoint"])
        self.assertTrue(still(stand.said["results"],
                              json.loads(stand.results())))
        stand.parindex("period", "recompute", PERIOD)

    def serves(self, stand):
        """Its visitors find what they found, and every document's bytes."""
        stand.start("cgi")
        self.assertTrue(still(stand.said["submissions"],
                              story.submissions(stand)))
        for unit, was in zip(UNITS, stand.said["sheets"]):
            now = stand.ask("GET", f"/v1/periods/{PERIOD}/units/{unit}/sheet",
                            "appraiser").body
            self.assertTrue(still(was, now), f"{unit}: {was} is now {now}")
        for one in stand.said["submissions"].values():
            digest = one["document"]["sha256"]
            answer = stand.ask("GET", f"/v1/documents/{digest}", one["unit"])
            self.assertEqual(answer.status, 200)
            self.assertEqual(hashlib.sha256(answer.body).hexdigest(), digest)
        stand.stop("cgi")

    def test_an_older_store_is_refused_with_the_way_out(self):
        stand = self.old("waiting")
        for words in (("store", "check"), ("token", "add", "operator")):
            done = stand.run(*words)
            self.assertEqual(done.returncode, 1)
            self.assertIn("parindex store upgrade", done.stderr)

    def is_nowhere_but_in_packs(self, stand):
        """No small document's bytes stay where a table had them."""
        text = b"(one of many, 7) Tj"
        found = [path.parent.name for path in stand.store.rglob("*")
                 if path.is_file() and text in path.read_bytes()]
        self.assertEqual(set(found), {"packs"})

    def test_what_it_said_it_says(self):
        for name in STORES:
            with self.subTest(name):
                stand = self.old(name)
                told = stand.parindex("store", "upgrade")
                self.assertIn("documents", told)
                self.assertIn("is of version 3", told)
                self.is_whole(stand)
                self.is_nowhere_but_in_packs(stand)
                self.serves(stand)
                self.assertIn("already", stand.parindex("store", "upgrade"))

    def test_work_that_waited_is_done_and_repetitions_are_known(self):
        stand = self.old("waiting")
        stand.parindex("store", "upgrade")
        stand.start("cgi", "dispatch")
        stand.drain()
        found = story.submissions(stand)
        self.assertEqual(found["waiting"]["status"], "late")
        again = stand.ask(
            "POST", f"/v1/submissions?period={PERIOD}&unit=D02&leaf=1.1.2"
            "&secrecy=thuong&file=waiting.pdf", "D02",
            story.pdf("waits to be looked at"),
            CONTENT_TYPE="application/pdf")
        self.assertEqual(again.status, 200)
        self.assertEqual(again.body["id"], found["waiting"]["id"])
        stand.stop()
        self.assertIn("sound", stand.parindex("store", "check"))

    def test_a_revision_is_read_as_it_was_published(self):
        stand = self.old("published")
        stand.parindex("store", "upgrade")
        self.assertTrue(still(
            stand.said["results"],
            json.loads(stand.parindex("results", PERIOD, "--json",
                                      "--revision", "1"))))
        stand.start("cgi")
        at = f"/v1/periods/{PERIOD}/units/D01/sheet"
        was = stand.ask("GET", at + "?revision=1", "council").body
        now = stand.ask("GET", at + "?revision=working", "council").body
        documents = [leaf.get("documents") for leaf in was["leaves"]]
        self.assertEqual(documents[0]["late"], 11)
        self.assertEqual(documents,
                         [leaf.get("documents") for leaf in now["leaves"]])

    def test_what_the_council_put_on_file_is_not_destroyed(self):
        stand = self.old("published")
        stand.parindex("store", "upgrade")
        digest = stand.said["submissions"]["both"]["document"]["sha256"]
        done = stand.run("expunge", digest, "--decision", "1/QĐ", "--date",
                         "2023-03-01", "--reason", "thử", "--person", "A")
        self.assertEqual(done.returncode, 1)
        self.assertIn("record", done.stderr)

    def test_killed_at_every_commit_it_goes_on(self):
        stand = self.old("published")
        counts = stand.dir / "counts"
        stand.parindex("store", "upgrade", env=preload(DIE_COUNT=counts))
        commits = int(counts.read_text().split()[1])
        self.assertGreater(commits, 4)
        for n in range(1, commits + 1):
            for when in ("before", "after"):
                with self.subTest(n=n, when=when):
                    self.dies(f"commit:{n}:{when}", n < commits)

    def dies(self, wish, midway):
        stand = self.old("published")
        done = stand.run("store", "upgrade", env=preload(DIE=wish))
        self.assertEqual(done.returncode, -signal.SIGKILL)
        if midway and wish != "commit:1:before":
            self.assertIn("interrupted",
                          stand.run("store", "check").stderr)
        told = stand.parindex("store", "upgrade")
        self.assertIn("is of version 3", told)
        self.is_whole(stand)

    def test_killed_where_files_are_flushed_or_renamed_it_goes_on(self):
        stand = self.old("waiting")
        counts = stand.dir / "counts"
        stand.parindex("store", "upgrade", env=preload(DIE_COUNT=counts))
        _, _, links, flushes, _ = counts.read_text().split()
        wishes = [(what, n) for what, calls in (("link", links),
                                                ("flush", flushes))
                  for n in range(1, int(calls) + 1)]
        self.assertGreater(int(links), 1)
        for what, n in wishes:
            with self.subTest(what=what, n=n):
                stand = self.old("waiting")
                stand.run("store", "upgrade",
                          env=preload(DIE=f"{what}:{n}:before"))
                stand.parindex("store", "upgrade")
                self.is_whole(stand)
                self.is_nowhere_but_in_packs(stand)


unittest.main(verbosity=2)
