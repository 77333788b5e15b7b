"""A style sheet, parsed once: the theme's is large, and the sites of all courses have the same.

`:is(.a, .b)` is expanded: browsers check a selector that ends in a class only for elements of that class, but one that ends
in `:is(...)` for every element of the page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import tinycss2
from tinycss2 import ast
from tinycss2.ast import Node

_WORD = re.compile(r"[\w-]+")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_NESTED = {"media", "supports"}
_MOST = 40
"""Most selectors into which one is expanded."""


@dataclass(frozen=True, slots=True)
class Selector:
    text: str
    names: frozenset[str]
    """The classes and `data-` values that an element must have; those inside functions such as `:not(...)` are ignored."""


@dataclass(frozen=True, slots=True)
class Declaration:
    name: str
    text: str
    """As written, with the name."""
    asked: frozenset[str]
    """The custom properties that its value uses."""


@dataclass(frozen=True, slots=True)
class Style:
    selectors: Sequence[Selector]
    declarations: Sequence[Declaration]


@dataclass(frozen=True, slots=True)
class Group:
    """`@media` or `@supports` with the rules in it."""

    head: str
    rules: Sequence["Rule"]


@dataclass(frozen=True, slots=True)
class Other:
    """Any other at-rule: a font, an animation."""

    text: str
    declarations: Sequence[Declaration]


Rule = Style | Group | Other


def text_of(rules: Iterable[Rule]) -> str:
    """The style sheet with these rules, without spaces and comments between them."""
    return "".join(map(_text_of, rules))


def _text_of(rule: Rule) -> str:
    match rule:
        case Style(selectors, declarations):
            return f"{','.join(one.text for one in selectors)}{{{';'.join(one.text for one in declarations)}}}"
        case Group(head, rules):
            return f"{head}{{{text_of(rules)}}}"
        case Other(text):
            return text


def declarations_in(rules: Iterable[Rule]) -> Iterator[Declaration]:
    """All declarations of the rules and of those within them."""
    for rule in rules:
        if isinstance(rule, Group):
            yield from declarations_in(rule.rules)
        else:
            yield from rule.declarations


@lru_cache(maxsize=32)
def parsed(style: str) -> tuple[Rule, ...]:
    """The rules of a style sheet in their order."""
    return tuple(_rules(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Iterable[Node]) -> Iterator[Rule]:
    for node in nodes:
        if isinstance(node, ast.QualifiedRule):
            selectors = chain.from_iterable(map(_written_out, _split(node.prelude)))
            yield Style(
                tuple(Selector(_text(one), frozenset(_names(one))) for one in selectors),
                tuple(_declarations(node.content)),
            )
        elif isinstance(node, ast.AtRule):
            yield _at_rule(node)


def _at_rule(node: ast.AtRule) -> Rule:
    if node.content is None:
        return Other(node.serialize(), ())
    if node.lower_at_keyword in _NESTED:
        return Group(f"@{node.at_keyword} {_text(node.prelude)}", tuple(_rules(_inner(node))))
    return Other(node.serialize(), tuple(declarations_in(_rules(_inner(node)))))  # an animation has rules for its steps


def _inner(node: ast.AtRule) -> list[Node]:
    found: list[Node] = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    return found


def _declarations(content: Sequence[Node]) -> Iterator[Declaration]:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(one, ast.Declaration):
            yield Declaration(
                one.name, one.serialize().strip(), frozenset(_ASKED.findall(tinycss2.serialize(one.value)))
            )


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


def _text(tokens: Iterable[Node]) -> str:
    return str(tinycss2.serialize(tokens)).strip()
