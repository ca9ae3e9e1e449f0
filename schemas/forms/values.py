"""What an expression computes with: texts, decimals, true and false, after XPath 1.0 and ODK XForms.

An empty answer is the text ``""``; it counts as *no number* in arithmetic and *no number* compares with
nothing. Codes of a multiple choice are one text, separated by blanks. Dates are texts in ISO 8601; as a number
they are days since 1970-01-01, so that they can be compared and subtracted. Unlike ODK nothing is ever infinite:
a division by nothing is *no number*, as a rate without a base is none.
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from schemas.canonical import decimal_text

Value = str | Decimal | bool

NO_NUMBER = Decimal("NaN")
ARITHMETIC = Context(prec=28, Emax=9999, Emin=-9999, traps=[])
"""Without traps an overflow becomes infinite, which ``finite`` then turns into no number."""

_NUMBER = re.compile(r"\s*-?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})\s*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[0-9:.]{1,15}(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS_A_DAY = 86400


def finite(number: Decimal) -> Decimal:
    """The number, or no number when it is not finite."""
    return number if number.is_finite() else NO_NUMBER


def as_number(value: Value) -> Decimal:
    """The value as a decimal; no number for an empty or other text."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return finite(value)
    if len(value) <= 64 and _NUMBER.fullmatch(value):
        return Decimal(value.strip())
    return _days(value)


def as_text(value: Value) -> str:
    """The value as a text; no number is the empty text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value) if value.is_finite() else ""
    return value


def as_truth(value: Value) -> bool:
    """Whether the value counts as true: a text that is not empty, a number that is not 0."""
    if isinstance(value, Decimal):
        return value.is_finite() and value != 0
    return bool(value)


def is_empty(value: Value) -> bool:
    """Whether there is nothing: the empty text or no number."""
    return as_text(value) == ""


def equal(left: Value, right: Value) -> bool:
    """XPath equality: as truth if one is a truth value, as numbers if one is a number, else as texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return as_truth(left) == as_truth(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return as_number(left) == as_number(right)
    return left == right


def less(left: Value, right: Value) -> bool:
    """Whether left is smaller, both as numbers; false when one is no number."""
    first, second = as_number(left), as_number(right)
    return first.is_finite() and second.is_finite() and first < second


def rounded(number: Decimal, digits: int) -> Decimal:
    """Half up, away from zero for negatives (rules paper, clarification 13)."""
    if not number.is_finite():
        return NO_NUMBER
    return finite(number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, ARITHMETIC))


def whole(number: Decimal) -> Decimal:
    """Without its decimals, towards zero."""
    return finite(number.to_integral_value(ROUND_DOWN)) if number.is_finite() else NO_NUMBER


def _days(text: str) -> Decimal:
    """Days since 1970-01-01 on the wall clock that the text was written by; no number for other texts."""
    if not _DATE.fullmatch(text):
        return NO_NUMBER
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NO_NUMBER
    days = Decimal(moment.toordinal() - _EPOCH)
    passed = _seconds(moment.time())
    return days + ARITHMETIC.divide(passed, Decimal(_SECONDS_A_DAY)) if passed else days


def _seconds(clock: time) -> Decimal:
    whole_seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return Decimal(whole_seconds) + Decimal(clock.microsecond).scaleb(-6)
