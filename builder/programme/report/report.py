"""The report on a period: all its tables, in the order of the guide's template."""

from collections.abc import Sequence
from datetime import date

from builder.programme.keeping import Setting
from builder.programme.report.afterwards import afterwards
from builder.programme.report.change import change
from builder.programme.report.figures import Report, Table
from builder.programme.report.learning import learning
from builder.programme.report.period import period
from builder.programme.report.reach import reach
from builder.programme.store import FICTIONAL, Reading


def report(reading: Reading, first: date, last: date, items: Sequence[Table] = ()) -> Report:
    """The report on events that began between two days, inclusive. `items`: tables on the quality of the tests' questions."""
    found = period(reading, first, last)
    is_fictional = any(setting.name == FICTIONAL for setting in reading.rows(Setting))
    tables = (*reach(found), *learning(found), *items, *change(found), *afterwards(found))
    return Report(first, last, tables, is_fictional)
