"""What every pack is made of: sentences in both languages, options and scales."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.language import current


class Part(BaseModel):
    """Base of everything in a pack. Unknown keys are kept, never dropped (see ``checks.keys``)."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class Text(Part):
    """A sentence in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if current() == "en" else self.zh


class Option(Text):
    """A choice. ``value`` is its worth in points; ``low``/``high`` its band where it is a range (AMB-02)."""

    code: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    level: str | None = None
    not_applicable: bool = False
    """The item does not apply: it counts neither as obtained nor as applicable points (R15)."""
    ends: Literal["refused", "reschedule", "not_the_person"] | None = None
    """Choosing it ends the interview with this outcome (B0, B1)."""


ScaleType = Literal["number", "single", "multi", "text", "date", "time"]


class Scale(Part):
    """How an item is answered. Numbers have bounds and decimals, choices have options in order."""

    type: ScaleType
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    options: tuple[Option, ...] = ()

    def option(self, code: str) -> Option | None:
        """The option with this code."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> Mapping[str, Option]:
        return {option.code: option for option in reversed(self.options)}  # of two alike the first

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Least and full mark: of a number its bounds, of a choice its least and greatest worth."""
        if self.min is not None and self.max is not None:
            return self.min, self.max
        worth = [option.value for option in self.options if option.value is not None]
        return (min(worth), max(worth)) if worth else None
