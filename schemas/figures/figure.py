"""A figure: a number for a period and a group, with all that is needed to check it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from schemas.figures.trace import Trace
from schemas.numbers import Number, exact


@dataclass(frozen=True)
class Figure:
    """A value with its numerator, base, exclusions, rule, pack and trace.

    `value` is None when there is no base (无基数). Warnings are codes. When it was computed is not
    part of it: the same records give the same bytes on every machine.
    """

    rule: str
    pack: str
    pack_version: str
    pack_hash: str
    engine_version: str
    value: Number | None
    numerator: Number
    base: int
    trace: Trace
    exclusions: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Plain JSON values in canonical form: decimals as exact strings, reasons in order.

        A value whose decimals do not end is accompanied by its fraction, so that nothing is lost.
        """
        return {
            "rule": self.rule,
            "pack": self.pack,
            "pack_version": self.pack_version,
            "pack_hash": self.pack_hash,
            "engine_version": self.engine_version,
            "value": None if self.value is None else exact(self.value),
            "fraction": None if self.value is None else str(Fraction(self.value)),
            "numerator": exact(self.numerator),
            "base": self.base,
            "exclusions": dict(sorted(self.exclusions.items())),
            "warnings": sorted(set(self.warnings)),
            "trace": self.trace.to_json(),
        }
