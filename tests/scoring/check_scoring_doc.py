#!/usr/bin/python3
"""check_scoring_doc.py - docs/scoring.md shows what the code does.

PARINDEX_BUILD is the build folder. Ends with a line `N passed, N failed`.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    env = {"PARINDEX_BUILD": "build/dev"} | os.environ
    bad = subprocess.run([ROOT / "scripts/scoring-doc", "--check"],
                         env=env).returncode != 0
    print(f"{1 - bad} passed, {int(bad)} failed")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
