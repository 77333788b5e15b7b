"""Trainers' certificates that anybody can check: by our command, by another library, in a browser."""

import base64
import hashlib
import hmac
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import jwt
import openbadgeslib.ob3
import pypdfium2
import pytest
import zxingcpp
from built_site import browser, violations  # noqa: F401
from checkers import first
from click.testing import CliRunner, Result
from conftest import TINY
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier, decode_encoded_list, set_indices
from pypdf import PdfReader
from site_fixtures import Browser, serve_folder, wait_for

from builder.cli import main
from builder.problems import UsageError, catalogue
from builder.programme.keeping import Signed
from builder.programme.place import place_of
from builder.programme.rights import about, forget, leaving
from builder.programme.rows import Delivery, Event, Firm, Trainer, Visit
from builder.programme.signed.check import check, published_in
from builder.programme.signed.credential import CREDENTIALS
from builder.programme.signed.issuer import address_of
from builder.programme.signed.keys import PRIVATE
from builder.programme.signed.status import encoded, is_set
from builder.programme.signed.token import TokenError
from builder.programme.staff import Certificate, Coaching, Training
from builder.programme.store import Store, begin
from builder.words import programme_words, words

pytestmark = pytest.mark.slow

ADDRESS = "https://www.example.org/certificados/"
TODAY = datetime.now(UTC).date()
NAME = "Núria  Ñandú-Öz"
EVENTS = [
    Event(code, kind, "T", "MX", TODAY - timedelta(days), TODAY - timedelta(days - 1))
    for code, kind, days in (("F1", "training", 300), ("W1", "workshop", 250), ("W2", "workshop", 150))
]


def ready(code: str) -> list[object]:
    """All that the guide asks for."""
    return [
        Training("F1", code, 3, 9, 10, "passed"), Delivery("W1", code, "co-delivery", 4, returned=TODAY - timedelta(200)),
        Delivery("W2", code, "observed", level=3), Coaching("W1", f"C-{code}", code), Visit("W1", f"C-{code}", 3, reached=True),
    ]  # fmt: skip


def taller(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["-C", str(TINY), "--lang", language, "certificate", *map(str, arguments)])


