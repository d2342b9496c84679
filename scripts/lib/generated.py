"""generated.py - a document that is made from the code: written, or compared.

Touches that one document.
"""
import pathlib
import sys


def main(path, text, argv):
    """Exit status of `SCRIPT [--check]` whose document is `text`."""
    name = pathlib.Path(argv[0]).name
    if argv[1:] == ["--check"]:
        if path.is_file() and path.read_text() == text:
            return 0
        print(f"{name}: docs/{path.name} is stale: run scripts/{name}",
              file=sys.stderr)
        return 1
    if argv[1:]:
        print(f"usage: scripts/{name} [--check]", file=sys.stderr)
        return 2
    path.write_text(text)
    return 0
