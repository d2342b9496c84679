"""strace.py - what a program asked of the kernel, in order.

Knows strace's output (-f -y). Touches nothing; the tracer is the caller's.
"""
import re

LINE = re.compile(r"^(?:(\d+) +)?(.*)$")   # of one thread it names none
CALL = re.compile(r"^(?:<\.\.\. )?(\w+)(?:\(| resumed>)")
FILE_CALLS = ("openat,write,writev,pwrite64,pwritev,fsync,fdatasync,linkat,"
              "mkdirat,ftruncate,utimensat,flock,fstatfs,sendto,sendmsg")


class Call:
    """One call: of which thread, its text, and the lines on which it began
    and ended."""

    def __init__(self, thread, name, text, began):
        self.thread, self.name, self.text = thread, name, text
        self.began = self.ended = began

    def __repr__(self):
        return f"{self.name}({self.text[:120]}"


def calls(path):
    """The calls of a trace in the order in which they began."""
    found, waiting = [], {}
    with open(path, errors="replace") as trace:
        for number, line in enumerate(trace):
            match = LINE.match(line)
            call = match and CALL.match(match[2])
            if not call:
                continue    # a signal or an end
            thread, rest = match[1], match[2]
            if rest.startswith("<..."):
                old = waiting.pop(thread)
                old.ended = number
                old.text += rest[call.end():]
                continue
            one = Call(thread, call[1], rest[call.end():], number)
            found.append(one)
            if rest.endswith("<unfinished ...>"):
                waiting[thread] = one
    return found
