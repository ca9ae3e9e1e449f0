"""A list of any length, of which only the visible rows exist.

Rows come in pages. A page that is not here yet is asked for once with ``Wanted`` and drawn when ``fill``
brings it, so that scrolling never waits for the database and 100 000 rows open as fast as ten.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.cells import Align, fit
from csat_tui.widgets.line import TONES, Line, Span, line, strip_of
from schemas.language import texts

_ = texts("csat_tui")

PAGE = 50
KEPT_PAGES = 100
MARK, NO_MARK = " > ", "   "
GAP = 2
END = 1 << 62
"""The last row, however long the list."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """``width`` in cells; a column with ``grow`` shares what a wider screen leaves over."""

    title: Callable[[], str]
    text: Callable[[Row], str]
    width: int
    align: Align = "left"
    grow: int = 0


def widths(columns: Sequence[Column[Row]], room: int) -> list[int]:
    """The width of each column where this many cells are to be filled."""
    spare = max(0, room - sum(column.width + GAP for column in columns))
    shares = sum(column.grow for column in columns) or 1
    return [column.width + spare * column.grow // shares for column in columns]


class RowList(Widget, Generic[Row], can_focus=True):
    """Rows of columns under a head, one of them marked by ``>``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONES
    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """Rows from ``offset`` on are about to be seen and are not here."""

        rows: "RowList[Any]"
        offset: int
        limit: int

        @property
        def control(self) -> "RowList[Any]":
            return self.rows

    @dataclass
    class Moved(Message):
        """The mark stands on another row."""

        rows: "RowList[Any]"

        @property
        def control(self) -> "RowList[Any]":
            return self.rows

    @dataclass
    class Chosen(Message):
        """The marked row was clicked: the mouse's Enter."""

        rows: "RowList[Any]"

        @property
        def control(self) -> "RowList[Any]":
            return self.rows

    def __init__(self, columns: Sequence[Column[Row]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self.count = 0
        self.cursor = 0
        self._top = 0
        self._sought: int | None = None
        """Where the mark is to go once the list is known to be so long."""

    @staticmethod
    def help() -> str:
        """What F1 says of a list."""
        return _("Up and Down move the mark, PgUp and PgDn turn the page, Home and End go to the ends.")

    @property
    def marked(self) -> Row | None:
        """The row under the mark; None when there is none, or it is not here yet."""
        return self._row(self.cursor)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """A list that is here as a whole; at most ``PAGE * KEPT_PAGES`` rows of it are kept."""
        self.resize_to(len(rows))
        for offset in range(0, len(rows), PAGE):
            self.fill(offset, rows[offset : offset + PAGE])

    def resize_to(self, count: int) -> None:
        """A list of this many rows, none of them here yet. The mark stays where it was, if it can."""
        self._pages.clear()
        self._asked.clear()
        self.count = count
        self._keep_mark()

    def grow_to(self, count: int) -> None:
        """The list is found to have this many rows; those that are here stay. The mark goes where it was sent before
        that was known."""
        self.count = count
        self._asked.clear()
        sought, self._sought = self._sought, None
        self._mark(self.cursor if sought is None else sought)

    def go_to(self, index: int) -> None:
        """Put the mark on this row, or as near as there is one; on the row itself when the list turns out longer."""
        self._mark(index)
        self._sought = index if index > self.cursor else None

    def fill(self, offset: int, rows: Sequence[Row]) -> None:
        """Rows that were wanted."""
        page = offset // PAGE
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        self.refresh()

    def forget_wishes(self) -> None:
        """Rows that were wanted could not be read; they are asked for again when next drawn."""
        self._asked.clear()

    def action_move(self, step: int) -> None:
        self._mark(self.cursor + step)

    def action_turn(self, pages: int) -> None:
        self._mark(self.cursor + pages * self._visible)

    def action_first(self) -> None:
        self._mark(0)

    def action_last(self) -> None:
        self._mark(self.count - 1)
        self._sought = END

    def on_click(self, event: events.Click) -> None:
        if not 0 < event.y <= self.count - self._top:
            return
        index = self._top + event.y - 1
        if index == self.cursor:
            self.post_message(self.Chosen(self))
        self._mark(index)

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """The rows on the screen: how far down each stands, and how to put the mark there."""
        shown = range(self._top, min(self.count, self._top + self._visible))
        return [(index - self._top + 1, partial(self._mark, index)) for index in shown]

    def on_mouse_scroll_down(self) -> None:
        self._mark(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        self._mark(self.cursor - 3)

    def on_resize(self) -> None:
        self._keep_mark()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            head = [column.title() for column in self._columns] if self.count else []
            return strip_of(self, self._cells(NO_MARK, head), width, "dim")
        index = self._top + y - 1
        if index >= self.count:
            return strip_of(self, (), width)
        row, marked = self._row(index), index == self.cursor
        texts = [column.text(row) for column in self._columns] if row is not None else [".."]
        return strip_of(
            self, self._cells(MARK if marked else NO_MARK, texts), width, "cursor" if marked else ""
        )

    @property
    def _visible(self) -> int:
        return max(1, self.size.height - 1)

    def _mark(self, index: int) -> None:
        self._sought = None
        before, self.cursor = self.cursor, max(0, min(index, self.count - 1))
        lowest = self.cursor - self._visible + 1
        self._top = max(0, lowest, min(self._top, self.cursor, max(0, self.count - self._visible)))
        self.refresh()
        if before != self.cursor:
            self.post_message(self.Moved(self))

    def _keep_mark(self) -> None:
        """The mark stays where it is, if it can, and where it was sent."""
        sought = self._sought
        self._mark(self.cursor)
        self._sought = sought

    def _cells(self, mark: str, texts: Sequence[str]) -> Line:
        room = self.size.width - len(mark)
        cells = [
            fit(text, width, column.align) + " " * GAP
            for text, width, column in zip(texts, widths(self._columns, room), self._columns, strict=False)
        ]
        return line(Span(mark + "".join(cells)))

    def _row(self, index: int) -> Row | None:
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def _ask(self, page: int) -> None:
        if page not in self._asked and page * PAGE < self.count:
            self._asked.add(page)
            self.post_message(self.Wanted(self, page * PAGE, PAGE))
