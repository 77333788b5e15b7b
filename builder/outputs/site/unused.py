"""Removes what no page of a site can need from its styles: half of the theme is for parts that this course doesn't have, and most
of its custom properties are icons for them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from builder.outputs.site.stylesheet import Group, Other, Rule, Style, declarations_in

_WORD = re.compile(r"[\w-]+")
_CLASSES = re.compile(r'class="(?<=\sclass=")([^"]*)"')
_VALUES = re.compile(r'data-(?<=\sdata-)[\w-]+="([^"]*)"')
"""The patterns begin with a word, and then look at what is before it: spaces are most of a page."""
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def known_names(pages: Iterable[str], script: str) -> set[str]:
    """All classes and `data-` values of the pages, and every word of the scripts, which may add any of them."""
    found = set[str]()
    for text in pages:
        found.update(_CLASSES.findall(text), _VALUES.findall(text), map(_words_of, _INLINE.findall(text)))
    return {name for names in found for name in names.split()} | set(_WORD.findall(script))


@cache
def _words_of(script: str) -> str:
    return " ".join(_WORD.findall(script))


def used_rules(rules: Iterable[Rule], known: set[str], besides: set[str] | None = None) -> list[Rule]:
    """The rules without selectors that name a class or value that isn't `known`.

    `besides`: if given, keep only selectors that need a name that isn't among these, and no other at-rules.
    """

    def needed(rule: Style) -> Style | None:
        kept = [one for one in rule.selectors if one.names <= known and (besides is None or not one.names <= besides)]
        return replace(rule, selectors=kept) if kept else None

    return list(_changed(rules, needed, with_others=besides is None))


def _changed(
    rules: Iterable[Rule], change: Callable[[Style], Style | None], *, with_others: bool
) -> Iterator[Rule]:  # fmt: skip
    """The rules with what `change` leaves of each, without groups of which nothing is left."""
    for rule in rules:
        match rule:
            case Style():
                if new := change(rule):
                    yield new
            case Group(head, within):
                if inner := list(_changed(within, change, with_others=with_others)):
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
    return _kept(rules, lambda name: name in wanted or not name.startswith("--"), with_others=True)


def properties_alone(rules: Iterable[Rule], wanted: set[str]) -> list[Rule]:
    """Only the `wanted` custom properties of the rules, and nothing else."""
    return _kept(rules, wanted.__contains__, with_others=False)


def _kept(rules: Iterable[Rule], is_wanted: Callable[[str], bool], *, with_others: bool) -> list[Rule]:
    def named(rule: Style) -> Style | None:
        kept = [one for one in rule.declarations if is_wanted(one.name)]
        return replace(rule, declarations=kept) if kept else None

    return list(_changed(rules, named, with_others=with_others))
