"""dealing.py - the answers of a survey's forms, dealt from a level.

Knows how forms are numbered and answers left out. Knows no criteria and no
results. Touches nothing.
"""
import random

BLANK_EVERY = 40  # of so many answers one was left out


def _dealt(shares, n, seed):
    """n answers in the given shares (answer: weight), mixed, some blank."""
    blanks = n // BLANK_EVERY
    left = n - blanks
    answers = []
    for answer, share in shares:
        answers += [answer] * round(share * left)
    answers = (answers + [shares[0][0]] * left)[:left] + [0] * blanks
    random.Random(seed).shuffle(answers)
    return answers


def _of_organisations(level):
    """Shares of the answers worth 100, 60, 20 and 0 % around a level."""
    gap = (100 - level) / 100
    return [(2, 1.5 * gap), (3, 0.375 * gap), (4, 0.1 * gap),
            (1, 1 - 1.975 * gap)]


def _of_citizens(percent):
    good = percent / 100
    return [(5, 0.45 * good), (3, 0.8 * (1 - good)), (2, 0.2 * (1 - good)),
            (4, 0.55 * good)]


def organisation_batches(survey, letter, groups, judged, questions,
                         channels=None):
    """(survey, forms), one batch for each group of respondents: a form judges
    every unit of the block. `channels`: {group: by which its forms come}."""
    n = sum(groups.values())
    span = range(1, questions + 1)
    answers = {
        (u.code, q): _dealt(_of_organisations(u.orgs + (q * 5 % 7 - 3) / 2), n,
                            f"{survey} {u.code} {q}")
        for u in judged for q in span}
    at = 0
    for group, size in groups.items():
        forms = [{"number": f"TC-{letter}-{i + 1:04}", "group": group,
                  **({"channel": channels[group]} if channels else {}),
                  "units": {u.code: {f"q{q}": answers[u.code, q][i]
                                     for q in span} for u in judged}}
                 for i in range(at, at + size)]
        at += size
        yield survey, forms


def citizen_batches(survey, n, judged, factors, channels=()):
    """(survey, forms), one batch for each unit: a form judges one. A unit
    whose people are not asked has None for them. `channels`: by which forms
    come, one after the other."""
    for u in judged:
        if u.people is None:
            continue
        answers = {
            f"{factor}{q}": _dealt(_of_citizens(u.people + (q - 2) / 2), n,
                                   f"{survey} {u.code} {factor}{q}")
            for factor, size in factors.items() for q in range(1, size + 1)}
        yield survey, [
            {"number": f"ND-{u.code}-{i + 1:04}", "group": "citizen",
             **({"channel": channels[i % len(channels)]} if channels else {}),
             "unit": u.code,
             "answers": {key: dealt[i] for key, dealt in answers.items()}}
            for i in range(n)]
