"""When a result equals what a vector expects, and how a value is shown when it does not."""

from __future__ import annotations

import json
import math
from collections.abc import Sized
from decimal import Decimal
from itertools import islice
from typing import TypeGuard

from schemas.text import one_line

SHOWN = 400
ENTRIES = 20
DEPTH = 4


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
    text = one_line(_json(value, DEPTH))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _json(value: object, depth: int) -> str:
    if isinstance(value, list | dict) and depth == 0:
        return "…"
    if isinstance(value, list):
        return "[" + ", ".join([_json(entry, depth - 1) for entry in value[:ENTRIES]] + _rest(value)) + "]"
    if isinstance(value, dict):
        shown = [f"{_json(k, 1)}: {_json(v, depth - 1)}" for k, v in islice(value.items(), ENTRIES)]
        return "{" + ", ".join(shown + _rest(value)) + "}"
    if isinstance(value, str):
        return json.dumps(value[: SHOWN + 1], ensure_ascii=False)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    too_long = isinstance(value, int) and value.bit_length() > 4 * SHOWN
    return "…" if too_long else str(value)


def _rest(value: Sized) -> list[str]:
    return ["…"] if len(value) > ENTRIES else []