def done(*arguments: object) -> str:
    result = taller(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with T1, certified and not named, T2, certified and named, T3, who lacks a lot, and T4, who is ready."""
    folder = tmp_path_factory.mktemp("made") / "record"
    place = place_of(str(folder))
    begin(place)
    people = [Trainer("T1", "co-trainer", NAME), Trainer("T2", "co-trainer", "Beto Gil"), Trainer("T3", "trainee", "Eva Paz"),
              Trainer("T4", "co-trainer", "Luz Mar")]  # fmt: skip
    with Store(place) as store, store.writing() as writing:
        writing.put([*EVENTS, *(Firm(f"C-T{n}") for n in range(1, 5)), *people])
        writing.put(row for code in ("T1", "T2", "T4") for row in ready(code))
    at = ("--record", folder)
    done("init", *at, "--address", ADDRESS, "--institution", "Cámara <Ejemplo>", "--language", "es")
    done("issue", "T1", *at, "--agrees", "--language", "es")
    done("issue", "T2", *at, "--named", "--number", "12/2026", "--date", TODAY - timedelta(1))
    return folder


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "record")


def published(record: Path) -> Path:
    return record / "publish"


def token_of(record: Path, trainer: str) -> Path:
    return next((record / "certificates").glob(f"{trainer}*.jwt"))


def said_in(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def code_of(record: Path, trainer: str) -> str:
    with Store(place_of(str(record))) as store, store.reading() as reading:
        return reading.rows(Signed, trainer=trainer)[-1].code


def verified(file: Path, *options: object) -> list[str]:
    """The codes that the command tells; none for a certificate that is valid."""
    result = taller("verify", file, *options)
    assert result.exit_code == (1 if "certificate-" in result.output else 0), result.output
    assert ("is valid today" in result.output) == (result.exit_code == 0)
    return re.findall(r"jwt: (certificate-[a-z-]+): ", result.output)


# ---- what is written


def test_paper_and_signed_file_are_private_and_nothing_secret_is_published(made: Path) -> None:
    mode = {path.relative_to(made).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in made.rglob("*")}
    assert mode["certificate-key"] == mode["certificates"] == 0o700
    assert mode[f"certificate-key/{PRIVATE}"] == mode["record.sqlite"] == 0o600
    assert {mode[path.relative_to(made).as_posix()] for path in (made / "certificates").iterdir()} == {0o600}
    pem = (made / "certificate-key" / PRIVATE).read_bytes()
    secrets = [
        pem.splitlines()[5],
        b"PRIVATE",
        b'"d"',
        b'"p"',
        NAME.encode(),
        "Ñandú".encode(),
        b"Luz Mar",
        b'"T1"',
    ]
    for path in (path for path in published(made).rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".jwt":
            content += b"".join(base64.urlsafe_b64decode(part + b"==") for part in content.split(b".")[:2])
        assert not [secret for secret in secrets if secret in content], path
        assert (b"Beto Gil" in content) == (code_of(made, "T2") in str(path)), path


def test_the_paper_has_what_the_record_knows_and_its_code_leads_to_the_page(made: Path) -> None:
    path = token_of(made, "T1").with_suffix(".pdf")
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))
    code = code_of(made, "T1")
    for part in (
        "Núria Ñandú-Öz",
        f"certificados/c/{code}",
        code,
        str(TODAY.year + 2),
        "entrega en pareja el",
        "Compruébelo",
    ):
        assert part in text, part
    assert "el ," not in text, "no day is left to be written in"
    page = pypdfium2.PdfDocument(path)[0].render(scale=2).to_pil().convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [f"{ADDRESS}c/{code}/"]
    assert first([path]) == ""


def test_keys_and_profile_are_where_the_token_says(made: Path) -> None:
    header = jwt.get_unverified_header(token_of(made, "T1").read_text())
    assert (header["alg"], header["typ"], set(header)) == ("RS256", "JWT", {"alg", "typ", "kid"})
    alone = json.loads((published(made) / header["kid"].removeprefix(ADDRESS)).read_text())
    (listed,) = json.loads((published(made) / "keys.json").read_text())["keys"]
    assert set(alone) == {"kty", "n", "e"}, "the norm's own checker wants a bare key there"
    assert listed == {**alone, "kid": header["kid"], "alg": "RS256", "use": "sig"}
    said = said_in(token_of(made, "T1").read_text())
    for name, part in (("issuer.json", said["issuer"]), ("achievement.json", said["credentialSubject"]["achievement"])):
        whole = json.loads((published(made) / name).read_text())
        assert {key: whole[key] for key in part if key != "version"} == {
            key: part[key] for key in part if key != "version"
        }
    assert (said["@context"][0], said["iss"], said["jti"]) == (CREDENTIALS, said["issuer"]["id"], said["id"])


def test_every_word_of_the_signed_files_is_one_of_the_norms(made: Path) -> None:
    """A name that the contexts don't know is lost when a program reads the file as linked data."""
    contexts = files(openbadgeslib.ob3) / "contexts"
    known = {"@context", "iss", "jti", "nbf", "exp", "sub"}
    for name in ("credentials-v2.json", "ob-v3p0-context-3.0.3.json"):
        known |= names_in(json.loads((contexts / name).read_text("utf-8")))
    for token in (token_of(made, "T1"), token_of(made, "T2"), published(made) / "status.jwt"):
        assert names_in(said_in(token.read_text())) <= known


def names_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(name for one in value.values() for name in names_in(one))}
    return {name for one in value for name in names_in(one)} if isinstance(value, list) else set()


def test_the_paper_has_one_page_whatever_is_written_on_it(record: Path) -> None:
    long = "https://www." + "a" * 75 + ".org/"
    done("init", "--record", record, "--address", long, "--course", "Largo " * 30, "--institution", "Cámara " * 20)
    done("issue", "T1", "--record", record, "--language", "es", "--paper", "us-letter")
    reader = PdfReader(token_of(record, "T1").with_suffix(".pdf"))
    assert len(reader.pages) == 1
    assert "Cámara Cámara" in reader.pages[0].extract_text(), "who signs is who gives"
    assert f"/c/{code_of(record, 'T1')}" in re.sub(r"\s+", "", reader.pages[0].extract_text())


