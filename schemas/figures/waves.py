"""A wave: what was sent out or drawn together (调查期), and the questionnaires that came of it.

A wave is called by the series or id of a mailing, by the id of a draw, or by what stands as ``wave`` on batches of
paper. It is counted by membership, not by days: what comes back after the quarter still belongs to it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.figures.periods import Period

PREFIX = "wave:"

Records = Callable[[str], Iterable[Mapping[str, Any]]]
"""Collection -> its records with their ids."""


@dataclass(frozen=True)
class Wave:
    """``tasks``: what it asked for; ``keyed``: final responses keyed from its paper; ``draws``: those it is made of;
    ``begun``: the day it went out or was drawn."""

    id: str
    begun: date
    tasks: frozenset[str]
    keyed: frozenset[str]
    draws: tuple[Mapping[str, Any], ...] = ()

    def period(self, days: Iterable[str]) -> Period:
        """The wave as a period from the first to the last day of its questionnaires."""
        found = sorted(days)
        first, last = (
            (date.fromisoformat(found[place]) for place in (0, -1)) if found else (self.begun, self.begun)
        )
        return Period(f"{PREFIX}{self.id}", first, last)


def wave_id(text: str) -> str | None:
    """The wave that a period names (``wave:26Q4``); None where it names none."""
    return text[len(PREFIX) :].strip() if text.startswith(PREFIX) else None


def wave(id: str, pack: str, records: Records) -> Wave | None:
    """The wave of a pack under this name; None when there is none."""
    mailings = [one for one in records("mailing") if id == one["id"] or id.upper() == one["series"]]
    batches = [one for one in records("paper_batch") if one.get("wave") == id]
    draws = [one for one in records("draw") if one["id"] == id]
    found = [one for one in (*mailings, *batches, *draws) if one["pack"] == pack]
    if not found:
        return None
    ids = {one["id"] for one in found}
    forms = [form for form in records("paper_form") if form.get("mailing") in ids or form.get("batch") in ids]
    drawn = {task["id"] for task in records("task") if task.get("draw") in ids} if draws else set()
    return Wave(
        id=id,
        begun=min(_begun(one) for one in found),
        tasks=frozenset(drawn | {str(form["task"]) for form in forms if form.get("task")}),
        keyed=frozenset(str(form["keyed"]["response"]) for form in forms if form.get("keyed")),
        draws=tuple(one for one in draws if one["pack"] == pack),
    )


def _begun(record: Mapping[str, Any]) -> date:
    return date.fromisoformat(
        str(record.get("issued_on") or record.get("received_on") or record.get("at"))[:10]
    )
