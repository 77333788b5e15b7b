"""Old names of pages (`was` in the front matter): equal in all languages, passed on to a module's sessions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.course.model import Document, Kind, Page
from builder.course.reader import ID, Reader
from builder.course.yamlfile import Listing, Node
from builder.problems import Problem

KEY = "was"


def old_names(reader: Reader, node: Node | None, kind: Kind) -> tuple[str, ...]:
    """The valid names under `was`, which holds one name or a list; others are problems."""
    items = node.items if isinstance(node, Listing) else (node,) if node else ()
    names = {reader.text(item, printed=False): item.line for item in items}
    names.pop("", None)
    wrong = [name for name in names if not _is_name(name, kind)]
    for name in wrong:
        reader.problem(names[name], "bad-id", id=name)
    return tuple(name for name in names if name not in wrong)


def _is_name(name: str, kind: Kind) -> bool:
    """Whether this can be a page's name; only a session's may include its module (`action-plan/choose`)."""
    parts = name.split("/")
    return len(parts) <= (2 if kind == "session" else 1) and all(map(ID.fullmatch, parts))


def old_keys(names: Sequence[str], key: str) -> tuple[str, ...]:
    """The names as page keys; one without a folder is taken to be in the folder of `key`."""
    folder = key.rpartition("/")[0]
    return tuple(name if "/" in name else f"{folder}/{name}".lstrip("/") for name in names)


def agreed(page: Page, problems: list[Problem]) -> Page:
    """The page with the same old keys in all languages, since people's answers are stored under them; differences are problems."""
    named = [document for document in page.documents.values() if document.was]
    for document in named[1:]:
        if document.was != named[0].was:
            arguments = {"other": named[0].path.as_posix()}
            problems.append(Problem(document.path, document.meta_lines.get(KEY, 1), "was-differs", arguments))
    return _with_keys(page, named[0].was) if named else page


def passed_on(module: Page, session: Page) -> Page:
    """The session with the old keys that follow from its module's old names, for its present name and its own old ones."""
    old_folders, own = _was(module), _was(session)
    if not old_folders:
        return session
    keys = dict.fromkeys(found for name in (*own, session.key) for found in _in_folders(name, module.key, old_folders))
    keys.pop(session.key, None)
    return _with_keys(session, tuple(keys))


def _in_folders(key: str, folder: str, old_folders: Sequence[str]) -> Iterator[str]:
    if key.startswith(f"{folder}/"):
        yield from (f"{old}{key.removeprefix(folder)}" for old in old_folders)
    yield key


def _was(page: Page) -> tuple[str, ...]:
    return next((document.was for document in page.documents.values()), ())


def _with_keys(page: Page, was: tuple[str, ...]) -> Page:
    documents: dict[str, Document] = {code: replace(one, was=was) for code, one in page.documents.items()}
    return replace(page, documents=documents)
