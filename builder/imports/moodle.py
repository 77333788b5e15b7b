"""`taller import moodle`: question banks (Moodle XML, GIFT), and the books and pages of a backup."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.course.textfile import read_text
from builder.imports import course
from builder.imports.archive import LARGEST_WHOLE
from builder.imports.backup import Backup, Unit, read_backup
from builder.imports.bank import Bank, add_banks
from builder.imports.boxes import named
from builder.imports.draft import Draft, SourceError, Wishes
from builder.imports.gift import read_gift
from builder.imports.moodle_xml import read_moodle_xml
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.words import words

_PACKED = (b"PK", b"\x1f\x8b")


def read_moodle(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course made from the files. Raises SourceError, and whatever libraries raise for broken archives."""
    found = _Moodle(wishes)
    for path in sources:
        found.add(path)
    if not any(bank.questions for bank in found.banks) and not any(backup.units for backup in found.backups):
        raise SourceError("source-empty", sources[0].name)
    return found.draft(sources[0].stem)


@dataclass(slots=True)
class _Moodle:
    wishes: Wishes
    made: Draft = field(default_factory=Draft)
    banks: list[Bank] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Reads a file; its first bytes tell its type, since people rename files."""
        if path.stat().st_size > LARGEST_WHOLE * 3:
            raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE * 3 // 1_000_000} MB")
        with path.open("rb") as file:
            start = file.read(2)
        if start.startswith(_PACKED):
            self.backups.append(read_backup(path))
            self.pictures |= self.backups[-1].pictures
            return
        if path.stat().st_size > LARGEST_WHOLE:
            raise SourceError("source-limit", path.name, limit=f"{LARGEST_WHOLE // 1_000_000} MB")
        content = path.read_bytes()
        texts = words(self.wishes.language)
        names = (texts["import-true"], texts["import-false"])
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
            bank = read_moodle_xml(content, path.name, *names, place=str(len(self.banks)))
        else:
            bank = read_gift(read_text(content)[0], path.name, *names)
        self.banks.append(bank)
        self.pictures |= bank.pictures

    def draft(self, name: str) -> Draft:
        sheets = Sheets(self.made, lambda _sheet, _path: None, lambda _sheet, src: self.pictures.get(src))
        units = [unit for backup in self.backups for unit in backup.units if unit.pages]
        for backup in self.backups:
            self.made.notes += backup.notes
        self.books(sheets, units)
        add_banks(self.made, sheets, self.banks, self.wishes, len(units))
        sheets.write()
        title = self.wishes.title or next(filter(None, self.titles()), "") or name
        course.home(self.made, self.wishes.language, title)
        course.settings(self.made, self.wishes, title)
        return self.made

    def titles(self) -> Sequence[str]:
        """Possible titles: those of backups, or the one category that contains all others."""
        tops = {question.path[0] for bank in self.banks for question in bank.questions if len(question.path) > 1}
        return [*(backup.title for backup in self.backups), *(tops if len(tops) == 1 else ())]

    def books(self, sheets: Sheets, units: Sequence[Unit]) -> None:
        taken, language = set[str](), self.wishes.language
        for place, unit in enumerate(units, 1):
            title = unit.title or words(language)["import-start"]
            folder, slugs = f"modules/{place * 10:03d}-{slug_of(title, taken, 'module')}", set[str]()
            meta = {"title": title, "summary": words(language)["import-summary"]}
            if unit.about:
                target = PurePosixPath(f"{folder}/module.{language}.md")
                sheets.sheets.append(Sheet(unit.source, target, "module", meta, unit.about))
            else:
                course.module(self.made, folder, title, language, unit.source)
            for number, (source, head, parts) in enumerate(unit.pages, 1):
                target = PurePosixPath(f"{folder}/{number * 10:03d}-{slug_of(head, slugs)}.{language}.md")
                sheets.sheets.append(Sheet(source, target, "session", {"title": head, "track": "extra"}, parts))
        for sheet in sheets.sheets:
            named(sheet, language)
