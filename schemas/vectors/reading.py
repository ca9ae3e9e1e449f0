"""Reading the inputs of vectors: each function takes one JSON value of a known form.

All raise InputError (`wrong_shape`) with a sentence when the value is of another form. Sizes are
bounded, so that a file cannot keep the program busy without end.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from schemas.language import texts
from schemas.numbers import Number
from schemas.rejection import InputError
from schemas.vectors.equality import is_number, written

_ = texts("schemas")

LONGEST_NUMBER = 1000
LARGEST_EXPONENT = 100

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)

Word = TypeVar("Word", bound=str)


def wrong(value: object, expected: str) -> InputError:
    """The error for a value that is not what its place asks for."""
    return InputError("wrong_shape", _("{value} is not {expected}.", value=written(value), expected=expected))


def fields(value: object, required: Collection[str], optional: Collection[str] = ()) -> dict[str, object]:
    """An object with all required keys and no key but these."""
    if not isinstance(value, dict) or not set(required) <= set(value) <= {*required, *optional}:
        raise wrong(value, _("an object with the keys of this rule"))
    return value


def entries(value: object, length: int | None = None) -> list[object]:
    """A list, of `length` if given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise wrong(value, _("a list of the length of this rule"))
    return value


def score(value: object, full: int | None = 100) -> Decimal:
    """A string with a number in plain decimals, 0…`full`."""
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER or not _PLAIN.fullmatch(value):
        raise wrong(value, _("a number in plain decimals, written as a string"))
    number = Decimal(value)
    if full is not None and number > full:
        raise wrong(value, _("a number from 0 to {full}", full=full))
    return number


def score_or_blank(value: object) -> Decimal | None:
    """A score, or null."""
    return None if value is None else score(value)


def number(value: object) -> Number:
    """A JSON number, meaning the digits it is written with."""
    if not is_number(value):
        raise wrong(value, _("a number"))
    plain = Decimal(repr(value)) if isinstance(value, float) else value
    digits = Decimal(plain)
    if abs(digits.adjusted()) > LARGEST_EXPONENT or len(digits.as_tuple().digits) > LONGEST_NUMBER:
        raise wrong(value, _("a number of a usual size"))
    return plain


def count(value: object) -> int:
    """A whole number, not negative."""
    plain = number(value)
    if plain < 0 or plain != int(plain):
        raise wrong(value, _("a whole number from 0"))
    return int(plain)


def counts(value: object, length: int) -> list[int]:
    """A list of so many whole numbers."""
    return [count(entry) for entry in entries(value, length)]


def numbers(value: object, length: int | None = None) -> list[Number]:
    """A list of JSON numbers."""
    return [number(entry) for entry in entries(value, length)]


def word(value: object, allowed: Collection[Word]) -> Word:
    """One of the listed words."""
    if not isinstance(value, str) or value not in allowed:
        raise wrong(value, _("one of {words}", words=", ".join(allowed)))
    return cast(Word, value)


def flag(value: object) -> bool:
    """True or false; null, as a missing key, is false."""
    if value is not None and not isinstance(value, bool):
        raise wrong(value, _("true or false"))
    return value is True


def day(value: object) -> date:
    """A date that exists, YYYY-MM-DD."""
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong(value, _("a date like 2025-03-14"))


def month(value: object) -> tuple[int, int]:
    """Year and month of YYYY-MM."""
    match = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise wrong(value, _("a month like 2025-03"))
    return int(match[1]), int(match[2])
