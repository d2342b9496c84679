"""births.py - the operator's acts, killed at every call: wholly there or not
at all.

Knows libdie.so and the commands. Touches stands.
"""
import hashlib
import signal
import time

from deaths import CALLS, preload, read_counts
from stand import BEGIN, PERIOD, Broken, Stand, folder
from story import SMALL, Story, pdf
from tally import spread

INIT = ("init", "--simulated", "--start", BEGIN, "--origin", "crash/parindex")


def calls_of(stand, words):
    """How often the command calls what."""
    path = stand.dir / "run/counts"
    stand.parindex(*words, env=preload(DIE_COUNT=path))
    numbers = path.read_text().split()[1:]
    path.unlink()
    return list(zip(CALLS, map(int, numbers)))


def killed(stand, words, wish):
    done = stand.run(*words, env=preload(DIE=wish))
    if done.returncode != -signal.SIGKILL:
        raise Broken(f"it ended with {done.returncode}: {done.stderr}")


# ---- a store is made ----

def die_in_init(wish):
    """Begun again, it makes a store, or says what has to go first."""
    with folder() as place:
        stand = Stand(place)
        killed(stand, INIT, wish)
        key = stand.dir / "key/log.key"
        if not (stand.store / "data.mdb").exists():
            again = stand.run(*INIT)
            if again.returncode != 0:
                if str(key) not in again.stderr or (
                        "removed" not in again.stderr):
                    raise Broken(f"begun again: {again.stderr}")
                key.unlink()
                stand.parindex(*INIT)
        elif stand.run(*INIT).returncode == 0:
            raise Broken("a second store was made over the first")
        stand.parindex("log", "verify")
        stand.parindex("store", "check")
        stand.parindex("token", "add", "operator")
        left = {p.name for p in stand.store.iterdir()}
        if left - {"data.mdb", "lock.mdb", "documents", "making"}:
            raise Broken(f"left behind: {left}")
        if (stand.store / "making/data.mdb").exists():
            raise Broken("half a store was left aside")


def init(full):
    with folder() as place:
        counts = calls_of(Stand(place), INIT)
    return [(f"init dies {what}:{n}:{when}", die_in_init,
             f"{what}:{n}:{when}")
            for what, calls in counts
            for n in spread(range(1, calls + 1), 99 if full else 4)
            for when in ("before", "after")]


# ---- acts on a store ----

def settled(stand):
    """What an act may change, as far as commands show it, but for what differs
    from run to run by nature: of the log its size, not its roots."""
    tokens, clock, jobs, checkpoint, periods = [
        stand.parindex(*words) for words in (
            ("token", "list"), ("clock", "show"), ("job", "list"),
            ("log", "checkpoint"), ("period", "show"))]
    return tokens, clock, jobs, checkpoint.splitlines()[1], periods


def loaded(base, place):
    """A fresh store with the period loaded and not opened."""
    stand = Stand(place)
    stand.parindex(*INIT)
    stand.parindex("period", "load", base.dir / "period/period.json")
    return stand


def opened(base, place):
    return Stand.from_base(base, place)


def buried(base, place):
    stand = opened(base, place)
    stand.parindex("period", "rescore", PERIOD)
    stand.parindex("job", "bury", "score-unit", PERIOD, "D01", "--reason",
                   "a test")
    return stand


def staffed(base, place):
    stand = opened(base, place)
    stand.parindex("person", "add", "an", "--name", "An", "--position", "CV")
    stand.parindex("hold", "add", "--period", PERIOD, *UNDER)
    return stand


def filled(base, place):
    """With one document of D01, whose bytes everybody knows."""
    stand = opened(base, place)
    stand.start("cgi")
    Story(stand).upload("a", "D01", "1.1.1", SMALL)
    stand.stop()
    return stand


UNDER = ("--decision", "15/QD", "--date", "2022-12-20", "--reason", "a test",
         "--person", "An")


