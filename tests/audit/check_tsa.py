#!/usr/bin/python3
"""check_tsa.py - outside time by RFC 3161, end to end: the dispatcher against
an authority of OpenSSL's, good and in every way bad; what is kept is accepted
by `openssl ts -verify` and by python3-rfc3161ng.

    tests/audit/check_tsa.py      programs from $PARINDEX_BUILD

Touches a temporary folder, free ports and the processes it starts.
"""
import hashlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

import tsa

BUILD = pathlib.Path(os.environ.get("PARINDEX_BUILD", "build/dev")).resolve()
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


class Site:
    """A real store and its dispatcher, without workers."""

    def __init__(self, folder):
        self.folder = folder
        self.conf = folder / "parindex.conf"
        for name in "run", "key":
            (folder / name).mkdir(mode=0o700)
        self.configure({})
        self.parindex("init", "--origin", "log.example.vn")

    def configure(self, authorities):
        """Name: (url, file of certificates, more keys)."""
        text = (f"[store]\npath = {self.folder}/store\n"
                f"log_key = {self.folder}/key/log.key\n"
                f"log_mark = {self.folder}/key/log.mark\n"
                f"map_gib = 1\n[bus]\ndir = {self.folder}/run\n")
        for name, (url, ca, more) in authorities.items():
            text += f"[tsa {name}]\nurl = {url}\nca = {ca}\n{more}"
        self.conf.write_text(text)

    def parindex(self, *words):
        done = subprocess.run(
            [BUILD / "bin/parindex", "--config", self.conf, *words],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"parindex {words}: {done.stderr}")
        return done.stdout

    def run(self, until, seconds=60):
        """Runs the dispatcher until the list of stamps says enough; that
        list, and how long the dispatcher took to end."""
        dispatch = subprocess.Popen(
            [BUILD / "bin/parindex-dispatch", "--config", self.conf,
             "--no-workers"], stderr=subprocess.DEVNULL)
        end = time.monotonic() + seconds
        said = ""
        while time.monotonic() < end and not until(said):
            time.sleep(0.05)
            said = self.parindex("log", "stamps")
        began = time.monotonic()
        dispatch.send_signal(signal.SIGTERM)
        dispatch.wait(30)
        return said, time.monotonic() - began


def line_of(said, name):
    return next((one for one in said.splitlines()
                 if one.startswith(name + ":")), "")


def refused_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def check_faults(site, authority):
    """Four at a time, each until it has failed once."""
    ca, url = authority.ca, authority.url
    faults = {
        "refused": (f"http://127.0.0.1:{refused_port()}/", ca, "",
                    "not reached"),
        "status": (url + "/500", ca, "", "status 500"),
        "html": (url + "/html", ca, "", "not application/timestamp-reply"),
        "empty": (url + "/empty", ca, "", "empty"),
        "garbage": (url + "/garbage", ca, "", "no time-stamp response"),
        "trailing": (url + "/trailing", ca, "", "follow"),
        "huge": (url + "/huge", ca, "", "longer than 65536 bytes"),
        "hang": (url + "/hang", ca, "limit = 2\n", "Timeout was reached"),
        "slow": (url + "/slow", ca, "limit = 2\n", "Timeout was reached"),
        "redirect": (url + "/redirect", ca, "", "status 302"),
        "reject": (url + "/reject", ca, "", "status 2"),
        "nonce": (url + "/nonce", ca, "", "nonce"),
        "hash": (url + "/hash", ca, "", "imprint"),
        "stranger": (url + "/stranger", ca, "", "certificate"),
        "expired": (url + "/expired", ca, "", "certificate"),
        "policy": (url + "/", ca, "policies = 1.2.3.4.5\n", "policy"),
        "no-ca": (url + "/", site.folder / "nothing", "", "certificates"),
        "file": (f"file://{site.conf}", ca, "", "not reached"),
    }
    names = list(faults)
    for at in range(0, len(names), 4):
        batch = names[at:at + 4]
        site.configure({n: faults[n][:3] for n in batch})
        said, _ = site.run(lambda s: all("not stamped" in line_of(s, n)
                                         for n in batch))
        for n in batch:
            line = line_of(said, n)
            hold("last token never; not stamped since" in line and
                 faults[n][3] in line, f"{n}: not stamped, and said: {line}")
    site.configure({})
    hold("size " not in site.parindex("log", "stamps"),
         "none of these tokens was kept")
    hold("sound" in site.parindex("log", "verify"), "the log is sound")


