"""progress.py - how far the year is, for a person who waits.

Knows terminals. Touches stderr: a bar on a terminal, else a line for each part.
"""
import sys
import threading
import time

WIDTH = 30


class Progress:
    def __init__(self, total):
        self.total, self.done = total, 0
        self.words, self.began = "", time.monotonic()
        self.shown = 0.0
        self.bar = sys.stderr.isatty()
        self.lock = threading.Lock()

    def part(self, words):
        """A new part of the year begins."""
        with self.lock:
            self.words = words
            if self.bar:
                self._draw()
            else:
                print(f"{time.monotonic() - self.began:6.1f} s  {words}",
                      file=sys.stderr, flush=True)

    def step(self, n=1):
        with self.lock:
            self.done += n
            if self.bar and time.monotonic() - self.shown > 0.1:
                self._draw()

    def end(self):
        if self.bar:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _draw(self):
        self.shown = time.monotonic()
        full = min(WIDTH, WIDTH * self.done // self.total)
        print(f"\r\033[K[{'=' * full}{' ' * (WIDTH - full)}] "
              f"{100 * self.done // self.total:3} %  {self.words}", end="",
              file=sys.stderr, flush=True)
