"""A bar of ASCII characters, whose width no terminal doubts."""

from fractions import Fraction


def bar(share: Fraction, width: int, full: str = "#", empty: str = "-") -> str:
    """A bar of this many cells, filled by the share between 0 and 1 (rounded down: full means all)."""
    filled = int(max(Fraction(0), min(Fraction(1), share)) * width)
    return full * filled + empty * (width - filled)
