"""The requests that the editor's page can make, by name. Each takes the fields sent and returns a value for JSON."""

from collections.abc import Callable, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

from builder.commands import skeletons
from builder.commands.edit import files
from builder.commands.edit.blocks import insertion, snippets
from builder.commands.edit.desk import Desk
from builder.commands.edit.pictures import take_picture
from builder.commands.edit.refused import RefusedError
from builder.commands.new import today
from builder.commands.preview import PreviewServer
from builder.course.model import Audience
from builder.edition.addresses import HOME, page_address
from builder.words import editor_words

Fields = Mapping[str, Any]


class Answers:
    def __init__(self, root: Path, language: str, preview: PreviewServer) -> None:
        self.root, self.language, self.preview = root, language, preview
        self.desk = Desk(root, language)
        shown = preview.url.rstrip("/")
        self.policy = {
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
            f"frame-src {shown}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }
        self.gets: Mapping[str, Callable[[Fields], Any]] = {"pages": self.pages, "file": self.file, "state": self.state}
        self.posts: Mapping[str, Callable[[Fields], Any]] = {
            "check": self.check, "save": self.save, "aside": self.aside, "place": self.place, "picture": self.picture,
            "new": self.new, "preview": self.show, "compare": self.compare,
        }  # fmt: skip

    def refused(self, refused: RefusedError) -> Mapping[str, object]:
        words = editor_words(self.language)[refused.key]
        return {"reason": refused.key, "message": f"{words} {refused.text}".rstrip()}

    def pages(self, _: Fields) -> Any:
        course = self.desk.course()
        modules = [{"name": module.slug, "title": next((one.title for one in module.page.documents.values()), module.slug)} for module in course.modules]  # fmt: skip
        return {
            "pages": self.desk.pages(),
            "languages": course.config.languages,
            "modules": modules,
            "course": str(self.root),
        }

    def file(self, fields: Fields) -> Any:
        written = files.read(self.root, text_of(fields, "path"))
        return {"text": written.text, "version": written.version}

    def state(self, fields: Fields) -> Any:
        """The version on disk; "" when the file is gone."""
        return {"version": files.version_of(self.root, text_of(fields, "path"))}

    def check(self, fields: Fields) -> Any:
        return self.desk.problems(text_of(fields, "path"), text_of(fields, "text"))

    def save(self, fields: Fields) -> Any:
        path, text = text_of(fields, "path"), text_of(fields, "text")
        return {"version": files.save(self.root, path, text, text_of(fields, "version")).version}

    def aside(self, fields: Fields) -> Any:
        return {"path": files.put_aside(self.root, text_of(fields, "path"), text_of(fields, "text"))}

    def place(self, fields: Fields) -> Any:
        path, name, line = text_of(fields, "path"), text_of(fields, "block"), fields.get("line")
        files.inside(self.root, path)
        text, language = text_of(fields, "text"), self.desk.language_of(path)
        if name not in snippets(language) or not isinstance(line, int) or not 0 < line <= text.count("\n") + 1:
            raise RefusedError(400, "edit-refused")
        return insertion(self.desk.course(), text, line, name, language)

    def picture(self, fields: Fields) -> Any:
        name, path = text_of(fields, "name"), text_of(fields, "path")
        target = take_picture(self.root, path, name, fields["content"], self.language)
        return {"target": target, "alt": editor_words(self.desk.language_of(path))["picture-alt"]}  # fmt: skip

    def new(self, fields: Fields) -> Any:
        kind, name, course = text_of(fields, "kind"), text_of(fields, "name"), self.desk.course()
        made = {
            "session": lambda: skeletons.new_session(course, text_of(fields, "module"), name),
            "module": lambda: skeletons.new_module(course, name),
            "case": lambda: skeletons.new_case(course, name, today()),
            "guide": lambda: skeletons.new_guide(course, name),
            "page": lambda: skeletons.new_page(course, name),
        }.get(kind)
        if made is None:
            raise RefusedError(400, "edit-refused")
        return {"paths": [path.relative_to(self.root).as_posix() for path in made() if path.suffix == ".md"]}

    def show(self, fields: Fields) -> Any:
        """Switches the preview to the page's language and to an audience that sees it; returns its address."""
        document = self.desk.document(text_of(fields, "path"))
        wanted = text_of(fields, "audience").upper()
        if wanted not in ("PARTICIPANT", "TRAINER"):
            raise RefusedError(400, "edit-refused")
        audience = Audience.TRAINER if document and document.kind == "guide" else Audience[wanted]
        config = self.desk.course().config
        self.preview.turn(audience, document.language if document else config.default_language)
        page = page_address(document.kind, document.key) if document else HOME
        address = f"{self.preview.url}{page.removesuffix('.md')}.html"
        return {"address": address, "audience": audience.label}

    def compare(self, fields: Fields) -> Any:
        """The lines in which two texts differ, each with + (only in `mine`), - (only in `theirs`) or a space before it."""
        theirs, mine = (text_of(fields, name).split("\n") for name in ("theirs", "mine"))
        return {"rows": list(unified_diff(theirs, mine, lineterm="", n=2))[2:]}


def text_of(fields: Fields, name: str) -> str:
    """A required text field. Raises RefusedError when it is missing or not valid text."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise RefusedError(400, "edit-refused")
    try:
        value.encode()
    except UnicodeEncodeError:  # an unpaired surrogate
        raise RefusedError(400, "edit-refused") from None
    return value
