"""The editor of `taller serve --edit` without a browser: what it reads, writes, checks and refuses."""

import http.client
import io
import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlencode

import pytest
from PIL import Image

from builder.check import check_course
from builder.commands import edit, skeletons, starters
from builder.commands.edit.as_written import Written, line_in_browser
from builder.commands.edit.blocks import GROUPS, insertion, snippets
from builder.commands.edit.guard import is_local
from builder.commands.edit.server import MAX_JSON, EditServer
from builder.commands.edit.serving import make_editor
from builder.commands.new import today
from builder.commands.preview import PreviewServer
from builder.course.load import load_course
from builder.course.model import Audience
from builder.problems import ContentError, UsageError
from builder.words import editor_words

PAGE = "modules/10-first-module/20-first-session.en.md"
BLOCKS = [name for names in GROUPS.values() for name in names]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def make_course(folder: Path, *languages: str) -> Path:
    starters.new_course(folder, "A course", languages or ("en",), today())
    return folder


class Client:
    """Asks as the page does; each header can be another."""

    def __init__(self, servers: tuple[PreviewServer, EditServer], root: Path) -> None:
        self.preview, self.editor = servers
        self.root = root
        self.port = self.editor.server_port

    def raw(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> tuple[int, bytes, dict[str, str]]:  # fmt: skip
        own = {"Host": f"127.0.0.1:{self.port}", **({"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"} if method == "POST" else {})}  # fmt: skip
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {**own, "Content-Length": str(len(body or b"")), **given}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        connection.send(body or b"")
        answer = connection.getresponse()
        found = answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return found

    def ask(self, name: str, fields: object = None, **query: str) -> tuple[int, dict[str, object]]:
        path = f"/{self.editor.token}/{name}" + (f"?{urlencode(query)}" if query else "")
        status, body, _ = self.raw("GET", path) if fields is None else self.raw("POST", path, json.dumps(fields).encode())  # fmt: skip
        return status, json.loads(body)

    def send_picture(self, name: str, content: bytes, path: str = PAGE) -> tuple[int, dict[str, object]]:
        address = f"/{self.editor.token}/picture?{urlencode({'path': path, 'name': name})}"
        status, body, _ = self.raw("POST", address, content, Content_Type="application/octet-stream")
        return status, json.loads(body)

    def bytes_of(self, path: str = PAGE) -> bytes:
        return (self.root / path).read_bytes()


@contextmanager
def served(root: Path) -> Iterator[Client]:
    with make_editor(root, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()), lambda _: None, "en", 0) as servers:
        yield Client(servers, root)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(make_course(tmp_path_factory.mktemp("edit") / "course")) as found:
        yield found


# -- bytes


@pytest.mark.parametrize(
    "content",
    [b"", b"a", b"a\n", b"a\r\nb\r\n", b"a\r\nb", b"\xef\xbb\xbfa\r\n", b"a\rb\r", b"a\nb\r\nc\rd", "ñ\n\n".encode(), b"\r\n\n"],
)  # fmt: skip
def test_what_nobody_touched_comes_back_as_it_was(content: bytes) -> None:
    written = Written(content)
    assert written.with_text(written.text) == content


def test_a_changed_line_gets_the_ends_that_the_file_has() -> None:
    assert Written(b"\xef\xbb\xbfa\r\nb\r\n").with_text("a\nx\nb\n") == b"\xef\xbb\xbfa\r\nx\r\nb\r\n"
    assert Written(b"a\r\nb\nc\r\nd").with_text("new\na\nb\nC\nd") == b"new\r\na\r\nb\nC\r\nd"
    assert Written(b"a\nb\r\n").with_text("a\nb") == b"a\nb"


def test_lines_are_counted_as_the_browser_counts_them() -> None:
    text = "a\u2028b\nc\x0bd\ne"
    assert [line_in_browser(text, line) for line in (0, 1, 2, 3, 4, 5)] == [1, 1, 1, 2, 2, 3]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText.", b"---\ntitle: A\n---\r\nText."])
