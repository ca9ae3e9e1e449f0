"""What a laptop shows that was never set up: the two ways to begin, and whether its terminal fits."""

from textual.app import ComposeResult

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line, lines
from csat_tui.widgets.reader import Reader
from schemas.language import texts

_ = texts("csat_tui")

RULERS = ("   客户满意度 ABC 12345 |", "   CUSTOMERS- ABC 12345 |")
"""Two rows of the same width in cells, where Chinese characters take two."""


class WelcomeScreen(CsatScreen):
    """Stands until the user leaves and sets the laptop up."""

    where = "welcome"

    def title_text(self) -> str:
        return _("Welcome")

    def about(self) -> str:
        return _("This laptop is not set up yet. Leave with Ctrl+Q and run one of the two commands.")

    def body(self) -> ComposeResult:
        yield Reader(self._page)

    def _page(self, width: int) -> list[Line]:
        return [
            (),
            *self._words(_("This laptop is not set up yet. Leave with Ctrl+Q, then:"), width, "strong"),
            (),
            line("     csat enrol URL CODE"),
            *self._words(_("  joins your company's server; URL and CODE come from your supervisor."), width),
            (),
            line("     csat demo"),
            *self._words(_("  opens a practice company to try everything; nothing of it is real."), width),
            (),
            *self._words(_("The two bars below must stand one under the other. If they do not, choose a font "
                           "with Chinese characters of double width in your terminal."), width),
            *[line(Span(row, "dim")) for row in RULERS],
        ]  # fmt: skip

    def _words(self, text: str, width: int, tone: str = "") -> list[Line]:
        return lines((f"   {row}" for row in wrap(text, width - 6)), tone)
