"""How many answers a proportion needs, and how many of an interviewer's are checked again."""

from __future__ import annotations

from fractions import Fraction

from schemas.language import texts
from schemas.numbers import Number, ceil_percent
from schemas.rejection import InputError

_ = texts("schemas")

BACK_CHECK_PERCENT = 10


def sample_size(p: Number, e: Number, z: Number, population: int | None = None) -> int:
    """n₀ = z²·p·(1 − p)/e²; with a population N, n₀ / (1 + (n₀ − 1)/N). Rounded up once, at the end.

    Source: Cochran 1977 (ISO 10004:2018 asks for such a calculation). Re-computed for z 1.96, p .5,
    e .05: 385; N 1000 → 278, 500 → 218, 200 → 132, 10 000 → 370. Raises InputError (`out_of_range`).
    """
    if not 0 <= p <= 1 or e <= 0 or z < 0 or (population is not None and population < 0):
        message = _("A sample needs a share from 0 to 1, an error above 0 and no negative number.")
        raise InputError("out_of_range", message)
    share = Fraction(p)
    wanted = Fraction(z) ** 2 * share * (1 - share) / Fraction(e) ** 2
    if population is not None:
        # The same as n₀ / (1 + (n₀ − 1)/N), and defined for an empty population, too.
        remaining = population + wanted - 1
        wanted = wanted * population / remaining if population and wanted else Fraction(0)
    return -(-wanted.numerator // wanted.denominator)


def back_checks_required(completed: int, *, percent: Number = BACK_CHECK_PERCENT) -> int:
    """⌈n · percent ÷ 100⌉ of an interviewer's interviews in a wave (61 at 10 % → 7)."""
    return ceil_percent(completed, percent)
