"""Makes certificates as unsigned Open Badges 3.0 credentials."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from builder.programme.signed.issuer import Issuer
from builder.words import programme_words

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
TYPE = "OpenBadgeCredential"


@dataclass(frozen=True, slots=True)
class Holding:
    """A trainer's certificate with everything that its signed form needs."""

    trainer: str
    name: str
    is_named: bool
    """Whether the name is in plain text; otherwise there is only a salted hash."""
    given: date
    until: date
    withdrawn: date | None
    number: str
    edition: str
    slot: int
    code: str
    salt: str

    @property
    def path(self) -> str:
        """The path of its page in the published folder."""
        return f"c/{self.code}/"

    @property
    def token_path(self) -> str:
        return f"{self.path}certificate.jwt"


def credential(issuer: Issuer, holding: Holding) -> dict[str, Any]:
    """The credential; equal arguments give equal values."""
    return {
        "@context": [CREDENTIALS, BADGES],
        "id": issuer.of(holding.token_path),
        "type": ["VerifiableCredential", TYPE],
        "name": achievement(issuer)["name"],
        "issuer": profile(issuer),
        "validFrom": f"{first_moment(holding.given):%Y-%m-%dT%H:%M:%SZ}",
        "validUntil": f"{last_moment(holding.until):%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": _subject(issuer, holding),
        "credentialStatus": {
            "id": f"{issuer.statuses}#{holding.slot}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(holding.slot),
            "statusListCredential": issuer.statuses,
        },
    }


def claims(value: Mapping[str, Any]) -> dict[str, Any]:
    """The credential with the registered JWT claims, which repeat some of its values."""
    found = {**value, "iss": _id(value["issuer"]), "jti": value["id"], "nbf": _seconds(value["validFrom"])}
    if "validUntil" in value:
        found["exp"] = _seconds(value["validUntil"])
    if value["credentialSubject"].get("id"):
        found["sub"] = value["credentialSubject"]["id"]
    return found


def profile(issuer: Issuer) -> dict[str, Any]:
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.institution, "url": issuer.address}


def achievement(issuer: Issuer) -> dict[str, Any]:
    """The achievement that the certificate attests."""
    say = programme_words(issuer.language)["signed"]
    return {
        "id": issuer.of("achievement.json"),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": say["achievement"].format(course=issuer.course),
        "description": say["description"].format(course=issuer.course),
        "criteria": {"narrative": say["criteria"]},
        "inLanguage": issuer.language,
    }


def hashed(name: str, salt: str) -> str:
    """A hash by which names can be compared but not read."""
    return "sha256$" + sha256((plain(name) + salt).encode()).hexdigest()


def plain(name: str) -> str:
    """The name in NFC with single spaces, so that spacing and encoding don't matter."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def first_moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def last_moment(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)


def _subject(issuer: Issuer, holding: Holding) -> dict[str, Any]:
    about = achievement(issuer)
    return {
        "id": uuid5(NAMESPACE_URL, issuer.of(holding.path)).urn,
        "type": ["AchievementSubject"],
        "identifier": [_identity(holding)],
        "licenseNumber": holding.number,
        "achievement": {**about, "version": holding.edition} if holding.edition else about,
    }


def _identity(holding: Holding) -> dict[str, Any]:
    shared = {"type": "IdentityObject", "identityType": "name"}
    if holding.is_named:
        return {**shared, "hashed": False, "identityHash": plain(holding.name)}
    return {**shared, "hashed": True, "identityHash": hashed(holding.name, holding.salt), "salt": holding.salt}


def _id(value: Any) -> str:
    return value if isinstance(value, str) else value["id"]


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
