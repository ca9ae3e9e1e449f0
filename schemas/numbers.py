"""Exact numbers: reading them from typed text, rounding them once, and writing them down.

Nothing here goes through binary floating point. Values are `int`, `Decimal` or `Fraction`;
quotients are kept as `Fraction`, so that a comparison is a cross-multiplication and a rounding
starts from the full value (GB/T 8170 forbids rounding in steps).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.language import texts
from schemas.rejection import InputError

_ = texts("schemas")

Number = int | Decimal | Fraction
Rounding = Literal["half_up", "half_even"]
Compare = Literal["exact", "rounded"]

MAX_DIGITS = 40
"""More digits than any amount needs; longer text is refused before it is calculated with."""

UNENDING_PLACES = 12
"""Decimals written for a value whose decimal form does not end."""

_TYPED = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)", re.ASCII)
# What a Chinese input method leaves behind when digits are typed without switching it off.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．。－−＋", "0123456789..--+")


def parse_decimal(text: str) -> Decimal:
    """The number in `text` as typed: full-width digits and a trailing “分” are understood.

    Raises InputError (`not_a_number`) for anything else: blank, an exponent, a sign other than a
    minus, separators, more than `MAX_DIGITS` characters.
    """
    plain = text.translate(_FULL_WIDTH).strip().removesuffix("分").rstrip()
    if len(plain) > MAX_DIGITS or not _TYPED.fullmatch(plain):
        sentence = _("“{text}” is not a number.", text=text[:MAX_DIGITS])
        raise InputError("not_a_number", sentence)
    return Decimal(plain)


def decimals(value: Decimal) -> int:
    """How many decimals `value` needs; trailing zeros do not count (100.0 needs none)."""
    # Decimal.normalize() would round a value of more digits than the context holds.
    return len(exact(value).partition(".")[2])


def rounded(value: Number, places: int, rounding: Rounding = "half_up") -> Decimal:
    """`value` rounded once to `places` decimals; half-up of a negative goes away from zero."""
    return Decimal(fixed(value, places, rounding))


def fixed(value: Number, places: int, rounding: Rounding = "half_up") -> str:
    """`value` rounded once and written with exactly `places` decimals (S0-59)."""
    fraction = Fraction(value)
    digits = _rounded_quotient(abs(fraction.numerator) * 10**places, fraction.denominator, rounding)
    sign = "-" if fraction < 0 and digits else ""
    text = str(digits).rjust(places + 1, "0")
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)


def _rounded_quotient(numerator: int, denominator: int, rounding: Rounding) -> int:
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    tie_goes_up = rounding == "half_up" or quotient % 2 == 1
    up = twice > denominator or (twice == denominator and tie_goes_up)
    return quotient + up


def exact(value: Number) -> str:
    """The whole value in plain digits, without trailing zeros.

    Where the decimal form does not end, `UNENDING_PLACES` decimals, half-up.
    """
    if not isinstance(value, Fraction):
        return _plain(Decimal(value))
    places = _ending_places(value.denominator)
    text = fixed(value, UNENDING_PLACES if places is None else places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Decimal) -> str:
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rational_text(value: Number) -> str:
    """The value without any loss: its decimals when they end, else the fraction (``14/3``)."""
    if not isinstance(value, Fraction):
        return exact(value)
    if value.denominator == 1:  # as nearly all are
        return str(value.numerator)
    return str(value) if _ending_places(value.denominator) is None else exact(value)


def rational(text: str) -> Fraction:
    """What `rational_text` wrote."""
    return Fraction(int(text)) if text.isascii() and text.isdigit() else Fraction(text)


def _ending_places(denominator: int) -> int | None:
    """Decimals after which 1/denominator ends, or None when it never does."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        powers.append(power)
    return max(powers) if denominator == 1 else None


def display(
    value: Number,
    places: int = 1,
    *,
    full: Number | None = None,
    rounding: Rounding = "half_up",
) -> str:
    """`value` for a person: `places` decimals, more where rounding would claim 0 or the full mark.

    99.96 of 100 is written “99.96”, never “100.0”; 0.04 is “0.04”, never “0.0” (R27).
    """
    ends = [Fraction(0)] if full is None else [Fraction(0), Fraction(full)]
    return _written_apart(value, ends, places, rounding)


def display_against(value: Number, limit: Number, places: int = 1, *, full: Number | None = None) -> str:
    """Like `display`, with the unrounded value behind it where rounding hides a missed limit.

    89.95 against 90 is written “90.0 (89.95)” (R03 example 3).
    """
    shown = display(value, places, full=full)
    if (Fraction(shown) < limit) == (Fraction(value) < limit):
        return shown
    return f"{shown} ({_written_apart(value, [Fraction(limit)], places, 'half_up')})"


def _written_apart(value: Number, ends: list[Fraction], places: int, rounding: Rounding) -> str:
    fraction = Fraction(value)
    text = fixed(fraction, places, rounding)
    while any(Fraction(text) == end != fraction for end in ends):
        places += 1
        text = fixed(fraction, places, rounding)
    return text


def at_least(value: Number, limit: Number, compare: Compare = "exact", places: int = 1) -> bool:
    """Whether `value` ≥ `limit`, unrounded unless `compare` says rounded to `places` decimals."""
    compared = Fraction(rounded(value, places)) if compare == "rounded" else Fraction(value)
    return compared >= Fraction(limit)


def total(values: Iterable[Number]) -> Fraction:
    """The exact sum; nothing sums to 0."""
    return sum((Fraction(value) for value in values), Fraction(0))


def ceil_percent(count: int, percent: Number) -> int:
    """⌈count · percent ÷ 100⌉ by whole-number arithmetic."""
    share = Fraction(percent) * count / 100
    return -(-share.numerator // share.denominator)
