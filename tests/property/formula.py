"""formula.py - the formula language once more, read and computed in one go.

Knows the last section of docs/criteria-format.md, and nothing of our C.
"""
import datetime
import fractions
import re

F = fractions.Fraction
TOKEN = re.compile(r'\s*(?:(\d{4}-\d\d-\d\d)|(\d+(?:\.\d+)?)|"([^"]*)"'
                   r'|([a-z][a-z0-9_]*)|(<=|>=|!=|[-+*/=<>(),]))')


class Absent(Exception):
    """A variable without a value was asked for."""


class Formula:
    """One text, asked once. What need not be looked at is only skipped."""

    def __init__(self, text, values, most):
        self.tokens = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found, text[at:]
            self.tokens.append(found)
            at = found.end()
        self.at, self.values, self.most, self.live = 0, values, most, True

    def peek(self):
        if self.at == len(self.tokens):
            return None
        token = self.tokens[self.at]
        return token[4] or token[5]

    def take(self, *words):
        if self.peek() in words:
            self.at += 1
            return self.tokens[self.at - 1][0].strip()
        return None

    def need(self, word):
        assert self.take(word), (word, self.peek())

    def dead(self, read):
        """Reads without computing."""
        was, self.live = self.live, False
        read()
        self.live = was

    def either(self):
        left = self.both()
        while self.take("or"):
            if self.live and left:
                self.dead(self.both)
            else:
                left = self.both()
        return left

    def both(self):
        left = self.nay()
        while self.take("and"):
            if self.live and not left:
                self.dead(self.nay)
            else:
                left = self.nay()
        return left

    def nay(self):
        if self.take("not"):
            return not self.nay()
        return self.compared()

    def compared(self):
        left = self.sum()
        sign = self.take("=", "!=", "<", "<=", ">", ">=")
        if not sign:
            return left
        right = self.sum()
        if not self.live:
            return False
        return {"=": left == right, "!=": left != right}[sign] \
            if sign in ("=", "!=") else \
            {"<": left < right, "<=": left <= right,
             ">": left > right, ">=": left >= right}[sign]

    def sum(self):
        left = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            if self.live:
                left = left + right if sign == "+" else left - right
        return left

    def product(self):
        left = self.signed()
        while sign := self.take("*", "/"):
            right = self.signed()
            if self.live:
                left = left * right if sign == "*" else left / right
        return left

    def signed(self):
        if self.take("-"):
            value = self.signed()
            return -value if self.live else value
        return self.one()

    def choice(self):
        self.need("(")
        question = self.either()
        yes = no = F(0)
        self.need(",")
        if self.live and question:
            yes = self.sum()
        else:
            self.dead(self.sum)
        self.need(",")
        if self.live and not question:
            no = self.sum()
        else:
            self.dead(self.sum)
        self.need(")")
        return yes if question else no

    def pair(self, pick):
        self.need("(")
        left = self.sum()
        self.need(",")
        right = self.sum()
        self.need(")")
        return pick(left, right) if self.live else F(0)

    def word(self, word):
        if word == "if":
            return self.choice()
        if word == "min" or (word == "max" and self.peek() == "("):
            return self.pair(min if word == "min" else max)
        if word == "max":
            return self.most
        if word == "given":
            self.need("(")
            self.at += 1
            key = self.tokens[self.at - 1][4]
            self.need(")")
            return self.values.get(key) is not None
        if not self.live:
            return F(0)
        if self.values.get(word) is None:
            raise Absent(word)
        return self.values[word]

    def one(self):
        token = self.tokens[self.at]
        self.at += 1
        if token[1]:
            return datetime.date.fromisoformat(token[1])
        if token[2]:
            return F(token[2])
        if token[3] is not None:
            return token[3]
        if token[4]:
            return self.word(token[4])
        assert token[5] == "(", token
        inside = self.either()
        self.need(")")
        return inside


def ask(text, values, most):
    """The value of a formula or the answer to a condition. Absent;
    ZeroDivisionError."""
    formula = Formula(text, values, most)
    answer = formula.either()
    assert formula.at == len(formula.tokens), text
    return answer
