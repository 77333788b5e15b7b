"""Removes style rules that no page of a site can need: half of the theme is for parts that this course doesn't have.

`:is(.a, .b)` is expanded, too: browsers check a selector that ends in a class only for elements of that class, but one that
ends in `:is(...)` for every element of the page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_WORD = re.compile(r"[\w-]+")
_NAMES = re.compile(r'\s(?:class|data-[\w-]+)="([^"]*)"')
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
NESTED = {"media", "supports"}
_MOST = 40
"""Most selectors into which one is expanded."""


def known_names(pages: Iterable[str], script: str) -> set[str]:
    """All classes and `data-` values of the pages, and every word of the scripts, which may add any of them."""
    found = set[str]()
    for text in pages:
        found.update(_NAMES.findall(text), map(_words_of, _INLINE.findall(text)))
    return {name for names in found for name in names.split()} | set(_WORD.findall(script))


@cache
def _words_of(script: str) -> str:
    return " ".join(_WORD.findall(script))


def used_rules(style: str, known: set[str], besides: set[str] | None = None) -> str:
    """The style sheet without selectors that name a class or value that isn't `known`.

    `besides`: if given, keep only selectors that need a name that isn't among these, and no other at-rules.
    """

    def is_wanted(selector: Sequence[Node]) -> bool:
        names = set(_names(selector))
        return names <= known and (besides is None or not names <= besides)

    rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    return "".join(_used(rules, is_wanted, with_others=besides is None))


def _used(rules: Iterable[Node], is_wanted: Callable[[Sequence[Node]], bool], *, with_others: bool) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = chain.from_iterable(map(_written_out, _split(rule.prelude)))
            kept = [selector for selector in selectors if is_wanted(selector)]
            if kept:
                yield f"{','.join(map(_text, kept))}{{{_text(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in NESTED:
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inner = "".join(_used(within, is_wanted, with_others=with_others))
            if inner:
                yield f"@{rule.at_keyword} {_text(rule.prelude)}{{{inner}}}"
        elif with_others:
            yield rule.serialize()


def _written_out(selector: list[Node]) -> list[list[Node]]:
    """The selector expanded to one for each class in its `:is(...)`; choices other than classes would change its specificity."""
    for place, token in enumerate(selector):
        if token.type == "function" and token.lower_name == "is" and _text(selector[place - 1 : place]) == ":":
            choices = [_trimmed(choice) for choice in _split(token.arguments)]
            if not all(map(_is_class, choices)):
                continue
            start, end = selector[: place - 1], selector[place + 1 :]
            found = [one for choice in choices for one in _written_out([*start, *choice, *end])]
            return found if len(found) <= _MOST else [selector]
    return [selector]


def _trimmed(tokens: Sequence[Node]) -> list[Node]:
    return [token for token in tokens if token.type not in {"whitespace", "comment"}]


def _is_class(tokens: Sequence[Node]) -> bool:
    return [token.type for token in tokens] == ["literal", "ident"] and tokens[0].value == "."


def _split(prelude: Sequence[Node]) -> list[list[Node]]:
    """The selectors between the commas."""
    found: list[list[Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _names(selector: Sequence[Node]) -> Iterator[str]:
    """The classes and `data-` values that an element must have; those inside functions such as `:not(...)` are ignored."""
    for token, after in pairwise([*selector, None]):
        if token.type == "literal" and token.value == "." and after and after.type == "ident":
            yield after.value
        elif token.type == "[] block":
            yield from _value(token.content)


def _value(content: Sequence[Node]) -> Iterator[str]:
    """The value of `[data-name=value]`, if it is a single word; nothing otherwise."""
    match [part for part in content if part.type != "whitespace"]:
        case [name, sign, value] if (
            name.value.startswith("data-") and sign.value == "=" and _WORD.fullmatch(value.value)
        ):
            yield value.value


def _text(tokens: Sequence[Node]) -> str:
    return str(tinycss2.serialize(tokens)).strip()
