"""council.py - the council's papers, last year's ranking, and publication.

Touches the service through its HTTP interface.
"""
import urllib.parse

import documents


class Council:
    """For a Year: PREVIOUS is the file of the ranking of the year before."""
    PREVIOUS = None

    def of_period(self, *parts):
        return "/".join((f"/v1/periods/{self.PERIOD}", *parts))

    def standing(self):
        """How far the results have come."""
        return self.results().json["status"]

    def bring_last_year(self):
        self.http.ask("PUT", self.of_period("previous"),
                      self.tokens["council"], self.PREVIOUS.read_bytes(),
                      {"Content-Type": "application/json"})
        self.settle()
        self.progress.step()

    def keep(self, kind, paper, number, signer):
        """Puts a paper of the council on file; the number it is kept under."""
        words = urllib.parse.urlencode(
            {"kind": kind, "number": number, "date": paper.issued,
             "signer": signer, "file": paper.file_name})
        kept = self.http.ask(
            "POST", self.of_period("decisions") + f"?{words}",
            self.tokens["council"], documents.pdf(paper),
            {"Content-Type": "application/pdf"}, (201,)).json
        self.progress.step()
        return kept

    def publish_under(self, record):
        """Housekeeping may promise jobs of its own after settle() looked:
        then publication is refused, and asked for again."""
        for expect in [(201, 409)] * 5 + [(201,)]:
            self.settle()
            answer = self.http.post_json(
                self.of_period("publication"), self.tokens["council"],
                {"decision": record["decision"]}, expect=expect)
            if answer.status == 201:
                break
        self.progress.step()
        return answer.json
