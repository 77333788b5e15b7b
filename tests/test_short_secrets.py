"""The gate's floor: notes and answers of one to five words, numbers and addresses, found where they meet what stands around them."""

import xml.etree.ElementTree as etree
from pathlib import Path

import pytest

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import select
from builder.gate.look import find_leak
from builder.gate.secrets import Secrets, find_secrets

PAGE = "modules/10-look/10-first"
BEFORE, AFTER = "The firm touches many people.", "The law may ask for more."
SHORT = ("Salt", "Ask Ana", "Wait for Tomás", "Never the red card", "Green means yes, not no", "4,320", "12 / 15", "Ox")


def plant(root: Path, hidden: str, shown: str = "") -> None:
    """Puts a note, or the same words as text, between two paragraphs that participants read, in both languages."""
    note = f"::: trainer\n{hidden}\n::: /trainer" if hidden else f"{shown}\n"
    for language, anchor in (("en", BEFORE), ("es", "La empresa toca a muchas personas.")):
        path = root / f"{PAGE}.{language}.md"
        text = path.read_text("utf-8")
        assert anchor in text
        path.write_text(
            text.replace(anchor, f"{anchor}\n\n{note}\n\nAnd it goes on with what everybody reads."), "utf-8"
        )


def page(root: Path, audience: Audience = Audience.PARTICIPANT) -> bytes:
    """The page as that audience gets it."""
    course = load_course(root)[0]
    edition = select(course, audience, "en")
    leaf = next(leaf for leaf in edition.leaves() if str(leaf.document.path) == f"{PAGE}.en.md")
    tree = render(page_markdown(edition, leaf, lambda *_: "#"), "en", trainer=audience is Audience.TRAINER)
    return etree.tostring(tree, encoding="unicode").encode()


def secrets_of(root: Path) -> Secrets:
    return find_secrets(load_course(root)[0], Audience.PARTICIPANT)


@pytest.mark.parametrize("words", SHORT)
def test_a_short_note_is_found_where_it_came_out(words: str, course_dir: Path, tmp_path: Path) -> None:
    plant(course_dir, words)
    secrets, clean, as_note = secrets_of(course_dir), page(course_dir), page(course_dir, Audience.TRAINER)
    for language in ("en", "es"):
        path = course_dir / f"{PAGE}.{language}.md"
        text = path.read_text("utf-8").replace(f"::: trainer\n{words}\n::: /trainer", words)
        path.write_text(text, "utf-8")
    assert find_leak("page.html", page(course_dir), secrets)
    assert find_leak("page.html", as_note, secrets)
    assert not find_leak("page.html", clean, secrets)


def test_a_short_note_is_found_after_its_page_was_read_without_it(course_dir: Path) -> None:
    plant(course_dir, "Ask Ana")
    secrets, clean = secrets_of(course_dir), page(course_dir)
    pairs: set[int] = set()
    leaking = clean.replace(b"<p>And it goes", b"<p>Ask Ana</p><p>And it goes")
    assert leaking != clean
    assert not find_leak("page.html", clean, secrets, pairs)
    assert not find_leak("other.html", b"<p>Ask Ana</p>", secrets, pairs)
    assert find_leak("page.html", leaking, secrets, pairs)


@pytest.mark.slow
def test_short_words_elsewhere_are_no_secret(course_dir: Path) -> None:
    plant(course_dir, "Ask Ana")
    secrets = secrets_of(course_dir)
    for text in ("Ask Ana", "Ask Ana what she expects of the firm that she works for.", f"{AFTER} Ask Ana."):
        assert not find_leak("page.html", f"<p>{text}</p>".encode(), secrets)


@pytest.mark.parametrize(
    "address", ["https://forms.example.org/secret-9f3", "mailto:key@example.org", "tel:+5215550100"]
)
def test_an_address_that_only_a_note_has_is_found(address: str, course_dir: Path) -> None:
    plant(course_dir, f"[Here]({address})")
    secrets = secrets_of(course_dir)
    assert find_leak("page.html", f'<a href="{address}">x</a>'.encode(), secrets)
    assert find_leak("word/_rels/document.xml.rels", f'<Relationship Target="{address}"/>'.encode(), secrets)
    assert not find_leak("page.html", b'<a href="https://example.org/other">x</a>', secrets)
    assert not find_leak("page.html", page(course_dir), secrets)


def test_an_address_that_participants_have_too_is_no_secret(course_dir: Path) -> None:
    plant(course_dir, "[Here](https://example.org/both)")
    path = course_dir / "reference/home.en.md"
    path.write_text(path.read_text("utf-8") + "\n[Both](https://example.org/both)\n", "utf-8")
    assert not find_leak("page.html", b'<a href="https://example.org/both">x</a>', secrets_of(course_dir))
