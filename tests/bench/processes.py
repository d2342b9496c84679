"""processes.py - what a process and all it started have used.

Knows /proc. Touches only processes it started, by their number.
"""
import os
import signal
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat after the name, or None once it is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return None


def tree(root):
    """root and everything below it."""
    below = {}
    for name in os.listdir("/proc"):
        fields = stat(name) if name.isdigit() else None
        if fields:
            below.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += below.get(pid, [])
    return found


def named(root, name):
    """The processes of root's tree whose program is called name."""
    found = []
    for pid in tree(root):
        try:
            with open(f"/proc/{pid}/comm") as file:
                if file.read().strip() == name[:15]:
                    found.append(pid)
        except OSError:
            pass
    return found


def cpu_seconds(roots, name=None):
    """Processor time of the trees, or of the programs called name in them;
    children that ended and were waited for included."""
    ticks = 0
    for root in roots:
        for pid in tree(root) if name is None else named(root, name):
            fields = stat(pid)
            if fields:
                ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def settle(roots, most=180.0):
    """Waits until the trees have nothing left to do, so that work put off is
    counted for the one who put it off."""
    until = time.monotonic() + most
    before = cpu_seconds(roots)
    while time.monotonic() < until:
        time.sleep(1)  # jobs rest in between
        after = cpu_seconds(roots)
        if after - before <= 0.02:
            return
        before = after


def memory_kib(pid, field):
    """VmRSS or VmHWM of one process."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    return 0


def start(command, log, user=None, **more):
    """Starts a program of its own session, as user when we are root."""
    if user and os.geteuid() == 0:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}",
                   "--clear-groups"] + command
    with open(log, "ab") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                stdout=more.pop("stdout", out), stderr=out,
                                start_new_session=True, **more)


def stop(process, how=signal.SIGTERM, patience=20):
    """Ends one that start() began."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
