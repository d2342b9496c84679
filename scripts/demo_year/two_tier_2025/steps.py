"""steps.py - the year 2025 of Hải Phòng's departments, wards and communes.

Knows the calendar of store/data/two-tier-2025 and who does what: the same steps
as any year's, by other data. A unit hands in one report a field, which serves
every leaf of it. Touches the service as year.py does.
"""
import dataclasses
import pathlib

import client
import documents
import year

SHIPPED = pathlib.Path(__file__).parents[3] / "store/data/two-tier-2025"
SURVEYED = "2025-11-05T08:30:00+07:00"
WORKDAYS = ("2025-11-14T09:10:00+07:00", "2025-11-21T15:20:00+07:00",
            "2025-11-27T10:40:00+07:00")
LAST_MOMENT = "2025-11-28T16:59:59.999999+07:00"
AFTER = "2025-11-28T17:00:00+07:00"
APPRAISAL = ("2025-12-02T08:30:00+07:00", "2025-12-10T14:00:00+07:00")
CLOSED = "2025-12-13T00:00:00+07:00"

REFUSED = "X44"  # comes after 17:00 with its initiatives
LAST = "P31"     # comes with them at the last moment
INITIATIVES = "1.5.1"
SHORT = {"S01": "VP", "S02": "TTr", "S03": "SNV", "S04": "STP", "S05": "STC",
         "S06": "SCT", "S07": "SNNMT", "S08": "SXD", "S09": "SKHCN",
         "S10": "SVHTTDL", "S11": "SGDĐT", "S12": "SYT", "S13": "SNgV",
         "S14": "BQL"}


@dataclasses.dataclass
class Record(year.Record):
    on_time: str = ""
    refused: object = None  # the answer


class Year(year.Year):
    SHIPPED, PERIOD = SHIPPED, "2025"
    BEGIN = "2025-11-01T08:00:00+07:00"
    APPRAISERS = 9
    TOKENS = year.Year.TOKENS | {"unit": "S03"}

    def new_record(self):
        return Record()

    def steps(self):
        return [self.set_up, self.write_papers, self.survey, self.hand_in,
                self.reach_the_deadline, self.appraise, self.close]

    def requests(self):
        leaves = sum(len(u.found) for u in self.units.values())
        return 2 * leaves + len(self.batches)

    # ---- the reports, one a field ----

    def office(self, code):
        return documents.Office(code, self.names[code],
                                SHORT.get(code, "UBND"), "Hải Phòng", 2025)

    def report(self, code, number, leaves):
        """One paper for these leaves of a unit."""
        return documents.paper(
            self.office(code), [self.leaves[leaf] for leaf in leaves],
            {leaf: self.units[code].declared[leaf] for leaf in leaves},
            str(number), f"2025-11-{1 + int(code[1:]) % 9:02}")

    def write_papers(self):
        self.progress.part("a report for every field of every unit")
        papers = {}
        for code, unit in self.units.items():
            by_field = {}
            for leaf in unit.declared:
                if leaf not in unit.no_document | {INITIATIVES}:
                    by_field.setdefault(self.leaves[leaf]["field"],
                                        []).append(leaf)
            for nth, (field, leaves) in enumerate(by_field.items()):
                papers[code, field] = self.report(code, 40 + nth, leaves)
            if INITIATIVES not in unit.no_document or code == REFUSED:
                papers[code, INITIATIVES] = self.report(code, 90,
                                                        [INITIATIVES])
        self.papers = self.print_papers(papers)

    # ---- November: the survey and the units ----

    def survey(self):
        self.at(SURVEYED)
        self.ask_people()

    def hand_in(self):
        """Every unit on one of three days; a field at a time."""
        apart = {(REFUSED, INITIATIVES), (LAST, INITIATIVES)}
        codes = list(self.units)
        for n, moment in enumerate(WORKDAYS):
            self.at(moment)
            self.progress.part(f"{moment[:10]}: units hand in reports and "
                               "self-scores")
            mine = set(codes[n::len(WORKDAYS)])
            client.in_parallel(
                lambda key: self.upload(*self.papers[key]),
                [key for key in self.papers
                 if key[0] in mine and key not in apart])
            client.in_parallel(
                lambda key: self.declare(*key),
                [(code, leaf) for code in mine
                 for leaf in self.units[code].declared])

    def reach_the_deadline(self):
        self.progress.part("17:00 on 28/11/2025")
        self.at(LAST_MOMENT)
        self.record.on_time = self.upload(
            *self.papers[LAST, INITIATIVES]).json["id"]
        self.at(AFTER)
        self.record.refused = self.upload(*self.papers[REFUSED, INITIATIVES],
                                          expect=None)

    # ---- December: the secretariat ----

    def appraise(self):
        self.appraise_on(APPRAISAL)

    def close(self):
        self.close_on(CLOSED, "1.7.1")
