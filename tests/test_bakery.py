"""The shipped course's fictional firms: their ledgers add up, and the sheets that repeat the bakery's numbers agree.

A test of this course only: an institution that writes its own example leaves it out.
"""

import re
from pathlib import Path

import pytest

MODULES = Path(__file__).parent.parent / "modules"
PLAN = MODULES / "20-action-plan"
LIBRARY = MODULES / "40-library"
GUIDES = MODULES.parent / "trainer_guides"
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


def text(name: str, language: str, folder: Path = PLAN) -> str:
    return (folder / f"{name}.{language}.md").read_text(encoding="utf-8")


def tables(content: str) -> list[list[list[str]]]:
    """Every table of the text: rows of cells, without the head and its rule."""
    found = re.findall(r"(?:^\|.*\n)+", content, re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]] for table in found
    ]


def number(cell: str) -> int:
    """`USD 1,200` -> 1200, `10 000 (…)` -> 10000; 0 when the cell has no number."""
    match = re.search(r"\d[\d,.\u00a0 ]*", cell)
    return int(re.sub(r"\D", "", match[0])) if match else 0


def promises(language: str) -> list[list[int]]:
    """Once, cost a month and saving a month of each promise; the last row is their sum."""
    return [[number(cell) for cell in row[3:6]] for row in tables(text("48-ledger", language))[2]]


def value(content: str, field: str) -> str:
    """What the bakery wrote into a field."""
    return content.partition(f"::: value {{of={field}}}\n")[2].partition("\n:::")[0]


@LANGUAGES
def test_the_promises_add_up(language: str) -> None:
    *rows, total = promises(language)
    assert total == [sum(column) for column in zip(*rows, strict=True)]


@LANGUAGES
def test_the_two_other_firms_add_up(language: str) -> None:
    ledgers = tables(text("49-two-firms", language))[0::2]
    for *rows, total in ([[number(cell) for cell in row[3:6]] for row in ledger] for ledger in ledgers):
        assert total == [sum(column) for column in zip(*rows, strict=True)]


@LANGUAGES
def test_social_security_follows_from_the_wages(language: str) -> None:
    wages = tables(text("48-ledger", language))[0]
    people, wage, together = ([number(row[column]) for row in wages] for column in (1, 2, 3))
    assert [a * b for a, b in zip(people[:-1], wage[:-1], strict=True)] == together[:-1]
    assert together[-1] == sum(together[:-1])
    unwritten = sum(number(row[3]) for row in wages if row[4] == "No")
    assert abs(promises(language)[1][1] - unwritten * 0.12) < 5


@LANGUAGES
def test_the_three_actions_are_the_same_on_every_sheet(language: str) -> None:
    three = promises(language)[:3]
    business = tables(value(text("45-business-case", language), "sums") + "\n")[0]
    assert [[number(cell) for cell in row[1:4]] for row in business] == three
    plan = tables(value(text("50-plan", language), "money") + "\n")[0]
    assert [number(row[1]) for row in plan] == [once for once, _, _ in three]
    once, monthly, saving = (sum(column) for column in zip(*three, strict=True))
    for name in ("45-business-case", "50-plan"):
        said = {number(found) for found in re.findall(r"\d[\d,.]*", text(name, language))}
        assert {once, monthly, saving, monthly - saving} <= said, name


@LANGUAGES
def test_the_diagnosis_adds_up_and_comes_back(language: str) -> None:
    diagnosis = text("30-diagnosis", language)
    subjects = (
        "governance",
        "human-rights",
        "labour-practices",
        "environment",
        "fair-operating",
        "consumers",
        "community",
    )
    marks = [
        [number(line.partition(".")[2]) for line in value(diagnosis, subject).splitlines()] for subject in subjects
    ]
    sums = [[number(cell) for cell in row[1:]] for row in tables(value(diagnosis, "sums") + "\n")[0]]
    stages = [1 if total < 6 else 2 if total < 10 else 3 if total < 14 else 4 for total in map(sum, marks)]
    assert sums == [[sum(four), stage] for four, stage in zip(marks, stages, strict=True)]
    assert ", ".join(map(str, stages)) in value(diagnosis, "chart")
    again = tables(value(text("75-improve", language), "again") + "\n")[0]
    assert [number(row[1]) for row in again] == [sum(four) for four in marks]


@LANGUAGES
def test_no_evidence_no_three(language: str) -> None:
    diagnosis = text("30-diagnosis", language)
    example = diagnosis.partition("{of=diagnosis}")[2]
    high = len(re.findall(r"^\d\. [34]$", example, re.MULTILINE))
    drawer = tables(value(diagnosis, "drawer") + "\n")[0]
    assert high == sum(not re.search(r"\b(2|1)\b", row[2]) for row in drawer)


def amount(cell: str) -> float:
    """`USD 1,620` -> 1620.0, `9,2` and `9.2` -> 9.2: the first number of a cell, with its decimals."""
    found = re.search(r"\d[\d,.\u00a0]*", cell)
    digits = re.sub(r"\u00a0|[,.](?=\d{3}\b)", "", found[0] if found else "0")
    return float(digits.strip(",.").replace(",", "."))


def library(name: str, field: str, language: str) -> list[list[str]]:
    """The table that a fictional firm wrote into a field of a session of the library."""
    return tables(value(text(name, language, LIBRARY), field) + "\n")[0]


@LANGUAGES
def test_the_carbon_of_the_library_is_that_of_the_ledger(language: str) -> None:
    power, diesel, together = library("10-environment", "carbon", language)
    ledger = tables(text("48-ledger", language))[1]
    assert [amount(row[3]) for row in (power, diesel, together)] == [amount(row[4]) for row in ledger]
    for row, in_ledger in zip((power, diesel), ledger, strict=False):
        assert amount(row[1]) == amount(in_ledger[2])
        assert abs(amount(row[1]) * amount(row[2]) / 1000 - amount(row[3])) < 0.1


@LANGUAGES
def test_the_guest_houses_storm_kit_costs_what_its_plan_says(language: str) -> None:
    plan = tables(text("49-two-firms", language))[0]
    assert sum(amount(row[1]) for row in library("30-storm-plan", "kit", language)) == amount(plan[2][3])


@LANGUAGES
def test_the_staircase_adds_up(language: str) -> None:
    *steps, together = library("50-formal", "steps", language)
    for column in (3, 4):
        assert sum(amount(row[column]) for row in steps) == amount(together[column])


@LANGUAGES
def test_the_loans_add_up(language: str) -> None:
    for row in library("90-money", "offers", language):
        assert abs(amount(row[2]) * amount(row[3]) - amount(row[4])) < 1


@pytest.mark.parametrize("annex", sorted(GUIDES.glob("8[1-3]-country-*.md")), ids=lambda path: path.name)
def test_the_bread_of_an_annex_follows_from_its_own_prices(annex: Path) -> None:
    """Three kilos are no longer baked and one is sold at half price, on 26 days: as in the bakery's plan."""
    content = annex.read_text(encoding="utf-8")
    _, ingredients, half_price, _ = (amount(price) for price in value(content, "prices").split(": ")[1].split(", "))
    bread, *_ = tables(value(content, "sums") + "\n")[0]
    assert amount(bread[3]) == pytest.approx((3 * ingredients + half_price) * 26, rel=0.02)
