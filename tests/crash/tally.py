"""tally.py - counts what held and what did not, and says so as it goes.

Touches stdout.
"""
import concurrent.futures
import threading
import time
import traceback


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.lock = threading.Lock()
        self.began = time.monotonic()

    def say(self, words):
        with self.lock:
            print(f"{time.monotonic() - self.began:6.1f} s  {words}",
                  flush=True)

    def hold(self, name, claim, *args):
        """Calls claim(*args); any exception is a failure by that name. What
        it returned, or None."""
        try:
            value = claim(*args)
        except Exception as why:    # noqa: BLE001: whatever it is, it failed
            with self.lock:
                self.failed += 1
            where = traceback.extract_tb(why.__traceback__)[-1]
            self.say(f"FAILED {name}: {type(why).__name__}: {str(why)[:1500]} "
                     f"({where.name}, line {where.lineno})")
            return None
        with self.lock:
            self.passed += 1
        return value

    def hold_all(self, title, claims, hands=4):
        """hold() for each (name, claim, arguments...), some at a time."""
        claims = list(claims)
        self.say(f"{title}: {len(claims)} cases")
        with concurrent.futures.ThreadPoolExecutor(hands) as pool:
            return list(pool.map(lambda one: self.hold(*one), claims))


def spread(items, most):
    """The first, the last and others evenly between them."""
    items = list(items)
    if len(items) <= most:
        return items
    if most == 1:
        return items[-1:]
    return [items[i * (len(items) - 1) // (most - 1)] for i in range(most)]
