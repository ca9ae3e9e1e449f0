"""Two customers side by side before they are made one: what each has, and what stays."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services.customer_data import Match
from csat_tui.widgets.cells import fit, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from csat_tui.words.customers import field_name
from schemas.language import texts

_ = texts("csat_tui")

LABEL = 16


class MatchScreen(CsatScreen):
    """Dismissed with True when they were made one."""

    where = "match"

    @dataclass
    class Arrived(Message):
        match: Match

    class Merged(Message):
        """They are one now."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__()
        self.ids = one, other
        self.match: Match | None = None
        self._merging = False

    def title_text(self) -> str:
        return _("The same customer?")

    def about(self) -> str:
        return _(
            "What one lacks it takes from the other; nothing is overwritten. Questionnaires, tasks and events "
            "of both are on one card from then on. It can be taken back from that card."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._lines, id="page")

    def on_mount(self) -> None:
        one, other = self.ids
        self.ask(lambda services: services.match(one, other), self.Arrived)

    def reason(self, action: str) -> str | None:
        if action == "merge":
            return _("Still reading; press again.") if self.match is None else self.match.refusal
        return None

    @property
    def busy(self) -> bool:
        return self._merging

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.match = message.match
        self.redraw()

    def do_merge(self) -> None:
        match = self.match
        if match is not None and not self._merging:
            self._merging = True
            self.ask(lambda services: services.merge(match.one, match.other), lambda _none: self.Merged())

    @on(Merged)
    def _merged(self) -> None:
        self.dismiss(True)

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._merging = False

    def do_back(self) -> None:
        self.dismiss(None)

    def _lines(self, width: int) -> list[Line]:
        if self.match is None:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        match, room = self.match, (width - LABEL - 9) // 3
        heads = (match.one_name, match.other_name, _("afterwards"))
        rows = [(), line(Span(_row("", heads, room), "strong")), ()]
        for field in match.fields:
            changed = field.after != field.other
            words = _row(field_name(field.code), (field.one, field.other, field.after), room)
            rows.append(line(Span(words, "strong" if changed else ""), " +" if changed else ""))
        return [*rows, (), *self._words(match, width)]

    def _words(self, match: Match, width: int) -> list[Line]:
        if match.refusal:
            return [line(Span(f" ! {row}", "warn")) for row in wrap(match.refusal, width - 6)]
        words = _(
            "{one} becomes {other}. + marks what is taken over. F9 makes them one; Esc leaves both as they are.",
            one=match.one_name,
            other=match.other_name,
        )
        return [line(f"   {row}") for row in wrap(words, width - 6)]


def _row(label: str, cells: tuple[str, ...], room: int) -> str:
    return f"   {fit(label, LABEL)}" + " ".join(fit(cell, room) for cell in cells)
