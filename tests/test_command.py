"""The command as a person meets it: its language, its report on a terminal and in a pipe, its exit status."""

import errno
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path, PurePosixPath

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from conftest import TINY, Result, need_tool

from builder.cli import main
from builder.commands.excerpt import columns, excerpt, printable
from builder.commands.spoken import all_commands, asked_language
from builder.commands.summary import size_text
from builder.problems import MissingToolError, Problem, UsageError
from builder.words import command_words
from builder.words.packs import FOLDER

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "es")
COMMANDS = dict(all_commands(main))
PART = ("build", "--output", "case-stories", "--language", "en")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
BUILDER = FOLDER.parent


def on_terminal(width: int, *arguments: str | Path, **environment: str) -> Result:
    """The command in a terminal of so many columns; `stdout` is all that was sent to it."""
    pty = pytest.importorskip("pty", reason="terminals of POSIX")
    import fcntl  # noqa: PLC0415 - POSIX too
    import termios  # noqa: PLC0415

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "builder", *map(str, arguments)],
        stdin=slave, stdout=slave, stderr=slave, env={**kept, "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(slave)
    said = b"".join(_read(master))
    os.close(master)
    return Result(
        process.wait(), said.decode({"cp1252": "cp1252"}.get(environment.get("PYTHONIOENCODING", ""), "utf-8")), ""
    )


def _read(master: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(master, 65536)
        except OSError as error:  # Linux says so when the other end is closed
            assert error.errno == errno.EIO  # noqa: PT017 - whatever else happens is a fault
            return
        if not data:
            return
        yield data


def seen(said: str) -> list[str]:
    """The lines that stay on the terminal: without what was drawn over."""
    text = re.sub(r"(?:\r\x1b\[2K|\x1b\[1A\x1b\[2K)", "\v", said)
    lines = [ESCAPES.sub("", line.rpartition("\v")[2]).strip("\r") for line in text.split("\n")]
    return [line.rstrip() for line in lines]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One book of the tiny course, built."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("built") / "course"))
    subprocess.run([sys.executable, "-m", "builder", "-C", str(root), *PART], check=True, capture_output=True)
    return root


@pytest.fixture
def broken(course_dir: Path) -> Path:
    page = min(course_dir.glob("modules/*/[0-9]*.en.md"))
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\n::: exampel\nText.\n:::\n\n{'word ' * 30}and [a link](gone.md).\n")
    return course_dir


# -- language


HELPS = """
import json, sys
from click.testing import CliRunner
from builder.cli import main
told = {name: CliRunner().invoke(main, ["--lang", sys.argv[1], *name.split()[1:], "--help"]) for name in sys.argv[2:]}
assert not any(one.exit_code for one in told.values())
print(json.dumps({name: one.stdout for name, one in told.items()}))
"""


@cache
def helps(language: str) -> dict[str, str]:
    """The help of every command, from one process: one that was started speaks one language."""
    command = [sys.executable, "-c", HELPS, language, *COMMANDS]
    done = subprocess.run(command, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_the_language(name: str, language: str) -> None:
    command, words = COMMANDS[name], command_words(language)
    told = helps(language)[name]
    assert told.startswith({"en": "Usage: ", "es": "Uso: "}[language])
    said = " ".join(told.split())
    assert words["help"][name].splitlines()[0] in said
    for option in command.params:
        if isinstance(option, click.Option):
            assert words["help"][f"{name} {option.opts[0]}"] in said, option.opts
    title = {"en": "Examples", "es": "Ejemplos"}[language]
    assert told.partition(f"\n{title}:\n")[2].split("\n")[0].strip() == command.examples[0]
    others = {"en": ("Opciones", "Comandos", "si no se dice"), "es": ("Options", "Commands", "default", "exit.")}
    assert not any(word in told for word in others[language])


def test_the_catalogues_have_the_same_keys_and_fields() -> None:
    english, spanish = map(command_words, LANGUAGES)
    assert english.keys() == spanish.keys()
    for section, words in english.items():
        assert words.keys() == spanish[section].keys(), section
        for key, text in words.items():
            fields = [sorted(re.findall(r"\{\w+\}", one)) for one in (text, spanish[section][key])]
            assert fields[0] == fields[1], key
            same = section == "metavars" or key in {"total", "error"} or not text.isalpha()
            assert same or text != spanish[section][key], key


def test_help_has_words_for_what_is_there_and_no_other() -> None:
    there = {f"{name} {one.opts[0]}" for name, command in COMMANDS.items() for one in command.params
             if isinstance(one, click.Option)}  # fmt: skip
    assert command_words("en")["help"].keys() == there | COMMANDS.keys()


def test_codes_of_the_command_are_in_the_catalogue_and_the_other_way_round() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in BUILDER.rglob("*.py"))
    raised = set(re.findall(r"\b(?:UsageError|MissingToolError)\(\s*\"([a-z-]+)\"", source))
    assert raised == command_words("en")["errors"].keys()


def test_a_fault_is_told_in_each_language_and_comes_back_from_another_process() -> None:
    import pickle  # noqa: PLC0415 - as processes do

    error = pickle.loads(pickle.dumps(UsageError("port-in-use", {"port": 80})))
    assert (error.text("en"), error.text("es")) == (
        "the port 80 is in use; choose another one with --port",
        "el puerto 80 está ocupado; elija otro con --port",
    )
    assert str(error) == error.text("en")
    assert isinstance(pickle.loads(pickle.dumps(MissingToolError("wkhtmltopdf-missing"))), MissingToolError)


def test_the_sentences_of_click_are_compiled_from_what_can_be_read() -> None:
    folder = FOLDER / "es/LC_MESSAGES"
    with (folder / "click.po").open("rb") as text, (folder / "click.mo").open("rb") as made:
        written, compiled = read_po(text, locale="es"), GNUTranslations(made)
    found = [one for one in written if one.id]
    assert len(found) > 50
    for one in found:
        if isinstance(one.id, str):
            assert compiled.gettext(one.id) == one.string
        else:
            assert tuple(compiled.ngettext(*one.id, number) for number in (1, 2)) == one.string


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("buidl",), "No existe el comando 'buidl'. ¿Quiso decir 'build'?"),
        (("check", "--strickt"), "No existe la opción '--strickt'. ¿Quiso decir '--strict'?"),
        (("collect",), "Falta el argumento 'CARPETA'."),
        (("collect", "nowhere"), "Carpeta 'nowhere' no existe."),
        (("people", "nowhere.csv"), "Archivo 'nowhere.csv' no existe."),
        (("people", "mkdocs.yml"), "Falta la opción '--kind'. Elija entre:"),
        (("build", "--paper", "a3"), "Valor no válido para '--paper': 'a3' no es ninguno de estos: 'a4', 'us-letter'."),
        (("build", "--paper"), "La opción '--paper' necesita un valor."),
        (("build", "--force=1"), "La opción '--force' no lleva valor."),
        (("build", "x", "y"), "Sobran argumentos (x y)"),
        (("serve", "--port", "x"), "Valor no válido para '--port': 'x' no es un número válido"),
        (("serve", "--port", "0"), "0 está fuera de los límites 1<=x<=65535."),
        (("people", "mkdocs.yml", "--date", "1/2"), "'1/2' no tiene la forma '%Y-%m-%d'."),
        (("new", "session", "none", "Name"), "no existe el módulo none"),
        (("new", "language", "Klingon"), "Klingon no es un código de un idioma nuevo"),
        (("new", "guide", "!!!"), "con !!! no se puede formar una dirección"),
        (("build", "--language", "fr"), "fr no es un idioma de este curso (tiene en, es)"),
        (("build", "--only-module", "none"), "no existe el módulo none (existen: "),
        (("build", "--variant", "booklet", "--engine", "pdfkit"), "las variantes de los libros se hacen con typst"),
        (
            ("build", "--variant", "booklet", "--output", "site"),
            "solo workbook, module-books, case-stories, run-sheets tienen",
        ),
        (("stamp", "mkdocs.yml"), "mkdocs.yml no es una página del curso"),
        (("completion", "tcsh"), "'tcsh' no es ninguno de estos: 'bash', 'zsh', 'fish'."),
    ],
)
def test_wrong_use_is_told_in_spanish(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(course_dir)
    monkeypatch.setenv("LANGUAGE", "en")  # the command sets it, and this process lives on
    told = CliRunner().invoke(main, arguments, env={"LC_ALL": "es_MX.UTF-8"})
    assert told.exit_code == 2, told.stderr
    assert words in told.stderr
    english = CliRunner().invoke(main, ["--lang", "en", *arguments], env={"LC_ALL": "es_MX.UTF-8"})
    assert english.exit_code == 2
    assert words not in english.stderr
    assert "Traceback" not in english.stderr


def test_the_language_is_that_of_the_system(course_dir: Path, run_cli: Callable[..., Result]) -> None:
    for arguments, words in (
        (("buidl",), "No existe el comando 'buidl'. ¿Quiso decir 'build'?"),
        (("build", "--only-module", "none"), "no existe el módulo none (existen: "),
    ):
        done = run_cli("-C", course_dir, *arguments, LC_ALL="es_MX.UTF-8")
        assert done.code == 2, done.stderr
        assert words in done.stderr


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "es"], "es"), (["--lang=en", "check"], "en"), (["check"], "es"), (["--lang", "fr"], "es"),
        (["-C", "--lang", "en"], "en"), ([], "es"),
    ],
)  # fmt: skip
def test_the_language_asked_for_wins_over_the_system(
    arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "es_CR.UTF-8")
    assert asked_language(arguments) == language


