"""Programs of `tests/node`, which read what the builder makes for others."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import need_tool

FOLDER = Path(__file__).parent / "node"


def need_package(name: str) -> Path:
    """The folder of a package of npm. Without it the test is skipped; on the build server it fails."""
    folder = FOLDER / "node_modules" / name
    if not folder.is_dir():
        message = f"{name} is not installed in tests/node"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


def run_node(script: str, *arguments: str | Path, package: str) -> Any:
    """What a script prints, from JSON. Without Node or the package the test is skipped; on the build server it fails."""
    node = need_tool("node")
    need_package(package)
    command = [node, FOLDER / script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
