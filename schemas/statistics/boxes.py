"""Top and bottom boxes: the share of the best, or the worst, options of a scale."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.rates import Rate


def top_box(counts: Sequence[int], boxes: int = 1) -> Rate:
    """The first `boxes` options (the best come first) of all answers; 2 is the top-2-box."""
    return Rate(sum(counts[:boxes]), sum(counts))


def bottom_box(counts: Sequence[int], boxes: int = 2) -> Rate:
    """The last `boxes` options of all answers."""
    return Rate(sum(counts[max(0, len(counts) - boxes) :]), sum(counts))
