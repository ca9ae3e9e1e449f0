"""The first row of every screen: where I am and for whom; at its right end what protects me."""

from collections.abc import Callable
from datetime import datetime

from rich.cells import cell_len

from csat_tui.services import Status
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import fit
from csat_tui.widgets.line import Line, Span, line
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

Title = Callable[[], str]


class TitleBar(Block):
    """``title`` names the screen; the rest comes from the state of the laptop."""

    DEFAULT_CSS = "TitleBar { dock: top; height: 1; }"

    def __init__(
        self, title: Title, status: Callable[[], Status | None], now: Callable[[], datetime]
    ) -> None:
        super().__init__(lambda width: [title_line(title(), status(), now(), width)])


def title_line(title: str, status: Status | None, now: datetime, width: int) -> Line:
    """The title row: left the screen and organisation, in the middle user and site, right network and "
    "time."""
    left, middle, right = f" {title}", "", f"{now:%H:%M} "
    if status is not None:
        left = f" {title}  {one_line(status.organisation)}"
        middle = f"{one_line(status.user)} {one_line(status.site)}"
        right = f"{_protection(status)}{now:%H:%M} "
    mark = " [" + _("PRACTICE") + "]" if status is not None and status.practice else ""
    room = width - cell_len(right)
    share = max(room * 6 // 10, room - cell_len(middle) - 2)
    head = fit(left, min(cell_len(left), share - cell_len(mark)))
    rest = room - cell_len(head) - cell_len(mark)
    gap = min(12, max(2, rest - cell_len(middle)))
    return line(
        Span(head, "bar"),
        Span(mark, "warn"),
        Span(fit(" " * gap + middle, rest - 1) + " ", "bar"),
        Span(right, "bar"),
    )


def _protection(status: Status) -> str:
    words = [] if status.encrypted else [_("NOT ENCRYPTED")]
    words.append(_("online") if status.online else _("offline"))
    return "  ".join(words) + "  "
