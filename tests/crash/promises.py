"""promises.py - a commitment, its bytes a day later, and parindex-cgi killed at
every call in between.

Knows libdie.so and what a commitment promises. Touches stands.
"""
import hashlib

import check_receipt
from deaths import preload, read_counts
from stand import PERIOD, Broken, Stand, folder
from story import LARGE, SECOND_DAY, Story, check_acks, check_files, \
    check_store, pdf, submissions
from tally import spread

AT = f"/v1/periods/{PERIOD}/units/H01/commitments"
BODIES = {"large": LARGE, "small": pdf("said before")}


class Promise(Story):
    """The period lets commitments count for three days."""

    def commit(self):
        documents = [{"sha256": hashlib.sha256(body).hexdigest(),
                      "size": len(body)} for body in BODIES.values()]
        answer = self.stand.ask("POST", AT, "H01", {
            "leaves": ["1.4.1"], "documents": documents},
            HTTP_IDEMPOTENCY_KEY="key-commitment")
        if answer.status != 201:
            raise Broken(f"the commitment got {answer}")
        self.promise = answer.body

    def tell(self):
        stand = self.stand
        stand.start("cgi", "dispatch")
        self.commit()
        stand.stop("dispatch")
        stand.parindex("clock", "set", SECOND_DAY)
        stand.start("dispatch")
        for name, body in BODIES.items():
            self.upload(name, "H01", "1.4.1", body,
                        commitment=self.promise["id"])
        stand.drain()


def check_promise(story, entries=None):
    """One commitment, as its receipt says; completed, and on time by it."""
    stand, promise = story.stand, story.promise
    kept = stand.ask("GET", AT, "H01").body["commitments"]
    if [one["id"] for one in kept] != [promise["id"]] or (
            kept[0]["log"] != promise["log"]):
        raise Broken(f"not the commitment acknowledged: {kept}")
    vkey = stand.parindex("log", "key").strip().removeprefix("log key: ")
    check_receipt.check(promise["receipt"], vkey)
    by = {one["sha256"]: one.get("submission") for one in kept[0]["documents"]}
    for name, one in submissions(stand).items():
        if (by[one["document"]["sha256"]] != one["id"]
                or one["commitment"]["id"] != promise["id"]
                or not one["commitment"]["counts"]
                or (one["verdict"], one["status"]) != ("on-time", "accepted")):
            raise Broken(f"{name} does not complete it: {one}")
    check_acks(stand, story.acks)
    check_files(stand, story.acks)
    before = stand.number("log_entries")
    if entries is not None and before != entries:
        raise Broken(f"the log has {before} entries instead of {entries}")
    story.commit()
    for name, body in BODIES.items():
        story.upload(name, "H01", "1.4.1", body, commitment=promise["id"])
    if stand.number("log_entries") != before:
        raise Broken("a repeated request was logged again")
    check_store(stand)
    stand.parindex("log", "verify")
    return before


def calm_run(base):
    """How many entries it leaves, and how often parindex-cgi calls what."""
    with folder() as place:
        stand = Stand.from_base(base, place)
        counts = stand.dir / "run/counts"
        stand.env["cgi"] = preload(DIE_COUNT=counts)
        try:
            story = Promise(stand)
            story.tell()
            entries = check_promise(story)
            stand.stop()
        finally:
            stand.end()
        return entries, read_counts(counts.read_text())


def die(base, entries, wish):
    """Told with one death. Whether the process came that far."""
    with folder() as place:
        stand = Stand.from_base(base, place)
        once = stand.dir / "run/died"
        env = preload(DIE=wish, DIE_ONCE=once)
        stand.env["cgi"] = lambda now: env if now == 1 else {}
        try:
            story = Promise(stand)
            story.tell()
            check_promise(story, entries)
            return once.exists()
        finally:
            stand.end()


def promises(tally, base, full):
    calm = tally.hold("a calm promise", calm_run, base)
    if calm is None:
        return
    entries, counts = calm
    claims = [(f"cgi dies {what}:{n}:{when} in a promise", die, base, entries,
               f"{what}:{n}:{when}")
              for program, _, what, calls in counts if program == "cgi"
              for n in spread(range(1, calls + 1), calls if full else 6)
              for when in ("before", "after")]
    died = tally.hold_all("deaths in a promise", claims).count(True)
    tally.say(f"{died} of {len(claims)} deaths took place")
    tally.hold("most of them take place", enough, died, len(claims))


def enough(died, wanted):
    if died * 4 < wanted * 3:
        raise Broken(f"only {died} of {wanted} did")
