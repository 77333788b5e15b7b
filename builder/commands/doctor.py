"""`taller doctor`: whether this machine has what Taller needs. Exit status 3 if something necessary is missing."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from builder import __version__
from builder.commands.spoken import LANGUAGES, At, at, command

NEEDED = ("typst", "mkdocs", "mkdocs-material", "markdown", "pikepdf", "pypdfium2", "pillow", "babel", "fonttools",
          "pyyaml", "openpyxl", "pdfkit", "click", "rich")  # fmt: skip
PYTHON = (3, 11)
PROGRAMS = {
    "wkhtmltopdf": ("wkhtmltopdf",),
    "chromium": ("chromium", "chromium-browser", "google-chrome", "chrome"),
    "chromedriver": ("chromedriver",),
    "pdftotext": ("pdftotext",),
    "pdftoppm": ("pdftoppm",),
    "git": ("git",),
    "make": ("make",),
}
"""Optional programs -> the names they are installed under; the texts `for-…` say what needs them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the report."""

    name: str
    text: str
    is_wrong: bool = False


@command("doctor", "taller doctor", "taller --lang es doctor")
@at
@click.pass_context
def doctor(ctx: click.Context, here: At) -> None:
    parts = {
        "doctor-versions": versions(here),
        "doctor-fonts": fonts(here),
        "doctor-folders": folders(here),
        "doctor-programs": programs(here),
        "doctor-words": texts(here),
    }
    found = {title: list(findings) for title, findings in parts.items()}
    width = max(len(one.name) for findings in found.values() for one in findings)
    for title, findings in found.items():
        click.secho(here.word(title), bold=True)
        for one in findings:
            click.echo(f"  {one.name:<{width}}  {click.style(one.text, fg='red') if one.is_wrong else one.text}")
    is_wrong = any(one.is_wrong for findings in found.values() for one in findings)
    click.echo(f"\n{here.word('doctor-lacking' if is_wrong else 'doctor-fine')}")
    ctx.exit(3 if is_wrong else 0)


def versions(here: At) -> Iterator[Finding]:
    """The builder, Python and the packages that the builder needs."""
    import platform
    from importlib import metadata

    yield Finding("taller", __version__)
    needed = ".".join(map(str, PYTHON))
    yield _version(here, "Python", platform.python_version(), needed, is_wrong=sys.version_info < PYTHON)
    wanted = _wanted()
    for name in NEEDED:
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(name, here.word("doctor-missing"), is_wrong=True)
            continue
        yield _version(here, name, found, wanted.get(name, ""), is_wrong=not _fits(found, wanted.get(name, "")))


def _version(here: At, name: str, found: str, needed: str, *, is_wrong: bool) -> Finding:
    return Finding(name, here.word("doctor-needs", version=found, needed=needed) if is_wrong else found, is_wrong)


def _wanted() -> dict[str, str]:
    """Package -> the versions that the builder accepts, such as `>=1,<2`; empty when `taller` isn't installed."""
    from importlib import metadata

    try:
        lines = metadata.requires("taller") or []
    except metadata.PackageNotFoundError:
        return {}
    found = (re.match(r"([\w.-]+)\s*([^;]*)", line) for line in lines if "extra ==" not in line)
    return {match[1].lower(): match[2].strip() for match in found if match}


def _fits(version: str, wanted: str) -> bool:
    from packaging.specifiers import SpecifierSet  # it comes with MkDocs

    return not wanted or SpecifierSet(wanted).contains(version, prereleases=True)


def fonts(here: At) -> Iterator[Finding]:
    """The font families of the books, with the number of their files."""
    from builder.print.fonts import PACKAGES, changed_fonts

    for package in PACKAGES:
        name = package.removeprefix("fontpkg_").replace("_", " ").title()
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            yield Finding(name, here.word("doctor-missing"), is_wrong=True)
            continue
        folder = Path(spec.origin).parent
        wrong = sorted(changed_fonts([(package, folder)]))
        number = len(list(folder.rglob("*.ttf")))
        text = (
            here.word("doctor-fonts-changed", names=", ".join(wrong)) if wrong else here.word("doctor-files", n=number)
        )
        yield Finding(name, text, bool(wrong))


def folders(here: At) -> Iterator[Finding]:
    """The folders that a build writes to."""
    yield _folder(here, "doctor-course", here.root)
    for name in (".build", "dist"):
        if (here.root / name).exists():
            yield _folder(here, name, here.root / name)
    import tempfile

    yield _folder(here, "doctor-temporary", Path(tempfile.gettempdir()))


def _folder(here: At, key: str, folder: Path) -> Finding:
    can = _can_write(folder)
    name = here.word(key) if key.startswith("doctor-") else key
    return Finding(name, f"{folder}: {here.word('doctor-writable' if can else 'doctor-not-writable')}", not can)


def _can_write(folder: Path) -> bool:
    """Tries to write: permissions alone don't reveal full disks and read-only file systems."""
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError:
        return False
    return True


def programs(here: At) -> Iterator[Finding]:
    """Optional programs: where they are, and what they are for."""
    for name, known in PROGRAMS.items():
        found = next(filter(None, map(shutil.which, known)), None)
        yield Finding(name, f"{found or here.word('doctor-absent')} ({here.word(f'for-{name}')})")


def texts(here: At) -> Iterator[Finding]:
    """The encodings of output and file names, and the language."""
    yield Finding(here.word("doctor-output"), str(getattr(sys.stdout, "encoding", "") or "-"))
    yield Finding(here.word("doctor-names"), sys.getfilesystemencoding())
    names = [f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)]
    yield Finding(
        here.word("doctor-language"), f"{here.language} ({', '.join([*names, '--lang ' + '|'.join(LANGUAGES)])})"
    )
