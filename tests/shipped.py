"""Is this the course that the repository ships? What counts it binds no institution that has made the course its own."""

from pathlib import Path

import pytest

from builder.course.load import load_course

ROOT = Path(__file__).parent.parent
INSTITUTION = "Taller"
"""In the shipped mkdocs.yml; an institution writes its own name there."""

only_shipped = pytest.mark.skipif(
    load_course(ROOT)[0].config.institution != INSTITUTION, reason="an institution's own course: it counts as it likes"
)
