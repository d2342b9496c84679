"""go_checker.py - checker.go, built and run: a published log, receipts and
kept checkpoints against golang.org/x/mod, which is not ours.

Touches the folder it is given.
"""
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY = pathlib.Path("/usr/share/gocode/src/golang.org/x/mod")


def can_be_built():
    return shutil.which("go") is not None and LIBRARY.is_dir()


class GoChecker:
    def __init__(self, place):
        """Builds it below `place`."""
        self.program = pathlib.Path(place) / "checker"
        subprocess.run(
            ["go", "build", "-o", self.program, HERE / "checker.go"],
            env={**os.environ, "GO111MODULE": "off", "GOFLAGS": "",
                 "GOPATH": "/usr/share/gocode",
                 "GOCACHE": str(pathlib.Path(place) / "go")}, check=True)

    def check(self, vkey, folder, receipts, checkpoints):
        """(whether all of it holds, what the checker said)"""
        done = subprocess.run(
            [self.program, "-receipts", receipts, "-checkpoints", checkpoints,
             vkey, folder], capture_output=True, text=True)
        return done.returncode == 0, (done.stdout + done.stderr).strip()
