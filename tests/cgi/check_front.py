#!/usr/bin/python3
"""check_front.py - parindex-cgi behind lighttpd and behind Apache, each with
the shipped configuration, asked by curl and by hand.

Ends by itself; one line for each thing that does not hold. A web server that
is not installed is skipped.
"""
import hashlib
import http.client
import os
import select
import shutil
import signal
import socket
import sys
import traceback

from check_programs import MIB, curl, same
from site_kit import PDF, QUERY, ROOT, Site

SHIPPED = ROOT / "cgi/conf"
BODY = PDF + b"0123456789" * 1000
LIGHTTPD = """
server.port = {port}
server.bind = "127.0.0.1"
server.document-root = "{dir}/web"
server.errorlog = "{dir}/log/lighttpd-error.log"
server.upload-dirs = ( "{dir}/web" )
include "{dir}/web/parindex.conf"
"""
APACHE = """
ServerRoot "{dir}/web"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{dir}/web/apache.pid"
ErrorLog "{dir}/log/apache-error.log"
DefaultRuntimeDir "{dir}/web"
{modules}
{user}
<VirtualHost *>
	Include "{dir}/web/parindex.conf"
</VirtualHost>
"""
MODULES = ("mpm_event", "authz_core", "authz_host", "proxy", "proxy_fcgi",
           "headers")
APACHE_MODULES = "/usr/lib/apache2/modules"
# Apache does not run as root, but with root's group it reaches the socket.
APACHE_USER = "User www-data\nGroup root"


def lighttpd(dir, port):
    """Writes its configuration; the command that runs it."""
    conf = dir / "web/lighttpd.conf"
    conf.write_text(LIGHTTPD.format(dir=dir, port=port))
    return ["lighttpd", "-D", "-f", conf]


def apache(dir, port):
    conf = dir / "web/apache.conf"
    modules = "\n".join(
        f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so"
        for name in MODULES)
    conf.write_text(APACHE.format(
        dir=dir, port=port, modules=modules,
        user=APACHE_USER if os.geteuid() == 0 else ""))
    return ["apache2", "-X", "-f", conf]


class Front(Site):
    """A store with a real clock behind another web server."""

    def __init__(self, name, write):
        super().__init__()
        self.name, self.write = name, write
        (self.dir / "run").chmod(0o750)
        (self.dir / "web").chmod(0o755)

    def _run(self, name, command, end=signal.SIGTERM):
        if name == "nginx":
            shipped = (SHIPPED / self.name / "parindex.conf").read_text()
            (self.dir / "web/parindex.conf").write_text(
                shipped.replace("/run/parindex/cgi.sock", str(self.socket)))
            name, end = self.name, signal.SIGTERM
            command = self.write(self.dir, self.port)
            command[0] = found(command[0])
        super()._run(name, command, end)


