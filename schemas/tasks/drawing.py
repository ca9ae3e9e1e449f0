"""Which units of a frame are asked: everybody, or a draw that anybody can do again from its seed (R10, S1-049).

The frame is the pack's, its size and digest are kept with the draw; strata, shares and seed decide the rest. A
draw of shares follows a frame that grows: what earlier draws of the period took counts towards the share of the
cases known now, so that the share holds at the end (weekly draws for a quarter, P13).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil

from schemas.canonical import canonical_bytes, digest
from schemas.figures import severity_sample
from schemas.language import texts
from schemas.numbers import ceil_percent
from schemas.packs.model import Pack
from schemas.packs.work_keys import Sample
from schemas.rejection import InputError
from schemas.tasks.units import Unit

_ = texts("schemas")

MOST = 5000
"""Units of one draw, chosen and reserve: its record has to fit into one body of the log."""


@dataclass(frozen=True)
class Stratum:
    """One stratum of a draw: ``cases`` in the frame, ``required`` of them, ``before`` taken by earlier draws,
    and what this draw took: ``chosen``, then ``reserve`` in the order in which it moves up."""

    cases: int
    required: int
    before: int
    chosen: tuple[str, ...]
    reserve: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A draw: ``size`` of the frame, ``frame`` its digest, ``rule`` how it was drawn, and its strata."""

    rule: str
    seed: str
    size: int
    frame: str
    strata: Mapping[str, Stratum] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(id for stratum in self.strata.values() for id in stratum.chosen)

    @property
    def reserve(self) -> tuple[str, ...]:
        return tuple(id for stratum in self.strata.values() for id in stratum.reserve)


def is_census(pack: Pack) -> bool:
    """Whether everybody of the frame is asked, so that nothing is left to chance."""
    frame, sample = pack.frame, pack.sample or Sample()
    if frame is None or frame.draw in ("census", "list"):
        return True
    return frame.draw == "part" and (sample.rate is None or sample.rate >= 1)


def grows(pack: Pack) -> bool:
    """Whether the draw is of shares, so that it can be done with each import of a frame that still grows."""
    sample = pack.sample or Sample()
    return bool(sample.strata) or sample.rate is not None


def drawn(
    pack: Pack,
    units: Mapping[str, Unit],
    taken: Collection[str],
    kept_back: Collection[str],
    seed: str,
    size: int | None = None,
) -> Drawn:
    """Draw from ``units`` (id -> unit), of which earlier draws took ``taken`` and hold ``kept_back`` in reserve.

    ``size``: how many in all, where the pack does not say. InputError ``sample_unknown``, ``sample_too_large``.
    """
    sample = pack.sample or Sample()
    strata, left_out = _strata(pack, sample, units)
    needed = _required(pack, sample, {code: len(ids) for code, ids in strata.items()}, size)
    found = {
        code: _one(ids, needed[code], taken, kept_back, _reserve_share(sample), f"{seed}:{code}", sample)
        for code, ids in sorted(strata.items())
    }
    if sum(len(one.chosen) for one in found.values()) > MOST:
        raise InputError("sample_too_large", _("One draw can hold {n} contacts at most.", n=MOST))
    return Drawn(_rule(pack, sample), seed, len(units), frame_digest(units), _cut(found), left_out)


def frame_digest(ids: Collection[str]) -> str:
    """SHA-256 over the sorted ids of a frame."""
    return digest(canonical_bytes(sorted(ids)))


