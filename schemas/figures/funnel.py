"""How far the tasks of a period came: due, attempted, contacted, success, surveyed, scored (J3, R05, R14).

A task tells its own place, by one function on both ends; a funnel is the count of tasks in each place. So both
ends keep the place beside the task, count places, and get the same bytes from the same tasks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from schemas.canonical import decimal_text
from schemas.figures.gates import Gate
from schemas.figures.mode_mix import ModeMix, mode_mix
from schemas.figures.severity_sample import Achieved, achieved
from schemas.packs.model import Pack
from schemas.rates import Rate
from schemas.scoring.success import callback_succeeded, survey_succeeded
from schemas.statistics.aapor import Outcomes, outcome_rates
from schemas.tasks.dispositions import DISPOSITIONS
from schemas.tasks.standing import RESERVE
from schemas.tasks.windows import due_day

STAGES = ("due", "attempted", "contacted", "success", "surveyed", "scored")

OUT = "out"
NEVER_DUE = frozenset({"duplicate", "do_not_contact"})
"""Reasons for which a task that nobody was tried on is not due: it was one thing twice, or nobody may be asked.
No other reason takes a task out: the source's rate has no correction for eligibility (R05); the AAPOR rates
beside it have."""

_COMPLETION = {"COMPLETE": "i", "PARTIAL": "p", "BREAKOFF": "r", "REFUSED": "r"}


@dataclass(frozen=True)
class Place:
    """Where a task stands. ``reach``: due, attempted or contacted; ``completion`` of its questionnaire, empty
    without one; ``mark``: none, level or score; ``outcome``: its AAPOR group; ``stratum`` it was drawn in."""

    reach: str
    completion: str
    mark: str
    outcome: str
    stratum: str = ""

    def __str__(self) -> str:
        place = ".".join((self.reach, self.completion or "-", self.mark, self.outcome))
        return f"{place}|{self.stratum}" if self.stratum else place

    @staticmethod
    def read(text: str) -> "Place":
        """The place that was written so."""
        place, _bar, stratum = text.partition("|")
        reach, completion, mark, outcome = place.split(".")
        return Place(reach, completion.strip("-"), mark, outcome, stratum)


def place_of(task: Mapping[str, Any]) -> str | None:
    """The place of a task as it is kept beside it; None while it is in reserve. ``out.REASON``: not due."""
    tries = task.get("attempts") or ()
    status, reason = task.get("status"), task.get("cancelled_reason")
    if status == RESERVE:
        return None
    if status == "cancelled" and not tries and reason in NEVER_DUE:
        return f"{OUT}.{reason}"
    place = _answered(task) if task.get("done_by") else _tried(tries)
    return str(replace(place, stratum=str(task.get("stratum") or "")))


def day_of(task: Mapping[str, Any]) -> str:
    """The day that decides a task's period: the one it is due by, so that no period is over while one of its
    tasks may still be done in time."""
    return due_day(str(task.get("due_at") or ""))


def _answered(task: Mapping[str, Any]) -> Place:
    found = task.get("outcome") or {}
    completion = str(found.get("completion") or "COMPLETE")
    mark = "score" if found.get("score") else "level" if found.get("level") else "none"
    return Place("contacted", completion, mark, _COMPLETION.get(completion, "o"))


def _tried(tries: Any) -> Place:
    """The last try that reached somebody says what became of it, else the last one (AAPOR, final disposition)."""
    if not tries:
        return Place("due", "", "none", "uh")
    known = [DISPOSITIONS[name] for each in tries if (name := each.get("disposition")) in DISPOSITIONS]
    reached = [each for each in known if each.reached]
    last = (reached or known)[-1] if known else None
    return Place("contacted" if reached else "attempted", "", "none", last.outcome if last else "nc")


@dataclass(frozen=True)
class Funnel:
    """The counts of a pack for a period. ``places``: place -> tasks; ``channels``: channel -> complete
    questionnaires of the period, with or without a task; ``cases``: stratum -> cases of the period in the list
    that was drawn from last."""

    pack: Pack
    places: Mapping[str, int]
    channels: Mapping[str, int]
    cases: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Stage -> tasks that came at least so far; never more than the stage before."""
        found = Counter(dict.fromkeys(STAGES, 0))
        for place, count in self._counted:
            for stage in self._stages(place):
                found[stage] += count
        return dict(found)

    @property
    def left_out(self) -> dict[str, int]:
        """Reason -> tasks that are not due for it."""
        parts = ((place.partition("."), count) for place, count in sorted(self.places.items()))
        return {reason: count for (head, _dot, reason), count in parts if head == OUT}

    @property
    def gates(self) -> dict[str, Gate]:
        """The pack's gates whose counts are in the funnel, in its order: R05 and R14."""
        found = {}
        for name, gate in self.pack.gates.items():
            if gate is not None and {gate.numerator, gate.denominator} <= set(STAGES):
                rate = Rate(self.counts[gate.numerator], self.counts[gate.denominator])
                found[name] = Gate(rate, Fraction(gate.min))
        return found

    @property
    def verdict(self) -> str | None:
        """valid, invalid (a gate fails) or nothing_due (无应回访); None without gates."""
        gates = self.gates.values()
        if not gates:
            return None
        if not self.counts["due"]:
            return "nothing_due"
        return "valid" if all(gate.ok for gate in gates) else "invalid"

    @property
    def outcomes(self) -> Outcomes:
        """How many due tasks ended in each AAPOR group."""
        found = Counter[str]()
        for place, count in self._counted:
            found[place.outcome] += count
        return Outcomes(**{name: found[name] for name in ("i", "p", "r", "nc", "o", "uh", "uo", "ne")})

    @property
    def rates(self) -> dict[str, Decimal | None]:
        """The AAPOR outcome rates; None each where nothing is due."""
        return outcome_rates(self.outcomes)

    @property
    def modes(self) -> ModeMix | None:
        """R31, where the pack has a main mode that must exceed a share."""
        modes = self.pack.modes
        if modes is None or modes.main_share_min_exclusive is None:
            return None
        return mode_mix(self.channels, main=modes.main, more_than=modes.main_share_min_exclusive)

    @property
    def strata(self) -> dict[str, Achieved]:
        """R10: stratum -> completed (or tried, by the pack's key) of all its cases, against its share."""
        shares = self.pack.sample.strata if self.pack.sample else ()
        basis = self.pack.severity.rate_basis if self.pack.severity else "completed"
        found = {}
        for share in shares:
            mine = [(place, count) for place, count in self._counted if place.stratum == share.code]
            done = sum(count for place, count in mine if "success" in self._stages(place))
            tried = sum(count for place, count in mine if "attempted" in self._stages(place))
            cases = self.cases.get(share.code)
            if cases is not None:
                found[share.code] = achieved(cases, done, tried, share.percent, basis=basis)
        return found

    @cached_property
    def _counted(self) -> list[tuple[Place, int]]:
        due = ((text, count) for text, count in sorted(self.places.items()) if not text.startswith(f"{OUT}."))
        return [(Place.read(text), count) for text, count in due]

    def _stages(self, place: Place) -> tuple[str, ...]:
        """The stages a task came through; AMB-24 says what a success and a survey are."""
        rule = self.pack.success.definition if self.pack.success else "must_items_handled"
        reached = place.reach == "contacted"
        person = reached and (rule == "connected" or bool(place.completion))
        success = callback_succeeded(person, 0 if place.completion == "COMPLETE" else 1, definition=rule)
        surveyed = survey_succeeded(success, place.mark != "none")
        come = (True, place.reach != "due", reached, success, surveyed, surveyed and place.mark == "score")
        return tuple(stage for stage, here in zip(STAGES, come, strict=True) if here)


