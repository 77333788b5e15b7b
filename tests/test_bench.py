"""The bench's grown course is a course: it passes the check, so that what is timed on it means something."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builder.course.load import load_course

GROW = Path(__file__).parent.parent / "tools" / "bench" / "grow.py"


@pytest.mark.slow
def test_grown_course_passes_the_check(course_dir, tmp_path, run_cli):
    grown = tmp_path / "grown"
    done = subprocess.run([sys.executable, GROW, course_dir, grown, "2"], capture_output=True, text=True, check=True)
    before, after = load_course(course_dir)[0], load_course(grown)[0]
    assert len(after.modules) == 2 * len(before.modules)
    assert len(after.cases) == 2 * len(before.cases)
    assert json.loads(done.stdout)["pages"] == len(list(after.documents()))
    result = run_cli("-C", grown, "check", "--strict")
    assert (result.code, result.stdout) == (0, "")
