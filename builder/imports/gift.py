"""Reads GIFT, a text format for questions."""

import re
from collections.abc import Iterator
from html import escape

from lxml import html

from builder.course.limits import MAX_LINE
from builder.imports.bank import Bank, Choice, Question, plain_of
from builder.imports.marked import elements

_ESCAPED = {f"\\{sign}": chr(0xE000 + number) for number, sign in enumerate("~=#{}:\\")}
_MASK = re.compile(r"\\[~=#{}:\\]")
_UNMASK = {mask: sign[1] for sign, mask in _ESCAPED.items()}
_NAME = re.compile(r"\s*::(?P<name>.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(?P<format>html|moodle|plain|markdown)\]")
_ID = re.compile(r"\[id:(?P<id>[^\]]*)\]")
_ANSWER = re.compile(r"(?P<sign>[=~])\s*(?:%(?P<mark>-?[\d.]+)%)?(?P<text>[^=~]*)", re.DOTALL)
_TRUE = re.compile(r"\s*(?P<value>T|TRUE|F|FALSE)\s*(?:#(?P<wrong>[^#]*))?(?:#(?P<right>[^#]*))?\s*", re.IGNORECASE)


def read_gift(text: str, source: str, true: str, false: str) -> Bank:
    """The questions in a file. `true` and `false` are the answers' texts for true/false questions."""
    bank, path = Bank(source), tuple[str, ...]()
    for line, comments, piece in _pieces(text):
        if piece.startswith("$CATEGORY:"):
            path = path_of(piece.partition(":")[2].strip())
            continue
        number = _ID.search(comments)
        _question(bank, line, number["id"] if number else "", _masked(piece), path, (true, false))
    return bank


def path_of(category: str) -> tuple[str, ...]:
    """`$course$/top/A//B/C` -> ("A/B", "C")."""
    parts = [part.replace("\0", "/").strip() for part in category.replace("//", "\0").split("/")]
    return tuple(part for part in parts if part and not re.fullmatch(r"\$\w+\$|top", part))


def _pieces(text: str) -> Iterator[tuple[int, str, str]]:
    """Pieces between empty lines: number of the first line, comments, and the other lines."""
    first, comments, lines = 0, list[str](), list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            comments.append(line)
        elif line.strip():
            first = first or number
            lines.append(line[:MAX_LINE])
            if line.startswith("$CATEGORY:"):
                yield first, "", line.strip()
                first, comments, lines = 0, [], []
        elif lines:
            yield first, "\n".join(comments), "\n".join(lines)
            first, comments, lines = 0, [], []


def _masked(text: str) -> str:
    return _MASK.sub(lambda match: _ESCAPED[match[0]], text.translate(dict.fromkeys(range(0xE000, 0xE007))))


def _unmasked(text: str) -> str:
    return "".join(_UNMASK.get(sign, sign) for sign in text)


def _question(bank: Bank, line: int, number: str, piece: str, path: tuple[str, ...], names: tuple[str, str]) -> None:
    name = _NAME.match(piece)
    rest = piece[name.end() :] if name else piece
    form = _FORMAT.match(rest)
    kind = form["format"] if form else "moodle"
    rest = rest[form.end() :] if form else rest
    before, brace, tail = rest.partition("{")
    body, _, after = tail.partition("}")
    text = _html(before.rstrip() + (f" _____ {after.strip()}" if after.strip() else ""), kind)
    body, _, general = body.partition("####")
    what, choices = _choices(body, kind, names) if brace else ("description", ())
    if what not in ("single", "multiple", "truefalse"):
        bank.said.append(("lost", "question-type", line, {"type": what, "words": plain_of(text)[:60]}))
        return
    if what == "truefalse":
        bank.said.append(("changed", "question-true-false", line, {"words": plain_of(text)[:60]}))
    title = _unmasked(name["name"]).strip() if name else ""
    made = Question(title, number, line, text, choices, what != "multiple", _html(general, kind), path)
    add(bank, made)


def add(bank: Bank, question: Question) -> None:
    """Adds a question to the bank, unless it can't be scored; that is noted."""
    if len(question.choices) < 2 or not any(choice.is_right for choice in question.choices):
        bank.said.append(("lost", "question-unfit", question.line, {"words": plain_of(question.text)[:60]}))
    else:
        bank.questions.append(question)


def _choices(body: str, kind: str, names: tuple[str, str]) -> tuple[str, tuple[Choice, ...]]:
    """The type of a question, known by the signs in its braces, and its answers if they can be chosen."""
    if not body.strip():
        return "essay", ()
    if match := _TRUE.fullmatch(body):
        is_true = match["value"].upper().startswith("T")
        right, wrong = _html(match["right"] or "", kind), _html(match["wrong"] or "", kind)
        return "truefalse", tuple(
            Choice(escape(name), good, right if good else wrong)
            for name, good in zip(names, (is_true, not is_true), strict=True)
        )
    if body.lstrip().startswith("#"):
        return "numerical", ()
    found = list(_ANSWER.finditer(body))
    if found and all(one["sign"] == "=" for one in found):
        return ("matching" if all("->" in one["text"] for one in found) else "shortanswer"), ()
    is_single = any(one["sign"] == "=" for one in found)
    return ("single" if is_single else "multiple"), tuple(_choice(one, kind, is_single=is_single) for one in found)


def _choice(found: re.Match[str], kind: str, *, is_single: bool) -> Choice:
    text, _, feedback = found["text"].partition("#")
    mark = float(found["mark"]) if re.fullmatch(r"-?\d+(\.\d+)?", found["mark"] or "") else 0
    return Choice(_html(text, kind), found["sign"] == "=" if is_single else mark > 0, _html(feedback, kind))


def _html(text: str, kind: str) -> str:
    """A text, which may name its own format, as HTML."""
    if own := _FORMAT.match(text):
        kind, text = own["format"], text[own.end() :]
    plain = _unmasked(text.replace("\\n", "\n")).strip()
    return as_html(plain, kind)


def as_html(text: str, kind: str) -> str:
    """Text in a format (`html`, `markdown`, or anything else for plain text) as HTML."""
    if kind == "html":
        return text
    if kind == "markdown":
        return "".join(_drawn(text))
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in re.split(r"\n\s*\n", text) if part)


def _drawn(text: str) -> Iterator[str]:
    for node in elements(text.split("\n"), 1, {}):
        yield html.tostring(node, encoding="unicode")
