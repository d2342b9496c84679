"""surveys.py - the points of a leaf that surveys feed, once more.

Knows "Surveys" of docs/period-format.md and the five sentences about groups in
docs/scoring.md, and nothing of our C. Has no case of its own for leaves whose
answers are only pooled: one arithmetic does for all.
"""
import collections
import fractions

F = fractions.Fraction


def by_rule(rule, answer):
    """Percent that the leaf's own rule gives an answer."""
    if rule["type"] == "SURVEY":
        return F(rule["percents"][answer - 1])
    return F(100) if answer in rule["satisfied"] else F(0)


def worth(question, rule, answer):
    """Percent of an answer, None where it is as good as blank."""
    if "options" not in question:
        return by_rule(rule, answer)
    percent = question["options"][answer - 1].get("percent")
    return None if percent is None else F(percent)


class Heard:
    """Answers of one group to one leaf of one unit."""

    def __init__(self):
        self.sum, self.answers = F(0), 0

    def hear(self, percent, times):
        if percent is not None:
            self.sum += percent * times
            self.answers += times


def survey_share(surveys, leaf, block, tallies):
    """The part of the leaf's maximum that a unit of the block has, or None
    without one answer. `tallies` {(survey, group, question): {answer: how
    often}}, of the unit."""
    groups = collections.defaultdict(Heard)
    for survey in (s for s in surveys if s["block"] == block):
        for question in survey["questions"]:
            if question.get("leaf") != leaf["id"]:
                continue
            for group in survey["respondents"]:
                weight = group.get("weight")
                one = groups[group["id"] if weight else "", F(weight or 1)]
                for answer, times in tallies.get(
                        (survey["id"], group["id"], question["id"]),
                        {}).items():
                    one.hear(worth(question, leaf["rule"], answer), times)
    means = {key: one.sum / one.answers / 100
             for key, one in groups.items() if one.answers}
    if not means:
        return None
    return sum(weight * mean for (_, weight), mean in means.items()) \
        / sum(weight for _, weight in means)
