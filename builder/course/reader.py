"""Turns YAML nodes into checked values; each fault becomes a `Problem` with its line."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from unicodedata import combining, normalize

from builder.course.foreign import hiding_mark
from builder.course.limits import LONGEST_TITLE
from builder.course.model import Text
from builder.course.numbers import whole
from builder.course.yamlfile import Listing, Node, Scalar, Table
from builder.problems import Problem
from builder.words import is_language
from builder.words.packs import base, fallbacks

NOTHING = Table({}, {}, 0)
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def nearest(word: str, known: Collection[str]) -> str:
    """The known word most like this one, accents aside; else the first few known ones; `-` when there are none."""
    return meant(word, {one: one for one in known}) or ", ".join(sorted(known)[:6]) or "-"


def meant(word: str, known: Mapping[str, str]) -> str:
    """The value of the known word most like this one; "" when none is similar."""
    folded = {_folded(one): value for one, value in known.items()}
    close = difflib.get_close_matches(_folded(word), folded, 1, 0.6)
    return folded[close[0]] if close else ""


def _folded(word: str) -> str:
    """Lower case without accents, with spaces and underscores as hyphens: `Grupo de interés` -> `grupo-de-interes`."""
    plain = normalize("NFKD", word.lower())
    return re.sub(r"[\s_]+", "-", "".join(letter for letter in plain if not combining(letter))).strip("-")


@dataclass(slots=True)
class Reader:
    """Reads the values of one file and collects what is wrong with them."""

    path: PurePosixPath
    languages: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    """Values that books print."""

    def problem(self, line: int, code: str, **arguments: object) -> None:
        self.problems.append(Problem(self.path, line, code, arguments))

    def table(self, node: Node | None, required: Collection[str] = (), optional: Collection[str] = ()) -> Table:
        """A mapping with these keys; with neither given, with any keys."""
        if isinstance(node, Scalar) and not node.text:
            node = Table({}, {}, node.line)
        if not isinstance(node, Table):
            if node is not None:
                self.problem(node.line, "wrong-type", expected="key: value")
            return NOTHING
        known = {*required, *optional}
        if known:
            for key in node.entries:
                if key not in known:
                    self.problem(node.lines[key], "unknown-key", key=key, nearest=nearest(key, known))
        for key in required:
            if key not in node.entries and node.line:
                self.problem(node.line, "missing-key", key=key)
        return node

    def listing(self, node: Node | None) -> tuple[Node, ...]:
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.problem(node.line, "wrong-type", expected="- item")
            return ()
        return node.items

    def text(self, node: Node | None, default: str = "", *, printed: bool = True, most: int = LONGEST_TITLE) -> str:
        """A text of at most `most` characters, in one line; the default for what isn't there or, with a problem, is no text."""
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.problem(node.line, "wrong-type", expected="text")
            return default
        if not node.text.strip():
            self.problem(node.line, "empty-value")
        if len(node.text) > most:
            self.problem(node.line, "text-too-long", text=f"{node.text[:30]}…", length=len(node.text), limit=most)
        if printed:
            self.texts.append(Text(self.path, node.line, node.text))
        if mark := hiding_mark(node.text):
            self.problem(node.line, "foreign-mark", mark=mark)
        return " ".join(node.text.split())

    def words(self, node: Node | None, most: int = LONGEST_TITLE) -> dict[str, str]:
        """A text per language, `{en: ..., es: ...}`. A language without one gets its fallback's, else the first language's."""
        if node is None:
            return {}
        there = self.by_language(node)
        found = {language: self.text(value, most=most) for language, value in there.items()}
        for language in self.languages:
            if language not in found:
                found[language] = found.get(self.instead(node.line, language, there), "")
        return found

    def by_language(self, node: Node, *, first_needed: bool = True) -> dict[str, Node]:
        """The entries of `{en: ..., es: ...}` in the course's languages and their fallbacks, in this order.

        Entries in other languages are allowed, and ignored.
        """
        table = self.table(node)
        for key in table.entries:
            if key not in self.languages and not is_language(key):
                self.problem(table.lines[key], "unknown-key", key=key, nearest=nearest(key, self.languages))
        wanted = dict.fromkeys((*self.languages, *(one for code in self.languages for one in fallbacks(code))))
        found = {language: table.entries[language] for language in wanted if language in table.entries}
        if first_needed and table.line and not {self.languages[0], *fallbacks(self.languages[0])} & found.keys():
            self.problem(table.line, "missing-key", key=self.languages[0])
        return found

    def instead(self, line: int, language: str, there: Collection[str]) -> str:
        """The language to show in place of a missing one, with a problem if it is another language."""
        nearest_one = next((one for one in fallbacks(language) if one in there), "")
        if not nearest_one and language != self.languages[0]:
            self.problem(line, "missing-words", language=language)
        elif nearest_one and base(nearest_one) != base(language):
            self.problem(line, "texts-in-fallback", language=language)
        return nearest_one or self.languages[0]

    def number(self, node: Node | None, default: int, low: int = 1, high: int = 10_000) -> int:
        text = self.text(node, str(default))
        found = whole(text)
        if found is None or not low <= found <= high:
            self.problem(node.line if node else 1, "bad-number", value=text, low=low, high=high)
            return default
        return found

    def one_of(self, node: Node | None, allowed: Collection[str], default: str) -> str:
        text = self.text(node, default)
        if node is not None and text not in allowed:
            self.problem(node.line, "unknown-value", value=text, nearest=nearest(text, allowed))
            return default
        return text

    def each_of(self, node: Node | None, allowed: Collection[str]) -> tuple[str, ...]:
        """The items of a list of known ids; "" for one that is not allowed, with a problem."""
        return tuple(self.one_of(item, allowed, "") for item in self.listing(node))

    def clock(self, node: Node | None, default: int) -> int:
        """`8:30` as minutes from midnight; the default, with a problem, when it is no time."""
        text = self.text(node)
        match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)
        if not match or int(match[1]) > 23:
            self.problem(node.line if node else 1, "bad-clock", value=text)
            return default
        return int(match[1]) * 60 + int(match[2])

    def day(self, node: Node | None, default: date) -> date:
        """A date as `2026-11-22`; the default when it is missing or, with a problem, invalid."""
        if node is None:
            return default
        text = self.text(node)
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem(node.line, "bad-date", value=text)
            return default

    def month(self, node: Node | None) -> str:
        """A month as `2026-11`; "" with a problem when it is none."""
        text = self.text(node)
        if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text) or node is None or not text:
            return text
        self.problem(node.line, "bad-month", value=text)
        return ""

    def entries(self, node: Node | None) -> Iterator[tuple[str, Node, int]]:
        """Key, value and line of a mapping whose keys are ids."""
        table = self.table(node)
        for key, value in table.entries.items():
            if not ID.fullmatch(key):
                self.problem(table.lines[key], "bad-id", id=key)
            yield key, value, table.lines[key]
