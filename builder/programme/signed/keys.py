"""The institution's keys: the private one beside the record, and the public ones with which certificates can be checked."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from jwt.utils import base64url_encode

from builder.problems import UsageError
from builder.programme.place import Place, folder_beside

BITS = 3072
FOLDER = "certificate-key"
PRIVATE, PUBLIC = "private.pem", "public.json"
_READABLE = 0o077
"""Permission bits that must be off: those of anyone but the owner."""
Jwk = Mapping[str, str]
"""A public key: kty, n, e."""


@dataclass(frozen=True, slots=True)
class Keys:
    private: rsa.RSAPrivateKey
    public: tuple[Jwk, ...]
    """Public keys, the newest first; that one belongs to the private key."""


def key_folder(place: Place) -> Path:
    return folder_beside(place, FOLDER)


def load_keys(place: Place) -> Keys:
    """The keys. Raises UsageError when they are missing or broken, or when others can read the private one."""
    path = key_folder(place) / PRIVATE
    if not path.is_file():
        raise UsageError("certificate-no-key")
    if os.name == "posix" and path.stat().st_mode & _READABLE:
        raise UsageError("certificate-key-open", {"file": path})
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
        public = json.loads((path.parent / PUBLIC).read_text(encoding="utf-8"))["keys"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError("certificate-key-broken", {"file": path}) from error
    if not isinstance(private, rsa.RSAPrivateKey):
        raise UsageError("certificate-key-broken", {"file": path})
    return Keys(private, tuple(public))


def has_key(place: Place) -> bool:
    return (key_folder(place) / PRIVATE).exists()


def make_key(place: Place, known: tuple[Jwk, ...] = ()) -> Keys:
    """Makes a pair of keys, replacing the old one. `known`: older public keys that stay valid for checking."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    keys = Keys(private, (_public(private), *known))
    folder = key_folder(place)
    _write(folder / PUBLIC, json.dumps({"keys": list(keys.public)}, indent=1).encode())
    _write(folder / PRIVATE, _pem(private))
    return keys


def check_key(keys: Keys, known: str) -> None:
    """Raises UsageError unless this is the key that signs the record's certificates; `known` is its thumbprint."""
    if thumbprint(keys.public[0]) != known:
        raise UsageError("certificate-key-elsewhere", {"folder": FOLDER})


def thumbprint(key: Jwk) -> str:
    """A key's thumbprint (RFC 7638, SHA-256, base64url)."""
    listed = json.dumps({name: key[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    return base64url_encode(sha256(listed.encode()).digest()).decode()


def _public(private: rsa.RSAPrivateKey) -> Jwk:
    found = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {name: found[name] for name in ("kty", "n", "e")}


def _pem(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Writes a file in one step, at no time readable for others."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
