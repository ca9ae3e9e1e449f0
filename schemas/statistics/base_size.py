"""How far a base carries: marks for small bases, and the floor of anonymous packs.

Source: the defaults of UNICOM Intelligence (minimum base 30, small base 100). Convention, not law.
"""

from __future__ import annotations

from typing import Literal

BaseMark = Literal["too_small", "caution", "normal"]

MINIMUM_BASE = 30
SMALL_BASE = 100
ANONYMOUS_CELL = 5

SIGNS: dict[BaseMark, str] = {"too_small": "**", "caution": "*", "normal": ""}


def base_mark(base: int, *, minimum: int = MINIMUM_BASE, small: int = SMALL_BASE) -> BaseMark:
    """too_small below `minimum` (样本过小), caution below `small`, else normal."""
    if base < minimum:
        return "too_small"
    return "caution" if base < small else "normal"


def cell_may_show(persons: int, *, anonymous: bool, minimum: int = ANONYMOUS_CELL) -> bool:
    """Whether a cell of so many persons may be shown; an anonymous pack hides fewer than five."""
    return not anonymous or persons >= minimum
