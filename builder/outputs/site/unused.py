"""Style rules that no page of a site can need are left out: half of the theme is for parts that this course hasn't."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_WORD = re.compile(r"[\w-]+")
_NAMES = re.compile(r'\s(?:class|data-[\w-]+)="([^"]*)"')
_NESTED = {"media", "supports"}


def known_names(pages: Iterable[str], script: str) -> set[str]:
    """The classes of all elements and the values of their `data-` attributes; every word of the script, which may add any."""
    found = {names for text in pages for names in _NAMES.findall(text)}
    return {name for names in found for name in names.split()} | set(_WORD.findall(script))


def used_rules(style: str, known: set[str]) -> str:
    """The style sheet without selectors that name a class or value which isn't among the `known` ones."""
    return "".join(_used(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True), known))


def _used(rules: Iterable[Node], known: set[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            kept = [selector for selector in _selectors(rule.prelude) if set(_names(selector)) <= known]
            if kept:
                yield f"{','.join(map(_text, kept))}{{{_text(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in _NESTED:
            inner = "".join(
                _used(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), known)
            )
            if inner:
                yield f"@{rule.at_keyword} {_text(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Sequence[Node]) -> list[list[Node]]:
    """The selectors between the commas."""
    found: list[list[Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _names(selector: Sequence[Node]) -> Iterator[str]:
    """The classes and `data-` values that an element must have; those within `:not(...)` and the like decide nothing."""
    for token, after in pairwise([*selector, None]):
        if token.type == "literal" and token.value == "." and after and after.type == "ident":
            yield after.value
        elif token.type == "[] block":
            yield from _value(token.content)


def _value(content: Sequence[Node]) -> Iterator[str]:
    """The value of `[data-name=value]`, where it is one word."""
    match [part for part in content if part.type != "whitespace"]:
        case [name, sign, value] if (
            name.value.startswith("data-") and sign.value == "=" and _WORD.fullmatch(value.value)
        ):
            yield value.value


def _text(tokens: Sequence[Node]) -> str:
    return str(tinycss2.serialize(tokens)).strip()
