"""`taller clean`: removes the builder's working folder."""

import shutil

from builder.commands.spoken import At, at, command


@command("clean", "taller clean")
@at
def clean(here: At) -> None:
    from builder.build.lock import only_one
    from builder.build.publish import Folders, recover

    folders = Folders(here.root)
    with only_one(folders.work / "lock"):
        recover(folders)
        shutil.rmtree(folders.work, ignore_errors=True)
