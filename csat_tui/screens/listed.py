"""A list with what stands above it, and below it what is told of the marked line."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line
from csat_tui.widgets.row_list import Column, RowList


class ListedScreen(CsatScreen):
    """``listed`` is the id of the list. What is listed is read anew whenever one comes back to the screen."""

    listed: ClassVar[str] = ""

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(self._columns(), id=self.listed)
        yield Block(self._detail, id="detail")

    @property
    def rows(self) -> "RowList[Any]":
        """The list."""
        return self.query_one(f"#{self.listed}", RowList)

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        """Ask the laptop for what is listed."""
        raise NotImplementedError

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.redraw()

    def _columns(self) -> "Sequence[Column[Any]]":
        raise NotImplementedError

    def _heading(self, width: int) -> list[Line]:
        raise NotImplementedError

    def _detail(self, width: int) -> list[Line]:
        raise NotImplementedError
