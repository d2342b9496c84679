"""witness.py - a witness on loopback for tests: C2SP tlog-witness v1.0.0's
add-checkpoint, every check in the specification's order, written from it.

Touches a free port. Keeps what it saw in memory.
"""
import base64
import hashlib
import http.server
import threading
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

DASH = "\u2014 "


def key_id(name, kind, public):
    return hashlib.sha256(
        name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey(name, kind, public):
    return (f"{name}+{key_id(name, kind, public).hex()}+"
            + base64.b64encode(bytes([kind]) + public).decode())


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def consistent(old, new, path, root1, root2):
    """RFC 9162 2.1.4.2."""
    if old == new:
        return not path and root1 == root2
    if not path:
        return False
    if old & (old - 1) == 0:
        path = [root1] + path
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == root1 and sr == root2


class Refused(Exception):
    def __init__(self, status, body=b""):
        super().__init__(status)
        self.status, self.body = status, body


class Witness:
    def __init__(self, name="witness.example.vn"):
        self.name = name
        self.key = ed25519.Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.vkey = vkey(name, 4, self.public)
        self.logs = {}    # origin: [key name, key id, key, size, root]
        self.asked = []
        self.spoil = None    # what to do to an answer
        self.lock = threading.Lock()
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/w"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def trust(self, log_vkey, size=0, root=hashlib.sha256().digest()):
        name, ident, key = log_vkey.split("+", 2)
        raw = base64.b64decode(key)
        self.logs[name] = [name, bytes.fromhex(ident), raw[1:], size, root]

    def _signed(self, note, log):
        text, _, signatures = note.rpartition("\n\n")
        found = False
        for line in signatures.splitlines():
            if not line.startswith(DASH):
                raise Refused(403)
            name, blob = line[len(DASH):].split(" ")
            blob = base64.b64decode(blob)
            if (name, blob[:4]) != (log[0], log[1]):
                continue
            try:
                ed25519.Ed25519PublicKey.from_public_bytes(log[2]).verify(
                    blob[4:], (text + "\n").encode())
            except InvalidSignature:
                raise Refused(403) from None
            found = True
        if not found:
            raise Refused(403)
        return text + "\n"

    def add_checkpoint(self, body):
        """The lines of the answer, or Refused."""
        head, _, note = body.decode().partition("\n\n")
        first, *proof = head.split("\n")
        old = int(first.removeprefix("old "))
        proof = [base64.b64decode(p) for p in proof]
        origin, size, root = note.split("\n")[:3]
        size, root = int(size), base64.b64decode(root)
        with self.lock:
            log = self.logs.get(origin)
            if log is None:
                raise Refused(404)
            text = self._signed(note, log)
            if old > size or len(proof) > 63:
                raise Refused(400)
            if old != log[3]:
                raise Refused(409, f"{log[3]}\n".encode())
            if old == size and root != log[4]:
                raise Refused(422)
            if old == 0:
                if proof or (size == 0 and
                             root != hashlib.sha256().digest()):
                    raise Refused(422)
            elif not consistent(old, size, proof, log[4], root):
                raise Refused(422)
            log[3:] = [size, root]
        return self.cosign(text)

    def cosign(self, text):
        now = int(time.time())
        signature = self.key.sign(
            f"cosignature/v1\ntime {now}\n".encode() + text.encode())
        blob = (key_id(self.name, 4, self.public) + now.to_bytes(8, "big")
                + signature)
        return f"{DASH}{self.name} {base64.b64encode(blob).decode()}\n" \
            .encode()

    def _handler(witness):    # noqa: N805: self is the request's
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                witness.asked.append((self.path, body))
                kind = "text/plain"
                try:
                    status, answer = 200, witness.add_checkpoint(body)
                    if witness.spoil:
                        answer = witness.spoil(answer)
                except Refused as why:
                    status, answer = why.status, why.body
                    kind = "text/x.tlog.size" if status == 409 else kind
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *words):
                pass
        return Handler
