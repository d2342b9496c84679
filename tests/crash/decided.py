"""decided.py - what is decided late in a period, killed at every call: the
command itself, parindex-cgi when that is asked instead, and who carries on
after either. Then done once more, as by one who got no answer.

Knows libdie.so, the commands and the requests. Touches stands.
"""
import pathlib
import typing

from births import calls_of, killed, settled
from deaths import STARTERS, enough, preload, read_counts
from stand import PERIOD, Broken, Stand, folder
from story import OTHER, SMALL, check_store, outcome
from tally import spread
from year import SURVEY, VALUES, Year, calm

TEXTS = {"number": "15/QD", "date": "2023-01-11", "reason": "a test",
         "person": "An"}
UNDER = ("--decision", TEXTS["number"], "--date", TEXTS["date"],
         "--reason", TEXTS["reason"], "--person", TEXTS["person"])


class Act(typing.NamedTuple):
    """Once it was done, the command says `again`, whether that is a refusal.
    `request` is the same over HTTP: its path and body, by the council."""

    name: str
    day: str
    words: tuple
    again: str
    request: tuple = ()
    commits: int = 1    # more: what was begun goes on
    carried: bool = False   # dispatcher and worker are killed too
    sampled: bool = True    # without --full too

    def ways(self):
        return ("parindex", "cgi") if self.request else ("parindex",)


def late(year):
    at = "/v1/submissions/"
    return [
        Act("period amend", "late", ("period", "amend", year.amended, *UNDER),
            "says just that", carried=True),
        Act("late admit", "late", ("late", "admit", year.id["late"], *UNDER),
            "counts by a decision already",
            (f"{at}{year.id['late']}/admission", {"decision": TEXTS})),
        Act("ruling add", "late",
            ("ruling", "add", year.id["doubt"], "late", *UNDER),
            "was ruled to be late already",
            (f"{at}{year.id['doubt']}/ruling",
             {"verdict": "late", "decision": TEXTS})),
        Act("council decide", "late",
            ("council", "decide", PERIOD, year.values, "--decision", "1",
             "--seen", year.seen), "Nothing was written",
            (f"/v1/periods/{PERIOD}/council",
             {"decision": 1, "seen": int(year.seen), "values": [
                 {"unit": unit, "leaf": leaf, "inputs": inputs, "reason": "x"}
                 for unit, leaf, _, inputs in VALUES]})),
        Act("survey import", "late",
            ("survey", "import", PERIOD, SURVEY, year.forms),
            "import 2: 0 forms count now", commits=2)]


def last(year):
    at = f"/v1/periods/{PERIOD}/"
    return [
        Act("publish", "over", ("publish", PERIOD, "--decision", "3"),
            "are published", (at + "publication", {"decision": 3})),
        Act("correct", "published",
            ("correct", PERIOD, "--decision", "4", "--reason", "a test"),
            "is older than revision 2",
            (at + "correction", {"decision": 4, "reason": "a test"})),
        *(Act(f"retention dispose {kind}", "old",
              ("retention", "dispose", PERIOD, kind, *UNDER),
              f"destroyed: 0 {rows} of kind {kind}", commits=2,
              sampled=kind in ("evidence", "forms"))
          for kind, rows in (("evidence", "documents"),
                             ("unaccepted", "documents"),
                             ("forms", "records"), ("people", "records"),
                             ("events", "records")))]


# ---- what is true between and after ----

def facts(stand):
    """What such an act may change, as far as commands and files show it."""
    return [*settled(stand), *(stand.parindex(*words) for words in (
        ("ruling", "list", PERIOD), ("decision", "list", PERIOD),
        ("retention", "list"), ("expunge",),
        ("survey", "progress", PERIOD, SURVEY), ("person", "list"))), *(
            any(text in path.read_bytes() for path in stand.store.rglob("*")
                if path.is_file()) for text in (SMALL, OTHER))]


def end(stand, act):
    """What it all comes to, when somebody does it once more at the end."""
    stand.start(*({"cgi", "dispatch"} - stand.running.keys()))
    calm(stand)
    done = stand.run(*act.words)
    if act.again not in done.stdout + done.stderr:
        raise Broken(f"done again, it says: {done.stdout}{done.stderr}")
    calm(stand)
    found = {**outcome(stand), "facts": facts(stand)}
    check_store(stand)
    stand.parindex("period", "recompute", PERIOD)
    return found