def funnel(
    pack: Pack,
    places: Mapping[str, int],
    channels: Mapping[str, int],
    draws: Iterable[Mapping[str, Any]] = (),
) -> Funnel:
    """The funnel of a pack from the places of its tasks, the channels of its complete questionnaires, and the
    draws of the period, whose list only grows."""
    cases: dict[str, int] = {}
    for draw in draws:
        for code, stratum in draw["strata"].items():
            cases[code] = max(cases.get(code, 0), stratum["cases"])
    return Funnel(pack, dict(places), dict(channels), cases)


def to_json(found: Funnel) -> dict[str, object]:
    """The funnel as JSON values; equal counts give equal bytes. All of it comes from tasks and draws, which every
    laptop holds, so that it is the same on all; the mode mix, which counts questionnaires, stands in ``modes_json``.
    """
    return {
        **found.counts,
        "left_out": found.left_out,
        "gates": {name: _gate_json(found, name, gate) for name, gate in found.gates.items()},
        "verdict": found.verdict,
        "strata": {
            code: {
                "numerator": one.rate.numerator,
                "base": one.rate.base,
                "percent": one.rate.display(),
                "ok": one.ok,
                "needed": one.needed,
            }
            for code, one in found.strata.items()
        },
        "aapor": {
            "outcomes": dict(vars(found.outcomes)),
            "rates": {
                name: None if rate is None else decimal_text(rate) for name, rate in found.rates.items()
            },
        },
    }


def modes_json(found: Funnel) -> dict[str, object]:
    """R31: channel -> the complete questionnaires that this end holds, with or without a task, and the share of the
    main mode."""
    mix = found.modes
    return {
        "channels": dict(sorted(found.channels.items())),
        "main": found.pack.modes.main if found.pack.modes else None,
        "share": None if mix is None else mix.main.display(),
        "ok": None if mix is None else mix.ok,
    }


def _gate_json(found: Funnel, name: str, gate: Gate) -> dict[str, object]:
    rule = found.pack.gates[name]
    return {
        "rule": rule.rule,
        "numerator": gate.rate.numerator,
        "base": gate.rate.base,
        "percent": gate.rate.display(),
        "minimum": decimal_text(Decimal(str(rule.min)) * 100),
        "ok": gate.ok,
        "needed": gate.needed,
    }
