"""When a result equals what a vector expects, and how a value is shown when it does not."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TypeGuard

from schemas.text import one_line

SHOWN = 200


def same(result: object, expected: object) -> bool:
    """Equal all the way down: same keys, same length, numbers by value, true and 1 never."""
    if isinstance(result, dict):
        if not isinstance(expected, dict) or result.keys() != expected.keys():
            return False
        return all(same(value, expected[key]) for key, value in result.items())
    if isinstance(result, list):
        if not isinstance(expected, list) or len(result) != len(expected):
            return False
        return all(same(one, other) for one, other in zip(result, expected, strict=True))
    if is_number(result) and is_number(expected):
        return _decimal(result) == _decimal(expected)
    return type(result) is type(expected) and result == expected


def is_number(value: object) -> TypeGuard[int | Decimal | float]:
    """A JSON number that has a value; true and false are none."""
    if isinstance(value, bool):
        return False
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _decimal(value: int | Decimal | float) -> int | Decimal:
    # A float means the digits it is written with.
    return Decimal(repr(value)) if isinstance(value, float) else value


def written(value: object) -> str:
    """A value for a sentence: JSON, on one line, shortened, without control characters."""
    try:
        text = _json(value)
    except (ValueError, TypeError, RecursionError):
        text = "…"
    text = one_line(text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _json(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(key)}: {_json(entry)}" for key, entry in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