def test_pages_are_complete_without_a_script_and_ask_nobody(made: Path) -> None:
    for path in published(made).rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<noscript>" in text
        assert "Cámara &lt;Ejemplo&gt;" in text
        sources = re.findall(r'(?:src|href)="([^"]+)"', text)
        assert not [one for one in sources if re.match(r"[a-z]+:|//", one) and one != "data:,"], path
        assert "default-src 'none'" in text
        assert not re.search(r"<script(?![^>]* src=)|<style| on[a-z]+=", text)
        for link in (one for one in sources if one != "data:,"):
            assert (path.parent / link).is_file(), (path, link)
    page = (published(made) / "c" / code_of(made, "T2") / "en.html").read_text("utf-8")
    for part in ("Beto Gil", "12/2026", ">Valid<", f"{TODAY.year + 2}"):
        assert part in page, part


def test_publishing_twice_changes_nothing(record: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published(record).rglob("*") if path.is_file()}
    done("publish", "--record", record)
    assert {path: path.stat().st_mtime_ns for path in published(record).rglob("*") if path.is_file()} == before
    assert "the same one was written again" in done("issue", "T1", "--record", record)
    assert {path: path.stat().st_mtime_ns for path in published(record).rglob("*") if path.is_file()} == before


def test_what_the_certificate_says_is_what_the_guide_asks_for() -> None:
    for language in ("en", "es"):
        conditions = words(language)["people-conditions"].partition("** ")[2].rstrip(".")
        assert programme_words(language)["signed"]["criteria"].startswith(conditions)


# ---- who gets one


@pytest.mark.parametrize(("trainer", "options", "said"), [
    ("T3", ["--agrees"], "full days –/3; right answers of ten –/8; teach-back –/1; sessions led beside a trainer –/4"),
    ("T4", [], "--agrees"), ("T9", [], "no trainer T9"), ("T9", ["--agrees"], "no trainer T9"),
    ("T4", ["--agrees", "--date", "2199-01-01"], "still to come"),
])  # fmt: skip
def test_who_may_not_have_one_is_told_why_and_nothing_is_kept(
    record: Path, trainer: str, options: list[str], said: str
) -> None:
    result = taller("issue", trainer, "--record", record, *options)
    assert result.exit_code == 2
    assert said in result.output
    with Store(place_of(str(record))) as store, store.reading() as reading:
        assert (len(reading.rows(Signed)), len(reading.rows(Certificate))) == (2, 2)
        assert not [one for one in reading.rows(Trainer) if one.consent and one.code not in ("T1", "T2")]


def test_a_certificate_on_paper_is_signed_and_a_withdrawn_one_needs_a_decision(record: Path) -> None:
    place, at = place_of(str(record)), ("--record", record)
    with Store(place) as store, store.writing() as writing:
        writing.put([Certificate("T4", TODAY - timedelta(30), TODAY + timedelta(300), number="7 bis")])
    assert "7 bis" in done("issue", "T4", "--agrees", *at)
    with Store(place) as store, store.reading() as reading:
        trainer = reading.rows(Trainer, code="T4")[0]
    assert (trainer.stage, trainer.since, trainer.until) == ("trainer", TODAY - timedelta(30), TODAY + timedelta(300))
    assert "no valid certificate" in taller("withdraw", "T4", "--date", TODAY - timedelta(31), *at).output
    done("withdraw", "T4", *at)
    assert taller("withdraw", "T4", *at).exit_code == 2
    assert "was withdrawn" in taller("issue", "T4", *at).output
    done("issue", "T4", "--again", *at)
    assert verified(token_of(record, f"T4-{TODAY}")) == []
    assert verified(token_of(record, f"T4-{TODAY - timedelta(30)}")) == ["certificate-withdrawn"]


