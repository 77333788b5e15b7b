"""Program code, cut into what a language makes of it: keywords, comments, texts. Screens colour it; paper has one colour."""

from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound


def colour(text: str, language: str) -> list[tuple[str, str]]:
    """Class and text of each part, as the site's theme calls the classes; nothing when nobody knows the language.

    The parts together are the text, sign for sign.
    """
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    named = ((STANDARD_TYPES.get(kind, ""), part) for kind, part in lexer.get_tokens(text) if kind is not Token.Error)
    found = [(kind, "".join(part for _, part in parts)) for kind, parts in groupby(named, key=lambda one: one[0])]
    return found if "".join(part for _, part in found) == text else []
