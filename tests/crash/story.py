"""story.py - a small evaluation, told over HTTP, and what must be true at its
end however often a program died on the way.

Knows the requests and that each may be made again with the same key. Touches
a stand.
"""
import base64
import functools
import hashlib
import json

import check_receipt
from stand import PERIOD, UNITS, Broken

SECOND_DAY = "2023-01-11T08:00:00+07:00"  # evidence is late, appraisal open


@functools.cache
def pdf(words, padding=0):
    """A whole PDF of one page, larger by `padding` bytes."""
    text = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET\n".encode()
    noise = hashlib.shake_128(words.encode()).hexdigest(padding // 2).encode()
    stream = text + b"%" + noise + b"\n"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%sendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    xref = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root "
                  b"1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (xref, len(out)))


SMALL = pdf("a small document")
LARGE = pdf("a large document", 200_000)
OTHER = pdf("another large document", 140_000)


class Story:
    """One telling. `acks` is what was acknowledged: name -> submission."""

    def __init__(self, stand, told=None):
        self.stand, self.told = stand, told or (lambda ack: None)
        self.acks = {}

    # ---- requests that may be repeated ----

    def upload(self, name, unit, leaf, body, replaces=None, commitment=None):
        at = (f"/v1/submissions?period={PERIOD}&unit={unit}&leaf={leaf}"
              f"&secrecy=thuong&file={name}.pdf")
        if replaces:
            at += f"&replaces={self.acks[replaces]['id']}"
        if commitment:
            at += f"&commitment={commitment}"
        answer = self.stand.ask("POST", at, unit, body,
                                CONTENT_TYPE="application/pdf",
                                HTTP_IDEMPOTENCY_KEY=f"key-{name}")
        if answer.status != 202:
            raise Broken(f"upload {name} got {answer}")
        first = self.acks.setdefault(name, answer.body)
        if first["id"] != answer.body["id"] or first["log"] != answer.body[
                "log"]:
            raise Broken(f"upload {name}, repeated, is another one: {answer}")
        self.told(first)

    def withdraw(self, name, unit):
        at = f"/v1/submissions/{self.acks[name]['id']}"
        answer = self.stand.ask("POST", at + "/withdrawal", unit,
                                {"reason": "sai tệp"})
        if answer.status != 200:    # it was done before the answer was lost
            answer = self.stand.ask("GET", at, unit)
        if answer.status != 200 or answer.body["status"] != "withdrawn":
            raise Broken(f"the withdrawal of {name} got {answer}")

    def score(self, who, unit, leaf, column, inputs):
        at = f"/v1/periods/{PERIOD}/units/{unit}/sheet/{leaf}"
        answer = self.stand.ask("PUT", f"{at}/{column}", who,
                                {"inputs": inputs, "reason": "theo hồ sơ"},
                                HTTP_IF_MATCH='"v0"')
        if answer.status == 412:
            kept = self.stand.ask("GET", at, who).body["leaf"][column]
            if kept["version"] == 1 and kept["inputs"] == inputs:
                return
        if answer.status != 200:
            raise Broken(f"{column} of {unit} {leaf} got {answer}")

    def forms(self, survey, forms):
        answer = self.stand.ask(
            "POST", f"/v1/periods/{PERIOD}/surveys/{survey}/forms", "survey",
            {"forms": forms})
        if answer.status != 200 or len(forms) != (
                answer.body["taken"] + answer.body["known"]):
            raise Broken(f"the forms of {survey} got {answer}")

    # ---- the evaluation ----

    def first_day(self):
        self.upload("plan", "D01", "1.1.1", SMALL)
        self.upload("news", "D01", "1.4.1", LARGE)
        self.upload("same", "D02", "1.1.1", SMALL)
        self.upload("copy", "H01", "1.4.1", LARGE)
        self.upload("gone", "D03", "1.1.1", OTHER)
        self.upload("list", "H02", "2.1.1", pdf("a list"))
        self.score("D01", "D01", "1.1.1", "self", {"issued": "2022-01-15"})
        self.score("D01", "D01", "1.4.1", "self",
                   {"plan": True, "news": 14, "other": False})
        self.score("D02", "D02", "1.1.1", "self", {"issued": "2022-02-10"})
        self.score("D03", "D03", "1.1.1", "self", {"issued": "2022-01-20"})
        self.score("H02", "H02", "2.1.1", "self", {"a": 10, "b": 9})
        self.stand.drain()

    def change_of_mind(self):
        self.withdraw("gone", "D03")
        self.upload("better", "D01", "1.1.1", pdf("a better plan"), "plan")
        self.stand.drain()

    def second_day(self):
        self.upload("late", "H03", "1.1.1", pdf("too late"))
        self.score("appraiser", "D01", "1.4.1", "round1",
                   {"plan": True, "news": 9, "other": False})
        self.forms("org-department", [
            {"number": f"P-{i}", "group": "hdnd", "units": {
                unit: {f"q{q}": (i + q) % 4 + 1 for q in range(1, 8)}
                for unit in UNITS if unit[0] == "D"}} for i in range(3)])
        self.forms("citizen-district", [
            {"number": "C-1", "group": "citizen", "unit": "H01",
             "answers": {"a1": 5, "a2": 4, "b1": 3}}])
        self.stand.drain()

    def tell(self):
        """Everything, with the clock moved in between while the dispatcher
        is away, so that it finds the window ended when it comes back."""
        stand = self.stand
        stand.start("cgi", "dispatch")
        self.first_day()
        self.change_of_mind()
        stand.parindex("period", "recompute", PERIOD)   # while no tick helps
        stand.stop("dispatch")
        stand.parindex("clock", "set", SECOND_DAY)
        stand.start("dispatch")
        self.second_day()


# ---- what is true at the end ----

def without(value, *keys):
    """The same JSON without these members, at any depth."""
    if isinstance(value, dict):
        return {k: without(v, *keys) for k, v in value.items()
                if k not in keys}
    if isinstance(value, list):
        return [without(v, *keys) for v in value]
    return value


def submissions(stand):
    """Every submission of every unit, by its file's name."""
    found = {}
    for unit in UNITS:
        answer = stand.ask(
            "GET", f"/v1/periods/{PERIOD}/units/{unit}/submissions", unit)
        for one in answer.body["submissions"]:
            name = one["document"]["file"].removesuffix(".pdf")
            if name in found:
                raise Broken(f"submission {name} is there twice")
            found[name] = one
    return found


def events(stand):
    """How many of each kind that an act makes once."""
    once = ("submission-received", "submission-judged",
            "submission-withdrawn", "leaf-scored", "forms-entered",
            "period-amended", "submission-rejudged", "submission-admitted",
            "submission-ruled", "results-published", "document-destroyed")
    after, counts = 0, {}
    while True:
        page = stand.ask("GET", f"/v1/changes?after={after}", "dms").body
        for event in page["events"]:
            if event["event"] in once:
                counts[event["event"]] = counts.get(event["event"], 0) + 1
        if page["next"] == after:
            return counts
        after = page["next"]


def outcome(stand):
    """All that must not depend on who died when. Entries of different acts
    may change places in the log, so what counts them is left out."""
    mine = submissions(stand)
    names = {one["id"]: name for name, one in mine.items()}
    for one in mine.values():
        for way in {"replaces", "replaced_by"} & one.keys():
            one[way] = names[one[way]]
    sheets = [stand.ask("GET", f"/v1/periods/{PERIOD}/units/{u}/sheet",
                        "appraiser").body for u in UNITS]
    return {
        "results": without(json.loads(stand.results()), "as_of", "revision"),
        "sheets": without(sheets, "time", "log_index", "log"),
        "submissions": without(mine, "id", "log", "received", "rejudged"),
        "events": events(stand),
        "entries": stand.number("log_entries"),
        "buried": stand.number("jobs_buried"),
        "due": stand.number("jobs_due")}


def check_acks(stand, acks):
    """What was acknowledged is there, as its receipt says."""
    vkey = stand.parindex("log", "key").strip().removeprefix("log key: ")
    kept = submissions(stand)
    for name, ack in acks.items():
        one = kept.get(name)
        if one is None:
            raise Broken(f"{name} was acknowledged and is not there")
        index = int(ack["receipt"].split("\nindex ")[1].split("\n")[0])
        if one["id"] != ack["id"] or not (
                one["log"]["index"] == ack["log"]["index"] == index):
            raise Broken(f"{name} is not the submission acknowledged")
        check_receipt.check(ack["receipt"], vkey)
        entry = base64.b64decode(
            ack["receipt"].split("\nextra ")[1].split("\n")[0])
        if f"id {ack['id']}".encode() not in entry.split(b"\n"):
            raise Broken(f"the receipt of {name} is another one's")
        check_document(stand, one)


def check_document(stand, one):
    answer = stand.ask("GET", f"/v1/documents/{one['document']['sha256']}",
                       one["unit"])
    if answer.status != 200 or hashlib.sha256(
            answer.body).hexdigest() != one["document"]["sha256"]:
        raise Broken(f"the document of {one['id']} is not there")


def check_replay(stand, acks):
    """The same key after all this: the same submission, nothing new."""
    before = stand.number("log_entries")
    again = Story(stand)
    again.acks = dict(acks)
    again.upload("news", "D01", "1.4.1", LARGE)
    again.upload("late", "H03", "1.1.1", pdf("too late"))
    if stand.number("log_entries") != before:
        raise Broken("a repeated request was logged again")


def check_files(stand, acks):
    """Files of documents, besides packs: those acknowledged, and nothing else
    but what a sweep may remove, which has the name of its own content."""
    kept = {ack["document"]["sha256"] for ack in acks.values()}
    for path in (stand.store / "documents").rglob("*"):
        if not path.is_file() or path.parent.name == "packs":
            continue
        name = path.parent.name + path.name
        if name not in kept and hashlib.sha256(
                path.read_bytes()).hexdigest() != name:
            raise Broken(f"{path.name} was left among the documents")


def check_store(stand):
    stand.parindex("log", "verify")
    said = stand.parindex("store", "check")
    if "sound" not in said:
        raise Broken(said)


def check_end(story, reference):
    stand = story.stand
    check_acks(stand, story.acks)
    check_replay(stand, story.acks)
    check_files(stand, story.acks)
    is_now = outcome(stand)
    for what, expected in reference.items():
        if is_now[what] != expected:
            raise Broken(f"{what} differ from those of a calm run: "
                         f"{is_now[what]} instead of {expected}")
    check_store(stand)
