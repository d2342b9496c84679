#!/usr/bin/python3
"""The systemd units as they are shipped: systemd reads them without a word,
they keep what may be kept from the programs, and leave them what they need to
ask chronyd.

    /usr/bin/python3 tests/cmake/check_units.py

Needs systemd-analyze; exits 77 (skipped) without it.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2] / "cmake" / "systemd"
UNITS = ("parindex-cgi", "parindex-dispatch")
EXPOSURE = "20"  # in tenths; systemd calls up to 2.0 "OK"
WANTED = {  # of each unit: each line whole
    "RestrictAddressFamilies=AF_UNIX AF_INET",
    "IPAddressDeny=any",
    "IPAddressAllow=127.0.0.1",
    "SocketBindDeny=any",
}
FORBIDDEN = ("PrivateNetwork=yes", "ProtectClock=yes")
failed = 0


def check(what, holds, why=""):
    global failed
    print(("ok   " if holds else "FAIL ") + what + (": " + why if why else ""))
    failed += not holds


def analyze(*args):
    ran = subprocess.run(["systemd-analyze", *args], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return ran.returncode, ran.stdout


def lay(unit, folder):
    """The unit with a program that is there in place of ours."""
    lines = (ROOT / f"{unit}.service.in").read_text().splitlines()
    path = folder / f"{unit}.service"
    path.write_text("\n".join(
        "ExecStart=/bin/true" if line.startswith("ExecStart=") else line
        for line in lines) + "\n")
    return path, set(lines)


def verified(what, path):
    code, said = analyze("verify", "--man=no", str(path))
    check(f"{what} is read without a word", code == 0 and said == "", said)


def main():
    if shutil.which("systemd-analyze") is None:
        print("systemd-analyze is not installed")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        laid = {unit: lay(unit, folder) for unit in UNITS}
        for unit, (path, lines) in laid.items():
            verified(unit, path)
            check(f"{unit} may ask chronyd, and nobody else",
                  WANTED <= lines and not lines & set(FORBIDDEN),
                  " ".join(WANTED - lines))
            code, said = analyze("security", "--offline=yes", "--no-pager",
                                 f"--threshold={EXPOSURE}", str(path))
            check(f"{unit} is exposed to no more than that", code == 0,
                  said[-200:] if code else "")
        extra = folder / "parindex-dispatch.service.d"
        extra.mkdir()
        shutil.copy(ROOT / "parindex-dispatch-stamp.conf", extra / "stamp.conf")
        verified("parindex-dispatch with stamp.conf",
                 laid["parindex-dispatch"][0])
    return failed > 0


sys.exit(main())
