"""Form serials: the number printed on a form and written into its code, so that a form is one form everywhere.

``26Q4-0187-55``: what the mailing is called, a running number of at least four digits, and two check digits
(ISO/IEC 7064, MOD 97-10), so that a slip of one digit or a swap of two never finds somebody else's form, and
the number pad is enough to type it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
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


def mark_of(device: str) -> str:
    """What the numbers begin with that a device gives to forms without one: a block of numbers of its own. A centre
    gives no two devices ids of the same mark (``unmarked``)."""
    number = int.from_bytes(sha256(device.encode()).digest()[:8])
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(MARK))


def unmarked(made: Callable[[], str], devices: Iterable[str]) -> str:
    """An id out of ``made`` whose mark none of these devices has."""
    taken = {mark_of(device) for device in devices}
    while mark_of(device := made()) in taken:
        pass
    return device


@dataclass(frozen=True)
class Block:
    """Running numbers ``first`` to ``last`` of a series that one device may give to forms without a serial."""

    series: str
    first: int
    last: int

    def serials(self) -> Iterator[Serial]:
        """Every serial of the block, in order."""
        return (Serial(self.series, number) for number in range(self.first, self.last + 1))

    def overlaps(self, other: "Block") -> bool:
        """Whether two devices could give out the same serial."""
        return self.series == other.series and self.first <= other.last and other.first <= self.last


def next_block(taken: "list[Block]", series: str, size: int) -> Block:
    """The next ``size`` numbers of a series that no device holds yet."""
    first = max((block.last for block in taken if block.series == series), default=0) + 1
    return Block(series, first, first + size - 1)
