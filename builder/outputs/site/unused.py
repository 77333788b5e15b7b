"""Style rules that no page of a site can need are left out: half of the theme is for parts that this course hasn't.

`:is(.a, .b)` is written out, too: a browser looks at a rule that ends in a class for elements of that class only, at one that
ends in a choice for every element of the page.
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
"""Selectors that one may become."""


def known_names(pages: Iterable[str], script: str) -> set[str]:
    """The classes of all elements and the values of their `data-` attributes; every word of the scripts, which may add any."""
    found = set[str]()
    for text in pages:
        found.update(_NAMES.findall(text), map(_words_of, _INLINE.findall(text)))
    return {name for names in found for name in names.split()} | set(_WORD.findall(script))


@cache
def _words_of(script: str) -> str:
    return " ".join(_WORD.findall(script))


def used_rules(style: str, known: set[str], besides: set[str] | None = None) -> str:
    """The style sheet without selectors that name a class or value which isn't among the `known` ones.

    `besides`: only the selectors that need one of the known ones that are not among these.
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
    """A selector for each class that its `:is(...)` names; other choices stay as they are, since they weigh differently."""
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
