#!/usr/bin/python3
"""check_commitment.py - commitments end to end: nginx, parindex-cgi, the
dispatcher and its workers, on a real store whose clock and time since start
this test moves on together, as if everybody had waited (unfit_clock.c).

Committed to in the last minute; sent 40 minutes after midnight: on time. Sent
when the announced hour is over: late. Other bytes, another criterion, nothing
committed to: refused, or late. Each receipt is explained, the log is judged
again at the machine and from its published files, and by a checker that is not
ours; and an entry that somebody changed is found.

    tests/audit/check_commitment.py      programs from $PARINDEX_BUILD

Touches a temporary folder, free ports and the processes it starts.
"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import clock_kit  # noqa: E402
from clock_kit import flow_kit, site_kit  # noqa: E402
import go_checker  # noqa: E402

MINUTE = 60_000_000
RULE = '"commitments": {"counts": "commitment", "hours": 1},\n'
LEAF = "1.1.1"
failed = passed = 0


def hold(well, what):
    global failed, passed
    passed += bool(well)
    failed += not well
    print("ok    " if well else "FAILED", what)


class Site(clock_kit.Site):
    outside = ()  # the dispatcher tells of the silence while all waited

    def commitments(self, unit):
        return f"/v1/periods/{site_kit.PERIOD}/units/{unit}/commitments"

    def commit(self, unit, *papers):
        """(status, answer) of a commitment to these bytes."""
        body = json.dumps({"leaves": [LEAF], "documents": [
            {"sha256": hashlib.sha256(one).hexdigest(), "size": len(one)}
            for one in papers]})
        status, _, said = self.ask("POST", self.commitments(unit),
                                   self.unit(unit), body,
                                   Content_Type="application/json")
        return status, said

    def complete(self, unit, commitment, paper, leaf=LEAF):
        status, _, said = self.upload(
            self.unit(unit), paper, f"{unit}&commitment={commitment}", leaf)
        return status, said

    def receipt(self, path, unit, name):
        """Fetched into a file; that."""
        status, _, text = self.ask("GET", path + "/receipt", self.unit(unit))
        assert status == 200, (path, text)
        to = self.dir / "receipts" / f"{name}.tlog-proof"
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(text)
        return to

    def explained(self, receipt, language, *more):
        done = subprocess.run(
            [self.programs["parindex"], "verify", receipt, "--key",
             self.log_key(), "--lang", language, *more],
            capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode == 0 else None


def in_the_last_minute(site):
    """What is committed to: by D01 three documents at once, by D02 nothing."""
    papers = [flow_kit.paper(n) for n in range(3)]
    status, said = site.commit("D01", *papers)
    hold(status == 201 and said["verdict"] == "on-time"
         and said["counts"] == "commitment" and "complete_before" in said,
         f"a commitment is taken in the last minute: {said['received']}")
    hold(site.ask("GET", "/v1/periods/2022", site.unit("D01"))[2]
         ["commitments"] == {"counts": "commitment", "hours": 1},
         "that it counts, and for how long, the period says")
    return said, papers


def by_the_command(site):
    """A document sent with its commitment before it, twice the same way."""
    document, token = site.dir / "ke-hoach.pdf", site.dir / "token"
    document.write_bytes(flow_kit.paper(7))
    token.write_text(site.unit("D03"))
    command = [site.programs["parindex"], "submit", document, "--commit-first",
               "--url", site.api, "--token-file", token, "--period",
               site_kit.PERIOD, "--unit", "D03", "--leaf", LEAF, "--secrecy",
               "thuong"]
    first = subprocess.run(command, capture_output=True, text=True)
    again = subprocess.run(command, capture_output=True, text=True)
    made = pathlib.Path(f"{document}.commitment.tlog-proof")
    hold(first.returncode == 0 and first.stdout == again.stdout
         and str(made) in first.stdout,
         f"parindex submit --commit-first: {first.stdout!r}{first.stderr}")
    for receipt, words in ((made, "RECEIPT FOR A COMMITMENT"),
                           (f"{document}.tlog-proof", "By either time")):
        told = site.explained(receipt, "en", "--document", document)
        hold(told and words in told and "ke-hoach.pdf" in told,
             f"its receipt says: {words}")
    return command


def after_midnight(site, commitment, papers):
    """40 minutes after it: what was committed to, and what was not."""
    status, on_time = site.complete("D01", commitment["id"], papers[0])
    hold(status == 202 and on_time["verdict"] == "on-time"
         and on_time["commitment"]["counts"],
         f"sent 40 minutes after midnight it is on time: {status} "
         f"{on_time.get('received')} {on_time.get('commitment')}")
    status, said = site.complete("D01", commitment["id"], flow_kit.paper(9))
    hold(status == 409 and said["errors"][0]["pointer"] == "/file",
         f"other bytes are refused: {said['detail']}")
    status, said = site.complete("D01", commitment["id"], papers[1], "1.1.2")
    hold(status == 409 and said["errors"][0]["pointer"] == "/leaf/0",
         f"so is another criterion: {said['detail']}")
    status, said = site.complete("D02", commitment["id"], papers[1])
    hold(status == 404, f"and another unit: {said['detail']}")
    status, said = site.commit("D02", papers[1])
    hold(status == 409 and said["type"].endswith("window-closed"),
         f"nobody commits now: {said['detail']}")
    status, said = site.upload(site.unit("D02"), flow_kit.paper(8), "D02",
                               LEAF)[::2]
    hold(status == 202 and said["verdict"] == "late",
         "without a commitment the same moment is late")
    return on_time


def after_the_hour(site, commitment, papers):
    status, late = site.complete("D01", commitment["id"], papers[1])
    hold(status == 202 and late["verdict"] == "late"
         and not late["commitment"]["counts"],
         f"sent after the announced hour it is late: {late['received']}")

    def settled():
        said = [site.ask("GET", f"/v1/submissions/{id}", site.council)[2]
                for id in (on_time["id"], late["id"])]
        return all(one["status"] != "queued" for one in said) and said
    on_time = site.ask("GET", site.commitments("D01"), site.council)[2]
    on_time = {"id": on_time["commitments"][0]["documents"][0]["submission"]}
    hold([one["status"] for one in flow_kit.until(settled)]
         == ["accepted", "late"], "the check finds the same")
    seen = site.ask("GET", f"{site.commitments('D01')}/{commitment['id']}",
                    site.council)[2]
    hold(["submission" in one for one in seen["documents"]]
         == [True, True, False], "and the commitment says what came")
    return late


def check_receipts(site, commitment, on_time, late, papers):
    for name, path, words in (
            ("commitment", f"{site.commitments('D01')}/{commitment['id']}",
             ("nothing was submitted by that alone",
              "chưa phải là tài liệu đã nộp")),
            ("on-time", f"/v1/submissions/{on_time['id']}",
             ("ON TIME. The commitment had arrived before the deadline",
              "Kết luận theo thời điểm này")),
            ("late", f"/v1/submissions/{late['id']}",
             ("The finding is by when the document had come whole",
              "Kết luận theo thời điểm nhận đủ tài liệu"))):
        receipt = site.receipt(path, "D01", name)
        salt = ("--salt", commitment["log"]["salt"], "--unit", "D01")
        for language, says in zip(("en", "vi"), words):
            told = site.explained(receipt, language, *salt)
            hold(told and says in told, f"{name}: verify says {says!r}")
    document = site.dir / "first.pdf"
    document.write_bytes(papers[0])
    receipts = site.dir / "receipts"
    hold(all(site.explained(receipts / f"{name}.tlog-proof", "en",
                            "--document", document)
             for name in ("commitment", "on-time"))
         and site.explained(receipts / "late.tlog-proof", "en", "--document",
                            document) is None,
         "a document is known by the receipts that name it, and no other")
    for name in "on-time", "late":
        told = site.explained(receipts / f"{name}.tlog-proof", "vi",
                              "--commitment", receipts /
                              "commitment.tlog-proof")
        hold(told and "đã được đối chiếu và khớp" in told,
             f"{name}: its commitment's receipt agrees")
    hold(site.explained(receipts / "on-time.tlog-proof", "vi", "--commitment",
                        site.dir / "ke-hoach.pdf.commitment.tlog-proof")
         is None, "another commitment's does not")
    pdf = site.dir / "slip.pdf"
    hold(site.explained(receipts / "on-time.tlog-proof", "vi", "--pdf", pdf)
         and pdf.read_bytes().startswith(b"%PDF"), "the slip is a page")


def check_log(site, commitment):
    hold("every verdict holds" in site.parindex("log", "verify"),
         "the log is sound, and every verdict holds")
    hold(site.parindex("store", "check").endswith("the store is sound\n"),
         "and what the records say is what the log has")
    public = site.dir / "public"
    site.parindex("log", "export", public)
    hold("every verdict holds" in site.parindex(
        "log", "check", public, "--key", site.log_key()),
        "so are its published files")
    report = json.loads(site.parindex("audit", site_kit.PERIOD, "--json"))
    found = [one for one in report["findings"]
             if one["code"] == "commitment-open"]
    hold(len(found) == 1 and "2 of 3" in found[0]["text"]["en"]
         and found[0]["log_index"] == commitment["log"]["index"],
         f"the auditor hears of what did not come: {found}")
    return public


def check_by_others(site, public):
    if not go_checker.can_be_built():
        print("left out: golang-golang-x-mod-dev is not installed")
        return
    none = site.dir / "none"
    none.mkdir()
    well, said = go_checker.GoChecker(site.dir).check(
        site.log_key(), public, site.dir / "receipts", none)
    hold(well and "3 receipts" in said, f"a checker that is not ours: {said}")


def check_pack(site, commitment):
    """What an auditor takes away has the commitments, and their receipts."""
    pack = site.dir / "pack.tar"
    site.parindex("audit", "pack", site_kit.PERIOD, "--all", "--out", pack)
    said = site.parindex("audit", "check", pack, "--log-key", site.log_key())
    theirs = subprocess.run(
        [sys.executable, clock_kit.ROOT / "tests/audit/check_pack.py", pack,
         site.log_key()], capture_output=True, text=True)
    hold("6 receipts" in said and theirs.returncode == 0,
         f"an evidence pack holds: {said.strip()} {theirs.stderr}")
    with tarfile.open(pack) as parts:
        made = json.load(parts.extractfile(
            f"commitments/{commitment['id']}.json"))
    hold(made["log"] == commitment["log"], "and tells of the commitment")


def check_forgery(site, public):
    """The commitment's time in the completing entry, moved by a day."""
    forged = site.dir / "forged"
    shutil.copytree(public, forged)
    changed = False
    for part in sorted((forged / "tile/entries").rglob("*")):
        if part.is_file() and b"\ncommitment " in part.read_bytes():
            text = part.read_bytes()
            at = text.rindex(b"\ncommitment ") + len(b"\ncommitment ")
            at = text.index(b" ", at) + 6
            part.chmod(0o600)
            part.write_bytes(text[:at] + bytes([text[at] ^ 1])
                             + text[at + 1:])
            changed = True
    done = subprocess.run(
        [site.programs["parindex"], "log", "check", forged, "--key",
         site.log_key()], capture_output=True, text=True)
    hold(changed and done.returncode == 1,
         f"an entry that somebody changed is found: {done.stderr.strip()}")


def main():
    deadline = int(time.time()) + 60
    site = Site(deadline, RULE)
    try:
        site.start()
        commitment, papers = in_the_last_minute(site)
        by_the_command(site)
        assert time.time() < deadline - 1, "this machine is too slow"
        began = deadline * 1_000_000 - time.time_ns() // 1000
        site.wait(began + 40 * MINUTE)
        on_time = after_midnight(site, commitment, papers)
        site.wait(began + 62 * MINUTE)
        late = after_the_hour(site, commitment, papers)
        check_receipts(site, commitment, on_time, late, papers)
        public = check_log(site, commitment)
        check_by_others(site, public)
        check_pack(site, commitment)
        check_forgery(site, public)
    finally:
        site.end()
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
