"""`taller import carpentries`: a lesson in the Carpentries Workbench format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from builder.course.folder import FREE_PAGES
from builder.imports import course
from builder.imports.boxes import named
from builder.imports.draft import Draft, Note, Said, SourceError, Wishes
from builder.imports.fences import boxes
from builder.imports.folder import Folder
from builder.imports.front import front_matter, number, table, words_of
from builder.imports.marked import references, with_footnotes
from builder.imports.minutes import with_minutes
from builder.imports.places import slug_of
from builder.imports.sheets import Sheet, Sheets
from builder.imports.terms import terms_of
from builder.imports.tree import Box, Part, element
from builder.imports.unseen import settings, without_comments
from builder.words import words

_ABOUT = ("README.md", "CONTRIBUTING.md", "AUTHORS.md", "site/README.md")
_PAGES = ("index.md", "CODE_OF_CONDUCT.md", "LICENSE.md")


_KNOWN = ("title", "teaching", "exercises", "break", "site")


def read_carpentries(sources: tuple[Path, ...], wishes: Wishes) -> Draft:
    """The course made from a lesson's folder. Raises SourceError."""
    folder = Folder(sources[0])
    if PurePosixPath("config.yaml") not in folder.files:
        raise SourceError("source-missing", sources[0].name, file="config.yaml")
    return _Lesson(folder, wishes, table(folder.text(PurePosixPath("config.yaml")))).draft()


