"""Why a file for download is refused."""


class BrokenFileError(Exception):
    """The file isn't what its name says, or is damaged."""


class HarmfulFileError(Exception):
    """The file could start a program or fetch something by itself. The message is what was found, as it is in the file."""
