"""`languages/pt-BR/` at the top of a course, or in an installed package: the rules and words of a language.

Only the languages of the course and their fallbacks are read. The files of words are those of `builder/words/en/`, each
optional: missing words are reported, and shown in the next language of the chain.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from builder.course.folder import CourseFolder
from builder.course.reader import Reader, nearest
from builder.course.settings import Config
from builder.course.yamlfile import Listing, Node, Scalar, Table, parse
from builder.problems import Problem
from builder.words import is_language
from builder.words.packs import BUILT_IN, FILES, Pack, Readability, base, built_in

LANGUAGES = "languages"
GROUP = "taller.languages"
"""Entry point group of packages that bring languages: `pt-BR = "package"`; the package holds the files of such a folder."""
SETTINGS = "language"
OTHERS = ("skeletons",)
"""Further folders allowed beside the files of words."""
_FIELD = re.compile(r"\{[\w-]*\}")
_TAG = re.compile(r"<[/!A-Za-z][^<>]*>?")
_SAID = ("command", "problems")
"""Files whose words are only messages and go into no page, so they may mention comments and tags."""
_MANY = 12
"""How many missing keys a message names."""


def read_languages(
    folder: CourseFolder, languages: Sequence[str], setting: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Pack]:
    """The languages of a course and their fallbacks, as the course or a package describes them, by code.

    `setting`: the course's own choice of fallbacks by language. Languages that nothing describes are left out.
    """
    found: dict[str, Pack] = {}
    waiting = list(languages)
    while waiting:
        code = waiting.pop(0)
        if code in found:
            continue
        pack = read_language(folder, code)
        found[code] = replace(pack, fallback=setting[code]) if code in setting else pack
        if code in languages:
            waiting += [base(code), *found[code].fallback]
    return {code: pack for code, pack in found.items() if pack != Pack(code)}


def read_language(folder: CourseFolder, code: str) -> Pack:
    """A language from the course's folder, else from an installed package; else an empty pack."""
    top = PurePosixPath(LANGUAGES, code)
    for root in folder.roots:
        if any((root / one).is_symlink() for one in (LANGUAGES, top)):
            folder.problem(top, 1, "symlink", name=top.name)
        elif (root / top).is_dir():
            return _read(folder, code, top, root)
    package = None if code in BUILT_IN else _installed(code)
    return _read(folder, code, PurePosixPath(package.name), package.parent) if package else Pack(code)


def _installed(code: str) -> Path | None:
    """The folder of the installed package that brings a language, found without importing it; None if there is none."""
    for point in entry_points(group=GROUP):
        if point.name == code and (spec := find_spec(point.module)) and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
    return None


def _read(folder: CourseFolder, code: str, top: PurePosixPath, root: Path) -> Pack:
    words, texts = {}, []
    settings: Table | None = None
    for path in sorted((root / top).iterdir()):
        shown, name = top / path.name, path.stem
        if path.is_symlink():
            folder.problem(shown, 1, "symlink", name=path.name)
        elif path.is_file() and path.suffix == ".yml" and name in (SETTINGS, *FILES):
            text = folder.text(shown, path)
            texts += [name, text]
            reader = Reader(shown, (code,), folder.problems)
            read = reader.table(parse(text, shown, folder.problems))
            if name == SETTINGS:
                settings = read
            else:
                words[name] = _words(reader, read, code)
        elif not path.name.startswith((".", "__")) and path.suffix != ".py" and path.name not in (*OTHERS, "README.md"):
            folder.problem(shown, 1, "unknown-file", name=path.name)
    pack = _settings(Reader(top / f"{SETTINGS}.yml", (code,), folder.problems), code, settings)
    digest = sha256("\0".join(texts).encode()).hexdigest()[:32]
    return replace(pack, words=words, digest=digest, folder=root / top)


# -- language.yml


def _settings(reader: Reader, code: str, table: Table | None) -> Pack:
    if table is None:
        return Pack(code)
    keys = ("name", "direction", "fallback", "locale", "decimal", "group", "readability")
    get = reader.table(table, (), keys).entries.get
    return Pack(
        code,
        reader.text(get("name")),
        reader.one_of(get("direction"), ("ltr", "rtl"), ""),
        read_codes(reader, get("fallback"), code),
        next(iter(read_codes(reader, get("locale"))), ""),
        _mark(reader, get("decimal")),
        _mark(reader, get("group")),
        _readability(reader, get("readability")),
    )


def read_codes(reader: Reader, node: Node | None, own: str = "") -> tuple[str, ...]:
    """The valid codes in a scalar or a list; others, and `own`, are problems."""
    items = (node,) if isinstance(node, Scalar) else reader.listing(node)
    codes = {reader.text(item, printed=False): item.line for item in items}
    for code, line in codes.items():
        if not is_language(code) or code == own:
            reader.problem(line, "bad-language", language=code)
    return tuple(code for code in codes if is_language(code) and code != own)


def _mark(reader: Reader, node: Node | None) -> str:
    """A decimal or thousands separator; a space becomes a no-break space."""
    text = node.text if isinstance(node, Scalar) else ""
    if node is not None and (len(text) != 1 or text.isalnum()):
        reader.problem(node.line, "unknown-value", value=text, nearest='",", ".", " "')
        return ""
    return "\u00a0" if text == " " else text


