"""The readability measure: hand-counted samples in both languages, and what counts as prose on a page."""

import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from builder.words.packs import Pack, Readability, use

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "tools" / "readability.py"
TINY = ROOT / "tests" / "courses" / "tiny"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readability", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["readability"] = module
    spec.loader.exec_module(module)
    return module


readability = _load()

# Hyphens show the syllables.
SPANISH = """
ho-la mun-do em-pre-sa ba-úl dí-a pa-ís ciu-dad a-gua quien gui-ta-rra pin-güi-no e-ner-gí-a o-cé-a-no re-ír cons-truir
a-ho-ra muy y rey ho-ya hay le-er res-pon-sa-bi-li-dad di-li-gen-cia con-ti-nú-a rui-do que-so len-gua-je miér-co-les
ca-ca-o lim-pie-za or-ga-ni-za-ción huér-fa-no ve-hí-cu-lo a-ve-ri-guáis
"""
ENGLISH = """
the make baked want-ed ta-ble ta-bles pri-ces dish-es plan-ning be-ing busi-ness buy-er sup-pli-er sup-pli-ers i-de-a
cre-ate peo-ple use-ful some-bod-y worked own-er man-a-ger re-spon-si-bil-i-ty day qui-et sci-ence pay-back ra-di-o
so-cial na-tion mea-sured a-gree-ment rhy-thm safe-ty ge-ni-us
"""


PORTUGUESE = """
em-pre-sa ne-gó-cio his-tó-ria e-ner-gi-a e-co-no-mi-a á-gua não pão mãe ne-nhu-ma tra-ba-lho mei-o am-bi-en-te ci-da-de
quan-do quei-jo pes-so-as pa-ís sa-ú-de re-la-ções mãos lei rio-s fei-ra guar-da dois ou-tro lu-cro res-pon-sa-bi-li-da-de
cli-en-te so-ci-al a-vi-ão fun-ci-o-ná-rio sé-rie ci-ên-cia prai-a vi-a-ja
"""


@pytest.fixture
def portuguese() -> Iterator[None]:
    page = (ROOT / "docs/en/authors/languages.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(readability:\n.*?)```", page, re.DOTALL)
    assert block
    read = yaml.safe_load(block[1])["readability"]
    read |= {key: tuple(read[key]) for key in ("together", "apart")}
    use({"pt-BR": Pack("pt-BR", readability=Readability(**read))})
    yield
    use({})


def test_a_language_with_a_rule_of_its_own(portuguese: None) -> None:
    """The rule that the authors' page gives for Brazilian Portuguese."""
    words = PORTUGUESE.split()
    wrong = {word for word in words if readability.syllables(word.replace("-", ""), "pt-BR") != word.count("-") + 1}
    assert not wrong
    sample = readability.count("A empresa vende pão. O lucro é bom.", "pt-BR")
    assert (sample.sentences, sample.words, sample.syllables) == (2, 8, 12)
    assert readability.score(sample, "pt-BR") == pytest.approx(248.835 - 84.6 * 12 / 8 - 1.015 * 4)
    assert readability.is_outside(49.9, "pt-BR")


@pytest.mark.parametrize(("language", "words"), [("es", SPANISH), ("en", ENGLISH)])
def test_syllables(language: str, words: str) -> None:
    wrong = [
        (word, counted)
        for word in words.split()
        if (counted := readability.syllables(word.replace("-", ""), language)) != word.count("-") + 1
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [
        ("RSE", "es", 3),
        ("A", "es", 1),
        ("half-price", "en", 2),
        ("don't", "en", 1),
        ("Rosa’s", "en", 2),
        ("USD", "en", 3),
    ],
)
def test_syllables_of_capitals_and_joined_words(word: str, language: str, syllables: int) -> None:
    assert readability.syllables(word, language) == syllables


@pytest.mark.parametrize(
    ("text", "sentences", "words", "spelled", "syllables"),
    [
        ("hola mundo.", 1, 2, 2, 4),
        ("¿Y ahora? Medimos 25,3 kg al día: nada más.", 2, 9, 8, 14),
        ("Ella dijo: «No. Hoy no». Y cerró a las 8 p. m. y se fue.", 3, 15, 14, 17),
        ("Sin punto final", 1, 3, 3, 5),
        ("A. Dirigir bien", 1, 3, 3, 5),
        ("58 000", 0, 0, 0, 0),
    ],
)
def test_counts_in_spanish(text: str, sentences: int, words: int, spelled: int, syllables: int) -> None:
    assert readability.count(text, "es") == readability.Sample(sentences, words, spelled, syllables)


def test_counts_in_english() -> None:
    counted = readability.count("Rosa bakes bread. She sold 1,200 loaves at USD 1.50 (half price).", "en")
    assert counted == readability.Sample(2, 12, 10, 13)


def test_spanish_index_has_words_per_sentence_and_sixty() -> None:
    """The slips that are in print give 35.84 and 203.6."""
    assert readability.score(readability.count("hola mundo.", "es"), "es") == pytest.approx(84.80)


def test_english_grade() -> None:
    counted = readability.count("The cat sat on the mat.", "en")
    assert readability.score(counted, "en") == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_prose_leaves_out_what_is_not_read_as_text() -> None:
    page = etree.fromstring(
        """<div><h2>Heading</h2><p>One <strong>bold</strong> line.<sup><a>1</a></sup> <a href="x.html">Link</a></p>
        <p class="block-label">Label</p><table><tr><td>Cell</td></tr></table>
        <ol><li>Step<ul><li>Inner</li></ul> end</li><li><p>Loose</p></li></ol>
        <div class="field choices"><div class="field-label"><p>Question?</p></div><ul><li>Option</li></ul></div>
        <div class="value"><p>Answer</p><ol><li>3</li></ol></div>
        <div class="footnote"><ol><li>Source</li></ol></div></div>"""
    )
    found = [text for text in readability.prose(page) if text]
    assert found == ["One bold line. Link", "Step end", "Inner", "Loose", "Question?", "Answer"]


@pytest.mark.slow
def test_command_prints_pages_and_medians() -> None:
    run = subprocess.run([sys.executable, SCRIPT, "--limit", TINY], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0].split() == ["en", "words", "es", "words"]
    assert any(line.startswith("solar-farm ") for line in lines)
    assert lines[-1].startswith("median of pages")


def test_limits() -> None:
    assert not readability.is_outside(9.0, "en")
    assert readability.is_outside(9.1, "en")
    assert not readability.is_outside(60.0, "es")
    assert readability.is_outside(59.9, "es")
