"""service.py - the web server and parindex's programs on a folder of their own.

Knows how they are configured, started and stopped. Touches the folder, one
port of 127.0.0.1, and the processes it started, by their number.
"""
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ("parindex", "parindex-cgi", "parindex-dispatch", "parindex-worker")
SOCKET_MOST = 107  # bytes of a Unix socket's path
PREFIX = "/parindex"


class ServiceError(Exception):
    """Something that can be told the user in a sentence."""


def build():
    """The folder of the release build, made up to date."""
    command = [ROOT / "scripts/build", "release", "programs"]
    if subprocess.run(command).returncode != 0:
        raise ServiceError("the build failed")
    return ROOT / "build/release"


def programs_of(folder):
    """Every program of a build, by name."""
    found = {name: folder / "bin" / name for name in PROGRAMS}
    for path in found.values():
        if not os.access(path, os.X_OK):
            raise ServiceError(f"there is no {path}")
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Service:
    """One store, served. Everything it writes is below `folder`."""

    def __init__(self, folder, port=0, build_folder=None, workers=2):
        self.dir = pathlib.Path(folder).resolve()
        self.port = port or free_port()
        self.programs = programs_of(pathlib.Path(build_folder or build())
                                    .resolve())
        self.workers = workers
        self.running = []  # (name, process, signal that ends it)
        self.conf = self.dir / "parindex.conf"
        self.socket = self.dir / "run/cgi.sock"
        if len(os.fsencode(self.socket)) > SOCKET_MOST:
            raise ServiceError(f"{self.socket} is too long for a socket's "
                               f"name ({SOCKET_MOST} bytes): choose a shorter "
                               "folder")

    @property
    def api(self):
        return f"http://127.0.0.1:{self.port}{PREFIX}/v1"

    @property
    def fresh(self):
        """No store has been made here yet."""
        return not (self.dir / "store").exists()

    prefix = PREFIX

    def prepare(self):
        """Makes the folders and the configuration of the programs."""
        for name in ("key", "run", "log", "web"):
            (self.dir / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.conf.write_text(
            f"[store]\npath = {self.dir}/store\n"
            f"log_key = {self.dir}/key/log.key\n"
            f"log_mark = {self.dir}/key/log.mark\n"
            f"[http]\nsocket = {self.socket}\nprefix = {PREFIX}\n"
            f"[bus]\ndir = {self.dir}/run\nworkers = {self.workers}\n")
        shipped = ROOT / "cgi/conf/nginx"
        text = (shipped / "nginx.conf.in").read_text()
        for name, value in (("@PORT@", self.port), ("@SOCKET@", self.socket),
                            ("@DIR@", self.dir / "web"), ("@CONF@", shipped)):
            text = text.replace(name, str(value))
        (self.dir / "web/nginx.conf").write_text(text)

    def parindex(self, *words):
        """Runs the operator's command; its output. Options common to all
        commands go before the command's own words."""
        done = subprocess.run(
            [self.programs["parindex"], "--config", self.conf, *words],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise ServiceError(f"parindex {' '.join(words)}: "
                               f"{done.stderr.strip()}")
        return done.stdout

    def log_key(self):
        return self.parindex("log", "key").strip().removeprefix("log key: ")

    def start(self):
        """Starts everything and waits until the interface answers."""
        conf = ["--config", self.conf]
        # Everybody but the web server leaves cleanly on SIGTERM.
        self._run("parindex-cgi", [self.programs["parindex-cgi"], *conf])
        self._run("parindex-dispatch",
                  [self.programs["parindex-dispatch"], *conf])
        web = self.dir / "web"
        as_us = ["-g", "user root;"] if os.geteuid() == 0 else []
        self._run("nginx", [_nginx(), "-p", web, "-c", web / "nginx.conf",
                            "-e", web / "error.log", *as_us], signal.SIGQUIT)
        self._await_ready()

    def check(self):
        """Raises when a program has ended by itself."""
        for name, process, _ in self.running:
            if process.poll() is not None:
                raise ServiceError(f"{name} ended with {process.returncode}: "
                                   f"see {self.dir}/log/{name}.log")

    def stop(self):
        """Ends all, the web server first, and waits for them."""
        for name, process, how in reversed(self.running):
            if process.poll() is None:
                process.send_signal(how)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.running = []

    def _run(self, name, command, end=signal.SIGTERM):
        # A session of its own: Ctrl-C at the terminal reaches us alone.
        with open(self.dir / f"log/{name}.log", "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log,
                                       start_new_session=True)
        self.running.append((name, process, end))

    def _await_ready(self, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.check()
            link = http.client.HTTPConnection("127.0.0.1", self.port,
                                              timeout=5)
            try:
                link.request("GET", f"{PREFIX}/readyz")
                if link.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                link.close()
            time.sleep(0.05)
        raise ServiceError(f"nothing answers at {self.api}: see "
                           f"{self.dir}/log and {self.dir}/web/error.log")


def _nginx():
    for path in ("/usr/sbin/nginx", "/usr/local/sbin/nginx"):
        if os.access(path, os.X_OK):
            return path
    raise ServiceError("there is no nginx: run scripts/setup")