@dataclass(slots=True)
class _Lesson:
    folder: Folder
    wishes: Wishes
    config: Mapping[str, Any]
    made: Draft = field(default_factory=Draft)
    links: str = ""
    """Link definitions that all pages share."""
    sheets: Sheets = field(init=False)
    items: list[tuple[str, str, int]] = field(default_factory=list)
    pauses: list[Part] = field(default_factory=list)

    def draft(self) -> Draft:
        self.sheets = Sheets(self.made, self.find, self.fetch, self.elsewhere)
        title = self.wishes.title or words_of(self.config.get("title")) or self.folder.root.name
        if PurePosixPath("links.md") in self.folder.files:
            self.links = self.folder.text(PurePosixPath("links.md"))
        slug = slug_of(title, set())
        self.home(title)
        self.episodes(f"modules/10-{slug}", slug, title)
        self.learners()
        self.guides(slug)
        self.sheets.write()
        licence = (
            "https://creativecommons.org/licenses/by/4.0/"
            if "CC-BY 4.0" in words_of(self.config.get("license"))
            else ""
        )
        course.settings(self.made, self.wishes, title, licence)
        self.left()
        return self.made

    def word(self, key: str) -> str:
        return words(self.wishes.language)[key]

    # -- pages

    def page(self, path: PurePosixPath, target: str, kind: str, /, **meta: str) -> tuple[Sheet, Mapping[str, Any]]:
        """Reads a page of the lesson into parts, with boxes renamed to ours; also returns its front matter."""
        head, lines, first = front_matter(self.folder.text(path))
        lines, unseen = without_comments(lines, first)
        lines, cited = with_footnotes(lines)
        said: list[Said] = [*unseen, *settings(head, _KNOWN)]
        said += [("changed", "footnote", first + at - 1, {}) for at in cited]
        found = boxes(lines, first, references("\n".join([*lines, "", self.links])), said)
        title = words_of(head.get("title")) or path.stem.replace("-", " ").replace("_", " ").capitalize()
        sheet = Sheet(str(path), PurePosixPath(target), kind, {"title": title, **meta}, found, said)
        named(sheet, self.wishes.language)
        self.sheets.sheets.append(sheet)
        return sheet, head

    def home(self, title: str) -> None:
        path, target = PurePosixPath("index.md"), f"reference/home.{self.wishes.language}.md"
        if path in self.folder.files:
            sheet, _ = self.page(path, target, "home")
            sheet.meta["title"] = title
        else:
            self.made.text(target, f"---\ntitle: {course.yaml(title)}\n---\n{self.word('import-home')}\n")

    def listed(self, name: str) -> list[PurePosixPath]:
        """A folder's pages in the order of the settings, then the rest by name."""
        there, wanted = self.folder.below(name), self.config.get(name)
        if not isinstance(wanted, list):
            return [*there, *self.folder.below(name, ".rmd")]
        order = [PurePosixPath(name) / words_of(one) for one in wanted]
        self.made.notes += [
            Note("decide", "page-missing", "config.yaml", 0, arguments={"page": one})
            for one in order
            if one not in self.folder.files
        ]
        return [*(one for one in order if one in self.folder.files), *(one for one in there if one not in order)]

    def episodes(self, folder: str, module: str, title: str) -> None:
        taken: set[str] = set()
        self.module(folder, title)
        for place, path in enumerate(self.listed("episodes"), 1):
            slug = slug_of(re.sub(r"^\d+[-_]", "", path.stem), taken)
            target = f"{folder}/{place * 10:03d}-{slug}.{self.wishes.language}.md"
            sheet, head = self.page(path, target, "session", track="core")
            self.time(sheet, head, f"{module}/{slug}")

    def time(self, sheet: Sheet, head: Mapping[str, Any], key: str) -> None:
        """Distributes a page's minutes among its parts and adds it to the agenda; a mere pause is no session."""
        teaching, exercises, pause = (number(head.get(name)) for name in ("teaching", "exercises", "break"))
        if pause and not teaching + exercises:
            self.pause(sheet, pause)
            return
        if not exercises:
            sheet.said += [
                ("decide", "minutes-unknown", box.line, {"title": box.title})
                for box in sheet.parts
                if isinstance(box, Box) and box.name == "activity"
            ]
        sheet.parts = with_minutes(sheet.parts, teaching, exercises)
        total = sum(number(part.attributes.get("minutes")) for part in sheet.parts if isinstance(part, Box))
        sheet.meta["track"] = "core" if total else "extra"
        if total:
            self.items.append(("session", key, total))
            self.made.notes.append(
                Note("changed", "minutes-shared", sheet.source, 1, sheet.target, 1, {"minutes": total})
            )
        if pause:
            self.items.append(("own", self.word("import-pause"), pause))

    def pause(self, sheet: Sheet, minutes: int) -> None:
        self.sheets.sheets.remove(sheet)
        self.items.append(("own", sheet.meta["title"], minutes))
        heading = element("h3", sheet.meta["title"], 1)
        self.pauses += [heading, *sheet.parts]
        self.made.notes.append(
            Note(
                "changed",
                "pause",
                sheet.source,
                1,
                PurePosixPath(self.workshop),
                1,
                {"title": sheet.meta["title"], "minutes": minutes},
            )
        )

    @property
    def workshop(self) -> str:
        return f"trainer_guides/00-workshop.{self.wishes.language}.md"

    def module(self, folder: str, title: str) -> None:
        text = f"---\ntitle: {course.yaml(title)}\nsummary: {course.yaml(self.word('import-summary'))}\n---\n{self.word('import-module')}\n"
        self.made.text(f"{folder}/module.{self.wishes.language}.md", text)
        self.made.notes.append(
            Note(
                "decide",
                "module-words",
                "config.yaml",
                0,
                PurePosixPath(f"{folder}/module.{self.wishes.language}.md"),
                1,
            )
        )

    def learners(self) -> None:
        """Setup, reference, code of conduct, licence, profiles: pages that aren't sessions."""
        paths = [*self.listed("learners"), *self.extra()]
        glossary = next((path for path in paths if path.stem == "reference"), None)
        if glossary:
            self.terms(glossary)
        taken = set[str]()
        for place, path in enumerate([*paths, *self.listed("profiles")], 1):
            slug, book = slug_of(path.stem, taken), "none" if path.parent.name == "profiles" else "end"
            target = f"{FREE_PAGES}/{place * 10:03d}-{slug}.{self.wishes.language}.md"
            self.page(path, target, "free", book=book)

    def extra(self) -> list[PurePosixPath]:
        return [
            path for name in ("CODE_OF_CONDUCT.md", "LICENSE.md") if (path := PurePosixPath(name)) in self.folder.files
        ]

    def terms(self, path: PurePosixPath) -> None:
        _, lines, _ = front_matter(self.folder.text(path))
        found = terms_of("\n".join(lines), references("\n".join([*lines, self.links])))
        if found:
            self.made.text("reference/glossary.yml", course.glossary(self.wishes.language, found))
            self.made.notes.append(
                Note("kept", "glossary", str(path), 1, PurePosixPath("reference/glossary.yml"), 1, {"n": len(found)})
            )

    def guides(self, module: str) -> None:
        """Pages for instructors, and the agenda with the pauses."""
        taken = {"workshop"}
        paths = self.listed("instructors")
        if self.items:
            self.made.text("trainer_guides/00-workshop.yml", course.agenda(self.wishes.language, self.items))
            self.made.notes.append(
                Note("decide", "agenda", "config.yaml", 0, PurePosixPath("trainer_guides/00-workshop.yml"), 1)
            )
            start = element("p", self.word("import-agenda-text"), 1)
            pauses = [element("h2", self.word("import-pauses"), 1), *self.pauses] if self.pauses else []
            meta = {"title": self.word("import-agenda"), "kind": "programme"}
            self.sheets.sheets.append(
                Sheet("config.yaml", PurePosixPath(self.workshop), "guide", meta, [start, *pauses])
            )
        for place, path in enumerate(paths, 1):
            is_main = path.stem == "instructor-notes"
            slug = module if is_main else slug_of(path.stem, taken)
            meta = {"kind": "module" if is_main else "programme"}
            self.page(path, f"trainer_guides/{place * 10}-{slug}.{self.wishes.language}.md", "guide", **meta)

    # -- what links and pictures mean

    def find(self, _sheet: Sheet, path: str) -> Sheet | None:
        """The page that a path means; the Workbench puts all pages into one folder, so only the name counts."""
        parts = PurePosixPath(path)
        if parts.suffix.lower() not in (".md", ".html", ".rmd", "") or path.startswith("/"):
            return None
        stem = parts.name.removesuffix(parts.suffix)
        return next((one for one in self.sheets.sheets if PurePosixPath(one.source).stem == stem), None)

    def place(self, sheet: Sheet, path: str) -> PurePosixPath | None:
        """The file of the lesson that a path on a page means."""
        tail = PurePosixPath(*(part for part in PurePosixPath(path).parts if part not in ("..", ".", "/")))
        own = PurePosixPath(sheet.source).parent
        folders = dict.fromkeys(
            (own, PurePosixPath("episodes"), PurePosixPath("learners"), PurePosixPath("instructors"), PurePosixPath())
        )
        return next((folder / tail for folder in folders if folder / tail in self.folder.files), None)

    def fetch(self, sheet: Sheet, path: str) -> bytes | None:
        found = self.place(sheet, path)
        return self.folder.content(found) if found else None

    def elsewhere(self, sheet: Sheet, path: str) -> str:
        """The file's address on the lesson's own site; "" when there is none."""
        found, site = self.place(sheet, path), words_of(self.config.get("url")).rstrip("/")
        if not found or not site.startswith("http"):
            return ""
        tail = found.relative_to(found.parts[0]) if found.parts[0] in ("episodes", "learners", "instructors") else found
        return f"{site}/{tail}"

    def left(self) -> None:
        """Notes pages that nothing was made from."""
        used = {note.source for note in self.made.notes}
        for path in self.folder.files:
            if path.suffix.lower() in (".md", ".rmd") and str(path) not in used and str(path) != "links.md":
                self.made.notes.append(Note("lost", "left-out", str(path), 0))
