"""peer.py - the peer: PHP-FPM, nginx and PostgreSQL doing the same uploads,
and a worker in PHP doing what they put off.

Knows how to lay out, start and stop the three on a folder of their own, with
sockets in it, as an unprivileged user. Nothing outside that folder is touched.
"""
import glob
import hashlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import processes  # noqa: E402

USER = "postgres"   # PostgreSQL refuses root; the other two join it
TOKEN = "peer-" + "7" * 64

POSTGRES = """
listen_addresses = ''
unix_socket_directories = '{dir}'
max_connections = 64
shared_buffers = 256MB
max_wal_size = 4GB
logging_collector = off
"""

FPM = """
[global]
error_log = {dir}/fpm.log
daemonize = no
[peer]
listen = {dir}/fpm.sock
listen.backlog = 1024
pm = static
pm.max_children = {children}
catch_workers_output = no
"""

PHP = """
opcache.enable = 1
opcache.validate_timestamps = 0
opcache.file_update_protection = 0
pgsql.allow_persistent = On
pgsql.auto_reset_persistent = Off
post_max_size = 256M
enable_post_data_reading = Off
expose_php = Off
"""

NGINX = """
daemon off;
pid {dir}/nginx.pid;
error_log {dir}/nginx.log warn;
worker_processes auto;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_buffer_size 128k;
    client_max_body_size 256m;
    client_body_temp_path {dir}/body;
    fastcgi_temp_path {dir}/fastcgi;
    proxy_temp_path {dir}/proxy;
    uwsgi_temp_path {dir}/uwsgi;
    scgi_temp_path {dir}/scgi;
    keepalive_requests 100000;
    server {{
        listen 127.0.0.1:{port};
        location /submissions {{
            fastcgi_pass unix:{dir}/fpm.sock;
            fastcgi_param SCRIPT_FILENAME {dir}/upload.php;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param PEER_DB {dir};
            fastcgi_param PEER_DOCUMENTS {dir}/documents;
            fastcgi_param PEER_STYLE {style};
        }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, test, patience=30):
    until = time.monotonic() + patience
    while not test():
        if time.monotonic() > until:
            raise RuntimeError(f"the peer's {what} did not come up")
        time.sleep(0.05)


def newest(pattern):
    found = sorted(glob.glob(pattern))
    if not found:
        raise RuntimeError(f"no {pattern}: run scripts/setup --bench")
    return found[-1]


class Peer:
    """Runs between start() and stop(); `port` answers at `path`."""

    path = "/submissions?unit=D16&period=2022&leaf=1.1.1&name=report.pdf"
    headers = [f"Authorization: Bearer {TOKEN}",
               "Content-Type: application/pdf"]

    def __init__(self, folder, style):
        self.dir, self.style = pathlib.Path(folder), style
        self.port = free_port()
        self.bin = newest("/usr/lib/postgresql/*/bin")
        self.fpm_program = newest("/usr/sbin/php-fpm*")
        self.postgres = self.nginx = self.fpm = self.worker = None

    def start(self, children=16):
        self.dir.mkdir()
        (self.dir / "documents").mkdir()
        shutil.copy(HERE / "upload.php", self.dir)
        shutil.copy(HERE / "worker.php", self.dir)
        self.write("nginx.conf", NGINX.format(dir=self.dir, port=self.port,
                                              style=self.style))
        self.write("php.ini", PHP)
        if os.geteuid() == 0:
            for place in [self.dir, *self.dir.iterdir()]:
                shutil.chown(place, USER, USER)
        self.start_postgres()
        self.start_fpm(children)
        self.worker = self.run(["php", "-c", str(self.dir / "php.ini"),
                                str(self.dir / "worker.php"), str(self.dir)])
        self.nginx = self.run(["nginx", "-p", str(self.dir), "-c",
                               str(self.dir / "nginx.conf"),
                               "-e", str(self.dir / "nginx.log")])
        wait_for("nginx", self.listens)

    def start_postgres(self):
        data = str(self.dir / "data")
        if self.run([f"{self.bin}/initdb", "-D", data, "-A", "trust", "-U",
                     USER, "-E", "UTF8", "--locale=C"]).wait() != 0:
            raise RuntimeError(f"initdb failed: see {self.dir}/out.log")
        with open(f"{data}/postgresql.conf", "a") as conf:
            conf.write(POSTGRES.format(dir=self.dir))
        self.postgres = self.run([f"{self.bin}/postgres", "-D", data])
        wait_for("PostgreSQL", lambda: self.sql("SELECT 1") == 0)
        secret = hashlib.sha256(TOKEN.encode()).hexdigest()
        self.sql((HERE / "schema.sql").read_text()
                 + f"INSERT INTO token VALUES ('\\x{secret}', 'unit', 'D16');")

    def start_fpm(self, children):
        """With so many children; in place of those before."""
        if self.fpm:
            processes.stop(self.fpm, signal.SIGQUIT)
        self.write("fpm.conf", FPM.format(dir=self.dir, children=children))
        self.fpm = self.run([self.fpm_program, "-F", "-y",
                             str(self.dir / "fpm.conf"),
                             "-c", str(self.dir / "php.ini")])
        wait_for("PHP-FPM", (self.dir / "fpm.sock").exists)

    def stop(self):
        for process, how in ((self.nginx, signal.SIGTERM),
                             (self.worker, signal.SIGTERM),
                             (self.fpm, signal.SIGTERM),
                             (self.postgres, signal.SIGINT)):
            if process:
                processes.stop(process, how)

    def roots(self):
        if self.worker.poll() is not None:
            raise RuntimeError(f"the peer's worker ended: {self.dir}/out.log")
        return [p.pid for p in (self.nginx, self.fpm, self.worker,
                                self.postgres)]

    def write(self, name, text):
        (self.dir / name).write_text(text)

    def run(self, command):
        return processes.start(command, self.dir / "out.log", USER,
                               cwd=self.dir)

    def sql(self, text):
        return subprocess.run(
            ["psql", "-qX", "-h", str(self.dir), "-U", USER, "-d", "postgres",
             "-v", "ON_ERROR_STOP=1", "-f", "-"], input=text.encode(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