def check_retry(site, authority):
    """It fails, fails again, later, and is well at last."""
    broken = site.folder / "late.crt"
    broken.write_text("")
    site.configure({"late": (authority.url + "/", broken, "")})
    site.run(lambda s: "not stamped since: 2 failures" in line_of(s, "late"))
    broken.write_bytes(authority.ca.read_bytes())
    said, _ = site.run(lambda s: "  size " in s)
    hold("not stamped" not in line_of(said, "late"),
         f"after failures it is stamped: {line_of(said, 'late')}")


def check_good(site, authority):
    """A good one is stamped while another hangs, and both stop at once."""
    site.configure({
        "hangs": (authority.url + "/hang", authority.ca, ""),
        "vgca": (authority.url + "/", authority.ca,
                 "policies = 1.2.3.4.1\ninterval = 10\n")})
    site.parindex("token", "add", "dms")
    said, took = site.run(lambda s: " by vgca at " in s)
    hold("last token 20" in line_of(said, "vgca"),
         f"stamped while another hangs: {line_of(said, 'vgca')}")
    hold(took < 5, f"the dispatcher ended in {took:.1f} s with a call out")
    asked = [a for a in authority.asked if a[0] == "/"]
    hold(asked[-1][2] == "application/timestamp-query" and
         len(asked[-1][1]) < 80, "the request is what RFC 3161 says")
    hold("sound" in site.parindex("log", "verify"), "the log is sound")


def openssl_says(*words):
    done = subprocess.run(["openssl", "ts", "-verify", *map(str, words)],
                          capture_output=True, text=True)
    return done.returncode == 0 and "Verification: OK" in done.stdout


def check_kept(site, authority):
    """What is kept, by verifiers that we did not write."""
    place = site.folder / "saved"
    site.parindex("log", "stamps", "--save", place)
    kept = sorted(place.glob("*.tsr"))
    hold(len(kept) >= 2, f"{len(kept)} tokens were kept")
    public = site.folder / "public"
    site.parindex("log", "export", public)
    vkey = site.parindex("log", "key").strip().removeprefix("log key: ")
    site.parindex("log", "check", public, "--key", vkey, *(
        word for answer in kept
        for word in ("--text", answer.with_suffix(".txt"))))
    hold(True, "the published log is the one that they are over")
    entries = b"".join(path.read_bytes() for path in
                       (public / "tile/entries").rglob("*") if path.is_file())
    hold(b"\ntype outside\n" in entries and b"\ntsa vgca " in entries,
         "and names whom it asks")
    for answer in kept:
        query, text = answer.with_suffix(".tsq"), answer.with_suffix(".txt")
        hold(openssl_says("-queryfile", query, "-in", answer, "-CAfile",
                          authority.ca),
             f"openssl accepts {answer.name} for its request")
        hold(openssl_says("-data", text, "-in", answer, "-CAfile",
                          authority.ca),
             f"openssl accepts {answer.name} for the checkpoint")
        lines = text.read_text().splitlines()
        hold(lines[0] == "log.example.vn" and
             lines[1] == answer.stem.rsplit("-", 1)[1],
             f"{text.name} is a checkpoint's three lines")
        try:
            import rfc3161ng
        except ImportError:
            continue
        token = rfc3161ng.decode_timestamp_response(answer.read_bytes())
        digest = hashlib.sha256(text.read_bytes()).digest()
        hold(rfc3161ng.check_timestamp(
            token.time_stamp_token, digest=digest, hashname="sha256",
            certificate=(authority.folder / "good.crt").read_bytes()),
            f"rfc3161ng accepts {answer.name}")


def main():
    with tempfile.TemporaryDirectory(prefix="tsa.") as folder:
        folder = pathlib.Path(folder)
        for name in "authority", "site":
            (folder / name).mkdir()
        authority = tsa.Tsa(folder / "authority")
        site = Site(folder / "site")
        try:
            check_faults(site, authority)
            check_retry(site, authority)
            check_good(site, authority)
            check_kept(site, authority)
        finally:
            authority.close()
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
