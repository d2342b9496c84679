#!/usr/bin/env python3
"""check_pack.py PACK VKEY - checks an evidence pack without any of our code.

Python's tarfile and hashlib read it, `openssl pkeyutl` checks the signatures;
the form is docs/audit.md's. Exit 0 when the pack holds, 1 when it does not.
"""
import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]
                       / "store/ledger"))
import check_receipt  # noqa: E402


def parts_of(path):
    with tarfile.open(path, "r:") as tar:
        return [(m.name, tar.extractfile(m).read()) for m in tar]


def leaves_of(bundle):
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        assert len(bundle) >= 2 + size
        yield check_receipt.sha256(b"\0" + bundle[2:2 + size])
        bundle = bundle[2 + size:]


def root_of(leaves):
    """RFC 6962 2.1, by pairs: a node without a sibling goes up as it is."""
    while len(leaves) > 1:
        pairs = [check_receipt.sha256(b"\1" + a + b)
                 for a, b in zip(leaves[::2], leaves[1::2])]
        leaves = pairs + leaves[len(leaves) & ~1:]
    return leaves[0]


def check_log(parts, vkey):
    _, text = check_receipt.signed_text(parts["log/checkpoint"].decode(), vkey)
    _, size, root = text.splitlines()
    leaves = [leaf for name, bytes_ in parts.items()
              if name.startswith("log/tile/entries/")
              for leaf in leaves_of(bytes_)]
    assert len(leaves) == int(size)
    assert root_of(leaves) == base64.b64decode(root)


def check(path, vkey):
    listed = parts_of(path)
    parts = dict(listed)
    assert len(parts) == len(listed)
    assert [name for name, _ in listed[-2:]] == ["MANIFEST", "MANIFEST.sig"]
    lines = "".join(f"{hashlib.sha256(bytes_).hexdigest()}  {name}\n"
                    for name, bytes_ in listed[:-2])
    assert lines.encode() == parts["MANIFEST"]
    _, text = check_receipt.signed_text(parts["MANIFEST.sig"].decode(), vkey)
    said = text.splitlines()
    assert said[0] == "parindex-evidence/v1"
    assert said[4] == "manifest " + hashlib.sha256(parts["MANIFEST"]).hexdigest()
    check_log(parts, vkey)
    for name, bytes_ in parts.items():
        folder, _, rest = name.partition("/")
        if folder == "documents":
            assert hashlib.sha256(bytes_).hexdigest() == rest
        elif folder == "receipts":
            check_receipt.check(bytes_.decode(), vkey)
        elif folder == "submissions":
            said = json.loads(bytes_)
            assert said["id"] + ".json" == rest
            assert "documents/" + said["document"]["sha256"] in parts
            assert f"receipts/{said['id']}.tlog-proof" in parts


if __name__ == "__main__":
    try:
        check(sys.argv[1], sys.argv[2])
    except (AssertionError, ValueError, KeyError, tarfile.TarError,
            subprocess.CalledProcessError) as why:
        sys.exit(f"does not hold: {why!r}")