def test_without_a_website_it_is_on_paper_and_can_be_signed_later(record: Path) -> None:
    rmtree(record / "certificate-key")
    at = ("--record", record)
    assert "on paper" in done("issue", "T4", "--unsigned", "--number", "8/2026", *at)
    (paper,) = (record / "certificates").glob("T4-*")
    text = " ".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Luz Mar" in text
    assert "8/2026" in text
    assert "Check it" not in text
    assert "the same one" in done("issue", "T4", "--unsigned", *at)
    assert "full days" in taller("issue", "T3", "--unsigned", *at).output
    done("new-key", "--stolen", *at)
    assert "8/2026" in done("issue", "T4", "--agrees", *at)
    assert verified(token_of(record, "T4")) == []


def test_an_expired_one_is_renewed_only_as_the_guide_says(record: Path) -> None:
    old = TODAY - timedelta(240)
    with Store(place_of(str(record))) as store, store.writing() as writing:
        writing.put([Certificate("T4", old, TODAY - timedelta(5)), replace(writing.rows(Trainer, code="T4")[0], stage="trainer", since=old,
                                                                            until=TODAY - timedelta(5))])  # fmt: skip
    result = taller("issue", "T4", "--agrees", "--record", record)
    assert result.exit_code == 2
    assert "workshops 1/2; refresher day –/1" in result.output
    new = [Event(code, "workshop", "T", "MX", TODAY, TODAY) for code in ("W8", "W9")]
    with Store(place_of(str(record))) as store, store.writing() as writing:
        writing.put([*new, Delivery("W8", "T4", "lead"), Training("W9", "T4", 1)])
    done("issue", "T4", "--agrees", "--record", record)
    assert verified(token_of(record, "T4")) == []


# ---- checking: ours and another's


