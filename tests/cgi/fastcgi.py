"""fastcgi.py - one FastCGI request on a Unix socket, as a web server that
stamps nothing would send it.

Written from the FastCGI 1.0 specification.
"""
import socket
import struct

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6


def record(kind, content):
    return struct.pack("!BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def pair(name, value):
    name, value = name.encode(), value.encode()
    lengths = b"".join(
        bytes([len(part)]) if len(part) < 128
        else struct.pack("!I", len(part) | 1 << 31) for part in (name, value))
    return lengths + name + value


def variables(method, target, length, token, **more):
    """The CGI variables of a request."""
    return {"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": method,
            "REQUEST_URI": target, "SERVER_PROTOCOL": "HTTP/1.1",
            "QUERY_STRING": target.partition("?")[2],
            "REMOTE_ADDR": "192.0.2.7", "CONTENT_LENGTH": str(length),
            "HTTP_AUTHORIZATION": f"Bearer {token}", **more}


def pieces(body, size=32768):
    return [body[i:i + size] for i in range(0, len(body), size)]


def ask(path, said, body, between=lambda: None):
    """The answer's bytes; `between` is called after each piece of the body."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(30)
        link.connect(str(path))
        link.sendall(record(BEGIN, struct.pack("!HB5x", 1, 0))
                     + record(PARAMS, b"".join(pair(*p)
                                               for p in said.items()))
                     + record(PARAMS, b""))
        for piece in pieces(body):
            link.sendall(record(STDIN, piece))
            between()
        link.sendall(record(STDIN, b""))
        return read(link)


def read(link):
    out = b""
    with link.makefile("rb") as answer:
        while True:
            head = answer.read(8)
            if len(head) < 8:
                return out
            _, kind, _, length, padding, _ = struct.unpack("!BBHHBB", head)
            content = answer.read(length + padding)[:length]
            if kind == STDOUT:
                out += content
            if kind == END:
                return out
