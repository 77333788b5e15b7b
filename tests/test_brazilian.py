"""Brazilian Portuguese beside the built-in languages: all words are there, whole, and in Portuguese."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from shipped import only_shipped

from builder.commands.check import all_problems
from builder.course.folder import FOLDERS
from builder.words.packs import use

ROOT = Path(__file__).parents[1]
OURS = ROOT / "languages" / "pt-BR"
FILES = ("interface", "problems", "command", "editor", "platforms", "programme", "report")
# What is written alike in both languages; anything else that is the same was copied.
COGNATES = """
(visto)|{n} de {all}|{n} horas|{stage}: falta: {what}|a|AAAA-MM|AAAA-MM-DD|abandonada|abandonado|agricultura|alimentos|alto|
Anterior:|antes|Aviso|barra|Buscar|candidatura|casa|Certifica|Certificado {number}|Certificado para facilitar|
Certificado para facilitar: {course}|Certificados|círculo de empresas|clientes|CÓDIGO|colega|COMANDO [ARGUMENTOS]...|Comparar|
compras|contratos|cortadas|Curso completo: {title} ({format})|Curso importado|De|de|De “{title}”|De meses anteriores|desde|
Diálogo|Diga|dividido por|Documento|elevado a {a}|empresa|Empresa|Empresas|Empresas distintas: {n}.|Escala|
Esta página responde|Etapa|etapa|ética|evento|Eventos|fábrica|Falso|FALTA|falta "{key}"|Figura {n}|forma|Formar grupos|foto|
Frase|frase|gráfico|Grupo|grupo|Grupo {n}|Grupo de WhatsApp|Grupos|grupos de {n}|Hora|horas|Horas:|Idioma|importante|
Imprimir esta página|indicador|Indicador|Indicadores|infinito|informática|letra grande|Lista|menos|MESES|Meta|meta|Minutos|
minutos|Minutos de atraso|Módulo|MÓDULO|Módulo {n}|Módulo {n}: {title} ({format})|Módulos|mundo|N.º|Nota|nota|Número|número|
Objetivos|página|página “{title}”|Páginas|páginas|País|PAÍS|país|papel|Papel|Para|Para conversar|para {n} participantes|Para saber|Para saber.|Pares|
participantes|Participantes|Participantes de|Partir de|Pausa|Pausar|Pausas|PERDIDA|pesca|Pista|planta|por grupo|Por país|Por tema|
presente|Previsto|previsto|Problemas|Próxima visita|publicada|sexo|Sobre este módulo|sol|Subir: {title}|tarde|Tema|Temas|Texto|textos|
Texto e idioma|Tipo|tipo|Título|TÍTULO|título|Título ({language})|Total|transporte|tristeza|VARIANTE|visita|Visitas|visitas|
Visitas de {month}|visto
"""
EUROPEAN = r"ficheiro|utilizador|\bpartilh|ecrã|telemóvel|registo\b|planear|\bequipa\b|contacto|facto\b|connosco"


def leaves(words: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its place: steps of a list and rows of a table each on their own."""
    if isinstance(words, dict):
        for name, value in words.items():
            yield from leaves(value, f"{key}/{name}")
    elif isinstance(words, list):
        for number, value in enumerate(words):
            yield from leaves(value, f"{key}/{number}")
    else:
        assert isinstance(words, str), f"{key}: {words!r} is not a text"
        yield key, words


def read(path: Path) -> dict[str, str]:
    return dict(leaves(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)))


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_there_with_its_placeholders(name: str) -> None:
    english, ours = read(ROOT / f"builder/words/en/{name}.yml"), read(OURS / f"{name}.yml")
    lacking = [f"{key}: {text}" for key, text in english.items() if key not in ours and not key.endswith("/level")]
    assert not lacking, f"to be translated in languages/pt-BR/{name}.yml"
    assert ours.keys() <= english.keys()
    for key, text in [(key, english[key]) for key in ours]:
        braces, marks = r"\{[\w-]*\}", r"\*\*|`"
        assert bool(ours[key].strip()) == bool(text.strip()), key
        assert sorted(re.findall(braces, ours[key])) == sorted(re.findall(braces, text)), key
        assert re.findall(marks, ours[key]) == re.findall(marks, text), key
        assert ours[key].endswith("\n") == text.endswith("\n"), key


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_word_is_spanish_or_european(name: str) -> None:
    english, spanish, ours = (
        read(path / f"{name}.yml") for path in (ROOT / "builder/words/en", ROOT / "builder/words/es", OURS)
    )
    alike = {word.strip() for word in COGNATES.split("|")}
    for key, text in ours.items():
        assert text != spanish.get(key) or text == english[key] or text in alike, f"{key}: {text}"
        assert key.startswith("/signed/languages") or not re.search(r"[ñ¿¡«»]", text), f"{key}: {text}"
        assert not re.search(EUROPEAN, text, re.IGNORECASE), f"{key}: {text}"


@pytest.mark.slow
@only_shipped
def test_the_shipped_course_takes_it_as_it_is(tmp_path: Path) -> None:
    """Its words are whole, and its pages have what the others have; one that is older than its original may differ."""
    for name in (*FOLDERS, "languages"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = (
        (ROOT / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("languages: [en, es]", "languages: [es, en, pt-BR, fr]")
    )
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    problems = all_problems(tmp_path)
    use({})  # other tests in this process know their own languages
    told = {one.code for one in problems if one.path.name == "mkdocs.yml"}
    assert {"pages-in-fallback", "texts-in-fallback"} <= told, "it was read, and what isn't translated falls back"
    stale = {one.path for one in problems if one.code == "stale-translation"}
    ours = [
        one
        for one in problems
        if re.search(r"pt-BR|fr\b", str(one.path))
        and one.path not in stale
        and (one.code, one.path.parts[1]) != ("missing-interface-words", "fr")
    ]
    assert not ours, "\n".join(one.text("en") for one in ours)