@cache
def own_key(pem: bytes) -> rsa.RSAPrivateKey:
    """Read once: its numbers are looked at each time, which takes long."""
    found = serialization.load_pem_private_key(pem, None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


def key_of(record: Path) -> rsa.RSAPrivateKey:
    return own_key((record / "certificate-key" / PRIVATE).read_bytes())


def public_key_of(record: Path) -> bytes:
    return (
        key_of(record)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


@cache
def another_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def signed_again(record: Path, token: str, **changes: object) -> str:
    """By the institution itself, with its key."""
    header = jwt.get_unverified_header(token)
    return jwt.encode({**said_in(token), **changes}, key_of(record), "RS256", headers=header)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def changed(token: str, **changes: object) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{part({**said_in(token), **changes})}.{signature}"


def with_public_key_as_password(record: Path, token: str) -> str:
    """The trick by which a checker that lets the token choose the algorithm is fooled."""
    header = {**jwt.get_unverified_header(token), "alg": "HS256"}
    begun = f"{part(header)}.{part(said_in(token))}"
    digest = hmac.digest(public_key_of(record), begun.encode(), hashlib.sha256)
    return f"{begun}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


BAD = {
    "a word changed": (lambda _, token: changed(token, name="Doctor"), "certificate-changed"),
    "a longer life": (lambda _, token: changed(token, exp=4e9, validUntil="2099-01-01T00:00:00Z"), "certificate-changed"),
    "a signature changed": (lambda _, token: token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8), "certificate-changed"),
    "another's key": (
        lambda _, token: jwt.encode(said_in(token), another_key(), "RS256", headers=jwt.get_unverified_header(token)), "certificate-changed",
    ),
    "a key of nobody": (
        lambda _, token: jwt.encode(said_in(token), another_key(), "RS256", headers={"kid": "https://evil.example/k"}), "certificate-other-key",
    ),
    "no signature": (lambda _, token: f"{part({**jwt.get_unverified_header(token), 'alg': 'none'})}.{token.split('.')[1]}.", "certificate-form"),
    "the public key as a password": (with_public_key_as_password, "certificate-form"),
    "not a token": (lambda *_: "Núria", "certificate-form"),
    "nothing": (lambda *_: "", "certificate-form"),
    "deep": (lambda *_: f"{base64.urlsafe_b64encode(b'[' * 50000).decode()}.a.b", "certificate-form"),
    "two issuers": (lambda record, token: signed_again(record, token, iss="https://other.example"), "certificate-form"),
    "two last days": (lambda record, token: signed_again(record, token, exp=4_000_000_000), "certificate-form"),
    "not a badge": (lambda record, token: signed_again(record, token, type=["VerifiableCredential"]), "certificate-form"),
    "no subject": (lambda record, token: signed_again(record, token, credentialSubject=["x"]), "certificate-form"),
    "expired": (
        lambda record, token: signed_again(record, token, validUntil="2020-01-01T00:00:00Z", exp=1577836800), "certificate-expired",
    ),
    "early": (
        lambda record, token: signed_again(record, token, validFrom="2099-01-01T00:00:00Z", nbf=4070908800), "certificate-early",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_token_is_told_and_another_library_refuses_it_too(made: Path, name: str) -> None:
    spoil, code = BAD[name]
    bad = spoil(made, token_of(made, "T1").read_text())
    assert faults_of(bad, made) == (code,)
    if name != "two last days":  # only we look at that
        with pytest.raises(OB3VerificationError):
            another_verifier(made).verify(bad)


def faults_of(token: str, record: Path) -> tuple[str, ...]:
    try:
        return check(token, published_in(published(record)), datetime.now(UTC)).faults
    except TokenError as error:
        return (error.code,)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_command_tells_what_is_wrong_in_each_language(made: Path, tmp_path: Path, language: str) -> None:
    file = tmp_path / "bad.jwt"
    for name in ("a word changed", "not a token", "expired"):
        spoil, code = BAD[name]
        file.write_text(spoil(made, token_of(made, "T1").read_text()), "utf-8")
        result = taller("verify", file, "--folder", published(made), language=language)
        assert result.exit_code == 1
        assert f"bad.jwt: {code}: {catalogue(language)[code]['message'].partition('{')[0]}" in result.output


def another_verifier(record: Path) -> OB3Verifier:
    return OB3Verifier(public_key_of(record))


def test_another_library_finds_valid_what_is_and_withdrawn_what_was(record: Path) -> None:
    def download(address: str) -> bytes:
        return (published(record) / address.removeprefix(ADDRESS)).read_bytes()

    tokens = {trainer: token_of(record, trainer).read_text() for trainer in ("T1", "T2")}
    for token in tokens.values():
        found = another_verifier(record).verify(token, check_status=True, download=download)
        assert found.issuer.name == "Cámara <Ejemplo>"
        assert f"{found.expiration_date:%Y-%m-%d}" == f"{said_in(token)['validUntil'][:10]}"
    done("withdraw", "T1", "--record", record)
    another_verifier(record).verify(tokens["T2"], check_status=True, download=download)
    with pytest.raises(OB3VerificationError, match="revocation"):
        another_verifier(record).verify(tokens["T1"], check_status=True, download=download)


def test_a_withdrawn_certificate_is_told_everywhere_and_shows_no_name(record: Path) -> None:
    token = token_of(record, "T2")
    assert verified(token, "--name", "Beto Gil") == []
    done("withdraw", "T2", "--record", record)
    assert verified(token, "--name", "Beto Gil") == ["certificate-withdrawn"]
    assert verified(token_of(record, "T1")) == []
    for page in (published(record) / "c" / code_of(record, "T2")).iterdir():
        assert "Beto Gil" not in page.read_text("utf-8")
        assert page.suffix == ".jwt" or re.search(">(Withdrawn|Retirado)<", page.read_text("utf-8"))


@pytest.mark.parametrize(("name", "codes"), [
    ("Núria Ñandú-Öz", []), (" Núria   N\u0303andu\u0301-O\u0308z ", []), ("núria ñandú-öz", ["certificate-name"]), ("Beto Gil", ["certificate-name"]),
])  # fmt: skip
def test_a_hashed_name_can_be_compared(made: Path, name: str, codes: list[str]) -> None:
    assert verified(token_of(made, "T1"), "--name", name) == codes


def test_a_list_that_is_missing_changed_or_anothers_is_not_an_empty_one(record: Path) -> None:
    token, status = token_of(record, "T1"), published(record) / "status.jwt"
    original = status.read_text()
    listed = said_in(original)
    other = {**listed["credentialSubject"], "encodedList": encoded([])}
    for bad in (
        changed(original, credentialSubject=other), "", "{}", token.read_text(), signed_again(record, original, id="https://x.example"),
        signed_again(record, original, credentialSubject={**other, "encodedList": "u"}),
        signed_again(record, original, credentialSubject={**other, "statusPurpose": "message"}),
    ):  # fmt: skip
        status.write_text(bad)
        assert verified(token) == ["certificate-list"], bad[:80]
    status.unlink()
    result = taller("verify", token, "--folder", published(record))
    assert result.exit_code == 2
    assert "keys.json and status.jwt" in result.output
    assert taller("verify", token, "--folder", published(record), language="es").output.startswith("en ")


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 131_071), max_size=20), st.integers(0, 131_071))
def test_the_list_is_read_by_others_as_it_was_written(slots: set[int], other: int) -> None:
    text = encoded(slots)
    assert set_indices(decode_encoded_list(text)) == slots
    assert all(is_set(text, slot) for slot in slots)
    assert is_set(text, other) == (other in slots)


