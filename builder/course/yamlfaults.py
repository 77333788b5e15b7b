"""Why a text isn't YAML: PyYAML's errors as problems that authors understand, each with its line."""

import re
from collections.abc import Sequence
from contextlib import suppress

import yaml

Fault = tuple[int, str, dict[str, object]]
"""Line from 0, code and arguments of a problem."""
_SIGN = re.compile(r"found character (?P<quote>['\"])(?P<sign>.+)(?P=quote) that cannot start any token")
_GOT = re.compile(r"(?:got|found) '(?P<got>[^']*)'")
_ESCAPE = re.compile(r"unknown escape character '(?P<sign>.+)'")
_KEY = re.compile(r":(?:\s|$)")
_PART = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


def yaml_fault(error: yaml.YAMLError, text: str) -> Fault:
    """The fault behind an error that PyYAML's loader in Python has raised for this text."""
    rows = text.split("\n")
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position), "control-character", {}
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, "bad-yaml", {"reason": str(error).splitlines()[0]}
    problem, mark = error.problem or error.context or "", error.problem_mark or error.context_mark
    line, column = (min(mark.line, len(rows) - 1), mark.column) if mark else (0, 0)
    begun = error.context_mark.line if error.context_mark else line
    return (
        _of_signs(problem, error.context or "", rows, line, begun)
        or _of_structure(problem, error.context or "", text, line, column, begun)
        or (line, "bad-yaml", {"reason": problem})
    )


def _of_signs(problem: str, context: str, rows: Sequence[str], line: int, begun: int) -> Fault | None:
    """Quotation marks, escapes, tabs, and characters that can't begin a value; None for other faults."""
    if match := _SIGN.match(problem):
        return (line, "yaml-tab", {}) if match["sign"] == "\\t" else (line, "yaml-sign", {"sign": match["sign"]})
    if "quoted scalar" in context:
        if "escape" in problem:
            escape = _ESCAPE.search(problem)
            return line, "yaml-escape", {"sign": "\\" + (escape["sign"] if escape else "x")}
        return begun, "yaml-quote", {}
    for name, sign in (("alias", "*"), ("anchor", "&"), ("tag", "!"), ("directive", "%")):
        if f"while scanning a {name}" in context or f"while scanning an {name}" in context:
            return line, "yaml-sign", {"sign": sign}
    if "block scalar" in context:
        return line, "yaml-sign", {"sign": "|" if "|" in rows[line] else ">"}
    return (line, "yaml-sign", {"sign": "-"}) if "sequence entries" in problem else None


def _of_structure(problem: str, context: str, text: str, line: int, column: int, begun: int) -> Fault | None:
    """Colons, brackets, and lines that belong to nothing; None for other faults."""
    rows, got = text.split("\n"), _GOT.search(problem)
    found = got["got"] if got else ""
    if "mapping values" in problem:
        return _of_colon(rows, line, column)
    if "expected ':'" in problem:
        return begun, "yaml-no-colon", {}
    if "flow" in context or "node content" in problem or found in ("]", "}"):
        is_second = found == ":" and line == begun and "mapping" in context
        return (line, "yaml-colon", {}) if is_second else (begun if "flow" in context else line, "yaml-brackets", {})
    if "another document" in problem or _PART.match(rows[max(0, line - 1)]):
        return line if "another" in problem else line - 1, "yaml-parts", {}
    if "expected <block end>" in problem or "document start" in problem:
        quoted = _quoted_before(text, line, column) if found == "<scalar>" else None
        return (line, "yaml-indent", {}) if quoted is None else (quoted, "yaml-quote", {})
    return None


def _of_colon(rows: Sequence[str], line: int, column: int) -> Fault:
    """A second colon in its line, or one out of place because the line above has none or another indent."""
    if _KEY.search(rows[line][:column]):
        return line, "yaml-colon", {}
    above = next((n for n in range(line - 1, -1, -1) if rows[n].strip() and rows[n].lstrip()[0] != "#"), None)
    if above is None or _KEY.search(rows[above]):
        return line, "yaml-indent", {}
    return above, "yaml-no-colon", {}


def _quoted_before(text: str, line: int, column: int) -> int | None:
    """The line on which the quoted text that ends right before this place begins; None when there is none."""
    start = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if (token.start_mark.line, token.start_mark.column) >= (line, column):
                break
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            start = token.start_mark.line if is_quoted and token.end_mark.line == line else None
    return start
