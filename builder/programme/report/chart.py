"""A table's bars as an Office chart, which people can restyle and edit; the same in workbooks and Word files."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.xml.functions import tostring

from builder.programme.report.spoken import SpokenTable

WIDTH, EACH, AROUND = 16.0, 0.75, 1.6
"""In centimetres: a chart's width, a bar with its gap, the space above and below all bars."""
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def height(table: SpokenTable) -> float:
    """The height of the table's chart, in centimetres."""
    return AROUND + EACH * len(table.drawn)


def chart_of(table: SpokenTable, colour: str, sheet: Any = None, top: int = 0) -> Any:
    """A bar chart in the order of the rows, with values as labels.

    With `sheet` and `top` (number of the first row), the chart refers to the cells if its rows are adjacent; otherwise
    it holds its own values.
    """
    chart: Any = BarChart()
    chart.type, chart.legend, chart.gapWidth = "bar", None, 40
    chart.width, chart.height = WIDTH, height(table)
    chart.x_axis.scaling.orientation, chart.x_axis.delete = "maxMin", False
    chart.y_axis.delete, chart.y_axis.majorGridlines, chart.y_axis.scaling.min = True, None, 0
    chart.series.append(_of_cells(table, sheet, top) if sheet and _is_together(table) else _of_numbers(table))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=colour.lstrip("#").upper())
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    return chart


def chart_xml(table: SpokenTable, colour: str) -> bytes:
    """The chart as XML for a Word file."""
    chart: Any = chart_of(table, colour)
    tree = chart._write()  # noqa: SLF001 - the library has no other way
    return _DECLARATION + bytes(tostring(tree))


def _is_together(table: SpokenTable) -> bool:
    return table.drawn_rows == tuple(range(table.drawn_rows[0], table.drawn_rows[-1] + 1))


def _of_cells(table: SpokenTable, sheet: Any, top: int) -> Series:
    first, last = top + table.drawn_rows[0], top + table.drawn_rows[-1]
    numbers = Reference(sheet, min_col=table.drawn_column + 1, min_row=first, max_row=last)
    names = Reference(sheet, min_col=1, min_row=first, max_row=last)
    return _series(AxDataSource(strRef=StrRef(str(names))), NumDataSource(numRef=NumRef(str(numbers))))


def _of_numbers(table: SpokenTable) -> Series:
    names = [StrVal(idx=place, v=name) for place, (name, _) in enumerate(table.drawn)]
    numbers = [NumVal(idx=place, v=value) for place, (_, value) in enumerate(table.drawn)]
    return _series(
        AxDataSource(strLit=StrData(ptCount=len(names), pt=names)),
        NumDataSource(numLit=NumData(ptCount=len(numbers), pt=numbers)),
    )


def _series(names: AxDataSource, numbers: NumDataSource) -> Series:
    return Series(idx=0, order=0, cat=names, val=numbers)
