"""Finds the firm or person that a row means: by code, by exact name, or else as a new one with a code drawn from the
name.

A drawn code doesn't depend on the order of lists, and reveals nothing to anybody without the record's secret.
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
"""The number of a firm on a workshop's data sheet."""


def drawn(secret: str, letter: str, *parts: str | None) -> str:
    """A code such as `F-7KQ2M4XA`; equal parts always give the same one."""
    text = "\x1f".join(unicodedata.normalize("NFC", part or "") for part in (letter, *parts))
    digest = hmac.digest(secret.encode(), text.encode(), "sha256")
    return f"{letter}-{base64.b32encode(digest)[:10].decode()}"


def mark(secret: str, *parts: str | None) -> str:
    """A keyed hash kept of a forgotten person: it can confirm a name but doesn't reveal it."""
    text = "\x1f".join(" ".join(sorted(folded(part or "").split())) for part in parts)
    return hmac.digest(secret.encode(), f"forgotten\x1f{text}".encode(), "sha256").hex()


def local(event: str | None, code: str) -> str:
    """A firm's code in the record: `7` on the sheet of MX-01 becomes `MX-01/07`; other codes stay."""
    found = LOCAL.fullmatch(code)
    return f"{event}/{int(found[1]):02}" if found and event else code


@dataclass(slots=True)
class Codes:
    """What is known so far: codes by exact name, and codes declared to be the same."""

    secret: str
    same: Mapping[str, str]
    """Code -> the one that a person declared to be the same."""
    firms: dict[str, set[str]] = field(default_factory=dict)
    countries: dict[str, str | None] = field(default_factory=dict)
    """The firms' countries by code."""
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
        """Codes of the existing firms or trainers that a text means: by code, or else by name; several if that is
        ambiguous.
        """
        if table == "trainer":
            named = {code for code, name in self.trainers.items() if name and folded(name) == folded(text)}
            return {text} if text in self.trainers else named
        if self.settled(text) in self.countries:
            return {self.settled(text)}
        alike = [name for name in self.firms if folded(name) == folded(text)]
        return {code for name in alike for code in self.named_firms(name, country)}

    def settled(self, code: str) -> str:
        """The code that replaces this one, or the code itself."""
        seen: set[str] = set()
        while code in self.same and code not in seen:
            seen.add(code)
            code = self.same[code]
        return code

    def named_firms(self, name: str, country: str | None) -> set[str]:
        """Codes of firms with exactly this name, in this country where known; drawn codes only if there are no others."""
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
