"""Removes unused custom properties from a style sheet: most of the theme's are icons for parts that the site doesn't have."""

import re
from collections.abc import Callable, Iterable, Iterator

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from builder.outputs.site.unused import NESTED

_ASKED = re.compile(r"var\(\s*(--[\w-]+)")


def needed_properties(style: str, words: set[str]) -> set[str]:
    """The custom properties used by rules or by `words` of scripts, and those that the values of these use in turn."""
    rules, values = set[str](), dict[str, set[str]]()
    for declaration in _declarations(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)):
        asked = set(_ASKED.findall(tinycss2.serialize(declaration.value)))
        (values.setdefault(declaration.name, set()) if declaration.name.startswith("--") else rules).update(asked)
    needed, more = set[str](), rules | {word for word in words if word.startswith("--")}
    while more:
        needed |= more
        more = {name for one in more for name in values.get(one, ())} - needed
    return needed


def with_properties(style: str, wanted: Callable[[str], bool]) -> str:
    """The style sheet with only the `wanted` custom properties, and all other declarations."""
    return _kept(style, wanted, with_others=True)


def properties_alone(style: str, wanted: Callable[[str], bool]) -> str:
    """Only the `wanted` custom properties of the style sheet, and nothing else."""
    return _kept(style, wanted, with_others=False)


def _kept(style: str, wanted: Callable[[str], bool], *, with_others: bool) -> str:
    rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    return "".join(_rules(rules, lambda name: wanted(name) if name.startswith("--") else with_others, with_others))


def _rules(rules: Iterable[Node], wanted: Callable[[str], bool], with_others: bool) -> Iterator[str]:  # noqa: FBT001 - said by name above
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            found = [one for one in _own(rule) if wanted(one.name)]
            if found:
                yield f"{_text(rule.prelude)}{{{';'.join(one.serialize().strip() for one in found)}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in NESTED:
            inner = "".join(_rules(_inner(rule), wanted, with_others))
            if inner:
                yield f"@{rule.at_keyword} {_text(rule.prelude)}{{{inner}}}"
        elif with_others:
            yield rule.serialize()


def _declarations(rules: Iterable[Node]) -> Iterator[Declaration]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield from _own(rule)
        elif isinstance(rule, AtRule) and rule.content is not None:
            yield from _declarations(_inner(rule))


def _own(rule: QualifiedRule) -> Iterator[Declaration]:
    parsed = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return (one for one in parsed if isinstance(one, Declaration))


def _inner(rule: AtRule) -> list[Node]:
    found: list[Node] = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def _text(tokens: Iterable[Node]) -> str:
    return str(tinycss2.serialize(tokens)).strip()
