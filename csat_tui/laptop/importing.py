"""Import a file on this laptop: look first, then apply in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from csat_tui.importing.calm import calm_collector
from csat_tui.importing.fields import Kind
from csat_tui.importing.judge import Judge
from csat_tui.importing.judged_rows import Line, judged_parts
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.opening import load
from csat_tui.importing.operations import operations_of
from csat_tui.importing.prepared import Prepared, demand, prepare
from csat_tui.importing.remembered import merged, recall, remember
from csat_tui.importing.tally import Tally
from csat_tui.laptop import task_making
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.on_file import OnFile
from csat_tui.laptop.opening import UNFINISHED, Laptop, now
from csat_tui.store import imports, meta
from csat_tui.store.operations import record_in
from schemas.records.operations import ImportBatch, Listed
from schemas.tasks.making import Made

UNNAMED = "import"
"""The source system of files for which nobody named one."""

WHAT: dict[Kind, Listed] = {
    "customers": "customer",
    "events": "event",
    "projects": "project",
    "staff": "staff",
    "cars": "car",
}


@dataclass(frozen=True)
class Applied:
    """An import that is on file. ``batch``: the id it can be undone by."""

    batch: str
    tally: Tally
    made: Sequence[Made] = ()
    """The tasks that became due with it, pack by pack."""


def open_file(
    laptop: Laptop, kind: Kind, path: Path, source: str | None, by_hand: Wishes | None = None
) -> Prepared:
    """Read a file and assign its columns: as said now, as remembered of the source, then as proposed.

    Raises Trouble when the file cannot be read; whether its columns suffice is asked by ``demand``.
    """
    wishes = merged(recall(mappings(laptop), kind, source or UNNAMED), by_hand)
    return prepare(kind, load(path), wishes)


def change(laptop: Laptop, prepared: Prepared, source: str | None, by_hand: Wishes) -> Prepared:
    """The same bytes with columns assigned anew. Raises Trouble as ``open_file``."""
    wishes = merged(recall(mappings(laptop), prepared.kind, source or UNNAMED), by_hand)
    return prepare(prepared.kind, prepared.file, wishes)


def preview(
    laptop: Laptop,
    prepared: Prepared,
    source: str | None,
    told: Callable[[Line], object] = lambda _line: None,
) -> Tally:
    """What applying it would do, counted; nothing is stored. ``told`` is given each line as it is judged, in the
    order of the file, so that however many there are none has to be kept. Raises Trouble ``column_missing``."""
    demand(prepared)
    tally = Tally()
    with calm_collector(), laptop.store.read_much() as session:
        for line in tally.counted(chain.from_iterable(judged(prepared, source, OnFile(session)))):
            told(line)
    return tally


def apply(
    laptop: Laptop,
    prepared: Prepared,
    source: str | None,
    watched: Callable[[int], None] = lambda _rows: None,
) -> Applied:
    """Store what the file tells: all of it or, when anything fails, nothing. The columns are remembered, and
    the tasks of events are made.

    Each part of the file is stored before the next is judged, against what the transaction holds by then: however
    long the file, only a part of it is in memory.

    ``watched`` is told every so often how many lines are done; what it raises ends the import, with nothing stored.
    Raises Trouble ``column_missing``, or what reading the file or writing the database raises.
    """
    demand(prepared)
    tally, batch = Tally(), new_id()
    at, user = now().isoformat(timespec="seconds"), laptop.user
    with calm_collector(), laptop.store.write_much() as session:
        records = OnFile(session, batch)
        for part in watch(judged(prepared, source, records), watched):
            done = operations_of(tally.counted(part), batch, at, user, new_id)
            record_in(session, done, records.view, fresh=True)
        record_in(session, [_batch(prepared, source, tally, batch, at, user)])
        if prepared.kind == "events":
            meta.put(session, UNFINISHED, batch)
    remember(mappings(laptop), prepared.kind, source or UNNAMED, prepared.wishes_kept)
    return Applied(batch, tally, make_tasks(laptop, batch) if prepared.kind == "events" else ())


def make_tasks(laptop: Laptop, batch: str) -> Sequence[Made]:
    """Make the tasks of the events that came; made once, however often it is called."""
    made = task_making.make_due(laptop, batch)
    imports.uphold_tasks(
        laptop.store, batch, new_id, at=now().isoformat(timespec="seconds"), user=laptop.user
    )
    with laptop.store.write() as session:
        meta.put(session, UNFINISHED, None)
    return made


def _batch(
    prepared: Prepared, source: str | None, tally: Tally, id: str, at: str, user: str | None
) -> ImportBatch:
    """The import's own record, when its counts are known."""
    return ImportBatch(
        id=id,
        at=at,
        user=user,
        what=WHAT[prepared.kind],
        source=source or UNNAMED,
        file_name=prepared.file.name,
        file_hash=prepared.file.hash,
        rows=tally.rows,
        new=tally.new,
        known=tally.known,
        changed=tally.changed,
        rejected=tally.rejected,
    )


def imported_before(laptop: Laptop, prepared: Prepared) -> list[str]:
    """When this very file was imported, here or on another laptop, and not taken back."""
    found = imports.imported_before(laptop.store, prepared.file.hash)
    return [str(body["at"])[:16].replace("T", " ") for body in found]


def judged(prepared: Prepared, source: str | None, records: OnFile) -> Iterator[list[Line]]:
    """What becomes of each line of the file, part by part; nothing is stored."""
    judge = Judge(prepared.kind, records, source or UNNAMED)
    return judged_parts(prepared, judge, now().date(), with_offset)


def watch(parts: Iterable[list[Line]], watched: Callable[[int], None]) -> Iterator[list[Line]]:
    """The parts unchanged; before each it is told how many lines went by."""
    count = 0
    for part in parts:
        watched(count)
        yield part
        count += len(part)


def with_offset(moment: str) -> str:
    """A time of the file, which is that of this place, with its offset."""
    return datetime.fromisoformat(moment).astimezone().isoformat()


def mappings(laptop: Laptop) -> Path:
    """Where the columns of each source are remembered."""
    return laptop.home.path / "mappings"