def same(found, expected):
    for what, value in expected.items():
        if found[what] != value:
            raise Broken(f"{what} differ from those of a calm run: "
                         f"{found[what]} instead of {value}")


# ---- the act, calm and killed ----

def ask(stand, act, died=lambda: False):
    path, body = act.request
    answer = stand.ask("POST", path, "council", body)
    if answer.status // 100 == 2:
        return
    if answer.status not in (409, 412) or not died():
        raise Broken(f"it got {answer}")


class Calm(typing.NamedTuple):
    before: list
    whole: list     # once the command has ended
    end: dict
    counts: list    # (program, what, calls)


def calm_run(year, act, way):
    with folder() as place:
        stand = Stand.from_base(getattr(year, act.day), place)
        before, counts = facts(stand), []
        kept = stand.dir / "run/counts"
        try:
            if way == "parindex":
                counts = [(way, *one) for one in calls_of(stand, act.words)]
                whole = facts(stand)
            stand.env = {name: preload(DIE_COUNT=kept) for name in (
                ["cgi"] if way == "cgi" else
                ["dispatch"] if act.carried else [])}
            stand.start("cgi", "dispatch")
            if way == "cgi":
                ask(stand, act)
                whole = None
            calm(stand)
            stand.stop()
            if stand.env:
                counts += [(program, what, n) for program, _, what, n
                           in read_counts(kept.read_text())]
            stand.env = {}
            return Calm(before, whole, end(stand, act), counts)
        finally:
            stand.end()


def by_command(stand, act, wish, told):
    """Half of it may be there only if it goes on."""
    killed(stand, act.words, wish)
    is_now = facts(stand)
    if act.commits == 1 and is_now not in (told.before, told.whole):
        raise Broken(f"half of it is there: {is_now}, neither {told.before} "
                     f"nor {told.whole}")
    if is_now != told.whole:
        stand.parindex(*act.words)
        is_now = facts(stand)
    if is_now != told.whole:
        raise Broken(f"it went on to {is_now}, not {told.whole}")


def die(year, act, told, program, wish):
    """One death, and somebody who does it all the same. Whether it died."""
    with folder() as place:
        stand = Stand.from_base(getattr(year, act.day), place)
        once = stand.dir / "run/died"
        try:
            if program == "parindex":
                by_command(stand, act, wish, told)
                once.touch()
            else:
                env = preload(DIE=wish, DIE_ONCE=once,
                              DIE_PROGRAM=f"parindex-{program}")
                stand.env[STARTERS[program]] = (
                    lambda life: env if life == 1 else {})
                if program != "cgi":
                    stand.parindex(*act.words)
                stand.start("cgi", "dispatch")
                if program == "cgi":
                    ask(stand, act, once.exists)
                    calm(stand)
            same(end(stand, act), told.end)
            return once.exists()
        finally:
            stand.end()


def claims_of(tally, year, act, way, full):
    """Of the sample each act's last commit, and that only which decides."""
    told = tally.hold(f"a calm {act.name} by {way}", calm_run, year, act, way)
    return [(f"{program} dies {what}:{n}:{when} in {act.name}", die, year, act,
             told, program, f"{what}:{n}:{when}")
            for program, what, calls in (told.counts if told else ())
            if full or what == "commit"
            for n in spread(range(1, calls + 1), calls if full else 1)
            for when in ("before", "after")
            if full or when == "after" or act.commits > 1]


def decided(tally, base, full):
    with folder() as place:
        year = tally.hold("a year passes", Year, pathlib.Path(place))
        if year is None:
            return
        # They mostly wait: a command rings no bell.
        claims = sum(tally.hold_all("decisions", [
            (f"{act.name} is counted", claims_of, tally, year, act, way, full)
            for act in late(year) + last(year) if full or act.sampled
            for way in act.ways() if full or way == "parindex"], 8), [])
        died = tally.hold_all("deaths in decisions", claims, 8).count(True)
        tally.say(f"{died} of {len(claims)} deaths took place")
        tally.hold("most deaths in decisions take place", enough, died,
                   len(claims))
