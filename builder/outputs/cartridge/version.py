"""What differs between the versions of Common Cartridge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """A version; platforms know it by its name spaces."""

    number: str
    """Such as 1.1.0."""
    short: str
    """As written in name spaces, such as v1p1."""

    @property
    def name(self) -> str:
        """As used in file names, such as cc11."""
        return "cc" + self.short[1::2]

    @property
    def package(self) -> str:
        return f"http://www.imsglobal.org/xsd/imscc{self.short}/imscp_v1p1"

    @property
    def about(self) -> str:
        """The name space of a manifest's metadata."""
        return f"http://ltsc.ieee.org/xsd/imscc{self.short}/LOM/manifest"

    @property
    def link(self) -> str:
        return f"http://www.imsglobal.org/xsd/imscc{self.short}/imswl_{self.short}"

    @property
    def link_type(self) -> str:
        return f"imswl_xml{self.short}"

    @property
    def quiz_type(self) -> str:
        return f"imsqti_xmlv1p2/imscc_xml{self.short}/assessment"

    def schema(self, name: str, folder: str = "") -> str:
        """The address of a schema, for `xsi:schemaLocation`; it is never fetched."""
        return f"http://www.imsglobal.org/profile/cc/cc{self.short}/{folder}cc{self.short}_{name}.xsd"


CC11 = Version("1.1.0", "v1p1")
CC13 = Version("1.3.0", "v1p3")
