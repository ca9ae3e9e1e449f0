"""One finished questionnaire as a page to read: answers, score, why, and its life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services import GivenAnswer, Reason, RecordPage
from csat_tui.widgets.cells import spread, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from csat_tui.wording import channel_name, class_name, origin_name
from schemas.language import texts

_ = texts("csat_tui")


class RecordScreen(CsatScreen):
    """Reads one record when mounted."""

    where = "record"

    @dataclass
    class Arrived(Message):
        page: RecordPage

    def __init__(self, record: str) -> None:
        super().__init__()
        self.record = record
        self.page: RecordPage | None = None

    def title_text(self) -> str:
        return _("Record")

    def about(self) -> str:
        return _(
            "A finished questionnaire is never changed; a correction is a record of its own that points "
            "to it. "
            "Below the answers stands why the score and class are what they are, each step with its rule."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._lines, id="page")

    def on_mount(self) -> None:
        self.ask(lambda services: services.record(self.record), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page = message.page
        self.redraw()

    def _lines(self, width: int) -> list[Line]:
        if self.page is None:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        return record_lines(self.page, width)


def record_lines(page: RecordPage, width: int) -> list[Line]:
    """The whole page."""
    row = page.row
    return [
        (),
        line(Span(f"   {row.customer}", "strong"), f"   {row.title}"),
        line(Span(f"   {page.pack}   {channel_name(page.channel)}   {page.interviewer}", "dim")),
        (),
        line("   ", Span(_score(page), "strong"), "   " + _("class {name}", name=class_name(row.case_class))),
        (),
        *_heading(_("Answers")),
        *[part for answer in page.answers for part in _answer_lines(answer, width)],
        *_remark(page.remark, width),
        *_heading(_("Why")),
        *[part for reason in page.reasons for part in _reason_lines(reason, width)],
        (),
        *_heading(_("Life")),
        *_life(page, width),
    ]


def _score(page: RecordPage) -> str:
    if page.row.score is None:
        return _("unrated")
    return _("score {score}", score=page.row.score) + f" ({origin_name(page.row.origin)})"


def _heading(title: str) -> list[Line]:
    return [line(Span(f"   {title}", "strong"))]


def _answer_lines(answer: GivenAnswer, width: int) -> list[Line]:
    asked = wrap(answer.question, width - 8)
    given = wrap(answer.answer, width - 12)
    remark = wrap(f'"{answer.remark}"', width - 12) if answer.remark else []
    return [
        *[line(Span(f"     {text}", "dim")) for text in asked],
        *[line(f"       > {text}" if n == 0 else f"         {text}") for n, text in enumerate(given)],
        *[line(f"         {text}") for text in remark],
    ]


def _remark(remark: str | None, width: int) -> list[Line]:
    if not remark:
        return [()]
    return [(), *_heading(_("Remark")), *[line(f"     {text}") for text in wrap(remark, width - 8)], ()]


def _reason_lines(reason: Reason, width: int) -> list[Line]:
    rows: Sequence[str] = wrap(reason.text, width - 20)
    first = spread(f"     {rows[0]}", f"{reason.source} ", width)
    return [line(first), *[line(f"     {text}") for text in rows[1:]]]


def _life(page: RecordPage, width: int) -> list[Line]:
    steps = [
        line("     " + _("taken {time}", time=_time(page.row.occurred_at))),
        line("     " + _("recorded on this laptop {time}", time=_time(page.recorded_at))),
        line("     " + (_("sent {time}", time=_time(page.sent_at)) if page.sent_at else _("not sent yet"))),
        line(
            "     "
            + (_("proven {time}", time=_time(page.proven_at)) if page.proven_at else _("not proven yet"))
        ),
    ]
    if page.quarantine:
        words = _("The server has set it aside: {why}", why=page.quarantine)
        steps += [line(Span(f"     {text}", "warn")) for text in wrap(words, width - 8)]
    return steps


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