def acts(base):
    """(what is there before, the command)"""
    paper = base.dir / "paper.pdf"
    paper.write_bytes(pdf("minutes"))
    return [
        (opened, ("period", "extend", PERIOD, "--until",
                  "2023-01-12T00:00:00+07:00", *UNDER)),
        (opened, ("person", "add", "an", "--name", "An", "--position", "CV")),
        (opened, ("hold", "add", "--period", PERIOD, *UNDER)),
        (staffed, ("hold", "end", "1", *UNDER)),
        (staffed, ("duty", "add", "an", "appraiser", *UNDER[:6], "--block",
                   "department")),
        (opened, ("period", "not-applicable", PERIOD, "D01", "1.1.1", *UNDER)),
        (opened, ("sighting", "add", PERIOD, "D01", "1.1.1", "--number", "1",
                  "--symbol", "QD-UBND", "--issuer", "UBND", "--issued",
                  "2022-01-15", "--person", "An", "--seen",
                  "2023-01-09T07:00:00+07:00")),
        (opened, ("decision", "add", PERIOD, paper, "--kind", "decision",
                  "--number", "1/QD", "--date", "2022-12-20", "--signer",
                  "An")),
        (opened, ("log", "signed", PERIOD, paper, "--size", "2")),
        (loaded, ("period", "load", base.dir / "period/period.json")),
        (loaded, ("period", "open", PERIOD)),
        (opened, ("period", "rescore", PERIOD)),
        (opened, ("token", "add", "unit", "--unit", "D03")),
        (opened, ("token", "revoke", "2")),
        (opened, ("clock", "set", "2023-01-10T00:00:00+07:00")),
        (buried, ("job", "retry", "--all")),
        (buried, ("job", "bury", "score-unit", PERIOD, "D02", "--reason",
                  "a test"))]


def die_in_act(base, make, words, whole, wish):
    """Killed, it has changed nothing or everything; made again, all is well.
    Entry numbers tell: an act is one entry or, of the jobs', none."""
    with folder() as place:
        stand = make(base, place)
        before = settled(stand)
        killed(stand, words, wish)
        after = settled(stand)
        if after != before and after != whole:
            raise Broken(f"half of it is there: {after}, neither {before} "
                         f"nor {whole}")
        done = wish.startswith("commit") and wish.endswith("after")
        if wish.startswith("commit") and (after == whole) != (
                done or before == whole):
            raise Broken("the commit does not decide")
        stand.parindex("log", "verify")
        stand.parindex("store", "check")


# ---- a document destroyed ----

EXPUNGE = ("expunge", hashlib.sha256(SMALL).hexdigest(), *UNDER)
ENOUGH = 20     # seconds until the dispatcher has looked


def holds_bytes(stand):
    return any(SMALL in path.read_bytes()
               for path in stand.store.rglob("*") if path.is_file())


def entries(stand):
    return stand.parindex("log", "checkpoint").splitlines()[1]


def carried_out(stand):
    """The dispatcher, started again when it dies, does what was decided."""
    stand.start("dispatch")
    until = time.monotonic() + ENOUGH
    while (holds_bytes(stand) or stand.run("store", "check").returncode != 0):
        if time.monotonic() > until:
            raise Broken("decided, and its bytes are still there: "
                         + stand.run("store", "check").stdout)
        stand.revive("dispatch")
        time.sleep(0.1)
    stand.stop()


def die_in_expunge(base, wish):
    """Not decided: nothing happened. Decided: the next look of the dispatcher
    does the rest, and not a byte is left."""
    with folder() as place:
        stand = filled(base, place)
        before = entries(stand)
        try:
            killed(stand, EXPUNGE, wish)
            if entries(stand) != before:
                carried_out(stand)
            elif not holds_bytes(stand):
                raise Broken("it is gone, and nobody decided so")
        finally:
            stand.end()
        stand.parindex("log", "verify")
        stand.parindex("store", "check")


def destroy(base, wish=None):
    """Decided by a command that died, carried out by a dispatcher that dies in
    its first life if `wish` says where. What its calls were, "" if it died."""
    with folder() as place:
        stand = filled(base, place)
        note = stand.dir / "run/note"
        seen = preload(DIE_PROGRAM="parindex-dispatch", **(
            {"DIE": wish, "DIE_ONCE": note} if wish else {"DIE_COUNT": note}))
        stand.env["dispatch"] = lambda life: seen if life == 1 else {}
        try:
            killed(stand, EXPUNGE, "commit:1:after")
            if not holds_bytes(stand):
                raise Broken("it was destroyed before that was decided")
            carried_out(stand)
        finally:
            stand.end()
        stand.parindex("log", "verify")
        return note.read_text() if note.exists() else None


