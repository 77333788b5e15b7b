"""mkdocs-to-pdf (with WeasyPrint) in a virtual environment of its own, beside the project's packages."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".build" / "bench-venv"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = (ROOT / "requirements" / "run.txt", ROOT / "requirements" / "bench.txt")
DEBIAN = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def install() -> None:
    """Creates the environment, unless it exists with these packages."""
    want = hashlib.sha256(b"".join(path.read_bytes() for path in REQUIREMENTS)).hexdigest()
    stamp = FOLDER / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == want:
        return
    venv.create(FOLDER, clear=True, with_pip=True)
    for path in REQUIREMENTS:
        command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*command, "--only-binary", ":all:", "--no-deps", "--requirement", str(path)], check=True)
    stamp.write_text(want, encoding="utf-8")


def missing_tool() -> str:
    """What must be installed before it runs; "" when nothing is missing."""
    done = subprocess.run([PYTHON, "-c", "import weasyprint"], capture_output=True, text=True, check=False)
    if not done.returncode:
        return ""
    reason = (done.stderr.strip().splitlines() or ["it can't be imported"])[-1]
    return f"WeasyPrint needs: apt-get install --no-install-recommends {DEBIAN} ({reason})"


if __name__ == "__main__":
    install()
    sys.exit(missing_tool() or 0)
