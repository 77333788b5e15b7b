"""Two checkers of accessible PDFs, run on many files at once: what they find that is a fault, by file."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from conftest import need_tool

from builder.gate.runs import letters

ACCEPTED = {
    "ORD-001": "margin notes and boxes are painted in another order than they are read; the tags have the reading order",
    "PAG-001": "words such as 'Activity' or 'What they did' stand at the head of several pages because they are content",
    "TBL-011": "the corner cell of a table to fill in is empty on purpose",
    "TBL-012": "tables to fill in are mostly empty on purpose",
    "TBL-013": "two tables of a worksheet follow each other",
    "TBL-014": "ruled lines and boxes of a worksheet look like a grid; they are writing space",
    "LNK-010": "an address that stands as an example is no link",
    "FRM-002": "a field's label stands above it",
}
"""Warnings of the second checker that are no faults, and why."""
_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run of Java that ends after seconds: without them it spends more on making itself faster than on the file."""
_PAGE_NUMBER = re.compile(r"(Page|Página) \d+ (of|de) \d+$")


def need_checker(name: str) -> str:
    """A program of `requirements/checkers.txt`: in the environment that `make` keeps for it, or on the PATH."""
    folder = Path(sys.prefix) / "checkers" / ("Scripts" if sys.platform == "win32" else "bin")
    return need_tool(name, str(folder))


def first(paths: Sequence[Path]) -> str:
    """What the first checker (PDF/UA-1) says; empty when it finds nothing."""
    command = [sys.executable, "-m", "pdfua", "check", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout[-2000:] if done.returncode else ""


def second(paths: Sequence[Path], folder: Path) -> list[tuple]:
    """What the second checker finds, warnings too, without what is accepted."""
    report = folder / "report.json"
    command = [need_checker("outloud"), "--quiet", "--json", report, *paths]
    subprocess.run(command, capture_output=True, check=False)
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    assert [(result["path"], result["error"]) for result in results] == [(str(path), None) for path in paths]
    wrong = []
    for path, result in zip(paths, results, strict=True):
        document = pypdfium2.PdfDocument(path)
        for finding in _findings(result):
            if finding["severity"] == "info" or finding["rule"] in ACCEPTED:
                continue
            if finding["rule"] == "TAG-002" and any(
                (_is_foot(finding), _is_repeated_head(document, finding), _is_running_head(document, finding))
            ):
                continue
            wrong.append((path.name, finding["rule"], finding.get("page"), finding["message"], finding.get("evidence")))
    return wrong


def _findings(value: object) -> list[dict]:
    """The findings in the checker's report, wherever they stand in it."""
    if isinstance(value, dict):
        if {"rule", "severity", "message"} <= value.keys():
            return [value]
        return [finding for part in value.values() for finding in _findings(part)]
    return [finding for part in value for finding in _findings(part)] if isinstance(value, list) else []


def _is_foot(finding: dict) -> bool:
    """The foot of a page; on a sheet of one page the checker can't see that it is one."""
    return finding["count"] == 1 and bool(_PAGE_NUMBER.search(str(finding.get("evidence"))))


def _is_repeated_head(document: pypdfium2.PdfDocument, finding: dict) -> bool:
    """A header row repeated at the head of the next page is no content: it was read where the table begins."""
    words = [letters(word) for word in str(finding.get("evidence")).split() if "\u00ad" not in word]
    before = [document[number] for number in range(max(0, finding["page"] - 4), finding["page"] - 1)]
    text = letters(" ".join(page.get_textpage().get_text_range() for page in before))
    return all(word in text for word in words)


def _is_running_head(document: pypdfium2.PdfDocument, finding: dict) -> bool:
    """A running head repeats a heading, which is read where it stands; it may be cut after a word."""
    said = str(finding.get("evidence"))
    titles = [letters(mark.get_title()) for mark in document.get_toc()]
    cut = letters(said.removesuffix("…"))
    return finding["count"] == 1 and any(
        cut == title or (said.endswith("…") and title.startswith(cut)) for title in titles
    )


def epub(path: Path) -> list[str]:
    """What epubcheck finds in an EPUB: errors, warnings, and hints for its author."""
    java = need_tool("java")
    folder = Path(sys.prefix) / "checkers"
    jar = next(folder.rglob("epubcheck.jar"), None)
    if jar is None:
        return [need_checker("epubcheck")]
    command = [java, *_SHORT_RUN, "-jar", jar, "--quiet", "--usage", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        line for line in (done.stdout + done.stderr).splitlines() if re.match(r"(FATAL|ERROR|WARNING|INFO)\b", line)
    ]
