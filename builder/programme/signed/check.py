"""Checks a certificate against what its institution publishes: signature, validity period, withdrawal, name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.programme.signed.credential import TYPE, claims, hashed, plain
from builder.programme.signed.status import is_set
from builder.programme.signed.token import TokenError, opened


@dataclass(frozen=True, slots=True)
class Published:
    """What an institution publishes."""

    keys: tuple[Mapping[str, str], ...]
    status: str
    """The signed status list, as a token."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a certificate says."""

    achievement: str
    institution: str
    address: str
    """The address of the institution's page."""
    number: str
    first: datetime
    last: datetime | None
    name: str
    """The holder's name; empty where only its hash is given."""
    faults: tuple[str, ...]
    """Codes of problems; empty for a valid certificate."""


def published_in(folder: Path) -> Published:
    """Reads a published folder. Raises OSError, ValueError where something is missing or unreadable."""
    found = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list) or not all(isinstance(one, dict) for one in keys):
        raise ValueError(folder)
    return Published(tuple(keys), (folder / "status.jwt").read_text(encoding="ascii").strip())


def check(token: str, published: Published, now: datetime, name: str = "") -> Found:
    """What a certificate says, with its faults. Raises TokenError when its signature or form is wrong."""
    said = opened(token.strip(), published.keys)
    try:
        _refuse_contradiction(said)
        subject, about = said["credentialSubject"], said["issuer"]
        identities = subject.get("identifier", [])
        first, last = _moment(said["validFrom"]), _moment(said["validUntil"]) if "validUntil" in said else None
        faults = tuple(_faults(said, published, (first, last, now), name, identities))
        return Found(
            str(subject["achievement"]["name"]), str(about["name"]), str(about.get("url", about["id"])), str(subject.get("licenseNumber", "")),
            first, last, next((one["identityHash"] for one in identities if not one.get("hashed")), ""), faults,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenError("certificate-form") from error


def _refuse_contradiction(said: Mapping[str, Any]) -> None:
    """Raises ValueError when repeated values differ, since programs read one or the other."""
    repeated = claims({name: value for name, value in said.items() if name not in ("iss", "jti", "nbf", "exp", "sub")})
    if repeated != said or TYPE not in said["type"]:
        raise ValueError(said["type"])


def _faults(
    said: Mapping[str, Any], published: Published, days: tuple[datetime, datetime | None, datetime], name: str, identities: Iterable[Any],
) -> Iterator[str]:  # fmt: skip
    first, last, now = days
    if now < first:
        yield "certificate-early"
    if last is not None and now > last:
        yield "certificate-expired"
    yield from _withdrawn(said, published)
    if name and not any(_is_of(name, one) for one in identities):
        yield "certificate-name"


def _withdrawn(said: Mapping[str, Any], published: Published) -> Iterator[str]:
    """Codes of faults; a missing, foreign or altered list doesn't count as one without withdrawals."""
    entry = said["credentialStatus"]
    try:
        known = opened(published.status, published.keys)
        listed = known["credentialSubject"]
        is_right = known["iss"] == known["issuer"] == said["iss"] and known["id"] == entry["statusListCredential"]
        if not is_right or listed["statusPurpose"] != "revocation" or entry["statusPurpose"] != "revocation":
            yield "certificate-list"
        elif is_set(listed["encodedList"], int(entry["statusListIndex"])):
            yield "certificate-withdrawn"
    except (TokenError, KeyError, TypeError, ValueError):
        yield "certificate-list"


def _is_of(name: str, identity: Mapping[str, Any]) -> bool:
    known = identity["identityHash"]
    return bool(known == (hashed(name, identity.get("salt", "")) if identity.get("hashed") else plain(name)))


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