def test_what_others_wrote_neither_stops_the_command_nor_steers_the_terminal(record: Path, tmp_path: Path) -> None:
    token = token_of(record, "T1")
    said = said_in(token.read_text())
    spoken = {**said["issuer"], "name": "Evil \x1b[2J\u202eInstitute"}
    file = tmp_path / "steering.jwt"
    file.write_text(signed_again(record, token.read_text(), issuer=spoken))
    result = taller("verify", file, "--folder", published(record))
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    for bad in (
        "[" * 100_000,
        "[]",
        '{"keys": 1}',
        '{"keys": ["x"]}',
        "\ufeff{}",
        '{"keys": [{"kid": 1, "kty": "oct"}]}',
    ):
        (published(record) / "keys.json").write_text(bad, "utf-8")
        result = taller("verify", token, "--folder", published(record))
        assert result.exit_code in (1, 2), bad[:20]
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), bad[:20]


# ---- keys


def test_a_new_key_leaves_older_certificates_valid_and_a_stolen_one_does_not(record: Path, tmp_path: Path) -> None:
    at, old = ("--record", record), token_of(record, "T1")
    online = published(record) / "c" / code_of(record, "T1") / "certificate.jwt"
    first_key = jwt.get_unverified_header(old.read_text())["kid"]
    done("new-key", *at)
    assert jwt.get_unverified_header(online.read_text())["kid"] != first_key
    assert verified(old) == verified(online) == []
    assert len(list((published(record) / "keys").iterdir())) == 2
    done("new-key", "--stolen", *at)
    assert verified(old, "--folder", published(record)) == ["certificate-other-key"]
    assert verified(online) == []
    assert len(list((published(record) / "keys").iterdir())) == 1
    done("issue", "T1", *at)
    assert verified(old) == []


def test_a_key_that_others_may_read_that_is_gone_or_another_is_refused(record: Path) -> None:
    key, at = record / "certificate-key" / PRIVATE, ("--record", record)
    whole = key.read_bytes()
    for spoil, said in (
        (lambda: key.chmod(0o640), "others can read"),
        (lambda: key.write_bytes(whole[:900]), "can't be read as the institution's key"),
        (key.unlink, "no key here"),
    ):
        spoil()
        for command in (
            ("publish", *at),
            ("withdraw", "T1", *at),
            ("issue", "T1", *at),
            ("new-key", *at),
            ("init", *at),
        ):
            result = taller(*command)
            assert (result.exit_code, said in result.output) == (2, True), (command, result.output)
        key.touch()
        key.chmod(0o600)
    key.unlink()
    other = copytree(record, record.parent / "other")
    done("new-key", "--stolen", "--record", other)
    copytree(other / "certificate-key", record / "certificate-key", dirs_exist_ok=True)
    assert "signed with another key" in taller("publish", *at).output
    with Store(place_of(str(record))) as store, store.reading() as reading:
        assert not [one for one in reading.rows(Certificate) if one.withdrawn], "nothing of all that was kept"


