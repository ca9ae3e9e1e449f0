"""F1: what this screen is for, every key on it, and how the focused part of it is used."""

from textual.app import ComposeResult

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.cells import fit, wrap
from csat_tui.widgets.line import Line, Span, line, lines
from csat_tui.widgets.reader import Reader
from schemas.language import texts

_ = texts("csat_tui")

KEYS = 16
"""Cells for the key names."""


class HelpScreen(CsatScreen):
    """Help for the screen below."""

    where = "help"

    def __init__(self, subject: CsatScreen) -> None:
        super().__init__()
        self.subject = subject

    def title_text(self) -> str:
        return _("Help: {screen}", screen=self.subject.title_text())

    def body(self) -> ComposeResult:
        yield Reader(self._page)

    def _page(self, width: int) -> list[Line]:
        text = [*wrap(self.subject.about(), width - 6), *self._focused(width)]
        return [(), *lines(f"   {row}" for row in text), (), *self._keys(width), (), *self._marks(width)]

    def _focused(self, width: int) -> list[str]:
        explain = getattr(self.subject.focused, "help", None)
        return ["", *wrap(explain(), width - 6)] if callable(explain) else []

    def _keys(self, width: int) -> list[Line]:
        found: list[Line] = []
        for action in self.subject.actions():
            keys = " ".join(action.ways[:2])
            reason = self.subject.why_not(action.id)
            words = action.explanation + (f" ({reason})" if reason else "")
            first, *rest = wrap(words, width - KEYS - 6)
            found.append(line("   ", Span(fit(keys, KEYS), "strong"), first))
            found += [line(" " * (KEYS + 3) + row) for row in rest]
        return found

    def _marks(self, width: int) -> list[Line]:
        words = _(
            "Commands are never letters, so a Chinese input method may stay on; only the palette takes "
            "text. A key "
            "in brackets does nothing just now; pressing it says why."
        )
        return lines((f"   {row}" for row in wrap(words, width - 6)), "dim")