def test_the_server_keeps_marks_and_ends(client: Client, content: bytes) -> None:
    path = "modules/10-first-module/90-odd.en.md"
    file = client.root / path
    file.write_bytes(content)
    file.chmod(0o640)
    try:
        _, found = client.ask("file", path=path)
        status, saved = client.ask("save", {"path": path, **found})
        assert (status, client.bytes_of(path)) == (200, content)
        client.ask("save", {"path": path, "text": f"{found['text']} More.", "version": saved["version"]})
        assert client.bytes_of(path) == content + b" More."
        assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o640
    finally:
        file.unlink()


# -- who may ask


def test_the_page_asks_nobody_else_and_says_so(client: Client) -> None:
    status, body, headers = client.raw("GET", f"/{client.editor.token}/")
    policy = headers["content-security-policy"]
    assert status == 200
    assert f"frame-src http://127.0.0.1:{client.preview.server_address[1]};" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not [name for name in headers if name.startswith("access-control")]
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    text = body.decode()
    assert not re.findall(r"https?://", text)
    assert not re.findall(r"\son\w+=|style=|<script>", text)
    for name in re.findall(r'(?:src|href)="([\w.]+)"', text):
        assert client.raw("GET", f"/{client.editor.token}/{name}")[0] == 200


def test_without_the_token_nothing_is_told(client: Client) -> None:
    token = client.editor.token
    for path in (
        "/",
        "/pages",
        "//",
        f"/{token[:-1]}/pages",
        f"/{token}x/pages",
        f"/x/{token}/pages",
        "/%00/pages",
        "/ñ/",
    ):
        status, body, _ = client.raw("GET", quote(path, safe="/%"))
        assert status == 403, path
        assert b"first" not in body
    assert client.raw("GET", f"/{token}/pages")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"}, {"Host": "evil.example:80"}, {"Host": None}, {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1.evil.example"}, {"Host": "localhost:1"},
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": None}, {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Length": "-1"}, {"Content-Length": "x"}, {"Content-Length": str(MAX_JSON + 1)},
    ],
    ids=str,
)  # fmt: skip
def test_other_websites_write_nothing(client: Client, headers: dict[str, str | None]) -> None:
    before = client.bytes_of()
    body = json.dumps({"path": PAGE, "text": "gone", "version": Written(before).version}).encode()
    status, _, answered = client.raw("POST", f"/{client.editor.token}/save", body, **headers)
    assert status in (400, 403, 413)
    assert client.bytes_of() == before
    assert "access-control-allow-origin" not in answered


def test_other_websites_read_nothing(client: Client) -> None:
    address = f"/{client.editor.token}/file?path={PAGE}"
    origin = f"http://127.0.0.1:{client.preview.server_address[1]}"
    for headers in ({"Origin": origin}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.raw("GET", address, **headers)[0] == 403, headers
    assert client.raw("GET", address)[0] == 200
    assert is_local("localhost:8000", 8000)
    assert not is_local("evil.example:8000", 8000)


def test_the_preview_answers_only_under_its_own_name(client: Client) -> None:
    said: list[str] = []

    def ask(host: str) -> bytes:
        environ = {"HTTP_HOST": host, "PATH_INFO": "/index.html"}
        answer = client.preview.serve_request(environ, lambda status, *_: said.append(status))
        return b"".join(answer)

    assert b"A course" in ask(f"127.0.0.1:{client.preview.server_address[1]}")
    assert ask(f"evil.example:{client.preview.server_address[1]}") == b"403"
    assert [status[:3] for status in said] == ["200", "403"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"1", b'{"path": 1}', b'{"path": "\\ud800"}', b"[" * 100_000, b"\xff"]
)
@pytest.mark.parametrize("name", ["save", "check", "place", "new", "aside", "preview", "compare"])
def test_nonsense_is_refused_in_words(client: Client, name: str, body: bytes) -> None:
    status, answer, _ = client.raw("POST", f"/{client.editor.token}/{name}", body)
    assert status == 400
    assert json.loads(answer)["message"]


# -- where it writes


BAD = (
    "../outside.md", "/etc/passwd.md", "modules/../../outside.md", "mkdocs.yml", ".git/config.yml", "modules/.hidden.md",
    "modules//x.md", "modules/./x.md", "modules\\x.md", "modules/x.py", "modules/x.md/../../y.md", "C:/x.md", "modules",
    "modules/x.md\0", "modules/10-first-module/linked.en.md", "modules/linked/x.en.md", "dist/x.md", "drafts/x.md", "", "~/x.md",
    "modules/x.md\n",
)  # fmt: skip


