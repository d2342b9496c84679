"""ours.py - parindex as scripts/serve runs it, seen from outside.

Knows the lines that scripts/serve prints and the HTTP interface. Touches only
the folder it is given.
"""
import http.client
import json
import os
import re
import subprocess
import time
import urllib.parse

import processes

# One leaf of the unit whose token scripts/serve prints.
QUERY = "period=2022&unit=D01&leaf=1.1.1&file=report.pdf&secrecy=thuong"


class Ours:
    """Runs between start() and stop(); `port` answers at `path`."""

    def __init__(self, folder, root, port):
        self.dir, self.root, self.port = folder, root, port
        self.serve = None

    def start(self):
        serve = os.path.join(self.root, "scripts", "serve")
        if not os.access(serve, os.X_OK):
            raise RuntimeError("scripts/serve is missing")
        self.serve = processes.start(
            [serve, "--dir", str(self.dir), "--port", str(self.port),
             "--real", "--unit", "D01", "--build",
             os.path.join(self.root, "build/release")],
            f"{self.dir}.log", stdout=subprocess.PIPE, text=True)
        said = {}
        while "api" not in said or "token unit" not in said:
            line = self.serve.stdout.readline()
            if not line:
                raise RuntimeError(f"scripts/serve ended: {self.dir}.log")
            key, _, value = line.partition(": ")
            said[key] = value.strip()
        self.base = urllib.parse.urlsplit(said["api"]).path
        self.token = said["token unit"]
        self.path = f"{self.base}/submissions?{QUERY}"
        self.headers = [f"Authorization: Bearer {self.token}",
                        "Content-Type: application/pdf"]

    def stop(self):
        if self.serve:
            processes.stop(self.serve)
            self.serve.stdout.close()

    def roots(self):
        return [self.serve.pid]

    def ask(self, method, path, body=None, link=None):
        """One request; (status, headers, body)."""
        link = link or http.client.HTTPConnection("127.0.0.1", self.port,
                                                  timeout=30)
        link.request(method, path, body, {
            "Authorization": f"Bearer {self.token}",
            **({"Content-Type": "application/pdf"} if body else {})})
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()

    def metrics(self):
        """Every sample of /metrics, labels and all, by its full name."""
        prefix = self.base.removesuffix("/v1")
        text = self.ask("GET", f"{prefix}/metrics")[2].decode()
        return {name: float(value) for name, value in
                re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}

    def time_to_index(self, papers, seconds):
        """Milliseconds from each 202 until a job has judged and scored the
        submission: verdict, points and ranks appear in one act."""
        took = []
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status, headers, body = self.ask("POST", self.path, next(papers),
                                             link)
            acknowledged = time.monotonic()
            if status != 202:
                raise RuntimeError(f"upload answered {status}: {body[:200]}")
            where = urllib.parse.urlsplit(headers["Location"]).path
            while self.status(where, link) == "queued":
                if time.monotonic() - acknowledged > 30:
                    raise RuntimeError(f"{where} stays queued")
                time.sleep(0.0005)
            took.append((time.monotonic() - acknowledged) * 1000)
        return took

    def status(self, where, link):
        return json.loads(self.ask("GET", where, link=link)[2])["status"]
