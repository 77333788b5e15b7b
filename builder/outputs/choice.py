"""What a person may ask a build for."""

from dataclasses import dataclass

from builder.course.model import Audience

ENGINES = ("typst", "pdfkit")
PAPERS = ("a4", "us-letter")
VARIANTS = ("large-print", "ink-saving", "booklet")
"""Other forms of the books, made when they are asked for."""
VARIANT_OUTPUTS = ("workbook", "module-books", "case-stories")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; empty means all."""

    outputs: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    module: str = ""
    engine: str = "typst"
    paper: str = "a4"
    variants: tuple[str, ...] = ()
    """Only these forms of the books; empty: the usual ones."""

    @property
    def is_all(self) -> bool:
        return not (self.outputs or self.audiences or self.languages or self.module or self.variants)

    def wants(self, output: str, audience: Audience, language: str, module: str, variant: str = "") -> bool:
        """Whether an output is chosen; `module` is empty for those of the whole course, `variant` for usual books."""
        return (
            (variant in self.variants if self.variants else not variant)
            and (not self.outputs or output in self.outputs)
            and (not self.audiences or audience in self.audiences)
            and (not self.languages or language in self.languages)
            and (not self.module or module == self.module)
        )
