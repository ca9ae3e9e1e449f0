"""Form serials: the number printed on a form and written into its code, so that a form is one form everywhere.

``26Q4-0187-55``: what the mailing is called, a running number of at least four digits, and two check digits
(ISO/IEC 7064, MOD 97-10), so that a slip of one digit or a swap of two never finds somebody else's form, and
the number pad is enough to type it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

_SHAPE = re.compile(r"^(?P<series>[0-9A-Z]{1,12})-(?P<number>[0-9]{4,9})-(?P<check>[0-9]{2})$")
_TEN = 10


@dataclass(frozen=True)
class Serial:
    """``series``: upper-case letters and digits, 1 to 12; ``number`` from 1."""

    series: str
    number: int

    def __str__(self) -> str:
        plain = f"{self.series}-{self.number:04d}"
        return f"{plain}-{check_digits(plain)}"

    @property
    def next(self) -> "Serial":
        """The form that lies below this one in a fresh pile."""
        return Serial(self.series, self.number + 1)


def check_digits(text: str) -> str:
    """The two check digits over the letters and digits of ``text``, letters counting 10 to 35."""
    digits = "".join(str(int(character, 36)) for character in text if character.isalnum())
    return f"{98 - int(digits) * 100 % 97:02d}"


def read_serial(text: str) -> Serial | None:
    """The serial that was typed or scanned, spaces and case forgiven; None when it is none or a digit is wrong."""
    found = _SHAPE.match(re.sub(r"\s", "", text).upper())
    if found is None:
        return None
    series, number, check = found["series"], found["number"], found["check"]
    return Serial(series, int(number)) if check_digits(f"{series}-{number}") == check else None


def complete(series: str, digits: str) -> Serial | None:
    """The serial meant by the running number alone, as a clerk types it within one mailing."""
    return Serial(series, int(digits)) if digits.isascii() and digits.isdecimal() and int(digits) else None


_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a mark; without I and O, which are written by hand like 1 and 0."""
MARK = 4
"""Letters and digits of a mark; few enough to be written on a form by hand."""
NAME = 8
"""At most so many letters and digits of a series are chosen; the mark of the laptop is the rest."""


def free_mark(device: str, taken: Collection[str]) -> str:
    """A mark for a device that none of those ``taken`` is; every serial a laptop gives out has its mark in the
    series, so that no two laptops ever give out the same. It has a letter, lest it be read as a day."""
    tries = 0
    while (mark := _mark(f"{device}{tries or ''}")) in taken or mark.isdecimal():
        tries += 1
    return mark


def _mark(text: str) -> str:
    number = int.from_bytes(sha256(text.encode()).digest()[:8])
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(MARK))
