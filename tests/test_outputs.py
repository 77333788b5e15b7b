"""The contract of outputs: the code of the developers' page is an output, and the build adds what it promises."""

import re
from pathlib import Path

import pytest
from building import build

import builder.outputs
from builder.build.pipeline import Report
from builder.build.pipeline import build as build_in_processes
from builder.build.table import OUTPUTS, entries
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.outputs.choice import Choice
from builder.problems import ContentError

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parent.parent / "docs/developers/write-an-output.md"
CODE = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
TABLE = {**OUTPUTS, "key-points": "key_points"}


@pytest.fixture
def key_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page's code as a module that workers find too."""
    path = tmp_path / "modules" / "key_points.py"
    path.parent.mkdir()
    path.write_text(CODE, encoding="utf-8")
    monkeypatch.syspath_prepend(path.parent)
    monkeypatch.delitem(__import__("sys").modules, "key_points", raising=False)
    return path


def made(report: Report) -> set[str]:
    return {row.name for row in report.rows if row.state == "made"}


def test_the_contract_and_the_example_are_short() -> None:
    assert len(Path(builder.outputs.__file__).read_text(encoding="utf-8").splitlines()) < 80
    assert len(CODE.splitlines()) < 40


def test_the_page_s_code_is_an_output(key_points: Path, course_dir: Path) -> None:
    choice = Choice(outputs=("key-points", "site"), audiences=(Audience.PARTICIPANT, Audience.SOLUTIONS))
    files = {
        f"{name}/downloads/key-points.{code}.txt" for name in ("participant", "solutions") for code in ("en", "es")
    }
    assert made(build_in_processes(course_dir, choice, table=TABLE)) == {*files, "participant/en", "participant/es"}
    dist = course_dir / "dist"
    assert "First look\n- Many people are touched." in (dist / "participant/downloads/key-points.en.txt").read_text(
        "utf-8"
    )
    page = (dist / "participant/es/downloads.html").read_text(encoding="utf-8")
    assert re.search(
        r'id="offline".*key-points\.es\.txt"[^>]*>Ideas clave</a> <span class="file-size">', page, re.DOTALL
    )
    assert "TXT" in page
    landing = (dist / "solutions/index.html").read_text(encoding="utf-8")
    assert re.search(r'downloads/key-points\.en\.txt">Key points</a> <span>TXT, \d', landing)

    assert made(build(course_dir, choice, table=TABLE)) == set()
    text = course_dir / "modules/10-look/10-first.es.md"
    text.write_text(text.read_text(encoding="utf-8").replace("::: keypoints\n- ", "::: keypoints\n- Nuevo: "), "utf-8")
    trainers = {f"trainer/downloads/key-points.{code}.txt" for code in ("en", "es")}
    only = build(course_dir, Choice(outputs=("key-points",)), table=TABLE)
    assert made(only) == {name for name in files if ".es." in name} | trainers
    assert "- Nuevo: " in (dist / "trainer/downloads/key-points.es.txt").read_text(encoding="utf-8")


LEAKY = """
def write(course, target, given):
    text = "\\n".join(line for page in course.modules[0].sessions for line in page.documents["en"].lines)
    target.write_bytes({form})
    return Made()
"""
FORMS = {
    "text": "text.encode()",
    "markup": "f'<?xml version=\"1.0\"?><a><b>{text}</b></a>'.encode()",
    "an archive in an archive": "zipped(zipped(text.encode()))",
    "gzip": "__import__('gzip').compress(text.encode())",
}
ZIPPED = """
def zipped(content):
    import io, zipfile
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content", content)
    return stream.getvalue()
"""


@pytest.mark.parametrize("form", FORMS)
def test_the_gate_reads_what_a_new_output_makes(form: str, key_points: Path, course_dir: Path) -> None:
    """An output that draws from the course and not from its edition, in a kind of file that nobody has named."""
    code = CODE.replace("def tasks(_course", "def tasks(course").replace(
        "partial(write, edition)", "partial(write, course)"
    )
    code = code[: code.index("def write(")].replace(".txt", ".h5p") + LEAKY.replace("{form}", FORMS[form]) + ZIPPED
    key_points.write_text(code, encoding="utf-8")
    choice = Choice(outputs=("key-points",), audiences=(Audience.PARTICIPANT,), languages=("en",))
    with pytest.raises(ContentError) as error:
        build(course_dir, choice, table=TABLE)
    assert [(problem.code, problem.path.name) for problem in error.value.problems] == [("leak", "key-points.en.h5p")]
    assert not (course_dir / "dist/participant").exists()


def test_every_output_of_the_table_names_its_tasks(tiny: Course) -> None:
    editions = [select(tiny, audience, language) for audience in Audience for language in tiny.config.languages]
    found = entries(tiny, editions, Choice())
    assert {entry.task.output for entry in found.values()} == OUTPUTS.keys()
    assert len({entry.key for entry in found.values()}) == len(found)
    titles = [
        (entry.task.edition.audience, entry.task.edition.language, entry.task.download.title)
        for entry in found.values()
        if entry.task.download
    ]
    assert len(set(titles)) == len(titles)
