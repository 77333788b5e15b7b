"""MkDocs in a process of its own, with the course's own languages loaded: `python -m builder.outputs.site.child PACKS CONFIG TARGET`."""

import logging
import pickle
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from builder.outputs.site.quick import quicken
from builder.words.packs import use

if __name__ == "__main__":
    packs, settings, target = sys.argv[1:]
    use(pickle.loads(Path(packs).read_bytes()))  # noqa: S301 - the process that began this one wrote it
    logging.basicConfig(format="%(levelname)-8s-  %(message)s")
    config = load_config(config_file=settings, site_dir=target, strict=True)
    quicken(config.theme)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
