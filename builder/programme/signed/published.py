"""Makes the contents of the published folder, which never include the private key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builder.problems import UsageError
from builder.programme.pages import draw
from builder.programme.place import Place
from builder.programme.signed.credential import BADGES, CREDENTIALS, Holding, achievement, credential, profile
from builder.programme.signed.issue import LENGTH, LETTERS
from builder.programme.signed.issuer import Issuer
from builder.programme.signed.keys import Jwk, Keys, key_folder, thumbprint
from builder.programme.signed.status import status_credential
from builder.programme.signed.token import ALGORITHM, key_address, sign
from builder.words import long_date, programme_words

LANGUAGES = ("en", "es")
"""Languages of the pages."""
OURS = ("issuer.json", "status.jwt")
"""Files that identify a folder published earlier."""
_TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published; `day` is the date of the status list."""

    issuer: Issuer
    keys: Keys
    holdings: Sequence[Holding]
    withdrawn: frozenset[int]
    day: date


def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Path -> content. Keys come first, so that no certificate is ever found without its key while files are being copied."""
    issuer, keys = edition.issuer, edition.keys
    for key in keys.public:
        yield f"keys/{thumbprint(key)}.json", _json(key)
    yield "keys.json", _json({"keys": [listed(issuer, key) for key in keys.public]})
    yield "issuer.json", _json({"@context": [CREDENTIALS, BADGES], **profile(issuer)})
    yield "achievement.json", _json({"@context": [CREDENTIALS, BADGES], **achievement(issuer)})
    yield "status.jwt", sign(status_credential(issuer, edition.withdrawn, edition.day), keys, issuer).encode()
    yield "check.js", (_TEMPLATES / "check.js").read_bytes()
    yield "style.css", (_TEMPLATES / "page.css").read_bytes() + (_TEMPLATES / "certificate.css").read_bytes()
    for holding in edition.holdings:
        yield holding.token_path, sign(credential(issuer, holding), keys, issuer).encode()
    yield from _pages(edition)


def listed(issuer: Issuer, key: Jwk) -> dict[str, str]:
    """A key as an entry in a list of keys."""
    return {**key, "kid": key_address(issuer, key), "alg": ALGORITHM, "use": "sig"}


def refuse_private(folder: Path, place: Place) -> None:
    """Raises UsageError for a folder that contains, or is within, what must stay private: the key's folder or the record."""
    target, own = folder.resolve(), key_folder(place).resolve()
    private = [own, *([place.file.resolve()] if place.file else [])]
    if target.is_relative_to(own) or any(path.is_relative_to(target) for path in private):
        raise UsageError("certificate-folder-private", {"folder": folder})


def refuse_another(folder: Path) -> None:
    """Raises UsageError for a folder with other contents."""
    is_used = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_used and not all((folder / name).is_file() for name in OURS):
        raise UsageError("certificate-folder-another", {"folder": folder})


def remove_stale(folder: Path, wanted: frozenset[str]) -> list[str]:
    """Removes certificates no longer published and invalid keys; returns the codes of the certificates."""
    found = [*folder.glob("c/*/*"), *folder.glob("keys/*.json")]
    stale = [path for path in found if _is_ours(folder, path) and path.relative_to(folder).as_posix() not in wanted]
    for path in stale:
        path.unlink()
    for parent in {path.parent for path in stale}:
        if parent.parent.name == "c" and not any(parent.iterdir()):
            parent.rmdir()
    return sorted({path.parent.name for path in stale if path.parent.parent.name == "c"})


def _is_ours(folder: Path, path: Path) -> bool:
    code = path.parent.name
    is_certificate = len(code) == LENGTH and set(code) <= set(LETTERS) and path.suffix in (".html", ".jwt")
    return path.is_file() and (path.parent == folder / "keys" or is_certificate)


def _pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    first = edition.issuer.language if edition.issuer.language in LANGUAGES else LANGUAGES[0]
    names = {one: "index.html" if one == first else f"{one}.html" for one in LANGUAGES}
    for language, name in names.items():
        shared: dict[str, Any] = {
            "language": language, "say": programme_words(language)["signed"], "issuer": edition.issuer, "pages": names,
            "made": long_date(edition.day, language), "about": achievement(edition.issuer),
            "day": lambda when, language=language: long_date(when, language),
        }  # fmt: skip
        yield name, draw("certificates.html", base="./", holding=None, **shared).encode()
        for holding in edition.holdings:
            yield (
                holding.path + name,
                draw("certificates.html", base="../../", holding=holding, is_past=holding.until < edition.day, **shared).encode(),
            )  # fmt: skip


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