# -- exit status, what to do next, completion, doctor


def test_the_exit_status_says_whose_turn_it_is(broken: Path, run_cli: Callable[..., Result], tmp_path: Path) -> None:
    fine = Path(shutil.copytree(TINY, tmp_path / "fine"))  # the build leaves its folder in it
    assert run_cli("-C", fine, "check").code == 0
    assert run_cli("-C", broken, "check").code == 1
    assert run_cli("-C", broken, "chek").code == 2
    pdfkit = (*PART, "--engine", "pdfkit")
    done = run_cli("-C", fine, "--lang", "es", *pdfkit, PATH=str(tmp_path))
    assert done.code == 3
    assert "wkhtmltopdf no está instalado" in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_alone_it_says_what_to_do_next(language: str, tmp_path: Path, run_cli: Callable[..., Result]) -> None:
    words = command_words(language)["say"]
    path = str(BUILDER.parent)
    here = run_cli("--lang", language, cwd=TINY, PYTHONPATH=path)
    assert here.code == 0
    assert here.stdout.startswith(words["here"])
    assert re.findall(r"^  taller (\S+)  ", here.stdout, re.MULTILINE) == ["check", "build", "serve", "--help"]
    below = run_cli("--lang", language, cwd=TINY / "modules", PYTHONPATH=path)
    assert "  taller -C .. check  " in below.stdout
    elsewhere = run_cli("--lang", language, cwd=tmp_path, PYTHONPATH=path)
    assert elsewhere.stdout.startswith(words["elsewhere"])
    assert "  taller new course my-course" in elsewhere.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_comes_from_click(shell: str, run_cli: Callable[..., Result]) -> None:
    if shell == "bash":
        need_tool("bash")
    done = run_cli("completion", shell)
    assert done.code == 0
    assert f"_TALLER_COMPLETE={shell}_complete" in done.stdout


