"""client.py - the interface as a unit's or the post office's program calls it.

Knows HTTP and nothing of the evaluation. Touches one server: a kept connection
for each thread.
"""
import concurrent.futures
import http.client
import json
import threading
import time
import urllib.parse

TRIES = 20  # of a request that the server says to send again


class Refused(Exception):
    """An answer that was not expected."""

    def __init__(self, what, answer):
        super().__init__(f"{what}: {answer.status} "
                         f"{answer.body[:300].decode(errors='replace')}")


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = (response.status,
                                                response.headers, body)

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    def __init__(self, port, prefix):
        self.port, self.prefix = port, prefix
        self.own = threading.local()

    def ask(self, method, path, token=None, body=None, headers=None,
            expect=(200,)):
        """One request and its answer; Refused unless expected. What the server
        asks to be sent again (503 with Retry-After) is."""
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        for _ in range(TRIES):
            answer = self._once(method, self.prefix + path, body, headers)
            if answer.status != 503 or "Retry-After" not in answer.headers:
                break
            time.sleep(min(float(answer.headers["Retry-After"]), 2))
        if expect and answer.status not in expect:
            raise Refused(f"{method} {path}", answer)
        return answer

    def put_json(self, path, token, value, **more):
        return self._json("PUT", path, token, value, **more)

    def post_json(self, path, token, value, **more):
        return self._json("POST", path, token, value, **more)

    def _json(self, method, path, token, value, headers=None, **more):
        headers = {"Content-Type": "application/json", **(headers or {})}
        return self.ask(method, path, token,
                        json.dumps(value, ensure_ascii=False).encode(),
                        headers, **more)

    def _once(self, method, path, body, headers):
        link = getattr(self.own, "link", None)
        if link is None:
            link = self.own.link = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=60)
        try:
            link.request(method, path, body, headers)
            response = link.getresponse()
            return Answer(response, response.read())
        except (OSError, http.client.HTTPException):
            link.close()  # so that the next request begins anew
            raise


def form(fields, file_name, file_type, data):
    """(body, headers) of a multipart/form-data upload; the file comes last."""
    edge = "parindex-demo-7c1e0f"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"'
             f"\r\n\r\n{value}\r\n" for name, value in fields]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; '
                 f'filename="{file_name}"\r\nContent-Type: {file_type}'
                 "\r\n\r\n")
    body = "".join(parts).encode() + data + f"\r\n--{edge}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={edge}"}


def query(fields, file_name):
    """The address of the same as a raw body."""
    return urllib.parse.urlencode([*fields, ("file", file_name)])


def in_parallel(work, things, threads=16):
    """work(thing) for each, on some threads; the first failure is raised."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(work, thing) for thing in things]
        try:
            return [one.result() for one in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