def found(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")


def taken(status, said, source="handler"):
    """An acknowledgement whose time is the handler's own."""
    same((status, said.get("received", {}).get("source")), (202, source))
    return said


def upload_url(site):
    return f"{site.api}/submissions?{QUERY}&unit=D01&leaf=1.1.1"


def a_form_goes_in(site, token):
    paper = site.dir / "Kế hoạch.pdf"
    paper.write_bytes(PDF + b"form")
    said = taken(*curl(
        site, token, "-F", "period=2022", "-F", "unit=D01", "-F",
        "leaf=1.1.1", "-F", "secrecy=thường", "-F",
        f"file=@{paper};type=application/pdf", f"{site.api}/submissions"))
    same(said["document"]["file"], "Kế hoạch.pdf")


def raw_bytes_go_in(site, token):
    said = taken(*curl(site, token, "-H", "Content-Type: application/pdf",
                       "--data-binary", "%PDF-1.4 raw", upload_url(site)))
    same(said["document"]["size"], 12)


def chunks_go_in(site, token):
    said = taken(*curl(
        site, token, "-H", "Content-Type: application/pdf", "-H",
        "Transfer-Encoding: chunked", "-X", "POST", "--data-binary",
        "%PDF-1.4 chunks", upload_url(site)))
    same(said["document"]["size"], 15)


def a_large_body_goes_in_whole(site, token):
    body = PDF + os.urandom(5 * MIB)
    status, _, said = site.upload(token, body)
    taken(status, said)
    same(said["document"]["sha256"], hashlib.sha256(body).hexdigest())
    path = f"/v1/documents/{said['document']['sha256']}"
    same(site.ask("GET", path, token)[2], body)


def no_header_moves_the_time(site, token):
    status, _, said = site.upload(token, PDF + b"forged",
                                  PARINDEX_LAST_BYTE="1671930000.000")
    taken(status, said)


def a_part_of_a_document_can_be_read(site, token):
    status, _, said = site.upload(token, BODY)
    path = f"/v1/documents/{taken(status, said)['document']['sha256']}"
    status, headers, body = site.ask("GET", path, token, Range="bytes=9-18")
    same((status, body), (206, b"0123456789"))
    same(headers["Content-Range"], f"bytes 9-18/{len(BODY)}")
    status, headers, _ = site.ask("GET", path, token,
                                  Range=f"bytes={len(BODY)}-")
    same((status, headers["Content-Range"]), (416, f"bytes */{len(BODY)}"))


def what_is_known_is_not_sent_again(site, token):
    status, _, said = site.upload(token, BODY)
    path = f"/v1/documents/{said['document']['sha256']}"
    status, headers, _ = site.ask("GET", path, token)
    tag = headers["ETag"]
    same((status, bool(tag)), (200, True))
    status, headers, body = site.ask("GET", path, token, If_None_Match=tag)
    same((status, len(body), headers["ETag"]), (304, 0, tag))


def too_long_a_body_is_413(site, token):
    path = upload_url(site).partition(str(site.port))[2]
    with socket.create_connection(("127.0.0.1", site.port)) as link:
        link.settimeout(30)
        link.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n"
                     f"Authorization: Bearer {token}\r\n"
                     f"Content-Length: {300 * MIB}\r\n\r\n".encode())
        # Apache asks nobody before the body has begun.
        for _ in range(300):
            if select.select([link], [], [], 0)[0]:
                break
            link.sendall(bytes(MIB))
        answer = http.client.HTTPResponse(link)
        answer.begin()
        same(answer.status, 413)


def who_has_no_token_is_refused(site, token):
    status, headers, said = site.ask("GET", "/v1/periods")
    same((status, said["type"]), (401, "urn:parindex:problem:unauthenticated"))
    assert "WWW-Authenticate" in headers, headers


def a_kept_connection_serves_many(site, token):
    link = site.link()
    for i in range(20):
        status, _, said = site.upload(token, PDF + b"kept%d" % i, link=link)
        taken(status, said)


CHECKS = (
    a_form_goes_in,
    raw_bytes_go_in,
    chunks_go_in,
    a_large_body_goes_in_whole,
    no_header_moves_the_time,
    a_part_of_a_document_can_be_read,
    what_is_known_is_not_sent_again,
    too_long_a_body_is_413,
    who_has_no_token_is_refused,
    a_kept_connection_serves_many,
)


def run(name, write):
    """How many passed and failed behind one web server."""
    site, passed = Front(name, write), 0
    try:
        site.start()
        token = site.token("unit", "D01")
        for check in CHECKS:
            try:
                check(site, token)
                passed += 1
            except Exception:
                print(f"FAILED behind {name}: {check.__name__}")
                traceback.print_exc(file=sys.stdout)
    finally:
        site.end()
    return passed, len(CHECKS) - passed


def main():
    passed = failed = 0
    for name, program, write in (("lighttpd", "lighttpd", lighttpd),
                                 ("apache", "apache2", apache)):
        if found(program) is None:
            print(f"skipped: {program} is not installed")
            continue
        good, bad = run(name, write)
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
