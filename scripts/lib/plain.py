"""plain.py - the shipped period of 2022 without what only its own year needs.

Knows which members ask for signed reports, assigned appraisers, seals and
quotas. Touches the folder it is given.
"""
import json
import pathlib
import shutil

SHIPPED = (pathlib.Path(__file__).resolve().parents[2]
           / "store/data/hai-duong-2022")


def period(folder, change=lambda period: None):
    """Lays the period's three files out in `folder`, so that a token of a role
    is enough to do what the role does and forms enter at once; `change` may
    alter the period's own. The path of the first file."""
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)
    said = json.loads((SHIPPED / "period.json").read_text())
    said.pop("life", None)
    for survey in said["surveys"]:
        for member in ("sealed", "over_quota", "second_entry"):
            survey.pop(member, None)
    change(said)
    for name in ("criteria.json", "units.json"):
        shutil.copy(SHIPPED / name, folder)
    path = folder / "period.json"
    path.write_text(json.dumps(said, ensure_ascii=False, indent="\t"))
    return path
