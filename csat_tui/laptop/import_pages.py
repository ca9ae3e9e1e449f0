"""``csat_tui.services.imports.Imports`` on a real laptop."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from sqlmodel import select

from csat_tui.importing.calm import calm_collector
from csat_tui.importing.fields import Kind
from csat_tui.importing.judge import Judged
from csat_tui.importing.judged_rows import Line
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.prepared import Prepared, demand
from csat_tui.importing.remembered import last_source
from csat_tui.importing.rows import Rejection, changed_words
from csat_tui.importing.tally import Tally
from csat_tui.laptop import import_undo, importing
from csat_tui.laptop.on_file import OnFile
from csat_tui.laptop.opening import Laptop
from csat_tui.services.imports import LISTED, Done, Folder, FoundFile, Preview, PreviewLine, Progress
from csat_tui.store import imports
from csat_tui.store.tables import BatchRow
from csat_tui.trouble import Trouble
from csat_tui.words.common import passed_over_name
from schemas.language import texts
from schemas.records.reference import Batch

_ = texts("csat_tui")

ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm"})


class LaptopImports:
    """Called in worker threads."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def folder(self, path: str) -> Folder:
        place = Path(path).expanduser() if path else _downloads()
        try:
            found = [(file.stat(), file.name) for file in place.iterdir() if file.suffix.lower() in ENDINGS]
        except OSError as error:
            raise Trouble(
                "folder_unreadable",
                _("The folder {folder} cannot be read ({reason}).", folder=str(place), reason=error.strerror),
                _("Nothing was changed."),
                _("Type the path of another folder or file."),
            ) from error
        newest = sorted(found, key=lambda each: each[0].st_mtime, reverse=True)
        files = [
            FoundFile(name, stat.st_size, datetime.fromtimestamp(stat.st_mtime)) for stat, name in newest
        ]
        return Folder(str(place), files)

    def source(self, kind: Kind) -> str:
        return last_source(importing.mappings(self._laptop), kind) or "DMS"

    def open(self, kind: Kind, path: str, source: str) -> Prepared:
        return importing.open_file(self._laptop, kind, Path(path).expanduser(), source)

    def change(self, prepared: Prepared, source: str, by_hand: Wishes) -> Prepared:
        return importing.change(self._laptop, prepared, source, by_hand)

    def preview(self, prepared: Prepared, source: str, watched: Progress) -> Preview:
        demand(prepared)
        tally = Tally()
        with calm_collector(), self._laptop.store.read() as session:
            parts = importing.watch(importing.judged(prepared, source, OnFile(session)), watched)
            rows = tally.counted(chain.from_iterable(parts))
            lines = [_line(prepared.kind, row) for row in _listed(rows)]
        return Preview(tally, lines, importing.imported_before(self._laptop, prepared))

    def apply(self, prepared: Prepared, source: str, watched: Progress) -> Done:
        applied = importing.apply(self._laptop, prepared, source, watched)
        stored = next(each for each in self.done() if each.id == applied.batch)
        return replace(stored, due=sum(made.due for made in applied.made))

    def done(self) -> Sequence[Done]:
        mine = imports.of_this_laptop(self._laptop.store)
        with self._laptop.store.read() as session:
            bodies = [Batch.model_validate(row.body) for row in session.exec(select(BatchRow))]
        rows = [_done(batch, batch.id in mine) for batch in bodies]
        return sorted(rows, key=lambda each: (each.at, each.id), reverse=True)

    def undo(self, id: str) -> int:
        return import_undo.undo(self._laptop, id)


def _downloads() -> Path:
    """Where browsers put what a system exports, or the user's folder."""
    home = Path.home()
    return next((place for place in (home / "Downloads", home / "下载") if place.is_dir()), home)


def _listed(rows: Iterable[Line]) -> Iterator[Line]:
    """Those that a person is shown."""
    seen: Counter[str] = Counter()
    for row in rows:
        verdict = row.verdict if isinstance(row, Judged) else ""
        seen[verdict] += 1
        if not verdict or seen[verdict] <= LISTED:
            yield row


def _line(kind: Kind, row: Line) -> PreviewLine:
    if isinstance(row, Judged):
        note = changed_words(kind, row.fields)
        return PreviewLine(row.line, row.verdict, row.label, note)
    if isinstance(row, Rejection):
        return PreviewLine(row.line, "rejected", "", row.message)
    return PreviewLine(row.line, "passed", "", passed_over_name(row.code))


def _done(batch: Batch, mine: bool) -> Done:
    return Done(
        id=batch.id,
        at=datetime.fromisoformat(batch.at).astimezone().replace(tzinfo=None),
        what=batch.what,
        source=batch.source,
        file=batch.file_name,
        hash=batch.file_hash,
        rows=batch.rows,
        new=batch.new,
        known=batch.known,
        changed=batch.changed,
        rejected=batch.rejected,
        mine=mine,
        undone=batch.status == "undone",
    )
