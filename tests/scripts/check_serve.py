#!/usr/bin/python3
"""check_serve.py - scripts/serve as its caller sees it.

    tests/scripts/check_serve.py      programs from $PARINDEX_BUILD

Touches a temporary folder, a free port and the processes it starts.
"""
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from reportlab.pdfgen import canvas

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = os.environ.get("PARINDEX_BUILD", "build/dev")
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


def start(place, *words):
    serve = subprocess.Popen(
        [ROOT / "scripts/serve", "--dir", place, "--build", BUILD, *words],
        stdout=subprocess.PIPE, text=True)
    said = {}
    for line in serve.stdout:
        key, _, value = line.strip().partition(": ")
        said[key] = value
        if key == "token unit":
            break
    return serve, said


def stop(serve, how=signal.SIGTERM):
    serve.send_signal(how)
    serve.stdout.close()
    return serve.wait(30)


def ask(said, method, path, body=None, role="unit", base=None):
    request = urllib.request.Request(
        (base or said["api"]) + path, body, method=method, headers={
            "Authorization": f"Bearer {said[f'token {role}']}",
            **({"Content-Type": "application/pdf"} if body else {})})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as why:
        return why.code, why.read()


def a_paper():
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 720, "evidence")
    page.save()
    return out.getvalue()


def processes_of(place):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = pathlib.Path("/proc", pid, "cmdline").read_bytes()
        except OSError:
            continue
        if place.encode() in words and int(pid) != os.getpid():
            found.append(pid)
    return found


def a_real_store(place):
    serve, said = start(place, "--real")
    hold(said["api"].endswith("/v1"), "the line `api:` ends in /v1")
    roles = {key.removeprefix("token ") for key in said
             if key.startswith("token ")}
    hold(roles == {"unit", "appraiser", "council", "survey", "operator",
                   "auditor", "dms"}, "there is a token for each role")
    upload = f"/submissions?{said['upload']}"
    status, body = ask(said, "POST", upload, a_paper())
    hold(status == 202, "an upload as the line `upload:` says is taken today")
    first = json.loads(body)
    hold(first["verdict"] == "on-time", "and is on time")
    hold(stop(serve) == 0 and not processes_of(place),
         "SIGTERM ends everything, with status 0")
    serve, later = start(place, "--real")
    hold(later["token unit"] == said["token unit"]
         and later["log key"] == said["log key"],
         "a second start keeps tokens and log key")
    status, body = ask(later, "GET", f"/submissions/{first['id']}")
    hold(status == 200 and json.loads(body)["document"] == first["document"],
         "what was acknowledged is still there")
    hold(stop(serve, signal.SIGINT) == 0 and not processes_of(place),
         "SIGINT ends everything, with status 0")


def a_simulated_store(place):
    serve, said = start(place, "--simulated", "--unit", "H03",
                        "--start", "2023-01-10T23:59:59.999999+07:00")
    hold("/simulated+" in said["log key"], "a simulated log says so in its key")
    status, body = ask(said, "POST", f"/submissions?{said['upload']}",
                       a_paper())
    told = json.loads(body)
    hold((status, told.get("verdict"), told.get("unit")) ==
         (202, "on-time", "H03"), "its clock begins where --start says")
    hold(stop(serve) == 0 and not processes_of(place), "and it ends cleanly")


def a_folder_too_deep(place):
    deep = pathlib.Path(place, "a" * 60, "b" * 60)
    done = subprocess.run(
        [ROOT / "scripts/serve", "--dir", deep, "--build", BUILD],
        capture_output=True, text=True)
    hold(done.returncode == 1 and "too long" in done.stderr,
         "a folder too deep for a socket is refused in a sentence")


def main():
    for check in (a_real_store, a_simulated_store, a_folder_too_deep):
        with tempfile.TemporaryDirectory(prefix="parindex-serve-") as place:
            check(place)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
