"""The band of a pack that a score falls into (R11, AMB-03)."""

from fractions import Fraction

from schemas.numbers import Number
from schemas.packs.scoring_keys import Band, Bands


def band_of(bands: Bands, score: Number) -> Band | None:
    """The band of a score; None outside all of them.

    A shared edge belongs to the band that begins there (``edge: lower``) or to the one that ends there
    (``upper``); the lowest and the highest band keep their outer ends.
    """
    value = Fraction(score)
    inside = [band for band in bands.bands if _holds(band, value)]
    # Only an edge is held by two bands: the one that begins there has the higher low end.
    inside.sort(key=lambda band: (band.low is not None, band.low))
    if not inside:
        return None
    return inside[-1] if bands.edge == "lower" else inside[0]


def _holds(band: Band, value: Fraction) -> bool:
    above = band.low is None or Fraction(band.low) <= value
    return above and (band.high is None or value <= Fraction(band.high))
