"""A file ready to be judged: its header found, its columns assigned, what is lacking said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from csat_tui.importing.fields import Kind
from csat_tui.importing.header import Header, find_header
from csat_tui.importing.limits import HEADER_WITHIN, SAMPLE_ROWS, SHOWN_ROWS
from csat_tui.importing.mapping import Assigned, Wishes, assign, lacking, unused
from csat_tui.importing.opening import File, read
from csat_tui.importing.refusals import no_header, refusal
from csat_tui.importing.rows import Parsed, PassedOver, Rejection, RowReader, labels
from csat_tui.importing.table import Row, Source, blank
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")


@dataclass(frozen=True)
class Prepared:
    """``how``: in words, how the file was read; ``unused``: labels of columns that nothing is taken from;
    ``sample``: its first rows; ``days_late``, ``sheets``, ``sheet``: as ``Source`` has
    them."""

    kind: Kind
    file: File
    wishes: Wishes
    header: Header
    assigned: Assigned
    how: tuple[str, ...]
    unused: tuple[str, ...]
    delimited: bool
    sample: tuple[Row, ...] = ()
    days_late: int = 0
    sheets: tuple[str, ...] = ()
    sheet: str | None = None

    def rows(
        self,
        today: date,
        localised: Callable[[str], str],
        required: tuple[tuple[str, ...], ...] | None = None,
    ) -> Iterator[Parsed | Rejection | PassedOver]:
        """What each line after the header is; blank lines are left out. The file is read anew each time.
        ``required``: as ``RowReader`` has it."""
        reader = RowReader(
            self.kind,
            self.header,
            self.assigned.columns,
            self.wishes.order,
            today,
            localised,
            self.delimited,
            required,
            self.days_late,
        )
        for row in read(self.file, self.sheet).rows:
            if row.line > self.header.last and not blank(row):
                yield reader.read(row)

    @property
    def wishes_kept(self) -> Wishes:
        """What to remember of this source: the columns by their labels."""
        columns = {name: column.label for name, column in self.assigned.columns.items()}
        left_out = {name: None for name, wish in self.wishes.columns.items() if wish is None}
        return replace(self.wishes, columns={**columns, **left_out})


def prepare(kind: Kind, file: File, wishes: Wishes) -> Prepared:
    """Find header and columns. Raises Trouble ``no_header``, ``column_absent``, or what opening the file
    raises; what is lacking is left to ``demand``, so that it can be put right by hand."""
    source = read(file, wishes.sheet)
    try:
        found = _prepared(kind, file, wishes, source)
    except Trouble:
        found = None
        if len(source.sheets) < 2 or wishes.sheet is not None:
            raise
    if found and not lacking(kind, found.assigned):
        return found
    fitting = _other_sheet(kind, file, wishes, source) if wishes.sheet is None else None
    return fitting or found or _prepared(kind, file, wishes, read(file))


def _other_sheet(kind: Kind, file: File, wishes: Wishes, source: Source) -> Prepared | None:
    """The first further sheet with all the columns that are needed: the first may hold notes or a cover."""
    for sheet in source.sheets:
        if sheet == source.sheet:
            continue
        try:
            found = _prepared(kind, file, wishes, read(file, sheet))
        except Trouble:
            continue
        if not lacking(kind, found.assigned):
            return found
    return None


def _prepared(kind: Kind, file: File, wishes: Wishes, source: Source) -> Prepared:
    header, sample = _beginning(kind, source, wishes)
    assigned = assign(kind, header, sample, wishes)
    rest = tuple(unused(header, assigned))
    return Prepared(
        kind,
        file,
        wishes,
        header,
        assigned,
        tuple(source.how),
        rest,
        source.delimited,
        tuple(sample[:SHOWN_ROWS]),
        source.days_late,
        source.sheets,
        source.sheet,
    )


def demand(prepared: Prepared) -> None:
    """Refuse a file whose columns do not suffice. Raises Trouble ``column_missing``."""
    groups = lacking(prepared.kind, prepared.assigned)
    if not groups:
        return
    wanted = "; ".join(labels(prepared.kind, group) for group in groups)
    there = ", ".join(one_line(column.label)[:30] for column in prepared.header.columns[:30])
    raise refusal(
        "column_missing",
        _(
            "No column was recognised for: {fields}. The columns are: {columns}.",
            fields=wanted,
            columns=there,
        ),
        _("Name the column in a mapping file with --map, as {example}.", example=_example(groups[0][0])),
    )


def _example(name: str) -> str:
    return f'{{"columns": {{"{name}": "…"}}}}'


def _beginning(kind: Kind, source: Source, wishes: Wishes) -> tuple[Header, list[Row]]:
    within = max(HEADER_WITHIN, (wishes.header or 0) + wishes.header_lines)
    first = list(islice(source.rows, within))
    wished = [label for label in wishes.columns.values() if isinstance(label, str)]
    header = find_header(kind, first, wishes.header, wishes.header_lines, wished)
    if header is None:
        raise no_header(len(first))
    later = chain(first, islice(source.rows, SAMPLE_ROWS))
    return header, [row for row in later if row.line > header.last and not blank(row)]
