"""How large the course is that this repository ships. An institution's own course may be larger or smaller."""

import pytest
from shipped import ROOT, only_shipped

pytestmark = only_shipped


@pytest.mark.parametrize("language", ["en", "es"])
def test_modules_and_stories(language: str) -> None:
    assert len(list((ROOT / "casestories").glob(f"*.{language}.md"))) == 16
    assert len(list((ROOT / "modules").glob(f"*/module.{language}.md"))) == 4
