"""The signing institution's name and address, and the course certified. Kept in the record's settings."""

import re
from dataclasses import asdict, dataclass, fields

from builder.problems import UsageError
from builder.programme.keeping import Setting
from builder.programme.store import Reading, Writing

_PREFIX = "certificate-"
_KEY = "certificate-key"
_HOST = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?"
_ADDRESS = re.compile(rf"(https://{_HOST}(:\d+)?|http://(127\.0\.0\.1|localhost)(:\d+)?)/([A-Za-z0-9._~/-]+/)?")
LONGEST = 100
"""The most characters of an address: a longer one makes the QR code too fine for photocopies."""


@dataclass(frozen=True, slots=True)
class Issuer:
    address: str
    """The address of the published folder, ending in a slash."""
    institution: str
    course: str
    language: str
    """The language in which the achievement is described."""

    def of(self, path: str) -> str:
        """The address of a path in the published folder."""
        return self.address + path

    @property
    def id(self) -> str:
        return self.of("issuer.json")

    @property
    def statuses(self) -> str:
        return self.of("status.jwt")


def issuer_of(reading: Reading) -> Issuer:
    """The issuer. Raises UsageError before `taller certificate init`."""
    known = {one.name.removeprefix(_PREFIX): one.value for one in reading.rows(Setting) if one.name.startswith(_PREFIX)}
    if "address" not in known:
        raise UsageError("certificate-no-key")
    return Issuer(**{one.name: known.get(one.name, "") for one in fields(Issuer)})


def keep_issuer(writing: Writing, issuer: Issuer) -> None:
    writing.put(Setting(_PREFIX + name, value) for name, value in asdict(issuer).items())


def keep_key(writing: Writing, thumbprint: str) -> None:
    writing.put([Setting(_KEY, thumbprint)])


def key_of(reading: Reading) -> str:
    """The thumbprint of the signing key; "" when there is none yet."""
    return next((one.value for one in reading.rows(Setting, name=_KEY)), "")


def address_of(given: str) -> str:
    """The normalised address. Raises UsageError for one that isn't public HTTPS (or local), or is too long."""
    address = given.strip()
    if "://" in address:
        begin, _, rest = address.partition("://")
        host, slash, path = rest.partition("/")
        address = f"{begin.lower()}://{host.lower()}{slash}{path}"
    address = address if address.endswith("/") else f"{address}/"
    if not _ADDRESS.fullmatch(address) or "//" in address.partition("://")[2] or ".." in address:
        raise UsageError("certificate-address", {"address": given})
    if len(address) > LONGEST:
        raise UsageError("certificate-address-long", {"address": given, "most": LONGEST})
    return address
