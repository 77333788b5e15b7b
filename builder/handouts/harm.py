"""Why a file is refused that people are to take away."""


class BrokenFileError(Exception):
    """It isn't what its name says, or is damaged."""


class HarmfulFileError(Exception):
    """It could start a program or fetch something by itself. The text names what was found, in no language."""