def _readability(reader: Reader, node: Node | None) -> Readability | None:
    if node is None:
        return None
    needed = ("base", "syllable", "word", "lowest", "vowels", "strong")
    table = reader.table(node, needed, ("together", "apart"))
    get = table.entries.get
    if not all(key in table.entries for key in needed):
        return None
    numbers = {key: _decimal(reader, get(key)) for key in needed[:4]}
    together, apart = (tuple(reader.text(one) for one in reader.listing(get(key))) for key in ("together", "apart"))
    return Readability(
        **numbers,
        vowels=reader.text(get("vowels")),
        strong=reader.text(get("strong")),
        together=together,
        apart=apart,
    )


def _decimal(reader: Reader, node: Node | None) -> float:
    text = reader.text(node)
    if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", text):
        return float(text)
    reader.problem(node.line if node else 1, "bad-number", value=text, low=0, high=9999)
    return 0.0


# -- the files of words


def _words(reader: Reader, table: Table, code: str) -> Mapping[str, Any]:
    name = reader.path.stem
    english = built_in(name, "en")
    found = _taken(reader, table, english, "")
    lacking = [] if base(code) in BUILT_IN else list(_lacking(english, found, ""))
    if lacking:
        keys = ", ".join(lacking[:_MANY]) + (" …" if len(lacking) > _MANY else "")
        reader.problem(1, "missing-interface-words", language=code, n=len(lacking), keys=keys)
    return found if isinstance(found, dict) else {}


def _taken(reader: Reader, node: Node, english: Any, key: str) -> Any:
    """The words of a node if it has the same structure as the English ones; else None, with a problem."""
    if isinstance(english, Mapping):
        table, known = reader.table(node), {str(one): one for one in english}
        for name in table.entries.keys() - known.keys() - {"level"}:
            reader.problem(table.lines[name], "unknown-key", key=name, nearest=nearest(name, known))
        rows = {known[one]: (one, value) for one, value in table.entries.items() if one in known and one != "level"}
        taken = {
            one: _taken(reader, value, english[one], f"{key}.{name}".lstrip(".")) for one, (name, value) in rows.items()
        }
        return {one: value for one, value in taken.items() if value is not None}
    if isinstance(english, list):
        items = node.items if isinstance(node, Listing) else ()
        texts = [one.text for one in items if isinstance(one, Scalar)]
        if len(texts) != len(items) or not texts or (len(texts) != len(english) and ".steps." not in f".{key}"):
            reader.problem(node.line, "words-differ", key=key, parts=f"{len(english)} × -")
            return None
        return texts
    return _text(reader, node, english, key)


def _text(reader: Reader, node: Node, english: object, key: str) -> str | None:
    """The text if it has the same fields as the English one and no HTML tags, since it is trusted in pages; else None."""
    if not isinstance(node, Scalar) or (not node.text.strip() and str(english).strip()):
        reader.problem(node.line, "wrong-type", expected="text")
        return None
    fields = set(_FIELD.findall(str(english)))
    rest = _FIELD.sub("", node.text)
    if set(_FIELD.findall(node.text)) != fields or (
        ("{" in rest or "}" in rest) and "{" not in _FIELD.sub("", str(english))
    ):
        reader.problem(node.line, "words-differ", key=key, parts=" ".join(sorted(fields)) or "-")
        return None
    tag = None if reader.path.stem in _SAID else _TAG.search(node.text)
    if tag and tag[0] not in str(english):
        reader.problem(node.line, "raw-html", tag=tag[0])
        return None
    return node.text


def _lacking(english: Mapping[Any, Any], found: Any, key: str) -> Iterator[str]:
    """Full keys (`table.key`) of the words that are missing."""
    for name, value in english.items():
        whole = f"{key}.{name}".lstrip(".")
        own = found.get(name) if isinstance(found, Mapping) else None
        if name != "level" and own is None:
            yield whole
        elif isinstance(value, Mapping):
            yield from _lacking(value, own, whole)


# -- in what languages texts are shown


def merged(problems: list[Problem], config: Config) -> list[Problem]:
    """The problems, with all `texts-in-fallback` of a language merged into one that gives their number and the first place."""
    rows: dict[str, list[Problem]] = {}
    for one in problems:
        if one.code == "texts-in-fallback":
            rows.setdefault(str(one.arguments["language"]), []).append(one)
    found = [one for one in problems if one.code != "texts-in-fallback"]
    for code, texts in rows.items():
        told = {"language": code, "n": len(texts), "first": f"{min(texts).path}:{min(texts).line}"}
        found.append(Problem(PurePosixPath("mkdocs.yml"), config.languages_at, "texts-in-fallback", told))
    return found


def unspoken(reader: Reader, line: int, languages: Sequence[str], packs: Mapping[str, Pack]) -> None:
    """Reports languages that have no interface words at all."""
    for code in languages:
        brought = [packs[one].words.get("interface") for one in (code, base(code)) if one in packs]
        if not any(brought) and base(code) not in BUILT_IN:
            words = len(built_in("interface", "en"))
            name = f"{LANGUAGES}/{code}/interface.yml"
            reader.problem(line, "missing-interface-words", language=code, n=words, keys=name)
