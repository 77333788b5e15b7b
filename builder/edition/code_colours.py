"""Syntax highlighting: program code as tokens (keywords, comments, strings). Only screens colour them."""

from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound


def colour(text: str, language: str) -> list[tuple[str, str]]:
    """CSS class (as the site's theme has them) and text of each token; empty when the language is unknown.

    The tokens together are exactly the text.
    """
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    named = ((STANDARD_TYPES.get(kind, ""), part) for kind, part in lexer.get_tokens(text) if kind is not Token.Error)
    found = [(kind, "".join(part for _, part in parts)) for kind, parts in groupby(named, key=lambda one: one[0])]
    return found if "".join(part for _, part in found) == text else []
