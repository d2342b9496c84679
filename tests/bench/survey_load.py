"""survey_load.py - a million survey forms into parindex, and into SQLite.

Knows the shipped period of 2022 and `parindex survey import`. Touches the
folder it is given.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import plain  # noqa: E402

DATA = ROOT / "store/data/hai-duong-2022"
PARINDEX = ROOT / "build/release/bin/parindex"
SQLITE = ROOT / "build/release/bench/bench-sqlite_tally"
SURVEY = "citizen-department"


def units_and_questions():
    period = json.loads((DATA / "period.json").read_text())
    units = json.loads((DATA / "units.json").read_text())["units"]
    survey = next(s for s in period["surveys"] if s["id"] == SURVEY)
    left_out = {unit for row in period["not_applicable"]
                for unit in row["units"]}
    return ([u["id"] for u in units
             if u["block"] == survey["block"] and u["id"] not in left_out],
            [q["id"] for q in survey["questions"]])


def write_forms(path, forms):
    """Citizens' forms as Excel for Vietnam would save them."""
    dice = random.Random(2022)
    units, questions = units_and_questions()
    rows = [";".join(dice.choice(("1", "2", "3", "4", "4", "5", "5", ""))
                     for _ in questions) for _ in range(997)]
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        out.write("number;group;unit;" + ";".join(questions) + "\r\n")
        for number in range(forms):
            out.write(f"C-{number:07};citizen;{units[number % len(units)]};"
                      f"{rows[number % len(rows)]}\r\n")


def make_store(folder):
    """An open period in a simulated store; the words that name the store."""
    words = ["--store", str(folder / "store"), "--key", str(folder / "key")]
    for command in (
            ["init", *words, "--simulated", "--start",
             "2022-12-26T08:00:00+07:00", "--origin", "bench.example/tally"],
            ["period", "load", *words, plain.period(folder / "period")],
            ["period", "open", *words, "2022"]):
        subprocess.run([PARINDEX, *command], check=True,
                       stdout=subprocess.DEVNULL)
    return words


def import_command(words, file):
    return [PARINDEX, "survey", "import", *words, "2022", SURVEY, str(file)]


def ours(folder, file, forms):
    """Forms a second, from the command's start to its end."""
    words = make_store(folder)
    begun = time.monotonic()
    subprocess.run(import_command(words, file), check=True,
                   stdout=subprocess.DEVNULL)
    return forms / (time.monotonic() - begun)


def theirs(folder, file):
    done = subprocess.run(
        [SQLITE, file, folder / "forms.db", *units_and_questions()[0]],
        check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)["rate"]


def ratio(folder, forms):
    """Ours divided by SQLite's, the same file on the same disk."""
    os.makedirs(folder, exist_ok=True)
    file = folder / "forms.csv"
    write_forms(file, forms)
    we, they = ours(folder, file, forms), theirs(folder, file)
    print(f"  {forms} forms: {we:.0f}/s, SQLite {they:.0f}/s", flush=True)
    return we / they
