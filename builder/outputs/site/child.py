"""MkDocs in a process of its own, with the course's own languages loaded: `python -m builder.outputs.site.child PACKS build ...`."""

import pickle
import sys
from pathlib import Path

from mkdocs.__main__ import cli

from builder.words.packs import use

if __name__ == "__main__":
    use(pickle.loads(Path(sys.argv[1]).read_bytes()))  # noqa: S301 - the process that began this one wrote it
    cli(sys.argv[2:], prog_name="mkdocs")
