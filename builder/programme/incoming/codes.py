"""Which firm and which person a row means: by code, by the exact name, else a new one with a code drawn from the name.

A code that is drawn is the same whichever list comes first, and says nothing to whoever lacks the record.
"""

import base64
import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from builder.programme.rows import Firm, Person, Trainer
from builder.sheets.spelling import folded

LOCAL = re.compile(r"0*(\d{1,3})")
"""The number of a firm on the data sheet of one workshop."""


def drawn(secret: str, letter: str, *parts: str | None) -> str:
    """`F-7KQ2M4XA`: always the same for the same parts."""
    text = "\x1f".join(unicodedata.normalize("NFC", part or "") for part in (letter, *parts))
    digest = hmac.digest(secret.encode(), text.encode(), "sha256")
    return f"{letter}-{base64.b32encode(digest)[:10].decode()}"


def mark(secret: str, *parts: str | None) -> str:
    """What is kept of somebody who asked to be forgotten: whether a name is theirs can be told, the name can't."""
    text = "\x1f".join(" ".join(sorted(folded(part or "").split())) for part in parts)
    return hmac.digest(secret.encode(), f"forgotten\x1f{text}".encode(), "sha256").hex()


def local(event: str | None, code: str) -> str:
    """The firm's code in the record: `7` on the sheet of MX-01 is `MX-01/07`, others are as they are."""
    found = LOCAL.fullmatch(code)
    return f"{event}/{int(found[1]):02}" if found and event else code


@dataclass(slots=True)
class Codes:
    """What is known so far: codes by exact name, and which codes were said to be the same."""

    secret: str
    same: Mapping[str, str]
    """Code -> the one that a person said is the same."""
    firms: dict[str, set[str]] = field(default_factory=dict)
    countries: dict[str, str | None] = field(default_factory=dict)
    """Of firms by their codes."""
    people: dict[tuple[str, str | None], str] = field(default_factory=dict)
    trainers: dict[str, str | None] = field(default_factory=dict)
    """Code -> name."""
    _drawn: dict[tuple[str, ...], str] = field(default_factory=dict)

    def learn(self, rows: Iterable[object]) -> None:
        for row in rows:
            if isinstance(row, Firm):
                self.countries[row.code] = self.countries.get(row.code) or row.country
                if row.name:
                    self.firms.setdefault(row.name, set()).add(row.code)
            elif isinstance(row, Person) and row.name:
                self.people[row.name, row.firm] = row.code
            elif isinstance(row, Trainer):
                self.trainers[row.code] = row.name

    def meant(self, table: str, text: str, country: str | None) -> set[str]:
        """Codes of the firms or trainers that a list which makes none of them means: by code, else by name as far as it can be told."""
        if table == "trainer":
            named = {code for code, name in self.trainers.items() if name and folded(name) == folded(text)}
            return {text} if text in self.trainers else named
        if self.settled(text) in self.countries:
            return {self.settled(text)}
        alike = [name for name in self.firms if folded(name) == folded(text)]
        return {code for name in alike for code in self.named_firms(name, country)}

    def settled(self, code: str) -> str:
        """The code that stands for this one."""
        seen: set[str] = set()
        while code in self.same and code not in seen:
            seen.add(code)
            code = self.same[code]
        return code

    def named_firms(self, name: str, country: str | None) -> set[str]:
        """Firms with exactly this name, in this country as far as that is known; none that was drawn where another is there."""
        there = {
            self.settled(code)
            for code in self.firms.get(name, ())
            if self.countries.get(code) in (country, None) or country is None
        }
        return {code for code in there if code != self.draw_firm(name, country)} or there

    def draw_firm(self, name: str, country: str | None) -> str:
        return self._once("F", name, country or "")

    def person(self, name: str, firm: str | None) -> str:
        known = self.people.get((name, firm))
        return self.settled(known or self._once("P", name, firm or ""))

    def _once(self, letter: str, *parts: str) -> str:
        found = self._drawn.get((letter, *parts))
        if found is None:
            found = self._drawn[letter, *parts] = drawn(self.secret, letter, *parts)
        return found