def test_a_second_init_keeps_the_key(record: Path) -> None:
    before = (record / "certificate-key" / PRIVATE).read_bytes()
    done("init", "--record", record, "--address", "https://otra.example.org")
    assert (record / "certificate-key" / PRIVATE).read_bytes() == before
    done("publish", "--record", record)
    assert json.loads((published(record) / "issuer.json").read_text())["id"] == "https://otra.example.org/issuer.json"
    assert verified(published(record) / "c" / code_of(record, "T2") / "certificate.jwt") == []


def test_nothing_is_published_where_the_key_or_the_record_lies(record: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(record)
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("x")
    before = sorted(record.rglob("*"))
    for folder, said in (
        (record, "must never be published"), (record.parent, "must never be published"), (record / "certificate-key", "must never be published"),
        (record / "certificate-key" / "x", "must never be published"), (tmp_path / "link", "must never be published"),
        (full, "holds something else"), (TINY / "modules" / "x", "output-is-published"),
    ):  # fmt: skip
        result = taller("publish", "--record", record, "--folder", folder)
        assert result.exit_code in (1, 2), folder
        assert said in result.output, folder
    assert sorted(record.rglob("*")) == before
    done("publish", "--record", record, "--folder", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").exists()


@pytest.mark.parametrize("given", ["http://example.org/", "ftp://example.org/", "https://", "https://exa mple.org/", "https://example.org/?a=1",
                                   "https://example.org/../x", "https://user:pass@example.org/", "javascript:alert(1)", "https://ñandú.org/",
                                   "https://example.org/" + "a" * 100, "https://example.org//x", 'https://example.org/"x/'])  # fmt: skip
def test_addresses_that_are_no_good_are_refused(given: str) -> None:
    with pytest.raises(UsageError):
        address_of(given)


def test_addresses_are_kept_alike() -> None:
    assert address_of(" HTTPS://Example.org/Certificados ") == "https://example.org/Certificados/"
    assert address_of("http://127.0.0.1:8000") == "http://127.0.0.1:8000/"


# ---- what trainers want


def test_a_trainer_can_take_back_the_name_and_the_certificate_on_the_web(record: Path) -> None:
    folder, at = published(record) / "c" / code_of(record, "T2"), ("--record", record)
    done("hide", "T2", "--name", *at)
    assert not [path for path in folder.iterdir() if "Beto" in path.read_text("utf-8")]
    assert verified(folder / "certificate.jwt", "--name", "Beto Gil") == []
    assert code_of(record, "T2") in done("hide", "T2", *at)
    assert not folder.exists()
    assert verified(token_of(record, "T2")) == [], "it stays valid"
    assert taller("hide", "T9", *at).exit_code == 2


def test_who_is_forgotten_is_not_published_any_more_and_stays_withdrawn(record: Path) -> None:
    place, at, token = place_of(str(record)), ("--record", record), token_of(record, "T2")
    code = code_of(record, "T2")
    with Store(place) as store, store.reading() as reading:
        assert about(reading, "T2")["signed"][0]["code"] == code
        slot = reading.rows(Signed, trainer="T2")[0].slot
        left = dict(leaving(reading))
    assert "signed" not in left
    for secret in (code, str(slot), "12/2026", "Beto"):
        assert not [row for rows in left.values() for row in rows if secret in row], secret
    done("withdraw", "T2", *at)
    with Store(place) as store, store.writing() as writing:
        forget(writing, "T2", TODAY)
    done("publish", *at)
    assert code.encode() not in (record / "record.sqlite").read_bytes()
    assert not (published(record) / "c" / code).exists()
    assert verified(token) == ["certificate-withdrawn"]


def test_without_the_extra_the_command_says_how_to_install_it(run_cli: Any, tmp_path: Path) -> None:
    (tmp_path / "jwt.py").write_text("raise ImportError(name='jwt')", "utf-8")
    paths = f"{tmp_path}{os.pathsep}{Path(__file__).parents[1]}"
    told = run_cli("certificate", "verify", "jwt.py", cwd=tmp_path, PYTHONPATH=paths)
    assert (told.code, "pip install taller[badges]" in told.stderr) == (3, True)


# ---- in a browser


@pytest.fixture
def site(record: Path) -> Iterator[str]:
    yield from serve_folder(published(record))


def state(browser: Browser, address: str) -> str:  # noqa: F811
    """What the page says once it has checked."""
    browser.driver.get(address)
    wait_for(lambda: "no" in browser.driver.execute_script(
        "return document.getElementById('why').textContent.includes('made') ? 'yes' : 'no'"))  # fmt: skip
    return browser.driver.execute_script("return document.getElementById('state').className.replace('state ', '')")


@pytest.mark.slow
def test_a_browser_checks_by_itself(record: Path, site: str, browser: Browser) -> None:  # noqa: F811
    codes = {trainer: code_of(record, trainer) for trainer in ("T1", "T2")}
    folder, driver = published(record), browser.driver
    browser.look(390, 844, "light")
    browser.complaints(), browser.requests()
    assert state(browser, f"{site}/c/{codes['T2']}/en.html") == "valid"
    assert driver.execute_script("return document.documentElement.scrollWidth") == 390
    assert driver.execute_script("return document.querySelector('[data-fact=name]').textContent") == "Beto Gil"
    assert state(browser, f"{site}/c/{codes['T1']}/en.html") == "valid"
    for name, same in (("núria", "No:"), (" Núria Ñandú-Öz", "Yes:")):
        driver.execute_script(
            "document.getElementById('name').value = arguments[0]; document.querySelector('#whose button').click()",
            name,
        )
        wait_for(
            lambda same=same: driver.execute_script("return document.getElementById('same').textContent").startswith(
                same
            )
        )
    assert {one.split("/c/")[0].rpartition(":")[0] for one in browser.requests() if not one.startswith("data:")} == {
        "http://127.0.0.1"
    }
    assert violations(browser, {}) == []
    assert browser.complaints() == []
    token = folder / "c" / codes["T1"] / "certificate.jwt"
    original, status = token.read_text(), (folder / "status.jwt").read_text()
    bad = {
        "wrong": [changed(original, name="x"), "x.y", (folder / "c" / codes["T2"] / "certificate.jwt").read_text(),
                  jwt.encode(said_in(original), another_key(), "RS256", headers=jwt.get_unverified_header(original)),
                  with_public_key_as_password(record, original)],
        "expired": [signed_again(record, original, validUntil="2020-01-01T00:00:00Z", exp=1577836800),
                    signed_again(record, original, validFrom="2099-01-01T00:00:00Z", nbf=4070908800)],
    }  # fmt: skip
    for expected, listed in bad.items():
        for one in listed:
            token.write_text(one)
            assert state(browser, f"{site}/c/{codes['T1']}/en.html") == expected, one[:60]
    token.write_text(original)
    (folder / "status.jwt").write_text(changed(status, name="x"))
    assert state(browser, f"{site}/c/{codes['T1']}/en.html") == "unknown"
    done("withdraw", "T1", "--record", record)
    assert state(browser, f"{site}/c/{codes['T1']}/en.html") == "withdrawn"
    driver.get(f"{site}/en.html")
    driver.execute_script("document.getElementById('code').value = ' ' + arguments[0].toLowerCase()", codes["T2"])
    driver.execute_script("document.querySelector('#find button').click()")
    wait_for(lambda: driver.current_url.endswith(f"/c/{codes['T2']}/en.html"))
    driver.get(f"{site}/en.html")
    assert violations(browser, {}) == []
    driver.find_element("id", "file").send_keys(str(token_of(record, "T2")))
    wait_for(lambda: driver.execute_script("return document.getElementById('state').className") == "state valid")
