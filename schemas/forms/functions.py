"""The functions an expression may call: this list and nothing else.

Names and meaning follow ODK XForms. ``today()``, ``now()`` and ``random()`` give what the context holds, so that
the same answers give the same result on every machine and at any later time. There is no ``regex()``: a pattern
can be written that takes hours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.forms.values import (
    ARITHMETIC,
    NO_NUMBER,
    Value,
    as_number,
    as_text,
    as_truth,
    finite,
    is_empty,
    rounded,
    whole,
)

Arguments = Sequence[Value]

MAX_TEXT = 10_000
"""Characters that a joined text may reach."""


@dataclass(frozen=True)
class Function:
    """``least`` and ``most`` count its arguments; ``most`` None is any number."""

    call: Callable[[Arguments], Value]
    least: int
    most: int | None


def _selected(given: Arguments) -> Value:
    return as_text(given[1]).strip() in as_text(given[0]).split()


def _selected_at(given: Arguments) -> Value:
    codes, wanted = as_text(given[0]).split(), whole(as_number(given[1]))
    return codes[int(wanted)] if wanted.is_finite() and 0 <= wanted < len(codes) else ""


def _coalesce(given: Arguments) -> Value:
    return next((value for value in given if not is_empty(value)), "")


def _round(given: Arguments) -> Value:
    digits = whole(as_number(given[1])) if len(given) == 2 else Decimal(0)
    if not digits.is_finite() or abs(digits) > 12:
        return NO_NUMBER
    return rounded(as_number(given[0]), int(digits))


def _numbers(given: Arguments) -> list[Decimal] | None:
    """All as numbers, or nothing when one is none: a total of something missing is no total."""
    numbers = [as_number(value) for value in given]
    return numbers if all(number.is_finite() for number in numbers) else None


def _smallest(given: Arguments) -> Value:
    numbers = _numbers(given)
    return min(numbers) if numbers else NO_NUMBER


def _largest(given: Arguments) -> Value:
    numbers = _numbers(given)
    return max(numbers) if numbers else NO_NUMBER


def _sum(given: Arguments) -> Value:
    total = Decimal(0)
    for value in given:
        total = ARITHMETIC.add(total, as_number(value))
    return finite(total)


def _substring(given: Arguments) -> Value:
    numbers = _numbers(given[1:])
    if numbers is None:
        return ""
    bounds = [int(max(Decimal(0), min(whole(number), Decimal(MAX_TEXT)))) for number in numbers]
    return as_text(given[0])[slice(*bounds) if len(bounds) == 2 else slice(bounds[0], None)]


def _date(given: Arguments) -> Value:
    """The day of a date or moment; empty when it is neither."""
    text = as_text(given[0])
    return text[:10] if not isinstance(given[0], Decimal) and "-" in text and _is_number(text) else ""


def _is_number(text: str) -> bool:
    return as_number(text).is_finite()


FUNCTIONS: dict[str, Function] = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda given: Decimal(len(as_text(given[0]).split())), 1, 1),
    "count-non-empty": Function(lambda given: Decimal(sum(not is_empty(v) for v in given)), 1, None),
    "coalesce": Function(_coalesce, 1, None),
    "round": Function(_round, 1, 2),
    "int": Function(lambda given: whole(as_number(given[0])), 1, 1),
    "abs": Function(lambda given: finite(abs(as_number(given[0]))), 1, 1),
    "number": Function(lambda given: as_number(given[0]), 1, 1),
    "string": Function(lambda given: as_text(given[0]), 1, 1),
    "min": Function(_smallest, 1, None),
    "max": Function(_largest, 1, None),
    "sum": Function(_sum, 1, None),
    "not": Function(lambda given: not as_truth(given[0]), 1, 1),
    "boolean": Function(lambda given: as_truth(given[0]), 1, 1),
    "true": Function(lambda given: True, 0, 0),
    "false": Function(lambda given: False, 0, 0),
    "string-length": Function(lambda given: Decimal(len(as_text(given[0]))), 1, 1),
    "concat": Function(lambda given: "".join(map(as_text, given))[:MAX_TEXT], 1, None),
    "contains": Function(lambda given: as_text(given[1]) in as_text(given[0]), 2, 2),
    "starts-with": Function(lambda given: as_text(given[0]).startswith(as_text(given[1])), 2, 2),
    "ends-with": Function(lambda given: as_text(given[0]).endswith(as_text(given[1])), 2, 2),
    "substr": Function(_substring, 2, 3),
    "normalize-space": Function(lambda given: " ".join(as_text(given[0]).split()), 1, 1),
    "date": Function(_date, 1, 1),
}
