"""The list of withdrawn certificates (Bitstring Status List): one bit per index, most of them unused."""

import gzip
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from jwt.utils import base64url_decode, base64url_encode

from builder.programme.keeping import SLOTS
from builder.programme.signed.credential import CREDENTIALS, first_moment
from builder.programme.signed.issuer import Issuer

_MOST = 5_000_000
"""The most bytes of an unpacked list."""


def status_credential(issuer: Issuer, withdrawn: Iterable[int], day: date) -> dict[str, Any]:
    """The list as a credential, valid from a day."""
    return {
        "@context": [CREDENTIALS],
        "id": issuer.statuses,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": f"{first_moment(day):%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "id": f"{issuer.statuses}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(withdrawn),
        },
    }


def encoded(withdrawn: Iterable[int]) -> str:
    """The compressed bits, the first index in the highest bit; equal input gives equal text."""
    bits = bytearray(SLOTS // 8)
    for slot in withdrawn:
        bits[slot // 8] |= 0x80 >> slot % 8
    return "u" + base64url_encode(gzip.compress(bytes(bits), mtime=0)).decode()


def is_set(text: str, slot: int) -> bool:
    """Whether an index's bit is set. Raises ValueError for a list that is unreadable or too short."""
    if not text.startswith("u"):
        raise ValueError(text[:1])
    packed = zlib.decompressobj(wbits=31)
    try:
        bits = packed.decompress(base64url_decode(text[1:]), _MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not 0 <= slot < len(bits) * 8 or packed.unconsumed_tail:
        raise ValueError(slot)
    return bool(bits[slot // 8] & 0x80 >> slot % 8)
