"""draw.py - which forms are to be entered a second time, drawn once more from
the log as everybody can fetch it.

Knows docs/scoring.md ("The draw of second entries"), RFC 6962's tree and
tlog-tiles, and none of our C. Touches the exported log's files.
"""
import fractions
import hashlib

WHOLE = 100_000_000  # millionths of a percent


def entries(folder):
    """The log's entries in their order, of `parindex log export`."""
    bundles = {}
    for path in (folder / "tile/entries").rglob("*"):
        if path.is_file():
            words = path.relative_to(folder / "tile/entries").parts
            partial = words[-2].endswith(".p") if len(words) > 1 else False
            number = words[:-1] if partial else words
            n = int("".join(w.removeprefix("x").removesuffix(".p")
                            for w in number))
            if not partial or n not in bundles:
                bundles[n] = path
    for n in sorted(bundles):
        data, at = bundles[n].read_bytes(), 0
        while at < len(data):
            size = int.from_bytes(data[at:at + 2], "big")
            yield data[at + 2:at + 2 + size]
            at += 2 + size


def roots(folder, wanted):
    """{place of an entry: root of the log up to and with it}."""
    out, edge = {}, []  # the edge: (level, hash), the largest first
    for place, entry in enumerate(entries(folder)):
        node = 0, hashlib.sha256(b"\0" + entry).digest()
        while edge and edge[-1][0] == node[0]:
            left = edge.pop()
            node = (node[0] + 1,
                    hashlib.sha256(b"\1" + left[1] + node[1]).digest())
        edge.append(node)
        if place in wanted:
            root = edge[-1][1]
            for _, left in reversed(edge[:-1]):
                root = hashlib.sha256(b"\1" + left + root).digest()
            out[place] = root
    return out


def is_drawn(root, period, survey, number, percent):
    lot = hashlib.sha256(root + b"\0".join(
        word.encode() for word in (period, survey, number))).digest()
    return (int.from_bytes(lot[:8], "big") % WHOLE
            < fractions.Fraction(percent) * 1_000_000)
