"""R31: whether the main mode carries more than half of the valid contacts (S0-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.numbers import Number
from schemas.rates import Rate

MAIN_SHARE = Decimal("0.50")


@dataclass(frozen=True)
class ModeMix:
    """The main mode's share; `ok` is None without a base."""

    main: Rate
    ok: bool | None


def mode_mix(
    valid_by_mode: Mapping[str, int], *, main: str = "phone", more_than: Number = MAIN_SHARE
) -> ModeMix:
    """Valid contacts of the main mode ÷ all valid; exactly half is not enough."""
    share = Rate(valid_by_mode.get(main, 0), sum(valid_by_mode.values()))
    return ModeMix(share, share.above(more_than))
