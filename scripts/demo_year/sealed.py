"""sealed.py - survey forms that come under seals, are opened by two persons,
entered, entered again by somebody else in part, and corrected.

Knows the survey's pages. Touches the service through its HTTP interface.
"""
import csv
import hashlib
import io
import json

import client
import documents

BOM = "\ufeff"  # as a Vietnamese Excel writes CSV, with ; between
WRONG_FIRST = "Nhập nhầm một câu trả lời; sửa theo phiếu giấy."
WRONG_AGAIN = "Lần nhập thứ hai gõ nhầm; đối chiếu phiếu giấy, lần đầu đúng."


def as_table(forms):
    """One-unit forms as a spreadsheet saves them."""
    out = io.StringIO()
    questions = list(forms[0]["answers"])
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    channel = ["kênh"] if "channel" in forms[0] else []
    rows.writerow(["số phiếu", "nhóm", *channel, "đơn vị", *questions])
    for form in forms:
        rows.writerow([form["number"], form["group"],
                       *(form["channel"] for _ in channel), form["unit"],
                       *(form["answers"][q] or "" for q in questions)])
    return (BOM + out.getvalue()).encode(), {"Content-Type": "text/csv"}


def as_lines(forms):
    return ("".join(json.dumps(form, ensure_ascii=False) + "\n"
                    for form in forms).encode(),
            {"Content-Type": "application/x-ndjson"})


def as_batch(forms):
    return (json.dumps({"forms": forms}, ensure_ascii=False).encode(),
            {"Content-Type": "application/json"})


def mistyped(form):
    """The same form with one answer that the paper does not have."""
    wrong = json.loads(json.dumps(form))
    rows = wrong["units"].values() if "units" in wrong else [wrong["answers"]]
    answers = next(iter(rows))
    question = next(q for q, a in answers.items() if a)
    answers[question] = answers[question] % 2 + 1
    return wrong


class Sealed:
    """For a Year. HANDED: {survey that comes sealed: (packages, issued,
    collected, minutes)}. SHAPES: {survey: how its batches are written}."""
    HANDED = {}
    PARTIES = OPENERS = ()
    SHAPES = {}

    def of_survey(self, survey, *parts):
        return "/".join((f"/v1/periods/{self.PERIOD}/surveys/{survey}",
                         *parts))

    def by_survey(self):
        """{survey: its forms}"""
        out = {}
        for survey, forms in self.batches:
            out.setdefault(survey, []).extend(forms)
        return out

    def hand_over(self):
        """The packages come; nothing can be entered while they are sealed."""
        for survey, (packages, issued, collected, minutes) in \
                self.HANDED.items():
            forms = self.by_survey()[survey]
            self.http.post_json(
                self.of_survey(survey, "handovers"), self.tokens["survey"],
                {"packages": packages, "seals": self.seals_of(survey),
                 "from": self.PARTIES[0], "to": self.PARTIES[1],
                 "minutes": f"{minutes.number}/{minutes.symbol} ngày "
                 f"{'/'.join(reversed(minutes.issued.split('-')))}",
                 "scan": hashlib.sha256(documents.pdf(minutes)).hexdigest(),
                 "issued": issued, "collected": collected,
                 "valid": len(forms), "invalid": collected - len(forms)},
                expect=(201,))
            body, kind = as_batch(forms[:1])
            self.record.sealed.append(self.http.ask(
                "POST", self.of_survey(survey, "forms"),
                self.tokens["survey"], body, kind, expect=None))
            self.progress.step()

    def seals_of(self, survey):
        return [f"{survey.upper()}-{n + 1:03}"
                for n in range(self.HANDED[survey][0])]

    def open_seals(self):
        """By two; the numbers on the packages are those handed over."""
        for survey in self.HANDED:
            self.http.post_json(
                self.of_survey(survey, "handovers", "1", "opening"),
                self.tokens["survey"],
                {"persons": list(self.OPENERS), "intact": True,
                 "seals": self.seals_of(survey)[::-1], "note": ""})

    def enter_forms(self):
        """Each sealed survey in a shape of its own. The first form of the
        first batch of each is mistyped, found on the second entry, and
        corrected."""
        first = {}
        work = []
        for survey, forms in self.batches:
            if survey not in self.HANDED:
                continue
            if survey not in first:
                first[survey] = forms[0]
                forms = [mistyped(forms[0]), *forms[1:]]
            work.append((survey, forms))

        def enter(batch):
            survey, forms = batch
            body, kind = self.SHAPES[survey](forms)
            done = self.http.ask("POST", self.of_survey(survey, "forms"),
                                 self.tokens["survey"], body, kind).json
            with self.lock:
                self.record.forms[survey] += done["taken"]
                self.record.entered_by |= {
                    (survey, form["number"]): done["entry"] for form in forms}
            self.progress.step()

        client.in_parallel(enter, work, 4)
        for survey, form in first.items():
            self.enter_again(survey, form)
            self.one_too_many(survey, form)

    def enter_again(self, survey, wrong):
        """Those that the log draws, and one that looked odd, by somebody else:
        two differ, of one the first entry was wrong, of the other the
        second."""
        forms = {form["number"]: form for form in self.by_survey()[survey]}
        drawn = [one["number"] for one in self.sample(survey)]
        self.record.drawn[survey] = drawn
        others = [number for number in drawn if number != wrong["number"]] or \
            [max(forms)]
        sample = [wrong, *(forms[number] for number in others[:-1]),
                  mistyped(forms[others[-1]])]
        body, kind = as_batch(sample)
        self.http.ask("POST", self.of_survey(survey, "second-entries"),
                      self.tokens["survey again"], body, kind)
        for form, why in ((wrong, WRONG_FIRST), (sample[-1], WRONG_AGAIN)):
            self.http.post_json(
                self.of_survey(survey, "second-entries", form["number"],
                               "explanation"),
                self.tokens["survey"], {"reason": why}, expect=(200, 204))
        self.http.post_json(
            self.of_survey(survey, "forms", wrong["number"], "corrections"),
            self.tokens["survey"],
            {"form": wrong, "version": 1, "reason": WRONG_FIRST},
            expect=(200, 204))
        self.progress.step()

    def sample(self, survey):
        """What is to be entered again, as the service lists it."""
        return self.http.ask("GET", self.of_survey(survey, "sample"),
                             self.tokens["survey"]).json["forms"]

    def one_too_many(self, survey, form):
        """A form more than the plan has is refused."""
        body, kind = as_batch([form | {"number": "THUA-0001"}])
        self.record.too_many.append(self.http.ask(
            "POST", self.of_survey(survey, "forms"), self.tokens["survey"],
            body, kind, expect=None))
