"""The marks kept of people who asked to be forgotten, so that no later list brings them back."""

from builder.programme.incoming.codes import mark
from builder.programme.rows import Firm, Person


def marks_of(secret: str, person: Person) -> list[str]:
    """The marks of name and firm, telephone and mail, where present."""
    listed = [("person", person.name, person.firm)] if person.name else []
    reach = [("reach", one) for one in (person.phone, person.email) if one]
    return [mark(secret, *one) for one in (*listed, *reach)]


def firm_mark(secret: str, firm: Firm) -> str:
    return mark(secret, "firm", firm.name)
