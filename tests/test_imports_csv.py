"""Tables, BibTeX and CSL-JSON add to a course's files: what stands there stays as it is, and all is added or nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from builder.imports.draft import Wishes
from builder.imports.kinds import answer
from builder.problems import Problem

pytestmark = pytest.mark.slow


def bring(course: Path, name: str, text: str, *more: str, language: str = "en") -> Result:
    file = course.parent / name
    file.write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["--lang", language, "-C", str(course), "import", "csv", str(file), *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def read(course: Path, name: str) -> bytes:
    return (course / name).read_bytes()


def test_a_glossary_in_two_languages(course_dir: Path) -> None:
    before = read(course_dir, "reference/glossary.yml")
    table = "id;término;texto;term en;text (en);odd\nagua;agua;Lo que corre: siempre.;water;What runs.;x\n;Ñandú rojo;Un # ave.;red rhea;A bird.;\n"
    done = bring(course_dir, "words.csv", table, "--language", "es")
    assert done.exit_code == 0, done.output
    after = read(course_dir, "reference/glossary.yml")
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        'agua:\n  en: {term: "water", text: "What runs."}\n  es: {term: "agua", text: "Lo que corre: siempre."}\n'
        'nandu-rojo:\n  en: {term: "red rhea", text: "A bird."}\n  es: {term: "Ñandú rojo", text: "Un # ave."}\n'
    )
    assert "words.csv: nobody knows a column “odd”" in done.output
    assert "words.csv:2 -> reference/glossary.yml:" in done.output


def test_what_stands_there_or_twice_is_refused_with_its_line(course_dir: Path) -> None:
    before = read(course_dir, "reference/glossary.yml")
    table = "id,term,text\nwater,Water,a\nstakeholder,S,b\nwater,W,c\n,,d\n"
    done = bring(course_dir, "w.csv", table, language="es")
    assert (done.exit_code, read(course_dir, "reference/glossary.yml")) == (1, before)
    lines = [
        line.split(": ")[0] + ": " + line.split(": ")[1]
        for line in done.output.splitlines()
        if line.startswith("w.csv")
    ]
    assert lines == ["w.csv:3: csv-there", "w.csv:4: csv-twice", "w.csv:5: csv-empty"]
    assert "(reference/glossary.yml:" in done.output


BIB = r"""@string{ilo = "International Labour Organization"}
@article{Silva2020:a, author={Silva, Ana and Rojas, Jos{\'e}}, title={La {CSR} en peque\~nas empresas}, journal="Revista", year=2020, doi={10.1/x%20y}}
@book{b2, title={B}, publisher=ilo, url={https://example.org/a_b%20c}, langid={es}}
@book{nowhere, title={N}, publisher={P}}
"""


def test_sources_of_bibtex(course_dir: Path) -> None:
    before = read(course_dir, "reference/sources.yml")
    done = bring(course_dir, "lib.bib", BIB)
    assert done.exit_code == 0, done.output
    after = read(course_dir, "reference/sources.yml")
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        'silva2020-a:\n  title: "La CSR en pequeñas empresas"\n  publisher: "Silva, Rojas (Revista)"\n  year: 2020\n  url: "https://doi.org/10.1/x%20y"\n'
        'b2:\n  title: "B"\n  publisher: "International Labour Organization"\n  language: es\n  url: "https://example.org/a_b%20c"\n'
    )
    assert "lib.bib:4: “nowhere” was left out: a source of a course needs url" in done.output
    assert "lib.bib:2: the id “Silva2020:a” is not one of a course; it is “silva2020-a” here" in done.output
    again = bring(course_dir, "lib.bib", BIB)
    assert (again.exit_code, read(course_dir, "reference/sources.yml")) == (1, after)
    assert again.output.count("csv-there") == 2


def test_sources_of_csl_json(course_dir: Path) -> None:
    items = [
        {"id": "x1", "type": "report", "title": "T: one", "author": [{"literal": "ECLAC"}], "issued": {"date-parts": [[2019, 3]]}, "URL": "https://example.org/1"},
        {"id": "http://z/ü", "title": "Two", "publisher": "P", "DOI": "10.2/y", "language": "es-MX"},
    ]  # fmt: skip
    done = bring(course_dir, "lib.json", json.dumps(items, indent=1))
    assert done.exit_code == 0, done.output
    text = read(course_dir, "reference/sources.yml").decode()
    assert text.endswith(
        'x1:\n  title: "T: one"\n  publisher: "ECLAC"\n  year: 2019\n  url: "https://example.org/1"\n'
        'http-z-u:\n  title: "Two"\n  publisher: "P"\n  language: es\n  url: "https://doi.org/10.2/y"\n'
    )


@pytest.mark.parametrize(("name", "text", "code"), [
    ("a.json", "[" * 100_000, "source-unread"), ("b.json", '{"items": 3}', "source-unread"), ("c.bib", "@book{x, title={T}}\n@book{x, title={U}}\n@broken{ y\n", "c.bib:2: csv-twice"),
    ("d.bib", "@book{x, title={T\n", "source-unread"), ("e.csv", "a,b\n1,2\n", "csv-columns"), ("f.csv", "", "source-empty"),
    ("g.csv", "case,what,value,source\nnobody,a,b,c\n", "g.csv:2: csv-no-case"), ("h.csv", 'term,text\n"a,b\n', "list-broken"),
])  # fmt: skip
def test_broken_files_end_in_a_message(course_dir: Path, name: str, text: str, code: str) -> None:
    (course_dir.parent / name).write_text(text, "utf-8")
    found = answer(("csv", (course_dir.parent / name,), Wishes(options={"root": course_dir, "asked": ""})), 0)
    problems = [found] if isinstance(found, Problem) else found
    assert isinstance(problems, list | tuple)
    assert any(code in problem.text("en") for problem in problems)


def test_figures_stand_behind_those_of_the_case(course_dir: Path) -> None:
    (path,) = sorted(course_dir.glob("casestories/*.yml"))[:1]
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    source = next(line.split(b":")[0].strip().decode() for line in before.split(b"sources:")[1].split(b"\r\n")[1:2])
    table = f'case,what en,what es,value en,value es,by,year,source\n{path.stem},litres saved,litros ahorrados,"1,000",1000,empresa,2024,{source}\n'
    done = bring(course_dir, "figures.csv", table)
    assert done.exit_code == 0, done.output
    after = path.read_bytes()
    added = [line for line in after.split(b"\r\n") if line not in before.split(b"\r\n")]
    assert b'- what: {en: "litres saved", es: "litros ahorrados"}' in added[0]
    rest = after
    for line in added:
        rest = rest.replace(line + b"\r\n", b"", 1)
    assert set(before.split(b"\r\n")) == set(after.split(b"\r\n")) - set(added)
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert after.index(b"litres saved") < after.index(b"\r\nsources:") or before.index(b"sources:") < before.index(
        b"figures:"
    )
    again = bring(course_dir, "figures.csv", table)
    assert (again.exit_code, "csv-there" in again.output, path.read_bytes()) == (1, True, after)


def test_a_file_that_could_only_be_changed_is_left_alone(course_dir: Path) -> None:
    path = course_dir / "reference/glossary.yml"
    path.write_text("{}\n", "utf-8")
    done = bring(course_dir, "w.csv", "term,text\nWater,What runs.\n")
    assert (done.exit_code, path.read_text("utf-8")) == (1, "{}\n")
    assert "reference/glossary.yml:1: csv-form" in done.output
