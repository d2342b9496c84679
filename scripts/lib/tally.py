"""tally.py - read what CTest and the check scripts said, and add it up.

Prints what a person needs of each failure, and last `N passed, N failed`;
exits 1 when anything failed or nothing ran.
"""
import re
import sys

CHECK = re.compile(r"\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)$")
ENDED = re.compile(r"\s*\d+/\d+ Test +#(\d+): (\S+) \.+\s*(\*\*\*)?(.*?) +"
                   r"[\d.]+ sec")
SAID = re.compile(r"(\d+): (.*)")
SCRIPT = re.compile(r"script (\S+) ended with (\d+)$")
TALLY = re.compile(r"(\d+) passed, (\d+) failed$")


def cases(lines):
    """(ran, failed) as the lines themselves count it; (0, 0) if they do not."""
    ran = failed = 0
    for line in lines:
        if found := CHECK.search(line):
            ran += int(found[1])
            failed += int(found[2]) + int(found[3])
        elif found := TALLY.match(line):
            ran += int(found[1]) + int(found[2])
            failed += int(found[2])
    return ran, failed


def settle(name, lines, fine):
    """(passed, failed) of one program; a program that failed without saying
    in which case counts as one failure."""
    ran, failed = cases(lines)
    if not fine:
        failed = max(failed, 1)
        ran = max(ran, failed)
        print(f"--- {name}")
        print("\n".join(lines))
    elif ran == 0:
        ran = 1
    return ran - failed, failed


def main(path):
    said, script = {}, []
    passed = failed = 0

    def count(name, lines, fine):
        nonlocal passed, failed
        good, bad = settle(name, lines, fine)
        passed, failed = passed + good, failed + bad

    with open(path, errors="replace") as log:
        for line in log.read().splitlines():
            if found := ENDED.match(line):
                count(found[2], said.pop(found[1], []),
                      found[3] is None and found[4] == "Passed")
            elif found := SCRIPT.match(line):
                count(found[1], script, found[2] == "0")
                script = []
            elif line.startswith("script: "):
                script.append(line[len("script: "):])
            elif found := SAID.match(line):
                said.setdefault(found[1], []).append(found[2])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
