"""Whom a person picked for a pack, read from a file: each line names one who is on file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from csat_tui.importing.fields import Kind
from csat_tui.importing.judge import Judge, Judged
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.opening import load
from csat_tui.importing.prepared import Prepared, prepare
from csat_tui.importing.refusals import refusal
from csat_tui.importing.rows import Parsed, PassedOver, Rejection, labels
from csat_tui.laptop.importing import UNNAMED, with_offset
from csat_tui.laptop.on_file import OnFile
from csat_tui.laptop.opening import Laptop, now
from schemas.language import texts
from schemas.packs.model import Pack

_ = texts("csat_tui")

KINDS: dict[str, Kind] = {"staff": "staff", "display_cars": "cars"}
"""Source of a frame -> kind of file that tells of such; all others are customers."""
NAMED_BY: dict[Kind, tuple[str, ...]] = {
    "customers": ("number", "name", "phone", "plate"),
    "staff": ("number",),
    "cars": ("number", "plate", "vin"),
}


@dataclass
class Chosen:
    """``ids``: of those who are on file, each once; ``rejections``: the lines that name nobody there."""

    ids: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


def read_chosen(laptop: Laptop, pack: Pack, path: Path, by_hand: Wishes | None = None) -> Chosen:
    """The people, cars or customers that a file names; nothing is stored. Raises Trouble as
    ``importing.open_file``, and ``column_missing``."""
    kind = KINDS.get(pack.frame.source if pack.frame else "", "customers")
    prepared = prepare(kind, load(path), by_hand or Wishes())
    named = NAMED_BY[kind]
    if prepared.assigned.columns.keys().isdisjoint(named):
        raise refusal(
            "column_missing",
            _("No column names who is meant: {fields}.", fields=labels(kind, named)),
            _("Write one of these above its column."),
        )
    found = Chosen()
    with laptop.store.read() as session:
        for line in _judged(prepared, named, OnFile(session)):
            if isinstance(line, Rejection):
                found.rejections.append(line)
            elif line.verdict == "new":
                found.rejections.append(_not_on_file(line.line))
            elif line.record not in found.ids:
                found.ids.append(line.record)
    return found


def _judged(prepared: Prepared, named: tuple[str, ...], records: OnFile) -> Iterator[Judged | Rejection]:
    judge = Judge(prepared.kind, records, UNNAMED)
    for row in prepared.rows(now().date(), with_offset, (named,)):
        match row:
            case Parsed():
                yield from judge.judge([row])
            case Rejection():
                yield row
            case PassedOver():
                pass


def _not_on_file(line: int) -> Rejection:
    return Rejection(
        line,
        "not_on_file",
        _("Nobody on file is surely meant: give the number or telephone, or import this line first."),
    )
