"""R11 for a shop: shares of the 300-point bands and the mean total (S1-133, S1-134)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from schemas.figures.mean import Mean, mean_of
from schemas.rates import Rate
from schemas.scoring.points300 import RepairBand, RepairForm


@dataclass(frozen=True)
class RepairShop:
    """Bands and mean over the valid forms; invalid ones are counted in the mean's exclusions."""

    bands: Mapping[RepairBand, Rate]
    mean: Mean


def repair_shop(forms: Iterable[RepairForm]) -> RepairShop:
    """The result of a shop's forms."""
    listed = list(forms)
    counts = Counter(form.band for form in listed if form.band is not None)
    base = sum(counts.values())
    names: tuple[RepairBand, ...] = get_args(RepairBand)
    bands = {band: Rate(counts[band], base) for band in names}
    return RepairShop(bands, mean_of((form.total for form in listed), reason="invalid"))
