#!/usr/bin/python3
"""check_programs.py - the real parindex-cgi behind the real nginx with the
shipped configuration, asked by clients we did not write.

Ends by itself; one line for each thing that does not hold.
"""
import hashlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import fastcgi
from site_kit import PDF, PERIOD, QUERY, Site

MIB = 1 << 20


def curl(site, token, *words):
    """Status and JSON of one curl upload."""
    done = subprocess.run(
        ["curl", "-sS", "-w", "\n%{http_code}", "-H",
         f"Authorization: Bearer {token}", *words],
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


def same(said, want):
    assert said == want, f"{said!r}, not {want!r}"


# ---- a simulated store ----

def curl_sends_a_form_with_a_vietnamese_file_name(site, token):
    paper = site.dir / "Báo cáo số 27.pdf"
    paper.write_bytes(PDF + b"form")
    status, said = curl(
        site, token, "-F", f"period={PERIOD}", "-F", "unit=D01", "-F",
        "leaf=1.1.1", "-F", "leaf=1.1.2", "-F", "secrecy=thường", "-F",
        f"file=@{paper};type=application/pdf", f"{site.api}/submissions")
    same(status, 202)
    same(said["document"]["file"], "Báo cáo số 27.pdf")
    same(said["leaves"], ["1.1.1", "1.1.2"])
    status, headers, body = site.ask(
        "GET", f"/v1/documents/{said['document']['sha256']}", token)
    same((status, body), (200, PDF + b"form"))
    same(headers["Content-Security-Policy"], "sandbox; default-src 'none'")
    assert "B%C3%A1o%20c%C3%A1o" in headers["Content-Disposition"]


def curl_sends_raw_bytes(site, token):
    status, said = curl(
        site, token, "-H", "Content-Type: application/pdf", "--data-binary",
        "%PDF-1.4 raw", f"{site.api}/submissions?{QUERY}&unit=D01&leaf=1.1.1")
    same((status, said["document"]["size"]), (202, 12))


def curl_sends_chunks(site, token):
    status, said = curl(
        site, token, "-H", "Content-Type: application/pdf", "-H",
        "Transfer-Encoding: chunked", "-X", "POST", "--data-binary",
        "%PDF-1.4 chunks", f"{site.api}/submissions?{QUERY}&unit=D01&leaf=1.1.1")
    same((status, said["document"]["size"]), (202, 15))


def curl_waits_for_100_continue(site, token):
    status, said = curl(
        site, token, "-H", "Content-Type: application/pdf", "-H",
        "Expect: 100-continue", "--data-binary", "%PDF-1.4 expect",
        f"{site.api}/submissions?{QUERY}&unit=D01&leaf=1.1.1")
    same((status, said["document"]["size"]), (202, 15))


def one_connection_serves_refusals_and_uploads_in_turn(site, token):
    link = site.link()
    for i in range(5):
        same(site.upload("par_wrong" if i < 1 else token, PDF + b"%d" % i,
                         link=link)[0], 401 if i < 1 else 202)
        same(site.upload(token, b"<html>%d" % i, link=link)[2]["type"],
             "urn:parindex:problem:disguised")


def a_body_longer_than_the_front_takes_is_a_problem_document(site, token):
    with socket.create_connection(("127.0.0.1", site.port)) as link:
        link.sendall(f"POST /parindex/v1/submissions?{QUERY} HTTP/1.1\r\n"
                     f"Host: x\r\nContent-Length: {300 * MIB}\r\n\r\n"
                     .encode())
        answer = http.client.HTTPResponse(link)
        answer.begin()
        same(answer.status, 413)
        same(json.loads(answer.read())["type"],
             "urn:parindex:problem:too-big")


def a_revoked_token_is_refused_at_once(site, token):
    gone = site.token("unit", "D01")
    link = site.link()
    same(site.ask("GET", "/v1/periods", gone, link=link)[0], 200)
    number = re.findall(r"^ *(\d+) ", site.parindex("token", "list"),
                        re.M)[-1]
    site.parindex("token", "revoke", number)
    same(site.ask("GET", "/v1/periods", gone, link=link)[0], 401)
    same(site.upload(gone, PDF + b"revoked", link=link)[0], 401)


def the_deadline_holds_to_the_microsecond(site, token):
    eve, day = "2023-01-10T23:59:59.", "2023-01-11T00:00:00."
    for text, bound, verdict in (
            (eve + "998999", 1000, "on-time"),
            (eve + "999000", 1000, "on-time-in-doubt"),
            (eve + "999999", 0, "on-time"),
            ("2023-01-10T24:00:00.", 0, "late"),
            (day + "000999", 1000, "on-time-in-doubt"),
            (day + "001000", 1000, "late")):
        text = text.removesuffix(".") + "+07:00"
        site.clock(text, bound)
        status, _, said = site.upload(token, PDF + text.encode())
        same((text, bound, status, said["verdict"]),
             (text, bound, 202, verdict))


def a_client_cannot_move_the_time(site, token):
    said = site.upload(token, PDF + b"forged stamp", leaf="1.1.2",
                       PARINDEX_LAST_BYTE="1671930000.000",
                       X_PARINDEX_LAST_BYTE="1671930000.000")[2]
    same(said["received"]["source"], "simulated")
    same(said["verdict"], "late")


def a_closed_window_takes_nothing(site, token):
    site.clock("2023-01-17T00:00:00+07:00")
    status, _, said = site.upload(token, PDF + b"closed")
    same((status, said["type"]), (409, "urn:parindex:problem:window-closed"))


def without_parindex_the_front_says_503(site, token):
    site.process("parindex-cgi").send_signal(signal.SIGTERM)
    site.process("parindex-cgi").wait(10)
    status, headers, said = site.upload(token, PDF + b"nobody")
    same((status, headers["Retry-After"], said["type"]),
         (503, "5", "urn:parindex:problem:busy"))


# ---- a store with a real clock ----

def micro(text):
    """Microseconds of a time of ours."""
    seconds, fraction = re.match(r"(.*)\.(\d{6})\+07:00", text).groups()
    whole = time.strptime(seconds, "%Y-%m-%dT%H:%M:%S")
    return (int(time.mktime((*whole[:8], 0))) * 1000000 + int(fraction))


def arrival(said, site):
    """(earliest, latest) without the clock's own bound, and the source."""
    received, bound = said["received"], site.bound_us()
    return (micro(received["earliest"]) + bound,
            micro(received["latest"]) - bound, received["source"])


def the_fenced_program_draws_the_report_to_sign(site, token):
    """With the machine's fonts, again and again, by any of its threads."""
    unit = site.token("unit", "D02")
    path = f"/v1/periods/{PERIOD}/units/D02"
    status, _, said = site.ask("POST", f"{path}/sheet/lock", unit, b"{}",
                               Content_Type="application/json")
    assert status == 200, (status, said)
    for _ in range(6):
        status, headers, pdf = site.ask("GET", f"{path}/report", unit)
        assert status == 200, (status, pdf)
        assert headers["Content-Type"] == "application/pdf"
        assert pdf.startswith(b"%PDF-") and len(pdf) > 10000


def a_slow_body_counts_from_its_last_byte(site, token):
    body = PDF + b"slow" * 20
    with socket.create_connection(("127.0.0.1", site.port)) as link:
        link.sendall(f"POST /parindex/v1/submissions?{QUERY}&unit=D01"
                     f"&leaf=1.1.1 HTTP/1.1\r\nHost: x\r\n"
                     f"Authorization: Bearer {token}\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n".encode())
        for i in range(8):
            time.sleep(0.25)
            part = len(body) // 8
            if i == 7:
                last = time.time_ns() // 1000
            link.sendall(body[i * part:(i + 1) * part if i < 7 else None])
        answer = http.client.HTTPResponse(link)
        answer.begin()
        same(answer.status, 202)
        said = json.loads(answer.read())
    answered = time.time_ns() // 1000
    earliest, latest, source = arrival(said, site)
    same(source, "front")
    assert last - 2000 <= earliest <= last + 20000, earliest - last
    assert earliest <= latest <= answered, (earliest, latest, answered)


def without_a_stamp_the_handler_s_clock_counts(site, token):
    body = PDF + b"no front"
    before = time.time_ns() // 1000
    said = fastcgi.ask(site.socket, fastcgi.variables(
        "POST", f"/parindex/v1/submissions?{QUERY}&unit=D01&leaf=1.1.1",
        len(body), token), body)
    said = json.loads(said.partition(b"\r\n\r\n")[2])
    earliest, latest, source = arrival(said, site)
    same((source, earliest), ("handler", latest))
    assert before <= latest <= time.time_ns() // 1000


def a_stamp_of_the_first_byte_is_not_believed(site, token):
    """A front that does not buffer stamps too early and sends slowly."""
    body = PDF + b"x" * 70000
    said = fastcgi.ask(site.socket, fastcgi.variables(
        "POST", f"/parindex/v1/submissions?{QUERY}&unit=D01&leaf=1.1.1",
        len(body), token, PARINDEX_LAST_BYTE=f"{time.time():.3f}"), body,
        lambda: time.sleep(1.2))
    said = json.loads(said.partition(b"\r\n\r\n")[2])
    same(said["received"]["source"], "handler")


def the_same_program_is_a_plain_cgi(site, token):
    body = PDF + b"plain"
    said = fastcgi.variables(
        "POST", f"/parindex/v1/submissions?{QUERY}&unit=D01&leaf=1.1.1",
        len(body), token, PARINDEX_LAST_BYTE="1671930000.000")
    done = subprocess.run(
        [site.programs["parindex-cgi"], "--config", site.conf], input=body,
        capture_output=True, env=said, timeout=30)
    head, _, rest = done.stdout.partition(b"\r\n\r\n")
    assert head.startswith(b"Status: 202 "), (done.stdout, done.stderr)
    same(json.loads(rest)["received"]["source"], "handler")


def a_listening_socket_on_stdin_is_served(site, token):
    """As spawn-fcgi and lighttpd start it."""
    path = site.dir / "run/given.sock"
    with socket.socket(socket.AF_UNIX) as given:
        given.bind(str(path))
        given.listen()
        process = subprocess.Popen(
            [site.programs["parindex-cgi"], "--config", site.conf],
            stdin=given, stderr=subprocess.PIPE)
        try:
            said = fastcgi.ask(path, fastcgi.variables(
                "GET", "/parindex/v1/periods", 0, token), b"")
            assert said.startswith(b"Status: 200 "), said
        finally:
            process.terminate()
            errors = process.communicate(timeout=10)[1]
    same((process.returncode, b"cannot-start" in errors), (0, False))
    assert site.socket.exists()


def an_aborted_upload_leaves_nothing(site, token):
    before = site.kept()
    with socket.create_connection(("127.0.0.1", site.port)) as link:
        link.sendall(f"POST /parindex/v1/submissions?{QUERY}&unit=D01"
                     f"&leaf=1.1.1 HTTP/1.1\r\nHost: x\r\n"
                     f"Authorization: Bearer {token}\r\n"
                     f"Content-Length: {2 * MIB}\r\n\r\n".encode()
                     + PDF + b"x" * MIB)
    body = PDF + b"x" * MIB
    said = fastcgi.ask(site.socket, fastcgi.variables(
        "POST", f"/parindex/v1/submissions?{QUERY}&unit=D01&leaf=1.1.1",
        2 * MIB, token), body)
    same(json.loads(said.partition(b"\r\n\r\n")[2])["type"],
         "urn:parindex:problem:truncated")
    same(site.kept(), before)


def peak_kib(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", text)[1])


def two_hundred_mebibytes_need_constant_memory(site, token):
    process = site.process("parindex-cgi")
    size = 200 * MIB
    with tempfile.TemporaryFile(dir=site.dir) as big:
        big.write(PDF)
        big.truncate(size)
        idle = peak_kib(process)
        big.seek(0)
        status, _, said = site.upload(token, big, Content_Length=str(size))
        same((status, said["document"]["size"]), (202, size))
        link = site.link()
        link.request("GET",
                     f"/parindex/v1/documents/{said['document']['sha256']}",
                     headers={"Authorization": f"Bearer {token}"})
        answer, hash = link.getresponse(), hashlib.sha256()
        while piece := answer.read(MIB):
            hash.update(piece)
    same(hash.hexdigest(), said["document"]["sha256"])
    grown = peak_kib(process) - idle
    assert grown <= 32 * 1024, f"{grown} KiB above idle"


def more_than_a_document_may_have_is_refused(site, token):
    size = 200 * MIB + 1
    files = site.kept()
    with tempfile.TemporaryFile(dir=site.dir) as big:
        big.write(PDF)
        big.truncate(size)
        big.seek(0)
        same(site.upload(token, big, Content_Length=str(size))[0], 413)
    same(site.kept(), files)


def nobody_else_gets_in(site, token):
    """Another user opens neither store nor key nor socket."""
    if os.geteuid() != 0:
        print("skipped: only root can become somebody else")
        return
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534",
                 "--clear-groups"]
    for program in ("parindex-cgi", "parindex"):
        # A copy: the build may lie where nobody may look.
        copy = pathlib.Path("/proc/self/fd")
        with open(site.programs[program], "rb") as binary:
            done = subprocess.run(
                [*as_nobody, str(copy / str(binary.fileno())), "--config",
                 site.conf, *(["store", "usage"] if program == "parindex"
                              else [])],
                capture_output=True, timeout=30, pass_fds=[binary.fileno()])
        assert done.returncode not in (0, 126, 127), done
        assert (b"ermission" in done.stderr
                or b"belongs to user" in done.stderr), done


def a_reader_who_waits_does_not_hold_up_the_end(site, token):
    first = site.ask("GET", "/v1/changes", token)[2]
    link = site.link()
    link.request("GET", f"/parindex/v1/changes?after={first['next']}&wait=30",
                 headers={"Authorization": f"Bearer {token}"})
    time.sleep(0.3)
    ends_soon(site)
    same(json.loads(link.getresponse().read())["events"], [])
    site.stop()
    site.start()


def ends_soon(site):
    process = site.process("parindex-cgi")
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    same(process.wait(40), 0)
    took = time.monotonic() - began
    assert took < 5, f"it took {took:.1f} s to end"


class Load(threading.Thread):
    """Uploads on one kept connection until it is refused."""

    def __init__(self, site, token, number):
        super().__init__()
        self.site, self.token, self.number = site, token, number
        self.acknowledged = []

    def run(self):
        link = self.site.link()
        try:
            for i in range(100000):
                status, _, said = self.site.upload(
                    self.token, PDF + b"%d.%d" % (self.number, i), link=link)
                if status != 202:
                    return
                self.acknowledged.append(said["id"])
        except (OSError, http.client.HTTPException):
            return


def what_was_acknowledged_survives_a_sigterm_under_load(site, token):
    load = [Load(site, site.token("unit", "D01"), i) for i in range(6)]
    for one in load:
        one.start()
    until = time.monotonic() + 20
    while (sum(len(one.acknowledged) for one in load) < 60
           and time.monotonic() < until):
        time.sleep(0.01)
    ends_soon(site)
    for one in load:
        one.join()
    ids = [id for one in load for id in one.acknowledged]
    assert len(ids) >= 60, len(ids)
    site.stop()
    site.start()
    link = site.link()
    for id in ids:
        same(site.ask("GET", f"/v1/submissions/{id}", token, link=link)[0],
             200)
    site.parindex("log", "verify")


SIMULATED = (
    curl_sends_a_form_with_a_vietnamese_file_name,
    curl_sends_raw_bytes,
    curl_sends_chunks,
    curl_waits_for_100_continue,
    one_connection_serves_refusals_and_uploads_in_turn,
    a_body_longer_than_the_front_takes_is_a_problem_document,
    a_revoked_token_is_refused_at_once,
    the_fenced_program_draws_the_report_to_sign,
    the_deadline_holds_to_the_microsecond,
    a_client_cannot_move_the_time,
    a_closed_window_takes_nothing,
    without_parindex_the_front_says_503,
)
REAL = (
    a_slow_body_counts_from_its_last_byte,
    without_a_stamp_the_handler_s_clock_counts,
    a_stamp_of_the_first_byte_is_not_believed,
    the_same_program_is_a_plain_cgi,
    a_listening_socket_on_stdin_is_served,
    an_aborted_upload_leaves_nothing,
    two_hundred_mebibytes_need_constant_memory,
    more_than_a_document_may_have_is_refused,
    nobody_else_gets_in,
    a_reader_who_waits_does_not_hold_up_the_end,
    what_was_acknowledged_survives_a_sigterm_under_load,
)


def run(site, checks):
    """How many passed."""
    passed = 0
    try:
        site.start()
        token = site.token("unit", "D01")
        for check in checks:
            try:
                check(site, token)
                passed += 1
            except Exception:
                print(f"FAILED {check.__name__}")
                traceback.print_exc(file=sys.stdout)
    finally:
        site.end()
    return passed


def main():
    os.environ["TZ"] = "Asia/Ho_Chi_Minh"
    time.tzset()
    passed = (run(Site(start="2022-12-25T08:00:00+07:00"), SIMULATED)
              + run(Site(), REAL))
    failed = len(SIMULATED) + len(REAL) - passed
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