def _strata(
    pack: Pack, sample: Sample, units: Mapping[str, Unit]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Stratum -> ids; a unit whose severity has no share in the pack cannot be drawn and is counted."""
    names = _names(pack, sample)
    known = {stratum.code for stratum in sample.strata}
    strata: dict[str, list[str]] = {code: [] for code in sorted(known)}
    missing = 0
    for id, unit in units.items():
        code = "/".join(unit.groups.get(name, "") for name in names)
        if known and code not in known:
            missing += 1
        else:
            strata.setdefault(code, []).append(id)
    return strata, {"no_stratum": missing} if missing else {}


def _names(pack: Pack, sample: Sample) -> tuple[str, ...]:
    if sample.group:
        return tuple(sample.group.split("_and_"))
    frame = pack.frame
    return frame.strata if frame and (frame.draw == "stratified" or sample.strata) else ()


def _required(pack: Pack, sample: Sample, cases: Mapping[str, int], size: int | None) -> dict[str, int]:
    if size is not None:
        return _shared_out(size, cases)
    if sample.strata:
        percent = {stratum.code: stratum.percent for stratum in sample.strata}
        return {code: severity_sample.required(count, percent[code]) for code, count in cases.items()}
    if sample.per_group is not None:
        return {code: min(sample.per_group, count) for code, count in cases.items()}
    everybody = sum(cases.values())
    if sample.rate is not None:
        return {code: ceil_percent(count, sample.rate * 100) for code, count in cases.items()}
    if sample.every is not None:
        return {code: -(-count // sample.every) for code, count in cases.items()}
    if sample.percent is not None or sample.minimum is not None:
        wanted = max(sample.minimum or 0, ceil_percent(everybody, sample.percent or Decimal(0)))
        return _shared_out(wanted, cases)
    message = _(
        "The pack {pack} does not say how many are drawn: give the number with --size.", pack=pack.pack
    )
    raise InputError("sample_unknown", message)


def _shared_out(size: int, cases: Mapping[str, int]) -> dict[str, int]:
    """A number over strata in proportion to their cases: largest remainders, the first stratum at a tie."""
    everybody = sum(cases.values())
    size = min(size, everybody)
    if not everybody:
        return dict.fromkeys(cases, 0)
    exact = {code: Fraction(size * count, everybody) for code, count in cases.items()}
    whole = {code: int(share) for code, share in exact.items()}
    order = sorted(cases, key=lambda code: (whole[code] - exact[code], code))
    for code in order[: size - sum(whole.values())]:
        whole[code] += 1
    return whole


def _one(
    ids: Sequence[str],
    required: int,
    taken: Collection[str],
    kept_back: Collection[str],
    share: Fraction,
    seed: str,
    sample: Sample,
) -> Stratum:
    before = sum(1 for id in ids if id in taken)
    waiting = sum(1 for id in ids if id in kept_back)
    free = [id for id in ids if id not in taken and id not in kept_back]
    wanted = max(0, required - before)
    order = _systematic(free, wanted, seed, sample.every) if sample.every else _shuffled(free, wanted, seed)
    reserve = max(0, ceil(required * share) - waiting)
    return Stratum(len(ids), required, before, order[0], order[1][:reserve])


def _shuffled(ids: Sequence[str], size: int, seed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = severity_sample.draw(ids, size, seed)
    return found.sample, found.reserve


def _systematic(
    ids: Sequence[str], size: int, seed: str, every: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every k-th in the order of the frame, from a start drawn by the seed."""
    start = severity_sample.draw(map(str, range(every)), 1, seed).sample
    first = int(start[0]) % max(1, min(every, len(ids)))
    chosen = tuple(ids[first::every][:size])
    return chosen, tuple(id for id in ids if id not in set(chosen))


def _reserve_share(sample: Sample) -> Fraction:
    return Fraction(sample.reserve or 0)


def _cut(strata: Mapping[str, Stratum]) -> dict[str, Stratum]:
    """The strata with no more reserve than one record can hold."""
    room = MOST - sum(len(one.chosen) for one in strata.values())
    found = {}
    for code, one in strata.items():
        reserve = one.reserve[:room]
        room -= len(reserve)
        found[code] = Stratum(one.cases, one.required, one.before, one.chosen, reserve)
    return found


def _rule(pack: Pack, sample: Sample) -> str:
    if sample.strata and set(_names(pack, sample)) & {"priority", "severity"}:
        return "R10"
    return pack.frame.draw if pack.frame else "census"
