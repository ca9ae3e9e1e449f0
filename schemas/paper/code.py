"""What the machine-readable code on a form says: which form it is, and of which questionnaire.

No name and no number of a customer is in it: a form lost on the way says nothing about anybody.
"""

from dataclasses import dataclass

from schemas.paper.serial import Serial, read_serial

PREFIX = "CSAT1"
PARTS = 4


@dataclass(frozen=True)
class FormCode:
    """``pack`` and questionnaire ``version`` as printed on the form."""

    serial: Serial
    pack: str
    version: int

    def __str__(self) -> str:
        return "|".join((PREFIX, str(self.serial), self.pack, str(self.version)))


def read_code(text: str) -> FormCode | None:
    """The code as a reader typed it; None when it is not one of ours."""
    parts = text.strip().split("|")
    if len(parts) != PARTS or parts[0] != PREFIX or not parts[3].isdecimal():
        return None
    serial = read_serial(parts[1])
    return FormCode(serial, parts[2], int(parts[3])) if serial else None