def test_a_shell_completes_commands_and_options() -> None:
    environment = {**os.environ, "_TALLER_COMPLETE": "bash_complete", "COMP_WORDS": "taller bui", "COMP_CWORD": "1"}
    command = [sys.executable, "-c", "from builder.cli import main; main(prog_name='taller')"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,build"]


@pytest.mark.parametrize(("language", "words"), [("en", "Everything"), ("es", "Está todo lo que Taller necesita.")])
def test_doctor_says_what_is_there(language: str, words: str, course_dir: Path, run_cli: Callable[..., Result]) -> None:
    done = run_cli("-C", course_dir, "--lang", language, "doctor")
    assert done.code == 0, done.stdout
    assert words in done.stdout
    for name in ("taller ", "Python ", "typst ", "mkdocs ", "mkdocs-material ", "Source Serif 4 ", "wkhtmltopdf "):
        assert f"\n  {name}" in done.stdout, name
    assert str(course_dir) in done.stdout
    assert not (course_dir / ".build").exists()


def test_doctor_finds_a_missing_package_and_a_folder_that_is_read_only(
    course_dir: Path, run_cli: Callable[..., Result], tmp_path: Path
) -> None:
    hidden = "import importlib.util as u, importlib.metadata as m; f, v = u.find_spec, m.version\n"
    hidden += "def version(name):\n    if name == 'typst': raise m.PackageNotFoundError(name)\n    return v(name)\n"
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(f"{hidden}m.version = version\n", encoding="utf-8")
    done = run_cli("-C", course_dir, "--lang", "es", "doctor", PYTHONPATH=f"{tmp_path / 'site'}:{BUILDER.parent}")
    assert done.code == 3
    assert re.search(r"^  typst +FALTA$", done.stdout, re.MULTILINE)
    done = run_cli("-C", course_dir, "--lang", "en", "doctor", TMPDIR=str(tmp_path), PATH=str(tmp_path))
    assert done.code == 0
    assert re.search(r"^  chromium +not there \(", done.stdout, re.MULTILINE)


# -- problems on a terminal and in a pipe


@pytest.mark.parametrize(("width", "language"), [(40, "es"), (80, "en"), (200, "es")])
def test_a_terminal_shows_the_line_and_marks_the_place(broken: Path, width: int, language: str) -> None:
    done = on_terminal(width, "-C", broken, "--lang", language, "check")
    assert done.code == 1
    lines = seen(done.stdout)
    assert all(columns(line) <= width for line in lines), max(lines, key=len)
    at = next(number for number, line in enumerate(lines) if "::: exampel" in line and "^" in lines[number + 1])
    assert lines[at].index("exampel") == lines[at + 1].index("^^^^^^^")
    long = next(number for number, line in enumerate(lines) if line.endswith("(gone.md)."))
    assert lines[long].index("gone.md") == lines[long + 1].index("^^^^^^^")
    assert sum(line.endswith(".en.md") and line.startswith("modules/") for line in lines) == 1
    assert "unknown-block:" in "".join(lines)
    assert lines[-2].startswith({"en": "2 errors, 0 warnings", "es": "2 errores, 0 advertencias"}[language])


def test_a_pipe_gets_one_line_for_each_problem(broken: Path, run_cli: Callable[..., Result]) -> None:
    done = run_cli("-C", broken, "--lang", "en", "check")
    assert all(re.match(r"\S+:\d+: [a-z-]+: .+ \(.+\)$", line) for line in done.stdout.splitlines())
    assert "\x1b" not in done.stdout


def test_no_color_and_dumb_terminals_get_no_escapes(broken: Path) -> None:
    assert "\x1b[3" in on_terminal(80, "-C", broken, "check").stdout
    assert "\x1b[3" not in on_terminal(80, "-C", broken, "check", NO_COLOR="1").stdout
    assert "\x1b[" not in on_terminal(80, "-C", broken, "check", TERM="dumb", NO_COLOR="1").stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_old_terminal_gets_the_report(broken: Path, encoding: str) -> None:
    done = on_terminal(80, "-C", broken, "--lang", "es", "check", PYTHONIOENCODING=encoding)
    assert done.code == 1
    assert "Traceback" not in done.stdout
    assert "^^^^^^^" in done.stdout


@pytest.mark.parametrize(("errors", "words"), [(1, "1 error, 0 warnings\n"), (0, "0 errors, 1 warning\n")])
def test_one_is_one(course_dir: Path, run_cli: Callable[..., Result], errors: int, words: str) -> None:
    if errors:
        (course_dir / "reference/style.yml").write_text("unknown-language: 3\n", encoding="utf-8")
    else:
        min(course_dir.glob("casestories/*.es.md")).unlink()
    done = run_cli("-C", course_dir, "--lang", "en", "check")
    assert done.stderr == words, done.stdout


def test_what_a_page_holds_steers_no_terminal(tmp_path: Path) -> None:
    assert printable("a\tb\x1b[31m\u202ec\x07") == "a b\ufffd[31m\ufffdc\ufffd"
    page = tmp_path / "page.md"
    page.write_text("first\n日本 ::: exampel e\u0301 \x1b[2J\n", encoding="utf-8")
    found = excerpt(tmp_path, Problem(PurePosixPath("page.md"), 2, "unknown-block", {"name": "exampel"}), 80)
    assert found
    assert "\x1b" not in found.text
    assert found.mark == " " * 9 + "^" * 7


def test_no_line_is_shown_from_outside_or_of_what_is_no_text(tmp_path: Path) -> None:
    root = tmp_path / "course"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret\n", encoding="utf-8")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "list.xlsx").write_bytes(b"PK\0\n")
    for name in ("link.md", "../secret.md", "list.xlsx", "none.md"):
        assert excerpt(root, Problem(PurePosixPath(name), 1, "bad-yaml"), 80) is None


def test_a_value_that_stands_twice_or_in_a_longer_word_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one one\nstone\n\n", encoding="utf-8")
    problem = [Problem(PurePosixPath("a.md"), line, "unknown-block", {"name": "one"}) for line in (1, 2, 3, 9)]
    marks = [found and found.mark for found in (excerpt(tmp_path, one, 80) for one in problem)]
    assert marks == ["", "", None, None]


# -- the build on a terminal and in a pipe


@pytest.mark.parametrize(("width", "language"), [(40, "en"), (80, "es"), (200, "en")])
def test_a_terminal_sees_one_moving_bar_and_a_short_table(
    built: Path, tmp_path: Path, width: int, language: str
) -> None:
    root = Path(shutil.copytree(built, tmp_path / "course"))
    words = command_words(language)["say"]
    done = on_terminal(width, "-C", root, "--lang", language, *PART, "--force")
    assert done.code == 0
    drawn = ESCAPES.sub("", done.stdout)
    assert "0/1" in drawn
    assert "1/1" in drawn
    assert "case-stories.en"[: width // 4] in drawn
    assert words["step-gate"][:6] in drawn
    lines = seen(done.stdout)
    assert all(columns(line) <= width for line in lines if words["publish"] not in line)
    table = [line for line in lines if words["kind-case-stories"] in line]
    assert len(table) == 1, lines
    assert words["publish"] in lines[-2]
    assert not any("dist/participant/downloads" in line for line in lines)
    assert "…" not in "".join(lines)
    assert done.stdout.rstrip().endswith(words["publish"])
    assert done.stdout.count("\x1b[?25l") == done.stdout.count("\x1b[?25h")  # the cursor comes back


def test_verbose_names_every_file_on_a_terminal(built: Path) -> None:
    done = on_terminal(80, "-C", built, "--lang", "en", *PART, "--force", "--verbose")
    assert re.search(r"^kept .*dist/participant/downloads/case-stories\.en\.pdf", done.stdout, re.MULTILINE)
    assert "━" not in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_old_terminal_gets_the_table(built: Path, encoding: str) -> None:
    done = on_terminal(80, "-C", built, "--lang", "es", *PART, "--force", PYTHONIOENCODING=encoding, NO_COLOR="1")
    assert done.code == 0
    assert "Traceback" not in done.stdout
    assert re.search(r"^participantes +casos +1 +\d+ kB +1", done.stdout, re.MULTILINE)
    assert "\x1b[3" not in done.stdout


@pytest.mark.parametrize(("language", "row"), [("en", "kept"), ("es", "igual")])
def test_a_pipe_gets_plain_lines(built: Path, run_cli: Callable[..., Result], language: str, row: str) -> None:
    done = run_cli("-C", built, "--lang", language, *PART, "--force")
    assert re.search(
        rf"^{row} +\d+ kB +[\d.]+ s  dist/participant/downloads/case-stories.en.pdf$", done.stdout, re.MULTILINE
    )
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr.split() == ["check", "participant/downloads/case-stories.en.pdf", "assemble", "gate"]
    assert done.stdout.endswith(f"{command_words(language)['say']['publish']}\n")


def test_sizes_are_never_less_than_they_are() -> None:
    assert [size_text(size) for size in (0, 1, 1000, 1001, 2_345_678)] == ["0 kB", "1 kB", "1 kB", "2 kB", "2.3 MB"]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from builder.cli import main; "
        "CliRunner().invoke(main, ['--help']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "rich",
        "fontTools",
        "mkdocs",
        "typst",
        "pikepdf",
        "pypdfium2",
        "markdown",
        "openpyxl",
        "pdfkit",
        "PIL.Image",
        "jinja2",
    }
    assert not heavy & set(done.stdout.split())
    assert "builder.check" not in done.stdout.split()


def test_a_fault_of_a_test_run_in_process_is_told_too(broken: Path) -> None:
    assert CliRunner().invoke(main, ["-C", str(broken), "check"]).exit_code == 1
