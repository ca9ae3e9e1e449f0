"""The first row of every screen: where I am and for whom; at its right end what protects me."""

from collections.abc import Callable, Iterator
from datetime import datetime

from rich.cells import cell_len

from csat_tui.services import Status
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import fit
from csat_tui.widgets.line import Line, Span, line
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

LEAST = 16
"""Cells of an organisation's name that still tell which it is."""

Title = Callable[[], str]


class TitleBar(Block):
    """``title`` names the screen; the rest comes from the state of the laptop."""

    DEFAULT_CSS = "TitleBar { dock: top; height: 1; }"

    def __init__(
        self, title: Title, status: Callable[[], Status | None], clock: Callable[[], datetime | None]
    ) -> None:
        super().__init__(lambda width: [title_line(title(), status(), clock(), width)])


def title_line(title: str, status: Status | None, now: datetime | None, width: int) -> Line:
    """The title row: left the screen and organisation, in the middle user and site, right network and time. Where there
    is no room for all, the site goes, then the end of a long organisation, then all of it, then the user; the screen's
    name stays. ``now`` None: no clock."""
    time = f"{now:%H:%M} " if now else ""
    right = time if status is None else f"{_protection(status)}{time}"
    mark = " [" + _("PRACTICE") + "]" if status is not None and status.practice else ""
    room = width - cell_len(right) - cell_len(mark)
    fitting = ((left, middle) for left, middle in _told(title, status) if cell_len(left + middle) + 4 <= room)
    left, middle = next(fitting, (fit(f" {title}", min(cell_len(title) + 1, room - 1)), ""))
    rest = room - cell_len(left)
    gap = min(12, max(2, rest - cell_len(middle) - 1))
    return line(
        Span(left, "bar"),
        Span(mark, "warn"),
        Span(fit(" " * gap + middle, rest), "bar"),
        Span(right, "bar"),
    )


def _told(title: str, status: Status | None) -> Iterator[tuple[str, str]]:
    """What could stand left and in the middle, the most first."""
    if status is not None:
        organisation, user, site = map(one_line, (status.organisation, status.user, status.site))
        yield f" {title}  {organisation}", f"{user} {site}"
        yield f" {title}  {organisation}", user
        yield f" {title}  {fit(organisation, LEAST).rstrip()}", user
        yield f" {title}", user
    yield f" {title}", ""


def _protection(status: Status) -> str:
    words = [] if status.encrypted else [_("NOT ENCRYPTED")]
    words.append(_("online") if status.online else _("offline"))
    return "  ".join(words) + "  "
