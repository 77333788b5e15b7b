"""Translators' files in the form in which Poedit 3.2.2, Weblate 5.14.3 and Lokalize 22.12.3 saved those of the course: each says the same four messages."""

import pytest

from builder.imports.po.pofile import read_po
from builder.imports.po.xliff import read_xliff

SAID = [
    ("a/b#title", "Una hoja", "Uma folha", False),
    (
        "a/b#paragraph-1",
        "La {term1}huella{term1_end} de una empresa, que a veces no se ve y que nadie mira.{note1}",
        "A {term1}marca{term1_end} de uma empresa, que às vezes não se vê e que ninguém olha.{note1}",
        False,
    ),
    ("a/b#item-1", "Un dato", "Um dado", True),
    ("a/b#item-2", "Otro dato", "", False),
]
POEDIT = r"""# Texts of a/b.es.md. Translate what stands behind msgstr.
msgid ""
msgstr ""
"Project-Id-Version: One\n"
"Report-Msgid-Bugs-To: \n"
"POT-Creation-Date: \n"
"PO-Revision-Date: 2026-11-30 12:48+0000\n"
"Last-Translator: \n"
"Language-Team: pt-BR\n"
"Language: pt_BR\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"X-Source-Language: es\n"
"X-Generator: Poedit 3.2.2\n"

#. Title of the page. At most 200 characters.
#: a/b.es.md:2
msgctxt "a/b#title"
msgid "Una hoja"
msgstr "Uma folha"

#. Paragraph.
#: a/b.es.md:4
#, python-brace-format
msgctxt "a/b#paragraph-1"
msgid ""
"La {term1}huella{term1_end} de una empresa, que a veces no se ve y que nadie "
"mira.{note1}"
msgstr ""
"A {term1}marca{term1_end} de uma empresa, que às vezes não se vê e que "
"ninguém olha.{note1}"

#. Item of a list.
#: a/b.es.md:6
#, fuzzy
#| msgid "Un dato viejo"
msgctxt "a/b#item-1"
msgid "Un dato"
msgstr "Um dado"

#. Item of a list.
#: a/b.es.md:7
msgctxt "a/b#item-2"
msgid "Otro dato"
msgstr ""
"""
WEBLATE = (
    POEDIT.replace('"POT-Creation-Date: \\n"\n', "")
    .replace("Last-Translator: ", "Last-Translator: Ana <ana@example.org>")
    .replace('Team: pt-BR\\n"', 'Team: Portuguese (Brazil) <http://127.0.0.1:8899/projects/course/"\n"a-b/pt_BR/>\\n"')
    .replace("Language: pt_BR", "Language: pt-BR")
    .replace('"X-Generator: Poedit 3.2.2\\n"\n', "")
    .replace('"X-Source', '"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n"X-Generator: Weblate 5.14.3\\n"\n"X-Source')
)
LOKALIZE = (
    POEDIT.replace("# Texts of a/b.es.md. Translate what stands behind msgstr.\n", "# Texts.\n# Ana, 2026.\n")
    .replace("Poedit 3.2.2", "Lokalize 22.12.3")
    .replace('mira.{note1}"', 'mira."\n"{note1}"')
)
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
  <file original="a/b.es.md" datatype="plaintext" source-language="es" target-language="pt-BR">
    <body>
      <trans-unit id="a/b#title" resname="a/b#title" xml:space="preserve" approved="no">
        <source>Una hoja</source>
        <target state="translated">Uma folha</target>
        <note>Title of the page. At most 200 characters.</note>
      </trans-unit>
      <trans-unit id="a/b#paragraph-1" resname="a/b#paragraph-1" xml:space="preserve" approved="yes">
        <source>La <g id="term1">huella</g> de una empresa, que a veces no se ve y que nadie mira.<x id="note1"/></source>
        <target state="translated">A <g id="term1">marca</g> de uma empresa, que às vezes não se vê e que ninguém olha.<x id="note1"/></target>
      </trans-unit>
      <trans-unit id="a/b#item-1" resname="a/b#item-1" xml:space="preserve" approved="no">
        <source>Un dato</source>
        <target state="needs-translation">Um dado</target>
      </trans-unit>
      <trans-unit id="a/b#item-2" resname="a/b#item-2" xml:space="preserve" approved="no">
        <source>Otro dato</source>
        <target state="new">Otro dato</target>
      </trans-unit>
    </body>
  </file>
</xliff>
"""
"""As Weblate saves it, indented."""


@pytest.mark.parametrize("saved", [POEDIT, WEBLATE, LOKALIZE], ids=["poedit", "weblate", "lokalize"])
def test_a_po_file_says_the_same(saved: str) -> None:
    found = read_po(saved.encode(), "b.po")
    assert [(one.context, one.text, one.translation, one.is_fuzzy) for one in found] == SAID
    assert {(one.language, one.source_language) for one in found} == {("pt-BR", "es")}


def test_an_xliff_file_says_the_same() -> None:
    poedit = "".join(line.strip() for line in XLIFF.splitlines()).replace("needs-translation", "needs-l10n")
    lokalize = XLIFF.replace(
        '<target state="translated">Uma', '<target phase-name="p-1" state="signed-off">Uma'
    ).replace(
        "<body>", '<header><phase-group><phase phase-name="p-1" process-name="approval"/></phase-group></header><body>'
    )
    for saved in (XLIFF, poedit, lokalize):
        found = list(read_xliff(saved.encode(), "b.xlf"))
        assert [(one.context, one.text, one.translation, one.is_fuzzy) for one in found] == SAID
        assert {(one.language, one.source_language) for one in found} == {("pt-BR", "es")}
