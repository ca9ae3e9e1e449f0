"""The passphrase of a laptop whose key is not in a key ring."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, lines
from csat_tui.widgets.text_input import TextInput
from schemas.language import texts

_ = texts("csat_tui")


class UnlockScreen(CsatScreen):
    """Returns the passphrase. There is no way around it, so Esc does nothing and Ctrl+Q leaves."""

    where = "unlock"

    def __init__(self, *, wrong: bool) -> None:
        super().__init__()
        self.wrong = wrong

    def title_text(self) -> str:
        return _("Locked")

    def about(self) -> str:
        return _(
            "The records on this laptop are encrypted. The passphrase was chosen when the laptop was set "
            "up; nobody "
            "else can give it to you, but your supervisor can enrol the laptop anew."
        )

    def body(self) -> ComposeResult:
        yield Block(self._request)
        yield TextInput(password=True, compact=True)

    def _request(self, width: int) -> list[Line]:
        wrong = _("That was not the passphrase. Check capital letters and the input method; nothing is lost.")
        told = [Span(f"   {row}", "bad") for row in wrap(wrong, width - 6)] if self.wrong else []
        words = _("The records on this laptop are encrypted. Type the passphrase, then Enter.")
        return [(), *[(span,) for span in told], *lines(f"   {row}" for row in wrap(words, width - 6)), ()]

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value:
            self.dismiss(event.value)
