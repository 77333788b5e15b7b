"""What the tests of imports share: running one, and reading what it wrote."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from builder.cli import main


@dataclass(frozen=True)
class Imported:
    """A course that was imported, and what was said about it."""

    folder: Path
    code: int
    output: str

    def text(self, pattern: str) -> str:
        (path,) = self.folder.glob(pattern)
        return path.read_text(encoding="utf-8")

    @property
    def report(self) -> list[str]:
        return (self.folder / "import-report.txt").read_text(encoding="utf-8").splitlines()

    def errors(self) -> list[str]:
        """What `check` says that is no warning."""
        from builder.commands.check import all_problems  # noqa: PLC0415 - loads the check

        return [problem.text("en") for problem in all_problems(self.folder) if not problem.is_warning]


def run_import(folder: Path, *arguments: str | Path, language: str = "en") -> Imported:
    done = CliRunner().invoke(main, ["--lang", language, "import", *map(str, arguments), "--to", str(folder)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return Imported(folder, done.exit_code, done.output)
