#!/usr/bin/python3
"""check_witness.py - cosignatures end to end: the dispatcher against a witness
written from the specification (witness.py), and the witness against the known
answers of torchwood's litewitness.

    tests/audit/check_witness.py      programs from $PARINDEX_BUILD

Touches a temporary folder, free ports and the processes it starts.
"""
import base64
import hashlib
import pathlib
import sys
import tempfile

import check_tsa
import witness
from check_tsa import hold, line_of


class Site(check_tsa.Site):
    def configure(self, witnesses):
        super().configure({})
        with self.conf.open("a") as conf:
            for name, (url, key) in witnesses.items():
                conf.write(f"[witness {name}]\nurl = {url}\nvkey = {key}\n"
                           "interval = 10\n")


def check_vectors():
    """The sizes, roots and proofs of litewitness's test (audit of its own)."""
    leaves = [bytes([0x2a, i]) + bytes(30) for i in range(5)]

    def root(part):
        if len(part) == 1:
            return part[0]
        k = 1
        while k * 2 < len(part):
            k *= 2
        return witness.node(root(part[:k]), root(part[k:]))
    roots = {n: base64.b64encode(root(leaves[:n])).decode() for n in (1, 3, 5)}
    hold(roots == {1: "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                   3: "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=",
                   5: "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY="},
         "the witness's tree gives litewitness's roots")
    proof = [leaves[1], leaves[2]]
    hold(witness.consistent(1, 3, proof, leaves[0], root(leaves[:3])) and
         not witness.consistent(1, 3, proof[:1], leaves[0],
                                root(leaves[:3])) and
         not witness.consistent(1, 3, proof, leaves[1], root(leaves[:3])),
         "and its proofs hold, or do not, as litewitness's")


def cosignatures(site, who):
    note = site.parindex("log", "checkpoint")
    return [line for line in note.splitlines()
            if line.startswith(witness.DASH + who.name + " ")]


def check_faults(site, who):
    site.configure({"w": (who.url, who.vkey)})
    said, _ = site.run(lambda s: "not stamped" in line_of(s, "witness:w"))
    hold("status 404" in line_of(said, "witness:w"),
         "a witness that does not know the log is said")
    who.trust(site.parindex("log", "key").strip().removeprefix("log key: "))
    spoils = {
        "no answer": (lambda a: b"", "empty"),
        "no cosignature": (lambda a: b"yes\n", "no cosignature"),
        "another's": (lambda a: witness.Witness().cosign("x\n"),
                      "not in its answer"),
        "of other words": (lambda a: who.cosign("x\n"), "does not hold"),
    }
    for name, (spoil, says) in spoils.items():
        who.spoil = spoil
        log = next(iter(who.logs.values()))
        log[3:] = [0, hashlib.sha256().digest()]
        said, _ = site.run(lambda s: says in line_of(s, "witness:w"))
        hold(says in line_of(said, "witness:w") and
             not cosignatures(site, who),
             f"{name}: not kept, and said: {line_of(said, 'witness:w')}")
    log[3:] = [0, hashlib.sha256().digest()]
    who.spoil = None


def check_good(site, who):
    said, _ = site.run(lambda s: len(cosignatures(site, who)) == 1)
    lines = cosignatures(site, who)
    hold(len(lines) == 1, "the newest checkpoint bears the cosignature")
    blob = base64.b64decode(lines[0].rsplit(" ", 1)[1])
    hold(len(blob) == 76 and
         blob[:4] == witness.key_id(who.name, 4, who.public),
         "it is of the type and length of the specification")
    receipt = site.parindex("log", "receipt", "0")
    hold(lines[0] in receipt, "a receipt fetched now carries it")
    key = site.parindex("log", "key").strip()
    policy = site.folder / "policy"
    policy.write_text(f"log {key}\nwitness w {who.vkey}\nquorum w\n")
    (site.folder / "receipt").write_text(receipt)
    said = site.parindex("verify", "--policy", policy, "--lang", "en",
                         site.folder / "receipt")
    hold("w" in said, "and is vouched for by the quorum of a policy")
    hold("sound" in site.parindex("log", "verify"), "the log is sound")


def check_growth(site, who):
    """Consistency from what it saw, 409 when it saw another size."""
    for _ in range(3):
        site.parindex("token", "add", "dms")
    seen = next(iter(who.logs.values()))
    before = seen[3]
    said, _ = site.run(lambda s: len(cosignatures(site, who)) == 1)
    last = who.asked[-1][1].decode()
    hold(last.startswith(f"old {before}\n") and seen[3] > before,
         f"it proves growth from {before} to {seen[3]}")
    site.parindex("token", "add", "dms")
    seen[3:] = [0, hashlib.sha256().digest()]
    said, _ = site.run(lambda s: len(cosignatures(site, who)) == 1)
    hold(who.asked[-1][1].startswith(b"old 0\n") and seen[3] > 0,
         "it goes on from what the witness says it knows")
    seen[3] += 1000
    site.parindex("token", "add", "dms")
    said, _ = site.run(lambda s: "set back" in line_of(s, "witness:w"))
    hold("set back" in line_of(said, "witness:w"),
         f"a larger log elsewhere is said: {line_of(said, 'witness:w')}")


def main():
    check_vectors()
    with tempfile.TemporaryDirectory(prefix="wit.") as folder:
        site = Site(pathlib.Path(folder))
        who = witness.Witness()
        try:
            check_faults(site, who)
            check_good(site, who)
            check_growth(site, who)
        finally:
            who.close()
    print(f"{check_tsa.passed} passed, {check_tsa.failed} failed")
    return check_tsa.failed != 0


if __name__ == "__main__":
    sys.exit(main())
