"""Is this the course that the repository ships? What counts it binds no institution that has made the course its own."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
INSTITUTION = "Taller"
"""In the shipped mkdocs.yml; an institution writes its own name there."""

# The settings alone: each run of any test comes past here, and loading the course takes seconds.
_SETTINGS = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
only_shipped = pytest.mark.skipif(
    _SETTINGS["extra"]["taller"]["institution"] != INSTITUTION,
    reason="an institution's own course: it counts as it likes",
)
