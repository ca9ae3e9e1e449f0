"""R01: a score that the customer gave as a number (直接确认; S0-52, S0-53)."""

from __future__ import annotations

from decimal import Decimal

from schemas.language import texts
from schemas.numbers import decimals, parse_decimal
from schemas.rejection import InputError

_ = texts("schemas")

FULL_MARK = Decimal(100)


def direct_score(text: str, *, full_mark: Decimal = FULL_MARK, max_decimals: int = 1) -> Decimal | None:
    """The score typed as `text`, or None when it is blank (then the level is asked, R02).

    0 is a valid score. Raises InputError (`not_a_number`, `out_of_range`, `too_many_decimals`).
    """
    if not text.strip():
        return None
    return checked_score(parse_decimal(text), full_mark=full_mark, max_decimals=max_decimals)


def checked_score(value: Decimal, *, full_mark: Decimal = FULL_MARK, max_decimals: int = 1) -> Decimal:
    """`value` itself when it is a score of 0…`full_mark` with at most `max_decimals` decimals.

    Raises InputError (`out_of_range`, `too_many_decimals`).
    """
    if not value.is_finite() or not 0 <= value <= full_mark:
        raise InputError(
            "out_of_range",
            _(
                "{value} is not a score: enter a number from 0 to {full_mark}.",
                value=value,
                full_mark=full_mark,
            ),
        )
    if decimals(value) > max_decimals:
        raise InputError(
            "too_many_decimals",
            _(
                "{value} has too many decimals: enter at most {max_decimals}.",
                value=value,
                max_decimals=max_decimals,
            ),
        )
    return value
