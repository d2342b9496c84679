"""ending.py - a script that runs until it is told to stop, and then cleans up.

Knows SIGTERM and SIGINT. Touches this process's signal handlers.
"""
import contextlib
import signal
import sys


class Stopped(BaseException):
    """SIGTERM or SIGINT came."""


def _stop(number, frame):
    calm()
    raise Stopped


def calm():
    """From here on nothing interrupts the cleaning up."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def watch():
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)


@contextlib.contextmanager
def stopping(service):
    """Stops the service at the end, however that comes."""
    try:
        yield service
    finally:
        calm()
        service.stop()


def say(*words):
    """A line on stdout, now: somebody may be reading it through a pipe."""
    print(*words, flush=True)


def complain(program, why):
    print(f"{program}: {why}", file=sys.stderr)
