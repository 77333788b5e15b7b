"""Removes what no page of a site can need from its styles: half of the theme is for parts that this course doesn't have, and most
of its custom properties are icons for them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from builder.outputs.site.stylesheet import Declaration, Group, Other, Rule, Selector, Style, declarations_in

_WORD = re.compile(r"[\w-]+")
_NAMES = re.compile(r'\s(?:class|data-[\w-]+)="([^"]*)"')
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def known_names(pages: Iterable[str], script: str) -> set[str]:
    """All classes and `data-` values of the pages, and every word of the scripts, which may add any of them."""
    found = set[str]()
    for text in pages:
        found.update(_NAMES.findall(text), map(_words_of, _INLINE.findall(text)))
    return {name for names in found for name in names.split()} | set(_WORD.findall(script))


@cache
def _words_of(script: str) -> str:
    return " ".join(_WORD.findall(script))


def used_rules(rules: Iterable[Rule], known: set[str], besides: set[str] | None = None) -> list[Rule]:
    """The rules without selectors that name a class or value that isn't `known`.

    `besides`: if given, keep only selectors that need a name that isn't among these, and no other at-rules.
    """

    def is_wanted(selector: Selector) -> bool:
        return selector.names <= known and (besides is None or not selector.names <= besides)

    return list(_used(rules, is_wanted, with_others=besides is None))


def _used(rules: Iterable[Rule], is_wanted: Callable[[Selector], bool], *, with_others: bool) -> Iterator[Rule]:
    for rule in rules:
        match rule:
            case Style(selectors):
                if kept := list(filter(is_wanted, selectors)):
                    yield replace(rule, selectors=kept)
            case Group(head, within):
                if inner := list(_used(within, is_wanted, with_others=with_others)):
                    yield Group(head, inner)
            case Other() if with_others:
                yield rule


def needed_properties(rules: Iterable[Rule], words: set[str]) -> set[str]:
    """The custom properties used by rules or by `words` of scripts, and those that the values of these use in turn."""
    used, values = set[str](), dict[str, set[str]]()
    for declaration in declarations_in(rules):
        own = values.setdefault(declaration.name, set()) if declaration.name.startswith("--") else used
        own.update(declaration.asked)
    needed, more = set[str](), used | {word for word in words if word.startswith("--")}
    while more:
        needed |= more
        more = {name for one in more for name in values.get(one, ())} - needed
    return needed


def with_properties(rules: Iterable[Rule], wanted: set[str]) -> list[Rule]:
    """The rules with only the `wanted` custom properties, and all other declarations."""
    return list(_kept(rules, lambda name: name in wanted or not name.startswith("--"), with_others=True))


def properties_alone(rules: Iterable[Rule], wanted: set[str]) -> list[Rule]:
    """Only the `wanted` custom properties of the rules, and nothing else."""
    return list(_kept(rules, wanted.__contains__, with_others=False))


def _kept(rules: Iterable[Rule], is_wanted: Callable[[str], bool], *, with_others: bool) -> Iterator[Rule]:
    for rule in rules:
        match rule:
            case Style(_, declarations):
                if kept := _named(declarations, is_wanted):
                    yield replace(rule, declarations=kept)
            case Group(head, within):
                if inner := list(_kept(within, is_wanted, with_others=with_others)):
                    yield Group(head, inner)
            case Other() if with_others:
                yield rule


def _named(declarations: Sequence[Declaration], is_wanted: Callable[[str], bool]) -> list[Declaration]:
    return [one for one in declarations if is_wanted(one.name)]