def die_destroying(base, wish):
    if destroy(base, wish) is None:
        raise Broken("it did not come that far")


def destroying(base, full):
    counts = read_counts(destroy(base))
    return [(f"dispatch dies {what}:{n}:{when} as it destroys", die_destroying,
             base, f"{what}:{n}:{when}")
            for program, _, what, calls in counts if program == "dispatch"
            if full or what == "commit"
            for n in spread(range(1, calls + 1), 99 if full else 1)
            for when in ("before", "after")]


def expunge(base, full):
    with folder() as place:
        counts = calls_of(filled(base, place), EXPUNGE)
    return [(f"expunge dies {what}:{n}:{when}", die_in_expunge, base,
             f"{what}:{n}:{when}")
            for what, calls in counts
            for n in spread(range(1, calls + 1), 99 if full else 2)
            for when in ("before", "after")]


# ---- a log that ends, and its successor ----

def ends(how, stand):
    return ("log", how, "--new-key", stand.dir / "key/next.key", "--reason",
            "a test")


def by(stand, key, *words):
    """The command when the configuration names that key."""
    text = stand.conf.read_text()
    stand.conf.write_text(text.replace("key/log.key", f"key/{key}"))
    done = stand.run(*words)
    stand.conf.write_text(text)
    return done


def goes_on(stand, key):
    done = by(stand, key, "token", "add", "operator")
    return done.returncode == 0, done.stderr


def resume(stand):
    """Died before the new log's mark was written: what is said to do then."""
    kept = stand.dir / "kept"
    kept.write_text(stand.parindex("log", "checkpoint"))
    done = by(stand, "next.key", "log", "resume", "--checkpoint", kept)
    if done.returncode != 0:
        raise Broken(f"it cannot be resumed: {done.stderr}")


def die_in_end(base, how, wish):
    """By exactly one of the two keys the store goes on, at once or when it was
    resumed, in a log that is whole, and nothing that was in it is lost."""
    with folder() as place:
        stand = opened(base, place)
        before = settled(stand)
        killed(stand, ends(how, stand), wish)
        stand.parindex("log", "verify")
        told = [goes_on(stand, key) for key in ("log.key", "next.key")]
        if not told[0][0] and "log resume" in told[1][1]:
            resume(stand)
            told = [goes_on(stand, key) for key in ("log.key", "next.key")]
        if [well for well, _ in told].count(True) != 1:
            raise Broken(f"by how many keys it goes on: {told}")
        stand.parindex("log", "verify")
        stand.parindex("store", "check")
        if settled(stand)[4] != before[4]:
            raise Broken("the periods are others")


def end(base, how, full):
    with folder() as place:
        stand = opened(base, place)
        counts = calls_of(stand, ends(how, stand))
    return [(f"log {how} dies {what}:{n}:{when}", die_in_end, base, how,
             f"{what}:{n}:{when}")
            for what, calls in counts
            for n in spread(range(1, calls + 1), 99 if full else 2)
            for when in ("before", "after")]


def act(base, make, words, full):
    with folder() as place:
        stand = make(base, place)
        counts = calls_of(stand, words)
        whole = settled(stand)
    name = " ".join(map(str, words[:2]))
    return [(f"{name} dies {what}:{n}:{when}", die_in_act, base, make, words,
             whole, f"{what}:{n}:{when}")
            for what, calls in counts if full or what == "commit"
            for n in spread(range(1, calls + 1), 99 if full else 1)
            for when in ("before", "after")]


def births(tally, base, full):
    claims = tally.hold("init is counted", init, full) or []
    for make, words in acts(base):
        claims += tally.hold(f"{words[0]} {words[1]} is counted", act, base,
                             make, words, full) or []
    claims += tally.hold("expunge is counted", expunge, base, full) or []
    claims += tally.hold("it is destroyed", destroying, base, full) or []
    for how in "rotate", "succeed":
        claims += tally.hold(f"log {how} counts", end, base, how, full) or []
    tally.hold_all("deaths of the operator's acts", claims)