@pytest.mark.parametrize("path", BAD)
def test_nothing_outside_the_course_is_read_or_written(client: Client, path: str) -> None:
    outside = client.root.parent / "outside.md"
    outside.write_text("Outside.", encoding="utf-8")
    (client.root.parent / "elsewhere").mkdir(exist_ok=True)
    links = {"modules/10-first-module/linked.en.md": outside, "modules/linked": outside.with_name("elsewhere")}
    for name, target in links.items():
        (client.root / name).symlink_to(target)
    try:
        before = {file: file.read_bytes() for file in client.root.parent.rglob("*") if file.is_file() and ".build" not in file.parts}  # fmt: skip
        assert client.ask("file", path=path)[0] == 404
        assert client.ask("save", {"path": path, "text": "x", "version": ""})[0] == 404
        assert client.ask("save", {"path": path, "text": "x", "version": Written(b"Outside.").version})[0] == 404
        assert client.ask("aside", {"path": path, "text": "x"})[0] == 404
        assert client.ask("check", {"path": path, "text": "x"})[0] == 404
        assert client.send_picture("x.png", b"", path)[0] == 404
        after = {file: file.read_bytes() for file in client.root.parent.rglob("*") if file.is_file() and ".build" not in file.parts}  # fmt: skip
        assert after == before
    finally:
        for name in links:
            (client.root / name).unlink()


def test_a_file_that_changed_meanwhile_is_not_written_over(client: Client) -> None:
    _, found = client.ask("file", path=PAGE)
    file, before = client.root / PAGE, client.bytes_of()
    try:
        file.write_text(f"{found['text']}\nTheirs.\n", encoding="utf-8")
        status, said = client.ask("save", {"path": PAGE, "text": "Mine.", "version": found["version"]})
        assert (status, said["reason"]) == (409, "edit-conflict")
        assert file.read_text(encoding="utf-8").endswith("Theirs.\n")
        names = [client.ask("aside", {"path": PAGE, "text": text})[1]["path"] for text in ("Mine.", "Mine too.")]
        assert [client.bytes_of(str(name)) for name in names] == [b"Mine.", b"Mine too."]
        assert str(names[0]).startswith("drafts/modules/10-first-module/")
        assert not [one for one in load_course(client.root)[1] if not one.is_warning], (
            "no rule reads what was put aside"
        )
        file.unlink()
        assert client.ask("file", path=PAGE)[1]["reason"] == "edit-gone"
        assert client.ask("state", path=PAGE)[1] == {"version": ""}
        assert client.ask("save", {"path": PAGE, "text": "Mine.", "version": found["version"]})[1]["reason"] == "edit-gone"  # fmt: skip
        assert client.ask("save", {"path": PAGE, "text": "Mine.", "version": ""})[0] == 200
        assert client.bytes_of() == b"Mine."
    finally:
        file.write_bytes(before)
        shutil.rmtree(client.root / "drafts", ignore_errors=True)


@pytest.mark.skipif(os.name != "posix", reason="pipes are no files on Windows")
def test_a_pipe_is_not_waited_for(client: Client) -> None:
    pipe = client.root / "modules/10-first-module/pipe.md"
    os.mkfifo(pipe)
    try:
        assert client.ask("file", path="modules/10-first-module/pipe.md")[1]["reason"] == "edit-not-ours"
        assert client.ask("save", {"path": "modules/10-first-module/pipe.md", "text": "x", "version": ""})[0] == 409
        assert pipe.is_fifo()
    finally:
        pipe.unlink()


