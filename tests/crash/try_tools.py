"""try_tools.py - see that the crash tools see.

    try_tools.py FOLDER     where libdie.so, librecord.so, crash-counter are

The counter is a store with a promise; it is killed at each of its first calls
and started again, and the power is cut at every flush of its. Then the same
with a counter that forgets a flush: the tools must find it out.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()
COUNTER = str(TOOLS / "crash-counter")


class Folder(unittest.TestCase):
    """A store's folder of its own for each test."""

    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.top)
        self.store = self.top / "store"
        (self.store / "files").mkdir(parents=True)

    def count(self, most, *fault, **env):
        return subprocess.run(
            [COUNTER, str(self.store), str(most), *fault],
            env={**os.environ, **{k: str(v) for k, v in env.items()}},
            stdout=subprocess.PIPE, text=True, check=False)

    def holds(self, told):
        acks = self.top / "acks"
        acks.write_text(told)
        return subprocess.run([COUNTER, str(self.store), str(acks),
                               "verify"], check=False).returncode == 0


class Death(Folder):
    """libdie.so"""

    def die(self, when, program="crash-counter"):
        return self.count(9, LD_PRELOAD=TOOLS / "libdie.so", DIE=when,
                          DIE_PROGRAM=program, DIE_ONCE=self.top / "once")

    def test_what_was_told_survives_death_at_every_call(self):
        for what, calls in (("commit", 9), ("link", 3), ("flush", 15)):
            for n in range(1, calls + 1):
                for when in ("before", "after"):
                    with self.subTest(what=what, n=n, when=when):
                        self.dies_and_lives(f"{what}:{n}:{when}")

    def dies_and_lives(self, when):
        killed = self.die(when)
        self.assertEqual(killed.returncode, -signal.SIGKILL)
        self.assertTrue(self.holds(killed.stdout))
        again = self.die(when)
        self.assertEqual(again.returncode, 0)
        self.assertTrue(self.holds("9\n"))
        shutil.rmtree(self.store)
        (self.store / "files").mkdir(parents=True)
        (self.top / "once").unlink()

    def test_before_and_after_a_commit_differ_by_its_row(self):
        self.assertEqual(self.die("commit:4:before").stdout, "1\n2\n3\n")
        self.assertFalse(self.holds("4\n"))
        (self.top / "once").unlink()
        self.assertEqual(self.die("commit:1:after").stdout, "")
        self.assertTrue(self.holds("4\n"))

    def test_only_the_named_program_dies(self):
        self.assertEqual(self.die("commit:1:before", "other").returncode, 0)

    def test_a_wish_that_makes_no_sense_is_refused(self):
        for wish in ("commit", "commit:0:before", "commit:1:soon", "x:1:after"):
            self.assertEqual(self.die(wish).returncode, -signal.SIGABRT, wish)


class Power(Folder):
    """librecord.so and replay.py"""

    def cut(self, *fault):
        """Records a counter from 2 rows to 14 and cuts its power everywhere."""
        base, trace = self.top / "base", self.top / "trace"
        self.assertEqual(self.count(2).returncode, 0)
        shutil.copytree(self.store, base)
        self.assertEqual(
            self.count(14, *fault, LD_PRELOAD=TOOLS / "librecord.so",
                       RECORD_DIR=self.store,
                       RECORD_TRACE=trace).returncode, 0)
        # The verifier takes FOLDER ACKS and a third word.
        verify = self.top / "verify"
        verify.write_text(f'#!/bin/sh\nexec {COUNTER} "$@" verify\n')
        verify.chmod(0o700)
        return subprocess.run(
            ["/usr/bin/python3", str(HERE / "replay.py"), str(trace),
             "--base", str(base), "--final", str(self.store), "--verify",
             str(verify)], stdout=subprocess.PIPE, text=True, check=False)

    def test_what_was_told_survives_every_cut(self):
        done = self.cut()
        self.assertEqual(done.returncode, 0, done.stdout)
        states = int(done.stdout.splitlines()[-1].split()[0])
        self.assertGreater(states, 100)

    def test_commits_that_do_not_flush_are_found_out(self):
        done = self.cut("nosync")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "was told|not whole|MDB_")

    def test_files_that_are_not_flushed_are_found_out(self):
        self.assertRegex(self.cut("nofile").stdout, "not whole")

    def test_names_that_are_not_flushed_are_found_out(self):
        self.assertRegex(self.cut("nofolder").stdout, "not whole")

    def test_a_change_behind_the_recorder_s_back_is_found_out(self):
        with open(self.store / "seen", "w") as file:
            file.write("before")
        base = self.top / "base"
        shutil.copytree(self.store, base)
        (self.store / "seen").write_text("after")
        (self.top / "trace").touch()
        done = subprocess.run(
            ["/usr/bin/python3", str(HERE / "replay.py"),
             str(self.top / "trace"), "--base", str(base), "--final",
             str(self.store), "--verify", "true"],
            stdout=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not lead to seen", done.stdout)


class Counted(unittest.TextTestResult):
    """Ends as all our tests do."""

    def printErrors(self):
        super().printErrors()
        failed = len(self.failures) + len(self.errors)
        print(f"{max(self.testsRun - failed, 0)} passed, {failed} failed",
              flush=True)


if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(resultclass=Counted))
