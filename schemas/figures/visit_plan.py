"""R29: whether planned visits were made (S1-235, S3-37)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.rates import Rate


@dataclass(frozen=True)
class PlannedVisit:
    """A visit of an approved plan with its window; `done_on` is None while it is open."""

    first_day: date
    last_day: date
    done_on: date | None = None


@dataclass(frozen=True)
class Fulfilment:
    """Visits done, and done inside their window, of those planned. Unplanned visits are in neither."""

    done: Rate
    on_time: Rate


def fulfilment(visits: Iterable[PlannedVisit]) -> Fulfilment:
    """How far a plan was carried out."""
    planned = list(visits)
    done = [visit for visit in planned if visit.done_on is not None]
    in_window = [v for v in done if v.done_on is not None and v.first_day <= v.done_on <= v.last_day]
    return Fulfilment(Rate(len(done), len(planned)), Rate(len(in_window), len(planned)))


@dataclass(frozen=True)
class PlanCount:
    """The fulfilment of what was planned for a period, and the ids of the planned visits it counts."""

    fulfilment: Fulfilment
    lines: tuple[str, ...]

    @property
    def parts(self) -> dict[str, int]:
        """How many were made in time, made late, and not made (yet)."""
        done, on_time = self.fulfilment.done, self.fulfilment.on_time
        return {
            "on_time": on_time.numerator,
            "late": done.numerator - on_time.numerator,
            "not_done": done.base - done.numerator,
        }


@dataclass(frozen=True)
class PlanVersion:
    """An approved version of a plan; earlier ones are kept."""

    version: str
    valid_from: date
    visits: tuple[PlannedVisit, ...]


def version_on(versions: Sequence[PlanVersion], day: date) -> PlanVersion | None:
    """The version that was valid on `day`, the last of several of one day; None before the first."""
    valid = [version for version in versions if version.valid_from <= day]
    return sorted(valid, key=lambda version: version.valid_from)[-1] if valid else None
