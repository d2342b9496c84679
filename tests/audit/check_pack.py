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


def bundle_of(bundle):
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        assert len(bundle) >= 2 + size
        yield bundle[2:2 + size]
        bundle = bundle[2 + size:]


def leaf_of(entry):
    return check_receipt.sha256(b"\0" + entry)


def root_of(leaves):
    """RFC 6962 2.1, by pairs: a node without a sibling goes up as it is."""
    while len(leaves) > 1:
        pairs = [check_receipt.sha256(b"\1" + a + b)
                 for a, b in zip(leaves[::2], leaves[1::2])]
        leaves = pairs + leaves[len(leaves) & ~1:]
    return leaves[0]


def entries_of(parts, folder):
    return [entry for name, bytes_ in parts.items()
            if name.startswith(folder + "tile/entries/")
            for entry in bundle_of(bytes_)]


def first_of(entry):
    """The lines of a log's first entry, by key."""
    return dict(line.split(" ", 1) for line in entry.decode().splitlines()
                if " " in line)


def check_log(parts, folder, vkey):
    """The log below `folder`; its first entry."""
    origin, text = check_receipt.signed_text(
        parts[folder + "checkpoint"].decode(), vkey)
    named, size, root = text.splitlines()
    entries = entries_of(parts, folder)
    assert len(entries) == int(size)
    assert root_of([leaf_of(e) for e in entries]) == base64.b64decode(root)
    first = first_of(entries[0])
    assert first["origin"] == origin == named and first["vkey"] == vkey
    first["is"] = (origin, size, base64.b64decode(root).hex())
    return first


def check_logs(parts, vkey):
    """All of them, the first one first; their keys."""
    before = sorted({int(name.split("/")[2]) for name in parts
                     if name.startswith("log/before/")})
    assert before == list(range(len(before)))
    folders = [f"log/before/{n}/" for n in before] + ["log/"]
    keys = [parts[folder + "vkey"].decode().strip() for folder in folders]
    assert keys[-1] == vkey
    was = None
    for folder, key in zip(folders, keys):
        first = check_log(parts, folder, key)
        assert was == ((first["before"], first["size"], first["root"])
                       if "before" in first else None)
        was = first["is"]
    return keys


def check_one_receipt(text, keys):
    """By the key of the log that its checkpoint names."""
    origin = text.split("\n\n", 1)[1].split("\n")[0]
    check_receipt.check(text, next(k for k in keys
                                   if k.startswith(origin + "+")))


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
    keys = check_logs(parts, vkey)
    for name, bytes_ in parts.items():
        folder, _, rest = name.partition("/")
        if folder == "documents":
            assert hashlib.sha256(bytes_).hexdigest() == rest
        elif folder == "receipts":
            check_one_receipt(bytes_.decode(), keys)
        elif folder == "commitments":
            said = json.loads(bytes_)
            assert said["id"] + ".json" == rest
            assert f"receipts/{said['id']}.tlog-proof" in parts
        elif folder == "submissions":
            said = json.loads(bytes_)
            assert said["id"] + ".json" == rest
            assert "documents/" + said["document"]["sha256"] in parts
            assert f"receipts/{said['id']}.tlog-proof" in parts


if __name__ == "__main__":
    try:
        check(sys.argv[1], sys.argv[2])
    except (AssertionError, ValueError, KeyError, IndexError,
            StopIteration, tarfile.TarError,
            subprocess.CalledProcessError) as why:
        sys.exit(f"does not hold: {why!r}")
