"""The confidentiality notice, once per person: before anything of a customer is shown (J15)."""

from collections.abc import Callable

from textual.app import ComposeResult

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, lines
from csat_tui.widgets.reader import Reader
from schemas.language import texts

_ = texts("csat_tui")


class NoticeScreen(CsatScreen):
    """``accepted`` is called when it was accepted. Esc does nothing; whoever does not accept leaves with Ctrl+Q."""

    where = "notice"

    def __init__(self, accepted: Callable[[], object]) -> None:
        super().__init__()
        self._accepted = accepted

    def title_text(self) -> str:
        return _("Confidentiality")

    def about(self) -> str:
        return _(
            "Read the notice; F9 accepts it. It is asked once per person, and that it was accepted is kept."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._page)

    def do_accept_notice(self) -> None:
        self.tell(lambda services: services.people().accept_notice())

    def on_csat_screen_told(self) -> None:
        self._accepted()

    def _page(self, width: int) -> list[Line]:
        rules = [
            _("What customers say and who they are is confidential. You see it for your work only."),
            _("Names, telephone numbers and answers are not copied, photographed or passed on outside csat."),
            _("What is said about a colleague is not shown to that colleague; nobody is asked for a better score."),
            _("Whose card you open and whose telephone number you see is noted and can be looked at by the office."),
            _("Lock the screen when you leave it (Ctrl+]); keep PIN and passphrase to yourself."),
            _("A lost laptop or a mistake with data: tell your supervisor at once, the sooner the better."),
        ]  # fmt: skip
        head = lines(
            (f"   {row}" for row in wrap(_("Before you begin: the confidentiality notice"), width - 6)),
            "strong",
        )
        rows: list[Line] = [(), *head, ()]
        for number, rule in enumerate(rules, 1):
            wrapped = wrap(rule, width - 9)
            rows += lines(f"   {f'{number}.' if n == 0 else '  '} {row}" for n, row in enumerate(wrapped))
        end = _("F9 (or Ctrl+Y) accepts it; Ctrl+Q leaves.")
        return [*rows, (), *lines(f"   {row}" for row in wrap(end, width - 6))]
