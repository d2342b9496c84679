#!/usr/bin/env python3
"""check_receipt.py RECEIPT VKEY - checks a receipt without any of our code.

Python's hashlib hashes, `openssl pkeyutl` checks the signature; the rules are
those of c2sp.org/tlog-proof, tlog-checkpoint and signed-note. Exit 0 when the
receipt holds, 1 when it does not.
"""
import base64
import hashlib
import subprocess
import sys
import tempfile


def sha256(data):
    return hashlib.sha256(data).digest()


def signed_text(note, vkey):
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    assert key[0] == 1 and len(key) == 33
    assert sha256(name.encode() + b"\n" + key)[:4].hex() == key_id
    text, lines = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
    for line in lines.splitlines():
        dash, signer, sig = line.split(" ")
        sig = base64.b64decode(sig, validate=True)
        if dash == "\u2014" and signer == name and sig[:4].hex() == key_id:
            verify(key[1:], text.encode(), sig[4:])
            return name, text
    raise AssertionError("the log's key did not sign")


def verify(public, text, signature):
    # SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).
    spki = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as folder:
        for file, data in ("key", spki), ("text", text), ("sig", signature):
            with open(f"{folder}/{file}", "wb") as to:
                to.write(data)
        subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER",
             "-inkey", f"{folder}/key", "-in", f"{folder}/text",
             "-sigfile", f"{folder}/sig"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def root_of(leaf, index, size, path):
    """RFC 9162 2.1.3.2."""
    assert index < size
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn > 0
        if fn & 1 or fn == sn:
            r = sha256(b"\1" + p + r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1" + r + p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def check(receipt, vkey):
    head, note = receipt.split("\n\n", 1)
    first, extra, index, *path = head.split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    assert extra.startswith("extra ") and index.startswith("index ")
    entry = base64.b64decode(extra[6:], validate=True)
    path = [base64.b64decode(p, validate=True) for p in path]
    name, text = signed_text(note, vkey)
    origin, size, root = text.splitlines()
    assert origin == name
    leaf = sha256(b"\0" + entry)
    assert root_of(leaf, int(index[6:]), int(size), path) == base64.b64decode(root)


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8", newline="") as file:
            check(file.read(), sys.argv[2])
    except (AssertionError, ValueError, subprocess.CalledProcessError) as why:
        sys.exit(f"does not hold: {why!r}")
