"""What a person may ask a build for."""

from dataclasses import dataclass

from builder.model import Audience

OUTPUTS = ("site", "workbook", "module-books", "case-stories", "worksheets")
ENGINES = ("typst", "pdfkit")
PAPERS = ("a4", "us-letter")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; empty means all."""

    outputs: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    module: str = ""
    engine: str = "typst"
    paper: str = "a4"

    @property
    def is_all(self) -> bool:
        return not (self.outputs or self.audiences or self.languages or self.module)

    def wants(self, output: str, audience: Audience, language: str, module: str) -> bool:
        """Whether an output is chosen; `module` is empty for those of the whole course."""
        return (
            (not self.outputs or output in self.outputs)
            and (not self.audiences or audience in self.audiences)
            and (not self.languages or language in self.languages)
            and (not self.module or module == self.module)
        )
