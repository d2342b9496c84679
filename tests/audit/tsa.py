"""tsa.py - a time-stamp authority on loopback for tests: `openssl ts -reply`
behind HTTP, with faults by path.

    /            a good answer
    /500 /html /empty /garbage /trailing /reject /redirect
    /nonce       an answer to another nonce
    /hash        an answer about another hash
    /stranger    signed by an authority of a CA that nobody trusts
    /expired     signed with a certificate that is not valid now
    /hang        no answer at all, until close()
    /slow        a good answer, a byte a second
    /huge        more bytes than anybody wants

Touches a folder it is given and a free port.
"""
import http.server
import subprocess
import threading

CONFIG = """\
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
[tsa1]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1, millisecs:500
clock_precision_digits = 3
ordering = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Tsa:
    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()    # the serial's file stands no two
        self.stop = threading.Event()
        self.asked = []
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        for ca in "ca", "other":
            self._openssl(
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config",
                folder / "tsa.cnf", "-extensions", "ca", "-subj", f"/CN={ca}",
                "-days", "30", "-keyout", folder / f"{ca}.key",
                "-out", folder / f"{ca}.crt")
        self._certify("good", "ca", 20)
        self._certify("stranger", "other", 20)
        self._certify("expired", "ca", -1)
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.ca = folder / "ca.crt"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def close(self):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def _openssl(*words):
        return subprocess.run(["openssl", *map(str, words)], check=True,
                              capture_output=True).stdout

    def _certify(self, name, ca, days):
        at = self.folder
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-config",
                      at / "tsa.cnf", "-subj", f"/CN=tsa {name}", "-keyout",
                      at / f"{name}.key", "-out", at / f"{name}.csr")
        self._openssl("x509", "-req", "-in", at / f"{name}.csr", "-CA",
                      at / f"{ca}.crt", "-CAkey", at / f"{ca}.key",
                      "-CAcreateserial", "-days", days, "-extfile",
                      at / "tsa.cnf", "-extensions", "tsa", "-out",
                      at / f"{name}.crt")

    def reply(self, query, signer="good"):
        at = self.folder
        with self.lock:
            (at / "query").write_bytes(query)
            (at / "reply").unlink(missing_ok=True)
            made = subprocess.run(
                ["openssl", "ts", "-reply", "-config", at / "tsa.cnf",
                 "-section", "tsa1", "-queryfile", at / "query", "-signer",
                 at / f"{signer}.crt", "-inkey", at / f"{signer}.key",
                 "-out", at / "reply"], capture_output=True)
            if not (at / "reply").exists():
                raise RuntimeError(made.stderr)
            return (at / "reply").read_bytes()

    def answer(self, path, query):
        """Status, media type, bytes."""
        reply = "application/timestamp-reply"
        if path == "/500":
            return 500, reply, b""
        if path == "/html":
            return 200, "text/html", b"<p>Please sign in."
        if path == "/empty":
            return 200, reply, b""
        if path == "/garbage":
            return 200, reply, b"\x30\x82garbage" * 20
        if path == "/trailing":
            return 200, reply, self.reply(query) + b"\0"
        if path == "/reject":
            # SEQUENCE { SEQUENCE { INTEGER 2 } }: rejection
            return 200, reply, bytes.fromhex("30053003020102")
        if path == "/nonce":
            other = bytearray(query)    # ... nonce | 01 01 ff
            other[-4] ^= 1
            return 200, reply, self.reply(bytes(other))
        if path == "/hash":
            other = bytearray(query)    # ... 04 20 | the hash
            other[query.index(b"\x04\x20") + 2] ^= 1
            return 200, reply, self.reply(bytes(other))
        if path == "/huge":
            return 200, reply, b"\x30" * 1000000
        if path == "/hang":
            self.stop.wait()
            return 500, reply, b""
        signer = path[1:] if path in ("/stranger", "/expired") else "good"
        return 200, reply, self.reply(query, signer)

    def _handler(tsa):    # noqa: N805: self is the request's
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                tsa.asked.append((self.path, body,
                                  self.headers["Content-Type"]))
                if self.path == "/redirect":
                    self.send_response(302)
                    self.send_header("Location", tsa.url + "/")
                    self.end_headers()
                    return
                status, media, answer = tsa.answer(self.path, body)
                if tsa.stop.is_set():
                    return    # nobody waits any more
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                try:
                    self.give(answer)
                except OSError:
                    pass    # it went away

            def give(self, answer):
                if self.path != "/slow":
                    self.wfile.write(answer)
                    return
                for byte in answer:
                    self.wfile.write(bytes([byte]))
                    if tsa.stop.wait(1):
                        return

            def log_message(self, *words):
                pass
        return Handler
