"""deaths.py - every program killed before and after its n-th commit, link,
flush and send, in the middle of a story that goes on.

Knows libdie.so. Touches stands.
"""
from stand import TOOLS, Broken, Stand, folder
from story import Story, check_end, outcome
from tally import spread

CALLS = ("commit", "link", "flush", "send")
STARTERS = {"cgi": "cgi", "dispatch": "dispatch", "worker": "dispatch"}


def preload(**more):
    return {"LD_PRELOAD": TOOLS / "libdie.so", **more}


def calm_run(base):
    """What the story leads to when nobody dies, and how often each life of
    each program calls what: [(program, life, what, calls)]."""
    with folder() as place:
        stand = Stand.from_base(base, place)
        counts = stand.dir / "run/counts"
        for name in ("cgi", "dispatch"):
            stand.env[name] = preload(DIE_COUNT=counts)
        try:
            story = Story(stand)
            story.tell()
            reference = outcome(stand)
            check_end(story, reference)
            stand.stop()
        finally:
            stand.end()
        return reference, read_counts(counts.read_text())


def read_counts(text):
    """Processes write their line as they end, so lives come in order. Those
    of a worker's nurse, which calls none of these, are no life."""
    lives, out = {}, []
    for line in text.splitlines():
        program, *numbers = line.split()
        numbers = [int(n) for n in numbers]
        if not any(numbers):
            continue
        name = program.removeprefix("parindex-")
        lives[name] = lives.get(name, 0) + 1
        out += [(name, lives[name], what, n)
                for what, n in zip(CALLS, numbers) if n]
    return out


def die(base, reference, program, life, wish):
    """One story with one death. Whether the process came that far: what is
    coalesced differs from run to run."""
    with folder() as place:
        stand = Stand.from_base(base, place)
        once = stand.dir / "run/died"
        env = preload(DIE=wish, DIE_ONCE=once,
                      DIE_PROGRAM=f"parindex-{program}")
        stand.env[STARTERS[program]] = (
            lambda now: env if now == life else {})
        try:
            story = Story(stand)
            story.tell()
            check_end(story, reference)
            stand.drain()
            return once.exists()
        finally:
            stand.end()


def deaths(tally, base, full):
    calm = tally.hold("a calm run", calm_run, base)
    if calm is None:
        return
    reference, counts = calm
    claims = []
    for program, life, what, calls in counts:
        tally.say(f"parindex-{program}, life {life}: {calls} times {what}")
        most = calls if full else 3
        for n in spread(range(1, calls + 1), most):
            for when in ("before", "after"):
                wish = f"{what}:{n}:{when}"
                claims.append((f"{program} (life {life}) dies {wish}", die,
                               base, reference, program, life, wish))
    happened = tally.hold_all("deaths of programs", claims)
    died = happened.count(True)
    tally.say(f"{died} of {len(claims)} deaths took place")
    tally.hold("most deaths take place", enough, died, len(claims))


def enough(died, wanted):
    if died * 4 < wanted * 3:
        raise Broken(f"only {died} of {wanted} did")
