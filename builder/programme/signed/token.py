"""Signs and checks credentials as tokens (VC-JWT, RS256)."""

from collections.abc import Iterable, Mapping
from typing import Any

import jwt

from builder.programme.signed.credential import claims
from builder.programme.signed.issuer import Issuer
from builder.programme.signed.keys import Jwk, Keys, thumbprint

ALGORITHM = "RS256"
_UNTIMED = {
    "verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False, "verify_sub": False, "verify_jti": False,
    "verify_iss": False,
}  # fmt: skip
"""Validity periods are checked separately, to tell the faults apart."""


class TokenError(Exception):
    """An invalid token; `code` is a problem's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def key_address(issuer: Issuer, key: Jwk) -> str:
    """The address of a single key, which the specification uses as `kid`."""
    return issuer.of(f"keys/{thumbprint(key)}.json")


def sign(value: Mapping[str, Any], keys: Keys, issuer: Issuer) -> str:
    """The token; equal values and keys give equal tokens."""
    header = {"alg": ALGORITHM, "kid": key_address(issuer, keys.public[0]), "typ": "JWT"}
    return jwt.encode(claims(value), keys.private, ALGORITHM, headers=header, sort_headers=True)


def opened(token: str, keys: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """A token's contents, after checking its signature. `keys`: public ones, each with its `kid`.

    Raises TokenError when it isn't a token, was signed with another key, or was altered.
    """
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise TokenError("certificate-form") from error
    if header.get("alg") != ALGORITHM:
        raise TokenError("certificate-form")
    found = next((one for one in keys if one.get("kid") == header.get("kid")), None)
    if found is None:
        raise TokenError("certificate-other-key")
    return _decoded(token, found)


def _decoded(token: str, key: Mapping[str, str]) -> dict[str, Any]:
    try:
        public = jwt.PyJWK.from_dict(dict(key), ALGORITHM)
        found: dict[str, Any] = jwt.decode(token, public.key, [ALGORITHM], options=_UNTIMED)  # type: ignore[arg-type]
    except jwt.InvalidSignatureError as error:
        raise TokenError("certificate-changed") from error
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise TokenError("certificate-form") from error
    return found
