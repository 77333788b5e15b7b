"""Builds the participants' sites with a successor of MkDocs, and says what differs from what MkDocs makes.

    python tools/engines.py ENGINE [--course DIR]

ENGINE is a Python module with MkDocs' command line (`properdocs`, `zensical`, installed beside Taller). Where every file is the same,
the site's tests hold for both. Exit status: 0 the same, 1 something differs or the engine failed.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.check import checked_course
from builder.course.model import Audience
from builder.edition.select import select
from builder.outputs.site.after import finish_site
from builder.outputs.site.site import stage_site

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": "0"}
SHOWN = 20
"""The most names of differing files, and of a failed engine's last lines, that are shown."""


def build(engine: str, stage: Path, site: Path) -> str:
    """Runs an engine; returns the end of its output if it failed, otherwise ""."""
    settings = stage / "mkdocs.yml"
    # Zensical has no option for the folder: it is `site` beside the settings.
    target = [] if engine == "zensical" else ["--site-dir", str(site)]
    command = [sys.executable, "-m", engine, "build", "--strict", "--config-file", str(settings), *target]
    done = subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        return "\n".join((done.stderr or done.stdout).strip().splitlines()[-SHOWN:]) or f"exit status {done.returncode}"
    if not target:
        (stage / "site").rename(site)
    finish_site(site)
    return ""


def different(ours: Path, theirs: Path) -> list[str]:
    """The files that differ between the folders."""
    names = {path.relative_to(folder) for folder in (ours, theirs) for path in folder.rglob("*") if path.is_file()}
    return sorted(name.as_posix() for name in names if content(ours / name) != content(theirs / name))


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"not there"


def compare(engine: str, course_folder: Path, folder: Path) -> bool:
    course = checked_course(course_folder)
    is_same = True
    for language in course.config.languages:
        stage = folder / language
        stage_site(select(course, Audience.PARTICIPANT, language), stage, course.config.languages)
        sites = {name: folder / f"{language}-{name}" for name in ("mkdocs", engine)}
        faults = [f"{name}: {fault}" for name, site in sites.items() if (fault := build(name, stage, site))]
        found = [] if faults else different(*sites.values())
        print(
            f"{language}: {f'{len(found)} files differ' if not faults else 'failed'}",
            *faults,
            *found[:SHOWN],
            sep="\n  ",
        )
        is_same = is_same and not faults and not found
    return is_same


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine")
    parser.add_argument("--course", type=Path, default=Path(__file__).parents[1])
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        return 0 if compare(asked.engine, asked.course.resolve(), Path(folder).resolve()) else 1


if __name__ == "__main__":
    sys.exit(main())