def test_a_failed_write_leaves_the_file_whole(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = client.ask("file", path=PAGE)
    before = client.bytes_of()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    status, said = client.ask("save", {"path": PAGE, "text": "x", "version": found["version"]})
    monkeypatch.undo()
    assert status == 507
    assert "full" in str(said["message"])
    assert client.bytes_of() == before
    assert not [file for file in (client.root / PAGE).parent.iterdir() if "draft" in file.name]


def test_what_cannot_come_back_unchanged_is_not_opened(client: Client) -> None:
    file = client.root / "modules/10-first-module/90-odd.en.md"
    try:
        for content, reason in (
            (b"caf\xe9", "edit-not-text"),
            ("\ufeffText of Windows.".encode("utf-16-le"), "edit-not-text"),
            (b"a" * 300_001, "edit-too-large"),
        ):
            file.write_bytes(content)
            assert client.ask("file", path=f"modules/10-first-module/{file.name}")[1]["reason"] == reason
        _, found = client.ask("file", path=PAGE)
        assert client.ask("save", {"path": PAGE, **found, "text": "a" * 300_001})[0] == 413
    finally:
        file.unlink()


# -- what it says


def test_it_says_of_a_text_what_the_check_says_of_the_file(client: Client) -> None:
    _, found = client.ask("file", path=PAGE)
    text = str(found["text"]).replace("::: /trainer", ":::") + "\n[x](term:none)\n![](images/none.png)\n"
    _, said = client.ask("check", {"path": PAGE, "text": text})
    before = client.bytes_of()
    (client.root / PAGE).write_text(text, encoding="utf-8")
    try:
        problems = [one for one in check_course(*load_course(client.root)) if one.path == PurePosixPath(PAGE)]
    finally:
        (client.root / PAGE).write_bytes(before)
    rows = [(one.line, one.code, one.message("en"), one.hint("en")) for one in problems]
    assert [(row["line"], row["code"], row["message"], row["hint"]) for row in said["problems"]] == rows  # type: ignore[attr-defined]
    assert {"close-needs-name", "term-unknown", "missing-image"} & {code for _, code, _, _ in rows}


def test_the_list_has_every_page_and_table(client: Client) -> None:
    _, found = client.ask("pages")
    rows = {row["path"]: row for row in found["pages"]}  # type: ignore[attr-defined]
    assert rows[PAGE]["group"] == "First module"
    assert rows["trainer_guides/10-first-module.en.md"]["audience"] == "trainer"
    assert rows["reference/sources.yml"]["kind"] == "table"
    assert "mkdocs.yml" not in rows


def test_a_faulty_course_can_be_opened(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    with (root / PAGE).open("a", encoding="utf-8") as file:
        file.write("\n::: trainer\nNever closed.\n")
    with served(root) as client:
        assert next(row["errors"] for row in client.ask("pages")[1]["pages"] if row["path"] == PAGE) > 0  # type: ignore[attr-defined]
        assert client.ask("file", path=PAGE)[0] == 200
        assert b"refresh" in b"".join(client.preview.serve_request({"HTTP_HOST": f"127.0.0.1:{client.preview.server_address[1]}", "PATH_INFO": "/index.html"}, lambda *_: None))  # fmt: skip


def test_what_is_asked_wrongly_is_said_before_anything_is_served(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    nowhere = ("127.0.0.1", free_port())
    with pytest.raises(UsageError, match="fr"), make_editor(root, Audience.PARTICIPANT, "fr", nowhere, print, "en", 0):
        pass
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=str(port)), make_editor(root, Audience.PARTICIPANT, "", nowhere, print, "en", port):  # fmt: skip
            pass
    (root / "mkdocs.yml").unlink()
    with pytest.raises(ContentError), make_editor(root, Audience.PARTICIPANT, "", nowhere, print, "en", 0):
        pass


def test_new_pages_are_skeletons(client: Client) -> None:
    try:
        status, made = client.ask("new", {"kind": "session", "module": "first-module", "name": "Agua y río"})
        assert (status, made["paths"]) == (200, ["modules/10-first-module/40-agua-y-rio.en.md"])
        assert client.ask("new", {"kind": "session", "module": "first-module", "name": "Agua y río"})[0] == 409
        assert client.ask("new", {"kind": "session", "module": "none", "name": "x"})[0] == 409
        assert client.ask("new", {"kind": "session", "module": "first-module", "name": "???"})[0] == 409
        assert client.ask("new", {"kind": "other", "name": "x"})[0] == 400
    finally:
        (client.root / "modules/10-first-module/40-agua-y-rio.en.md").unlink()


# -- blocks


def errors(root: Path, path: str, text: str) -> list[str]:
    (root / path).write_text(text, encoding="utf-8")
    return [one.text("en") for one in check_course(*load_course(root)) if not one.is_warning]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_block_of_the_bar_is_right_wherever_the_cursor_is(tmp_path: Path, language: str) -> None:
    root = make_course(tmp_path / "course", language)
    skeletons.new_case(load_course(root)[0], "Café Aurora", today())
    course, path = load_course(root)[0], PAGE.replace(".en.", f".{language}.")
    before = (root / path).read_text(encoding="utf-8")
    text = before + "\nA paragraph\nof two lines.\n\n1. One\n2. Two\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert set(BLOCKS) == snippets(language).keys()
    lines = text.split("\n")
    for name in BLOCKS:
        for number, line in enumerate(lines, 1):
            if (number + len(name)) % 23 and number not in (1, 3, len(lines)):
                continue  # some of the lines, others for each block, and both ends
            found = insertion(course, text, number, name, language)
            after = int(str(found["after"]))
            new = "\n".join([*lines[:after], str(found["text"]), *lines[after:]])
            assert errors(root, path, new) == [], (name, number, line)


def test_a_part_brings_the_block_that_it_needs(client: Client) -> None:
    course = load_course(client.root)[0]
    text = "---\ntitle: A\n---\nText.\n"
    alone = str(insertion(course, text, 4, "scale", "en")["text"]).split("\n")
    assert alone[1] == "::: worksheet What we found {#sheet-1}"
    assert alone[2].startswith("::: scale {#scale-1 ")
    inside = "::: worksheet W {#w}\n::: box {#box-1}\nDraw.\n:::\n:::"
    found = insertion(course, inside, 3, "box", "en")
    assert (found["after"], str(found["text"]).split("\n")[1]) == (4, "::: box {#box-2 rows=8}")


def test_the_words_of_the_page_are_complete() -> None:
    english, spanish = editor_words("en"), editor_words("es")
    assert english.keys() == spanish.keys()
    assert all(re.findall(r"\{\w*\}", spanish[key]) == re.findall(r"\{\w*\}", text) for key, text in english.items())
    folder = Path(edit.__file__).parent
    used = "".join(file.read_text(encoding="utf-8") for file in (*folder.glob("*.py"), *folder.glob("web/*")))
    known = {key for key in english if key in used or key.startswith(("block-", "group-", "list-"))}
    assert known == english.keys()


# -- pictures


@pytest.mark.slow
def test_a_picture_lands_beside_its_page_under_a_safe_name(client: Client) -> None:
    folder = client.root / "modules/10-first-module/images"
    png = png_of(900, 300)
    try:
        for name, target in (
            ("IMG 0001 (ñandú).JPG", "images/img-0001-nandu.png"),
            ("../../../etc/passwd", "images/passwd.png"),
            ("..\\..\\win.PNG", "images/win.png"),
            ("CON.png", "images/picture-con.png"),
            ("\u4f60.png", "images/picture.png"),
            (".png", "images/png.png"),
        ):
            status, found = client.send_picture(name, png)
            assert (status, found.get("target")) == (200, target), name
            assert (client.root / "modules/10-first-module" / target).read_bytes() == png
        assert client.send_picture("win.png", png)[1]["target"] == "images/win.png", "the same one again"
        assert client.send_picture("win.png", png_of(800, 200))[1]["target"] == "images/win-2.png"
        assert client.send_picture("a.png", png, "reference/home.en.md")[1]["target"] == "images/a.png"
        assert (client.root / "reference/images/a.png").is_file()
    finally:
        shutil.rmtree(client.root / "reference/images", ignore_errors=True)
        for file in folder.iterdir():
            file.unlink()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"%PDF-1.7", 415, "PNG"),
        (b"", 415, "PNG"),
        (b"GIF89a", 415, "PNG"),
        (b"\x89PNG\r\n\x1a\nbroken", 422, "can't be used"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>1</script></svg>", 422, "script"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='https://example.org/x.png'/></svg>", 422, ""),
    ],
)  # fmt: skip
def test_what_the_course_could_not_show_is_refused_in_the_words_of_the_check(
    client: Client, content: bytes, status: int, said: str
) -> None:
    found = client.send_picture("x.png", content)
    assert found[0] == status
    assert said in str(found[1]["message"])
    assert not list((client.root / "modules/10-first-module/images").glob("*"))


def png_of(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, "PNG")
    return stream.getvalue()
