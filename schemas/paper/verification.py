"""Which forms of a batch are keyed a second time, and by whom (J2.9; ISO 20252 practice, R33)."""

from collections.abc import Sequence
from decimal import Decimal

from schemas.figures.severity_sample import draw
from schemas.numbers import ceil_percent

ALL = Decimal(100)


def drawn(batch: str, forms: Sequence[str], percent: Decimal, seed: str) -> tuple[str, ...]:
    """The forms of a batch to key again: ⌈n · percent ÷ 100⌉, in the order they were keyed.

    At random by ``seed`` and batch, the same on every laptop; all of them at 100.
    """
    wanted = set(draw(forms, ceil_percent(len(set(forms)), percent), f"{seed}:{batch}").sample)
    return tuple(form for form in dict.fromkeys(forms) if form in wanted)


def may_verify(user: str, keyed_by: str | None) -> bool:
    """Nobody verifies what he keyed himself; an unknown keyer is nobody's second pair of eyes either."""
    return bool(user) and keyed_by is not None and user != keyed_by
